"""Runs pure functions on this machine: in this process, or in a pool when it pays.

A pool costs seconds to start and pickles its results, so small work stays here. Results come in
the order of the items, and at most a few items are under way at once: memory stays bounded.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

from orchestration.settings import worker_count

POOL_BYTES = 48 << 20

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int = 1,
) -> Iterator[Result]:
    """Apply a function to each item, results in order.

    Args:
        function: pure and picklable when there are several workers.
        items: consumed as results are taken.
        workers: processes; 1 runs in this one.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[Result]] = deque()
        for item in items:
            under_way.append(pool.submit(function, item))
            if len(under_way) > workers * 2:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def workers_for(total_bytes: int) -> int:
    """How many processes the work deserves: one, or as many as the settings allow."""
    return worker_count() if total_bytes > POOL_BYTES else 1
