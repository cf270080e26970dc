"""From the bytes of dumps to spans, articles and rejects, with nothing lost.

Holds the order of the steps: decode, index lines, find the reader, leave out damaged stretches,
give Arrow; for one dump, or for a lot of them in one go. Layouts belong to `readers`, encodings
to `decode`, columns to `columns`. A dump never raises: one that no reader knows is a single
reject of all its bytes.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeGuard

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.columns import articles_table, cut_texts, rejects_table
from orchestration.press.decode import (
    SAMPLE_BYTES,
    Decoded,
    NotText,
    Stretch,
    decode_bytes,
    plain_text,
)
from orchestration.press.lines import IntArray, Lines, index_lines
from orchestration.press.marks import Marks, find_plain, gather_marks
from orchestration.press.readers import READERS
from orchestration.press.refusals import explain_no_title
from orchestration.press.schema import ARTICLES, REJECTS
from orchestration.press.spans import (
    SPAN_KINDS,
    Parsed,
    Reject,
    Span,
    Spans,
    check_tiling,
    check_tilings,
)
from orchestration.press.windows import WINDOW_BYTES, read_by_windows

_EPOCH = date(1970, 1, 1)


class Dump(NamedTuple):
    """The bytes of a delivery and their sha256."""

    data: bytes
    delivery_id: str


@dataclass(frozen=True)
class ParsedDump:
    """What stands in one dump.

    Attributes:
        delivery_id: sha256 of the bytes.
        byte_count: how many there are.
        spans: kinds and offsets that tile the bytes.
        articles: schema ARTICLES.
        rejects: schema REJECTS.
        encoding: None when the bytes are no text.
        encoding_confidence: 0 to 1.
        reader: name of the reader, None when none knew the dump.
        reject_reason: why the dump is refused as a whole, else None.
    """

    delivery_id: str
    byte_count: int
    spans: Spans
    articles: pa.Table
    rejects: pa.Table
    encoding: str | None
    encoding_confidence: float | None
    reader: str | None
    reject_reason: str | None

    def bytes_of(self, kind: str) -> int:
        """Bytes in spans of one kind."""
        return self.spans.bytes_of(kind)

    @property
    def delivery_date(self) -> date | None:
        """Latest valid article date."""
        latest: date | None = pc.max(self.articles["published_date"]).as_py()
        return latest

    @property
    def delivery_row(self) -> dict[str, object]:
        """The row of schema DELIVERIES, as if it were real."""
        row: dict[str, object] = {
            "delivery_id": self.delivery_id,
            "byte_count": self.byte_count,
            "status": "rejected" if self.reject_reason else "loaded",
            "reject_reason": self.reject_reason,
            "superseded_by_id": None,
            "encoding": self.encoding,
            "encoding_confidence": self.encoding_confidence,
            "reader": self.reader,
            "delivery_date": self.delivery_date,
            "is_synthetic": False,
            "article_count": self.articles.num_rows,
            "reject_count": self.rejects.num_rows,
        }
        row.update({f"{kind}_bytes": self.bytes_of(kind) for kind in SPAN_KINDS})
        return row


@dataclass(frozen=True)
class ParsedLot:
    """What stands in several dumps.

    Attributes:
        deliveries: a row of schema DELIVERIES for each dump, in their order, as if it were real.
        articles: schema ARTICLES, of all dumps.
        rejects: schema REJECTS, of all dumps.
    """

    deliveries: list[dict[str, object]]
    articles: pa.Table
    rejects: pa.Table


def parse_dump(data: bytes, latest: date, delivery_id: str | None = None) -> ParsedDump:
    """Parse one dump.

    Args:
        data: its bytes.
        latest: a title's date after this day is in the future: kept, but not believed.
        delivery_id: sha256 of the bytes when it is known already.
    """
    dump = Dump(data, delivery_id or hashlib.sha256(data).hexdigest())
    return _parse_decoded(dump, _decode(data), latest)


def parse_lot(dumps: Sequence[Dump], latest: date) -> ParsedLot:
    """Parse several dumps with the same results as one by one.

    Those in UTF-8 are read in one go, for each call on arrays costs as much as some
    kilobytes: pages of twenty articles are read several times as fast. Large ones are read apart.

    Args:
        dumps: what is read into memory together.
        latest: as for `parse_dump`.
    """
    small = [place for place, dump in enumerate(dumps) if len(dump.data) <= WINDOW_BYTES]
    text = _Text.of([dumps[place] for place in small])
    plain = {place for place, is_plain in zip(small, text.find_plain(), strict=True) if is_plain}
    decoded = [
        plain_text(dump.data) if place in plain else _decode(dump.data)
        for place, dump in enumerate(dumps)
    ]
    in_utf8 = {place: found for place in small if _is_utf8(found := decoded[place])}
    rows: dict[int, dict[str, object]] = {}
    articles, rejects = [ARTICLES.empty_table()], [REJECTS.empty_table()]
    if in_utf8:
        own = [dumps[place] for place in in_utf8]
        text = text if len(own) == len(small) else _Text.of(own)
        together = _read_together(own, text, list(in_utf8.values()), latest)
        places = [list(in_utf8)[place] for place in together.places]
        rows.update(zip(places, together.deliveries, strict=True))
        articles.append(together.articles)
        rejects.append(together.rejects)
    for place in sorted(set(range(len(dumps))) - set(rows)):
        parsed = _parse_decoded(dumps[place], decoded[place], latest)
        rows[place] = parsed.delivery_row
        articles.append(parsed.articles)
        rejects.append(parsed.rejects)
    return ParsedLot(
        [rows[place] for place in range(len(dumps))],
        pa.concat_tables(articles),
        pa.concat_tables(rejects),
    )


def _decode(data: bytes) -> Decoded | str:
    """The text, or why there is none."""
    try:
        return decode_bytes(data)
    except NotText as error:
        return f"not text: {error}"


# -- one by one --------------------------------------------------------------------------


def _parse_decoded(dump: Dump, decoded: Decoded | str, latest: date) -> ParsedDump:
    if isinstance(decoded, str):
        return _refused(dump, decoded, None)
    if not dump.data or dump.data.isspace():
        return _refused(dump, "the file is empty", decoded)
    limit_day = (latest - _EPOCH).days
    if len(decoded.utf8) > WINDOW_BYTES:
        top = index_lines(decoded.utf8[:WINDOW_BYTES])
        reader = next((r for r in READERS if r.knows(top).all()), None)
        if reader is not None:
            parsed = read_by_windows(reader, decoded.utf8, limit_day, WINDOW_BYTES)
            if len(parsed.articles):
                return _assemble(dump, decoded, parsed, reader.NAME)
    lines = index_lines(decoded.utf8)
    reader = next((r for r in READERS if r.knows(lines).all()), None)
    if reader is None:
        reason = f"no reader knows this format: {explain_no_title(lines)}"
        return _refused(dump, reason, decoded)
    parsed = reader.read(lines, limit_day)
    if not len(parsed.articles):
        reason = (
            "page header only, no articles"
            if not parsed.rejects
            else f"no articles: {explain_no_title(lines)}"
        )
        return _refused(dump, reason, decoded, reader.NAME)
    return _assemble(dump, decoded, parsed, reader.NAME)


def _refused(
    dump: Dump, reason: str, decoded: Decoded | None, reader: str | None = None
) -> ParsedDump:
    size = len(dump.data)
    encoding = decoded.encoding if decoded else None
    rejects = [Reject(0, size, "whole_delivery", reason)]
    return ParsedDump(
        delivery_id=dump.delivery_id,
        byte_count=size,
        spans=Spans.of([Span("reject", 0, size)] if size else []),
        articles=ARTICLES.empty_table(),
        rejects=rejects_table([(dump.data, dump.delivery_id, encoding, rejects)]),
        encoding=encoding,
        encoding_confidence=decoded.confidence if decoded else None,
        reader=reader,
        reject_reason=reason,
    )


def _assemble(dump: Dump, decoded: Decoded, parsed: Parsed, reader: str) -> ParsedDump:
    texts = cut_texts(decoded.utf8, decoded.damaged, parsed.articles)
    if decoded.damaged:
        parsed = _cut_damage(parsed, decoded.damaged)
    if decoded.utf8 is not dump.data:
        parsed = _map_back(decoded, parsed)
    check_tiling(parsed.spans, len(dump.data))
    count = len(parsed.articles)
    return ParsedDump(
        delivery_id=dump.delivery_id,
        byte_count=len(dump.data),
        spans=parsed.spans,
        articles=articles_table(
            [dump.delivery_id],
            np.zeros(count, np.int64),
            np.arange(1, count + 1),
            parsed.articles,
            texts,
        ),
        rejects=rejects_table([(dump.data, dump.delivery_id, decoded.encoding, parsed.rejects)]),
        encoding=decoded.encoding,
        encoding_confidence=decoded.confidence,
        reader=reader,
        reject_reason=None,
    )


def _cut_damage(parsed: Parsed, damaged: list[Stretch]) -> Parsed:
    """Make each damaged stretch inside an article a reject of its own, between its pieces."""
    spans = parsed.spans
    first = np.searchsorted(spans.ends, [s.start for s in damaged], side="right")
    after = np.searchsorted(spans.starts, [s.end for s in damaged])
    struck: dict[int, list[Stretch]] = {}
    for stretch, low, high in zip(damaged, first.tolist(), after.tolist(), strict=True):
        for place in range(low, high):
            struck.setdefault(place, []).append(stretch)
    pieces: list[Span] = []
    rejects = list(parsed.rejects)
    kept = np.ones(len(spans), bool)
    for place, stretches in struck.items():
        span = spans.span(place)
        if span.kind == "reject":
            continue
        kept[place] = False
        position = span.start
        for stretch in stretches:
            start, end = max(stretch.start, span.start), min(stretch.end, span.end)
            if start > position:
                pieces.append(span._replace(start=position, end=start))
            pieces.append(Span("reject", start, end))
            rejects.append(Reject(start, end, "undecodable_bytes", stretch.detail))
            position = end
        if position < span.end:
            pieces.append(span._replace(start=position))
    return Parsed(spans.chosen(kept).joined(Spans.of(pieces)), parsed.articles, sorted(rejects))


def _map_back(decoded: Decoded, parsed: Parsed) -> Parsed:
    """Spans, rejects and articles with offsets of the delivery's own bytes."""
    spans, articles = parsed.spans, parsed.articles
    starts, ends = decoded.original_offsets(spans.starts), decoded.original_offsets(spans.ends)
    kept = ends > starts
    rejects = np.array([(r.start, r.end) for r in parsed.rejects], np.int64).reshape(-1, 2)
    borders = decoded.original_offsets(rejects.ravel()).reshape(-1, 2).tolist()
    return Parsed(
        Spans(spans.kinds[kept], starts[kept], ends[kept], spans.ordinals[kept]),
        articles.with_spans(
            decoded.original_offsets(articles.starts), decoded.original_offsets(articles.ends)
        ),
        [
            reject._replace(start=start, end=end)
            for reject, (start, end) in zip(parsed.rejects, borders, strict=True)
            if end > start
        ],
    )


