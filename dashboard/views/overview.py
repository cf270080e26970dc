"""Overview: what state bodies talk about, and where, at first glance."""

import streamlit as st

from dashboard import filters, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.sections import rankings
from dashboard.sections.figures import overview_figures
from dashboard.sections.over_time import places_over_time, step_of, themes_over_time
from dashboard.sections.region_map import region_map


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.OVERVIEW_TITLE, anchor=False)
    say_statement(frame)
    if not frame.totals.articles:
        say_no_match()
        return
    overview_figures(frame)
    left, right = st.columns([4, 5], gap="large")
    with left:
        rankings.themes(frame)
    with right:
        region_map(frame)
    st.page_link(
        st.session_state["pages"]["articles"],
        label=text.read_articles(frame.totals.articles),
        icon=":material/arrow_forward:",
        query_params=filters.write_address(frame.filters, frame.counting),
    )
    if step := step_of(frame):
        themes_over_time(frame, step)
        places_over_time(frame, step)
        left, right = st.columns(2, gap="large")
        with left:
            rankings.publishers(frame)
        with right:
            rankings.kinds(frame)
        return
    left, right = st.columns(2, gap="large")
    with left:
        rankings.regions(frame, note=text.ONE_DAY_NOTE, has_beyond=True)
        rankings.kinds(frame)
    with right:
        rankings.publishers(frame)
