"""Tells whoever is configured that a run has failed. How it is told is `alerts`."""

import dagster as dg

from orchestration.alerts import AlertSettings, send_alert


@dg.run_failure_sensor(
    name="tell_of_failures",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description=(
        "Sends an alert for each failed run where BASPASOZ_ALERT_WEBHOOK or "
        "BASPASOZ_ALERT_MAIL_TO says where to; else it does nothing."
    ),
)
def tell_of_failures(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """One alert for each failed run."""
    settings = AlertSettings.from_environment()
    if not settings.is_on:
        return dg.SkipReason("no alert is configured")
    run = context.dagster_run
    text = f"run {run.run_id} of job {run.job_name} failed.\n\n{context.failure_event.message}"
    for step in context.get_step_failure_events():
        text += f"\n{step.step_key}: {step.message}"
    for problem in send_alert(settings, f"Baspasoz: {run.job_name} failed", text):
        context.log.error(problem)
    return None
