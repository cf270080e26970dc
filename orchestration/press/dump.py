"""From a dump's bytes to spans, articles and rejects, with nothing lost.

Holds the order of the steps: decode, index lines, find the reader, leave out damaged stretches,
give Arrow. Layouts belong to `readers`, encodings to `decode`. A dump never raises: one that no
reader knows is a single reject of all its bytes.
"""

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.decode import Decoded, NotText, Stretch, decode_bytes
from orchestration.press.lines import IntArray, index_lines
from orchestration.press.readers import READERS
from orchestration.press.schema import ARTICLES, REJECTS
from orchestration.press.source import parse_source_urls
from orchestration.press.spans import (
    FLAGS,
    SPAN_KINDS,
    Parsed,
    RawArticles,
    Reject,
    Span,
    Spans,
    check_tiling,
)

EXCERPT_CHARS = 200
ID_DIGITS = 16
_DATE_FLAGS = sum(1 << place for place, flag in enumerate(FLAGS) if flag.endswith("_date"))
_DAMAGE_BIT = FLAGS.index("undecodable_bytes")
_EPOCH = date(1970, 1, 1).toordinal()


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

    def delivery_row(self, is_synthetic: bool) -> dict[str, object]:
        """The row of schema DELIVERIES."""
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
            "is_synthetic": is_synthetic,
            "article_count": self.articles.num_rows,
            "reject_count": self.rejects.num_rows,
        }
        row.update({f"{kind}_bytes": self.bytes_of(kind) for kind in SPAN_KINDS})
        return row


def parse_dump(data: bytes, latest: date, delivery_id: str | None = None) -> ParsedDump:
    """Parse one dump.

    Args:
        data: its bytes.
        latest: a title's date after this day is in the future: kept, but not believed.
        delivery_id: sha256 of the bytes when it is known already.
    """
    delivery_id = delivery_id or hashlib.sha256(data).hexdigest()
    try:
        decoded = decode_bytes(data)
    except NotText as error:
        return _refused(data, delivery_id, f"not text: {error}", None)
    if not data or data.isspace():
        return _refused(data, delivery_id, "the file is empty", decoded)
    lines = index_lines(decoded.utf8)
    reader = next((r for r in READERS if r.knows(lines)), None)
    if reader is None:
        reason = "no reader knows this format: no line ends in a date dd.mm.yyyy"
        return _refused(data, delivery_id, reason, decoded)
    parsed = reader.read(lines, latest.toordinal() - _EPOCH)
    if not len(parsed.articles):
        reason = (
            "page header only, no articles"
            if not parsed.rejects
            else "no articles: no line is a title with a date"
        )
        return _refused(data, delivery_id, reason, decoded, reader.NAME)
    return _assemble(data, delivery_id, decoded, parsed, reader.NAME)


def _refused(
    data: bytes, delivery_id: str, reason: str, decoded: Decoded | None, reader: str | None = None
) -> ParsedDump:
    spans = Spans.of([Span("reject", 0, len(data))] if data else [])
    rejects = [Reject(0, len(data), "whole_delivery", reason)]
    return ParsedDump(
        delivery_id=delivery_id,
        byte_count=len(data),
        spans=spans,
        articles=ARTICLES.empty_table(),
        rejects=_rejects_table(data, delivery_id, rejects, decoded),
        encoding=decoded.encoding if decoded else None,
        encoding_confidence=decoded.confidence if decoded else None,
        reader=reader,
        reject_reason=reason,
    )


def _assemble(
    data: bytes, delivery_id: str, decoded: Decoded, parsed: Parsed, reader: str
) -> ParsedDump:
    texts = _texts_of(decoded, parsed.articles)
    if decoded.damaged:
        parsed = _cut_damage(parsed, decoded.damaged)
    if decoded.utf8 is not data:
        parsed = _map_back(decoded, parsed)
    check_tiling(parsed.spans, len(data))
    return ParsedDump(
        delivery_id=delivery_id,
        byte_count=len(data),
        spans=parsed.spans,
        articles=_articles_table(delivery_id, parsed.articles, texts),
        rejects=_rejects_table(data, delivery_id, parsed.rejects, decoded),
        encoding=decoded.encoding,
        encoding_confidence=decoded.confidence,
        reader=reader,
        reject_reason=None,
    )


def _cut_damage(parsed: Parsed, damaged: list[Stretch]) -> Parsed:
    """Make each damaged stretch inside an article a reject of its own, between its pieces."""
    spans: list[Span] = []
    rejects = list(parsed.rejects)
    pending = iter(damaged)
    stretch = next(pending, None)
    for span in parsed.spans:
        position = span.start
        while stretch is not None and stretch.start < span.end:
            start, end = max(stretch.start, span.start), min(stretch.end, span.end)
            if span.kind != "reject" and start < end:
                if start > position:
                    spans.append(span._replace(start=position, end=start))
                spans.append(Span("reject", start, end))
                rejects.append(Reject(start, end, "undecodable_bytes", stretch.detail))
                position = end
            if stretch.end > span.end:
                break
            stretch = next(pending, None)
        if position < span.end:
            spans.append(span._replace(start=position))
    return Parsed(Spans.of(spans), parsed.articles, sorted(rejects))


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


