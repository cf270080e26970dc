"""Reader of the site's list pages, its home page and single-article pages.

Grammar: furniture and a section line, then articles: a title line that ends in the date (or has
it on the next line), body lines, often a source line. Several pages may follow each other in
one dump, each with its own section.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from orchestration.press import source
from orchestration.press.lines import DATE_BYTES, INVISIBLE, SHORT_BYTES, Lines, strip_marks
from orchestration.press.sections import match_furniture, match_section, match_site_name
from orchestration.press.spans import Parsed, RawArticle, Reject, Span
from orchestration.press.titles import (
    LONG_BYTES,
    NEAR_DAYS,
    DatedLine,
    score_last_word,
    score_title,
)

NAME = "listing"

# gov.kz opened its news in 2019; the oldest releases moved there are of 2016
FIRST_DAY = (date(2016, 1, 1) - date(1970, 1, 1)).days
_EPOCH = date(1970, 1, 1).toordinal()
_TAIL_BYTES = 400

_STAMP = re.compile(
    rb"\d\d\.\d\d\.\d{4}(?:" + INVISIBLE + rb"|,)+\d{1,2}:\d\d(?::\d\d)?"
    rb"(?:" + INVISIBLE + rb"+[\d ]{1,12})?(?:" + INVISIBLE + rb"*[A-Za-z\x80-\xff]\S{0,40})?\Z"
)
_ENDS_BLANK = re.compile(INVISIBLE + rb"\Z")
_CLOSED_BYTES = frozenset(b'.!?);"]')


@dataclass(frozen=True, slots=True)
class _Title:
    line: int  # of the title's text, or of the date where that is missing
    date_line: int
    form: str
    days: int | None
    flags: tuple[str, ...]
    has_text: bool


def knows(lines: Lines) -> bool:
    """Whether the dump has a dated line or the site's furniture."""
    return bool(lines.dated or lines.stamped) or any(
        _special(lines, line) for line in lines.short[:20]
    )


def read(lines: Lines, limit_day: int) -> Parsed:
    """Cut a dump into spans and articles.

    Args:
        lines: the dump's lines.
        limit_day: days since 1970 after which a date is in the future.
    """
    return _Reader(lines, limit_day).read()


def _special(lines: Lines, line: int) -> str | None:
    text = strip_marks(lines.text(line)).decode("utf-8", "ignore")
    if match_section(text):
        return "section"
    return "furniture" if match_furniture(text) else None


