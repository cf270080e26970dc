"""A chart in its frame: question, picture, note, table and file; and what a click on it does.

Draws no marks (that is `charts`) and asks no questions (that is `queries`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from dashboard import charts, colours, download, picture, shaping, text
from dashboard.vega import Drawing

_MIME = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class Citation:
    """What a file has to say about itself: the filters in words, the generation, any warning."""

    filters: str
    generation: str
    counted: str
    caution: str = ""


def panel(
    key: str,
    title: str,
    chart: Drawing,
    table: pd.DataFrame,
    citation: Citation,
    *,
    note: str = "",
    legend: Sequence[tuple[str, str]] = (),
    is_labelled: bool = False,
    on_pick: Callable[[str], None] | None = None,
    picks: tuple[str, ...] = (charts.PICK,),
) -> None:
    """Draw one chart with all that belongs to it.

    Args:
        key: of the widgets and the file's name.
        title: the question that the chart answers.
        chart: what to draw.
        table: the figures behind it.
        citation: written into the file.
        note: what a reader must know to read it rightly.
        legend: what its colours mean, as pairs of a word of ours and a colour.
        is_labelled: whether the chart names its series itself where it is wide enough, so that
            only a phone needs the legend.
        on_pick: called with the id of a mark that was clicked, before the page runs again.
        picks: names of the chart's selections.
    """
    st.subheader(title, anchor=False)
    if on_pick:
        # a used-up selection would fire again on the next rerun, so the chart gets a new key
        turn = st.session_state.setdefault(f"{key}_turn", 0)
        name = f"{key}_{turn}"
        st.vega_lite_chart(
            spec=chart.to_dict(),
            theme=None,
            key=name,
            on_select=lambda: _picked(key, name, on_pick),
            selection_mode=list(picks),
            alt=title,
        )
    else:
        st.vega_lite_chart(spec=chart.to_dict(), theme=None, key=key, alt=title)
    if legend:
        st.html(_legend(legend, "legend narrow" if is_labelled else "legend"))
    if note:
        st.caption(note)
    drawn = pictures(lambda: chart, title, citation, note=note, legend=legend)
    behind(key, table, citation, drawn)


def pictures(
    chart: Callable[[], Drawing],
    title: str,
    citation: Citation,
    *,
    note: str = "",
    legend: Sequence[tuple[str, str]] = (),
) -> dict[str, Callable[[], str | bytes]]:
    """What draws a chart as a file, by kind of file.

    Args:
        chart: makes the chart; called only when somebody asks for a file.
        title: the question that it answers.
        citation: written into the file.
        note: what a reader must know to read it rightly.
        legend: what its colours mean.
    """
    palette = colours.palette(st.context.theme.type)
    read_as = " ".join(part for part in (citation.caution, note.replace(text.CLICK, "")) if part)
    words = picture.Words(
        title, citation.filters, read_as.strip(), text.source(citation.generation), legend
    )
    return {
        "svg": lambda: picture.draw_svg(chart(), words, palette),
        "png": lambda: picture.draw_png(chart(), words, palette),
    }


def behind(
    key: str,
    table: pd.DataFrame,
    citation: Citation,
    pictures: Mapping[str, Callable[[], str | bytes]] | None = None,
) -> None:
    """The table behind a chart and its files, in one quiet row.

    Args:
        key: of the widgets and the files' names.
        table: the figures.
        citation: written into the file.
        pictures: by kind of file, what draws it; called only when somebody asks for it.
    """
    shown = readable(table)
    with st.container(horizontal=True, gap="small"):
        with st.popover(text.TABLE, type="tertiary"):
            st.dataframe(
                shown.drop(columns="id").rename(columns=text.COLUMNS),
                hide_index=True,
                width=560,
                column_config={
                    text.COLUMNS["share"]: st.column_config.NumberColumn(format="percent"),
                    text.COLUMNS["value"]: st.column_config.NumberColumn(format="localized"),
                    text.COLUMNS["total"]: st.column_config.NumberColumn(format="localized"),
                },
            )
        st.download_button(
            text.CSV,
            lambda: download.csv_bytes(
                shown,
                counted=citation.counted,
                filters=citation.filters,
                generation=citation.generation,
            ),
            file_name=f"baspasoz-{key}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
            type="tertiary",
        )
        for kind, draw in (pictures or {}).items():
            st.download_button(
                text.PICTURES[kind],
                draw,
                file_name=f"baspasoz-{key}.{kind}",
                mime=_MIME[kind],
                key=f"{key}_{kind}",
                on_click="ignore",
                type="tertiary",
            )


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of a chart's frame that mean something to a reader."""
    wanted = ["period", "id", "name", "column", "value", "total", "share", "state"]
    kept = table[[column for column in wanted if column in table]]
    if "state" in kept:
        kept = kept.assign(state=kept["state"].map(text.STATES))
    return kept


def _legend(pairs: Sequence[tuple[str, str]], style: str) -> str:
    items = "".join(
        f"<span><i style='background:{colour}'></i>{escape(word)}</span>" for word, colour in pairs
    )
    return f"<div class='{style}'>{items}</div>"


def _picked(key: str, name: str, on_pick: Callable[[str], None]) -> None:
    selection = st.session_state.get(name, {}).get("selection", {})
    ids = [point["id"] for points in selection.values() for point in points if "id" in point]
    if ids and ids[0] != shaping.REST:
        on_pick(str(ids[0]))
    st.session_state[f"{key}_turn"] += 1