def _texts_of(decoded: Decoded, articles: RawArticles) -> dict[str, pa.Array]:
    """The columns that depend on the UTF-8 text alone."""
    cut = _Cutter(decoded.utf8, decoded.damaged)
    urls = cut.texts(*articles.urls, is_nullable=True)
    return {
        "title": cut.texts(*articles.titles),
        "date_text": cut.texts(*articles.dates),
        "body": cut.texts(*articles.bodies),
        "source_text": cut.texts(*articles.sources, is_nullable=True),
        "source_url": urls,
        **parse_source_urls(urls),
        "flags": _flags(articles, cut.is_damaged(articles.starts, articles.ends)),
    }


def _articles_table(
    delivery_id: str, articles: RawArticles, texts: dict[str, pa.Array]
) -> pa.Table:
    count = len(articles)
    ordinals = pa.array(np.arange(1, count + 1, dtype=np.int32))
    names = pa.array([*articles.section_names, None], pa.string())
    columns = {
        "occurrence_id": pc.binary_join_element_wise(
            delivery_id[:ID_DIGITS], pc.utf8_lpad(ordinals.cast(pa.string()), 5, "0"), "-"
        ),
        "delivery_id": pa.repeat(pa.scalar(delivery_id), count),
        "ordinal": ordinals,
        "span_start": pa.array(articles.starts),
        "span_end": pa.array(articles.ends),
        # the last name is null, where the place -1 leads
        "section": names.take(pa.array(articles.sections % len(names))),
        "published_date": pa.array(
            articles.days.astype(np.int32), mask=(articles.flags & _DATE_FLAGS) != 0
        ).cast(pa.date32()),
        **texts,
    }
    return pa.Table.from_arrays([columns[name] for name in ARTICLES.names], schema=ARTICLES)


def _flags(articles: RawArticles, is_damaged: npt.NDArray[np.bool_]) -> pa.Array:
    """The names of the flags of each article, sorted, comma-separated."""
    codes = articles.flags | (is_damaged.astype(np.uint8) << _DAMAGE_BIT)
    return _flag_texts().take(pa.array(codes))


@cache
def _flag_texts() -> pa.Array:
    """What each code of flags says."""
    return pa.array(
        ",".join(name for place, name in enumerate(FLAGS) if code >> place & 1)
        for code in range(1 << len(FLAGS))
    )


class _Cutter:
    """Cuts text out of the dump without its damaged stretches."""

    def __init__(self, data: bytes, damaged: list[Stretch]) -> None:
        self.data = data
        self.starts = [stretch.start for stretch in damaged]
        self.ends = [stretch.end for stretch in damaged]

    def texts(self, starts: IntArray, ends: IntArray, is_nullable: bool = False) -> pa.Array:
        """The text of each stretch; null for an empty one where that is allowed."""
        taken = np.arange(len(starts), dtype=np.int64) * 2
        places = pa.array(taken, mask=(starts == ends) if is_nullable else None)
        if self.starts:
            pieces = [
                self._cut(start, end)
                for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            ]
            cut = pa.array(pieces, pa.large_binary()).take(pc.divide(places, 2))
        else:
            # the stretches and what lies between them, laid over the text without a copy
            offsets = np.append(np.column_stack((starts, ends)).ravel(), len(self.data))
            laid = [None, pa.py_buffer(offsets), pa.py_buffer(self.data)]
            cut = pa.Array.from_buffers(pa.large_binary(), len(offsets) - 1, laid).take(places)
        return cut.cast(pa.string())

    def is_damaged(self, starts: IntArray, ends: IntArray) -> npt.NDArray[np.bool_]:
        """Whether a damaged stretch lies in or across each of these."""
        after = np.searchsorted(self.ends, starts, side="right")
        return after < np.searchsorted(self.starts, ends)

    def _cut(self, start: int, end: int) -> bytes:
        pieces, position = [], start
        for place in range(bisect_right(self.ends, start), bisect_left(self.starts, end)):
            pieces.append(self.data[position : max(position, self.starts[place])])
            position = max(position, self.ends[place])
        pieces.append(self.data[position : max(position, end)])
        return b"".join(pieces)


def _rejects_table(
    data: bytes, delivery_id: str, rejects: list[Reject], decoded: Decoded | None
) -> pa.Table:
    encoding = (decoded.encoding if decoded else None) or "ascii"
    encoding = {"windows-1251": "cp1251"}.get(encoding, encoding)
    size = 4 * EXCERPT_CHARS  # bytes that hold so many characters
    excerpts = [
        data[r.start : min(r.end, r.start + size)]
        .decode(encoding, "backslashreplace")
        .replace("\ufffd", "\\ufffd")[:EXCERPT_CHARS]
        for r in rejects
    ]
    columns = {
        "reject_id": [f"{delivery_id[:ID_DIGITS]}-{r.start}" for r in rejects],
        "delivery_id": [delivery_id] * len(rejects),
        "span_start": [r.start for r in rejects],
        "span_end": [r.end for r in rejects],
        "reason": [r.reason for r in rejects],
        "detail": [r.detail for r in rejects],
        "excerpt": excerpts,
    }
    return pa.table(columns, schema=REJECTS)
