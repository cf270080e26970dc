"""Random filters, drawn from what a snapshot holds."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb


@dataclass(frozen=True)
class FilterSet:
    """Filters that the dashboard and the export both have; empty leaves a side open."""

    since: date | None
    until: date | None
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    agencies: tuple[str, ...]


def draw_filter_sets(database: str, count: int, seed: int) -> list[FilterSet]:
    """So many filter sets; the first leaves everything open.

    Args:
        database: path of the published file.
        count: how many.
        seed: equal seeds give equal sets.
    """
    rnd = random.Random(seed)
    with duckdb.connect(database, read_only=True) as connection:
        first, last = connection.execute(
            "select min(date_day), max(date_day) from marts.dim_dates"
        ).fetchall()[0]
        values = {
            name: [
                row[0]
                for row in connection.execute(
                    f"select {column}::varchar as value from marts.fct_articles "
                    "where not is_junk group by value order by count(*) desc, value limit 40"
                ).fetchall()
            ]
            for name, column in (
                ("regions", "primary_region_id"),
                ("topics", "primary_topic_id"),
                ("agencies", "agency_id"),
            )
        }
    sets = [FilterSet(None, None, (), (), ())]
    while len(sets) < count:
        since = until = None
        if rnd.random() < 0.7:
            since = first + timedelta(days=rnd.randrange((last - first).days))
            until = min(last, since + timedelta(days=rnd.choice((0, 6, 30, 120))))
        chosen = {
            name: tuple(sorted(rnd.sample(listed, rnd.randint(1, 4))))
            if rnd.random() < chance
            else ()
            for (name, listed), chance in zip(values.items(), (0.5, 0.5, 0.25), strict=True)
        }
        sets.append(FilterSet(since, until, **chosen))
    return sets
