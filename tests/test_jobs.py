"""Each job that the Dagster UI offers, run on the sample: what it changes and what it leaves."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration import commands
from orchestration.dagster_home import prepare_home
from orchestration.definitions import build_definitions
from orchestration.defs.evaluation import SCORES
from orchestration.job_runs import LOAD_STEP
from orchestration.settings import Settings
from orchestration.snapshots import served_generation
from tests.conftest import FIXTURES, SAMPLE

LATER = b"""Law
Notaries of Aktobe will answer questions of citizens 12.02.2026
The chamber of notaries of the Aktobe region invites residents to free consultations.
"""
REFUSED = bytes(range(256)) * 40


@pytest.fixture
def settings(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the built sample home, named by the environment as in the UI."""
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    (tmp_path / "dumps").mkdir()
    shutil.copy(SAMPLE, tmp_path / "dumps")
    settings = Settings.from_environment(tmp_path / "home", tmp_path / "dumps")
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    prepare_home(settings)
    return settings


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        yield instance


def run(
    settings: Settings,
    instance: dg.DagsterInstance,
    name: str,
    **steps: dict[str, Any],
) -> dg.ExecuteInProcessResult:
    job = build_definitions(settings).resolve_job_def(name)
    config: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    if steps:
        config["ops"] = {step: {"config": values} for step, values in steps.items()}
    return job.execute_in_process(instance=instance, run_config=config, raise_on_error=False)


def articles(settings: Settings) -> int:
    return int(str(commands.query(settings, "select count(*) from marts.fct_articles")[1][0][0]))


def made(result: dg.ExecuteInProcessResult) -> set[str]:
    return {
        event.asset_key.to_user_string()
        for event in result.get_asset_materialization_events()
        if event.asset_key
    }


def test_take_in_then_publish(settings: Settings, instance: dg.DagsterInstance) -> None:
    before = served_generation(settings)
    (settings.dumps / "later.txt").write_bytes(LATER)
    (settings.dumps / "broken.txt").write_bytes(REFUSED)
    taken = run(settings, instance, "take_in_new_dumps")
    assert taken.success
    assert {"raw/articles", "enriched/mentions"} <= made(taken)
    # a delivery that can't be read fails its check, by name, and stops nothing
    checks = {c.check_name: c for c in taken.get_asset_check_evaluations()}
    refused = checks["every_delivery_readable"]
    assert not refused.passed
    assert "broken.txt" in str(refused.metadata["reasons"].value)
    assert served_generation(settings) == before
    published = run(settings, instance, "publish")
    assert published.success
    assert not any(key.startswith(("raw/", "enriched/")) for key in made(published))
    assert served_generation(settings) != before
    assert articles(settings) == 21


def test_reload_takes_the_named_delivery_alone(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    found = commands.query(settings, "select delivery_id from marts.dim_deliveries")[1]
    name = str(found[0][0])
    before = served_generation(settings)
    wrong = run(settings, instance, "reload_delivery", **{LOAD_STEP: {"deliveries": ["0" * 64]}})
    assert not wrong.success
    assert served_generation(settings) == before
    result = run(settings, instance, "reload_delivery", **{LOAD_STEP: {"deliveries": [name]}})
    assert result.success
    (event,) = [
        e
        for e in result.asset_materializations_for_node(LOAD_STEP)
        if e.asset_key.path[-1] == "deliveries"
    ]
    assert event.metadata["loaded"].value == 1
    assert articles(settings) == 20


def test_evaluate_logs_scores(
    settings: Settings, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    gold = FIXTURES / "gold" / "society-2026-02-11.jsonl"
    before = served_generation(settings)
    steps = {"evaluate_labels": {"gold": str(gold), "dumps": str(SAMPLE.parent)}}
    result = run(settings, instance, "evaluate", **steps)
    assert result.success
    event = instance.get_latest_materialization_event(SCORES)
    assert event is not None
    assert event.asset_materialization is not None
    numbers = event.asset_materialization.metadata
    assert any(isinstance(value, dg.FloatMetadataValue) for value in numbers.values())
    assert served_generation(settings) == before
    missing = {"evaluate_labels": {"gold": str(tmp_path / "none.jsonl"), "dumps": ""}}
    failed = run(settings, instance, "evaluate", **missing)
    assert not failed.success
