"""Vega-Lite in Altair's words: the few that our charts use, written straight as dictionaries.

Altair copies and checks each part of a chart many times over, and that was two thirds of what a
page took; the tests have Altair check what comes out here. What a chart shows stands in `charts`
and beside it; nothing here knows of colours, words or readers.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import pandas as pd

Part = dict[str, Any]
Rows = list[dict[str, Any]]
Channel = Part | str | Sequence[Part] | Sequence[str]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
_TYPES = {"N": "nominal", "O": "ordinal", "Q": "quantitative", "T": "temporal"}
# the second end of a mark has the type of the first
_SECOND = frozenset({"x2", "y2"})


@dataclass(frozen=True)
class Drawing(ABC):
    """A chart of any kind.

    Attributes:
        spec: what stands beside its marks: size, title, configuration and the like.
    """

    spec: Part = field(default_factory=dict)

    def properties(self, **given: object) -> Self:
        """The same with more beside its marks."""
        return replace(self, spec=self.spec | given)

    def to_dict(self) -> Part:
        """The chart as Vega-Lite, rows included."""
        names: dict[int, str] = {}
        return {"$schema": _SCHEMA, **self._body(names), **self.spec}

    @abstractmethod
    def _body(self, names: dict[int, str]) -> Part:
        """What is drawn; rows that stand in it already are named."""


@dataclass(frozen=True)
class Chart(Drawing):
    """Marks of one kind.

    Attributes:
        rows: a mark for each.
        drawn_as: kind and look of the marks.
        channels: what each channel shows.
        steps: done to the rows before they are drawn.
        picked_by: the selection that a click on a mark makes.
    """

    rows: Rows = field(default_factory=lambda: [{}])
    drawn_as: Part = field(default_factory=dict)
    channels: Part = field(default_factory=dict)
    steps: tuple[Part, ...] = ()
    picked_by: Part | None = None

    def mark(self, kind: str, **look: object) -> "Chart":
        """The same with marks of that kind."""
        return replace(self, drawn_as={"type": kind, **look})

    def encode(self, **channels: Channel) -> "Chart":
        """The same with more channels; "name:N" stands for a field and its type."""
        made = {name: _channel(name, given) for name, given in channels.items()}
        return replace(self, channels=self.channels | made)

    def only(self, test: str) -> "Chart":
        """The same without the rows that fail a test, a Vega expression."""
        return replace(self, steps=(*self.steps, {"filter": test}))

    def pick(self, name: str) -> "Chart":
        """The same with a selection of marks by their `id`, on a click."""
        select = {"type": "point", "fields": ["id"], "on": "click", "toggle": False}
        return replace(self, picked_by={"name": name, "select": select})

    def _body(self, names: dict[int, str]) -> Part:
        body: Part = {"data": _data(self.rows, names), "mark": self.drawn_as}
        if self.channels:
            body["encoding"] = self.channels
        if self.steps:
            body["transform"] = list(self.steps)
        return body


@dataclass(frozen=True)
class Layers(Drawing):
    """Charts on top of each other, the first at the bottom."""

    layers: tuple[Chart, ...] = ()

    def _body(self, names: dict[int, str]) -> Part:
        layers: list[Part] = []
        picks: list[Part] = []
        for layer in self.layers:
            body = layer._body(names)
            if layer.picked_by:
                # only a selection at the top is seen by whoever shows the chart
                body["name"] = f"view_{len(picks) + 1}"
                picks.append({**layer.picked_by, "views": [body["name"]]})
            layers.append(body)
        return {"layer": layers, **({"params": picks} if picks else {})}


@dataclass(frozen=True)
class Grid(Drawing):
    """Charts beside and below each other, row by row."""

    pieces: tuple[Drawing, ...] = ()
    columns: int = 1

    def _body(self, names: dict[int, str]) -> Part:
        pieces = [{**piece._body(names), **piece.spec} for piece in self.pieces]
        for piece in pieces:
            # what is configured belongs to the whole
            piece.pop("config", None)
        return {"concat": pieces, "columns": self.columns}


def chart(rows: pd.DataFrame | Rows | None = None) -> Chart:
    """A chart of rows; of one empty row where none are given."""
    if rows is None:
        return Chart()
    return Chart(rows=as_rows(rows) if isinstance(rows, pd.DataFrame) else rows)


def as_rows(frame: pd.DataFrame) -> Rows:
    """The rows of a frame as JSON knows them: what is missing is null."""
    columns = [
        [None if missing else value for value, missing in zip(values, missings, strict=True)]
        for values, missings in (
            (frame[name].tolist(), frame[name].isna().tolist()) for name in frame
        )
    ]
    names = [str(name) for name in frame]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def shown(shorthand: str, **given: object) -> Part:
    """A channel that shows a field: "name:N" and what else is said of it."""
    name, _, kind = shorthand.partition(":")
    return {"field": name, "type": _TYPES[kind], **given}


def value(fixed: object) -> Part:
    """A channel that is the same for each mark: pixels, a colour or an expression."""
    return {"value": fixed}


def _channel(name: str, given: Channel) -> Part | list[Part]:
    if isinstance(given, dict):
        return given
    if not isinstance(given, str):
        return [shown(part) if isinstance(part, str) else part for part in given]
    made = shown(given)
    return {"field": made["field"]} if name in _SECOND else made


def _data(rows: Rows, names: dict[int, str]) -> Mapping[str, object]:
    """Rows in full where they come first, then by name: layers share most of them."""
    if name := names.get(id(rows)):
        return {"name": name}
    names[id(rows)] = name = f"rows-{len(names) + 1}"
    return {"name": name, "values": rows}
