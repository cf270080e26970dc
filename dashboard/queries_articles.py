"""The list of articles: searched, filtered, in order, page by page.

The search index narrows, counts and pages what a search finds, by the same filters that SQL knows
as `conditions`; it gives rows of the snapshot's own table of articles. How a query is read stands
in `orchestration.search`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.facts import FACTS, conditions
from dashboard.filters import ABROAD, LISTS, Filters
from dashboard.opened import codes_of, read
from dashboard.queries_article import ARTICLES
from orchestration.search.asking import Asked, parse_query
from orchestration.search.narrowing import JUNK, Narrowing
from orchestration.search.reading import (
    Hits,
    SearchError,
    SearchIndex,
    find_days,
    find_hits,
    open_index,
)

PAGE_ROWS = 50
BY_DATE, BY_RELEVANCE = "date", "relevance"
_SHOWN_CHARACTERS = 100_000
"""Of a body, for its snippet: a hit further on shows the body's beginning."""


@dataclass(frozen=True)
class Found:
    """What became of a search, whatever the filters are.

    Attributes:
        asked: the query as it was understood; without a root nothing was searched for.
        fault: why nothing can be searched, empty if it can.
    """

    asked: Asked
    fault: str = ""


@st.cache_resource(show_spinner=False, max_entries=3)
def _index(path: str) -> SearchIndex:
    return open_index(Path(path).parent)


@st.cache_resource(show_spinner=False, max_entries=30)
def found(path: str, search: str) -> Found:
    """How a search is understood in a snapshot."""
    asked = parse_query(search)
    fault = ""
    if asked.root:
        try:
            find_hits(_index(path), asked.root, limit=1)
        except SearchError as error:
            fault = str(error)
    return Found(asked, fault)


def narrowing(filters: Filters) -> Narrowing:
    """The filters as the search index knows them: the same articles as `conditions` gives."""
    any_of = [
        tuple(f"{key}={v}" for v in values) for key in LISTS if (values := getattr(filters, key))
    ]
    if ABROAD in filters.region:
        any_of[0] += ("region_kind=abroad",)
    first, last = filters.first_day, filters.last_day
    days = (first, last) if first and last else None
    return Narrowing(days, tuple(any_of), (JUNK,))


def _hits(path: str, filters: Filters, search: str, order: str, limit: int, skip: int) -> Hits:
    """A stretch of a search's hits; none where nothing can be searched."""
    what = found(path, search)
    if what.fault or what.asked.root is None:
        return Hits(0, np.empty(0, np.int64))
    find = find_hits if order == BY_RELEVANCE else find_days
    return find(_index(path), what.asked.root, narrowing(filters), limit=limit, skip=skip)


@st.cache_data(show_spinner=False, max_entries=200)
def article_count(path: str, filters: Filters, search: str) -> int:
    """How many articles the list has, junk left out."""
    if search:
        return _hits(path, filters, search, BY_RELEVANCE, limit=1, skip=0).total
    where, parameters = conditions(filters, codes_of(path))
    sql = f"select count(*) as n from {FACTS} where not is_junk and {where}"
    return int(read(path, sql, parameters)["n"].iloc[0])


@st.cache_data(show_spinner=False, max_entries=100)
def article_page(
    path: str, filters: Filters, search: str, page: int, order: str = BY_DATE
) -> pd.DataFrame:
    """One page of the list: names, never ids, beside article_id; the text for snippets."""
    return _rows(
        path,
        filters,
        search,
        order,
        f"""
        a.article_id, a.title, a.published_date, g.agency_name, r.region_name, t.topic_name,
        a.lang, a.source_url, {f"left(a.body, {_SHOWN_CHARACTERS})" if search else "''"} as body
        """,
        limit=PAGE_ROWS,
        skip=(page - 1) * PAGE_ROWS,
    )


@st.cache_data(show_spinner=False, max_entries=20)
def article_export(
    path: str, filters: Filters, search: str, limit: int, order: str = BY_DATE
) -> pd.DataFrame:
    """The list as a file, without bodies: at most `limit` rows."""
    columns = """
        a.article_id, a.title, a.published_date, g.agency_name, r.region_name, t.topic_name,
        a.lang, a.section, a.source_url, a.story_id
    """
    return _rows(path, filters, search, order, columns, limit=limit)


def _rows(
    path: str,
    filters: Filters,
    search: str,
    order: str,
    columns: str,
    *,
    limit: int,
    skip: int = 0,
) -> pd.DataFrame:
    """Columns of a stretch of the list; texts are read for these rows alone."""
    order = order if search else BY_DATE
    tables: dict[str, pa.Table] = {}
    parameters: dict[str, object] = {}
    if search:
        hits = _hits(path, filters, search, order, limit, skip)
        # narrowed already; only their order within a day is left to do
        found = pa.table({"row": hits.rows, "place": np.arange(len(hits.rows))})
        tables, skip = {"hits": found}, hits.skip
        # the facts stand in the order of the list
        place = "hits.place" if order == BY_RELEVANCE else "facts.rowid"
        source = f"select facts.row, {place} as place from {FACTS} inner join hits using (row)"
    else:
        where, parameters = conditions(filters, codes_of(path))
        source = f"select row, rowid as place from {FACTS} where not is_junk and {where}"
    return read(
        path,
        f"""
        with listed as (
            {source}
            order by place
            limit $limit offset $skip
        )
        select {columns}
        {ARTICLES}
        inner join listed on listed.row = a.rowid
        order by listed.place
        """,
        parameters | {"skip": skip, "limit": limit},
        tables,
    )
