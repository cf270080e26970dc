"""Jobs, named for what an operator wants, and what starts them: one sensor, one schedule."""

import hashlib
from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration.abandoned import end_abandoned_runs
from orchestration.job_runs import LOAD_STEP, SNAPSHOT_STEP
from orchestration.landing import new_whole_files
from orchestration.landing_files import LandingError
from orchestration.settings import Settings

_SENSOR_SECONDS = 10
_UNDER_WAY = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def _config(**steps: Mapping[str, Any]) -> dict[str, Any]:
    return {"ops": {step: {"config": dict(config)} for step, config in steps.items()}}


_PUBLISH_ALWAYS = {SNAPSHOT_STEP: {"force": True}}

everything = dg.define_asset_job(
    "everything",
    selection=dg.AssetSelection.all(),
    description="Take in new dumps, enrich, model, test and publish.",
)

take_in_new_dumps = dg.define_asset_job(
    "take_in_new_dumps",
    selection=dg.AssetSelection.groups("raw", "enriched"),
    description="Take in new dumps and find the evidence in them; nothing is published.",
)

publish = dg.define_asset_job(
    "publish",
    selection=dg.AssetSelection.groups(
        "seeds", "staging", "intermediate", "marts", "explore", "published"
    ),
    config=_config(**_PUBLISH_ALWAYS),
    description="Model, test and publish what is loaded, without a look for new dumps.",
)

rebuild = dg.define_asset_job(
    "rebuild",
    selection=dg.AssetSelection.all(),
    config=_config(**{LOAD_STEP: {"rebuild": True, "take_new": False}}, **_PUBLISH_ALWAYS),
    description="Make the whole warehouse anew from the kept bytes alone, then publish.",
)

reload_delivery = dg.define_asset_job(
    "reload_delivery",
    selection=dg.AssetSelection.all(),
    description="Replace the rows of the deliveries named in the run's config, then publish.",
)

JOBS = [everything, take_in_new_dumps, publish, rebuild, reload_delivery]


@dg.schedule(
    job=everything,
    cron_schedule="15 3 * * *",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description=(
        "Every night at 03:15 UTC: takes what the sensor may have missed, and proves that what is "
        "served is whole."
    ),
)
def every_day(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run a night; its key is the night's date."""
    return dg.RunRequest(run_key=f"night-{context.scheduled_execution_time:%Y-%m-%d}")


@dg.sensor(
    job=everything,
    minimum_interval_seconds=_SENSOR_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Looks into the landing folder for new files that are whole, and requests one run for all "
        "of them. It waits while a run is under way: that one may take them."
    ),
)
def new_dumps(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """One run for the set of files that are new; the same set is never asked for twice."""
    settings = Settings.from_environment()
    ended = end_abandoned_runs(context.instance)
    if ended:
        context.log.warning(f"runs whose process is gone were ended: {', '.join(ended)}")
    try:
        files = new_whole_files(settings)
    except LandingError as error:
        return dg.SkipReason(str(error))
    if not files:
        return dg.SkipReason(f"no new whole file in {settings.dumps}")
    if context.instance.get_runs_count(dg.RunsFilter(statuses=_UNDER_WAY)):
        return dg.SkipReason(f"{len(files):,} new files; a run is under way, which may take them")
    digest = hashlib.sha256("\n".join(files).encode()).hexdigest()
    return dg.RunRequest(
        run_key=f"dumps-{digest[:32]}", tags={"baspasoz/new_files": str(len(files))}
    )
