"""The chart of coverage: how much of each period was delivered, at least.

As in `charts`: frames and colours in, Vega-Lite out; never imports Streamlit, never reads.
"""

import pandas as pd

from dashboard import charts, text, vega
from dashboard.colours import Palette
from dashboard.vega import Drawing

_HEIGHT = 240
_FLAT = 0.2
"""Below this part of the setting bars would lie flat on a scale up to 100 per cent."""


def reaches_setting(frame: pd.DataFrame, setting: float) -> bool:
    """Whether any period comes so near the setting that both can be read on one scale.

    Args:
        frame: as `shaping.coverage` makes it.
        setting: from which share on an empty cell counts as zero.
    """
    return bool(frame["share"].max() >= _FLAT * setting)


def coverage_bars(frame: pd.DataFrame, palette: Palette, *, step: str, setting: float) -> Drawing:
    """A bar per period, pale where some of its days are known only in part; a band for nothing.

    Args:
        frame: as `shaping.coverage` makes it.
        palette: of the theme in use.
        step: day, week or month.
        setting: from which share on an empty cell counts as zero; drawn where the scale, which
            follows the bars where all are low, reaches it.
    """
    # a date is nothing that the drawer of pictures takes; start and end say the same
    frame = frame.drop(columns="period", errors="ignore")
    start = vega.shown("start:T", axis=charts.time_axis(step), scale={"nice": False})
    tooltip = [
        vega.shown("when:N", title=text.TOOLTIP_PERIOD),
        vega.shown("least:N", title=text.COVERAGE_LEAST),
        vega.shown("seen:Q", title=text.COVERAGE_SEEN, format=","),
        vega.shown("spanned:Q", title=text.COVERAGE_SPANNED, format=","),
        vega.shown("state:N", title=text.TOOLTIP_STATE),
    ]
    nothing = vega.chart(frame[frame["kind"] == "none"]).mark(
        "rect", color=palette.grid, opacity=0.7
    )
    bars = vega.chart(frame[frame["kind"] != "none"]).mark("rect", stroke=palette.background)
    rule = vega.chart(pd.DataFrame({"setting": [setting]})).mark(
        "rule", color=palette.text, strokeDash=[3, 3]
    )
    reaches = reaches_setting(frame, setting)
    most = max(float(frame["share"].max()), 0.001)
    share = {"domain": [0, 1 if reaches else most * 1.15], "nice": False}
    axis = {"title": text.COVERAGE_AXIS, "labelExpr": charts.PERCENT, "tickCount": 5}
    layers = [
        nothing.encode(
            x=start, x2="end:T", y=vega.value(0), y2=vega.value("height"), tooltip=tooltip
        ),
        bars.encode(
            x=start,
            x2="end:T",
            y=vega.shown("share:Q", scale=share, axis=axis),
            y2={"datum": 0},
            color=vega.shown("colour:N", scale=None),
            tooltip=tooltip,
        ),
    ]
    if reaches:
        layers.append(rule.encode(y=vega.shown("setting:Q", scale=share, axis=axis)))
    return charts.styled(charts.layered(layers, _HEIGHT), palette)
