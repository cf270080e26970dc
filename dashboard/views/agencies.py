"""Agencies: who publishes how much, and on what."""

import streamlit as st

from dashboard import formats, queries, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.sections import matrix, naming, profiles, rankings
from dashboard.sections.figures import show_figures
from dashboard.sections.over_time import step_of, themes_over_time

_LARGEST = 5


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.AGENCIES_PAGE_TITLE, anchor=False)
    say_statement(frame)
    if not frame.totals.articles:
        say_no_match()
        return
    if len(frame.filters.publisher) == 1:
        (chosen,) = frame.filters.publisher
        left, right = st.columns(2, gap="large")
        with left:
            profiles.themes_against_all(frame, "publisher", naming.publisher(frame, chosen))
        with right:
            rankings.regions(frame, text.REGIONS_RANKING_TITLE, has_beyond=True)
        if step := step_of(frame):
            themes_over_time(frame, step)
        return
    _figures(frame)
    left, right = st.columns([2, 3], gap="large")
    with left:
        rankings.publishers(frame, 20)
    with right:
        matrix.publishers_by_family(frame)
        matrix.kinds_by_family(frame)


def _figures(frame: Frame) -> None:
    measure = frame.counting.measure
    counts = queries.counts_by(frame.path, frame.filters, "publisher", measure)
    known = counts[counts["id"] != "unknown"]
    unknown = int(counts.loc[counts["id"] == "unknown", "value"].sum())
    largest = int(known["value"].head(_LARGEST).sum())
    total = max(frame.totals.of(measure), 1)
    show_figures(
        [
            (text.FIGURE_PUBLISHERS, formats.count(len(known)), ""),
            (
                text.FIGURE_LARGEST,
                formats.share(largest / max(int(known["value"].sum()), 1)),
                text.LARGEST_NOTE,
            ),
            (
                text.FIGURE_UNKNOWN,
                formats.share(unknown / total),
                f"{text.unit(measure, unknown)}.",
            ),
        ]
    )
