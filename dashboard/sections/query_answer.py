"""The answer of a reader's query: table, quick chart and file, or the reason why there is none."""

import hashlib

import pandas as pd
import streamlit as st

from dashboard import download, quick, sandbox, text, text_sql
from dashboard.charts_quick import quick_chart
from dashboard.frame import Frame
from dashboard.sandbox import Answer
from orchestration.settings import QueryLimits

_ROWS_SEEN = 10


def query_answer(frame: Frame, statement: str, answer: Answer, limits: QueryLimits) -> None:
    """Draw it."""
    if answer.outcome != sandbox.ANSWERED or answer.table is None:
        with st.container(border=True, key="sql_problem"):
            st.text(text_sql.problem(answer, limits))
        return
    with st.container(key="sql_told", gap="xsmall"):
        st.text(text_sql.answered(answer))
        if more := text_sql.cut(answer):
            st.text(more)
    if not answer.table.num_rows:
        st.text(text_sql.NO_ROWS)
        return
    rows = quick.frame_of(answer.table)
    st.dataframe(rows, hide_index=True, height=min(len(rows), _ROWS_SEEN) * 35 + 38)
    st.download_button(
        text.CSV,
        lambda: download.csv_bytes(rows),
        file_name=f"baspasoz-sql-{frame.snapshot.generation}.csv",
        mime="text/csv",
        key="sql_csv",
        on_click="ignore",
        type="tertiary",
    )
    st.subheader(text_sql.CHART_TITLE, anchor=False)
    # each query has choices of its own: those of another one may name columns that it hasn't
    _chart(frame, rows, hashlib.sha256(statement.encode("utf-8", "replace")).hexdigest()[:12])


def _chart(frame: Frame, rows: pd.DataFrame, scope: str) -> None:
    plan = quick.choose(rows)
    numbers = [str(name) for name in rows if quick.kind_of(rows[name]) == quick.NUMBER]
    if len(rows) < 2 or not numbers:
        st.text(text_sql.NO_CHART)
        return
    plan = plan or quick.Plan(str(rows.columns[0]), numbers[0])
    names, apart = [str(name) for name in rows], ["", *quick.apart(rows)]
    along, figure, by = st.columns(3)
    x = along.selectbox(text_sql.X, names, names.index(plan.x), key=f"sql_x_{scope}")
    y = figure.selectbox(text_sql.Y, numbers, numbers.index(plan.y), key=f"sql_y_{scope}")
    kind = quick.kind_of(rows[x])
    chosen = ""
    if kind != quick.WORDS and len(apart) > 1:
        chosen = by.selectbox(
            text_sql.BY,
            apart,
            apart.index(plan.by),
            format_func=lambda name: name or text_sql.NOT_APART,
            key=f"sql_by_{scope}",
        )
    shown = quick.Plan(x, y, chosen)
    marks, kind = quick.points(rows, shown)
    if marks.empty:
        st.text(text_sql.NO_CHART)
        return
    st.vega_lite_chart(
        spec=quick_chart(marks, kind, shown, frame.palette).to_dict(), theme=None, key="sql_chart",
        alt=text_sql.CHART_TITLE,
    )  # fmt: skip
    if note := text_sql.drawn(len(marks), len(rows)):
        st.caption(note)
