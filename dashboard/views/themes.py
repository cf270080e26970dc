"""Themes: how much is said about each, where, and how that changes."""

import streamlit as st

from dashboard import formats, queries, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.sections import matrix, profiles, rankings
from dashboard.sections.figures import show_figures
from dashboard.sections.over_time import step_of, themes_over_time


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.THEMES_PAGE_TITLE, anchor=False)
    say_statement(frame)
    if not frame.totals.articles:
        say_no_match()
        return
    chosen = frame.filters.theme[0] if len(frame.filters.theme) == 1 else None
    if chosen in frame.names.themes:
        profiles.theme_definition(frame, str(chosen))
    else:
        _figures(frame)
    if step := step_of(frame):
        themes_over_time(frame, step)
    left, right = st.columns([2, 3], gap="large")
    with left:
        if chosen:
            rankings.publishers(frame)
        else:
            rankings.themes(frame, 24)
    with right:
        if chosen:
            rankings.regions(frame, text.REGIONS_RANKING_TITLE, has_beyond=True)
        else:
            matrix.themes_by_part(frame)


def _figures(frame: Frame) -> None:
    measure = frame.counting.measure
    counts = queries.counts_by(frame.path, frame.filters, "theme", measure)
    found = counts[counts["id"] != "none"]
    total = max(frame.totals.of(measure), 1)
    none = int(counts.loc[counts["id"] == "none", "value"].sum())
    possible = sum(key != "none" for key in frame.names.themes)
    sure = queries.sure_share(frame.path, frame.filters)
    show_figures(
        [
            (text.FIGURE_THEMES, str(len(found)), text.of_possible(possible)),
            (text.FIGURE_NO_THEME, formats.share(none / total), f"{text.unit(measure, none)}."),
            (text.FIGURE_SURE, formats.share(sure), text.SURE_NOTE),
        ]
    )
