"""What an operator finds in the Dagster UI."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from orchestration.dagster_home import prepare_home
from orchestration.dbt_runner import prepare_manifest
from orchestration.definitions import build_definitions
from orchestration.settings import DBT_PROJECT, REPOSITORY, Settings


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.Definitions]:
    yield build_definitions(Settings.from_environment(tmp_path_factory.mktemp("home")))


def specs(definitions: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in definitions.resolve_all_asset_specs()}


def test_layers_are_groups(definitions: dg.Definitions) -> None:
    for key, spec in specs(definitions).items():
        assert spec.group_name == key.split("/")[0], key


def test_every_asset_is_described(definitions: dg.Definitions) -> None:
    missing = [
        key
        for key, spec in specs(definitions).items()
        if not spec.description and not key.startswith("staging/")
    ]
    assert missing == []


def test_every_dbt_source_is_an_asset(definitions: dg.Definitions) -> None:
    sources = yaml.safe_load((DBT_PROJECT / "models/staging/_raw__sources.yml").read_text())
    wanted = {f"{s['name']}/{t['name']}" for s in sources["sources"] for t in s["tables"]}
    assert wanted <= set(specs(definitions))


def test_published_hangs_on_every_mart(definitions: dg.Definitions) -> None:
    found = specs(definitions)
    marts = {key for key in found if key.startswith(("marts/", "explore/"))}
    assert {d.asset_key.to_user_string() for d in found["published/snapshot"].deps} == marts


def test_jobs_are_named_for_what_they_do(definitions: dg.Definitions) -> None:
    for name in ("everything", "reload_delivery"):
        assert definitions.resolve_job_def(name).description


def test_dbt_tests_are_blocking_checks(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    names = {key.name for key in graph.asset_check_keys}
    assert "unique_fct_articles_article_id" in names
    assert {"bytes_reconciled", "articles_in_are_articles_out"} <= names
    assert len(names) > 60


def test_columns_of_marts_are_shown(definitions: dg.Definitions) -> None:
    schema = specs(definitions)["marts/fct_articles"].metadata["dagster/column_schema"]
    columns = {column.name: column.description for column in schema.columns}
    assert columns["primary_topic_id"]


def run_in_home(tmp_path: Path, *command: str) -> str:
    """What a command prints that finds a prepared home in its environment."""
    settings = Settings.from_environment(tmp_path / "home", tmp_path)
    prepare_home(settings)
    prepare_manifest(settings)
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=os.environ | settings.as_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_dg_finds_nothing_wrong(tmp_path: Path) -> None:
    dg_command = Path(sys.executable).with_name("dg")
    told = run_in_home(tmp_path, str(dg_command), "check", "defs")
    assert "All definitions loaded successfully." in told


def test_loading_brings_no_library_that_computes(tmp_path: Path) -> None:
    """Every process of Dagster's loads definitions: what a step needs is imported by the step."""
    told = run_in_home(
        tmp_path,
        sys.executable,
        "-c",
        "import sys, orchestration.definitions; print(*sys.modules)",
    )
    heavy = {"numpy", "pyarrow", "pandas", "scipy", "sklearn", "tantivy", "streamlit"}
    assert not heavy & set(told.split()), "import them where they are used"
