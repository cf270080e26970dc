"""Overview: what state bodies talk about, and where, at first glance."""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from dashboard import charts, filters, formats, queries, shaping, sidebar, text
from dashboard.frame import Frame, say_no_match, say_statement
from dashboard.geo import boundaries
from dashboard.panel import behind, panel

_BEYOND = ("KZ", filters.ABROAD, "none")
_MOST_LINES = 6
_RECENT_DAYS = 28


def show(frame: Frame) -> None:
    """Draw the page."""
    st.title(text.OVERVIEW_TITLE, anchor=False)
    say_statement(frame)
    if not frame.totals.articles:
        say_no_match()
        return
    _figures(frame)
    left, right = st.columns([4, 5], gap="large")
    with left:
        _themes(frame)
    with right:
        _map(frame)
    st.page_link(
        st.session_state["pages"]["articles"],
        label=text.read_articles(frame.totals.articles),
        icon=":material/arrow_forward:",
        query_params=filters.write_address(frame.filters, frame.counting),
    )
    first, last = frame.totals.first_day, frame.totals.last_day
    if first is not None and last is not None and first < last:
        step = shaping.step_for(first, last, frame.counting.step)
        _themes_over_time(frame, step)
        _places_over_time(frame, step)
        left, right = st.columns(2, gap="large")
        with left:
            _publishers(frame)
        with right:
            _kinds(frame)
        return
    left, right = st.columns(2, gap="large")
    with left:
        _regions(frame)
        _kinds(frame)
    with right:
        _publishers(frame)


def _figures(frame: Frame) -> None:
    """At most four plain figures, each with what it is to be compared with."""
    measure = frame.counting.measure
    total = frame.totals.of(measure)
    before, recent, days = _compared(frame)
    if before is None:
        change = text.NO_EARLIER
    else:
        now = recent or frame.totals
        change = text.compared(now.of(measure), before.of(measure), measure, days)
        change = f"{text.latest(now.of(measure), days)} {change}" if recent else change
    themes = queries.counts_by(frame.path, frame.filters, "theme", measure)
    places = queries.counts_by(frame.path, frame.filters, "region", measure)
    themes = themes[themes["id"] != "none"]
    places = places[[frame.names.places[i].kind in ("oblast", "city") if i in frame.names.places
                     else False for i in places["id"]]]  # fmt: skip
    place, note = _first(frame, places, _place_name)
    figures = [
        (text.MEASURES[measure], formats.count(total), change),
        (text.FIGURE_THEME, *_first(frame, themes, _theme_name)),
        (
            text.FIGURE_PLACE,
            place,
            "; ".join(p for p in (note, text.regions_reached(frame.totals.regions)) if p) + ".",
        ),
        (
            text.FIGURE_PUBLISHERS,
            formats.count(frame.totals.publishers),
            text.publisher_unknown(frame.totals.without_publisher, frame.totals.articles),
        ),
    ]
    cells = "".join(
        f"<div><div class='label'>{escape(label)}</div><div class='main'>{escape(value)}</div>"
        f"<div class='note'>{escape(note)}</div></div>"
        for label, value, note in figures
    )
    st.html(f"<div class='figures'>{cells}</div>")


def _compared(frame: Frame) -> tuple[queries.Totals | None, queries.Totals | None, int]:
    """The totals to compare with; those compared, where they aren't the page's own; and days."""
    chosen, known = frame.filters, frame.names.known()
    recent = None
    if chosen.period == "all":
        chosen = filters.latest(chosen, known, _RECENT_DAYS)
        recent = queries.totals(frame.path, chosen)
    past = filters.earlier(chosen, known.first_day)
    if past is None or chosen.first_day is None or chosen.last_day is None:
        return None, None, 0
    days = (chosen.last_day - chosen.first_day).days + 1
    return queries.totals(frame.path, past), recent, days


def _first(
    frame: Frame, counts: pd.DataFrame, name: Callable[[Frame, str], str]
) -> tuple[str, str]:
    measure = frame.counting.measure
    if counts.empty:
        return text.NO_FIGURE, ""
    top = counts.iloc[0]
    part = text.share_of(int(top["value"]), frame.totals.of(measure), measure)
    return name(frame, str(top["id"])), part


def _themes(frame: Frame) -> None:
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "theme", measure),
        frame.totals.of(measure),
        name=partial(_theme_name, frame),
        colour=lambda key: frame.palette.family(_family(frame, key)),
        form=form,
        rows=12,
        last=("none",),
    )
    panel(
        "themes",
        text.THEMES_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=text.themes_note(measure),
        legend=[
            (text.family(key), frame.palette.family(key))
            for key in text.FAMILIES
            if key in {_family(frame, i) for i in ranked["id"] if i not in ("none", shaping.REST)}
        ],
        on_pick=partial(sidebar.add_filter, "theme"),
    )


