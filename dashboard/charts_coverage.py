"""The chart of coverage: how much of each period was delivered, at least.

As in `charts`: frames and colours in, Altair out; never imports Streamlit, never reads.
"""

import altair as alt
import pandas as pd

from dashboard import charts, text
from dashboard.colours import Palette

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


def coverage_bars(
    frame: pd.DataFrame, palette: Palette, *, step: str, setting: float
) -> charts.Drawing:
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
    start = alt.X("start:T", axis=charts.time_axis(step), scale=alt.Scale(nice=False))
    tooltip = [
        alt.Tooltip("when:N", title=text.TOOLTIP_PERIOD),
        alt.Tooltip("least:N", title=text.COVERAGE_LEAST),
        alt.Tooltip("seen:Q", title=text.COVERAGE_SEEN, format=","),
        alt.Tooltip("spanned:Q", title=text.COVERAGE_SPANNED, format=","),
        alt.Tooltip("state:N", title=text.TOOLTIP_STATE),
    ]
    nothing = alt.Chart(frame[frame["kind"] == "none"]).mark_rect(color=palette.grid, opacity=0.7)
    bars = alt.Chart(frame[frame["kind"] != "none"]).mark_rect(stroke=palette.background)
    rule = alt.Chart(pd.DataFrame({"setting": [setting]})).mark_rule(
        color=palette.text, strokeDash=[3, 3]
    )
    reaches = reaches_setting(frame, setting)
    most = max(float(frame["share"].max()), 0.001)
    share = alt.Scale(domain=[0, 1 if reaches else most * 1.15], nice=False)
    axis = alt.Axis(title=text.COVERAGE_AXIS, labelExpr=charts.PERCENT, tickCount=5)
    layers = [
        nothing.encode(
            x=start, x2="end:T", y=alt.value(0), y2=alt.value("height"), tooltip=tooltip
        ),
        bars.encode(
            x=start,
            x2="end:T",
            y=alt.Y("share:Q", scale=share, axis=axis),
            y2=alt.datum(0),
            color=alt.Color("colour:N", scale=None),
            tooltip=tooltip,
        ),
    ]
    if reaches:
        layers.append(rule.encode(y=alt.Y("setting:Q", scale=share, axis=axis)))
    return charts.styled(alt.layer(*layers).properties(height=_HEIGHT), palette)
