"""Silences: an agency or a region says nothing for far longer than its own gaps let expect.

Time is counted in articles of all others. Between two days on which it published, a gap is the
number of articles that were delivered meanwhile. If it goes on as before, with n days of its own
over E articles, then the chance of a gap of g or more is (E / (E + g)) ** n: exact for the gaps
of a Poisson process whose rate is only known from those n, and too large, never too small, for
one that publishes several articles on a day. A gap is quiet when that chance is at most the false
alarm rate AND it is longer than each gap before it: whoever publishes in clumps has long gaps of
its own.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.signals.grid import Counts, Grid, make_grid

FALSE_ALARM_RATE = 0.001
_MIN_DAYS = 10

SCHEMA = pa.schema(
    [
        pa.field("entity_kind", pa.string()),
        pa.field("entity_id", pa.string()),
        pa.field("last_seen_day", pa.date32()),
        pa.field("next_seen_day", pa.date32()),
        pa.field("is_current", pa.bool_()),
        pa.field("silence_state", pa.string()),
        pa.field("publishing_day_count", pa.int64()),
        pa.field("gap_day_count", pa.int64()),
        pa.field("gap_delivered_day_count", pa.int64()),
        pa.field("gap_exposure", pa.int64()),
        pa.field("longest_earlier_exposure", pa.int64()),
        pa.field("p_value", pa.float64()),
        pa.field("false_alarm_rate", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Gaps:
    """The gaps of one entity, in order; the last one is open.

    Attributes:
        seen: columns of the days on which it published.
        exposure: articles delivered in the gap after each of those days.
        longest: longest gap before each.
        chance: of so long a gap or a longer one.
    """

    seen: Counts
    exposure: Counts
    longest: Counts
    chance: np.ndarray

    @property
    def is_tested(self) -> np.ndarray:
        """Gaps with enough days before them to judge by."""
        return np.arange(1, len(self.seen) + 1) >= _MIN_DAYS

    @property
    def is_quiet(self) -> np.ndarray:
        """Gaps that raise an alarm."""
        return self.is_tested & (self.chance <= FALSE_ALARM_RATE) & (self.exposure > self.longest)


def score_silences(rows: pa.Table) -> pa.Table:
    """Judge the open gap of every entity, and find quiet gaps of the past.

    Args:
        rows: `entity_kind`, `entity_id`, `published_date`, `row_count` (articles); one row per
            day and entity with articles. Exposure is taken within a kind: each article must count
            once for each kind.

    Returns:
        In `SCHEMA`: one row per entity for its open gap, and one per quiet gap that has ended.
    """
    found = []
    kinds = sorted(set(rows["entity_kind"].to_pylist()))
    for kind in kinds:
        mask = pa.array([value == kind for value in rows["entity_kind"].to_pylist()])
        grid = make_grid(rows.filter(mask), ["entity_id"])
        if grid is None:
            continue
        for index, (entity,) in enumerate(grid.keys):
            gaps = _gaps(grid, index)
            last = len(gaps.seen) - 1
            told = [*np.flatnonzero(gaps.is_quiet[:-1]), last]
            found += [_row(grid, gaps, int(number), kind, entity) for number in told]
    return pa.Table.from_pylist(found, schema=SCHEMA)


def measure_alarm_rate(rows: pa.Table) -> tuple[int, int]:
    """Gaps that raise an alarm, and gaps tested; for checking the stated rate."""
    grid = make_grid(rows, ["entity_id"])
    if grid is None:
        return 0, 0
    every = [_gaps(grid, index) for index in range(len(grid.keys))]
    return sum(int(g.is_quiet.sum()) for g in every), sum(int(g.is_tested.sum()) for g in every)


def _gaps(grid: Grid, index: int) -> Gaps:
    total = np.concatenate([[0], np.cumsum(grid.exposure)])
    seen = np.flatnonzero(grid.counts[index])
    following = np.append(seen[1:], grid.counts.shape[1])
    exposure = total[following] - total[seen + 1]
    so_far = total[seen + 1]
    earlier = np.maximum.accumulate(np.concatenate([[0], exposure]))[:-1]
    days = np.arange(1, len(seen) + 1)
    chance = np.exp(days * (np.log(so_far) - np.log(so_far + exposure)))
    return Gaps(seen, exposure, earlier, chance)


def _row(grid: Grid, gaps: Gaps, number: int, kind: str, entity: str) -> dict[str, object]:
    is_current = number == len(gaps.seen) - 1
    seen = int(gaps.seen[number])
    until = grid.counts.shape[1] if is_current else int(gaps.seen[number + 1])
    delivered = int((grid.exposure[seen + 1 : until] > 0).sum())
    days = until - seen - 1
    return {
        "entity_kind": kind,
        "entity_id": entity,
        "last_seen_day": grid.day(seen),
        "next_seen_day": None if is_current else grid.day(until),
        "is_current": is_current,
        "silence_state": _state(gaps, number, days, delivered),
        "publishing_day_count": number + 1,
        "gap_day_count": days,
        "gap_delivered_day_count": delivered,
        "gap_exposure": int(gaps.exposure[number]),
        "longest_earlier_exposure": int(gaps.longest[number]),
        # the last bits of a float hang on the machine
        "p_value": float(f"{gaps.chance[number]:.6g}"),
        "false_alarm_rate": FALSE_ALARM_RATE,
    }


def _state(gaps: Gaps, number: int, days: int, delivered: int) -> str:
    if gaps.is_quiet[number]:
        return "quiet"
    # too little history, or most days of the gap were never delivered
    if not gaps.is_tested[number] or delivered * 2 < days:
        return "cannot tell"
    return "normal"