class _Reader:
    def __init__(self, lines: Lines, limit_day: int) -> None:
        self.lines = lines
        self.limit_day = limit_day
        self.count = len(lines.starts)
        self.day_memo: dict[bytes, tuple[int | None, tuple[str, ...]]] = {}
        self.forms = dict(self._forms())
        self.parsed = Parsed()
        self.position = 0

    def read(self) -> Parsed:
        specials = self._specials()
        titles = {t.line: t for t in self._titles(specials)}
        events = sorted([*titles, *specials])
        section: str | None = None
        open_article = False
        self._emit_text(0, events[0] if events else self.count, False)
        for place, line in enumerate(events):
            after = events[place + 1] if place + 1 < len(events) else self.count
            if line in specials:
                kind = specials[line]
                if kind == "section":
                    section = self.lines.text(line).decode("utf-8", "ignore")
                    section = strip_marks(section.encode()).decode()
                    open_article = False
                self._emit_lines("section" if kind == "section" else "preamble", line, line + 1)
                self._emit_text(line + 1, after, open_article)
            else:
                self._emit_article(titles[line], after, section)
                open_article = True
        self._blank_until(len(self.lines.data))
        return self.parsed

    # -- pages ---------------------------------------------------------------------------

    def _forms(self) -> Iterator[tuple[int, str]]:
        """Where each dated line has its date: glued to a title, alone, or stamped."""
        lines = self.lines
        for line in lines.dated:
            ink, end = lines.inks[line], lines.ends[line]
            if end - ink == DATE_BYTES:
                yield line, "alone"
                continue
            before = lines.data[end - DATE_BYTES - 1]
            if before == 32 or _ENDS_BLANK.search(lines.data[max(ink, end - 14) : end - 10]):
                yield line, "glued"
        for line in lines.stamped:
            if lines.ends[line] - lines.inks[line] <= 96 and _STAMP.match(lines.text(line)):
                yield line, "stamped"

    def _specials(self) -> dict[int, str]:
        """Section and furniture lines.

        Such words also occur in bodies, so a line counts only where a page begins: at the top of
        the dump, right before a title or another such line, at the end, or as a section under
        the site's name.
        """
        kinds = {
            line: kind
            for line in self.lines.short
            if line not in self.forms and (kind := _special(self.lines, line))
        }
        found = {line: kind for line, kind in kinds.items() if self._is_page_head(line, kinds)}
        for line in sorted(kinds, reverse=True):
            next_form = self.forms.get(line + 1)
            if next_form in ("alone", "stamped"):
                continue  # it is a title itself
            if (
                line + 1 in found
                or next_form == "glued"
                or self.forms.get(line + 2) in ("alone", "stamped")
                or (line + 1 == self.count and self._may_end(line, kinds))
            ):
                found[line] = kinds[line]
        return found

    def _is_page_head(self, line: int, kinds: dict[int, str]) -> bool:
        above = line - 1
        if all(i in kinds for i in range(min(line, 4))) and line < 5:
            return self.forms.get(line + 1) not in ("alone", "stamped")
        if kinds[line] == "section":
            return kinds.get(above) == "furniture" and self._is_site_name(above)
        return kinds.get(line + 1) == "section" and self._is_site_name(line)

    def _is_site_name(self, line: int) -> bool:
        return match_site_name(strip_marks(self.lines.text(line)).decode("utf-8", "ignore"))

    def _may_end(self, line: int, kinds: dict[int, str]) -> bool:
        """The last line of a dump: page numbers and links do, a section word only on a page."""
        if kinds[line] == "furniture":
            return True
        return self.lines.blank_before[line] or line - 1 in kinds

    # -- titles --------------------------------------------------------------------------

    def _titles(self, specials: dict[int, str]) -> Iterator[_Title]:
        candidates = sorted(line for line in self.forms if line not in specials)
        borders = sorted(line for line, kind in specials.items() if kind == "section")
        begin = 0
        for border in [*borders, self.count]:
            stop = bisect_left(candidates, border, begin)
            if stop > begin:
                yield from self._page_titles(candidates[begin:stop], specials)
            begin = stop

    def _page_titles(self, dated: list[int], specials: dict[int, str]) -> Iterator[_Title]:
        days = [self._day(line) for line in dated]
        plain = [d for d, _ in days if d is not None]
        glued = sum(self.forms[line] == "glued" for line in dated)
        alone = sum(self.forms[line] == "alone" for line in dated)
        page_form = "alone" if alone > glued else "glued"
        runs = sum(b <= a + NEAR_DAYS for a, b in pairwise(plain))
        is_ordered = len(plain) < 5 or runs >= 0.8 * (len(plain) - 1)
        previous: _Title | None = None
        previous_day: int | None = None
        for place, line in enumerate(dated):
            day, flags = days[place]
            following = next((d for d, _ in days[place + 1 : place + 3] if d is not None), None)
            title = self._title_at(line, day, flags, previous, specials)
            if self._is_title(
                title, previous, previous_day, following, page_form, is_ordered, specials
            ):
                yield title
                previous = title
                previous_day = day if day is not None else previous_day

    def _title_at(
        self,
        line: int,
        day: int | None,
        flags: tuple[str, ...],
        previous: _Title | None,
        specials: dict[int, str],
    ) -> _Title:
        form = self.forms[line]
        if form == "glued":
            return _Title(line, line, form, day, flags, True)
        above = line - 1
        is_taken = (
            above < 0
            or above in specials
            or (previous is not None and above <= previous.date_line)
            or self._ends_in_source(above)
        )
        if is_taken:
            return _Title(line, line, form, day, flags, False)
        return _Title(above, line, form, day, flags, True)

    def _is_title(
        self,
        title: _Title,
        previous: _Title | None,
        previous_day: int | None,
        following: int | None,
        page_form: str,
        is_ordered: bool,
        specials: dict[int, str],
    ) -> bool:
        lines, data = self.lines, self.lines.data
        above = title.line - 1
        is_after_title = previous is not None and above == previous.date_line
        if previous is not None and title.line <= previous.date_line:
            return False
        end = lines.ends[title.line] - (DATE_BYTES if title.form == "glued" else 0)
        raw = strip_marks(data[lines.inks[title.line] : end]) if title.has_text else b""
        text = raw.decode("utf-8", "ignore")
        is_near = title.days is not None and (
            (previous_day is not None and abs(title.days - previous_day) <= NEAR_DAYS)
            or (following is not None and abs(title.days - following) <= NEAR_DAYS)
        )
        if (
            is_near
            and title.form == page_form
            and not is_after_title
            and len(raw) <= LONG_BYTES
            and above >= 0
            and data[lines.ends[above] - 1] in _CLOSED_BYTES
            and raw[-1:].isalnum()
            and not score_last_word(text)
        ):
            return True  # what score_title gives at least 1 for, without asking it
        is_boundary = above < 0 or above in specials or self._ends_in_source(above)
        return (
            score_title(
                DatedLine(
                    text=text,
                    days=title.days,
                    form=title.form,
                    previous_text="" if above < 0 else self._tail(above),
                    is_after_boundary=is_boundary,
                    is_after_blank=lines.blank_before[title.line],
                    is_after_title=is_after_title,
                    previous_days=previous_day,
                    next_days=following,
                    page_form=page_form,
                    is_ordered=is_ordered,
                )
            )
            >= 0
        )

    def _day(self, line: int) -> tuple[int | None, tuple[str, ...]]:
        lines = self.lines
        if self.forms[line] == "stamped":
            printed = lines.data[lines.inks[line] : lines.inks[line] + DATE_BYTES]
        else:
            printed = lines.data[lines.ends[line] - DATE_BYTES : lines.ends[line]]
        known = self.day_memo.get(printed)
        if known is None:
            known = self.day_memo[printed] = self._parse_day(printed)
        return known

    def _parse_day(self, printed: bytes) -> tuple[int | None, tuple[str, ...]]:
        try:
            day = date(int(printed[6:]), int(printed[3:5]), int(printed[:2])).toordinal() - _EPOCH
        except ValueError:
            return None, ("impossible_date",)
        if day < FIRST_DAY:
            return None, ("early_date",)
        if day > self.limit_day:
            return None, ("future_date",)
        return day, ()

    def _tail(self, line: int) -> str:
        start, end = self.lines.inks[line], self.lines.ends[line]
        return self.lines.data[max(start, end - 40) : end].decode("utf-8", "ignore")

    def _ends_in_source(self, line: int) -> bool:
        start, end = self.lines.inks[line], self.lines.ends[line]
        at = self.lines.data.rfind(b"http", max(start, end - _TAIL_BYTES), end)
        if at < 0:
            return False
        found = source.LINE.search(self.lines.data, max(start, at - 40), end)
        return found is not None and found.end() == end

    # -- spans ---------------------------------------------------------------------------

    def _emit_article(self, title: _Title, after: int, section: str | None) -> None:
        lines, data = self.lines, self.lines.data
        first, last = title.date_line + 1, after
        start = lines.starts[title.line]
        self._blank_until(start)
        end_line, trailing = last, last
        body_start = body_end = lines.nexts[title.date_line]
        source_start = source_end = url_start = body_end
        if last > first:
            body_start, body_end = lines.inks[first], lines.ends[last - 1]
            found = self._find_source(body_start, body_end)
            if found is not None:
                source_start, url_start, source_end = found
                end_line = bisect_right(lines.starts, source_end - 1)
                body_end = max(body_start, self._rstrip(body_start, source_start))
            else:
                source_start = source_end = url_start = body_end
        printed = (
            data[lines.ends[title.date_line] - DATE_BYTES : lines.ends[title.date_line]]
            if title.form == "glued"
            else lines.text(title.date_line)
        )
        text_end = lines.ends[title.line] - (DATE_BYTES if title.form == "glued" else 0)
        text = strip_marks(data[lines.inks[title.line] : text_end]) if title.has_text else b""
        end = lines.nexts[end_line - 1] if end_line > first else lines.nexts[title.date_line]
        flags = title.flags if text else (*title.flags, "no_title")
        ordinal = len(self.parsed.articles) + 1
        self.parsed.spans.append(Span("article", start, end, ordinal))
        self.position = end
        self.parsed.articles.append(
            RawArticle(
                start, end, section, text, printed, title.days, body_start, body_end,
                source_start, source_end, url_start, flags,
            )
        )  # fmt: skip
        self._emit_text(end_line, trailing, True)

    def _find_source(self, start: int, end: int) -> tuple[int, int, int] | None:
        """Start of the source line's marker, of its address, and its end."""
        data = self.lines.data
        at = data.find(source.GOVKZ, start, end)
        while at >= 0:
            # the marker and "https://www." stand just before the host
            found = source.LINE.search(data, max(start, at - 80), end)
            if found is not None and found.start(1) <= at < found.end():
                return found.start(), found.start(1), found.end()
            at = data.find(source.GOVKZ, at + 1, end)
        if data.find(b"http", max(start, end - _TAIL_BYTES), end) >= 0:
            lines = list(source.LINE.finditer(data, max(start, end - _TAIL_BYTES), end))
            if lines and lines[-1].end() == end:
                return lines[-1].start(), lines[-1].start(1), end
        if data[end - 1 : end] == b":":
            found = source.BARE.search(data, max(start, end - 60), end)
            if found is not None:
                return found.start(), end, end
        return None

    def _rstrip(self, start: int, end: int) -> int:
        return start + len(self.lines.data[start:end].rstrip()) if end > start else end

    def _emit_text(self, first: int, after: int, is_article_open: bool) -> None:
        """Lines that belong to no article: furniture, else a reject with its reason."""
        if is_article_open:
            reason, detail = "text_after_source", "the article ended with its source line"
        else:
            reason = "text_before_first_title"
            detail = "no title with a date stands before it on its page"
        line = first
        while line < after:
            stop = line + 1
            if self._is_furniture(line):
                self._emit_lines("preamble", line, stop)
            else:
                while stop < after and not self._is_furniture(stop):
                    stop += 1
                self._emit_lines("reject", line, stop)
                span = self.parsed.spans[-1]
                self.parsed.rejects.append(Reject(span.start, span.end, reason, detail))
            line = stop

    def _is_furniture(self, line: int) -> bool:
        is_short = self.lines.ends[line] - self.lines.inks[line] <= SHORT_BYTES
        return is_short and _special(self.lines, line) == "furniture"

    def _emit_lines(self, kind: str, first: int, after: int) -> None:
        start, end = self.lines.starts[first], self.lines.nexts[after - 1]
        self._blank_until(start)
        self.parsed.spans.append(Span(kind, start, end))
        self.position = end

    def _blank_until(self, end: int) -> None:
        if end > self.position:
            self.parsed.spans.append(Span("blank", self.position, end))
            self.position = end
