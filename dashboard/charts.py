"""Every chart: frames and colours in, Vega-Lite out. Never imports Streamlit, never reads.

Frames come ready from `shaping`; words come from `text`. A chart that can be clicked carries a
selection named PICK on the field `id`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import formats, shaping, text, vega
from dashboard.colours import Palette, ink_on
from dashboard.geo import boundaries
from dashboard.vega import Drawing, Layers, Part

PICK = "pick"
APART: Part = {"scale": {"color": "independent"}}
"""Layers with scales of colour of their own."""
FONT = "Source Sans, Source Sans Pro, sans-serif"
_ROW = 38
_AXIS_ROOM = 56
_LINES_HEIGHT = 320
_LABEL_GAP = 17
_IS_WIDE = "width >= 420"
_PLOT_END = f"({_IS_WIDE} ? width - 140 : width - 6)"
"""Where lines end: on a phone their names move from here to a legend under the chart."""
PERCENT = "datum.value == 0 ? '0' : format(datum.value * 100, ',~f')"
_DATE_LABELS = {
    "month": "timeFormat(datum.value, '%b %Y')",
    "week": "timeFormat(datum.value, '%-d %b')",
    "day": "timeFormat(datum.value, '%-d %b')",
}


def ranking_bars(
    frame: pd.DataFrame, palette: Palette, *, measure: str, form: str, picks: bool = True
) -> Drawing:
    """Horizontal bars with each name above its bar and the figure at its end.

    Args:
        frame: as `shaping.ranking` makes it; with `mark`, a tick stands at that share.
        palette: of the theme in use.
        measure: what is counted.
        form: share or count.
        picks: whether a click on a row selects it.
    """
    value = "share" if form == "share" else "value"
    named = frame[frame["id"] != shaping.REST]
    # the folded rest has a figure but no bar: as the longest bar it would dwarf every name
    most = (float(named[value].max()) if len(named) else 0.0) or 1.0
    if form == "share" and "mark" in named:
        most = max(most, float(named["mark"].max()))
    frame = frame.assign(bar=frame[value].where(frame["id"] != shaping.REST, 0))
    has_marks = form == "share" and "mark" in frame
    # figures stand behind whatever reaches further, the bar or the mark
    frame["reach"] = frame[["bar", "mark"]].max(axis=1) if has_marks else frame["bar"]
    frame.loc[frame["id"] == shaping.REST, "reach"] = 0
    axis = {
        "title": text.axis(measure, form),
        "labelExpr": PERCENT if form == "share" else "format(datum.value, ',')",
        "tickCount": 4,
        "tickMinStep": 0.01 if form == "share" else 1,
    }
    base = vega.chart(_plain(frame)).encode(
        y=vega.shown("place:O", axis=None, scale={"paddingInner": 0, "paddingOuter": 0}),
    )
    bars = base.mark("bar", size=13, yOffset=8).encode(
        x=vega.shown(
            "bar:Q",
            axis=axis,
            scale={"domain": [0, most * (1.5 if has_marks else 1.28)], "nice": False},
        ),
        color=vega.shown("colour:N", scale=None),
    )
    names = base.mark(
        "text", align="left", baseline="middle", dy=-9, limit={"expr": "width"}, color=palette.text
    ).encode(x=vega.value(0), text="name:N")
    figures = base.mark(
        "text", align="left", baseline="middle", dx=6, dy=8, color=palette.muted
    ).encode(
        x="reach:Q",
        text="label:N",
        # on a phone the number in brackets would be cut off, so only the first figure stays
        opacity=vega.value({"expr": "width < 300 ? 0 : 1"}),
    )
    brief = figures.encode(text="short:N", opacity=vega.value({"expr": "width < 300 ? 1 : 0"}))
    rows = base.mark(
        "bar", opacity=0.001, size=_ROW - 2, cursor="pointer" if picks else "default"
    ).encode(x=vega.value(0), x2=vega.value("width"), tooltip=_tooltip(measure))
    if picks:
        rows = rows.pick(PICK)
    layers = [bars, names, figures, brief, rows]
    if has_marks:
        marks = base.only(f"datum.id != '{shaping.REST}'").mark(
            "tick", thickness=2.5, size=19, yOffset=8, color=palette.text
        )
        layers.insert(1, marks.encode(x="mark:Q"))
    height = max(len(frame), 1) * _ROW + _AXIS_ROOM
    return styled(layered(layers, height), palette)


def families_area(
    frame: pd.DataFrame, colours: Mapping[str, str], palette: Palette, *, measure: str, step: str
) -> Drawing:
    """Shares of a whole over time, stacked; at most seven families and "none".

    Args:
        frame: as `shaping.over_time` makes it; the first series stands at the bottom.
        colours: by series id.
        palette: of the theme in use.
        measure: what is counted.
        step: day, week or month.
    """
    order = list(dict.fromkeys(frame["id"]))
    tops = _drawn(frame, "share")
    # stacked here: Vega-Lite's own stacking bridges the gaps between runs
    tops["upper"] = tops.groupby("period")["share"].cumsum()
    tops["lower"] = tops["upper"] - tops["share"]
    areas = (
        vega.chart(_plain(tops))
        .mark("area", stroke=palette.background, strokeWidth=1)
        .encode(
            x=_time(step),
            y=vega.shown(
                "lower:Q",
                axis={"title": text.axis(measure, "share"), "labelExpr": PERCENT, "tickCount": 5},
                scale={"domain": [0, 1], "nice": False},
            ),
            y2="upper:Q",
            color=_colour(order, colours),
            detail=["id:N", "run:N"],
            tooltip=_tooltip(measure, period=True),
        )
    )
    last = tops[tops["period"] == tops["period"].max()]
    middles = (last["upper"] - last["share"] / 2).tolist()
    layers = [*_bands(frame, step, palette), areas, *_unfinished_rule(tops, step, palette)]
    layers += _end_labels(last, middles, 1.0, colours, palette)
    return _finished(layers, palette)


def series_lines(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    palette: Palette,
    *,
    measure: str,
    form: str,
    step: str,
) -> Drawing:
    """Up to six lines, named at their ends; gaps stay gaps, an unfinished end is dashed.

    Args:
        frame: as `shaping.over_time` makes it.
        colours: by series id.
        palette: of the theme in use.
        measure: what is counted.
        form: share or count.
        step: day, week or month.
    """
    value = "share" if form == "share" else "value"
    drawn = _drawn(frame, value)
    most = max(float(drawn[value].max()) if len(drawn) else 0.0, 1e-9) * 1.06
    order = list(dict.fromkeys(frame["id"]))
    y = vega.shown(
        f"{value}:Q",
        axis={
            "title": text.axis(measure, form),
            "labelExpr": PERCENT if form == "share" else "format(datum.value, ',')",
            "tickCount": 5,
        },
        scale={"domain": [0, most], "nice": False},
    )
    shared = {"x": _time(step), "y": y, "color": _colour(order, colours)}
    firm = drawn[drawn["state"] != shaping.UNFINISHED]
    lines = vega.chart(_plain(firm)).mark("line", strokeWidth=2.2)
    layers = [
        *_bands(frame, step, palette),
        lines.encode(**shared, detail=["id:N", "run:N"]),
    ]
    if len(open_end := _open_ends(drawn)):
        dashed = vega.chart(_plain(open_end)).mark("line", strokeWidth=2.2, strokeDash=[3, 3])
        layers.append(dashed.encode(**shared, detail=["id:N", "run:N"]))
    points = vega.chart(_plain(drawn)).mark("circle", size=_point_size(drawn))
    layers.append(points.encode(**shared, tooltip=_tooltip(measure, period=True)))
    last = drawn[drawn["period"] == drawn["period"].max()]
    layers += _end_labels(last, last[value].tolist(), most, colours, palette)
    return _finished(layers, palette)


def small_line(
    frame: pd.DataFrame,
    colour: str,
    palette: Palette,
    *,
    measure: str,
    step: str,
    most: float,
) -> Drawing:
    """One series of a set of small multiples, on the set's own scale.

    Args:
        frame: one series of `shaping.over_time`.
        colour: of the series.
        palette: of the theme in use.
        measure: what is counted.
        step: day, week or month.
        most: top of the scale that the whole set shares.
    """
    drawn = _drawn(frame, "value")
    y = vega.shown(
        "value:Q",
        # low as it is, it has no room for more than the unit
        axis={"title": text.MEASURES[measure], "labelExpr": "format(datum.value, ',')",
                      "tickCount": 3},
        scale={"domain": [0, most * 1.05], "nice": False},
    )  # fmt: skip
    firm = drawn[drawn["state"] != shaping.UNFINISHED]
    layers: list[Any] = [
        *_bands(frame, step, palette, words=False),
        vega.chart(_plain(firm))
        .mark("area", line={"color": colour, "strokeWidth": 2}, color=colour, fillOpacity=0.25)
        .encode(x=_time(step, ticks=3, right=""), y=y, detail="run:N"),
    ]
    if len(open_end := _open_ends(drawn)):
        dashed = vega.chart(_plain(open_end)).mark("line", strokeDash=[3, 3], color=colour)
        layers.append(dashed.encode(x=_time(step, ticks=3, right=""), y=y, detail="run:N"))
    hover = vega.chart(_plain(drawn)).mark("circle", size=60, opacity=0.001)
    layers.append(
        hover.encode(x=_time(step, ticks=3, right=""), y=y, tooltip=_tooltip(measure, period=True))
    )
    return styled(layered(layers, 130), palette)


def regions_map(
    frame: pd.DataFrame, palette: Palette, *, measure: str, labels: bool = True
) -> Drawing:
    """The 17 regions as shapes and the three cities as circles, by share; empty ones hatched.

    Args:
        frame: columns id, name, kind, latitude, longitude, value, total, share, label; one row
            per region and city, those without articles included with 0.
        palette: of the theme in use.
        measure: what is counted.
        labels: whether names stand on the map where it is wide enough.
    """
    most = max(float(frame["share"].max()), 1e-9)
    scale = {"domain": [0, most], "range": list(palette.ramp), "nice": False, "interpolate": "rgb"}
    legend = {
        "title": text.axis(measure, "share"),
        "orient": "top-left",
        "direction": "horizontal",
        "gradientLength": 130,
        "labelExpr": PERCENT,
        "tickCount": 3,
    }
    fill = vega.shown("share:Q", scale=scale, legend=legend)
    tip = [
        vega.shown("name:N", title=text.REGION),
        vega.shown("label:N", title=f"{text.TOOLTIP_SHARE}, {text.units(measure)}"),
        vega.shown("total:Q", title=text.TOOLTIP_TOTAL, format=","),
    ]
    shapes, lines = boundaries.shapes(), boundaries.hatchings()
    oblasts = frame[frame["kind"] == "oblast"].to_dict("records")
    filled = [_feature(shapes, row) for row in oblasts if row["value"]]
    empty = [_feature(shapes, row) for row in oblasts if not row["value"]]
    hatched = [_feature(lines, row) for row in oblasts if not row["value"]]
    edge: dict[str, Any] = {"stroke": palette.background, "strokeWidth": 1.2}
    layers: list[Any] = []
    if empty:
        layers += [
            _shape(hatched).mark("geoshape", filled=False, stroke=palette.neutral, strokeWidth=0.7,
                                          opacity=0.55),
            _shape(empty)
            .mark("geoshape", fill=palette.grid, fillOpacity=0.25, stroke=palette.neutral,
                           strokeWidth=0.8)
            .encode(tooltip=tip),
        ]  # fmt: skip
    layers.append(
        _shape(filled).mark("geoshape", **edge, cursor="pointer").encode(color=fill, tooltip=tip)
        .pick(PICK)
    )  # fmt: skip
    cities = frame[frame["kind"] == "city"]
    at = {"longitude": "longitude:Q", "latitude": "latitude:Q"}
    full, none = cities[cities["value"] > 0], cities[cities["value"] == 0]
    ring: dict[str, Any] = {"size": 230, "opacity": 1.0, "strokeWidth": 1.6}
    if len(none):
        layers.append(
            vega.chart(_plain(none))
            .mark("circle", **ring, color=palette.background, stroke=palette.neutral,
                         strokeDash=[2, 2])
            .encode(**at, tooltip=tip)
        )  # fmt: skip
    layers.append(
        vega.chart(_plain(full))
        .mark("circle", **ring, stroke=palette.text, cursor="pointer")
        .encode(**at, color=vega.shown("share:Q", scale=scale, legend=None), tooltip=tip)
        .pick(f"{PICK}city")
    )
    if labels:
        layers += _map_labels(frame, at, most, palette)
    return styled(
        layered(layers, 350).properties(
            resolve=APART,
            projection={"type": "conicEqualArea", "parallels": [42, 54], "rotate": [-67, 0, 0]},
        ),
        palette,
    )


def _map_labels(
    frame: pd.DataFrame, at: Mapping[str, str], most: float, palette: Palette
) -> list[vega.Chart]:
    names = frame.assign(
        brief=[_brief(name) for name in frame["name"]],
        ink=[ink_on(palette.ramp, s / most) if s else palette.text for s in frame["share"]],
    )
    wide = vega.value({"expr": "width < 460 ? 0 : 1"})
    oblasts = names[names["kind"] == "oblast"]
    cities = names[names["kind"] == "city"]
    return [
        vega.chart(_plain(oblasts))
        .mark("text", fontSize=11)
        .encode(
            **at,
            text="brief:N",
            opacity=wide,
            color=vega.shown("ink:N", scale=None),
        ),
        vega.chart(_plain(cities))
        .mark("text", fontSize=12, fontWeight="bold", dy=20, color=palette.text,
                   stroke=palette.background, strokeWidth=3, strokeJoin="round")
        .encode(**at, text="brief:N"),
        vega.chart(_plain(cities))
        .mark("text", fontSize=12, fontWeight="bold", dy=20, color=palette.text)
        .encode(**at, text="brief:N"),
    ]  # fmt: skip


def _brief(name: str) -> str:
    """A region's name as it fits on the map; the two called Almaty must stay apart."""
    short = name.removesuffix(" Region").replace("Kazakhstan", "Kaz.")
    return f"{short} reg." if short == "Almaty" and short != name else short


