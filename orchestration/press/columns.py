"""From offsets in the text of dumps to the Arrow tables of articles and rejects.

Holds how columns are cut out of the text, whole columns at a time. Where articles begin and end
belongs to the readers, the order of the steps to `dump`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.decode import Stretch
from orchestration.press.lines import IntArray
from orchestration.press.schema import ARTICLES, REJECTS
from orchestration.press.source import parse_source_urls
from orchestration.press.spans import FLAGS, RawArticles, Reject

EXCERPT_CHARS = 200
_CHUNK_BYTES = 1 << 26
ID_DIGITS = 16
_DATE_FLAGS = sum(1 << place for place, flag in enumerate(FLAGS) if flag.endswith("_date"))
_DAMAGE_BIT = FLAGS.index("undecodable_bytes")


def cut_texts(
    utf8: bytes, damaged: list[Stretch], articles: RawArticles
) -> dict[str, pa.Array | pa.ChunkedArray]:
    """The columns of articles that depend on the UTF-8 text alone.

    Args:
        utf8: the text.
        damaged: its stretches that are left out of every column.
        articles: as offsets in the text, in order.

    Returns:
        Arrays by the name of their column, or chunked ones of a large text: of each column one
        copy is made, and not of all of it at once.
    """
    chunks = articles.starts // _CHUNK_BYTES
    cut = _Cutter(utf8, damaged)
    if not len(articles) or chunks[0] == chunks[-1]:
        return _cut_texts(cut, articles)
    parts = [_cut_texts(cut, articles.chosen(chunks == chunk)) for chunk in np.unique(chunks)]
    return {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}


def _cut_texts(cut: "_Cutter", articles: RawArticles) -> dict[str, pa.Array]:
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


def articles_table(
    delivery_ids: Sequence[str],
    dumps: IntArray,
    ordinals: IntArray,
    articles: RawArticles,
    texts: dict[str, pa.Array | pa.ChunkedArray],
) -> pa.Table:
    """The table of schema ARTICLES.

    Args:
        delivery_ids: sha256 of each dump.
        dumps: of each article, the place of its dump.
        ordinals: of each article, its place in its dump from 1.
        articles: spans in bytes of the deliveries.
        texts: of `cut_texts`.
    """
    ids, places = pa.array(delivery_ids, pa.string()), pa.array(dumps)
    prefixes = pc.utf8_slice_codeunits(ids, 0, ID_DIGITS).take(places)
    numbers = pa.array(ordinals.astype(np.int32))
    names = pa.array(articles.section_names, pa.string())
    columns = {
        "occurrence_id": pc.binary_join_element_wise(
            prefixes, pc.utf8_lpad(numbers.cast(pa.string()), 5, "0"), "-"
        ),
        "delivery_id": ids.take(places),
        "ordinal": numbers,
        "span_start": pa.array(articles.starts),
        "span_end": pa.array(articles.ends),
        "section": names.take(pa.array(articles.sections)),
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
        # the stretches and what lies between them, laid over the text without a copy
        offsets = np.append(np.column_stack((starts, ends)).ravel(), len(self.data))
        laid = [None, pa.py_buffer(offsets), pa.py_buffer(self.data)]
        # not checked again: the text is valid, and stretches begin and end between characters
        pieces = pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, laid)
        is_null = (starts == ends) if is_nullable else np.zeros(len(starts), bool)
        found = pieces.take(pa.array(np.arange(len(starts), dtype=np.int64) * 2, mask=is_null))
        is_cut = self.is_damaged(starts, ends) & ~is_null
        if is_cut.any():
            borders = zip(starts[is_cut].tolist(), ends[is_cut].tolist(), strict=True)
            cut = pa.array([self._cut(start, end) for start, end in borders], pa.large_binary())
            found = pc.replace_with_mask(found, pa.array(is_cut), cut.cast(pa.large_string()))
        return found.cast(pa.string())

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


def rejects_table(found: Sequence[tuple[bytes, str, str | None, Sequence[Reject]]]) -> pa.Table:
    """The table of schema REJECTS.

    Args:
        found: of each dump its bytes, its sha256, its encoding (None when it is no text) and
            its rejects.
    """
    rows = [
        {
            "reject_id": f"{delivery_id[:ID_DIGITS]}-{reject.start}",
            "delivery_id": delivery_id,
            "span_start": reject.start,
            "span_end": reject.end,
            "reason": reject.reason,
            "detail": reject.detail,
            "excerpt": _excerpt(data, encoding, reject),
        }
        for data, delivery_id, encoding, rejects in found
        for reject in rejects
    ]
    return pa.Table.from_pylist(rows, schema=REJECTS)


def _excerpt(data: bytes, encoding: str | None, reject: Reject) -> str:
    codec = {None: "ascii", "windows-1251": "cp1251"}.get(encoding, encoding)
    assert codec is not None
    size = 4 * EXCERPT_CHARS  # bytes that hold so many characters
    text = data[reject.start : min(reject.end, reject.start + size)]
    return text.decode(codec, "backslashreplace").replace("\ufffd", "\\ufffd")[:EXCERPT_CHARS]
