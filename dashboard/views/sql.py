"""SQL: any question that no other page answers, asked of the published data in a sandbox."""

from urllib.parse import quote

import streamlit as st

from dashboard import text_sql
from dashboard.frame import Frame
from dashboard.sandbox import Answer, Sandbox
from dashboard.sections.data_dictionary import data_dictionary
from dashboard.sections.query_answer import query_answer
from orchestration.examples import Example, list_examples
from orchestration.settings import Settings

_PARAMETER = "sql"
_EDITOR = "sql_editor"
_ASKED = "sql_asked"
_WRITTEN = "sql_written"
_ANSWER = "sql_answer"
_LINK_BYTES = 6000
"""Longer addresses are cut by some programs that pass links on."""


def show(frame: Frame) -> None:
    """Draw the page."""
    sandbox = _sandbox()
    sandbox.warm()
    st.title(text_sql.TITLE, anchor=False)
    st.text(text_sql.SCOPE)
    _take_address()
    writing, looking = st.columns([5, 3], gap="large")
    with looking:
        questions, tables = st.tabs([text_sql.EXAMPLES, text_sql.DICTIONARY])
        with questions, st.container(key="sql_examples", gap="xsmall"):
            _examples()
        with tables, st.container(key="sql_dictionary"):
            data_dictionary(frame)
    with writing:
        is_run = _editor()
        statement = str(st.session_state[_ASKED])
        _write_address(statement)
        answer = _answer(sandbox, frame.path, statement, is_run)
        query_answer(frame, statement, answer, sandbox.limits)


@st.cache_resource(show_spinner=False)
def _sandbox() -> Sandbox:
    """One for all readers, so that together they keep to the limits."""
    return Sandbox(Settings.from_environment().query_limits)


@st.cache_data(show_spinner=False)
def _all_examples() -> list[Example]:
    return list_examples()


def _take_address() -> None:
    """What the address asks for if it is news, else what was asked last, else the first example."""
    asked = st.query_params.get(_PARAMETER, "")
    if asked and asked != st.session_state.get(_WRITTEN):
        _ask(asked)
    elif _ASKED not in st.session_state:
        _ask(_all_examples()[0].sql.strip())
    st.session_state.setdefault(_EDITOR, st.session_state[_ASKED])


def _ask(statement: str) -> None:
    st.session_state[_ASKED] = st.session_state[_EDITOR] = statement


def _editor() -> bool:
    """The field and its button; whether it was pressed."""
    with st.form("sql_form", border=False):
        st.text_area(text_sql.EDITOR, key=_EDITOR, height="content")
        with st.container(horizontal=True, vertical_alignment="center"):
            is_run = st.form_submit_button(text_sql.RUN, type="primary", key="sql_run")
            st.caption(text_sql.KEYS)
    if is_run:
        st.session_state[_ASKED] = str(st.session_state[_EDITOR]).strip()
    return is_run


def _examples() -> None:
    st.caption(text_sql.EXAMPLES_NOTE)
    for example in _all_examples():
        st.button(
            example.question,
            key=f"sql_example_{example.number}",
            on_click=_ask,
            args=(example.sql.strip(),),
            type="tertiary",
            width="stretch",
        )


def _write_address(statement: str) -> None:
    if len(quote(statement)) <= _LINK_BYTES:
        st.query_params[_PARAMETER] = statement
    else:
        st.query_params.pop(_PARAMETER, None)
        st.caption(text_sql.LONG_LINK)
    st.session_state[_WRITTEN] = statement


def _answer(sandbox: Sandbox, path: str, statement: str, is_run: bool) -> Answer:
    """What came back; kept for the visit, so that a chart's choices don't ask again."""
    kept = st.session_state.get(_ANSWER)
    if kept and kept[:2] == (path, statement) and not is_run:
        answer: Answer = kept[2]
        return answer
    with st.spinner(text_sql.RUNNING):
        answer = sandbox.ask(path, statement)
    st.session_state[_ANSWER] = (path, statement, answer)
    return answer
