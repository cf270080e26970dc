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
FLAGS = (
    "dated_line_in_body", "early_date", "future_date", "impossible_date", "no_title",
    "undecodable_bytes",
)  # fmt: skip


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
    def tiling(cls, found: "Spans", bounds: IntArray) -> "Spans":
        """The spans in order, with what lies between them made blank spans.

        Args:
            found: spans in any order that don't overlap.
            bounds: first byte of each dump and the byte after its last; each is tiled.
        """
        # an empty span ends each dump, and is taken away again: a gap never leaves its dump
        count = len(bounds)
        starts = np.concatenate((found.starts, bounds[:, 1]))
        order = np.argsort(starts, kind="stable")
        starts = starts[order]
        ends = np.concatenate((found.ends, bounds[:, 1]))[order]
        kinds = np.concatenate((found.kinds, np.zeros(count, np.uint8)))[order]
        ordinals = np.concatenate((found.ordinals, np.zeros(count, np.int64)))[order]
        is_end = order >= len(found.starts)
        gap_starts = np.concatenate(([0], ends[:-1]))
        gap_starts[1:][is_end[:-1]] = bounds[1:, 0]
        # a gap's index in the tiled sequence: after as many spans and gaps as begin before it
        places = np.flatnonzero(starts > gap_starts)
        blank = np.full(len(places), SPAN_KINDS.index("blank"), np.uint8)
        kept = np.insert(~is_end, places, True)
        return cls(
            np.insert(kinds, places, blank)[kept],
            np.insert(starts, places, gap_starts[places])[kept],
            np.insert(ends, places, starts[places])[kept],
            np.insert(ordinals, places, 0)[kept],
        )

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts)

    def __iter__(self) -> Iterator[Span]:
        """Each as a `Span`."""
        return map(self.span, range(len(self)))

    def span(self, place: int) -> Span:
        """One of them."""
        start, end = int(self.starts[place]), int(self.ends[place])
        return Span(SPAN_KINDS[self.kinds[place]], start, end, int(self.ordinals[place]))

    def chosen(self, mask: npt.NDArray[np.bool_]) -> "Spans":
        """Those that a mask tells."""
        return Spans(self.kinds[mask], self.starts[mask], self.ends[mask], self.ordinals[mask])

    def joined(self, others: "Spans") -> "Spans":
        """These and others, in order."""
        order = np.argsort(np.concatenate((self.starts, others.starts)), kind="stable")
        return Spans(
            np.concatenate((self.kinds, others.kinds))[order],
            np.concatenate((self.starts, others.starts))[order],
            np.concatenate((self.ends, others.ends))[order],
            np.concatenate((self.ordinals, others.ordinals))[order],
        )

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
        sections: places in section_names.
        section_names: the section lines, verbatim; None for what stands above a dump's first.
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
    section_names: list[str | None]
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

    def chosen(self, mask: npt.NDArray[np.bool_]) -> "RawArticles":
        """Those that a mask tells."""
        if mask.all():
            return self

        def pair(columns: tuple[IntArray, IntArray]) -> tuple[IntArray, IntArray]:
            return columns[0][mask], columns[1][mask]

        return RawArticles(
            starts=self.starts[mask],
            ends=self.ends[mask],
            sections=self.sections[mask],
            section_names=self.section_names,
            titles=pair(self.titles),
            dates=pair(self.dates),
            days=self.days[mask],
            bodies=pair(self.bodies),
            sources=pair(self.sources),
            urls=pair(self.urls),
            flags=self.flags[mask],
        )

    def with_spans(self, starts: IntArray, ends: IntArray) -> "RawArticles":
        """The same with other spans."""
        return replace(self, starts=starts, ends=ends)


@dataclass(frozen=True)
class Parsed:
    """What a reader found: spans that tile each dump, articles in order, rejects."""

    spans: Spans
    articles: RawArticles
    rejects: list[Reject] = field(default_factory=list)


def check_tiling(spans: Spans, size: int) -> None:
    """Prove that the spans tile one dump of that many bytes.

    Raises:
        ValueError: a byte stands in no span or in two; the message says where.
    """
    check_tilings(spans, np.array([(0, size)], np.int64))


def check_tilings(spans: Spans, bounds: IntArray) -> None:
    """Prove that the spans tile dumps.

    Args:
        spans: of all dumps, in order.
        bounds: first byte of each dump and the byte after its last; none is empty.

    Raises:
        ValueError: a byte stands in no span or in two; the message says where.
    """
    is_first = np.isin(spans.starts, bounds[:, 0])
    expected = np.concatenate(([-1], spans.ends[:-1]))
    expected[is_first] = spans.starts[is_first]
    wrong = np.flatnonzero((spans.starts != expected) | (spans.ends <= spans.starts))
    if len(wrong):
        place = int(wrong[0])
        found = f"{SPAN_KINDS[spans.kinds[place]]} span at bytes {spans.starts[place]:,} to"
        raise ValueError(
            f"the {found} {spans.ends[place]:,} should start at byte {expected[place]:,}"
        )
    lasts = spans.ends[np.append(np.flatnonzero(is_first)[1:], len(spans)) - 1]
    if not (np.array_equal(lasts, bounds[:, 1]) and is_first.sum() == len(bounds)):
        raise ValueError(f"the spans end at bytes {lasts} of dumps that end at {bounds[:, 1]}")
