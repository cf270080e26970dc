"""Small multiples in one picture; on the page each of them is a chart of its own.

As in `charts`: frames and colours in, Vega-Lite out; never imports Streamlit, never reads.
"""

from collections.abc import Mapping

import pandas as pd

from dashboard import charts
from dashboard.colours import Palette
from dashboard.vega import Drawing, Grid

COLUMNS = 4
_WIDTH = 178


def small_grid(
    frame: pd.DataFrame,
    colours: Mapping[str, str],
    palette: Palette,
    *,
    measure: str,
    step: str,
    most: float,
) -> Drawing:
    """Every series in a chart of its own, each under its name, row by row.

    Args:
        frame: as `shaping.over_time` makes it.
        colours: by series id, in the order in which they are drawn.
        palette: of the theme in use.
        measure: what is counted.
        step: day, week or month.
        most: top of the scale that all share.
    """
    pieces = []
    for series, colour in colours.items():
        own = frame[frame["id"] == series]
        piece = charts.small_line(own, colour, palette, measure=measure, step=step, most=most)
        name = {
            "text": str(own["name"].iloc[0]),
            "anchor": "start",
            "fontSize": 13,
            "fontWeight": "normal",
            "color": palette.text,
        }
        pieces.append(piece.properties(title=name, width=_WIDTH))
    return charts.styled(Grid(pieces=tuple(pieces), columns=COLUMNS), palette)
