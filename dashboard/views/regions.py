"""Regions: how much is written about each, and in what connection."""

import streamlit as st

from dashboard import formats, queries, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.sections import matrix, naming, profiles, rankings
from dashboard.sections.figures import show_figures
from dashboard.sections.over_time import places_over_time, regions_small, step_of
from dashboard.sections.region_map import region_map


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.REGIONS_PAGE_TITLE, anchor=False)
    say_statement(frame)
    if not frame.totals.articles:
        say_no_match()
        return
    is_profile = len(frame.filters.region) == 1
    if not is_profile:
        _figures(frame)
    left, right = st.columns([5, 4], gap="large")
    with left:
        region_map(frame, is_whole=True)
    with right:
        if is_profile:
            (chosen,) = frame.filters.region
            profiles.themes_against_all(frame, "region", naming.place(frame, chosen))
            rankings.publishers(frame)
        else:
            rankings.regions(frame, text.REGIONS_RANKING_TITLE)
    if not is_profile:
        matrix.regions_by_family(frame)
    if step := step_of(frame):
        if frame.filters.region:
            places_over_time(frame, step)
        else:
            regions_small(frame, step)


def _figures(frame: Frame) -> None:
    measure = frame.counting.measure
    counts = queries.counts_by(frame.path, frame.filters, "region", measure)
    values = dict(zip(counts["id"], counts["value"], strict=True))
    total = frame.totals.of(measure)
    possible = sum(place.kind in ("oblast", "city") for place in frame.names.places.values())
    beyond = zip(
        (text.FIGURE_COUNTRY, text.FIGURE_ABROAD, text.FIGURE_NO_PLACE),
        naming.BEYOND,
        strict=True,
    )
    reached = (text.FIGURE_REGIONS, str(frame.totals.regions), text.of_possible(possible))
    shares = [
        (
            label,
            formats.share(values.get(key, 0) / max(total, 1)),
            f"{text.unit(measure, int(values.get(key, 0)))}.",
        )
        for label, key in beyond
    ]
    show_figures([reached, *shares])
