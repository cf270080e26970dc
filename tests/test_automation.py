"""What starts runs: one sensor for new whole files, one schedule; and what ends dead ones."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration.abandoned import end_abandoned_runs
from orchestration.definitions import build_definitions
from orchestration.defs.alerting import tell_of_failures
from orchestration.defs.automation import every_day, new_dumps
from orchestration.landing import take_dumps
from orchestration.settings import Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings.from_environment(tmp_path / "home", tmp_path / "dumps")
    settings.home.mkdir()
    settings.dumps.mkdir()
    for name, value in settings.as_environment().items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as instance:
        yield instance


def look(instance: dg.DagsterInstance) -> dg.RunRequest | dg.SkipReason:
    found = new_dumps(dg.build_sensor_context(instance=instance))
    assert isinstance(found, dg.RunRequest | dg.SkipReason)
    return found


def test_one_run_for_all_new_files(settings: Settings, instance: dg.DagsterInstance) -> None:
    assert isinstance(look(instance), dg.SkipReason)
    for name in ("one.txt", "two.txt", "three.txt.part"):
        (settings.dumps / name).write_text("Law\nNotaries consult 12.02.2026\nFree of charge.\n")
    first = look(instance)
    assert isinstance(first, dg.RunRequest)
    assert first.tags["baspasoz/new_files"] == "2"
    # the same set has the same key, so Dagster asks for it once
    again = look(instance)
    assert isinstance(again, dg.RunRequest)
    assert again.run_key == first.run_key
    (settings.dumps / "four.txt").write_text("Law\nOne more 13.02.2026\nFree.\n")
    more = look(instance)
    assert isinstance(more, dg.RunRequest)
    assert more.run_key != first.run_key
    take_dumps(settings)
    assert isinstance(look(instance), dg.SkipReason)


def test_a_file_that_is_still_written_waits(
    settings: Settings, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASPASOZ_SETTLE_SECONDS", "3600")
    (settings.dumps / "growing.txt").write_text("Law\n")
    assert isinstance(look(instance), dg.SkipReason)


def test_a_missing_folder_is_told(settings: Settings, instance: dg.DagsterInstance) -> None:
    settings.dumps.rmdir()
    found = look(instance)
    assert isinstance(found, dg.SkipReason)
    assert "doesn't exist" in str(found.skip_message)


@dg.job
def idle() -> None:
    """Does nothing."""


def started_run(instance: dg.DagsterInstance, pid: int) -> dg.DagsterRun:
    run = instance.create_run_for_job(idle)
    event = dg.DagsterEvent(
        event_type_value=dg.DagsterEventType.RUN_START.value, job_name="idle", pid=pid
    )
    entry = dg.EventLogEntry(
        error_info=None, level=10, user_message="", run_id=run.run_id,
        timestamp=time.time(), job_name="idle", dagster_event=event,
    )  # fmt: skip
    instance.handle_new_event(entry)
    return run


def test_a_run_under_way_is_waited_for(settings: Settings, instance: dg.DagsterInstance) -> None:
    (settings.dumps / "one.txt").write_text("Law\n")
    started_run(instance, os.getpid())
    found = look(instance)
    assert isinstance(found, dg.SkipReason)
    assert "under way" in str(found.skip_message)


def test_a_run_whose_process_is_gone_does_not_hold_up_others(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    dead, alive = started_run(instance, process.pid), started_run(instance, os.getpid())
    assert end_abandoned_runs(instance) == [dead.run_id]
    found = instance.get_run_by_id(alive.run_id)
    assert found is not None
    assert found.status is dg.DagsterRunStatus.STARTED


def test_the_schedule_asks_once_a_night() -> None:
    context = dg.build_schedule_context(scheduled_execution_time=datetime(2026, 11, 22, 3, 15))
    requests = [every_day(context) for _ in range(2)]
    assert {getattr(r, "run_key", None) for r in requests} == {"night-2026-11-22"}


def test_all_of_it_runs_by_itself(settings: Settings) -> None:
    definitions = build_definitions(settings)
    assert new_dumps.default_status is dg.DefaultSensorStatus.RUNNING
    assert tell_of_failures.default_status is dg.DefaultSensorStatus.RUNNING
    assert every_day.default_status is dg.DefaultScheduleStatus.RUNNING
    names = {"everything", "take_in_new_dumps", "publish", "rebuild", "reload_delivery", "evaluate"}
    for name in names:
        assert definitions.resolve_job_def(name).description
    graph = definitions.resolve_asset_graph()
    blocking = {key.name for key in graph.asset_check_keys}
    assert {"no_article_lost", "labels_hold", "new_articles_labelled", "rejects_hold"} <= blocking
    snapshot = graph.get(dg.AssetKey(["published", "snapshot"]))
    assert snapshot.freshness_policy is not None