# -- together ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Together(ParsedLot):
    """What was read in one go; `places` tells of which dumps, the others are still to be read."""

    places: list[int]


def _is_utf8(decoded: Decoded | str) -> TypeGuard[Decoded]:
    return (
        isinstance(decoded, Decoded)
        and decoded.encoding.startswith("utf-8")
        and len(decoded.utf8) > 0
    )


@dataclass(frozen=True, eq=False)
class _Text:
    """The bytes of several dumps, with a line feed between each two that belongs to neither.

    Attributes:
        data: the bytes.
        bounds: first byte of each dump and the byte after its last: shape (dumps, 2).
        marks: bytes that are looked at further.
    """

    data: bytes
    bounds: IntArray
    marks: Marks

    @classmethod
    def of(cls, dumps: Sequence[Dump]) -> "_Text":
        """Join dumps."""
        data = b"\n".join([dump.data for dump in dumps])
        sizes = np.array([len(dump.data) for dump in dumps], np.int64)
        ends = np.cumsum(sizes + 1) - 1
        marks = gather_marks(np.frombuffer(data, np.uint8))
        return cls(data, np.column_stack((ends - sizes, ends)), marks)

    def find_plain(self) -> list[bool]:
        """Of each dump, whether it is sure to be UTF-8 without anything odd."""
        array = np.frombuffer(self.data, np.uint8)
        found = find_plain(self.data, array, self.bounds, self.marks, SAMPLE_BYTES)
        return list(map(bool, found))


