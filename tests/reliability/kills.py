"""Kills before and after each step of loading and publishing, and at any moment."""

import random
from collections.abc import Callable
from itertools import count

from orchestration.settings import Settings
from tests.reliability import works
from tests.reliability.children import LOAD_STEPS, PUBLISH_STEPS, Outcome, points, run
from tests.reliability.report import Report

# after so many kills in a row the work is let through, and all of it is compared
LET_THROUGH = 5


def kill_loads(settings: Settings, placed: int, at_random: int, report: Report) -> None:
    """Kill loads; each attempt has one more dump to take."""
    numbers = count()

    def attempt() -> Callable[[], int]:
        works.write_dump(settings, next(numbers))
        return lambda: works.load(settings)

    def compare() -> None:
        _settle(run(lambda: works.load(settings)), report)
        report.add(_value(run(lambda: works.account(settings)), report))

    _kill("loads", attempt, compare, LOAD_STEPS, placed, at_random, report)
    left = run(lambda: works.load(settings))
    report.doubled += _count(left)


def kill_publishes(settings: Settings, placed: int, at_random: int, report: Report) -> None:
    """Kill publishes; what is served is whole after each."""
    numbers = count()

    def attempt() -> Callable[[], str]:
        value = f"killed-{next(numbers)}"
        return lambda: works.publish(settings, value)

    def compare() -> None:
        value = f"whole-{next(numbers)}"
        _settle(run(lambda: works.publish(settings, value)), report)
        found = _value(run(lambda: works.look_closely(settings)), report)
        report.torn += bool(found.get("torn"))

    _kill("publishes", attempt, compare, PUBLISH_STEPS, placed, at_random, report, settings)


def _kill(
    name: str,
    attempt: Callable[[], Callable[[], object]],
    compare: Callable[[], None],
    steps: tuple[str, ...],
    placed: int,
    at_random: int,
    report: Report,
    served: Settings | None = None,
) -> None:
    before = report.kills
    counted = run(attempt(), count=steps)
    _settle(counted, report)
    reached = {step: calls for step, calls in counted.calls.items() if calls}
    draw = random.Random(7)
    for n, point in enumerate(points(reached, placed, seed=11)):
        _after(run(attempt(), die_at=point), n, compare, report, served)
    for n in range(at_random):
        moment = draw.uniform(0.0, counted.seconds)
        _after(run(attempt(), die_after=moment), n, compare, report, served)
    compare()
    report.note(f"{name}: {report.kills - before} kills at {2 * len(reached)} points and at random")


def _after(
    outcome: Outcome,
    n: int,
    compare: Callable[[], None],
    report: Report,
    served: Settings | None,
) -> None:
    report.kills += outcome.killed
    if outcome.error:
        report.unmended += 1
        report.note(f"  after a kill: {outcome.error}")
    if served is not None:
        seen = run(lambda: works.look(served))
        report.reads += 1
        report.reader_errors += seen.error is not None
        report.torn += bool(seen.value and seen.value["torn"])
    if n % LET_THROUGH == LET_THROUGH - 1:
        compare()


def _settle(outcome: Outcome, report: Report) -> None:
    if outcome.error:
        report.unmended += 1
        report.note(f"  the next one failed: {outcome.error}")


def _value(outcome: Outcome, report: Report) -> dict[str, int]:
    _settle(outcome, report)
    return outcome.value or {"lost": 0, "doubled": 0, "torn": 0}


def _count(outcome: Outcome) -> int:
    return int(outcome.value or 0)
