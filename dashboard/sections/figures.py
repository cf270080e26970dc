"""The row of plain figures at the top of a page, each with what it is to be compared with."""

from collections.abc import Callable
from html import escape

import pandas as pd
import streamlit as st

from dashboard import filters, formats, queries, text
from dashboard.frame import Frame
from dashboard.sections import naming

_RECENT_DAYS = 28

Figure = tuple[str, str, str]
"""Label, value and note."""


def overview_figures(frame: Frame) -> None:
    """How much, the first theme, the first place, how many publishers."""
    measure = frame.counting.measure
    total = frame.totals.of(measure)
    before, recent, days = _compared(frame)
    if before is None:
        change = text.NO_EARLIER
    else:
        now = recent or frame.totals
        change = text.compared(now.of(measure), before.of(measure), measure, days)
        change = f"{text.latest(now.of(measure), days)} {change}" if recent else change
    themes = queries.counts_by(frame.path, frame.filters, "theme", measure)
    places = queries.counts_by(frame.path, frame.filters, "region", measure)
    themes = themes[themes["id"] != "none"]
    places = places[[frame.names.places[i].kind in ("oblast", "city") if i in frame.names.places
                     else False for i in places["id"]]]  # fmt: skip
    place, note = _first(frame, places, naming.place)
    figures = [
        (text.MEASURES[measure], formats.count(total), change),
        (text.FIGURE_THEME, *_first(frame, themes, naming.theme)),
        (
            text.FIGURE_PLACE,
            place,
            "; ".join(p for p in (note, text.regions_reached(frame.totals.regions)) if p) + ".",
        ),
        (
            text.FIGURE_PUBLISHERS,
            formats.count(frame.totals.publishers),
            text.publisher_unknown(frame.totals.without_publisher, frame.totals.articles),
        ),
    ]
    show_figures(figures)


def show_figures(figures: list[Figure]) -> None:
    """Draw at most four figures."""
    cells = "".join(
        f"<div><div class='label'>{escape(label)}</div><div class='main'>{escape(value)}</div>"
        f"<div class='note'>{escape(note)}</div></div>"
        for label, value, note in figures
    )
    st.html(f"<div class='figures'>{cells}</div>")


def _compared(frame: Frame) -> tuple[queries.Totals | None, queries.Totals | None, int]:
    """The totals to compare with; those compared, where they aren't the page's own; and days."""
    chosen, known = frame.filters, frame.names.known()
    recent = None
    if chosen.period == "all":
        chosen = filters.latest(chosen, known, _RECENT_DAYS)
        recent = queries.totals(frame.path, chosen)
    past = filters.earlier(chosen, known.first_day)
    if past is None or chosen.first_day is None or chosen.last_day is None:
        return None, None, 0
    days = (chosen.last_day - chosen.first_day).days + 1
    return queries.totals(frame.path, past), recent, days


def _first(
    frame: Frame, counts: pd.DataFrame, name: Callable[[Frame, str], str]
) -> tuple[str, str]:
    measure = frame.counting.measure
    if counts.empty:
        return text.NO_FIGURE, ""
    top = counts.iloc[0]
    part = text.share_of(int(top["value"]), frame.totals.of(measure), measure)
    return name(frame, str(top["id"])), part
