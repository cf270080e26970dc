"""Change over time: themes and places, as areas, lines or small multiples."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypedDict

import pandas as pd
import streamlit as st

from dashboard import charts, filters, queries, shaping, text
from dashboard.charts_small import COLUMNS, small_grid
from dashboard.frame import Frame
from dashboard.panel import behind, panel, pictures
from dashboard.sections import naming
from dashboard.vega import Drawing

_MOST_LINES = 6


class _Shared(TypedDict):
    """What small multiples of one set have in common."""

    measure: str
    step: str
    most: float


def step_of(frame: Frame) -> str | None:
    """Day, week or month; None where all is of one day, which has no change over time."""
    first, last = frame.totals.first_day, frame.totals.last_day
    if first is None or last is None or first == last:
        return None
    return shaping.step_for(first, last, frame.counting.step)


def themes_over_time(frame: Frame, step: str) -> None:
    """Families stacked as shares or side by side as numbers; chosen themes as lines."""
    chosen = [i for i in frame.filters.theme if i in frame.names.themes]
    if 0 < len(chosen) <= _MOST_LINES:
        colours = {i: naming.theme_colour(frame, i) for i in chosen}
        data = _timed(frame, "theme", step, chosen, partial(naming.theme, frame))
        _lines(frame, "chosen-themes-over-time", text.THEMES_TIME_TITLE, data, colours, step, "")
        return
    order = list(text.FAMILIES)
    data = _timed(frame, "family", step, order, text.family)
    present = [i for i in order if data.loc[data["id"] == i, "value"].fillna(0).sum() > 0]
    data = data[data["id"].isin(present)]
    colours = {i: frame.palette.family(i) for i in present}
    if frame.counting.form == "share":
        _timed_panel(
            frame,
            "themes-over-time",
            text.THEMES_TIME_TITLE,
            charts.families_area(
                data, colours, frame.palette, measure=frame.counting.measure, step=step
            ),
            data,
            colours,
            "",
        )
        return
    _small_multiples(frame, "themes-over-time", text.THEMES_TIME_TITLE, data, colours, step)


def _small_multiples(
    frame: Frame,
    key: str,
    title: str,
    data: pd.DataFrame,
    colours: Mapping[str, str],
    step: str,
    note: str = "",
) -> None:
    """Numbers of each series in a chart of its own, in the order of the colours."""
    st.subheader(title, anchor=False)
    how: _Shared = {
        "measure": frame.counting.measure,
        "step": step,
        "most": float(data["value"].max()),
    }
    ids = list(colours)
    for start in range(0, len(ids), COLUMNS):
        row = ids[start : start + COLUMNS]
        for column, series in zip(st.columns(COLUMNS), row, strict=False):
            own = data[data["id"] == series]
            name = own["name"].iloc[0]
            with column:
                st.caption(name)
                st.vega_lite_chart(
                    spec=charts.small_line(own, colours[series], frame.palette, **how).to_dict(),
                    theme=None,
                    key=f"{key}-{series}",
                    alt=name,
                )
    note = _time_note(frame, data, note, form="count")
    st.caption(note)
    drawn = pictures(
        lambda: small_grid(data, colours, frame.palette, **how), title, frame.citation, note=note
    )
    behind(key, data, frame.citation, drawn)


def regions_small(frame: Frame, step: str) -> None:
    """Each region by itself, the largest first, all on one scale."""
    counts = queries.counts_by(frame.path, frame.filters, "region", frame.counting.measure)
    places = frame.names.places
    ids = [str(i) for i in counts["id"] if i in places and places[i].kind in ("oblast", "city")]
    data = _timed(frame, "region", step, ids, partial(naming.place, frame))
    colours = {i: frame.palette.part(naming.part(frame, i)) for i in ids}
    title, note = text.REGIONS_SMALL_TITLE, text.SMALL_NOTE
    _small_multiples(frame, "regions-small", title, data, colours, step, note)


def places_over_time(frame: Frame, step: str) -> None:
    """Six parts of the country as lines, or the chosen places."""
    chosen = [i for i in frame.filters.region if i in frame.names.places or i == filters.ABROAD]
    countries = any(frame.names.places[i].kind == "abroad" for i in chosen if i != filters.ABROAD)
    if 0 < len(chosen) <= _MOST_LINES and not countries:
        # two chosen regions may lie in one part of the country, so each takes a hue of its own
        ramp = list(frame.palette.parts.values())
        data = _timed(frame, "region", step, chosen, partial(naming.place, frame))
        colours = {key: ramp[at % len(ramp)] for at, key in enumerate(chosen)}
        _lines(frame, "chosen-places-over-time", text.REGIONS_TIME_TITLE, data, colours, step, "")
        return
    parts = list(frame.palette.parts)
    data = _timed(frame, "part", step, parts, text.part)
    if not data["value"].fillna(0).sum():
        return
    _lines(
        frame,
        "places-over-time",
        text.PLACES_TIME_TITLE,
        data,
        frame.palette.parts,
        step,
        text.REST_PLACES_NOTE,
    )


def _timed(
    frame: Frame, group: str, step: str, ids: list[str], name: Callable[[str], str]
) -> pd.DataFrame:
    counts = queries.counts_over_time(
        frame.path, frame.filters, group, frame.counting.measure, step
    )
    if group == "family":
        counts = counts.assign(id=counts["id"].map(queries.family_key))
    first = frame.filters.first_day or frame.totals.first_day
    last = frame.filters.last_day or frame.totals.last_day
    data_end = frame.names.last_day
    data_start = frame.names.first_day
    assert first and last and data_end and data_start
    return shaping.over_time(
        counts,
        delivered=queries.delivered_periods(frame.path, step),
        step=step,
        first=max(first, data_start),
        last=min(last, data_end),
        data_end=data_end,
        ids=ids,
        name=name,
    )


def _lines(
    frame: Frame,
    key: str,
    title: str,
    data: pd.DataFrame,
    colours: dict[str, str],
    step: str,
    extra: str,
) -> None:
    chart = charts.series_lines(
        data,
        colours,
        frame.palette,
        measure=frame.counting.measure,
        form=frame.counting.form,
        step=step,
    )
    _timed_panel(frame, key, title, chart, data, colours, extra)


def _timed_panel(
    frame: Frame,
    key: str,
    title: str,
    chart: Drawing,
    data: pd.DataFrame,
    colours: Mapping[str, str],
    extra: str,
) -> None:
    names = dict(zip(data["id"], data["name"], strict=True))
    panel(
        key,
        title,
        chart,
        data,
        frame.citation,
        note=_time_note(frame, data, extra, key.startswith("chosen")),
        legend=[(names[key], colour) for key, colour in colours.items() if key in names],
        is_labelled=True,
    )


def _time_note(
    frame: Frame, data: pd.DataFrame, extra: str, chosen: bool = False, form: str | None = None
) -> str:
    states = set(data["state"])
    return text.over_time_note(
        frame.counting.measure,
        form or frame.counting.form,
        text.WHOLE_OTHERS if chosen else text.WHOLE_SHOWN,
        shaping.UNFINISHED in states,
        shaping.GAP in states,
        extra,
    )