def _read_together(
    dumps: Sequence[Dump], text: _Text, decoded: Sequence[Decoded], latest: date
) -> _Together:
    """Read dumps in UTF-8; those without an article, or of another format, are left."""
    data, bounds = text.data, text.bounds
    lines = index_lines(data, bounds, text.marks)
    reader = max(READERS, key=lambda reader: reader.knows(lines).sum())
    parsed = reader.read(lines, (latest - _EPOCH).days)
    damaged = [
        Stretch(found.start + start, found.end + start, found.detail)
        for start, one in zip(bounds[:, 0].tolist(), decoded, strict=True)
        for found in one.damaged
    ]
    texts = cut_texts(data, damaged, parsed.articles)
    parsed = _cut_damage(parsed, damaged)
    check_tilings(parsed.spans, bounds)
    owners = lines.dump_of(parsed.articles.starts)
    counts = np.bincount(owners, minlength=len(dumps))
    is_read = reader.knows(lines) & (counts > 0)
    chosen = is_read[owners]
    articles, owners = parsed.articles.chosen(chosen), owners[chosen]
    at = bounds[owners, 0]
    ordinals = np.arange(1, len(owners) + 1) - np.searchsorted(owners, owners)
    places = np.flatnonzero(is_read).tolist()
    rejects = _rejects_by_dump(parsed.rejects, bounds, places)
    latest_days = np.zeros(len(dumps), np.int64)
    np.maximum.at(latest_days, owners, articles.days)
    kind_bytes = _bytes_by_dump(parsed.spans, lines)
    rows: list[dict[str, object]] = []
    for place in places:
        row: dict[str, object] = {
            "delivery_id": dumps[place].delivery_id,
            "byte_count": len(dumps[place].data),
            "status": "loaded",
            "reject_reason": None,
            "superseded_by_id": None,
            "encoding": decoded[place].encoding,
            "encoding_confidence": decoded[place].confidence,
            "reader": reader.NAME,
            "delivery_date": _date(int(latest_days[place])),
            "is_synthetic": False,
            "article_count": int(counts[place]),
            "reject_count": len(rejects[place]),
        }
        sums = kind_bytes[place].tolist()
        row.update({f"{kind}_bytes": sums[n] for n, kind in enumerate(SPAN_KINDS)})
        rows.append(row)
    return _Together(
        deliveries=rows,
        articles=articles_table(
            [dump.delivery_id for dump in dumps],
            owners,
            ordinals,
            articles.with_spans(articles.starts - at, articles.ends - at),
            texts,
        ),
        rejects=rejects_table(
            [
                (dumps[place].data, dumps[place].delivery_id, decoded[place].encoding, found)
                for place, found in rejects.items()
            ]
        ),
        places=places,
    )


def _rejects_by_dump(
    rejects: list[Reject], bounds: IntArray, places: list[int]
) -> dict[int, list[Reject]]:
    """The rejects of each of these dumps, with offsets in its own bytes."""
    starts = [reject.start for reject in rejects]
    found = {}
    for place in places:
        start, end = bounds[place].tolist()
        own = rejects[bisect_left(starts, start) : bisect_left(starts, end)]
        found[place] = [r._replace(start=r.start - start, end=r.end - start) for r in own]
    return found


def _bytes_by_dump(spans: Spans, lines: Lines) -> IntArray:
    """Bytes in each kind of span, of each dump: shape (dumps, kinds)."""
    count, kinds = len(lines.bounds), len(SPAN_KINDS)
    cells = lines.dump_of(spans.starts) * kinds + spans.kinds
    # sums of floats are exact far beyond the bytes that fit into memory
    sums = np.bincount(cells, spans.ends - spans.starts, count * kinds)
    return sums.astype(np.int64).reshape(count, kinds)


def _date(days: int) -> date | None:
    return _EPOCH + timedelta(days) if days else None
