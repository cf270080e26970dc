"""Runs that Dagster believes to go on although their process is gone.

Runs queue up behind one another, so one that was killed, by a power cut for example, would hold
up all others for ever.
"""

import os
import time

import dagster as dg

# a process number can be given to another process; no step is silent for so long
_SILENT_SECONDS = 6 * 3600.0


def end_abandoned_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark runs as failed whose process has died; returns their ids."""
    started = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    ended = []
    for record in started:
        run = record.dagster_run
        events = instance.get_records_for_run(run.run_id, limit=50, ascending=False).records
        pids = [
            found.event_log_entry.dagster_event.pid
            for found in events
            if found.event_log_entry.dagster_event and found.event_log_entry.dagster_event.pid
        ]
        latest = max((found.timestamp for found in events), default=0.0)
        is_silent = time.time() - latest > _SILENT_SECONDS
        if is_silent or (pids and not _is_alive(pids[0])):
            instance.report_run_failed(run, "its process is gone; the next run goes on from there")
            ended.append(run.run_id)
    return ended


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
