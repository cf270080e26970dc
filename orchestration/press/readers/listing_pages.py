"""Where the pages of a dump begin, and in which form each line has a date.

Holds what can be told before any title is known: section lines, page furniture, forms of dates.
The words themselves belong to `sections`, titles to `listing_titles`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from orchestration.press.date_ends import DATE_BYTES
from orchestration.press.lines import (
    INVISIBLE,
    SHORT_BYTES,
    BoolArray,
    IntArray,
    Lines,
    strip_marks,
)
from orchestration.press.sections import (
    match_furniture,
    match_page_arrow,
    match_page_number,
    match_section,
    match_site_name,
    may_name_section,
    plain_name,
)

# The date behind the title and a blank, alone on a line, with a time and more on a line; behind the
# title without a blank, with a time, with a word for "year"
FORMS = ("glued", "alone", "stamped", "joined", "timed", "yeared")
NO_FORM, GLUED, ALONE, STAMPED, JOINED, TIMED, YEARED = range(-1, 6)
# Dated body lines that an article of a stamped page may have
MOST_PER_STAMP = 5
_PAGE_NUMBER_BYTES = 5
_OPEN_ENDS = (b":", b",", b";", b"-", "–".encode(), "—".encode())
_HAS_DATE_BELOW = (ALONE, STAMPED)
_HAS_DATE_BEHIND = (GLUED, JOINED, TIMED, YEARED)
_STAMP_BYTES = 96
_STAMP = re.compile(
    rb"\d\d\.\d\d\.\d{4}(?:" + INVISIBLE + rb"|,)+\d{1,2}:\d\d(?::\d\d)?"
    rb"(?:" + INVISIBLE + rb"+[\d ]{1,12})?(?:" + INVISIBLE + rb"*[A-Za-z\x80-\xff]\S{0,40})?"
    rb"(?:" + INVISIBLE + rb"+\d{1,12})?\Z"
)
_ENDS_BLANK = re.compile(INVISIBLE + rb"\Z")
# A letter or a closing mark, in a word that is no address
_MAY_JOIN = re.compile(
    rb"(?:\A|[\x00-\x20])(?:[^\x00-\x20/@=_]*)"
    rb"(?:[A-Za-z!?)\]\"']|[\xc3-\xdf][\x80-\xbf]|\xc2\xbb|\xe2\x80[\x99\x9d\xa6])\Z"
)
_JOIN_BYTES = 96
_CLOSED_ENDS = (b".", b"!", b"?", b";", "»".encode())


@dataclass(frozen=True, eq=False)
class SpecialLines:
    """Section lines and page furniture.

    Attributes:
        kinds: section, furniture or border by line.
        is_special: for each line of the dumps, whether it is one.
        section_lines: the section lines and borders in order: a page begins at each.
    """

    kinds: dict[int, str]
    is_special: BoolArray
    section_lines: IntArray


def find_forms(lines: Lines) -> npt.NDArray[np.int8]:
    """Where each line has its date: a place in FORMS, or NO_FORM."""
    forms = np.full(len(lines.starts), NO_FORM, np.int8)
    dated = lines.dated
    starts, ends = lines.date_starts[dated], lines.ends[dated]
    is_alone = starts == lines.inks[dated]
    forms[dated[is_alone]] = ALONE
    dated, starts, ends = dated[~is_alone], starts[~is_alone], ends[~is_alone]
    has_tail = ends - starts > DATE_BYTES
    forms[dated] = np.where(
        has_tail, np.where(lines.array[ends - 3] == ord(":"), TIMED, YEARED), GLUED
    )
    for line in dated[lines.array[starts - 1] != 32].tolist():
        ink, start = int(lines.inks[line]), int(lines.date_starts[line])
        before = lines.data[max(ink, start - _JOIN_BYTES) : start]
        if not _ENDS_BLANK.search(before[-4:]):
            forms[line] = JOINED if _MAY_JOIN.search(before) else NO_FORM
    for line in lines.stamped.tolist():
        is_short = lines.ends[line] - lines.inks[line] <= _STAMP_BYTES
        if is_short and _STAMP.match(lines.text(line)):
            forms[line] = STAMPED
    return forms


def has_date_below(forms: npt.NDArray[np.int8]) -> BoolArray:
    """Whether titles of these forms have their date on the line below."""
    return np.isin(forms, _HAS_DATE_BELOW)


def find_page_forms(
    forms: npt.NDArray[np.int8], pages: IntArray, page_count: int
) -> npt.NDArray[np.int8]:
    """The form that the titles of each page have.

    Args:
        forms: of each dated line.
        pages: of each dated line, its page; in order.
        page_count: how many pages there are.
    """
    glued, alone, stamped, *others = (
        np.bincount(pages[forms == form], minlength=page_count) for form in range(len(FORMS))
    )
    found = np.where(alone > glued, ALONE, GLUED).astype(np.int8)
    # sentences end in such dates too, so they have to be first on the page and prevail
    with_date, firsts = np.unique(pages, return_index=True)
    first_forms = np.full(page_count, NO_FORM, np.int8)
    first_forms[with_date] = forms[firsts]
    for form, count in zip((JOINED, TIMED, YEARED), others, strict=True):
        found[(first_forms == form) & (count > glued + alone)] = form
    # nothing but a title has a stamp; other dated lines of such a page stand in bodies
    bare = glued + alone + sum(others)
    found[(stamped > 0) & (bare <= MOST_PER_STAMP * stamped)] = STAMPED
    return found


def special_kind(lines: Lines, line: int) -> str | None:
    """What a short line's words make it: section, furniture or nothing."""
    return _kind_of(lines.text(line))


