"""From a dump's bytes to spans, articles and rejects, with nothing lost.

Holds the order of the steps: decode, index lines, find the reader, leave out damaged stretches,
give Arrow. Layouts belong to `readers`, encodings to `decode`. A dump never raises: one that no
reader knows is a single reject of all its bytes.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from orchestration.press.decode import Decoded, NotText, Stretch, decode_bytes
from orchestration.press.lines import Lines, index_lines
from orchestration.press.readers import READERS
from orchestration.press.schema import ARTICLES, REJECTS
from orchestration.press.source import parse_source_url
from orchestration.press.spans import SPAN_KINDS, Parsed, RawArticle, Reject, Span, check_tiling

EXCERPT_CHARS = 200
ID_DIGITS = 16
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
    spans: list[Span]
    articles: pa.Table
    rejects: pa.Table
    encoding: str | None
    encoding_confidence: float | None
    reader: str | None
    reject_reason: str | None

    def bytes_of(self, kind: str) -> int:
        """Bytes in spans of one kind."""
        return sum(span.end - span.start for span in self.spans if span.kind == kind)

    @property
    def delivery_date(self) -> date | None:
        """Latest valid article date."""
        days = [d for d in self.articles["published_date"].to_pylist() if d is not None]
        return max(days, default=None)

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
    if not data.strip():
        return _refused(data, delivery_id, "the file is empty", decoded)
    lines = index_lines(decoded.utf8)
    reader = next((r for r in READERS if r.knows(lines)), None)
    if reader is None:
        reason = "no reader knows this format: no line ends in a date dd.mm.yyyy"
        return _refused(data, delivery_id, reason, decoded)
    parsed = reader.read(lines, latest.toordinal() - _EPOCH)
    if not parsed.articles:
        reason = (
            "page header only, no articles"
            if not parsed.rejects
            else "no articles: no line is a title with a date"
        )
        return _refused(data, delivery_id, reason, decoded, reader.NAME)
    return _assemble(data, delivery_id, decoded, lines, parsed, reader.NAME)


def _refused(
    data: bytes, delivery_id: str, reason: str, decoded: Decoded | None, reader: str | None = None
) -> ParsedDump:
    spans = [Span("reject", 0, len(data))] if data else []
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
    data: bytes, delivery_id: str, decoded: Decoded, lines: Lines, parsed: Parsed, reader: str
) -> ParsedDump:
    articles = _articles_table(delivery_id, decoded, parsed.articles)
    if decoded.damaged:
        parsed = _cut_damage(parsed, decoded.damaged)
    spans, rejects = parsed.spans, parsed.rejects
    if decoded.utf8 is not data:
        spans, rejects, articles = _map_back(decoded, spans, rejects, articles)
    check_tiling(spans, len(data))
    return ParsedDump(
        delivery_id=delivery_id,
        byte_count=len(data),
        spans=spans,
        articles=articles,
        rejects=_rejects_table(data, delivery_id, rejects, decoded),
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
    return Parsed(spans, parsed.articles, sorted(rejects))


def _map_back(
    decoded: Decoded, spans: list[Span], rejects: list[Reject], articles: pa.Table
) -> tuple[list[Span], list[Reject], pa.Table]:
    """Spans, rejects and articles with offsets of the delivery's own bytes."""

    def back(offsets: list[int]) -> list[int]:
        return decoded.original_offsets(np.array(offsets, np.int64)).tolist()

    starts, ends = back([s.start for s in spans]), back([s.end for s in spans])
    spans = [
        s._replace(start=a, end=b) for s, a, b in zip(spans, starts, ends, strict=True) if b > a
    ]
    starts, ends = back([r.start for r in rejects]), back([r.end for r in rejects])
    rejects = [
        r._replace(start=a, end=b) for r, a, b in zip(rejects, starts, ends, strict=True) if b > a
    ]
    for name in ("span_start", "span_end"):
        column = pa.array(back(articles[name].to_pylist()), pa.int64())
        articles = articles.set_column(
            articles.schema.get_field_index(name), ARTICLES.field(name), column
        )
    return spans, rejects, articles


