"""A chart as a picture that explains itself: title, legend, filters and source stand in it.

Pure, and offline: vl-convert draws what the page draws, map shapes included. The words around the
chart are set here as SVG text, for the page has them as elements of its own.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import vl_convert

from dashboard.charts import FONT
from dashboard.colours import Palette
from dashboard.vega import Drawing

_WIDTH, _MARGIN = 900, 28
_SIZE = re.compile(r"<svg[^>]*?\swidth=\"([\d.]+)\"[^>]*?\sheight=\"([\d.]+)\"")
_CHARACTER_WIDTH = 0.55
"""Of a letter, against its size: enough for lines that never run out of the picture."""


@dataclass(frozen=True)
class Words:
    """What stands around the chart.

    Attributes:
        title: the question that it answers.
        filters: what is counted, of when and under which filters.
        note: what a reader must know to read it rightly; may be empty.
        source: where it comes from and of which generation.
        legend: what its colours mean: a word and a colour.
    """

    title: str
    filters: str
    note: str
    source: str
    legend: Sequence[tuple[str, str]] = ()


def draw_svg(chart: Drawing, words: Words, palette: Palette) -> str:
    """The picture as SVG.

    Args:
        chart: as the page shows it.
        words: around it.
        palette: of the theme in use.
    """
    inner, width, height = _chart(chart)
    lines = _Lines(max(width, _WIDTH), palette)
    lines.add(words.title, 22, palette.text, weight=600)
    lines.add(words.filters, 14, palette.text)
    lines.add_legend(words.legend)
    top = lines.bottom + 12
    lines.bottom = top + height + 8
    lines.add(words.note, 12, palette.muted)
    lines.add(words.source, 12, palette.muted)
    full_width, full_height = max(width, _WIDTH) + 2 * _MARGIN, lines.bottom + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{full_width:g}" height="{full_height:g}" '
        f'viewBox="0 0 {full_width:g} {full_height:g}">'
        f'<rect width="100%" height="100%" fill="{palette.background}"/>'
        f'{"".join(lines.elements)}<g transform="translate({_MARGIN},{top:g})">{inner}</g></svg>'
    )


def draw_png(chart: Drawing, words: Words, palette: Palette) -> bytes:
    """The same as PNG, twice as large, for print."""
    return vl_convert.svg_to_png(draw_svg(chart, words, palette), scale=2)


def _chart(chart: Drawing) -> tuple[str, float, float]:
    """The chart alone as SVG, its width and its height."""
    spec: dict[str, Any] = chart.to_dict()
    if "concat" not in spec:
        spec |= {"width": _WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}}
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4", allowed_base_urls=[])
    size = _SIZE.search(svg)
    if size is None:
        raise ValueError("vl-convert gave a picture without a size")
    return svg, float(size[1]), float(size[2])


class _Lines:
    """Words set from the top down."""

    def __init__(self, width: float, palette: Palette) -> None:
        self.elements: list[str] = []
        self.bottom = float(_MARGIN)
        self._width = width
        self._palette = palette

    def add(self, words: str, size: int, colour: str, weight: int = 400) -> None:
        """Set a paragraph, wrapped."""
        for line in textwrap.wrap(words, int(self._width / (size * _CHARACTER_WIDTH))):
            self.bottom += size * 1.4
            self._text(_MARGIN, self.bottom - size * 0.4, line, size, colour, weight)

    def add_legend(self, legend: Sequence[tuple[str, str]]) -> None:
        """Set squares with their words, row by row."""
        at, size = float(_MARGIN), 13
        if legend:
            self.bottom += size * 2
        for word, colour in legend:
            room = 24 + len(word) * size * _CHARACTER_WIDTH
            if at > _MARGIN and at + room > self._width:
                at = float(_MARGIN)
                self.bottom += size * 1.5
            self.elements.append(
                f'<rect x="{at:g}" y="{self.bottom - 15:g}" width="11" height="11" '
                f'fill="{escape(colour)}"/>'
            )
            self._text(at + 17, self.bottom - 5, word, size, self._palette.text)
            at += room + 10

    def _text(
        self, x: float, y: float, words: str, size: int, colour: str, weight: int = 400
    ) -> None:
        self.elements.append(
            f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{size}" '
            f'font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
        )
