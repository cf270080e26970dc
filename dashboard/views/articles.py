"""Articles: find one, read it, see why it is counted so and where it comes from."""

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from dashboard import download, formats, queries_article, queries_articles, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.marked import marked
from dashboard.sections import hits
from dashboard.sections.picking import open_row
from orchestration.search.asking import MOST_CHARACTERS

_EXPORT_ROWS = 10_000
_SEARCH = "search"
_ROWS_SEEN = 7
_ROW_HEIGHT = 66  # above 4rem Streamlit wraps long words; most titles need two lines
_WIDTHS = {
    "title": 300,
    "published_date": 100,
    "agency_name": 180,
    "region_name": 140,
    "topic_name": 140,
    "lang": 75,
    "source_url": 75,
}


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.ARTICLES_TITLE, anchor=False)
    say_statement(frame)
    search = _search()
    if not frame.totals.articles:
        say_no_match()
    elif hits.is_searched(frame, search):
        total = queries_articles.article_count(frame.path, frame.filters, search)
        if total:
            _list(frame, search, total)
        else:
            st.text(text.NO_HITS)
    if asked := st.query_params.get("article"):
        _article(frame, asked)


def is_original(url: object) -> bool:
    """Whether an address from a dump may be a link: https, and a host under gov.kz."""
    if not isinstance(url, str) or any(c.isspace() or c in "\\<>\"'" or c < " " for c in url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        plain = parts.username is None and parts.password is None and parts.port in (None, 443)
    except ValueError:
        return False
    return parts.scheme == "https" and plain and host.endswith(".gov.kz")


def _search() -> str:
    if _SEARCH not in st.session_state:
        st.session_state[_SEARCH] = st.query_params.get("q", "")[:MOST_CHARACTERS]
    search = st.text_input(
        text.SEARCH, key=_SEARCH, help=text.SEARCH_HELP, max_chars=MOST_CHARACTERS, type="search"
    ).strip()
    if search:
        st.query_params["q"] = search
    elif "q" in st.query_params:
        del st.query_params["q"]
    return search


def _list(frame: Frame, search: str, total: int) -> None:
    order = hits.order() if search else queries_articles.BY_DATE
    pages = -(-total // queries_articles.PAGE_ROWS)
    scope = str(hash((frame.snapshot.generation, frame.filters, search, order)))
    page = min(int(st.session_state.get(f"page_{scope}", 1)), pages)
    rows = queries_articles.article_page(frame.path, frame.filters, search, page, order)
    first = (page - 1) * queries_articles.PAGE_ROWS + 1
    st.text(text.hits(total, first, first + len(rows) - 1, search, order))
    if search:
        hits.draw(frame, search, rows)
    else:
        _table(rows, f"articles_{scope}_{page}_{st.session_state.setdefault('closed', 0)}")
    if pages > 1:
        st.pagination(pages, key=f"page_{scope}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            text.CSV,
            # read when somebody asks for it: it takes longer than the whole page
            lambda: download.csv_bytes(
                queries_articles.article_export(
                    frame.path, frame.filters, search, _EXPORT_ROWS, order
                ),
                filters=frame.statement,
                search=search,
                generation=frame.snapshot.generation,
            ),
            file_name="baspasoz-articles.csv",
            mime="text/csv",
            on_click="ignore",
            type="tertiary",
        )
        if total > _EXPORT_ROWS:
            st.caption(text.export_limit(_EXPORT_ROWS, order))


def _table(rows: pd.DataFrame, key: str) -> None:
    st.caption(text.SELECT_HINT)
    st.dataframe(
        _readable(rows).rename(columns=text.LIST_COLUMNS),
        hide_index=True,
        height=min(len(rows), _ROWS_SEEN) * _ROW_HEIGHT + 38,
        row_height=_ROW_HEIGHT,
        key=key,
        on_select=lambda: open_row(key, rows["article_id"].tolist(), "article"),
        selection_mode="single-row",
        column_config={
            text.LIST_COLUMNS[name]: st.column_config.TextColumn(width=width)
            for name, width in _WIDTHS.items()
        },
    )


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "title": rows["title"],
            "published_date": [formats.day_cell(value) for value in rows["published_date"]],
            "agency_name": rows["agency_name"],
            "region_name": rows["region_name"],
            "topic_name": rows["topic_name"],
            "lang": rows["lang"].map(text.language),
            "source_url": [text.HAS_SOURCE if is_original(u) else text.NO_SOURCE
                           for u in rows["source_url"]],
        }
    )  # fmt: skip


def _close() -> None:
    st.query_params.pop("article", None)
    # a new key for the table, so that its ticked row is let go of
    st.session_state["closed"] = st.session_state.get("closed", 0) + 1


def _article(frame: Frame, article_id: str) -> None:
    found = queries_article.article(frame.path, article_id)
    st.divider()
    if found is None:
        st.text(text.ARTICLE_UNKNOWN)
        return
    st.button(text.ARTICLE_CLOSE, on_click=_close, type="tertiary", icon=":material/close:")
    with st.container(key="article_title"):
        st.text(str(found["title"]))
    with st.container(key="article_byline"):
        st.text(_byline(found))
    if found["is_junk"]:
        st.text(f"{text.ARTICLE_JUNK}{found['junk_reason']}")
    reading, facts = st.columns([3, 2], gap="large")
    with reading, st.container(key="article_text"):
        body = str(found["body"])
        if pieces := hits.body_pieces(frame, st.session_state[_SEARCH].strip(), found):
            marked("article_marked", [{"text": pieces}])
        else:
            st.text(body or text.ARTICLE_EMPTY_BODY)
    with facts:
        _original(found["source_url"])
        _labels(frame, article_id)
        _origin(frame, article_id)


def _byline(found: dict[str, object]) -> str:
    return text.byline(
        [
            formats.day_cell(found["published_date"]),
            str(found["agency_name"] or ""),
            text.language(str(found["lang"])),
            text.section(str(found["section"])) if found["section"] else "",
        ]
    )


def _original(url: object) -> None:
    if is_original(url):
        st.link_button(text.ORIGINAL, str(url))
    elif url:
        st.text(f"{text.NO_LINK}\n{url}")
    else:
        st.text(text.NO_ADDRESS)


def _labels(frame: Frame, article_id: str) -> None:
    st.subheader(text.LABELS_TITLE, anchor=False)
    labels = queries_article.article_labels(frame.path, article_id)
    for place, label in enumerate(labels.to_dict("records")):
        with st.container(key=f"label_{place}", gap=None):
            st.text(
                text.label(
                    str(label["what"]),
                    str(label["name"]),
                    bool(label["is_primary"]),
                    _word(label["role"]),
                    _word(label["confidence"]),
                )
            )
            st.text(text.evidence(_word(label["words"])))


def _origin(frame: Frame, article_id: str) -> None:
    st.subheader(text.ORIGIN_TITLE, anchor=False)
    for seen in queries_article.article_occurrences(frame.path, article_id).to_dict("records"):
        st.text(
            text.origin(
                _word(seen["file_name"]),
                int(seen["ordinal"]),
                (int(seen["span_start"]), int(seen["span_end"])),
                bool(seen["is_current"]),
            )
        )


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
