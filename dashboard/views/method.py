"""Method: definitions, models, measured errors and limits, as the pipeline has them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import text_method as words
from dashboard.frame import Frame

_FOLDER = Path(__file__).resolve().parents[1]


@cache
def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_bytes())
    return data


def show(frame: Frame) -> None:
    """Draw the page."""
    method = _read("method")
    st.title(words.TITLE, anchor=False)
    st.caption(words.INTRO)
    with st.container(key="method"):
        _section(words.COUNTS_TITLE, words.COUNTS)
        _themes(method["topics"])
        _section(words.PLACES_TITLE, words.ROLES)
        _table(pd.DataFrame(method["regions"]), words.REGION_COLUMNS)
        _stories(method)
        alarms = method["false_alarms"]
        _section(
            words.SIGNALS_TITLE,
            (
                words.coverage(method["coverage_bound"]),
                words.false_alarms(alarms["bursts"], alarms["silences"]),
            ),
        )
        _section(words.MEASURES_TITLE, method["measures"].values())
        _scores(_read("method_scores")["sets"])
        _section(words.LIMITS_TITLE, words.LIMITS)


def _section(title: str, paragraphs: Any) -> None:
    st.subheader(title, anchor=False)
    for paragraph in paragraphs:
        st.text(paragraph)


def _themes(topics: list[dict[str, str]]) -> None:
    st.subheader(words.THEMES_TITLE, anchor=False)
    for topic in topics:
        with st.expander(topic["name_en"]):
            st.text(topic["definition"])
            for lead, told in (
                (words.BELONGS, topic["belongs"]),
                (words.BELONGS_NOT, topic["belongs_not"]),
                (words.EXAMPLES, "; ".join(filter(None, (topic["example_1"], topic["example_2"])))),
            ):
                if told:
                    st.text(lead + told)


def _stories(method: dict[str, Any]) -> None:
    _section(words.STORIES_TITLE, (words.STORIES,))
    fits = pd.DataFrame(method["story_fits"])
    _table(fits.assign(pair_kind=fits["pair_kind"].map(words.PAIR_KINDS)), words.FIT_COLUMNS)
    st.caption(words.FIT_NOTE)
    weights = pd.DataFrame(method["story_weights"])
    weights = weights.assign(
        weight=weights["weight"].astype(float), evidence=weights["evidence"].map(words.words)
    )
    crossed = weights.pivot_table(
        index="evidence", columns="pair_kind", values="weight", sort=False
    ).reset_index()
    _table(crossed, words.WEIGHT_COLUMNS)


def _scores(sets: list[dict[str, Any]]) -> None:
    st.subheader(words.SCORES_TITLE, anchor=False)
    if not sets:
        st.text(words.NO_SCORES)
        return
    rows = [
        {
            "set": one["name"],
            "items": one["items"],
            "measured_on": one["measured_on"],
            "field": words.words(field),
            **score,
        }
        for one in sets
        for field, score in one["fields"].items()
    ]
    _table(pd.DataFrame(rows), words.SCORE_COLUMNS, shares=("score", "low", "high"))
    st.caption(words.SCORES_NOTE)


def _table(frame: pd.DataFrame, columns: dict[str, str], shares: tuple[str, ...] = ()) -> None:
    st.dataframe(
        frame[list(columns)].rename(columns=columns),
        hide_index=True,
        column_config={
            columns[name]: st.column_config.NumberColumn(format="percent") for name in shares
        },
    )
