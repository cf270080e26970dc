"""Coverage and quality: how much of what was published is here, and what was turned down."""

import pandas as pd
import streamlit as st

from dashboard import formats, queries_coverage, shaping, text
from dashboard.charts_coverage import coverage_bars, reaches_setting
from dashboard.frame import Frame
from dashboard.panel import panel
from dashboard.sections.figures import show_figures

_ROWS_SEEN = 10


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.COVERAGE_TITLE, anchor=False)
    st.text(text.COVERAGE_SCOPE)
    whole = queries_coverage.coverage(frame.path, "day")
    dumps = queries_coverage.deliveries(frame.path)
    turned_down = queries_coverage.rejects(frame.path)
    seen, spanned = int(whole["seen"].sum()), int(whole["spanned"].sum())
    covered, partial = int(whole["covered"].sum()), int(whole["partial"].sum())
    show_figures(
        [
            (
                text.COVERAGE_LEAST,
                formats.share(seen / spanned) if spanned else text.NO_FIGURE,
                text.coverage_ids(seen, spanned),
            ),
            (
                text.COVERAGE_DAYS,
                formats.count(covered + partial),
                text.coverage_days(covered, partial, int(whole["missing"].sum())),
            ),
            (
                text.COVERAGE_DUMPS,
                formats.count(len(dumps)),
                text.turned_down(int((dumps["status"] == "rejected").sum())),
            ),
            (
                text.COVERAGE_REJECTS,
                formats.count(int(turned_down["pieces"].sum())),
                text.reject_bytes(int(turned_down["bytes"].sum()), int(dumps["bytes"].sum())),
            ),
        ]
    )
    _over_time(frame)
    _holes(frame)
    st.subheader(text.REJECTS_TITLE, anchor=False)
    if turned_down.empty:
        st.text(text.NO_REJECTS)
    else:
        _table(turned_down.assign(reason=turned_down["reason"].map(text.reject_reason)))
    st.subheader(text.DUMPS_TITLE, anchor=False)
    _table(dumps)


def _over_time(frame: Frame) -> None:
    first, last = frame.names.first_day, frame.names.last_day
    if first is None or last is None or first == last:
        return
    step = shaping.step_for(first, last, frame.counting.step)
    counts = queries_coverage.coverage(frame.path, step)
    periods = shaping.coverage(counts, step, frame.palette.accent, frame.palette.neutral)
    setting = float(counts["setting"].iloc[0])
    panel(
        "coverage",
        text.COVERAGE_TIME_TITLE,
        coverage_bars(periods, frame.palette, step=step, setting=setting),
        periods.rename(columns={"seen": "value", "spanned": "total"})[
            ["period", "value", "total", "share"]
        ].assign(id="", name=text.COVERAGE_SEEN),
        frame.citation,
        note=text.coverage_note(setting, reaches_setting(periods, setting)),
        legend=[
            (text.COVERAGE_FULL, frame.palette.accent),
            (text.COVERAGE_PART, frame.palette.neutral),
            (text.COVERAGE_NONE, frame.palette.grid),
        ],
    )


def _holes(frame: Frame) -> None:
    found = queries_coverage.holes(frame.path)
    if found.empty:
        return
    st.subheader(text.HOLES_TITLE, anchor=False)
    _table(found)


def _table(rows: pd.DataFrame) -> None:
    """Rows as a table no higher than they need; days without their hours."""
    shown = rows.copy()
    for name in ("first_day", "last_day", "delivery_date"):
        if name in shown:
            shown[name] = rows[name].map(formats.day_cell)
    numbers = shown.select_dtypes("number").columns
    st.dataframe(
        shown.rename(columns=text.COVERAGE_COLUMNS),
        hide_index=True,
        height=min(len(rows), _ROWS_SEEN) * 35 + 38,
        column_config={
            text.COVERAGE_COLUMNS[name]: st.column_config.NumberColumn(format="localized")
            for name in numbers
        },
    )
