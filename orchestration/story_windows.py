"""Reads the days that are to be compared and hands out their windows, one after another.

Holds how much is read and kept at a time: some thousand articles of text, and the signs of the
days of one window. How articles are compared belongs to `press.story_edges`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

import duckdb
import pyarrow as pa

from orchestration.press.schema import STORY_ARTICLES
from orchestration.press.story_reading import SignReader
from orchestration.press.story_signs import ArticleSigns
from orchestration.press.story_window import WINDOW_DAYS
from orchestration.story_inputs import ARTICLES_OF_DAYS

# About so many articles are read in one query: each query passes over all text that there is
READ_ARTICLES = 20_000


def read_windows(
    connection: duckdb.DuckDBPyConnection,
    touched: Sequence[date],
    reader: SignReader,
    on_read: Callable[[ArticleSigns], None],
) -> Iterator[list[ArticleSigns]]:
    """The signs of each touched day and of the days after it; a day is read and held once.

    Args:
        connection: a warehouse with the table `story_current`.
        touched: rising.
        reader: reads the signs.
        on_read: told the signs of each day.

    Yields:
        For each touched day that has articles its signs, then those of the days after it that
        stand in its window.
    """
    held: dict[date, ArticleSigns] = {}
    waiting = list(touched)
    for day, articles in _read_days(connection, touched):
        # all days before this one have been read: their windows are whole
        yield from _ready(waiting, held, day - timedelta(days=WINDOW_DAYS + 1))
        held[day] = reader.read(articles)
        on_read(held[day])
        for old in [known for known in held if known < (waiting[0] if waiting else day)]:
            del held[old]
    yield from _ready(waiting, held, date.max)


def _ready(
    waiting: list[date], held: dict[date, ArticleSigns], last: date
) -> Iterator[list[ArticleSigns]]:
    while waiting and waiting[0] <= last:
        first = waiting.pop(0)
        days = (first + timedelta(days=ahead) for ahead in range(WINDOW_DAYS + 1))
        window = [held[day] for day in days if day in held]
        if first in held:
            yield window


def _read_days(
    connection: duckdb.DuckDBPyConnection, touched: Sequence[date]
) -> Iterator[tuple[date, pa.Table]]:
    """The articles of each touched day and of the days after it, a lot of days at a time."""
    needed = {day + timedelta(days=ahead) for day in touched for ahead in range(WINDOW_DAYS + 1)}
    days = pa.table({"published_date": pa.array(sorted(needed), pa.date32())})
    connection.register("needed_days", days)
    connection.execute(
        f"""
        create or replace temp table story_days as
        select
            published_date,
            (sum(count(*)) over (order by published_date) - count(*)) // {READ_ARTICLES} as lot
        from story_current
        inner join needed_days using (published_date)
        group by published_date
        """
    )
    connection.unregister("needed_days")
    lots = connection.execute("select distinct lot from story_days order by lot").fetchall()
    for (lot,) in lots:
        articles = connection.execute(ARTICLES_OF_DAYS, [lot]).to_arrow_table()
        articles = articles.cast(STORY_ARTICLES)
        start = 0
        for day, group in groupby(articles["published_date"].to_pylist()):
            size = len(list(group))
            yield day, articles.slice(start, size)
            start += size
