"""Series: weekly notices in which only dates and figures differ.

What belongs here: which series there are and when each speaks. The wording is the ``n`` and ``m``
templates of the grammar.
"""

from dataclasses import dataclass
from datetime import date

from orchestration.synthetic.agencies import Agency, Roster
from orchestration.synthetic.facts import read_table
from orchestration.synthetic.places import Region, Spot

# Two of three series are in English, as most of the site is.
_LANGS = (0, 1, 0, 2, 0, 0)
_MOST = 60


@dataclass(frozen=True, slots=True)
class Series:
    """One weekly notice."""

    series_id: str
    topic: str
    name: tuple[str, str, str]
    agency: Agency
    spot: Spot
    lang: int
    weekday: int
    title: int


def make_series(regions: tuple[Region, ...], roster: Roster, per_day: float) -> list[Series]:
    """Choose as many series as make about 2 % of the output.

    Args:
        regions: The 20 regions.
        roster: All publishers.
        per_day: Mean number of articles a day.

    Returns:
        At least one series and at most 60, each with a fixed body, place, language and weekday.
    """
    wanted = min(max(round(per_day * 7 * 0.02), 1), _MOST)
    rows = read_table("series")
    series = []
    for n in range(wanted):
        row = rows[n % len(rows)]
        region = regions[(n * 7 + 3) % len(regions)]
        bodies = roster.dedicated[(region.code, row["topic"])]
        agency = next(body for body in bodies if row["token"] in body.slug)
        series.append(
            Series(
                f"n{n + 1:02d}",
                row["topic"],
                (row["en"], row["ru"], row["kk"]),
                agency,
                region.spots[n % len(region.spots)],
                _LANGS[n % len(_LANGS)],
                n % 5,
                n % 2,
            )
        )
    return series


def due(series: list[Series], day: date) -> list[Series]:
    """Return the series that speak on this day."""
    return [one for one in series if one.weekday == day.weekday()]
