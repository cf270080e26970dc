"""One build of a home: the same Dagster job as in the UI, run in this process.

Holds what is asked before (is there anything new?) and what is told after. Steps belong to the
assets in `defs`.
"""

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from orchestration.inputs import compute_inputs_id
from orchestration.landing import Intake, take_dumps
from orchestration.landing_files import check_landing_folder
from orchestration.locking import write_lock
from orchestration.progress import StageClock, listen, stage
from orchestration.publishing import PublishError, Snapshot, current_snapshot, verify_snapshot
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse import damage_of, open_warehouse, remove_database

_DAGSTER_YAML = """\
nux:
  enabled: false
telemetry:
  enabled: false
run_coordinator:
  module: dagster._core.run_coordinator
  class: QueuedRunCoordinator
  config:
    max_concurrent_runs: 1
"""


# errors whose message says what to do
_OWN_ERRORS = {"KeptBytesError", "LandingError", "PublishError", "WarehouseError", "HomeBusy"}


class BuildFailed(RuntimeError):
    """The run or a blocking check failed; readers still see the last good snapshot."""


@dataclass
class BuildSummary:
    """What a build found and made.

    Attributes:
        is_new: False when there was nothing to do.
        generation: the snapshot that is served now.
        counts: deliveries, articles, junk and rejects in it.
        intake: what became of the files in the landing folder.
        rejected: name and reason of new deliveries that no reader could read.
        seconds: by stage.
        is_mixed: synthetic and real dumps stand in one home.
    """

    is_new: bool
    generation: str | None
    counts: dict[str, int] = field(default_factory=dict)
    intake: Intake = field(default_factory=Intake)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    is_mixed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data for --json."""
        return asdict(self)


def build(
    settings: Settings,
    clock: StageClock,
    *,
    force: bool = False,
    reload: tuple[str, ...] = (),
    take_new: bool = True,
    say: Callable[[str], None] | None = None,
) -> BuildSummary:
    """Take in what is new, make the marts and publish them.

    Args:
        settings: the home and the landing folder.
        clock: told of stages.
        force: build even when nothing is new.
        reload: deliveries to load again.
        take_new: look into the landing folder; else the kept bytes are all there is.
        say: told what the user should know meanwhile.

    Raises:
        BuildFailed: a step or a blocking check failed.
        HomeBusy: another writer holds the home.
        LandingError: the landing folder can't be read.
    """
    if take_new:
        check_landing_folder(settings.dumps)
    prepare_home(settings)
    clock.on_notice = clock.on_notice or say
    with write_lock(settings, say), listen(clock):
        with stage("take dumps"):
            intake = take_dumps(settings) if take_new else Intake()
        with stage("look for changes"):
            is_damaged = _remove_damaged(settings, say)
            served = None if is_damaged else _served_snapshot(settings, say)
            is_current = served is not None and (
                served.manifest.get("inputs_id") == compute_inputs_id(settings)
            )
        if is_current and not force and not reload:
            return _summarise(served, intake, clock, is_new=False)
        _run_job(settings, list(reload), take_new)
        summary = _summarise(current_snapshot(settings), intake, clock, is_new=True)
        summary.rejected = _rejected(settings, [*intake.taken, *reload])
        return summary


def prepare_home(settings: Settings) -> None:
    """Make the folders of a home and Dagster's own settings in it."""
    try:
        settings.dagster_home.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise SettingsError(
            f"the home {settings.home} is no folder; name another with --home"
        ) from error
    except OSError as error:
        raise SettingsError(
            f"the home {settings.home} can't be made ({error.strerror}); name another with --home"
        ) from error
    config = settings.dagster_home / "dagster.yaml"
    if not config.exists() or config.read_text() != _DAGSTER_YAML:
        config.write_text(_DAGSTER_YAML)


def _served_snapshot(settings: Settings, say: Callable[[str], None] | None) -> Snapshot | None:
    """The served snapshot when it is whole; a damaged one is made again."""
    try:
        served = current_snapshot(settings)
        if served is not None:
            verify_snapshot(served)
    except PublishError as error:
        if say:
            say(f"{error}; making it anew")
        return None
    return served


def _remove_damaged(settings: Settings, say: Callable[[str], None] | None) -> bool:
    """Remove a build database that can't be read: all of it is made anew from the kept bytes."""
    reason = damage_of(settings.build_db)
    if reason is None:
        return False
    if say:
        say(f"{settings.build_db} is damaged ({reason}); making it anew from the kept bytes")
    remove_database(settings.build_db)
    return True


def _rejected(settings: Settings, delivery_ids: list[str]) -> list[tuple[str, str]]:
    """Which of these deliveries no reader could read, and why."""
    if not delivery_ids:
        return []
    with open_warehouse(settings.build_db, read_only=True) as connection:
        return connection.execute(
            "select min(s.file_name), min(d.reject_reason) from raw.deliveries as d "
            "inner join raw.delivery_sightings as s on d.delivery_id = s.delivery_id "
            "where d.status = 'rejected' and d.delivery_id in (select unnest(?)) "
            "group by d.delivery_id order by 1",
            [delivery_ids],
        ).fetchall()


def _run_job(settings: Settings, reload: list[str], take_new: bool) -> None:
    os.environ.update(settings.as_environment())
    with stage("start Dagster"):
        # imports dbt and parses the project when it has changed: only when there is work
        import dagster as dg

        from orchestration.definitions import build_definitions

        definitions = build_definitions(settings)
        job = definitions.resolve_job_def("reload_delivery" if reload else "everything")
        instance = dg.DagsterInstance.get()
    run_config: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    load_config = {"deliveries": reload, "take_new": take_new}
    run_config["ops"] = {"load_dumps": {"config": load_config}}
    result = job.execute_in_process(instance=instance, run_config=run_config, raise_on_error=False)
    if not result.success:
        raise BuildFailed(_why(result))


def _why(result: Any) -> str:
    """The first error of a run in one line."""
    reasons = []
    for event in result.all_events:
        if event.event_type_value == "ASSET_CHECK_EVALUATION":
            check = event.event_specific_data
            if not check.passed and check.blocking:
                reasons.append(f"check {check.check_name} on {check.asset_key.to_user_string()}")
        if event.event_type_value == "STEP_FAILURE":
            data = event.event_specific_data
            told = data.user_failure_data
            if told and told.description:
                reasons.insert(0, f"{event.step_key}: {told.description}")
            elif data.error:
                reasons.append(_cause(event.step_key, data.error))
    return (reasons[0] if reasons else "the run failed").splitlines()[0]


def _cause(step: str, error: Any) -> str:
    """What a step failed of: our own message where there is one, else the first cause."""
    while error.cls_name not in _OWN_ERRORS and error.cause:
        error = error.cause
    message = str(error.message).strip()
    if error.cls_name in _OWN_ERRORS:
        return message.split(": ", 1)[-1]
    return f"{step}: {message}"


def _summarise(
    snapshot: Snapshot | None, intake: Intake, clock: StageClock, *, is_new: bool
) -> BuildSummary:
    if snapshot is None:
        return BuildSummary(is_new, None, {}, intake, seconds=dict(clock.seconds))
    manifest = snapshot.manifest
    counts = {
        "deliveries": manifest["tables"]["dim_deliveries"],
        "articles": manifest["article_count"],
        "junk": manifest["junk_count"],
        "rejects": manifest["tables"]["fct_rejects"],
    }
    return BuildSummary(
        is_new,
        snapshot.generation,
        counts,
        intake,
        seconds=dict(clock.seconds),
        is_mixed=manifest["is_mixed"],
    )