def _map(frame: Frame) -> None:
    measure, form = frame.counting.measure, frame.counting.form
    total = frame.totals.of(measure)
    counts = queries.counts_by(frame.path, frame.filters, "region", measure)
    values = dict(zip(counts["id"], counts["value"], strict=True))
    mapped = pd.DataFrame(
        [
            {
                "id": place.place_id,
                "name": place.name,
                "kind": place.kind,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "value": int(values.get(place.place_id, 0)),
                "total": total,
                "share": int(values.get(place.place_id, 0)) / max(total, 1),
            }
            for place in frame.names.places.values()
            if place.kind in ("oblast", "city")
        ]
    )
    mapped["label"] = [
        f"{formats.share(s)} ({formats.count(v)})"
        for s, v in zip(mapped["share"], mapped["value"], strict=True)
    ]
    panel(
        "map",
        text.MAP_TITLE,
        charts.regions_map(mapped, frame.palette, measure=measure),
        mapped,
        frame.citation,
        note=text.map_note(bool((mapped["value"] == 0).any()), frame.filters.is_open),
        on_pick=partial(sidebar.add_filter, "region"),
        picks=(charts.PICK, f"{charts.PICK}city"),
    )
    beyond = shaping.ranking(
        pd.DataFrame({"id": _BEYOND, "value": [int(values.get(i, 0)) for i in _BEYOND]}),
        total,
        name=partial(_place_name, frame),
        colour=lambda _: frame.palette.neutral,
        form=form,
        rows=3,
        last=_BEYOND,
    )
    panel(
        "beyond",
        text.ELSEWHERE_TITLE,
        charts.ranking_bars(beyond, frame.palette, measure=measure, form=form),
        beyond,
        frame.citation,
        on_pick=partial(sidebar.add_filter, "region"),
    )
    st.caption(boundaries.ATTRIBUTION)


def _regions(frame: Frame) -> None:
    """One day has no change over time: the same figures as bars, region by region."""
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "region", measure),
        frame.totals.of(measure),
        name=partial(_place_name, frame),
        colour=lambda key: frame.palette.part(_part(frame, key)),
        form=form,
        rows=20,
        last=_BEYOND,
    )
    panel(
        "regions",
        text.REGIONS_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=text.ONE_DAY_NOTE,
        legend=[
            (text.part(key), colour)
            for key, colour in frame.palette.parts.items()
            if key in {_part(frame, i) for i in ranked["id"]}
        ],
        on_pick=partial(sidebar.add_filter, "region"),
    )


def _themes_over_time(frame: Frame, step: str) -> None:
    """Families stacked as shares or side by side as numbers; chosen themes as lines."""
    chosen = [i for i in frame.filters.theme if i in frame.names.themes]
    if 0 < len(chosen) <= _MOST_LINES:
        colours = {i: _theme_colour(frame, i) for i in chosen}
        data = _timed(frame, "theme", step, chosen, partial(_theme_name, frame))
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
    st.subheader(text.THEMES_TIME_TITLE, anchor=False)
    most = float(data["value"].max())
    for start in range(0, len(present), 4):
        for column, key in zip(st.columns(4), present[start : start + 4], strict=False):
            with column:
                st.caption(text.family(key))
                st.altair_chart(
                    charts.small_line(
                        data[data["id"] == key],
                        colours[key],
                        frame.palette,
                        measure=frame.counting.measure,
                        step=step,
                        most=most,
                    ),
                    theme=None,
                    key=f"small-{key}",
                    alt=text.family(key),
                )
    st.caption(_time_note(frame, data, ""))
    behind("themes-over-time", data, frame.citation)


def _places_over_time(frame: Frame, step: str) -> None:
    """Six parts of the country as lines, or the chosen places."""
    chosen = [i for i in frame.filters.region if i in frame.names.places or i == filters.ABROAD]
    countries = any(frame.names.places[i].kind == "abroad" for i in chosen if i != filters.ABROAD)
    if 0 < len(chosen) <= _MOST_LINES and not countries:
        # two chosen regions may lie in one part of the country, so each takes a hue of its own
        ramp = list(frame.palette.parts.values())
        data = _timed(frame, "region", step, chosen, partial(_place_name, frame))
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


def _publishers(frame: Frame) -> None:
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "publisher", measure),
        frame.totals.of(measure),
        name=partial(_publisher_name, frame),
        colour=lambda key: (
            frame.palette.neutral if key in ("unknown", shaping.REST) else frame.palette.accent
        ),
        form=form,
        rows=12,
        last=("unknown",),
    )
    panel(
        "publishers",
        text.PUBLISHERS_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=f"{text.PUBLISHERS_NOTE} {text.CLICK}",
        on_pick=partial(sidebar.add_filter, "publisher"),
    )


def _kinds(frame: Frame) -> None:
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "kind", measure),
        frame.totals.of(measure),
        name=lambda key: frame.names.kinds.get(key, key),
        colour=lambda key: frame.palette.neutral if key == "unknown" else frame.palette.accent,
        form=form,
        rows=12,
        last=("unknown",),
    )
    panel(
        "kinds",
        text.KINDS_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=text.CLICK,
        on_pick=partial(sidebar.add_filter, "kind"),
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
    chart: charts.Drawing,
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


def _time_note(frame: Frame, data: pd.DataFrame, extra: str, chosen: bool = False) -> str:
    states = set(data["state"])
    return text.over_time_note(
        frame.counting.measure,
        frame.counting.form,
        text.WHOLE_OTHERS if chosen else text.WHOLE_SHOWN,
        shaping.UNFINISHED in states,
        shaping.GAP in states,
        extra,
    )


def _theme_name(frame: Frame, key: str) -> str:
    theme = frame.names.themes.get(key)
    return theme.name if theme else key


def _theme_colour(frame: Frame, key: str) -> str:
    theme = frame.names.themes[key]
    return frame.palette.shade(theme.family, theme.rank_in_family)


def _family(frame: Frame, key: str) -> str:
    theme = frame.names.themes.get(key)
    return theme.family if theme else "none"


def _place_name(frame: Frame, key: str) -> str:
    if key == filters.ABROAD:
        return text.part(key)
    place = frame.names.places.get(key)
    return place.name if place else key


def _part(frame: Frame, key: str) -> str | None:
    place = frame.names.places.get(key)
    return place.part if place else None


def _publisher_name(frame: Frame, key: str) -> str:
    publisher = frame.names.publishers.get(key)
    return publisher.name if publisher else key
