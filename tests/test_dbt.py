"""The SQL itself: dbt's unit tests, run on the shapes of a built home."""

import shutil
from pathlib import Path

import yaml

from orchestration import dbt_runner
from orchestration.settings import DBT_PROJECT, Settings


def test_unit_tests_pass(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample_home / "build.duckdb", home)
    settings = Settings.from_environment(home)
    results = dbt_runner.build(settings, ["test_type:unit"], command="test")
    assert len(results) >= 30
    assert [(r.name, r.message) for r in results if not r.is_good] == []


def test_every_mart_that_derives_has_a_unit_test() -> None:
    tested = set()
    for path in (DBT_PROJECT / "models").rglob("*.yml"):
        tests = (yaml.safe_load(path.read_text()) or {}).get("unit_tests", [])
        tested |= {test["model"] for test in tests}
    plain = {"fct_occurrences", "fct_article_regions", "fct_article_topics", "fct_rejects"}
    renaming = plain | {"dim_topics"}
    marts = {p.stem for p in (DBT_PROJECT / "models" / "marts").rglob("*.sql")}
    assert marts - renaming <= tested, "add a unit test of two to four rows beside the model"


def test_docs_are_one_file(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(sample_home / "build.duckdb", home)
    path = dbt_runner.generate_docs(Settings.from_environment(home))
    page = path.read_text()
    assert "fct_mentions" in page
    assert "One row per article in its current revision" in page
