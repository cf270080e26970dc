"""Which dated lines of a list page are titles.

Holds the days that dates mean and the order of the questions: most
lines are plainly titles and are told from whole columns, the others go to `titles.score_title`
one by one. The signals and their points belong to `titles`, cutting the articles to `listing`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.date_ends import DATE_BYTES
from orchestration.press.lines import (
    BoolArray,
    ByteArray,
    IntArray,
    Lines,
    byte_table,
    strip_marks,
)
from orchestration.press.readers.listing_pages import (
    FORMS,
    NO_FORM,
    STAMPED,
    SpecialLines,
    find_page_forms,
    has_date_below,
)
from orchestration.press.source import Sources
from orchestration.press.spans import FLAGS
from orchestration.press.titles import (
    DOUBTFUL_END,
    LONG_CHARS,
    NEAR_DAYS,
    DatedLine,
    resembles_title,
    score_title,
)

# gov.kz opened its news in 2019; the oldest releases moved there are of 2016
FIRST_DAY = (date(2016, 1, 1) - date(1970, 1, 1)).days

# With fewer dated lines, asking each costs less than compiling the pattern of doubtful ends
MANY = 400

# Longer than any word that makes an end doubtful, with blanks behind it
_END_BYTES = 48

# Ends of lines that end a sentence: one byte, and the last bytes of » ” ’ and …
_CLOSED = byte_table(b'.!?);"]')
_CLOSED_MARKS = ((0xC2, 0xBB), (0x80, 0x9D), (0x80, 0x99), (0x80, 0xA6))
_CAPITAL = byte_table(range(ord("A"), ord("Z") + 1))


@dataclass(frozen=True, eq=False)
class Titles:
    """The titles of a dump in order, as columns.

    Attributes:
        lines: the line of the text, or of the date where there is no text.
        date_lines: the line of the date.
        forms: places in FORMS.
        has_text: whether a text stands before the date.
        days: days since 1970, 0 where the date can't be a publication's.
        flags: a bit for each of FLAGS that the date asks for.
        turned_down: first bytes of dated lines that look like titles and are none.
    """

    lines: IntArray
    date_lines: IntArray
    forms: npt.NDArray[np.int8]
    has_text: BoolArray
    days: IntArray
    flags: npt.NDArray[np.uint8]
    turned_down: IntArray


def find_titles(
    lines: Lines,
    forms: npt.NDArray[np.int8],
    specials: SpecialLines,
    sources: Sources,
    limit_day: int,
) -> Titles:
    """Decide which dated lines are titles.

    Args:
        lines: the dump's lines.
        forms: of `find_forms`.
        specials: section lines and page furniture.
        sources: the dump's source lines.
        limit_day: days since 1970 after which a date is in the future.
    """
    return _Finder(lines, forms, specials, sources, limit_day).find()


def parse_days(
    array: ByteArray, at: IntArray, limit_day: int
) -> tuple[IntArray, npt.NDArray[np.uint8]]:
    """Days since 1970 of the dd.mm.yyyy at each offset, with a flag where that can't be."""

    def number(*places: int) -> IntArray:
        value = np.zeros(len(at), np.int64)
        for place in places:
            value = value * 10 + (array[at + place] - 0x30)
        return value

    day, month, year = number(0, 1), number(3, 4), number(6, 7, 8, 9)
    months = (year - 1970) * 12 + month - 1
    first, after = (
        (months + more).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        for more in (0, 1)
    )
    days = first + day - 1
    is_possible = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (days < after)
    flags = np.zeros(len(at), np.uint8)
    flags[days > limit_day] = _bit("future_date")
    flags[days < FIRST_DAY] = _bit("early_date")
    flags[~is_possible] = _bit("impossible_date")
    days[flags != 0] = 0
    return days, flags


def _bit(flag: str) -> int:
    return 1 << FLAGS.index(flag)


