"""Reads a large dump a window at a time, split where one article follows another.

Holds how windows are cut and put together: columns of a whole file of a gigabyte would take
several in memory. What a window's bytes mean belongs to `readers`.
"""

from dataclasses import replace
from types import ModuleType

import numpy as np

from orchestration.press.lines import IntArray, index_lines
from orchestration.press.spans import SPAN_KINDS, Parsed, RawArticles, Reject, Spans

WINDOW_BYTES = 16 << 20
_ARTICLE = SPAN_KINDS.index("article")


def read_by_windows(reader: ModuleType, data: bytes, limit_day: int, window_bytes: int) -> Parsed:
    """Read one dump as its reader would, window by window.

    A window ends where the last but one of its articles begins, if that follows another article
    directly: all before was read with what stands behind it in sight. The next one begins there,
    under the section that stood last. Only the forms of dates on a page are told from its part
    in the window.

    Args:
        reader: a module of `readers`.
        data: the dump in UTF-8.
        limit_day: days since 1970 after which a date is in the future.
        window_bytes: about how many bytes are read at once; more where articles are larger.
    """
    found: list[Parsed] = []
    position, count, section = 0, 0, None
    while position < len(data):
        size, cut = window_bytes, None
        while cut is None:
            end = _line_end(data, position + size)
            parsed = reader.read(index_lines(data[position:end]), limit_day)
            cut = end - position if end == len(data) else _find_cut(parsed.spans)
            size *= 2
        parsed = _first(parsed, cut)
        names = [section if n is None else n for n in parsed.articles.section_names]
        found.append(_moved(parsed, position, count, names))
        if len(parsed.articles):
            section = names[int(parsed.articles.sections[-1])]
        position += cut
        count += len(parsed.articles)
    return _joined(found)


def _line_end(data: bytes, place: int) -> int:
    """The byte after the first line feed from a place on."""
    return data.find(b"\n", place) + 1 or len(data)


def _find_cut(spans: Spans) -> int | None:
    """Where the last article but one begins that follows an article without anything between."""
    is_article = spans.kinds == _ARTICLE
    last = np.flatnonzero(is_article)[-1:]
    follows = is_article[1:] & is_article[:-1]
    places = np.flatnonzero(follows) + 1
    places = places[places < last] if len(last) else places
    return int(spans.starts[places[-1]]) if len(places) else None


def _first(parsed: Parsed, size: int) -> Parsed:
    """What begins in the first bytes."""
    return Parsed(
        parsed.spans.chosen(parsed.spans.starts < size),
        parsed.articles.chosen(parsed.articles.starts < size),
        [reject for reject in parsed.rejects if reject.start < size],
    )


def _moved(parsed: Parsed, by: int, count: int, names: list[str | None]) -> Parsed:
    """The same behind so many bytes and articles of the same dump."""
    spans, articles = parsed.spans, parsed.articles

    def pair(columns: tuple[IntArray, IntArray]) -> tuple[IntArray, IntArray]:
        return columns[0] + by, columns[1] + by

    return Parsed(
        Spans(
            spans.kinds,
            spans.starts + by,
            spans.ends + by,
            np.where(spans.kinds == _ARTICLE, spans.ordinals + count, 0),
        ),
        replace(
            articles,
            starts=articles.starts + by,
            ends=articles.ends + by,
            section_names=names,
            titles=pair(articles.titles),
            dates=pair(articles.dates),
            bodies=pair(articles.bodies),
            sources=pair(articles.sources),
            urls=pair(articles.urls),
        ),
        [Reject(r.start + by, r.end + by, r.reason, r.detail) for r in parsed.rejects],
    )


def _joined(found: list[Parsed]) -> Parsed:
    """Neighbours as one."""
    parts = [parsed.articles for parsed in found]
    offsets = np.cumsum([0, *(len(part.section_names) for part in parts)])

    def column(name: str) -> IntArray:
        return np.concatenate([getattr(part, name) for part in parts])

    def pair(name: str) -> tuple[IntArray, IntArray]:
        pairs = [getattr(part, name) for part in parts]
        return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])

    articles = RawArticles(
        starts=column("starts"),
        ends=column("ends"),
        sections=np.concatenate(
            [part.sections + offset for part, offset in zip(parts, offsets, strict=False)]
        ),
        section_names=[name for part in parts for name in part.section_names],
        titles=pair("titles"),
        dates=pair("dates"),
        days=column("days"),
        bodies=pair("bodies"),
        sources=pair("sources"),
        urls=pair("urls"),
        flags=np.concatenate([part.flags for part in parts]),
    )
    spans = [parsed.spans for parsed in found]
    return Parsed(
        Spans(
            np.concatenate([s.kinds for s in spans]),
            np.concatenate([s.starts for s in spans]),
            np.concatenate([s.ends for s in spans]),
            np.concatenate([s.ordinals for s in spans]),
        ),
        articles,
        [reject for parsed in found for reject in parsed.rejects],
    )
