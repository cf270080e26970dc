"""Spans that tile a dump, and the records cut from them, as columns.

Holds the plain data that readers give and the proof that nothing is lost: the spans of a dump
touch each other from its first byte to its last. Finding them belongs to the readers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from orchestration.press.lines import IntArray

SPAN_KINDS = ("article", "section", "preamble", "blank", "reject")
# Oddities of an article, sorted, in the order of their bits
FLAGS = ("early_date", "future_date", "impossible_date", "no_title", "undecodable_bytes")


class Span(NamedTuple):
    """Bytes `start` to `end` of a dump; `ordinal` counts articles from 1, 0 elsewhere."""

    kind: str
    start: int
    end: int
    ordinal: int = 0


class Reject(NamedTuple):
    """A span that belongs to no article, and why."""

    start: int
    end: int
    reason: str
    detail: str | None = None


@dataclass(frozen=True, eq=False)
class Spans:
    """Spans as columns, for a large dump has very many; iterating gives each as a `Span`.

    Attributes:
        kinds: places in SPAN_KINDS.
        starts: first bytes.
        ends: bytes after the last.
        ordinals: counts of articles, 0 elsewhere.
    """

    kinds: npt.NDArray[np.uint8]
    starts: IntArray
    ends: IntArray
    ordinals: IntArray

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Spans":
        """Columns of spans."""
        rows = list(spans)
        return cls(
            np.array([SPAN_KINDS.index(s.kind) for s in rows], np.uint8),
            np.array([s.start for s in rows], np.int64),
            np.array([s.end for s in rows], np.int64),
            np.array([s.ordinal for s in rows], np.int64),
        )

    @classmethod
    def tiling(cls, found: "Spans", size: int) -> "Spans":
        """The spans in order, with what lies between them made blank spans.

        Args:
            found: spans in any order that don't overlap.
            size: bytes of the dump.
        """
        order = np.argsort(found.starts, kind="stable")
        gap_starts = np.concatenate(([0], found.ends[order]))
        gap_ends = np.concatenate((found.starts[order], [size]))
        # a gap's index in the tiled sequence: after as many spans and gaps as begin before it
        is_gap = gap_ends > gap_starts
        places = np.flatnonzero(is_gap)
        blank = np.full(len(places), SPAN_KINDS.index("blank"), np.uint8)
        return cls(
            np.insert(found.kinds[order], places, blank),
            np.insert(found.starts[order], places, gap_starts[places]),
            np.insert(found.ends[order], places, gap_ends[places]),
            np.insert(found.ordinals[order], places, 0),
        )

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts)

    def __iter__(self) -> Iterator[Span]:
        """Each as a `Span`."""
        columns = (self.kinds, self.starts, self.ends, self.ordinals)
        for kind, start, end, ordinal in zip(*(c.tolist() for c in columns), strict=True):
            yield Span(SPAN_KINDS[kind], start, end, ordinal)

    def bytes_of(self, kind: str) -> int:
        """Bytes in spans of one kind."""
        chosen = self.kinds == SPAN_KINDS.index(kind)
        return int((self.ends[chosen] - self.starts[chosen]).sum())


@dataclass(frozen=True, eq=False)
class RawArticles:
    """Articles as they stand in the UTF-8 text, as columns of offsets in it.

    Attributes:
        starts: first bytes.
        ends: bytes after the last.
        sections: places in section_names, -1 for none.
        section_names: the section lines of the dump, verbatim.
        titles: starts and ends of titles, equal where there is none.
        dates: starts and ends of the printed dates.
        days: days since 1970, 0 where the printed date can't be.
        bodies: starts and ends of bodies.
        sources: starts and ends of source lines, equal where there is none.
        urls: starts and ends of the addresses in them.
        flags: a bit for each of FLAGS.
    """

    starts: IntArray
    ends: IntArray
    sections: IntArray
    section_names: list[str]
    titles: tuple[IntArray, IntArray]
    dates: tuple[IntArray, IntArray]
    days: IntArray
    bodies: tuple[IntArray, IntArray]
    sources: tuple[IntArray, IntArray]
    urls: tuple[IntArray, IntArray]
    flags: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts)

    def with_spans(self, starts: IntArray, ends: IntArray) -> "RawArticles":
        """The same with other spans."""
        return replace(self, starts=starts, ends=ends)


@dataclass(frozen=True)
class Parsed:
    """What a reader found: spans that tile the text, articles in order, rejects."""

    spans: Spans
    articles: RawArticles
    rejects: list[Reject] = field(default_factory=list)


def check_tiling(spans: Spans, size: int) -> None:
    """Prove that the spans tile a dump.

    Raises:
        ValueError: a byte stands in no span or in two; the message says where.
    """
    expected = np.concatenate(([0], spans.ends))
    wrong = np.flatnonzero((spans.starts != expected[:-1]) | (spans.ends <= spans.starts))
    if len(wrong):
        place = int(wrong[0])
        found = f"{SPAN_KINDS[spans.kinds[place]]} span at bytes {spans.starts[place]:,} to"
        raise ValueError(
            f"the {found} {spans.ends[place]:,} should start at byte {expected[place]:,}"
        )
    if expected[-1] != size:
        raise ValueError(f"the spans end at byte {expected[-1]:,} of {size:,}")
