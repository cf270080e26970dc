"""Measures one piece of work in a process of its own: CPU, wall clock and memory.

Holds how it is measured, not what. CPU seconds are user and system time of the process and of the
children that it waited for. Memory is the resident size of the whole tree, added up every few
milliseconds from outside; libraries that are loaded count, pages that two processes share count
twice.
"""

import gc
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event, Thread

import psutil  # type: ignore[import-untyped]

from tests.benchmarks.dumps import Workspace

Work = Callable[[], object]
_SAMPLE_SECONDS = 0.02
# quick work is repeated and the least counts: what else the machine does is left out
_MIN_ROUNDS = 3
_MAX_ROUNDS = 12
_ENOUGH_SECONDS = 1.5
# so long that what else the machine does averages out: one round is enough
_LONG_SECONDS = 10.0


class BenchError(RuntimeError):
    """A stage failed; the message holds its traceback."""


@dataclass(frozen=True)
class Told:
    """What the work itself tells.

    Attributes:
        answers_ms: CPU milliseconds of each answer, where the work is many.
        parts: CPU seconds and seconds on the wall of each step, where the work tells them.
        published_bytes: of the file that readers open, where the work publishes one.
    """

    answers_ms: tuple[float, ...] = ()
    parts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    published_bytes: int | None = None


_Took = tuple[float, float, Told]


@dataclass(frozen=True)
class Stage:
    """Something to be measured.

    Attributes:
        name: as the report shows it.
        prepare: makes what the work needs, unmeasured, and gives the work; a top-level function.
        is_repeatable: the work may be done several times over, with the same effect.
        is_day: it is done on the added day's dumps, not on the period's.
        is_reference: others are compared with it.
        is_on_demand: it is measured only where it is named.
        most_articles: of larger periods a sample of so many is worked on.
    """

    name: str
    prepare: Callable[[Workspace], Work]
    is_repeatable: bool = False
    is_day: bool = False
    is_reference: bool = False
    is_on_demand: bool = False
    most_articles: int | None = None


@dataclass(frozen=True)
class Measured:
    """What a stage took.

    Attributes:
        cpu_seconds: of the round with the least.
        wall_seconds: of the same round.
        peak_bytes: resident memory of the process tree.
        told: what the work told besides.
    """

    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int
    told: Told = field(default_factory=Told)


def measure(stage: Stage, workspace: Workspace) -> Measured:
    """Run a stage in a process of its own.

    Raises:
        BenchError: it failed.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(stage, workspace, theirs))
    process.start()
    theirs.close()
    try:
        _receive(ours, stage)
        assert process.pid is not None
        watch = _MemoryWatch(process.pid)
        watch.start()
        try:
            cpu, wall, told = _receive(ours, stage)
        finally:
            watch.stop()
    finally:
        ours.close()
        process.join()
    return Measured(cpu, wall, watch.peak_bytes, told)


def _receive(pipe: Connection, stage: Stage) -> _Took:
    try:
        kind, value = pipe.recv()
    except EOFError:
        kind, value = "error", "its process died"
    if kind == "error":
        raise BenchError(f"{stage.name}: {value}")
    return value


def _work(stage: Stage, workspace: Workspace, pipe: Connection) -> None:
    """Prepare and do the work, in the process that is measured."""
    # as for a user: what was compiled once is read from then on
    sys.dont_write_bytecode = False
    try:
        work = stage.prepare(workspace)
        gc.collect()
        pipe.send(("ready", (0.0, 0.0, Told())))
        pipe.send(("done", _least(work, _MAX_ROUNDS if stage.is_repeatable else 1)))
    except Exception:
        pipe.send(("error", traceback.format_exc()))


def _least(work: Work, rounds: int) -> _Took:
    """CPU and wall seconds of the round with the least CPU, and what it told."""
    found: list[_Took] = []
    while len(found) < rounds:
        cpu, wall = _cpu_seconds(), time.monotonic()
        given = work()
        took = _cpu_seconds() - cpu, time.monotonic() - wall
        found.append((*took, given if isinstance(given, Told) else Told()))
        spent = sum(seconds for seconds, *_ in found)
        if spent > (_ENOUGH_SECONDS if len(found) >= _MIN_ROUNDS else _LONG_SECONDS):
            break
    return min(found, key=lambda took: took[:2])


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


class _MemoryWatch(Thread):
    """Adds up the memory of a process and all below it until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._root = psutil.Process(pid)
        self._is_over = Event()

    def run(self) -> None:
        while True:
            self.peak_bytes = max(self.peak_bytes, self._look())
            if self._is_over.wait(_SAMPLE_SECONDS):
                return

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def _look(self) -> int:
        try:
            tree = [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return 0
        return sum(map(_resident, tree))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        # it ended meanwhile
        return 0
