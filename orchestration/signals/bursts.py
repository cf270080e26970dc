"""Bursts: a region speaks of a topic far more often in a week than its own past lets expect.

For each region and topic and each run of seven days, the stories that began in those days are
compared with the eight weeks before. Stories, for one release that is copied, edited and
translated is no burst. Seven days hold each weekday once, and the yardstick is not days but the
stories of all regions and topics, so that holidays and uneven delivery cancel out. If the
topic's share of the output had stayed the same, then of the stories of both periods each would
fall into the seven days with the same chance, that of any story: the number is binomial, and the
chance of so many or more is exact whatever the share is (Przyborowski and Wilenski's conditional
test of two Poisson counts, 1940).
"""

import numpy as np
import pyarrow as pa
from scipy.special import betainc

from orchestration.signals.grid import Counts, Grid, make_grid

FALSE_ALARM_RATE = 0.0001
WINDOW_DAYS = 7
HISTORY_DAYS = 56
_MIN_HISTORY = 28
_MIN_STORIES = 3

SCHEMA = pa.schema(
    [
        pa.field("region_id", pa.string()),
        pa.field("topic_id", pa.string()),
        pa.field("first_day", pa.date32()),
        pa.field("last_day", pa.date32()),
        pa.field("peak_first_day", pa.date32()),
        pa.field("peak_last_day", pa.date32()),
        pa.field("peak_story_count", pa.int64()),
        pa.field("expected_story_count", pa.float64()),
        pa.field("p_value", pa.float64()),
        pa.field("false_alarm_rate", pa.float64()),
        pa.field("tested_window_count", pa.int64()),
    ]
)


def score_bursts(rows: pa.Table) -> pa.Table:
    """Find bursts.

    Args:
        rows: `published_date`, `region_id`, `topic_id`, `row_count` (stories that began); one row
            per day and cell with stories.

    Returns:
        One row per burst in `SCHEMA`: windows of a cell that overlap are one burst, with its
        strongest window as the peak.
    """
    grid = make_grid(rows, ["region_id", "topic_id"])
    if grid is None or grid.counts.shape[1] < _MIN_HISTORY + WINDOW_DAYS:
        return SCHEMA.empty_table()
    chance, tested, expected, counted = _test_windows(grid)
    alarms = tested & (chance <= FALSE_ALARM_RATE)
    found = []
    for cell in np.flatnonzero(alarms.any(axis=1)):
        for ends in _episodes(np.flatnonzero(alarms[cell])):
            peak = ends[int(np.argmin(chance[cell, ends]))]
            found.append(
                {
                    "region_id": grid.keys[cell][0],
                    "topic_id": grid.keys[cell][1],
                    "first_day": grid.day(ends[0] - WINDOW_DAYS + 1),
                    "last_day": grid.day(ends[-1]),
                    "peak_first_day": grid.day(peak - WINDOW_DAYS + 1),
                    "peak_last_day": grid.day(peak),
                    "peak_story_count": int(counted[cell, peak]),
                    # the last bits of a float hang on the machine
                    "expected_story_count": round(float(expected[cell, peak]), 6),
                    "p_value": float(f"{chance[cell, peak]:.6g}"),
                    "false_alarm_rate": FALSE_ALARM_RATE,
                    "tested_window_count": int(tested.sum()),
                }
            )
    return pa.Table.from_pylist(found, schema=SCHEMA)


def measure_alarm_rate(rows: pa.Table) -> tuple[int, int]:
    """Windows that raise an alarm, and windows tested; for checking the stated rate."""
    grid = make_grid(rows, ["region_id", "topic_id"])
    if grid is None:
        return 0, 0
    chance, tested, _, _ = _test_windows(grid)
    return int((tested & (chance <= FALSE_ALARM_RATE)).sum()), int(tested.sum())


def _test_windows(
    grid: Grid,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Per cell and last day of a window: chance, whether tested, expected and counted stories."""
    counted = _sums(grid.counts, 0, WINDOW_DAYS)
    past = _sums(grid.counts, WINDOW_DAYS, HISTORY_DAYS)
    exposure = _sums(grid.exposure[None, :], 0, WINDOW_DAYS)
    past_exposure = _sums(grid.exposure[None, :], WINDOW_DAYS, HISTORY_DAYS)
    delivered = _sums((grid.exposure > 0)[None, :].astype(np.int64), WINDOW_DAYS, HISTORY_DAYS)
    is_known = (delivered >= _MIN_HISTORY) & (exposure > 0)
    # a cell that says nothing in both periods can't burst: it is no test
    tested = is_known & (counted + past > 0)
    share = exposure / np.maximum(exposure + past_exposure, 1)
    expected = past * exposure / np.maximum(past_exposure, 1)
    chance = np.ones(counted.shape)
    look = tested & (counted >= _MIN_STORIES) & (counted > expected)
    shares = np.broadcast_to(share, counted.shape)
    # the tail of the binomial, so many or more of both periods' stories, as a beta integral
    chance[look] = betainc(counted[look], past[look] + 1, shares[look])
    return chance, tested, expected, counted


def _sums(counts: Counts, skipped: int, days: int) -> Counts:
    """Sums over `days` columns that end `skipped` columns before each column."""
    total = np.cumsum(counts, axis=1)
    total = np.concatenate([np.zeros((total.shape[0], 1), dtype=np.int64), total], axis=1)
    columns = np.arange(counts.shape[1])
    end = np.maximum(columns + 1 - skipped, 0)
    start = np.maximum(end - days, 0)
    return total[:, end] - total[:, start]


def _episodes(ends: np.ndarray) -> list[np.ndarray]:
    """Last days of windows, split where windows no longer overlap."""
    return np.split(ends, np.flatnonzero(np.diff(ends) >= WINDOW_DAYS) + 1)
