"""Spans that tile a dump, and the records cut from them.

Holds the plain data that readers give and the proof that nothing is lost: the spans of a dump
touch each other from its first byte to its last. Finding them belongs to the readers.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

SPAN_KINDS = ("article", "section", "preamble", "blank", "reject")


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


class RawArticle(NamedTuple):
    """One article as it stands in the UTF-8 text; offsets are bytes of that text.

    `source_start` and `source_end` bound the source line, equal where there is none; `url_start`
    bounds the address in it.
    """

    start: int
    end: int
    section: str | None
    title: bytes
    date: bytes
    days: int | None
    body_start: int
    body_end: int
    source_start: int
    source_end: int
    url_start: int
    flags: tuple[str, ...]


@dataclass
class Parsed:
    """What a reader found: spans that tile the text, articles in order, rejects."""

    spans: list[Span] = field(default_factory=list)
    articles: list[RawArticle] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def check_tiling(spans: list[Span], size: int) -> None:
    """Prove that the spans tile a dump.

    Raises:
        ValueError: a byte stands in no span or in two; the message says where.
    """
    position = 0
    for span in spans:
        if span.start != position or span.end <= span.start:
            raise ValueError(f"span {span} should start at byte {position:,}")
        position = span.end
    if position != size:
        raise ValueError(f"the spans end at byte {position:,} of {size:,}")
