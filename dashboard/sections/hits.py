"""What a search found: each hit with its title and a part of its text, the words marked."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import formats, queries_articles, text
from dashboard.frame import Frame
from dashboard.marked import Item, Pieces, marked
from orchestration.search.marking import cut_pieces, cut_snippet, find_spans

_ORDER = "order"
_ARTICLE = "article"
_LOW, _HEIGHT = 5, 560


def is_searched(frame: Frame, search: str) -> bool:
    """Say what became of the search; False where nothing can be listed."""
    if not search:
        return True
    found = queries_articles.found(frame.path, search)
    if found.asked.problem:
        st.text(text.search_problem(found.asked.problem.name))
    if found.fault:
        st.text(found.fault[:1].upper() + found.fault[1:] + ".")
    elif found.asked.root is None:
        st.text(text.SEARCH_NO_WORDS)
    return found.asked.root is not None and not found.fault


def order() -> str:
    """The control that chooses the order of hits; it stands in the address."""
    if _ORDER not in st.session_state:
        asked = st.query_params.get(_ORDER, "")
        st.session_state[_ORDER] = asked if asked in text.ORDERS else queries_articles.BY_RELEVANCE
    chosen = str(
        st.segmented_control(
            text.ORDER,
            list(text.ORDERS),
            format_func=lambda key: text.ORDERS[key],
            key=_ORDER,
            required=True,
        )
    )
    if chosen == queries_articles.BY_RELEVANCE:
        st.query_params.pop(_ORDER, None)
    else:
        st.query_params[_ORDER] = chosen
    return chosen


def draw(frame: Frame, search: str, rows: pd.DataFrame) -> None:
    """A page of hits; a click on a title opens the article."""
    phrases = queries_articles.found(frame.path, search).asked.phrases()
    items: list[Item] = []
    for row in rows.to_dict("records"):
        lang, title, body = (str(row[name]) for name in ("lang", "title", "body"))
        items.append(
            {
                "id": str(row["article_id"]),
                "title": cut_pieces(title, find_spans(title, lang, phrases)),
                "line": text.byline(
                    [
                        formats.day_cell(row["published_date"]),
                        str(row["agency_name"] or ""),
                        str(row["region_name"] or ""),
                        str(row["topic_name"] or ""),
                        text.language(lang),
                    ]
                ),
                "text": cut_snippet(body, find_spans(body, lang, phrases)),
            }
        )
    # as high as the table of articles, so that an opened one stands in sight below
    with st.container(key="hits", height=_HEIGHT if len(items) > _LOW else "content"):
        marked("hit_list", items, on_open=_open)


def body_pieces(frame: Frame, search: str, found: Mapping[str, object]) -> Pieces:
    """An article's text with the words searched for; empty where none stands in it."""
    if not search:
        return []
    phrases = queries_articles.found(frame.path, search).asked.phrases()
    body = str(found["body"])
    spans = find_spans(body, str(found["lang"]), phrases)
    return cut_pieces(body, spans) if spans else []


def _open(article_id: str) -> None:
    st.query_params[_ARTICLE] = article_id
