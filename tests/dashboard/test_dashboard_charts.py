"""Charts and what makes them ready: shapes, states, colours; drawn here, looked at elsewhere."""

import ast
import datetime as dt
import itertools
import json
import tomllib
from pathlib import Path

import altair as alt
import pandas as pd
import pytest

from dashboard import charts, colours, formats, quick, shaping, vega
from dashboard.charts_coverage import coverage_bars
from dashboard.charts_matrix import matrix_heatmap
from dashboard.charts_quick import quick_chart
from dashboard.charts_small import small_grid
from dashboard.geo import boundaries
from dashboard.vega import Drawing

DASHBOARD = Path(charts.__file__).parent
PALETTES = {"light": colours.LIGHT, "dark": colours.DARK}
# Machado, Oliveira and Fernandes (2009), severity 1, on linear light
BLINDNESS = {
    "protan": (0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216,
               -0.003882, -0.048116, 1.051998),
    "deutan": (0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413,
               -0.011820, 0.042940, 0.968881),
    "tritan": (1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602,
               0.004733, 0.691367, 0.303900),
}  # fmt: skip


def perceived(colour: str, blindness: str | None) -> tuple[float, ...]:
    """A colour in Oklab, as somebody sees it."""
    c = [v / 255 for v in colours.channels(colour)]
    rgb = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in c]
    if blindness:
        m = BLINDNESS[blindness]
        rgb = [sum(m[3 * i + j] * rgb[j] for j in range(3)) for i in range(3)]
    r, g, b = (min(max(v, 0.0), 1.0) for v in rgb)
    lms = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (v ** (1 / 3) for v in lms)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("blindness", [None, *BLINDNESS])
def test_families_stay_apart_for_every_eye(theme: str, blindness: str | None) -> None:
    seen = {k: perceived(c, blindness) for k, c in PALETTES[theme].families.items()}
    for (one, a), (other, b) in itertools.combinations(seen.items(), 2):
        apart = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        assert apart >= 0.055, f"{one} and {other} look alike ({apart:.3f}); move one of them"


@pytest.mark.parametrize("theme", PALETTES)
def test_contrast_is_enough(theme: str) -> None:
    palette = PALETTES[theme]
    assert colours.contrast(palette.text, palette.background) >= 7
    assert colours.contrast(palette.muted, palette.background) >= 4.5
    for colour in [*palette.families.values(), *palette.parts.values(), palette.accent]:
        assert colours.contrast(colour, palette.background) >= 3, colour
    for stops in (palette.ramp, palette.heat):
        for step in range(41):
            place = step / 40 * (len(stops) - 1)
            low = min(int(place), len(stops) - 2)
            under = colours.mix(stops[low], stops[low + 1], place - low)
            assert colours.contrast(colours.ink_on(stops, step / 40), under) >= 4.5, under


def test_the_page_and_its_charts_have_the_same_colours() -> None:
    config = tomllib.loads((DASHBOARD / ".streamlit" / "config.toml").read_text())
    for name, palette in PALETTES.items():
        assert config["theme"][name]["backgroundColor"] == palette.background
        assert config["theme"][name]["textColor"] == palette.text
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["client"]["disableDataExport"] is True


