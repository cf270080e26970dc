"""Dagster's own folder in a home, and how its instance is set up.

Starts nothing. What runs in it belongs to `defs`, running a job to `job_runs`.
"""

from orchestration.settings import Settings, SettingsError

_DAGSTER_YAML = """\
nux:
  enabled: false
telemetry:
  enabled: false
concurrency:
  runs:
    max_concurrent_runs: 1
# a run that never starts must not hold up the queue
run_monitoring:
  enabled: true
freshness:
  enabled: true
"""


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
