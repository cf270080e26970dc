"""The chart of an answer that nobody foresaw. Never imports Streamlit."""

from typing import Any

import pandas as pd

from dashboard import vega
from dashboard.charts import layered, styled
from dashboard.colours import Palette
from dashboard.quick import NUMBER, TIME, Plan
from dashboard.vega import Drawing

_HEIGHT = 300
_ROW = 34
_FORMATS = {TIME: "%-d %b %Y", NUMBER: ",~f"}


def quick_chart(marks: pd.DataFrame, kind: str, plan: Plan, palette: Palette) -> Drawing:
    """Lines along a time, bars along words, points along a number.

    Args:
        marks: as `quick.points` makes them.
        kind: of x.
        plan: for the names of the axes.
        palette: of the theme in use.
    """
    if kind not in (TIME, NUMBER):
        return _bars(marks, plan, palette)
    tooltip = [
        vega.shown("x:T" if kind == TIME else "x:Q", title=plan.x, format=_FORMATS[kind]),
        vega.shown("y:Q", title=plan.y, format=",~f"),
    ]
    colour: Any = vega.value(palette.accent)
    if plan.by:
        tooltip.append(vega.shown("by:N", title=plan.by))
        order = list(dict.fromkeys(marks["by"]))
        scale = {"domain": order, "range": list(palette.families.values())[: len(order)]}
        colour = vega.shown(
            "by:N", scale=scale, title=plan.by, legend={"orient": "top", "symbolType": "square"}
        )
    base = vega.chart(marks).encode(
        x=vega.shown(
            "x:T" if kind == TIME else "x:Q",
            title=plan.x,
            axis={"grid": False, "tickCount": 6, "labelOverlap": True, "format": _FORMATS[kind]},
            scale={"nice": False} if kind == TIME else {"zero": False},
        ),
        y=vega.shown("y:Q", title=plan.y, axis={"tickCount": 5, "format": ",~f"}),
        color=colour,
        tooltip=tooltip,
    )
    seen = base.mark("point", filled=True, size=45, opacity=0.9)
    layers = [base.mark("line", strokeWidth=2), seen] if kind == TIME else [seen]
    return styled(layered(layers, _HEIGHT), palette, right=12)


def _bars(marks: pd.DataFrame, plan: Plan, palette: Palette) -> Drawing:
    """Horizontal bars in the order of the answer, each with its name above it."""
    marks = marks.assign(figure=[_figure(value) for value in marks["y"]])
    low, high = min(marks["y"].min(), 0.0), max(marks["y"].max(), 0.0)
    room = ((high - low) or 1.0) * 0.22
    base = vega.chart(marks).encode(
        y=vega.shown("place:O", axis=None, scale={"paddingInner": 0, "paddingOuter": 0}),
        tooltip=[
            vega.shown("x:N", title=plan.x),
            vega.shown("y:Q", title=plan.y, format=",~f"),
        ],
    )
    figures = vega.shown(
        "y:Q",
        title=plan.y,
        axis={"tickCount": 4, "format": ",~f"},
        scale={"domain": [low, high + room], "nice": False},
    )
    bars = base.mark("bar", size=11, yOffset=8, color=palette.accent).encode(x=figures)
    names = base.mark(
        "text", align="left", baseline="middle", dy=-8, limit={"expr": "width"}, color=palette.text
    ).encode(x=vega.value(0), text="x:N")
    values = base.mark("text", align="left", baseline="middle", dx=6, dy=8, color=palette.muted)
    height = len(marks) * _ROW + 56
    layers = [bars, names, values.encode(x=figures, text="figure:N")]
    return styled(layered(layers, height), palette)


def _figure(value: float) -> str:
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"