def test_who_may_import_what() -> None:
    """What computes draws no page; the other borders stand in tests/test_borders.py."""
    pure = {
        "charts.py",
        "colours.py",
        "filters.py",
        "formats.py",
        "shaping.py",
        "text.py",
        "vega.py",
    }
    for path in DASHBOARD.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {
            name
            for node in ast.walk(tree)
            for name in (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        roots = {name.split(".")[0] for name in names}
        if path.name in pure or "geo" in path.parts:
            assert "streamlit" not in roots, f"{path.name} is pure: move what draws the page"


def ranked(form: str = "share") -> pd.DataFrame:
    counts = pd.DataFrame({"id": [*"abcdefgh", "none"], "value": [9, 8, 7, 6, 5, 4, 3, 2, 6]})
    return shaping.ranking(
        counts, 50, name=str.upper, colour=lambda _: "#000000", form=form, rows=5, last=("none",)
    )


def test_a_ranking_folds_the_rest_and_keeps_the_total() -> None:
    frame = ranked()
    assert list(frame["name"]) == ["A", "B", "C", "D", "E", "Other (3)", "NONE"]
    assert frame["value"].sum() == 50
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["label"].iloc[0] == "18\u00a0% (9)"
    assert ranked("count")["label"].iloc[0] == "9 (18\u00a0%)"


def timed(step: str = "month") -> pd.DataFrame:
    counts = pd.DataFrame(
        {
            "period": [dt.date(2025, 11, 1), dt.date(2026, 2, 1)],
            "id": ["a", "b"],
            "value": [3, 4],
            "total": [10, 8],
        }
    )
    return shaping.over_time(
        counts,
        delivered={dt.date(2025, 11, 1), dt.date(2026, 1, 1), dt.date(2026, 2, 1)},
        step=step,
        first=dt.date(2025, 11, 5),
        last=dt.date(2026, 2, 11),
        data_end=dt.date(2026, 2, 11),
        ids=["a", "b"],
        name=str.upper,
    )


def test_a_zero_a_gap_and_an_open_end_are_three_things() -> None:
    frame = timed().set_index(["id", "period"]).loc["a"]
    assert list(frame["state"]) == [
        shaping.FINISHED,
        shaping.GAP,
        shaping.EMPTY,
        shaping.UNFINISHED,
    ]
    assert frame["value"].tolist()[0] == 3
    assert pd.isna(frame["value"].iloc[1])
    assert frame["value"].iloc[2] == 0
    assert pd.isna(frame["share"].iloc[2])
    assert frame["share"].iloc[3] == 0
    found = shaping.gaps(frame.reset_index(), "month")
    assert found.to_dict("records") == [{"start": dt.date(2025, 12, 1), "end": dt.date(2026, 1, 1)}]


@pytest.mark.parametrize(
    ("last", "step"),
    [(dt.date(2026, 2, 20), "day"), (dt.date(2026, 6, 1), "week"), (dt.date(2027, 2, 1), "month")],
)
def test_the_step_follows_the_length(last: dt.date, step: str) -> None:
    assert shaping.step_for(dt.date(2026, 1, 1), last, "auto") == step
    assert shaping.step_for(dt.date(2026, 1, 1), last, "day") == "day"


def test_a_heatmap_has_every_cell() -> None:
    counts = pd.DataFrame({"row": ["a", "b"], "column": ["x", "y"], "value": [3, 1]})
    totals = pd.DataFrame({"id": ["a", "b"], "value": [4, 1]})
    cells = shaping.matrix(
        counts, totals, rows=["a", "b"], columns=["x", "y"], name=str.upper, column_name=str
    )
    assert cells["value"].tolist() == [3, 0, 0, 1]
    assert cells["share"].tolist() == [0.75, 0, 0, 1]
    assert cells["name"].tolist() == ["A", "A", "B", "B"]
    drawn = matrix_heatmap(
        cells, colours.LIGHT, measure="articles", form="share", columns="Letter"
    ).to_dict()
    assert "Letter" in str(drawn)


def test_labels_are_moved_apart_and_stay_below_the_top() -> None:
    spread = shaping.spread([5.0, 5.1, 9.9, 10.0, 0.0], 1.0, 10.0)
    ordered = sorted(spread)
    assert all(b - a >= 0.999 for a, b in itertools.pairwise(ordered))
    assert max(spread) <= 10.0


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_chart_is_valid_vega_lite(palette: colours.Palette) -> None:
    tints = {"a": palette.accent, "b": palette.neutral}
    frame = timed()
    drawn = [
        charts.ranking_bars(ranked(), palette, measure="articles", form="share"),
        charts.ranking_bars(ranked().head(0), palette, measure="stories", form="count"),
        charts.families_area(frame, tints, palette, measure="articles", step="month"),
        charts.series_lines(frame, tints, palette, measure="stories", form="share", step="month"),
        charts.series_lines(frame, tints, palette, measure="articles", form="count", step="month"),
        charts.small_line(
            frame[frame["id"] == "a"], "#000000", palette, measure="articles", step="month", most=5
        ),
        small_grid(frame, tints, palette, measure="articles", step="month", most=5),
        charts.regions_map(_map_frame(), palette, measure="articles"),
        coverage_bars(periods([0.4, 0.2]), palette, step="day", setting=0.5),
        *_quick_charts(palette),
    ]
    for chart in drawn:
        spec = chart.to_dict()
        # raises what is no Vega-Lite; of values that stand in no frame, JSON has to know the type
        alt.Chart.from_dict(json.loads(json.dumps(spec, allow_nan=False)))
        assert "http" not in str({k: v for k, v in spec.items() if k != "$schema"})


def _quick_charts(palette: colours.Palette) -> list[Drawing]:
    rows = pd.DataFrame(
        {"day": ["2026-02-01", "2026-02-02"], "lang": ["kk", "ru"], "n": [1, 2], "m": [3.5, 4]}
    )
    plans = [quick.Plan("day", "n"), quick.Plan("day", "n", "lang"), quick.Plan("lang", "n"),
             quick.Plan("m", "n")]  # fmt: skip
    return [quick_chart(*quick.points(rows, plan), plan, palette) for plan in plans]


def test_what_is_missing_is_null_and_rows_stand_in_a_chart_once() -> None:
    rows = pd.DataFrame({"a": [1.5, None], "b": ["x", pd.NA]})
    assert vega.as_rows(rows) == [{"a": 1.5, "b": "x"}, {"a": None, "b": None}]
    base = vega.chart(rows)
    twice = vega.Layers(layers=(base.mark("bar"), base.mark("text"))).to_dict()
    first, second = (layer["data"] for layer in twice["layer"])
    assert len(first["values"]) == 2
    assert second == {"name": first["name"]}


def test_axes_have_names_with_units() -> None:
    spec = charts.ranking_bars(ranked(), colours.LIGHT, measure="stories", form="share").to_dict()
    assert spec["layer"][0]["encoding"]["x"]["axis"]["title"] == "Share of stories, %"


def _map_frame() -> pd.DataFrame:
    rows = [
        {
            "id": region,
            "name": region,
            "kind": "city" if region in ("KZ-71", "KZ-75", "KZ-79") else "oblast",
            "latitude": 45.0,
            "longitude": 70.0,
            "value": number % 3,
            "total": 20,
            "share": (number % 3) / 20,
            "label": "",
        }
        for number, region in enumerate(boundaries.shapes())
    ]
    return pd.DataFrame(rows)


def test_shapes_are_closed_clockwise_and_hatched_inside() -> None:
    assert len(boundaries.shapes()) == 20
    for region, shape in boundaries.shapes().items():
        ring = max((p[0] for p in shape["coordinates"]), key=len)
        assert ring[0] == ring[-1], region
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
        assert area < 0, f"{region} runs anticlockwise: Vega-Lite would fill the whole globe"
    lines = boundaries.hatchings()["KZ-35"]["coordinates"]
    west, east = 66.0, 78.5
    assert len(lines) > 5
    assert all(west < x < east for line in lines for x, _ in line)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.14, "14 %"), (0.0999, "10 %"), (0.053, "5.3 %"), (0.05, "5 %"), (0.0004, "<0.1 %"),
     (0, "0 %"), (1, "100 %")],
)  # fmt: skip
def test_shares_are_written_for_readers(share: float, words: str) -> None:
    assert formats.share(share) == words.replace(" ", "\u00a0")


