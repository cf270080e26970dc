"""Charts of two dimensions: a heatmap with one hue and the figures in its cells.

As in `charts`: frames and colours in, Altair out; never imports Streamlit, never reads.
"""

import altair as alt
import pandas as pd

from dashboard import charts, formats, text
from dashboard.colours import Palette, ink_on

_ROW = 27
_NAMES_ROOM = 118
# of slanting names above the first row, and beyond the last column
_HEADS_ROOM = 104
_OVERHANG = 44
_NAMES_LIMIT = {"expr": "containerSize()[0] < 500 ? 150 : 250"}


def matrix_heatmap(
    frame: pd.DataFrame, palette: Palette, *, measure: str, form: str, columns: str
) -> charts.Drawing:
    """Cells by row and column, darker for more; the figure stands in each cell.

    Args:
        frame: as `shaping.matrix` makes it.
        palette: of the theme in use.
        measure: what is counted.
        form: share (of the row) or count.
        columns: what the columns are, as the axis names it.
    """
    value = "share" if form == "share" else "value"
    most = max(float(frame[value].max()), 1e-9)
    cells = frame.assign(
        ink=[ink_on(palette.heat, v / most) if v else palette.muted for v in frame[value]],
        cell=[_cell(v, form) for v in frame[value]],
        percent=[formats.share(s) for s in frame["share"]],
    )
    rows = cells.drop_duplicates("id").sort_values("place")["name"].tolist()
    heads = cells.drop_duplicates("column_id").sort_values("column_place")["column"].tolist()
    base = alt.Chart(cells).encode(
        x=alt.X(
            "column:N",
            sort=heads,
            axis=alt.Axis(
                title=columns, orient="top", labelAngle=-42, labelLimit=_NAMES_ROOM, ticks=False,
                domain=False,
            ),
        ),
        y=alt.Y(
            "name:N",
            sort=rows,
            axis=alt.Axis(title=None, labelLimit=_NAMES_LIMIT, ticks=False, domain=False),
        ),
    )  # fmt: skip
    squares = base.mark_rect(stroke=palette.background, strokeWidth=2, cursor="pointer").encode(
        color=alt.Color(
            f"{value}:Q",
            scale=alt.Scale(domain=[0, most], range=list(palette.heat), interpolate="rgb"),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("column:N", title=columns),
            alt.Tooltip("percent:N", title=text.TOOLTIP_ROW_SHARE),
            alt.Tooltip("value:Q", title=text.TOOLTIP_COUNT, format=","),
            alt.Tooltip("total:Q", title=f"{text.TOOLTIP_ROW}, {text.units(measure)}", format=","),
        ],
    )
    figures = base.mark_text(fontSize=11).encode(
        text="cell:N",
        color=alt.Color("ink:N", scale=None),
        opacity=alt.value({"expr": f"width < {len(heads) * 24} ? 0 : 1"}),
    )
    chart = alt.layer(squares.add_params(charts.pick()), figures)
    chart = chart.resolve_scale(color="independent")
    height = len(rows) * _ROW + _HEADS_ROOM
    return charts.styled(chart.properties(height=height), palette, right=_OVERHANG)


def _cell(value: float, form: str) -> str:
    """A figure as it fits into a cell: shares in per cent, without the sign."""
    if not value:
        return ""
    if form == "count":
        return formats.count(int(value))
    return formats.share(value).removesuffix("%").strip()
