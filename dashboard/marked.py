"""Texts with marked words, drawn from pieces of plain text; see `marked.js` for why not as HTML."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import streamlit as st

Pieces = Sequence[tuple[str, bool]]
_draw = st.components.v2.component(
    "baspasoz_marked",
    js=Path(__file__).with_name("marked.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


class Item(TypedDict):
    """One text: a title, a quiet line and a body, each of which may be left out.

    With an id its title is a button.
    """

    id: NotRequired[str]
    title: NotRequired[Pieces]
    line: NotRequired[str]
    text: NotRequired[Pieces]


def marked(key: str, items: Sequence[Item], on_open: Callable[[str], None] | None = None) -> None:
    """Draw texts below each other.

    Args:
        key: of the element.
        items: the texts.
        on_open: called with the id of the one whose title was clicked, before the page runs again.
    """

    def opened() -> None:
        state: Any = st.session_state.get(key)
        if on_open and state and state.get("opened"):
            on_open(str(state["opened"]))

    _draw(key=key, data={"items": list(items)}, on_opened_change=opened)
