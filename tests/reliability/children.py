"""Runs a piece of work in a child process that may be killed at a named step.

The child is forked from a process that has all modules and seeds in memory and never opens a
database itself, so a run costs milliseconds. Steps are functions of the product, patched in the
child alone: the product knows nothing of failpoints.
"""

import json
import os
import random
import resource
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from orchestration.settings import MIB

# where each step is looked up when it is called
LOAD_STEPS = (
    "orchestration.kept:KeptBytes.keep",
    "orchestration.kept:KeptBytes.write_record",
    "orchestration.kept:write_json",
    "orchestration.landing:_take_file",
    "orchestration.landing:_LandingIndex.write",
    "orchestration.files:sync_directory",
    "orchestration.warehouse:_make_tables",
    "orchestration.warehouse:delete_rows",
    "orchestration.warehouse:append_rows",
    "orchestration.warehouse:transaction",
    "orchestration.loading:_write_sightings",
    "orchestration.loading:_parse_lot",
    "orchestration.loading:_supersede",
    "orchestration.loading:_write_batch",
    "orchestration.enriching:_write",
    "orchestration.enriching:_write_agencies",
    "orchestration.storying:_compare",
    "orchestration.storying:remember",
    "orchestration.storying:_regroup",
)
PUBLISH_STEPS = (
    "orchestration.publishing:sweep_orphans",
    "orchestration.publishing:_make_candidate",
    "orchestration.publishing:copy_marts",
    "orchestration.publishing:_audit",
    "orchestration.publishing:list_files",
    "orchestration.publishing:write_json",
    "orchestration.publishing:sync_directory",
    "orchestration.publishing:serve_snapshot",
    "orchestration.publishing:end_rollback",
    "orchestration.publishing:drop_old",
    "orchestration.copying:_create_types",
    "orchestration.copying:_copy_table",
    "orchestration.copying:_copy_view",
    "orchestration.copying:_copy_comments",
    "orchestration.snapshots:verify_snapshot",
    "orchestration.snapshots:sync_directory",
    "pathlib:Path.replace",
    "pathlib:Path.symlink_to",
)


@dataclass(frozen=True)
class Point:
    """Where to die: before or after the n-th call of a step."""

    step: str
    side: str
    call: int


@dataclass
class Outcome:
    """How a child ended.

    Attributes:
        killed: by SIGKILL, as was wanted.
        value: what the work returned; None when it didn't end.
        error: the error that it ended with, with its type.
        calls: how often each step was called, where that was counted.
        seconds: how long it took.
    """

    killed: bool = False
    value: Any = None
    error: str | None = None
    calls: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def run(
    work: Callable[[], Any],
    *,
    die_at: Point | None = None,
    die_after: float | None = None,
    count: tuple[str, ...] = (),
    most_mib: int | None = None,
) -> Outcome:
    """Do some work in a child.

    Args:
        work: gives something that JSON holds.
        die_at: the step at which the child kills itself.
        die_after: seconds after which it is killed from outside.
        count: steps whose calls are counted.
        most_mib: no file may grow larger: the disk is full.

    Raises:
        AssertionError: it ended by a signal that nobody sent.
    """
    reader, writer = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(work, writer, die_at, count, most_mib)
    os.close(writer)
    if die_after is not None and not select.select([reader], [], [], die_after)[0]:
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as stream:
        told = stream.read()
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - started
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        wanted = die_at is not None or die_after is not None
        assert wanted and number == signal.SIGKILL, f"the child died of signal {number}"
        return Outcome(killed=True, seconds=seconds)
    return Outcome(seconds=seconds, **json.loads(told))


def _child(
    work: Callable[[], Any],
    writer: int,
    die_at: Point | None,
    count: tuple[str, ...],
    most_mib: int | None,
) -> None:
    """The whole life of a child; never returns."""
    told: dict[str, Any] = {}
    try:
        calls: dict[str, int] = {}
        for step in dict.fromkeys([*count, *([die_at.step] if die_at else [])]):
            _patch(step, calls, die_at)
        if most_mib is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_mib * MIB, most_mib * MIB))
        told = {"value": work(), "calls": calls}
    except BaseException as error:
        told = {"error": f"{type(error).__name__}: {error}"}
    os.write(writer, json.dumps(told, default=str).encode())
    # no handlers of the parent's libraries: they are not this child's
    os._exit(0)


def _patch(step: str, calls: dict[str, int], die_at: Point | None) -> None:
    """Count the calls of a step and die at the one that is named."""
    module, path = step.split(":")
    owner: Any = import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    original = getattr(owner, name)

    def reach(side: str) -> None:
        if side == "before":
            calls[step] = calls.get(step, 0) + 1
        if die_at == Point(step, side, calls[step]):
            os.kill(os.getpid(), signal.SIGKILL)

    if name == "transaction":

        @contextmanager
        def transaction(connection: Any) -> Iterator[None]:
            with original(connection):
                yield
                reach("before")
            reach("after")

        setattr(owner, name, transaction)
        return

    def stepped(*args: Any, **kwargs: Any) -> Any:
        reach("before")
        result = original(*args, **kwargs)
        reach("after")
        return result

    setattr(owner, name, stepped)


def points(calls: dict[str, int], number: int, seed: int) -> list[Point]:
    """So many points: each step on both sides in turn, at a call drawn by chance."""
    draw = random.Random(seed)
    sides = [(step, side) for step in sorted(calls) for side in ("before", "after")]
    return [
        Point(step, side, draw.randint(1, calls[step]))
        for step, side in (sides[n % len(sides)] for n in range(number))
    ]
