"""Reader of the site's list pages, its home page and single-article pages.

Grammar: furniture and a section line, then articles: a title line that ends in the date (or has
it on the next line), with or without a time or a word for "year", body lines, often a source
line. Several pages may follow each other in one dump, each with its own section. Holds the
cutting; where pages begin belongs to `listing_pages`, which lines are titles to `listing_titles`.
"""

import numpy as np
import numpy.typing as npt

from orchestration.press.date_ends import find_unread_dates
from orchestration.press.lines import BoolArray, IntArray, Lines, trim
from orchestration.press.readers.listing_pages import (
    NO_FORM,
    STAMPED,
    SpecialLines,
    find_forms,
    find_specials,
    has_date_below,
    is_furniture,
    section_name,
    special_kind,
)
from orchestration.press.readers.listing_titles import Titles, find_titles
from orchestration.press.source import Sources, find_bare_source, find_sources
from orchestration.press.spans import FLAGS, Parsed, RawArticles, Reject, Span, Spans
from orchestration.press.titles import HEADING_CHARS

NAME = "listing"
# among so many of its short lines a page without articles shows that it is one
_TOP_LINES = 20

_AFTER_SOURCE = ("text_after_source", "the article ended with its source line")
_BEFORE_TITLE = ("text_before_first_title", "no title with a date stands before it on its page")


def knows(lines: Lines) -> BoolArray:
    """Of each dump, whether it has a dated line or the site's furniture."""
    known = np.zeros(len(lines.bounds), bool)
    for dated in (lines.dated, lines.stamped):
        known[lines.dump_of(lines.inks[dated])] = True
    short = lines.short[~known[lines.dump_of(lines.inks[lines.short])]]
    dumps = lines.dump_of(lines.inks[short])
    for dump in np.unique(dumps).tolist():
        first = short[dumps == dump][:_TOP_LINES].tolist()
        known[dump] = any(special_kind(lines, line) for line in first)
    return known


def read(lines: Lines, limit_day: int) -> Parsed:
    """Cut dumps into spans and articles.

    Args:
        lines: the dumps' lines.
        limit_day: days since 1970 after which a date is in the future.
    """
    forms = find_forms(lines)
    specials = find_specials(lines, forms)
    sources = find_sources(lines, forms != NO_FORM)
    titles = find_titles(lines, forms, specials, sources, limit_day)
    return _Cutter(lines, specials, sources, titles).cut()


def _flag(is_set: BoolArray, flag: str) -> npt.NDArray[np.uint8]:
    return (is_set << FLAGS.index(flag)).astype(np.uint8)


