"""The same three counts from every place that shows them; each function knows one place."""

import tempfile
from pathlib import Path

import pyarrow.parquet as pq
import streamlit as st

from dashboard import queries, queries_articles
from dashboard.filters import Filters
from orchestration import exporting
from orchestration.settings import Settings
from orchestration.snapshots import attached
from tests.reconcile.filter_sets import FilterSet

Counts = dict[str, int]
THREE = ("articles", "stories", "occurrences")
_PARTS = ("region", "theme", "publisher", "kind", "family", "part")


def as_dashboard(chosen: FilterSet) -> Filters:
    """The filters as the dashboard has them."""
    return Filters(
        period="between" if chosen.since else "all",
        first_day=chosen.since,
        last_day=chosen.until,
        region=chosen.regions,
        theme=chosen.topics,
        publisher=chosen.agencies,
    )


def total(database: str, chosen: FilterSet) -> Counts:
    """The dashboard's totals."""
    found = queries.totals(database, as_dashboard(chosen))
    return {count: found.of(count) for count in THREE}


def dashboard_parts(database: str, chosen: FilterSet) -> dict[str, Counts]:
    """Sums over the dashboard's groups and steps of time; stories don't add up there."""
    filters = as_dashboard(chosen)
    undated = {"articles": 0, "occurrences": 0}
    if not chosen.since:
        undated = _undated(database, chosen)
    sums = {}
    for group in _PARTS:
        sums[f"by {group}"] = {
            count: int(queries.counts_by(database, filters, group, count)["value"].sum())
            for count in undated
        }
    for step in ("day", "week", "month"):
        sums[f"by {step}"] = {
            count: int(
                queries.counts_over_time(database, filters, "theme", count, step)["value"].sum()
            )
            + undated[count]
            for count in undated
        }
    return sums


def mart_parts(database: str, chosen: FilterSet) -> dict[str, Counts]:
    """Sums over agg_output_daily, and over the parts of each story's first article."""
    sums = {}
    if not chosen.agencies:
        undated = {"articles": 0, "occurrences": 0} if chosen.since else _undated(database, chosen)
        where = _where(chosen, "published_date", "region_id", "topic_id")
        (articles, occurrences) = _rows(
            database,
            "select coalesce(sum(article_count), 0), coalesce(sum(occurrence_count), 0) "
            f"from marts.agg_output_daily where {where}",
        )[0]
        sums["agg_output_daily"] = {
            "articles": int(articles) + undated["articles"],
            "occurrences": int(occurrences) + undated["occurrences"],
        }
    stories = _rows(
        database,
        f"""
        with first_articles as (
            select region_id, topic_id from explore.articles where {_where(chosen)}
            qualify row_number() over (
                partition by story_id order by published_date nulls last, article_id
            ) = 1
        )
        select region_id, topic_id, count(*) from first_articles group by all
        """,
    )
    sums["by first article"] = {"stories": sum(row[2] for row in stories)}
    return sums


def listed(database: str, chosen: FilterSet) -> Counts:
    """The rows that the dashboard's list pages through."""
    filters = as_dashboard(chosen)
    pages, ids = (
        1 + queries_articles.article_count(database, filters, "") // queries_articles.PAGE_ROWS,
        set(),
    )
    rows = 0
    for page in range(1, pages + 1):
        shown = queries_articles.article_page(database, filters, "", page)
        rows += len(shown)
        ids |= set(shown["article_id"])
    if rows != len(ids):
        raise AssertionError(f"{rows - len(ids)} articles are listed twice")
    known = {
        article: (story, count)
        for article, story, count in _rows(
            database, "select article_id, story_id, occurrence_count from marts.fct_articles"
        )
    }
    return {
        "articles": rows,
        "stories": len({known[i][0] for i in ids}),
        "occurrences": sum(known[i][1] for i in ids),
    }


def exported(settings: Settings, chosen: FilterSet) -> dict[str, Counts]:
    """An export's manifest, its articles and its occurrences."""
    filters = exporting.Filters(
        chosen.since, chosen.until, chosen.regions, chosen.topics, chosen.agencies
    )
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "export"
        # an export is a process of its own: the dashboard's connection is let go of first
        st.cache_resource.clear()
        manifest = exporting.export(settings, to, "parquet", filters)
        tables = [
            pq.read_table(path, columns=["story_id", "occurrence_count"])
            for path in (to / "articles").glob("*.parquet")
        ]
        seen = pq.read_table(to / "occurrences.parquet").num_rows
    rows = [row for table in tables for row in table.to_pylist()]
    return {
        "export's manifest": dict(manifest["counts"]),
        "export's articles": {
            "articles": len(rows),
            "stories": len({row["story_id"] for row in rows}),
            "occurrences": sum(row["occurrence_count"] for row in rows),
        },
        "export's occurrences": {"occurrences": seen},
    }


def _undated(database: str, chosen: FilterSet) -> Counts:
    (row,) = _rows(
        database,
        "select count(*), coalesce(sum(occurrence_count), 0) from explore.articles "
        f"where published_date is null and {_where(chosen)}",
    )
    return {"articles": int(row[0]), "occurrences": int(row[1])}


def _where(
    chosen: FilterSet,
    day: str = "published_date",
    region: str = "region_id",
    topic: str = "topic_id",
) -> str:
    terms = ["true"]
    if chosen.since:
        terms.append(f"{day} between '{chosen.since}' and '{chosen.until}'")
    for column, values in ((region, chosen.regions), (topic, chosen.topics)):
        if values:
            terms.append(f"{column} in ({', '.join(repr(v) for v in values)})")
    if chosen.agencies:
        terms.append(f"agency_id in ({', '.join(repr(v) for v in chosen.agencies)})")
    return " and ".join(terms)


def _rows(database: str, query: str) -> list[tuple]:
    with attached(Path(database)) as connection:
        return connection.execute(query).fetchall()
