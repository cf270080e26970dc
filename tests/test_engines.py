"""Who runs the pure functions: one process or several, with the same results."""

import operator
from collections.abc import Iterator

import pytest

from orchestration.engines.local import POOL_BYTES, run_in_order, workers_for
from orchestration.settings import SettingsError


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    numbers = list(range(40))
    assert list(run_in_order(operator.neg, numbers, workers=workers)) == [-n for n in numbers]


def test_items_are_taken_as_results_are() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = run_in_order(operator.neg, items(), workers=2)
    next(results)
    # so that memory stays bounded however many there are
    assert len(taken) <= 6
    assert len(list(results)) == 99


def test_the_setting_bounds_the_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASPASOZ_WORKERS", "3")
    assert workers_for(POOL_BYTES + 1) == 3
    assert workers_for(POOL_BYTES) == 1
    monkeypatch.setenv("BASPASOZ_WORKERS", "0")
    with pytest.raises(SettingsError, match="the least is 1"):
        workers_for(POOL_BYTES + 1)