def _feature(geometries: Mapping[str, Any], row: Mapping[Any, Any]) -> dict[str, Any]:
    keep = ("id", "name", "value", "total", "share", "label")
    geometry = geometries[row["id"]]
    return {"type": "Feature", "geometry": geometry, **{k: row[k] for k in keep}}


def _shape(features: list[dict[str, Any]]) -> vega.Chart:
    return vega.chart(features)


def _tooltip(measure: str, *, period: bool = False) -> list[Part]:
    when = [vega.shown("when:N", title=text.TOOLTIP_PERIOD)] if period else []
    return [
        vega.shown("name:N", title=" "),
        *when,
        vega.shown("percent:N", title=text.TOOLTIP_SHARE),
        vega.shown("value:Q", title=text.TOOLTIP_COUNT, format=","),
        vega.shown("total:Q", title=f"{text.TOOLTIP_TOTAL}, {text.units(measure)}", format=","),
        *([vega.shown("coverage:N", title=text.TOOLTIP_STATE)] if period else []),
    ]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as Vega reads it: dates as local midnights, shares and states in words."""
    frame = frame.copy()
    for column in ("period", "middle", "start", "end"):
        if column in frame:
            # a bare date would be read as UTC and land on the day before west of Greenwich
            frame[column] = [f"{day:%Y-%m-%dT%H:%M:%S}" for day in frame[column]]
    if "share" in frame:
        frame["percent"] = ["" if pd.isna(s) else formats.share(s) for s in frame["share"]]
    if "when" in frame:
        frame["coverage"] = frame["state"].map(text.STATES)
    return frame


def _drawn(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """The points that have a value, with `run`: the unbroken stretch that each belongs to."""
    breaks = frame[value].isna().astype(int).groupby(frame["id"]).cumsum()
    return frame.assign(run=breaks)[frame[value].notna()].copy()


def _open_ends(drawn: pd.DataFrame) -> pd.DataFrame:
    """The unfinished last point of each series with the one before it, to be joined by dashes."""
    ends = set(drawn.loc[drawn["state"] == shaping.UNFINISHED, "id"])
    last = drawn[drawn["id"].isin(ends)].groupby("id").tail(2)
    # across a break there is nothing to join
    return last[last["run"] == last.groupby("id")["run"].transform("max")]


def _time(step: str, ticks: int = 6, right: str = _PLOT_END) -> Part:
    """The time axis; `right` is where the plot ends, as an expression, "" at the very edge."""
    # nothing is drawn beyond the edge: a label that doesn't fit would be cut
    fitting = {} if right else {"labelBound": True}
    return vega.shown(
        "middle:T",
        axis=time_axis(step, ticks) | fitting,
        scale={"nice": False, **({"rangeMax": {"expr": right}} if right else {})},
    )


def time_axis(step: str, ticks: int = 6) -> Part:
    """The axis of periods, named by their length."""
    return {
        "title": text.STEP_AXIS[step],
        "labelExpr": _DATE_LABELS[step],
        "tickCount": ticks,
        "labelOverlap": True,
        "grid": False,
    }


def _colour(order: list[str], colours: Mapping[str, str]) -> Part:
    return vega.shown(
        "id:N",
        scale={"domain": order, "range": [colours[i] for i in order]},
        legend=None,
    )


def _bands(
    frame: pd.DataFrame, step: str, palette: Palette, *, words: bool = True
) -> list[vega.Chart]:
    found = shaping.gaps(frame, step)
    if found.empty:
        return []
    base = vega.chart(_plain(found))
    bands = base.mark("rect", color=palette.grid, opacity=0.55).encode(
        x="start:T", x2="end:T", y=vega.value(0), y2=vega.value("height")
    )
    if not words:
        return [bands]
    note = base.mark(
        "text",
        angle=270,
        align="right",
        baseline="top",
        dx=-6,
        dy=4,
        fontSize=11,
        color=palette.muted,
    ).encode(x="start:T", y=vega.value(0), text=vega.value(text.NOTHING_DELIVERED))
    return [bands, note]


def _unfinished_rule(tops: pd.DataFrame, step: str, palette: Palette) -> list[vega.Chart]:
    """A dashed line where an unfinished period begins to count in a stacked chart."""
    ends = tops[tops["state"] == shaping.UNFINISHED]
    before = tops[tops["state"] != shaping.UNFINISHED]
    if ends.empty or before.empty:
        return []
    at = pd.DataFrame({"middle": [before["middle"].max()]})
    rule = vega.chart(_plain(at)).mark("rule", color=palette.text, strokeDash=[3, 3], opacity=0.8)
    return [rule.encode(x=_time(step))]


def _point_size(drawn: pd.DataFrame) -> int:
    return 36 if drawn["period"].nunique() <= 40 else 12


def _end_labels(
    last: pd.DataFrame,
    heights: list[float],
    most: float,
    colours: Mapping[str, str],
    palette: Palette,
) -> list[vega.Chart]:
    """Names right of the plot, moved apart where they would overlap, each with its colour."""
    if last.empty:
        return []
    spread = shaping.spread(heights, most * _LABEL_GAP / _LINES_HEIGHT, most * 0.985)
    frame = last.assign(at=spread, colour=[colours[i] for i in last["id"]])
    base = vega.chart(_plain(frame)[["at", "colour", "name", "id"]]).encode(
        y=vega.shown("at:Q", scale={"domain": [0, most], "nice": False})
    )
    wide = vega.value({"expr": f"{_IS_WIDE} ? 1 : 0"})
    # covers the grid lines that run on behind the names
    cover = vega.chart().mark("rect", color=palette.background)
    return [
        cover.encode(
            x=vega.value(_beside(4)),
            x2=vega.value("width"),
            y=vega.value(-6),
            y2=vega.value("height"),
            opacity=wide,
        ),
        base.mark("square", size=60).encode(
            x=vega.value(_beside(14)),
            color=vega.shown("colour:N", scale=None),
            opacity=wide,
        ),
        base.mark("text", align="left", fontSize=12, color=palette.text).encode(
            x=vega.value(_beside(23)), text="name:N", opacity=wide
        ),
    ]


def _beside(pixels: int) -> dict[str, str]:
    """A place right of the plot; hidden words stand at 0, where they take up no room."""
    return {"expr": f"{_IS_WIDE} ? width - 140 + {pixels} : 0"}


def _finished(layers: list[Any], palette: Palette) -> Drawing:
    return styled(layered(layers, _LINES_HEIGHT).properties(resolve=APART), palette)


def layered(layers: Sequence[vega.Chart], height: int) -> Layers:
    """Charts on top of each other, so many pixels high."""
    return Layers(layers=tuple(layers)).properties(height=height)


def styled(chart: Drawing, palette: Palette, right: int = 0) -> Drawing:
    """The chart in the type and colours that all share, with room at its right."""
    words = {
        "labelColor": palette.muted,
        "titleColor": palette.muted,
        "titleFontWeight": "normal",
    }
    lines = dict.fromkeys(("gridColor", "domainColor", "tickColor"), palette.grid)
    config = {
        "background": "transparent",
        "font": FONT,
        "padding": {"left": 0, "top": 8, "right": right, "bottom": 4},
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": 13},
        "axis": {**words, **lines, "labelFontSize": 12, "titleFontSize": 12, "titlePadding": 8},
        "legend": {**words, "labelFontSize": 11, "titleFontSize": 11},
    }
    return chart.properties(config=config)
