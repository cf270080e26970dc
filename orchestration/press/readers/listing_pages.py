"""Where the pages of a dump begin, and in which form each line has a date.

Holds what can be told before any title is known: section lines, page furniture, forms of dates.
The words themselves belong to `sections`, titles to `listing_titles`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from orchestration.press.lines import (
    DATE_BYTES,
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
)

FORMS = ("glued", "alone", "stamped")
NO_FORM, GLUED, ALONE, STAMPED = -1, 0, 1, 2
_PAGE_NUMBER_BYTES = 5
_OPEN_ENDS = (b":", b",", b";", b"-", "–".encode(), "—".encode())
_HAS_DATE_BELOW = (ALONE, STAMPED)
_STAMP_BYTES = 96
_STAMP = re.compile(
    rb"\d\d\.\d\d\.\d{4}(?:" + INVISIBLE + rb"|,)+\d{1,2}:\d\d(?::\d\d)?"
    rb"(?:" + INVISIBLE + rb"+[\d ]{1,12})?(?:" + INVISIBLE + rb"*[A-Za-z\x80-\xff]\S{0,40})?"
    rb"(?:" + INVISIBLE + rb"+\d{1,12})?\Z"
)
_ENDS_BLANK = re.compile(INVISIBLE + rb"\Z")


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
    """Where each line has its date: NO_FORM, glued to a title, alone, or stamped."""
    forms = np.full(len(lines.starts), NO_FORM, np.int8)
    dated = lines.dated
    is_alone = lines.ends[dated] - lines.inks[dated] == DATE_BYTES
    forms[dated[is_alone]] = ALONE
    dated = dated[~is_alone]
    has_blank = lines.array[lines.ends[dated] - DATE_BYTES - 1] == 32
    forms[dated[has_blank]] = GLUED
    for line in dated[~has_blank].tolist():
        ink, end = int(lines.inks[line]), int(lines.ends[line])
        if _ENDS_BLANK.search(lines.data[max(ink, end - 14) : end - DATE_BYTES]):
            forms[line] = GLUED
    for line in lines.stamped.tolist():
        is_short = lines.ends[line] - lines.inks[line] <= _STAMP_BYTES
        if is_short and _STAMP.match(lines.text(line)):
            forms[line] = STAMPED
    return forms


def special_kind(lines: Lines, line: int) -> str | None:
    """What a short line's words make it: section, furniture or nothing."""
    return _kind_of(lines.text(line))


@lru_cache(maxsize=4096)
def _kind_of(line: bytes) -> str | None:
    # pages of one site say the same in their few such lines
    text = strip_marks(line).decode("utf-8", "ignore")
    if match_section(text):
        return "section"
    return "furniture" if match_furniture(text) else None


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
    found: dict[int, str] = {}
    for line in sorted(kinds, reverse=True):
        has_date_below = form[line + 1] in _HAS_DATE_BELOW
        top = int(tops[np.searchsorted(tops, line, side="right") - 1])
        if _is_page_head(lines, line, top, kinds, has_date_below) or (
            not has_date_below
            and (
                line + 1 in found
                or form[line + 1] == GLUED
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
    return match_site_name(strip_marks(lines.text(line)).decode("utf-8", "ignore"))


def _may_end(lines: Lines, line: int, kinds: dict[int, str]) -> bool:
    """The last line of a dump: page numbers and links do, a section word only on a page."""
    if kinds[line] == "furniture":
        return True
    return bool(lines.blank_before[line]) or line - 1 in kinds
