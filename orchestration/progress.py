"""Who is told how far a stage is: the terminal when there is one, else nobody.

Stages report here; the command line listens. In the Dagster UI nobody does: there the event log
tells the same.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class StageClock:
    """Seconds per stage, in the order in which they ran, and who listens.

    Attributes:
        seconds: on the wall, by stage.
        cpu_seconds: of this process and of the children that a stage waited for.
        on_stage: told the name of a stage that begins.
        on_advance: told name, work done and work in all.
        on_notice: told what a user should know.
        on_end: told name and seconds on the wall.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    on_stage: Callable[[str], None] | None = None
    on_advance: Callable[[str, int, int], None] | None = None
    on_notice: Callable[[str], None] | None = None
    on_end: Callable[[str, float], None] | None = None


_clocks: list[StageClock] = []


@contextmanager
def listen(clock: StageClock) -> Iterator[StageClock]:
    """Have this clock told of stages while the block runs."""
    _clocks.append(clock)
    try:
        yield clock
    finally:
        _clocks.remove(clock)


@contextmanager
def stage(name: str) -> Iterator[Callable[[int, int], None]]:
    """Run a stage; the value is a function that takes the work done and the work in all."""
    started, cpu_before = time.monotonic(), _cpu_seconds()
    for clock in _clocks:
        if clock.on_stage:
            clock.on_stage(name)
    try:
        yield lambda done, total: _advance(name, done, total)
    finally:
        for clock in _clocks:
            spent = time.monotonic() - started
            clock.seconds[name] = clock.seconds.get(name, 0.0) + spent
            cpu_spent = _cpu_seconds() - cpu_before
            clock.cpu_seconds[name] = clock.cpu_seconds.get(name, 0.0) + cpu_spent
            if clock.on_end:
                clock.on_end(name, spent)


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _advance(name: str, done: int, total: int) -> None:
    for clock in _clocks:
        if clock.on_advance:
            clock.on_advance(name, done, total)


def notice(message: str) -> None:
    """Tell the user something that isn't an error."""
    for clock in _clocks:
        if clock.on_notice:
            clock.on_notice(message)
