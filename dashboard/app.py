"""The entry point: the list of pages, and the frame around the one that is open.

A page is a function that takes a `Frame`; a new one is a line in PAGES.
"""

from collections.abc import Callable

import streamlit as st

from dashboard import text
from dashboard.frame import Frame, close_frame, open_frame
from dashboard.views import (
    agencies,
    articles,
    coverage,
    method,
    overview,
    regions,
    sql,
    stories,
    themes,
)

PAGES = (
    ("", text.PAGE_OVERVIEW, overview.show),
    ("regions", text.PAGE_REGIONS, regions.show),
    ("themes", text.PAGE_THEMES, themes.show),
    ("agencies", text.PAGE_AGENCIES, agencies.show),
    ("stories", text.PAGE_STORIES, stories.show),
    ("articles", text.PAGE_ARTICLES, articles.show),
    ("coverage", text.PAGE_COVERAGE, coverage.show),
    ("sql", text.PAGE_SQL, sql.show),
    ("method", text.PAGE_METHOD, method.show),
)


def framed(show: Callable[[Frame], None]) -> Callable[[], None]:
    """The page as Streamlit calls it; it has nothing to show where there is no frame."""

    def run() -> None:
        if frame is not None:
            show(frame)

    return run


st.set_page_config(page_title=text.PRODUCT, layout="wide")
pages = {
    path: st.Page(framed(show), title=title, url_path=path, default=not path)
    for path, title, show in PAGES
}
st.session_state["pages"] = pages
opened = st.navigation(list(pages.values()), position="top")
frame = open_frame(opened.url_path)
opened.run()
close_frame(frame, opened.title)
