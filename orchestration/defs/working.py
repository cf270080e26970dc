"""What every step does before it touches a home: its settings, the lock, and when to try again.

A step is tried again where waiting can help: another writer holds the home, a program has the
database open, the disk was full. Everything else fails at once, with our own message.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb

from orchestration.kept import KeptBytesError
from orchestration.landing_files import LandingError
from orchestration.locking import HomeBusy, write_lock
from orchestration.progress import notice
from orchestration.settings import Settings
from orchestration.snapshots import PublishError

MAX_RETRIES = 2
_WAIT_SECONDS = 15.0


@contextmanager
def working(context: dg.AssetExecutionContext) -> Iterator[Settings]:
    """Hold the home's lock and turn errors into what Dagster does about them.

    Raises:
        dagster.RetryRequested: waiting may help.
        dagster.Failure: it can't; the description says what to do.
    """
    # heavy, and definitions are loaded by every process of Dagster's
    from orchestration.warehouse import WarehouseError, damage_within

    settings = Settings.from_environment()
    try:
        with write_lock(settings, context.log.warning):
            yield settings
    except (HomeBusy, WarehouseError, duckdb.IOException) as error:
        if damage_within(settings.build_db):
            raise dg.Failure(description=str(error), allow_retries=False) from error
        told = f"{error}; trying again in {_WAIT_SECONDS:.0f} s"
        context.log.warning(told)
        notice(told)
        raise dg.RetryRequested(MAX_RETRIES, seconds_to_wait=_WAIT_SECONDS) from error
    except (KeptBytesError, LandingError, PublishError) as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
