"""One question put to DuckDB, pandas, Polars and SQLite over the same rows.

How many articles are about each region and topic, month by month, and which share of the month
is that? DuckDB reads the published file; the others hold the four columns in memory, or SQLite in
a file without an index, before the clock starts.
"""

import sqlite3

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from orchestration.publishing import DATABASE
from tests.benchmarks.dumps import Workspace
from tests.benchmarks.measuring import Work

_COLUMNS = """
    select
        published_date, primary_region_id::text as region_id, primary_topic_id::text as topic_id
    from marts.fct_articles
    where not is_junk and published_date is not null
"""
_KEYS = ["month", "region_id", "topic_id"]
_SQL = """
    with counted as (
        select {month} as month, {region} as region_id, {topic} as topic_id, count(*) as articles
        from {table}
        group by 1, 2, 3
    )
    select *, 1.0 * articles / sum(articles) over (partition by month) as share
    from counted
"""


def ask_duckdb(workspace: Workspace) -> Work:
    """On the published file, opened once."""
    connection = _published(workspace)
    sql = _SQL.format(
        month="date_trunc('month', published_date)",
        region="primary_region_id",
        topic="primary_topic_id",
        table="marts.fct_articles where not is_junk and published_date is not null",
    )
    return lambda: connection.execute(sql).to_arrow_table()


def ask_pandas(workspace: Workspace) -> Work:
    """On a frame of the three columns."""
    rows = _rows(workspace).to_pandas()
    rows["published_date"] = pd.to_datetime(rows["published_date"])

    def work() -> pd.DataFrame:
        months = rows["published_date"].dt.to_period("M").rename("month")
        counted = rows.groupby([months, "region_id", "topic_id"]).size().rename("articles")
        found = counted.reset_index()
        found["share"] = found["articles"] / found.groupby("month")["articles"].transform("sum")
        return found

    return work


def ask_polars(workspace: Workspace) -> Work:
    """On a frame of the three columns."""
    rows = pl.DataFrame(_rows(workspace))

    def work() -> pl.DataFrame:
        months = rows.with_columns(month=pl.col("published_date").dt.truncate("1mo"))
        counted = months.group_by(_KEYS).agg(articles=pl.len())
        return counted.with_columns(
            share=pl.col("articles") / pl.col("articles").sum().over("month")
        )

    return work


def ask_sqlite(workspace: Workspace) -> Work:
    """On a file of the three columns, months cut from text."""
    path = workspace.folder / "question.sqlite"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("create table articles (published_date text, region_id text, topic_id text)")
    connection.executemany(
        "insert into articles values (?, ?, ?)",
        (
            (str(day), region, topic)
            for day, region, topic in zip(
                *(column.to_pylist() for column in _rows(workspace).columns), strict=True
            )
        ),
    )
    connection.commit()
    sql = _SQL.format(
        month="substr(published_date, 1, 7)",
        region="region_id",
        topic="topic_id",
        table="articles",
    )
    return lambda: connection.execute(sql).fetchall()


def _rows(workspace: Workspace) -> pa.Table:
    return _published(workspace).execute(_COLUMNS).to_arrow_table()


def _published(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(workspace.by_command.current / DATABASE), read_only=True)
