"""What a search may be narrowed to besides its words: days, and facts such as "theme=6"; pure.

An index holds each article's facts and its day, so that hits are narrowed, counted and paged
inside it: a Python object for each of 30,000 hits took more time than finding them. Which words
occur stands in `asking`; what readers choose from stands with the pages.
"""

import datetime as dt
from dataclasses import dataclass

FACTS, DAY = "facts", "day"
NO_DAY = -1_000_000
"""The day of an article without a date: behind all others, and in no period."""
JUNK = "junk=true"
_EPOCH = dt.date(1970, 1, 1)

# the sides by which pages filter; `marts` is where their values stand for a reader, too
FACTS_SQL = """
    list_filter([
        'region=' || a.primary_region_id,
        'region_kind=' || r.region_kind,
        'theme=' || a.primary_topic_id,
        'publisher=' || a.agency_id,
        'kind=' || g.agency_kind,
        'language=' || a.lang,
        'section=' || coalesce(a.section::varchar, 'none'),
        'junk=' || a.is_junk
    ], lambda fact: fact is not null)
"""
DAY_SQL = f"coalesce(date_diff('day', date '{_EPOCH}', a.published_date), {NO_DAY})"
FROM_SQL = """
    from marts.fct_articles as a
    left join marts.dim_regions as r on r.region_id = a.primary_region_id
    left join marts.dim_agencies as g on g.agency_id = a.agency_id
"""


@dataclass(frozen=True)
class Narrowing:
    """Which articles may be hits; by default all.

    Attributes:
        days: first and last day.
        any_of: of each tuple of facts at least one holds.
        none_of: none of these holds.
    """

    days: tuple[dt.date, dt.date] | None = None
    any_of: tuple[tuple[str, ...], ...] = ()
    none_of: tuple[str, ...] = ()


ALL = Narrowing()


def day_number(day: dt.date) -> int:
    """A day as an index holds it."""
    return (day - _EPOCH).days