@lru_cache(maxsize=4096)
def _kind_of(line: bytes) -> str | None:
    # pages of one site say the same in their few such lines
    text = section_name(line)
    if match_section(text):
        return "section"
    return "furniture" if match_furniture(text) else None


def section_name(line: bytes) -> str:
    """What a section line says, without marks inside and a colon behind."""
    return plain_name(strip_marks(line).decode("utf-8", "ignore"))


def is_furniture(lines: Lines, line: int) -> bool:
    """Whether a line that belongs to no article is page furniture."""
    is_short = lines.ends[line] - lines.inks[line] <= SHORT_BYTES
    return bool(is_short) and special_kind(lines, line) == "furniture"


def find_specials(lines: Lines, forms: npt.NDArray[np.int8]) -> SpecialLines:
    """Find section and furniture lines.

    Such words also occur in bodies, so a line counts only where a page begins: at the top of the
    dump, right before a title or another such line, at the end, or as a section under the site's
    name.
    """
    borders = set(lines.borders.ravel().tolist())
    # below a dump's last line nothing has a date
    form = np.append(forms, np.full(2, NO_FORM, np.int8))
    kinds = {
        line: kind
        for line in lines.short[forms[lines.short] == NO_FORM].tolist()
        if (kind := special_kind(lines, line))
    }
    kinds |= dict.fromkeys(_page_number_lines(lines, forms), "furniture")
    tops = lines.borders[:, 1] + 1
    kinds |= dict.fromkeys(_unknown_sections(lines, form, kinds, tops), "section")
    found: dict[int, str] = {}
    for line in sorted(kinds, reverse=True):
        has_date = form[line + 1] in _HAS_DATE_BELOW
        top = int(tops[np.searchsorted(tops, line, side="right") - 1])
        if _is_page_head(lines, line, top, kinds, has_date) or (
            not has_date
            and not _opens_list(lines, line)
            and (
                line + 1 in found
                or form[line + 1] == GLUED
                or (form[line + 1] in _HAS_DATE_BEHIND and _is_after_end(lines, line))
                or form[line + 2] in _HAS_DATE_BELOW
                or (_is_last(lines, line, borders) and _may_end(lines, line, kinds))
            )
        ):
            found[line] = kinds[line]
    for line in sorted(found):
        if _continues_body(lines, line, kinds, found):
            del found[line]
    found |= dict.fromkeys(borders, "border")
    is_special = np.zeros(len(lines.starts), bool)
    is_special[list(found)] = True
    sections = sorted(line for line, kind in found.items() if kind != "furniture")
    return SpecialLines(found, is_special, np.array(sections, np.int64))


