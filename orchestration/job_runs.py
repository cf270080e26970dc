"""Runs a job of the Dagster definitions in this process and says why it failed.

Which job, and what comes before and after, belongs to `building`.
"""

import os
from collections.abc import Mapping
from typing import Any

from orchestration.progress import stage
from orchestration.settings import Settings

# names of steps that are configured
LOAD_STEP = "load_dumps"
SNAPSHOT_STEP = "published__snapshot"

# a run with this tag publishes although a band was left
ACCEPT_TAG = "baspasoz/accept"

# errors whose message says what to do
_OWN_ERRORS = {"KeptBytesError", "LandingError", "PublishError", "WarehouseError", "HomeBusy"}


class BuildFailed(RuntimeError):
    """The run or a blocking check failed; readers still see the last good snapshot."""


def run_job(
    settings: Settings,
    name: str,
    op_configs: Mapping[str, Mapping[str, Any]],
    tags: Mapping[str, str],
) -> None:
    """Run a job of the Dagster definitions in this process.

    Args:
        settings: the home, whose lock the caller holds.
        name: of the job.
        op_configs: configuration of its steps, by name.
        tags: of the run.

    Raises:
        BuildFailed: a step or a blocking check failed; the message says which and why.
    """
    os.environ.update(settings.as_environment())
    with stage("start Dagster"):
        # imports dbt and parses the project when it has changed: only when there is work
        import dagster as dg

        from orchestration.abandoned import end_abandoned_runs
        from orchestration.definitions import build_definitions

        definitions = build_definitions(settings)
        job = definitions.resolve_job_def(name)
        instance = dg.DagsterInstance.get()
        # the lock is ours: whatever seems to run here and has no process doesn't
        end_abandoned_runs(instance)
    run_config: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    run_config["ops"] = {step: {"config": dict(config)} for step, config in op_configs.items()}
    result = job.execute_in_process(
        instance=instance, run_config=run_config, raise_on_error=False, tags=dict(tags)
    )
    if not result.success:
        raise BuildFailed(_why(result))


def _why(result: Any) -> str:
    """The first error of a run in one line."""
    reasons = []
    for event in result.all_events:
        if event.event_type_value == "ASSET_CHECK_EVALUATION":
            check = event.event_specific_data
            if not check.passed and check.blocking:
                name = f"check {check.check_name} on {check.asset_key.to_user_string()}"
                told = check.description
                reasons.append(f"{name}: {told}" if told else name)
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
