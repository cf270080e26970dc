"""Parse very many mutated dumps and count what goes wrong.

`python -m tests.fuzz.fuzz --dumps 100000 --seconds 280 --seed 1` prints the figures and ends with
1 when anything failed; each failing input is saved to a file that is named.
"""

import argparse
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from orchestration.press.dump import ParsedDump, parse_dump
from orchestration.press.readers import listing_titles
from tests.fuzz.dumps import bases, mutated
from tests.fuzz.properties import TODAY, check_lot, check_parsed, unaccounted_bytes

PROCESSES = 2
BATCH = 500
# every so many dumps are parsed both ways of telling titles, which have to agree
TWICE = 100
# so many are parsed again in one go, which has to give the same: one lot of every three
LOT = 20
LOTS = 3
# a dump of this size that takes so long makes the parser hang
HANG_SECONDS = 30


@dataclass
class Figures:
    """What a number of dumps came to."""

    dumps: int = 0
    bytes: int = 0
    articles: int = 0
    refused: int = 0
    exceptions: int = 0
    broken: int = 0
    unaccounted: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def dump_number(number: int, seed: int, valid: list[bytes]) -> bytes:
    """The dump that a seed and a number stand for."""
    return mutated(Random(f"{seed}-{number}"), valid)


def run_batch(first: int, count: int, seed: int, deadline: float, folder: Path) -> Figures:
    """Parse and check the dumps of some numbers, until the deadline."""
    figures, valid = Figures(), bases()
    lot: dict[str, tuple[bytes, ParsedDump]] = {}
    for number in range(first, first + count):
        if time.time() > deadline:
            break
        data = dump_number(number, seed, valid)
        figures.dumps += 1
        figures.bytes += len(data)
        try:
            with hang_limit():
                parsed = parse_dump(data, TODAY)
        except Exception:
            figures.exceptions += 1
            figures.failures.append(save(data, number, seed, folder))
            continue
        figures.articles += parsed.articles.num_rows
        figures.refused += parsed.reject_reason is not None
        figures.unaccounted += unaccounted_bytes(parsed, data)
        try:
            check_parsed(parsed, data)
            if number % TWICE == 0:
                check_both_ways(data)
            if number // LOT % LOTS == 0:
                lot[parsed.delivery_id] = (data, parsed)
            if len(lot) == LOT:
                together = list(lot.values())
                lot.clear()
                check_lot(together)
        except Exception:
            figures.broken += 1
            figures.failures.append(save(data, number, seed, folder))
    return figures


@contextmanager
def hang_limit() -> Iterator[None]:
    """Raise inside the block when it takes far too long; regular expressions heed it too."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer after {HANG_SECONDS} seconds")

    earlier = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HANG_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, earlier)


def check_both_ways(data: bytes) -> None:
    """Titles told from columns and one by one are the same."""
    many = listing_titles.MANY
    found = []
    try:
        for listing_titles.MANY in (0, sys.maxsize):
            found.append(parse_dump(data, TODAY).articles)
    finally:
        listing_titles.MANY = many
    assert found[0].equals(found[1]), "titles told from columns and one by one differ"


def save(data: bytes, number: int, seed: int, folder: Path) -> str:
    """Keep a failing input with what was raised; call it in the handler of an exception."""
    path = folder / f"fuzz-{seed}-{number}.bin"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_suffix(".log").write_text(traceback.format_exc())
    return str(path)


def run(dumps: int, seconds: float, seed: int, folder: Path) -> Figures:
    """Share the dumps among the processes and add up."""
    figures = Figures()
    one = partial(run_batch, seed=seed, deadline=time.time() + seconds, folder=folder)
    starts = range(0, dumps, BATCH)
    counts = [min(BATCH, dumps - start) for start in starts]
    with ProcessPoolExecutor(PROCESSES) as pool:
        for part in pool.map(one, starts, counts):
            figures.add(part)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dumps", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=280)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, default=Path(tempfile.gettempdir(), "baspasoz-fuzz"))
    options = parser.parse_args()
    begin = time.monotonic()
    figures = run(options.dumps, options.seconds, options.seed, options.save)
    print(f"{figures.dumps:>13,} mutated dumps (seed {options.seed})")
    print(f"{figures.bytes:>13,} bytes")
    print(f"{figures.articles:>13,} articles found, {figures.refused:,} dumps refused as a whole")
    print(f"{figures.exceptions:>13,} exceptions")
    print(f"{figures.unaccounted:>13,} bytes unaccounted for")
    print(f"{figures.broken:>13,} broken promises (tiling, order, bounds, U+FFFD, UTF-8, sums)")
    print(f"{time.monotonic() - begin:>13,.0f} seconds")
    if figures.dumps < options.dumps:
        print(f"stopped by the limit of {options.seconds:.0f} seconds")
    for path in figures.failures[:20]:
        print(f"failed: {path}")
    return 1 if figures.failures or figures.unaccounted else 0


if __name__ == "__main__":
    sys.exit(main())
