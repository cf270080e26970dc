"""How many articles each day has: weeks, holidays, the hole in coverage.

What belongs here: weights of days and the counter of the portal's news ids. What the articles are
about is in ``trends``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

LAST_DAY = date(2026, 6, 30)
"""The period always ends here, so that longer runs reach further back."""

HOLE_DAYS = 5
MIN_DAYS = 30

_WEEKDAYS = (1.0, 1.08, 1.1, 1.06, 0.95, 0.3, 0.18)
# Kazakhstan's holidays with a fixed date (law on holidays): New Year, Orthodox Christmas, women's
# day, Nauryz, unity day, defenders' day, victory day, capital day, constitution day, republic day,
# independence day.
HOLIDAYS = frozenset(
    {
        (1, 1),
        (1, 2),
        (1, 7),
        (3, 8),
        (3, 21),
        (3, 22),
        (3, 23),
        (5, 1),
        (5, 7),
        (5, 9),
        (7, 6),
        (8, 30),
        (10, 25),
        (12, 16),
    }
)
_HOLIDAY_FACTOR = 0.2
_SUMMER_FACTOR = 0.88

# Dated ids of the portal's one counter, rounded; between them it rises by 450 to 650 a day.
_COUNTER = (
    (date(2020, 11, 4), 117_000),
    (date(2024, 12, 24), 908_500),
    (date(2025, 9, 2), 1_060_000),
    (date(2026, 2, 11), 1_159_000),
    (date(2026, 7, 9), 1_256_000),
)
_NEWS_IDS_A_DAY = (450, 650)
# Ids of press/article run apart, far lower and slower.
ARTICLE_ID_BASE = 20_000
ARTICLE_IDS_A_DAY = 40


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days of the period.

    Attributes:
        days: All days, hole included.
        counts: Articles per day, zero inside the hole.
        hole: Days without any delivery.
        id_start: First news id of each day, and the end of the last one.
    """

    days: list[date]
    counts: list[int]
    hole: list[date]
    id_start: list[int]


def _day_weight(day: date) -> float:
    weight = _WEEKDAYS[day.weekday()]
    if (day.month, day.day) in HOLIDAYS:
        weight *= _HOLIDAY_FACTOR
    if day.month in (7, 8):
        weight *= _SUMMER_FACTOR
    return weight


def _spread(weights: npt.NDArray[np.float64], total: int) -> list[int]:
    """Spread a total over days by weight; the counts add up to it exactly."""
    edges = np.floor(np.cumsum(weights) / weights.sum() * total + 1e-9).astype(np.int64)
    edges[-1] = total
    return [int(n) for n in np.diff(edges, prepend=0)]


def _id_starts(days: list[date], counts: list[int], rng: np.random.Generator) -> list[int]:
    first = days[0].toordinal()
    known = [day.toordinal() for day, _ in _COUNTER]
    start = int(np.interp(first, known, [number for _, number in _COUNTER]))
    slopes = np.diff([number for _, number in _COUNTER]) / np.diff(known)
    starts = [start]
    for day, count in zip(days, counts, strict=True):
        segment = min(max(int(np.searchsorted(known, day.toordinal())) - 1, 0), len(slopes) - 1)
        step = int(np.clip(slopes[segment] + rng.integers(-40, 41), *_NEWS_IDS_A_DAY))
        # A day needs an id for each sourced release: very dense runs outgrow the real pace.
        starts.append(starts[-1] + max(step, count // 2 + 10))
    return starts


def make_rhythm(
    articles: int, days: int, volume: npt.NDArray[np.float64], rng: np.random.Generator
) -> Rhythm:
    """Plan the number of articles of each day.

    Args:
        articles: Total over the period.
        days: Length of the period; it ends on ``LAST_DAY``.
        volume: Per day, the factor by which trends and bursts change the total.
        rng: Source of noise.

    Returns:
        The plan; its counts add up to ``articles``.
    """
    calendar = [LAST_DAY - timedelta(days=days - 1 - i) for i in range(days)]
    weights = np.array([_day_weight(day) for day in calendar]) * volume
    weights *= np.exp(rng.normal(0.0, 0.08, days))
    hole_start = hole_offset(days)
    weights[hole_start : hole_start + HOLE_DAYS] = 0.0
    counts = _spread(weights, articles)
    hole = calendar[hole_start : hole_start + HOLE_DAYS]
    return Rhythm(calendar, counts, hole, _id_starts(calendar, counts, rng))


def hole_offset(days: int) -> int:
    """Return the index of the first day without coverage: two fifths into the period."""
    return days * 2 // 5
