"""Charts of two dimensions: a heatmap with one hue and the figures in its cells.

As in `charts`: frames and colours in, Vega-Lite out; never imports Streamlit, never reads.
"""

import pandas as pd

from dashboard import charts, formats, text, vega
from dashboard.colours import Palette, ink_on
from dashboard.vega import Drawing

_ROW = 27
_NAMES_ROOM = 118
# of slanting names above the first row, and beyond the last column
_HEADS_ROOM = 104
_OVERHANG = 44
_NAMES_LIMIT = {"expr": "containerSize()[0] < 500 ? 150 : 250"}


def matrix_heatmap(
    frame: pd.DataFrame, palette: Palette, *, measure: str, form: str, columns: str
) -> Drawing:
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
    base = vega.chart(cells).encode(
        x=vega.shown(
            "column:N",
            sort=heads,
            axis={
                "title": columns,
                "orient": "top",
                "labelAngle": -42,
                "labelLimit": _NAMES_ROOM,
                "ticks": False,
                "domain": False,
            },
        ),
        y=vega.shown(
            "name:N",
            sort=rows,
            axis={"title": None, "labelLimit": _NAMES_LIMIT, "ticks": False, "domain": False},
        ),
    )  # fmt: skip
    squares = base.mark("rect", stroke=palette.background, strokeWidth=2, cursor="pointer").encode(
        color=vega.shown(
            f"{value}:Q",
            scale={"domain": [0, most], "range": list(palette.heat), "interpolate": "rgb"},
            legend=None,
        ),
        tooltip=[
            vega.shown("name:N", title=" "),
            vega.shown("column:N", title=columns),
            vega.shown("percent:N", title=text.TOOLTIP_ROW_SHARE),
            vega.shown("value:Q", title=text.TOOLTIP_COUNT, format=","),
            vega.shown("total:Q", title=f"{text.TOOLTIP_ROW}, {text.units(measure)}", format=","),
        ],
    )
    figures = base.mark("text", fontSize=11).encode(
        text="cell:N",
        color=vega.shown("ink:N", scale=None),
        opacity=vega.value({"expr": f"width < {len(heads) * 24} ? 0 : 1"}),
    )
    height = len(rows) * _ROW + _HEADS_ROOM
    chart = charts.layered([squares.pick(charts.PICK), figures], height)
    return charts.styled(chart.properties(resolve=charts.APART), palette, right=_OVERHANG)


def _cell(value: float, form: str) -> str:
    """A figure as it fits into a cell: shares in per cent, without the sign."""
    if not value:
        return ""
    if form == "count":
        return formats.count(int(value))
    return formats.share(value).removesuffix("%").strip()
