"""The tables and columns of the published file, to be looked up while writing a query."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import queries_dictionary, text_sql
from dashboard.frame import Frame

_KEY = "dictionary_search"


def data_dictionary(frame: Frame) -> None:
    """Draw the search field and the tables that it leaves, each to be opened."""
    asked = st.text_input(text_sql.FIND, key=_KEY, max_chars=80, type="search").strip()
    found = matching(queries_dictionary.dictionary(frame.path), asked)
    if found.empty:
        st.text(text_sql.NOTHING_FOUND)
        return
    st.caption(text_sql.DICTIONARY_NOTE)
    st.html(listed(found, is_open=bool(asked)))


def matching(columns: pd.DataFrame, asked: str) -> pd.DataFrame:
    """Rows with the words in them; all columns of a table whose own name or meaning has them."""
    words = asked.casefold().split()
    whole = columns["table_name"] + " " + columns["table_comment"]
    each = columns["column_name"] + " " + columns["comment"]
    keep = pd.Series(True, index=columns.index)
    for word in words:
        keep &= (whole + " " + each).str.casefold().str.contains(word, regex=False)
    return columns[keep]


def listed(columns: pd.DataFrame, *, is_open: bool) -> str:
    """The tables as HTML of ours; every word of the file in it is escaped."""
    opened = " open" if is_open else ""
    parts = []
    for (table, comment), rows in columns.groupby(["table_name", "table_comment"], sort=False):
        terms = "".join(
            f"<dt><code>{escape(str(row.column_name))}</code> "
            f"<span>{escape(text_sql.kind(str(row.data_type)))}</span></dt>"
            f"<dd>{escape(str(row.comment) or text_sql.NO_MEANING)}</dd>"
            for row in rows.itertuples()
        )
        parts.append(
            f"<details{opened}><summary><code>{escape(str(table))}</code></summary>"
            f"<p>{escape(str(comment))}</p><dl>{terms}</dl></details>"
        )
    return f"<div class='dictionary'>{''.join(parts)}</div>"
