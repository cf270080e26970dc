"""The one lock of a home: whoever writes holds it, in this process or in another.

A process may take it again while it holds it, so that a step can be run alone from the UI or
inside a whole build that holds it already.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from orchestration.settings import Settings

_FIRST_WAIT_SECONDS = 1.0


class HomeBusy(RuntimeError):
    """Another writer holds the home; the message says which and what to do."""


@dataclass(frozen=True)
class Holder:
    """Who took the lock last.

    Attributes:
        pid: its process.
        command: how that process was called.
        since: when it took the lock, UTC.
    """

    pid: int
    command: str
    since: str

    def __str__(self) -> str:
        """For a message."""
        return f"process {self.pid}, {self.command}, since {self.since}"


def lock_holder(settings: Settings) -> Holder | None:
    """Who holds the lock now; None when nobody does."""
    if not settings.lock_file.exists():
        return None
    try:
        with FileLock(settings.lock_file, timeout=0):
            return None
    except Timeout:
        return _told_holder(settings) or Holder(0, "an unknown program", "an unknown time")


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
            say(f"{_other(settings)} is writing to {settings.home}; waiting up to {patience:.0f} s")
        try:
            lock.acquire(timeout=max(0.0, patience - _FIRST_WAIT_SECONDS))
        except Timeout as error:
            raise HomeBusy(
                f"{_other(settings)} is still writing to {settings.home}; try again when it has "
                "ended"
            ) from error
    try:
        if lock.lock_counter == 1:
            _tell_holder(settings)
        yield
    finally:
        lock.release()


def _other(settings: Settings) -> str:
    holder = _told_holder(settings)
    return f"another run ({holder})" if holder else "another run"


def _holder_file(settings: Settings) -> Path:
    # not the lock's own file: whoever waits for that one may empty it
    return settings.lock_file.with_name(f"{settings.lock_file.name}.json")


def _tell_holder(settings: Settings) -> None:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    holder = Holder(os.getpid(), command, datetime.now(UTC).isoformat(timespec="seconds"))
    # on a full disk nobody learns who holds the lock; it is held all the same
    with suppress(OSError):
        _holder_file(settings).write_text(json.dumps(asdict(holder)))


def _told_holder(settings: Settings) -> Holder | None:
    try:
        return Holder(**json.loads(_holder_file(settings).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
