"""Stories: which are told most, how often, and what their articles have in common."""

from collections.abc import Hashable

import pandas as pd
import streamlit as st

from dashboard import download, formats, queries_stories, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.sections.figures import show_figures
from dashboard.sections.picking import open_row

_ROWS_SEEN = 7
_ROW_HEIGHT = 66  # above 4rem Streamlit wraps long words; a long title needs two lines
_TITLE_WIDTH = 360  # the columns of figures behind it stay in sight
_KEY = "story"


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.STORIES_TITLE, anchor=False)
    say_statement(frame)
    if not frame.totals.articles:
        say_no_match()
        return
    _figures(frame)
    found = queries_stories.most_told(frame.path, frame.filters)
    st.subheader(text.STORIES_LIST_TITLE, anchor=False)
    if found.empty:
        st.text(text.NO_STORIES)
    else:
        _list(frame, found)
    if asked := st.query_params.get(_KEY):
        _story(frame, asked)


def _figures(frame: Frame) -> None:
    totals = frame.totals
    single, several = queries_stories.told_again(frame.path, frame.filters)
    again = totals.articles - totals.stories
    show_figures(
        [
            (
                text.MEASURES["stories"],
                formats.count(totals.stories),
                text.from_articles(totals.articles),
            ),
            (
                text.FIGURE_RATIO,
                f"{totals.articles / max(totals.stories, 1):.2f}",
                text.RATIO_NOTE,
            ),
            (
                text.FIGURE_AGAIN,
                formats.share(again / totals.articles),
                text.retold(again),
            ),
            (
                text.FIGURE_SEVERAL,
                formats.count(several),
                text.told_once(single),
            ),
        ]
    )


def _list(frame: Frame, found: pd.DataFrame) -> None:
    shown = found.drop(columns="story_id").assign(
        langs=[", ".join(map(text.language, langs.split())) for langs in found["langs"]],
        first_date=[formats.day_cell(value) for value in found["first_date"]],
    )
    key = f"stories_{frame.snapshot.generation}_{hash(frame.filters)}"
    st.dataframe(
        shown.rename(columns=text.STORY_COLUMNS),
        hide_index=True,
        height=min(len(found), _ROWS_SEEN) * _ROW_HEIGHT + 38,
        row_height=_ROW_HEIGHT,
        key=key,
        on_select=lambda: open_row(key, found["story_id"].tolist(), _KEY),
        selection_mode="single-row",
        column_config={
            text.STORY_COLUMNS["title"]: st.column_config.TextColumn(width=_TITLE_WIDTH)
        },
    )
    st.caption(text.STORIES_NOTE)
    st.download_button(
        text.CSV,
        lambda: download.csv_bytes(
            found, filters=frame.statement, generation=frame.snapshot.generation
        ),
        file_name="baspasoz-stories.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
    )


def _story(frame: Frame, story_id: str) -> None:
    articles = queries_stories.story(frame.path, story_id)
    st.divider()
    if articles.empty:
        st.text(text.STORY_UNKNOWN)
        return
    rows = articles.to_dict("records")
    st.subheader(text.VERSIONS_TITLE, anchor=False)
    place = 1 if len(rows) > 1 else 0
    if len(rows) > 2:
        place = st.selectbox(
            text.VERSION,
            range(1, len(rows)),
            format_func=lambda at: text.version(
                str(rows[at]["story_role"]), str(rows[at]["title"])
            ),
        )
    left, right = st.columns(2, gap="large")
    with left, st.container(key="story_lead"):
        _version(rows[0])
    if place:
        with right, st.container(key="story_version"):
            _version(rows[place])


def _version(row: dict[Hashable, object]) -> None:
    role = str(row["story_role"])
    st.caption(text.STORY_ROLES.get(role, role))
    with st.container(key=f"story_{role}_{row['article_id']}"):
        st.text(str(row["title"]))
    # names of publishers may come from what was delivered, so they are no markdown
    with st.container(key=f"byline_{role}_{row['article_id']}"):
        st.text(
            text.byline(
                [
                    formats.day_cell(row["published_date"]),
                    str(row["agency_name"] or ""),
                    text.language(str(row["lang"])),
                ]
            )
        )
    if role != "lead":
        shared = [str(row[f"shared_{kind}"] or "") for kind in ("names", "numbers", "words")]
        st.text(text.shared(row["similarity"], *shared))
    st.text(str(row["body"]) or text.ARTICLE_EMPTY_BODY)
    st.page_link(
        st.session_state["pages"]["articles"],
        label=text.OPEN_ARTICLE,
        query_params={"article": str(row["article_id"])},
    )
