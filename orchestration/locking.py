"""The one lock of a home: whoever writes holds it, in this process or in another.

A process may take it again while it holds it, so that a step can be run alone from the UI or
inside a whole build that holds it already.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from orchestration.settings import Settings

_FIRST_WAIT_SECONDS = 1.0


class HomeBusy(RuntimeError):
    """Another writer holds the home; the message says which and what to do."""


@contextmanager
def write_lock(settings: Settings, say: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the home's lock.

    Args:
        settings: the home and how long to wait.
        say: told once when there is something to wait for.

    Raises:
        HomeBusy: the wait was in vain.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.lock_file, is_singleton=True, thread_local=False)
    patience = settings.lock_timeout_seconds
    try:
        lock.acquire(timeout=min(_FIRST_WAIT_SECONDS, patience))
    except Timeout:
        if say:
            say(f"another run is writing to {settings.home}; waiting up to {patience:.0f} s")
        try:
            lock.acquire(timeout=max(0.0, patience - _FIRST_WAIT_SECONDS))
        except Timeout as error:
            raise HomeBusy(
                f"another run is still writing to {settings.home}; try again when it has ended"
            ) from error
    try:
        yield
    finally:
        lock.release()
