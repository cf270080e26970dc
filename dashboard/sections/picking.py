"""Rows of a table that open something: the choice stands in the address, so a link opens it too."""

from collections.abc import Sequence

import streamlit as st


def open_row(key: str, ids: Sequence[str], parameter: str) -> None:
    """Put the id of the ticked row into the address, or take it out; a table's callback.

    Args:
        key: of the table.
        ids: of its rows, in order.
        parameter: of the address.
    """
    chosen = st.session_state[key].get("selection", {}).get("rows", [])
    if chosen:
        st.query_params[parameter] = ids[chosen[0]]
    elif parameter in st.query_params:
        del st.query_params[parameter]
