"""What a parser found, held against the truth of synthetic dumps.

What belongs here: the comparison, free of any reader or engine. The rows that were found are
handed in by the caller, who may take them from a warehouse or from a parser directly.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FIELDS = ("title", "published_date", "source_url", "is_junk")
"""Fields that are compared on each article that was found."""

SHOWN_MISSES = 20


@dataclass(frozen=True, slots=True)
class Miss:
    """One difference.

    Attributes:
        file: Dump file.
        ordinal: Place among the file's articles, from 1.
        what: ``missing``, ``extra`` or the name of a field.
        expected: What the truth says; null for an extra article.
        found: What was found; null for a missing article.
    """

    file: str
    ordinal: int
    what: str
    expected: object
    found: object


@dataclass(slots=True)
class Comparison:
    """Counts over all articles of the truth.

    Attributes:
        expected: Articles in the truth.
        found: Articles of the truth that were found, by file and ordinal.
        missing: Articles of the truth that were not found.
        extra: Rows that the truth doesn't know, second rows of one place included.
        right: Per field, found articles on which it agrees.
        wrong: Per field, found articles on which it differs.
        misses: The first differences, at most ``SHOWN_MISSES`` of each kind.
    """

    expected: int = 0
    found: int = 0
    missing: int = 0
    extra: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    wrong: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))
    misses: list[Miss] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        """Whether every article was found, nothing else was, and every field agrees."""
        return not self.missing and not self.extra and not any(self.wrong.values())

    def _note(self, miss: Miss) -> None:
        if sum(one.what == miss.what for one in self.misses) < SHOWN_MISSES:
            self.misses.append(miss)


def read_truth(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a ``truth.jsonl``, one per article, in file order.

    Args:
        path: The file.

    Yields:
        One dict per line.
    """
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def compare_with_truth(truth_path: Path, found: Iterable[dict[str, Any]]) -> Comparison:
    """Compare what was found with the truth.

    Args:
        truth_path: A ``truth.jsonl``.
        found: Rows with ``file``, ``ordinal``, ``title``, ``published_date``, ``source_url`` and
            ``is_junk``, in any order. Dates may be dates or ISO text. Rows of files that the truth
            doesn't know are extra.

    Returns:
        The counts and the first differences.
    """
    truth = {
        (record["file"], record["ordinal"]): tuple(record[name] for name in FIELDS)
        for record in read_truth(truth_path)
    }
    result = Comparison(expected=len(truth))
    for row in found:
        place = (str(row["file"]), int(row["ordinal"]))
        # Popped, so that a second row of one place counts as extra.
        expected = truth.pop(place, None)
        if expected is None:
            result.extra += 1
            result._note(Miss(*place, "extra", None, row["title"]))
            continue
        result.found += 1
        for name, wanted in zip(FIELDS, expected, strict=True):
            value = row[name]
            if name == "published_date" and value is not None:
                value = str(value)
            if value == wanted:
                result.right[name] += 1
            else:
                result.wrong[name] += 1
                result._note(Miss(*place, name, wanted, value))
    result.missing = len(truth)
    for place, expected in sorted(truth.items()):
        result._note(Miss(*place, "missing", expected[0], None))
    return result
