"""Labelled answers: one JSON object per line, read strictly.

Holds which fields a line must have and what they must look like. How answers are compared stands
in `measures`.
"""

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

_TEXTS = (
    "lang",
    "publisher_kind",
    "primary_region",
    "theme_primary",
    "story",
    "body_start",
    "body_end",
)
_LISTS = (
    "publisher_kinds_ok",
    "primary_region_ok",
    "mentioned_regions",
    "mentioned_optional",
    "themes_ok",
)


class GoldError(ValueError):
    """A labelled set can't be used; the message names the file and the line."""


@dataclass(frozen=True)
class GoldItem:
    """One labelled item.

    Attributes:
        name: its `item_id`, else file and ordinal; only to be shown.
        file: dump that holds it, relative to the folder of the dumps.
        ordinal: 1-based place in the file.
        title: as printed, without the date.
        published_date: ISO date, or None.
        labels: the whole line.
    """

    name: str
    file: str
    ordinal: int
    title: str
    published_date: str | None
    labels: dict[str, Any]

    def text(self, field: str) -> str | None:
        """A label of one value; None when it is missing, null or empty."""
        return self.labels.get(field) or None

    def accepted(self, field: str, ok_field: str) -> set[str]:
        """The values that are right: the list when there is one, else the label alone."""
        values = set(self.labels.get(ok_field) or ())
        label = self.text(field)
        return values or ({label} if label else set())


def read_gold(path: Path) -> list[GoldItem]:
    """Read a labelled set, in its order.

    Raises:
        GoldError: a line is damaged or lacks what finds an item, or there is none.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is no UTF-8 text ({error.reason} at {error.start})") from error
    items = [
        _read_item(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not items:
        raise GoldError(f"{path} holds no labelled items")
    places: set[tuple[str, int]] = set()
    for item in items:
        if (item.file, item.ordinal) in places:
            raise GoldError(f"{path}: item {item.ordinal} of {item.file} is labelled twice")
        places.add((item.file, item.ordinal))
    return items


def _read_item(line: str, place: str) -> GoldItem:
    try:
        labels = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(f"{place} is no JSON ({error.msg} at {error.pos})") from error
    if not isinstance(labels, dict):
        raise GoldError(f"{place} is no JSON object")
    for field, kind in (("file", str), ("ordinal", int), ("title", str)):
        if not isinstance(labels.get(field), kind) or labels[field] is True:
            raise GoldError(f"{place}: {field} is missing or no {kind.__name__}")
    for field in ("published_date", *_TEXTS):
        if not isinstance(labels.get(field), str | None):
            raise GoldError(f"{place}: {field} must be text or null")
    for field in _LISTS:
        values = labels.get(field)
        if values is not None and not (
            isinstance(values, list) and all(isinstance(v, str) for v in values)
        ):
            raise GoldError(f"{place}: {field} must be a list of texts")
    if not isinstance(labels.get("is_junk"), bool | None):
        raise GoldError(f"{place}: is_junk must be true, false or null")
    name = PurePosixPath(labels["file"])
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise GoldError(f"{place}: file must be a name inside the folder of the dumps")
    return GoldItem(
        name=str(labels.get("item_id") or f"{labels['file']}#{labels['ordinal']}"),
        file=labels["file"],
        ordinal=labels["ordinal"],
        title=labels["title"],
        published_date=labels.get("published_date"),
        labels=labels,
    )