class _Finder:
    """The dated lines of a dump as columns, and the verdict on each."""

    def __init__(
        self,
        lines: Lines,
        forms: npt.NDArray[np.int8],
        specials: SpecialLines,
        sources: Sources,
        limit_day: int,
    ) -> None:
        self.lines = lines
        self.is_dated = (forms != NO_FORM) & ~specials.is_special
        self.at = np.flatnonzero(self.is_dated)
        self.forms = forms[self.at]
        self.is_boundary = specials.is_special | sources.ends_line
        self.is_below = has_date_below(self.forms)
        self.date_at = np.where(
            self.forms == STAMPED, lines.inks[self.at], lines.date_starts[self.at]
        )
        self.days, self.flags = parse_days(lines.array, self.date_at, limit_day)
        self.is_known = self.flags == 0
        self.pages = np.searchsorted(specials.section_lines, self.at)
        page_count = len(specials.section_lines) + 1
        self.page_forms = find_page_forms(self.forms, self.pages, page_count)
        self.next_days, self.has_next = self._next_days()
        self.ordered_pages: dict[int, bool] = {}

    def find(self) -> Titles:
        certain = self._find_certain()
        accepted = certain.copy()
        title_lines = np.where(self.is_below, self.at - 1, self.at)
        has_text = np.ones(len(self.at), bool)
        # the last certain title at or before each dated line
        last_certain = np.maximum.accumulate(np.where(certain, np.arange(len(certain)), -1))
        turned_down = []
        last = last_known = -1
        for place in np.flatnonzero(~certain).tolist():
            before = int(last_certain[place - 1]) if place else -1
            previous = self._on_page(max(before, last), place)
            known = self._on_page(max(before, last_known), place)
            title_line = self._title_line(place, previous)
            has_text[place] = title_line is not None
            title_lines[place] = self.at[place] if title_line is None else title_line
            dated = self._dated_line(place, title_line, previous, known)
            if score_title(dated) >= 0:
                accepted[place] = True
                last = place
                last_known = place if self.is_known[place] else last_known
            elif resembles_title(dated):
                turned_down.append(int(self.lines.inks[self.at[place]]))
        return Titles(
            title_lines[accepted],
            self.at[accepted],
            self.forms[accepted],
            has_text[accepted],
            self.days[accepted],
            self.flags[accepted],
            np.array(turned_down, np.int64),
        )

    def _on_page(self, other: int, place: int) -> int | None:
        return other if other >= 0 and self.pages[other] == self.pages[place] else None

    def _next_days(self) -> tuple[IntArray, BoolArray]:
        """The day of the next dated line of the page, or of the one after where that has none."""
        count = len(self.at)
        days, found = np.zeros(count, np.int64), np.zeros(count, bool)
        for step in (2, 1):
            usable = np.zeros(count, bool)
            usable[:-step] = self.is_known[step:] & (self.pages[step:] == self.pages[:-step])
            places = np.flatnonzero(usable)
            days[places] = self.days[places + step]
            found |= usable
        return days, found

    # -- plainly titles ------------------------------------------------------------------

    def _find_certain(self) -> BoolArray:
        """Dated lines that `score_title` would give 0 or more, told from columns alone.

        All not below a title, not long and without an end that asks for the date. In the page's
        usual form and near in date to a neighbour that makes 3, or 1 after a line that doesn't
        end a sentence; what else the text may say takes 2, or 1 where it begins with a capital.
        With a stamp it makes 6, of which the line before, the order and the text take 2 each.
        """
        lines, at = self.lines, self.at
        if len(at) < max(MANY, 1):
            return np.zeros(len(at), bool)
        is_below = self.is_below
        title_lines = np.where(is_below, at - 1, at)
        above = np.maximum(title_lines - 1, 0)
        text_lines = np.maximum(title_lines, 0)
        starts = lines.inks[text_lines]
        ends = np.where(is_below, lines.ends[text_lines], lines.date_starts[text_lines])
        plain = (
            (title_lines > 0)
            & (self.is_boundary[above] | ~self.is_dated[above])
            & (ends - starts <= LONG_CHARS)  # in bytes, so never too many characters
            # the text above a date alone may be another title's, or the end of an article
            & ~(is_below & (self.is_dated[text_lines] | self.is_boundary[text_lines]))
            & ~self._has_doubtful_end(starts, ends)
        )
        is_sound = self._ends_sentence(above) | _CAPITAL[lines.array[starts]]
        certain = (
            plain
            & (self.forms == self.page_forms[self.pages])
            & (self.is_boundary[above] | is_sound)
            & self.is_known
        )
        near_next = self.has_next & (np.abs(self.days - self.next_days) <= NEAR_DAYS)
        near_previous = np.zeros(len(at), bool)
        near_previous[1:] = (self.pages[1:] == self.pages[:-1]) & (
            np.abs(self.days[1:] - self.days[:-1]) <= NEAR_DAYS
        )
        # the title before is known only where the line before is certain itself
        near_previous[1:] &= (certain & near_next)[:-1]
        return np.where(self.forms == STAMPED, plain, certain & (near_next | near_previous))

    def _ends_sentence(self, line: IntArray) -> BoolArray:
        array, ends = self.lines.array, self.lines.ends[line]
        last, one_before = array[ends - 1], array[np.maximum(ends - 2, 0)]
        result = _CLOSED[last]
        for first, second in _CLOSED_MARKS:
            result |= (one_before == first) & (last == second)
        return result

    def _has_doubtful_end(self, starts: IntArray, ends: IntArray) -> BoolArray:
        array = self.lines.array
        # the end alone, from the first byte of a character on
        starts = np.maximum(starts, ends - _END_BYTES)
        for _ in range(3):
            starts = starts + ((array[np.minimum(starts, len(array) - 1)] & 0xC0) == 0x80)
        # a line that two dates claim would make offsets run back; it isn't certain anyway
        offsets = np.maximum.accumulate(np.column_stack((starts, ends)).ravel())
        pieces = pa.Array.from_buffers(
            pa.large_string(),
            len(offsets) - 1,
            [None, pa.py_buffer(offsets), pa.py_buffer(self.lines.data)],
        )
        titles = pieces.take(pa.array(np.arange(len(starts)) * 2))
        return np.asarray(pc.match_substring_regex(titles, pattern=DOUBTFUL_END)).astype(bool)

    # -- one by one ----------------------------------------------------------------------

    def _title_line(self, place: int, previous: int | None) -> int | None:
        """The line of the title's text; None where only a date stands."""
        line = int(self.at[place])
        if not self.is_below[place]:
            return line
        above = line - 1
        is_taken = (
            above < 0
            or self.is_boundary[above]
            or (previous is not None and above <= self.at[previous])
        )
        return None if is_taken else above

    def _dated_line(
        self, place: int, title_line: int | None, previous: int | None, known: int | None
    ) -> DatedLine:
        lines = self.lines
        line = int(self.at[place]) if title_line is None else title_line
        above = line - 1
        page = int(self.pages[place])
        date_at = int(self.date_at[place])
        return DatedLine(
            text="" if title_line is None else self._text(place, line),
            days=int(self.days[place]) if self.is_known[place] else None,
            printed=lines.data[date_at : date_at + DATE_BYTES].decode(),
            form=FORMS[self.forms[place]],
            previous_text="" if above < 0 else self._tail(above),
            is_first=previous is None,
            is_after_boundary=above < 0 or bool(self.is_boundary[above]),
            is_after_blank=bool(lines.blank_before[line]),
            is_after_title=previous is not None and above == self.at[previous],
            previous_days=None if known is None else int(self.days[known]),
            next_days=int(self.next_days[place]) if self.has_next[place] else None,
            page_form=FORMS[self.page_forms[page]],
            is_ordered=self._is_ordered(page),
        )

    def _text(self, place: int, line: int) -> str:
        end = (self.lines.ends if self.is_below[place] else self.lines.date_starts)[line]
        text = strip_marks(self.lines.data[self.lines.inks[line] : end])
        return text.decode("utf-8", "ignore")

    def _tail(self, line: int) -> str:
        start, end = self.lines.inks[line], self.lines.ends[line]
        return self.lines.data[max(start, end - 40) : end].decode("utf-8", "ignore")

    def _is_ordered(self, page: int) -> bool:
        """Whether a page's dates run from new to old, few exceptions apart."""
        if page not in self.ordered_pages:
            first, after = np.searchsorted(self.pages, (page, page + 1))
            days = self.days[first:after][self.is_known[first:after]]
            runs = int((days[1:] <= days[:-1] + NEAR_DAYS).sum())
            self.ordered_pages[page] = len(days) < 5 or runs >= 0.8 * (len(days) - 1)
        return self.ordered_pages[page]
