"""What every page stands in: the snapshot, the filters, banners and the footer.

A page gets a `Frame` and draws its own middle; when there is nothing to draw, the frame says what
to do instead and the page never runs.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from dashboard import colours, queries, sidebar, text
from dashboard.colours import Palette
from dashboard.filters import Counting, Filters
from dashboard.panel import Citation
from dashboard.queries import Dimensions, Totals
from dashboard.snapshot import Snapshot, SnapshotError, current_snapshot

_STYLE = Path(__file__).with_name("style.css")


@dataclass(frozen=True)
class Frame:
    """What a page may ask for.

    Attributes:
        snapshot: resolved once for this rerun.
        names: the dimensions.
        filters: what the reader chose.
        counting: how to count it.
        totals: what the filters leave.
        palette: of the theme in use.
        statement: the sentence that says all this.
    """

    snapshot: Snapshot
    names: Dimensions
    filters: Filters
    counting: Counting
    totals: Totals
    palette: Palette
    statement: str

    @property
    def path(self) -> str:
        """Of the database to read."""
        return self.snapshot.path

    @property
    def citation(self) -> Citation:
        """For files."""
        return Citation(
            self.statement,
            self.snapshot.generation,
            text.units(self.counting.measure),
            _caution(self.snapshot),
        )


def open_frame(page: str) -> Frame | None:
    """Draw what comes before the page; None when a state without data was drawn instead."""
    st.html(_STYLE)
    try:
        return _open_frame(page)
    except SnapshotError as error:
        _state(text.BROKEN_TITLE, text.BROKEN_BODY, detail=str(error))
        return None


def _open_frame(page: str) -> Frame | None:
    snapshot = current_snapshot()
    if snapshot is None:
        _state(text.EMPTY_TITLE, text.EMPTY_BODY, others=True)
        return None
    names = queries.dimensions(snapshot.path)
    if not names.article_count:
        _state(text.NO_ARTICLES_TITLE, text.NO_ARTICLES_BODY, others=True)
        return None
    _announce(snapshot, names)
    if caution := _caution(snapshot):
        st.warning(caution)
    problems = sidebar.read_address(names, page)
    filters, counting = sidebar.controls(names)
    sidebar.write_address(filters, counting)
    if problems:
        st.session_state["problems"] = (problems, filters, counting)
    _show_problems(filters, counting)
    totals = queries.totals(snapshot.path, filters)
    statement = text.statement(
        counting.measure,
        {measure: totals.of(measure) for measure in queries.MEASURES},
        text.published(totals.first_day, totals.last_day),
        sidebar.terms(filters, names),
    )
    theme = colours.palette(st.context.theme.type)
    return Frame(snapshot, names, filters, counting, totals, theme, statement)


def close_frame(frame: Frame | None, page: str) -> None:
    """Draw the footer: the view's link and citation, the data version, the licences.

    Args:
        frame: None where there is no data.
        page: title of the page.
    """
    with st.container(key="footer"):
        if frame:
            snapshot = frame.snapshot
            _citing(frame, page)
            st.caption(text.footer(snapshot.generation, snapshot.created_at, frame.names.last_day))
        st.caption(text.LICENCES)


def _citing(frame: Frame, page: str) -> None:
    """The link and a citation of what is shown, each with a button that copies it."""
    parameters = [(key, v) for key in st.query_params for v in st.query_params.get_all(key)]
    address = str(st.context.url or "").split("?")[0]
    link = f"{address}?{urlencode(parameters)}" if parameters else address
    with st.container(horizontal=True, gap="small"):
        with st.popover(text.COPY_LINK, type="tertiary"):
            st.code(link, language=None, wrap_lines=True)
        with st.popover(text.CITE, type="tertiary"):
            st.code(
                text.citation(
                    page,
                    frame.statement,
                    _caution(frame.snapshot),
                    frame.snapshot.generation,
                    dt.date.today(),
                    link,
                ),
                language=None,
                wrap_lines=True,
            )


def _caution(snapshot: Snapshot) -> str:
    """What must be said wherever figures are shown, if any of them are made up."""
    if not snapshot.is_synthetic:
        return ""
    return text.MIXED if snapshot.is_mixed else text.SYNTHETIC


def say_statement(frame: Frame) -> None:
    """The sentence that states what is shown, with a button that copies it, and what it omits."""
    with st.container(key="statement"):
        st.code(frame.statement, language=None, wrap_lines=True)
    st.caption(text.left_out(frame.totals.junk, frame.totals.without_date))


def say_no_match() -> None:
    """The state of a page whose filters leave nothing."""
    st.subheader(text.NO_MATCH_TITLE, anchor=False)
    st.text(text.NO_MATCH_BODY)
    st.button(text.RESET, on_click=sidebar.clear, key="clear_from_page")


def _show_problems(filters: Filters, counting: Counting) -> None:
    """Keep the message until the reader changes something."""
    problems, *then = st.session_state.get("problems", ((), None, None))
    if then == [filters, counting]:
        with st.container(border=True, key="problems"):
            st.text("\n".join(problems))


def _announce(snapshot: Snapshot, names: Dimensions) -> None:
    before = st.session_state.get("generation")
    st.session_state["generation"] = snapshot.generation
    if before not in (None, snapshot.generation):
        st.toast(text.new_generation(names.last_day))


def _state(title: str, body: str, *, detail: str = "", others: bool = False) -> None:
    with st.container(key="empty", width=640):
        st.title(title, anchor=False)
        st.text(body)
        st.code(text.EMPTY_COMMAND, language=None)
        if others:
            st.text(text.EMPTY_ELSE)
            st.code(text.EMPTY_COMMAND_ELSE, language=None)
        st.text(text.EMPTY_AFTER)
        if detail:
            st.caption(text.BROKEN_TITLE)
            st.text(detail)
