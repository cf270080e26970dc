"""What the articles of a day are about: regions by topics, drifts, seasons, bursts, a silence.

What belongs here: the weights from which a story's region and topic are drawn, and the planted
events that a chart must show. How many articles a day has is in ``rhythm``.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from orchestration.synthetic.places import ABROAD, NATIONAL, Region
from orchestration.synthetic.rhythm import LAST_DAY

Floats = npt.NDArray[np.float64]

BURST_FACTOR = 3.0

# Share of each topic in percent, roughly as on the portal.
_TOPICS = {
    "1": 6.0,
    "2": 2.5,
    "3": 7.0,
    "4": 6.0,
    "5": 4.5,
    "6": 8.0,
    "7": 4.5,
    "8": 4.5,
    "9": 2.0,
    "10": 5.0,
    "12": 8.0,
    "13": 5.0,
    "14": 4.5,
    "15": 5.0,
    "16": 2.5,
    "17": 3.5,
    "18": 2.0,
    "19": 2.0,
    "20": 5.5,
    "21": 3.0,
    "23": 4.5,
    "sport": 3.0,
    "emergencies": 4.0,
}
TOPICS = tuple(_TOPICS)

_NATIONAL_WEIGHT = 16.0
_ABROAD_WEIGHT = 4.0
_ABROAD_TOPICS = {"19": 64.0, "18": 22.0, "23": 14.0}
# Months in which a topic is more frequent, and how much.
_SEASONS = {
    "4": ((3, 4, 5, 8, 9), 1.5),
    "6": ((5, 8, 9), 1.6),
    "8": ((9, 10, 11, 12), 1.5),
    "16": ((3, 4, 5, 9, 10), 1.4),
    "21": ((5, 6, 7), 1.5),
    "sport": ((6, 7, 8), 1.3),
    "emergencies": ((2, 3, 4), 1.6),
    "1": ((1, 2, 7), 1.3),
}
# Cells in which a burst is believable; the base is raised there so that threefold is visible.
_BURST_CELLS = (
    ("KZ-63", "emergencies"),
    ("KZ-71", "10"),
    ("KZ-61", "4"),
    ("KZ-75", "14"),
    ("KZ-35", "8"),
    ("KZ-79", "3"),
)
_BURST_CELL_RAISE = 3.0
_SILENT_CANDIDATES = (("minfin", "1"), ("edu", "6"), ("energo", "8"), ("ecogeo", "7"))


@dataclass(frozen=True, slots=True)
class Burst:
    """A region and a topic that speak three times as often for some days."""

    region: str
    topic: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Silence:
    """A busy agency that publishes nothing from the first to the last day."""

    slug: str
    topic: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Trends:
    """The plan of what is said.

    Attributes:
        cells: Region and topic of each column of ``cumulative``.
        cumulative: Per day, the cumulative distribution over the cells.
        volume: Per day, total weight relative to the mean.
        topic_drift: Per topic, the factor from the first day to the last.
        bursts: Planted bursts.
        silence: The planted silence.
    """

    cells: list[tuple[str, str]]
    cumulative: Floats
    volume: Floats
    topic_drift: dict[str, float]
    bursts: tuple[Burst, ...]
    silence: Silence


def _base(regions: tuple[Region, ...]) -> tuple[list[tuple[str, str]], Floats]:
    shares = np.array(list(_TOPICS.values()))
    # Regional bodies hardly speak of foreign affairs, the capital's do most of it.
    rows = [region.weight * shares for region in regions]
    cells = [(region.code, topic) for region in regions for topic in TOPICS]
    for row in rows:
        row[TOPICS.index("19")] *= 0.25
    rows.append(_NATIONAL_WEIGHT * shares)
    cells += [(NATIONAL, topic) for topic in TOPICS]
    rows.append(np.array([_ABROAD_WEIGHT * _ABROAD_TOPICS.get(topic, 0.0) for topic in TOPICS]))
    cells += [(ABROAD, topic) for topic in TOPICS]
    return cells, np.concatenate(rows)


def _window(days: int, share: float, length: int) -> tuple[int, int]:
    first = int(days * share)
    return first, min(first + length, days) - 1


def _day(days: int, index: int) -> date:
    return LAST_DAY - timedelta(days=days - 1 - index)


def make_trends(regions: tuple[Region, ...], days: int, rng: np.random.Generator) -> Trends:
    """Plan drifts, seasons, two bursts and one silence.

    Args:
        regions: The 20 regions.
        days: Length of the period.
        rng: Source of the drifts and of the choice of what bursts and who is silent.

    Returns:
        The plan, one row of weights a day.
    """
    cells, base = _base(regions)
    length = max(7, min(14, days // 10))
    chosen = rng.choice(len(_BURST_CELLS), size=2, replace=False)
    windows = [_window(days, 0.15, length), _window(days, 0.72, length)]
    for index in chosen:
        base[cells.index(_BURST_CELLS[int(index)])] *= _BURST_CELL_RAISE

    topic_drift = rng.normal(0.0, 0.45, len(TOPICS))
    cell_drift = rng.normal(0.0, 0.25, len(cells)) + np.tile(topic_drift, len(cells) // len(TOPICS))
    time = np.linspace(-0.5, 0.5, days)[:, None]
    weights = base * np.exp(time * cell_drift)
    months = np.array([_day(days, i).month for i in range(days)])
    names = np.array([name for _, name in cells])
    for topic, (season, factor) in _SEASONS.items():
        weights *= np.where(np.isin(months, season)[:, None] & (names == topic), factor, 1.0)

    bursts = []
    for index, (first, last) in zip(chosen, windows, strict=True):
        region, topic = _BURST_CELLS[int(index)]
        weights[first : last + 1, cells.index((region, topic))] *= BURST_FACTOR
        bursts.append(Burst(region, topic, _day(days, first), _day(days, last)))

    slug, topic = _SILENT_CANDIDATES[int(rng.integers(len(_SILENT_CANDIDATES)))]
    first, last = _window(days, 0.5, max(10, min(60, days // 8)))
    silence = Silence(slug, topic, _day(days, first), _day(days, last))
    totals = weights.sum(axis=1)
    cumulative = np.cumsum(weights, axis=1) / totals[:, None]
    drift = {topic: float(np.exp(d)) for topic, d in zip(TOPICS, topic_drift, strict=True)}
    return Trends(cells, cumulative, totals / totals.mean(), drift, tuple(bursts), silence)