def _articles_table(delivery_id: str, decoded: Decoded, articles: list[RawArticle]) -> pa.Table:
    data = decoded.utf8
    prefix = delivery_id[:ID_DIGITS]
    clean = _Cleaner(data, decoded.damaged)
    urls = [
        data[a.url_start : a.source_end].decode("utf-8", "ignore")
        if a.source_end > a.url_start
        else None
        for a in articles
    ]
    parts = [parse_source_url(url) if url else None for url in urls]
    count = len(articles)
    columns = {
        "occurrence_id": [f"{prefix}-{n:05d}" for n in range(1, count + 1)],
        "delivery_id": pa.repeat(pa.scalar(delivery_id), count),
        "ordinal": np.arange(1, count + 1, dtype=np.int32),
        "span_start": [a.start for a in articles],
        "span_end": [a.end for a in articles],
        "section": [a.section for a in articles],
        "title": _strings([clean.text_of(a.title, a.start) for a in articles]),
        "date_text": _strings([a.date for a in articles]),
        "published_date": pa.array([a.days for a in articles], pa.int32()).cast(pa.date32()),
        "body": _strings([clean.cut(a.body_start, a.body_end) for a in articles]),
        "source_text": [
            clean.cut(a.source_start, a.source_end).decode("utf-8", "ignore")
            if a.source_end > a.source_start
            else None
            for a in articles
        ],
        "source_url": urls,
        "source_slug": [p.slug if p else None for p in parts],
        "source_kind": [p.kind if p else None for p in parts],
        "source_id": [p.govkz_id if p else None for p in parts],
        "source_lang": [p.lang if p else None for p in parts],
        "flags": [",".join(sorted({*a.flags, *clean.flags(a.start, a.end)})) for a in articles],
    }
    arrays = [
        value if isinstance(value, pa.Array) else pa.array(value, ARTICLES.field(name).type)
        for name, value in columns.items()
    ]
    return pa.Table.from_arrays(arrays, schema=ARTICLES)


def _strings(values: list[bytes]) -> pa.Array:
    """Valid UTF-8 slices as an Arrow string column, copied once."""
    return pa.array(values, pa.binary()).cast(pa.string())


class _Cleaner:
    """Cuts text out of the dump without its damaged stretches."""

    def __init__(self, data: bytes, damaged: list[Stretch]) -> None:
        self.data = data
        self.damaged = damaged

    def cut(self, start: int, end: int) -> bytes:
        if not self.damaged:
            return self.data[start:end]
        pieces, position = [], start
        for stretch in self.damaged:
            if stretch.end > start and stretch.start < end:
                pieces.append(self.data[position : max(position, stretch.start)])
                position = max(position, stretch.end)
        pieces.append(self.data[position : max(position, end)])
        return b"".join(pieces)

    def text_of(self, title: bytes, line_start: int) -> bytes:
        if not self.damaged or not title:
            return title
        at = self.data.find(title, line_start)
        return self.cut(at, at + len(title))

    def flags(self, start: int, end: int) -> tuple[str, ...]:
        if any(s.end > start and s.start < end for s in self.damaged):
            return ("undecodable_bytes",)
        return ()


def _rejects_table(
    data: bytes, delivery_id: str, rejects: list[Reject], decoded: Decoded | None
) -> pa.Table:
    encoding = (decoded.encoding if decoded else None) or "ascii"
    encoding = {"windows-1251": "cp1251"}.get(encoding, encoding)
    rows = [
        {
            "reject_id": f"{delivery_id[:ID_DIGITS]}-{r.start}",
            "delivery_id": delivery_id,
            "span_start": r.start,
            "span_end": r.end,
            "reason": r.reason,
            "detail": r.detail,
            "excerpt": data[r.start : min(r.end, r.start + 4 * EXCERPT_CHARS)]
            .decode(encoding, "backslashreplace")
            .replace("\ufffd", "\\ufffd")[:EXCERPT_CHARS],
        }
        for r in rejects
    ]
    return pa.Table.from_pylist(rows, schema=REJECTS)
