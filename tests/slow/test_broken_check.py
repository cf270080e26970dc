"""README's exercise: a dbt test broken on purpose blocks publishing, and the UI says why."""

import shutil
from pathlib import Path

import dagster as dg
import pytest

from orchestration import dbt_runner, fingerprint
from orchestration.building import build
from orchestration.job_runs import BuildFailed
from orchestration.progress import StageClock
from orchestration.settings import DBT_PROJECT, Settings
from orchestration.snapshots import served_generation

pytestmark = pytest.mark.slow


def test_a_broken_test_blocks_and_is_named(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    (tmp_path / "dumps").mkdir()
    settings = Settings.from_environment(tmp_path / "home", tmp_path / "dumps")
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, project)
    (project / "tests" / "no_article_has_a_title.sql").write_text(
        "select article_id, title from {{ ref('fct_articles') }} where title is not null\n"
    )
    monkeypatch.setattr(dbt_runner, "DBT_PROJECT", project)
    monkeypatch.setattr(fingerprint, "DBT_PROJECT", project)
    fingerprint.modelling_fingerprint.cache_clear()
    before = served_generation(settings)
    try:
        with pytest.raises(BuildFailed, match="no_article_has_a_title"):
            build(settings, StageClock())
    finally:
        fingerprint.modelling_fingerprint.cache_clear()
    assert served_generation(settings) == before
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        run = instance.get_runs(limit=1)[0]
        assert run.status is dg.DagsterRunStatus.FAILURE
        checks = [
            entry.dagster_event.event_specific_data
            for entry in instance.all_logs(
                run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
            )
            if entry.dagster_event
        ]
    (failed,) = [c for c in checks if not c.passed]
    assert failed.check_name == "no_article_has_a_title"
    assert failed.asset_key == dg.AssetKey(["marts", "fct_articles"])
    assert failed.metadata["failing_rows"].value == 20
    assert "news" in failed.metadata["first_rows"].value