class _Cutter:
    """Cuts dumps at their events: titles, section lines, furniture and borders."""

    def __init__(
        self, lines: Lines, specials: SpecialLines, sources: Sources, titles: Titles
    ) -> None:
        self.lines = lines
        self.specials = specials
        self.sources = sources
        self.titles = titles
        special_lines = np.flatnonzero(specials.is_special)
        self.events = np.sort(np.concatenate((titles.lines, special_lines)))
        self.spans: list[Span] = []
        self.rejects: list[Reject] = []

    def cut(self) -> Parsed:
        lines = self.lines
        articles, free_lines, free_starts = self._cut_articles()
        for line, kind in self.specials.kinds.items():
            if kind == "border":
                continue
            name = "section" if kind == "section" else "preamble"
            self._add_span(name, int(lines.starts[line]), int(lines.nexts[line]))
        self._cut_rest(articles, free_lines, free_starts)
        found = Spans.of(self.spans)
        count = len(articles)
        spans = Spans(
            np.concatenate((np.zeros(count, np.uint8), found.kinds)),
            np.concatenate((articles.starts, found.starts)),
            np.concatenate((articles.ends, found.ends)),
            np.concatenate((self._ordinals(articles), found.ordinals)),
        )
        return Parsed(Spans.tiling(spans, lines.bounds), articles, sorted(self.rejects))

    def _ordinals(self, articles: RawArticles) -> IntArray:
        """Of each article, its place in its dump from 1."""
        dumps = self.lines.dump_of(articles.starts)
        return np.arange(1, len(articles) + 1) - np.searchsorted(dumps, dumps)

    # -- articles ------------------------------------------------------------------------

    def _cut_articles(self) -> tuple[RawArticles, IntArray, IntArray]:
        """The articles; for each the first line after it, and the first byte free of it."""
        lines, titles = self.lines, self.titles
        first = titles.date_lines + 1
        after = np.append(self.events, len(lines.starts))[
            np.searchsorted(self.events, titles.lines) + 1
        ]
        has_body = after > first
        ends = lines.nexts[np.maximum(titles.date_lines, after - 1)]
        empty = lines.nexts[titles.date_lines]
        body_starts = np.where(has_body, lines.inks[np.minimum(first, len(lines.inks) - 1)], empty)
        body_ends = np.where(has_body, lines.ends[after - 1], empty)
        sources, urls = self._match_sources(body_starts, body_ends)
        has_source = sources[1] > sources[0]
        body_ends = trim(lines.data, lines.array, body_starts, sources[0])[1]

        # lines below the source line are free, and so is what follows the source on its line
        free_lines = np.where(
            has_source, np.searchsorted(lines.starts, sources[1] - 1, side="right"), after
        )
        source_lines = free_lines - 1
        is_glued = has_source & (sources[1] < lines.ends[source_lines])
        ends = np.where(has_source, lines.nexts[source_lines], ends)
        ends = np.where(is_glued, sources[1], ends)
        free_starts = np.where(
            is_glued, sources[1], lines.starts[np.minimum(free_lines, len(lines.starts) - 1)]
        )
        free_lines = np.where(is_glued, source_lines, free_lines)

        title_starts, title_ends = self._title_texts()
        articles = RawArticles(
            starts=lines.starts[titles.lines],
            ends=ends,
            sections=np.searchsorted(self.specials.section_lines, titles.lines) - 1,
            section_names=[self._name(line) for line in self.specials.section_lines.tolist()],
            titles=(title_starts, title_ends),
            dates=self._dates(),
            days=titles.days,
            bodies=(body_starts, body_ends),
            sources=sources,
            urls=urls,
            flags=titles.flags
            | _flag(title_ends == title_starts, "no_title")
            | _flag(self._holds_dated_line(body_starts, body_ends), "dated_line_in_body"),
        )
        is_open = free_lines < after
        return articles, np.where(is_open, free_lines, -1), free_starts

    def _holds_dated_line(self, starts: IntArray, ends: IntArray) -> BoolArray:
        """Whether each body holds a line that may be a title but isn't read as one."""
        lines = self.lines
        unread = find_unread_dates(lines.data, lines.array, lines.date_starts, lines.ends)
        unread = unread[lines.ends[unread] - lines.inks[unread] <= HEADING_CHARS]
        offsets = np.sort(np.concatenate((self.titles.turned_down, lines.inks[unread])))
        return np.searchsorted(offsets, starts) < np.searchsorted(offsets, ends)

    def _name(self, line: int) -> str | None:
        if self.specials.kinds[line] == "border":
            return None
        return section_name(self.lines.text(line))

    def _title_texts(self) -> tuple[IntArray, IntArray]:
        lines, titles = self.lines, self.titles
        starts = lines.inks[titles.lines]
        ends = np.where(
            has_date_below(titles.forms), lines.ends[titles.lines], lines.date_starts[titles.lines]
        )
        ends = np.where(titles.has_text, ends, starts)
        return trim(lines.data, lines.array, starts, ends)

    def _dates(self) -> tuple[IntArray, IntArray]:
        lines, titles = self.lines, self.titles
        at = titles.date_lines
        starts = np.where(titles.forms == STAMPED, lines.inks[at], lines.date_starts[at])
        return starts, lines.ends[at]

    def _match_sources(
        self, body_starts: IntArray, body_ends: IntArray
    ) -> tuple[tuple[IntArray, IntArray], tuple[IntArray, IntArray]]:
        """The source line and the address of each body; the body's end where it has none."""
        found = self.sources
        source_starts, source_ends = body_ends.copy(), body_ends.copy()
        url_starts, url_ends = body_ends.copy(), body_ends.copy()

        def take(bodies: IntArray, places: IntArray) -> None:
            source_starts[bodies] = found.starts[places]
            source_ends[bodies] = found.ends[places]
            url_starts[bodies] = found.url_starts[places]
            url_ends[bodies] = found.url_ends[places]

        # the first of gov.kz in the body, else another one at its end
        for chosen, is_at_end in ((found.is_govkz, False), (~found.is_govkz, True)):
            candidates = np.flatnonzero(chosen)
            open_bodies = np.flatnonzero(source_starts == body_ends)
            if not len(candidates) or not len(open_bodies):
                continue
            if is_at_end:
                places = np.searchsorted(found.ends[candidates], body_ends[open_bodies])
            else:
                places = np.searchsorted(found.starts[candidates], body_starts[open_bodies])
            is_there = places < len(candidates)
            open_bodies, places = open_bodies[is_there], candidates[places[is_there]]
            is_inside = (found.starts[places] >= body_starts[open_bodies]) & (
                found.ends[places] <= body_ends[open_bodies]
            )
            take(open_bodies[is_inside], places[is_inside])
        last = self.lines.array[np.maximum(body_ends - 1, 0)]
        bare = (source_starts == body_ends) & (body_ends > body_starts) & (last == ord(":"))
        for body in np.flatnonzero(bare).tolist():
            start = find_bare_source(self.lines.data, int(body_starts[body]), int(body_ends[body]))
            if start is not None:
                source_starts[body] = start
        return (source_starts, source_ends), (url_starts, url_ends)

    # -- what belongs to no article --------------------------------------------------------

    def _cut_rest(self, articles: RawArticles, free_lines: IntArray, free_starts: IntArray) -> None:
        """Lines between events that no article holds."""
        lines, count = self.lines, len(self.lines.starts)
        after = np.append(self.events, count)
        for place in np.flatnonzero(free_lines >= 0).tolist():
            line = self.titles.lines[place]
            stop = int(after[np.searchsorted(self.events, line) + 1])
            self._cut_text(int(free_lines[place]), stop, int(free_starts[place]), _AFTER_SOURCE)
        for line, kind in self.specials.kinds.items():
            stop = int(after[np.searchsorted(self.events, line) + 1])
            if line + 1 < stop:
                reason = self._reason_below(line) if kind == "furniture" else _BEFORE_TITLE
                self._cut_text(line + 1, stop, int(lines.starts[line + 1]), reason)

    def _reason_below(self, line: int) -> tuple[str, str]:
        """Text below furniture follows an article unless its page has had none yet."""
        title = int(np.searchsorted(self.titles.lines, line)) - 1
        page = int(np.searchsorted(self.specials.section_lines, line)) - 1
        if title < 0 or self.specials.section_lines[page] > self.titles.lines[title]:
            return _BEFORE_TITLE
        return _AFTER_SOURCE

    def _cut_text(self, first: int, after: int, start: int, reason: tuple[str, str]) -> None:
        """Furniture among such lines is preamble; the rest is a reject with its reason."""
        lines, line = self.lines, first
        while line < after:
            stop = line + 1
            begin = max(start, int(lines.starts[line]))
            if begin == lines.starts[line] and is_furniture(lines, line):
                self._add_span("preamble", begin, int(lines.nexts[line]))
            else:
                while stop < after and not is_furniture(lines, stop):
                    stop += 1
                end = int(lines.nexts[stop - 1])
                self._add_span("reject", begin, end)
                self.rejects.append(Reject(begin, end, *reason))
            line = stop

    def _add_span(self, kind: str, start: int, end: int) -> None:
        self.spans.append(Span(kind, start, end))
