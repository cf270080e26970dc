"""The chart of an answer that nobody foresaw. Never imports Streamlit."""

from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import Drawing, styled
from dashboard.colours import Palette
from dashboard.quick import NUMBER, TIME, Plan

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
        alt.Tooltip("x:T" if kind == TIME else "x:Q", title=plan.x, format=_FORMATS[kind]),
        alt.Tooltip("y:Q", title=plan.y, format=",~f"),
    ]
    colour: Any = alt.value(palette.accent)
    if plan.by:
        tooltip.append(alt.Tooltip("by:N", title=plan.by))
        order = list(dict.fromkeys(marks["by"]))
        scale = alt.Scale(domain=order, range=list(palette.families.values())[: len(order)])
        colour = alt.Color(
            "by:N", scale=scale, title=plan.by, legend=alt.Legend(orient="top", symbolType="square")
        )
    base = alt.Chart(marks).encode(
        x=alt.X(
            "x:T" if kind == TIME else "x:Q",
            title=plan.x,
            axis=alt.Axis(grid=False, tickCount=6, labelOverlap=True, format=_FORMATS[kind]),
            scale=alt.Scale(nice=False) if kind == TIME else alt.Scale(zero=False),
        ),
        y=alt.Y("y:Q", title=plan.y, axis=alt.Axis(tickCount=5, format=",~f")),
        color=colour,
        tooltip=tooltip,
    )
    seen = base.mark_point(filled=True, size=45, opacity=0.9)
    layers = [base.mark_line(strokeWidth=2), seen] if kind == TIME else [seen]
    return styled(alt.layer(*layers).properties(height=_HEIGHT), palette, right=12)


def _bars(marks: pd.DataFrame, plan: Plan, palette: Palette) -> Drawing:
    """Horizontal bars in the order of the answer, each with its name above it."""
    marks = marks.assign(figure=[_figure(value) for value in marks["y"]])
    low, high = min(marks["y"].min(), 0.0), max(marks["y"].max(), 0.0)
    room = ((high - low) or 1.0) * 0.22
    base = alt.Chart(marks).encode(
        y=alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)),
        tooltip=[
            alt.Tooltip("x:N", title=plan.x),
            alt.Tooltip("y:Q", title=plan.y, format=",~f"),
        ],
    )
    figures = alt.X(
        "y:Q",
        title=plan.y,
        axis=alt.Axis(tickCount=4, format=",~f"),
        scale=alt.Scale(domain=[low, high + room], nice=False),
    )
    bars = base.mark_bar(size=11, yOffset=8, color=palette.accent).encode(x=figures)
    names = base.mark_text(
        align="left", baseline="middle", dy=-8, limit={"expr": "width"}, color=palette.text
    ).encode(x=alt.value(0), text="x:N")
    values = base.mark_text(align="left", baseline="middle", dx=6, dy=8, color=palette.muted)
    height = len(marks) * _ROW + 56
    layers = [bars, names, values.encode(x=figures, text="figure:N")]
    return styled(alt.layer(*layers).properties(height=height), palette)


def _figure(value: float) -> str:
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3g}"
