"""The list of articles: searched, filtered, in order, page by page.

A search gives rows of the snapshot's own table of articles; DuckDB joins them with the filters,
so that hits and charts always agree. How a query is read stands in `orchestration.search`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.filters import Filters
from dashboard.queries import FROM, conditions, read
from orchestration.search.asking import Asked, parse_query
from orchestration.search.reading import SearchError, SearchIndex, find_rows, open_index

PAGE_ROWS = 50
BY_DATE, BY_RELEVANCE = "date", "relevance"
ORDERS = {
    BY_DATE: "a.published_date desc nulls last, a.article_id",
    BY_RELEVANCE: "hits.place",
}
_SHOWN_CHARACTERS = 100_000
"""Of a body, for its snippet: a hit further on shows the body's beginning."""


@dataclass(frozen=True)
class Found:
    """What a search found, whatever the filters are.

    Attributes:
        asked: the query as it was understood; without a root nothing was searched for.
        hits: columns row (of fct_articles) and place (0 is the best).
        fault: why nothing can be searched, empty if it can.
    """

    asked: Asked
    hits: pa.Table
    fault: str = ""


@st.cache_resource(show_spinner=False, max_entries=3)
def _index(path: str) -> SearchIndex:
    return open_index(Path(path).parent)


@st.cache_resource(show_spinner=False, max_entries=30)
def found(path: str, search: str) -> Found:
    """All hits of a search in a snapshot, before any filter."""
    asked = parse_query(search)
    fault, rows = "", np.empty(0, np.int64)
    if asked.root:
        try:
            rows = find_rows(_index(path), asked.root)
        except SearchError as error:
            fault = str(error)
    table = pa.table({"row": rows, "place": np.arange(len(rows))})
    return Found(asked, table, fault)


@st.cache_data(show_spinner=False, max_entries=200)
def article_count(path: str, filters: Filters, search: str) -> int:
    """How many articles the list has, junk left out."""
    source, parameters, tables = _listed(path, filters, search)
    return int(read(path, f"select count(*) as n {source}", parameters, tables)["n"].iloc[0])


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
    source, parameters, tables = _listed(path, filters, search)
    order = order if search else BY_DATE
    place = "hits.place" if order == BY_RELEVANCE else "0"
    return read(
        path,
        f"""
        with listed as (
            select a.rowid as row, {place} as place
            {source}
            order by {ORDERS[order]}
            limit $limit offset $skip
        )
        select {columns}
        {FROM}
        inner join listed on listed.row = a.rowid
        order by listed.place, {ORDERS[BY_DATE]}
        """,
        parameters | {"skip": skip, "limit": limit},
        tables,
    )


def _listed(
    path: str, filters: Filters, search: str
) -> tuple[str, dict[str, object], dict[str, pa.Table]]:
    """FROM and WHERE of the list, their parameters, and the hits that they name."""
    where, parameters = conditions(filters)
    where = f"where not a.is_junk and {where}"
    if not search:
        return f"{FROM} {where}", parameters, {}
    joined = f"{FROM} inner join hits on hits.row = a.rowid {where}"
    return joined, parameters, {"hits": found(path, search).hits}