def test_dates_and_numbers_are_written_for_readers() -> None:
    assert formats.day(dt.date(2026, 2, 11)).split() == ["11", "Feb", "2026"]
    assert formats.count(1204) == "1,204"
    assert formats.listing(["a", "b", "c"], "or") == "a, b or c"


def periods(shares: list[float]) -> pd.DataFrame:
    days = [dt.date(2026, 1, 1 + n) for n in range(len(shares))]
    return pd.DataFrame(
        {
            "period": days,
            "start": [f"{day}T00:00:00" for day in days],
            "end": [f"{day + dt.timedelta(days=1)}T00:00:00" for day in days],
            "share": shares,
            "kind": "part",
            "colour": "#000000",
        }
    ).assign(when="", least="", seen=1, spanned=9, state="")


@pytest.mark.parametrize(
    ("shares", "setting", "top"),
    [
        ([0.011, 0.02], 0.5, 0.023),
        ([0.011, 0.02], 0.05, 1),
        ([0.3, 0.01], 0.5, 1),
        ([0.0], 0.5, 0.00115),
    ],
)
def test_low_coverage_is_drawn_on_a_scale_of_its_own(
    shares: list[float], setting: float, top: float
) -> None:
    """Bars of one per cent would lie flat on a scale up to 100."""
    chart = coverage_bars(periods(shares), colours.LIGHT, step="day", setting=setting).to_dict()
    domains = [layer["encoding"]["y"].get("scale", {}).get("domain") for layer in chart["layer"]]
    assert domains[1] == pytest.approx([0, top])
    assert (len(domains) == 3) == (top == 1), "the bound is drawn where the scale reaches it"
