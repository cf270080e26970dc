"""Pictures of charts: drawn offline, with all that explains them, and no markup of a reader's."""

import io
import re
import xml.etree.ElementTree as ElementTree

import pandas as pd
import pytest
from PIL import Image

from dashboard import charts, colours
from dashboard.charts_coverage import coverage_bars
from dashboard.charts_small import small_grid
from dashboard.picture import Words, draw_png, draw_svg
from dashboard.vega import Drawing
from tests.dashboard.test_dashboard_charts import _map_frame, periods, ranked, timed

WORDS = Words(
    "Where is it about?",
    "19 articles <b>&</b> more " * 12,
    "A note.",
    "Source: Baspasoz, data version 20260212.",
    [("Economy", "#0072B2"), ("A word & another", "#D55E00")] * 6,
)


def chart(kind: str, palette: colours.Palette) -> Drawing:
    if kind == "map":
        return charts.regions_map(_map_frame(), palette, measure="articles")
    if kind == "coverage":
        return coverage_bars(periods([0.1] * 6), palette, step="day", setting=0.5)
    return charts.ranking_bars(ranked(), palette, measure="articles", form="share")


def words_of(svg: str) -> str:
    root = ElementTree.fromstring(svg)
    return " ".join("".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("kind", ["map", "ranking", "coverage"])
@pytest.mark.parametrize("palette", [colours.LIGHT, colours.DARK], ids=["light", "dark"])
def test_a_picture_explains_itself(kind: str, palette: colours.Palette) -> None:
    svg = draw_svg(chart(kind, palette), WORDS, palette)
    shown = words_of(svg)
    for part in (WORDS.title, WORDS.note, WORDS.source, "<b>&</b>", "Economy", "A word & another"):
        assert part in shown
    assert palette.background in svg
    # a map has the country's shapes, a ranking its bars
    assert len(re.findall(r"<path ", svg)) >= (17 if kind == "map" else 4)


def test_a_picture_fetches_nothing() -> None:
    svg = draw_svg(chart("map", colours.LIGHT), WORDS, colours.LIGHT)
    addresses = set(re.findall(r"(?:https?:)?//[^\s\"']+", svg))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_a_png_is_twice_as_large_as_the_svg() -> None:
    made = chart("ranking", colours.LIGHT)
    width = float(ElementTree.fromstring(draw_svg(made, WORDS, colours.LIGHT)).attrib["width"])
    with Image.open(io.BytesIO(draw_png(made, WORDS, colours.LIGHT))) as image:
        assert abs(image.width - 2 * width) <= 2
        # the title's own line has ink: a font that isn't known would leave it blank
        line = image.convert("L").crop((56, 50, 700, 110))
        assert min(line.getdata()) < 100


def test_small_multiples_are_one_picture_with_every_name() -> None:
    one = timed()
    frame = pd.concat(
        [one[one["id"] == "a"].assign(id=f"a{n}", name=f"Place {n}") for n in range(6)]
    )
    tints = dict.fromkeys(frame["id"].unique(), "#2D52A8")
    made = small_grid(frame, tints, colours.LIGHT, measure="articles", step="month", most=5)
    svg = draw_svg(made, WORDS, colours.LIGHT)
    shown = words_of(svg)
    for name in frame["name"].unique():
        assert name in shown
    root = ElementTree.fromstring(svg)
    # four in a row, two rows: no higher than two of them and the words
    assert 900 <= float(root.attrib["width"]) <= 1100
    assert float(root.attrib["height"]) < 900
