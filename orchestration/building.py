"""One build of a home: the same Dagster job as in the UI, run in this process.

Holds what is asked before (is there anything new?) and what is told after. Steps belong to the
assets in `defs`.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from orchestration.alerts import AlertSettings, send_alert
from orchestration.dagster_home import prepare_home
from orchestration.generations import rollback_in_force, settled_snapshot
from orchestration.inputs import compute_inputs_id
from orchestration.job_runs import ACCEPT_TAG, LOAD_STEP, SNAPSHOT_STEP, BuildFailed, run_job
from orchestration.landing import Intake, take_dumps
from orchestration.landing_files import check_landing_folder
from orchestration.locking import write_lock
from orchestration.mending import mend_database
from orchestration.progress import StageClock, listen, stage
from orchestration.settings import Settings
from orchestration.snapshots import Snapshot, current_snapshot
from orchestration.warehouse import open_warehouse


@dataclass
class BuildSummary:
    """What a build found and made.

    Attributes:
        is_new: False when there was nothing to do.
        generation: the snapshot that is served now.
        counts: deliveries, articles, junk and rejects in it.
        intake: what became of the files in the landing folder.
        rejected: name and reason of new deliveries that no reader could read.
        seconds: on the wall, by stage.
        cpu_seconds: of all processes, by stage.
        is_mixed: synthetic and real dumps stand in one home.
    """

    is_new: bool
    generation: str | None
    counts: dict[str, int] = field(default_factory=dict)
    intake: Intake = field(default_factory=Intake)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    is_mixed: bool = False

    def as_json(self) -> dict[str, Any]:
        """Plain data for --json."""
        return asdict(self)


@dataclass(frozen=True)
class Wish:
    """What kind of build is asked for.

    Attributes:
        force: build even when nothing is new.
        reload: deliveries to load again.
        take_new: look into the landing folder; else the kept bytes are all there is.
        rebuild: make the build database anew from the kept bytes.
        accept: publish although the marts differ more from what is served than bands allow.
    """

    force: bool = False
    reload: tuple[str, ...] = ()
    take_new: bool = True
    rebuild: bool = False
    accept: bool = False

    @property
    def is_forced(self) -> bool:
        """Whether something is to be published in any case."""
        return self.force or bool(self.reload) or self.rebuild


def build(
    settings: Settings,
    clock: StageClock,
    *,
    force: bool = False,
    reload: tuple[str, ...] = (),
    take_new: bool = True,
    rebuild: bool = False,
    accept: bool = False,
    say: Callable[[str], None] | None = None,
) -> BuildSummary:
    """Take in what is new, make the marts and publish them.

    Args:
        settings: the home and the landing folder.
        clock: told of stages.
        force: build even when nothing is new.
        reload: deliveries to load again.
        take_new: look into the landing folder; else the kept bytes are all there is.
        rebuild: make the build database anew from the kept bytes.
        accept: publish although the marts differ more from what is served than bands allow.
        say: told what the user should know meanwhile.

    Raises:
        BuildFailed: a step or a blocking check failed.
        HomeBusy: another writer holds the home.
        LandingError: the landing folder can't be read.
    """
    wish = Wish(force, reload, take_new, rebuild, accept)
    if take_new:
        check_landing_folder(settings.dumps)
    prepare_home(settings)
    clock.on_notice = clock.on_notice or say
    with write_lock(settings, say), listen(clock):
        with stage("take dumps"):
            intake = take_dumps(settings) if take_new else Intake()
        with stage("look for changes"):
            served = None
            if not mend_database(settings, say or _nobody) and not wish.is_forced:
                served = settled_snapshot(settings, compute_inputs_id(settings), say or _nobody)
        if served is not None:
            return _summarise(served, intake, clock, is_new=False)
        try:
            _run(settings, wish, say or _nobody)
        except BuildFailed as error:
            _alert(error, say or _nobody)
            raise
        summary = _summarise(current_snapshot(settings), intake, clock, is_new=True)
        summary.rejected = _rejected(settings, [*intake.taken, *reload])
        return summary


def _nobody(_message: str) -> None:
    """Listens to nothing."""


def _run(settings: Settings, wish: Wish, say: Callable[[str], None]) -> None:
    """Run the job; when the database turns out to be damaged, once more from the kept bytes."""
    if rollback := rollback_in_force(settings):
        say(f"the rollback to {rollback.generation} ends when this build is published")
    load = {
        "deliveries": list(wish.reload), "take_new": wish.take_new, "rebuild": wish.rebuild
    }  # fmt: skip
    publish = {SNAPSHOT_STEP: {"force": wish.is_forced}}
    tags = {ACCEPT_TAG: "yes"} if wish.accept else {}
    name = "rebuild" if wish.rebuild else "reload_delivery" if wish.reload else "everything"
    try:
        run_job(settings, name, {LOAD_STEP: load, **publish}, tags)
    except BuildFailed:
        # blocks are read when they are needed: opening the file doesn't find all damage
        if not mend_database(settings, say, thoroughly=True):
            raise
        run_job(settings, "everything", {LOAD_STEP: {"take_new": wish.take_new}, **publish}, tags)


def _alert(error: BuildFailed, say: Callable[[str], None]) -> None:
    alerts = AlertSettings.from_environment()
    for problem in send_alert(alerts, "Baspasoz: a build failed", str(error)):
        say(problem)


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


def _summarise(
    snapshot: Snapshot | None, intake: Intake, clock: StageClock, *, is_new: bool
) -> BuildSummary:
    if snapshot is None:
        return BuildSummary(
            is_new, None, {}, intake, seconds=clock.seconds, cpu_seconds=clock.cpu_seconds
        )
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
        seconds=clock.seconds,
        cpu_seconds=clock.cpu_seconds,
        is_mixed=manifest["is_mixed"],
    )
