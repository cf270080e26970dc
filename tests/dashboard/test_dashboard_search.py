"""What a search lists, narrowed in its index, against its hits joined with the filters in SQL."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from dashboard import queries_articles
from dashboard.filters import Filters
from dashboard.opened import read
from orchestration.search.asking import parse_query
from orchestration.search.index import build_index
from orchestration.search.reading import find_hits, open_index
from tests.dashboard import plain_sql

PathOf = Callable[[Path], str]
SEARCHES = [
    "school",
    "housing OR environment",
    '"school event"',
    "school NOT opened",
    # of Kazakh articles by how their words begin
    "residen",
    "nowhere",
]
FILTERS = [
    Filters(),
    Filters(region=("KZ-75", "none")),
    Filters(region=("abroad",)),
    Filters(region=("abroad", "KZ")),
    Filters(theme=("6", "12"), language=("ru", "kk")),
    Filters(kind=("mission", "ministry"), section=("News",)),
    Filters(publisher=("unknown",)),
    Filters("between", dt.date(2025, 5, 1), dt.date(2025, 8, 31), language=("en",)),
    Filters("between", dt.date(2026, 2, 11), dt.date(2026, 2, 11)),
]
ORDERS = {
    queries_articles.BY_DATE: "a.published_date desc nulls last, a.article_id",
    queries_articles.BY_RELEVANCE: "hits.place",
}


def in_sql(path: str, filters: Filters, search: str, order: str) -> list[str]:
    """Ids of all hits that fit, by a join."""
    found = find_hits(open_index(Path(path).parent), parse_query(search).root, limit=10_000)
    where, parameters = plain_sql.fitting(filters)
    return read(
        path,
        f"select a.article_id {plain_sql.SOURCE} inner join hits on hits.row = a.rowid "
        f"where {where} order by {ORDERS[order]}",
        parameters,
        {"hits": pa.table({"row": found.rows, "place": np.arange(len(found.rows))})},
    )["article_id"].tolist()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("search", SEARCHES)
def test_hits_agree_with_the_filters(
    years_home: Path, path_of: PathOf, search: str, order: str
) -> None:
    path = path_of(years_home)
    sizes = set()
    for chosen in FILTERS:
        wanted = in_sql(path, chosen, search, order)
        assert queries_articles.article_count(path, chosen, search) == len(wanted)
        pages = -(-len(wanted) // queries_articles.PAGE_ROWS)
        listed: list[str] = []
        for page in range(1, pages + 2):
            rows = queries_articles.article_page(path, chosen, search, page, order)
            listed += rows["article_id"].tolist()
        assert listed == wanted
        exported = queries_articles.article_export(path, chosen, search, 100, order)
        assert exported["article_id"].tolist() == wanted[:100]
        sizes.add(len(wanted))
    assert len(sizes) > 5 or sizes == {0}, "the filters should make a difference"


def test_articles_without_a_date_come_last_and_in_no_period(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            create schema marts;
            create table marts.dim_topics (topic_id text, family text);
            create table marts.dim_regions (
                region_id text, region_kind text, part_of_country text
            );
            create table marts.dim_agencies (agency_id text, agency_kind text);
            create table marts.fct_stories (
                story_id text, lead_title text, counted_article_count int, version_count int,
                langs text, agency_count int, first_date date, spread_days int
            );
            create table marts.fct_articles as
            select
                'a' || lpad(i::text, 3, '0') as article_id, 'en' as lang, 'Schools' as title,
                '' as body, null::text as primary_region_id, '6' as primary_topic_id,
                'high' as primary_topic_confidence, article_id as story_id,
                true as is_told_once, 1 as occurrence_count,
                null::text as agency_id, null::text as section, i % 10 = 0 as is_junk,
                case when i % 3 > 0 then date '2026-02-11' - (i % 7)::int end as published_date
            from range(100) as t(i)
        """)
    build_index(path, tmp_path / "search", None)
    whole = in_sql(str(path), Filters(), "school", queries_articles.BY_DATE)
    assert len(whole) == 90
    for limit, skip in ((7, 0), (7, 7), (30, 50), (50, 80), (5, 90)):
        hits = queries_articles._hits(
            str(path), Filters(), "school", queries_articles.BY_DATE, limit, skip
        )
        rows = {f"a{row:03}" for row in hits.rows}
        assert hits.total == 90
        if wanted := whole[skip : skip + limit]:
            ordered = [article_id for article_id in whole if article_id in rows]
            assert ordered[hits.skip : hits.skip + limit] == wanted
    period = Filters("between", dt.date(1000, 1, 1), dt.date(2026, 2, 11))
    assert queries_articles.article_count(str(path), period, "school") == sum(
        i % 10 > 0 and i % 3 > 0 for i in range(100)
    )
    # a section that isn't there is called "none", as in the list of sections
    assert queries_articles.article_count(str(path), Filters(section=("none",)), "school") == 90