def _unknown_sections(
    lines: Lines, form: npt.NDArray[np.int8], kinds: dict[int, str], tops: IntArray
) -> list[int]:
    """Lines where a section stands that may name one: on top or under the site's name."""
    furniture = (line for line, kind in kinds.items() if kind == "furniture")
    heads = {*tops.tolist(), *(line + 1 for line in furniture if _is_site_name(lines, line))}
    found = []
    for line in heads - set(kinds):
        if line >= len(lines.starts):
            continue
        is_before_title = form[line] == NO_FORM and (
            form[line + 1] in _HAS_DATE_BEHIND
            or (form[line + 1] == NO_FORM and form[line + 2] in _HAS_DATE_BELOW)
        )
        if is_before_title and lines.ends[line] - lines.inks[line] <= SHORT_BYTES:
            goes_on = lines.text(line + 1)[:4].decode("utf-8", "ignore")[:1].islower()
            if not goes_on and may_name_section(lines.text(line).decode("utf-8", "ignore")):
                found.append(line)
    return found


def _opens_list(lines: Lines, line: int) -> bool:
    """Whether a colon follows the words: amid a dump they are no section's name."""
    return lines.text(line).endswith(b":")


def _is_after_end(lines: Lines, line: int) -> bool:
    """Whether a blank line or the end of a sentence stands above."""
    return bool(lines.blank_before[line]) or lines.text(line - 1).endswith(_CLOSED_ENDS)


def _page_number_lines(lines: Lines, forms: npt.NDArray[np.int8]) -> list[int]:
    """Page numbers printed one a line: runs of three lines or more with an arrow or a gap."""
    tiny = lines.short[lines.ends[lines.short] - lines.inks[lines.short] <= _PAGE_NUMBER_BYTES]
    texts = {line: lines.text(line).decode("utf-8", "ignore") for line in tiny.tolist()}
    numbers = [line for line, text in texts.items() if match_page_number(text)]
    found: list[int] = []
    for run in np.split(np.array(numbers, np.int64), np.flatnonzero(np.diff(numbers) > 1) + 1):
        if len(run) >= 3 and any(match_page_arrow(texts[line]) for line in run.tolist()):
            found += run.tolist()
    return found


def _continues_body(lines: Lines, line: int, kinds: dict[int, str], found: dict[int, str]) -> bool:
    """Whether a section word is an item of a list that the line above opens."""
    above = line - 1
    if kinds[line] != "section" or above in found or lines.blank_before[line]:
        return False
    return above in kinds or lines.text(above).endswith(_OPEN_ENDS)


def _is_last(lines: Lines, line: int, borders: set[int]) -> bool:
    return line + 1 in borders or line + 1 == len(lines.starts)


def _is_page_head(
    lines: Lines, line: int, top: int, kinds: dict[int, str], has_date_below: bool
) -> bool:
    if line < top + 5 and all(above in kinds for above in range(top, line)):
        return not has_date_below  # else it is a title itself
    if kinds[line] == "section":
        return kinds.get(line - 1) == "furniture" and _is_site_name(lines, line - 1)
    return kinds.get(line + 1) == "section" and _is_site_name(lines, line)


def _is_site_name(lines: Lines, line: int) -> bool:
    return _names_site(lines.text(line))


@lru_cache(maxsize=4096)
def _names_site(line: bytes) -> bool:
    return match_site_name(section_name(line))


def _may_end(lines: Lines, line: int, kinds: dict[int, str]) -> bool:
    """The last line of a dump: page numbers and links do, a section word only on a page."""
    if kinds[line] == "furniture":
        return True
    return bool(lines.blank_before[line]) or line - 1 in kinds
