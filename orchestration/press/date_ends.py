"""The dates in which lines end: dd.mm.yyyy, bare or with a time or a word for "year" behind it.

Holds the passes over the ends of all lines, as operations on arrays. What form of title a date
makes belongs to `readers.listing_pages`, what day it means to `readers.listing_titles`.
"""

import re

import numpy as np
import numpy.typing as npt

DATE_BYTES = 10
# "11.02.2026 г.", "2026 года", kk "2026 ж.", "2026 жылы"
_YEAR_WORDS = tuple(word.encode() for word in ("г.", "ж.", "года", "год", "жылы", "жыл", "г", "ж"))
_MAY_END_WORD = np.zeros(256, bool)
_MAY_END_WORD[[word[-1] for word in _YEAR_WORDS]] = True
# Dates that aren't read, for their order of day and month is a guess, or no page has had them yet
_UNREAD = re.compile(
    rb"(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\1\d{4}|\d{4}([./-])\d{1,2}\2\d{1,2})\Z"
)
_IS_DIGIT = np.zeros(256, bool)
_IS_DIGIT[list(b"0123456789")] = True
_IS_SEPARATOR = np.zeros(256, bool)
_IS_SEPARATOR[list(b"./-")] = True
_BLANKS = (b" ", b"\t", b"\xc2\xa0", b"\xe2\x80\xaf", b"\xe2\x80\x89")
_MOST_BLANKS = 3

_Ints = npt.NDArray[np.int64]
_Bytes = npt.NDArray[np.uint8]
_Bools = npt.NDArray[np.bool_]


def find_dates(array: _Bytes, inks: _Ints, ends: _Ints) -> _Ints:
    """First byte of the date that each line ends in; the line's end where it ends in none.

    Args:
        array: the text.
        inks: of each line, its first byte with ink.
        ends: of each line, the byte after its last with ink.
    """
    starts = ends.copy()
    lines = np.flatnonzero(ends - inks >= DATE_BYTES)
    is_bare = is_date(array, ends[lines] - DATE_BYTES)
    starts[lines[is_bare]] -= DATE_BYTES
    lines = lines[~is_bare]
    lines, cut = _cut_tails(array, lines, ends[lines])
    fits = cut - inks[lines] >= DATE_BYTES
    lines, cut = lines[fits], cut[fits]
    found = is_date(array, cut - DATE_BYTES)
    starts[lines[found]] = cut[found] - DATE_BYTES
    return starts


def find_unread_dates(data: bytes, array: _Bytes, dates: _Ints, ends: _Ints) -> _Ints:
    """The lines, by their places in `ends`, that end in a date of a form that isn't read.

    Args:
        data: the text.
        array: the same as numbers.
        dates: of `find_dates`.
        ends: of each line, the byte after its last with ink.
    """
    long = np.flatnonzero((ends > DATE_BYTES) & (dates == ends))
    long = long[_IS_DIGIT[array[ends[long] - 1]]]
    at = ends[long]
    parted = [_IS_SEPARATOR[array[at - back]] for back in (2, 3, 5)]
    long = long[parted[0] | parted[1] | parted[2]]
    found = [_UNREAD.search(data[end - DATE_BYTES - 1 : end]) for end in ends[long].tolist()]
    return long[np.array([match is not None for match in found], bool)]


def is_date(array: _Bytes, at: _Ints) -> _Bools:
    """Whether dd.mm.yyyy stands at each offset."""
    # the points first: few other lines have them, and those alone are looked at further
    places = np.flatnonzero(array[at + 2] == 0x2E)
    places = places[array[at[places] + 5] == 0x2E]
    for digit in (0, 1, 3, 4, 6, 7, 8, 9):
        places = places[_IS_DIGIT[array[at[places] + digit]]]
    result = np.zeros(len(at), bool)
    result[places] = True
    return result


def _cut_tails(array: _Bytes, lines: _Ints, ends: _Ints) -> tuple[_Ints, _Ints]:
    """Lines with a time or a word for "year" at their end, and where those begin.

    A cut may run below the line where bytes are damaged: the caller keeps only what leaves room
    for a date. Looking back from there ends up at the text's other end, at worst.
    """
    last, before = array[ends - 1], array[ends - 2]
    # most lines end in a full stop: few of them with the last byte of an abbreviation before it
    may_end = _MAY_END_WORD[last] & ((last != 0x2E) | _MAY_END_WORD[before])
    some = np.flatnonzero(may_end | (array[ends - 3] == 0x3A))
    lines, ends = lines[some], ends[some]
    cut = _cut_time(array, ends)
    cut = _cut_word(array, cut)
    changed = cut < ends
    return lines[changed], cut[changed]


def _cut_time(array: _Bytes, ends: _Ints) -> _Ints:
    """Without ``H:MM``, ``HH:MM`` or ``HH:MM:SS`` and what parts it from the date."""
    cut = ends.copy()
    places = np.flatnonzero(_is_minutes(array, ends))
    at = ends[places] - 3
    at = np.where(_is_minutes(array, at), at - 3, at)
    is_hour = _is_digit(array, at - 1)
    places, at = places[is_hour], at[is_hour]
    has_two = _is_digit(array, at - 2) & (array[at - 2] <= 0x32)
    at = _cut_blanks(array, at - 1 - has_two)
    at = np.where(array[at - 1] == 0x2C, at - 1, at)
    cut[places] = at
    return cut


def _is_minutes(array: _Bytes, ends: _Ints) -> _Bools:
    return (
        (array[ends - 3] == 0x3A)
        & _is_digit(array, ends - 1)
        & _is_digit(array, ends - 2)
        & (array[ends - 2] < 0x36)
    )


def _is_digit(array: _Bytes, at: _Ints) -> _Bools:
    return _IS_DIGIT[array[at]]


def _cut_word(array: _Bytes, ends: _Ints) -> _Ints:
    cut = ends.copy()
    places = np.flatnonzero(_MAY_END_WORD[array[ends - 1]])
    for word in _YEAR_WORDS:
        found = _ends_in(array, ends[places], word)
        cut[places[found]] = _cut_blanks(array, ends[places[found]] - len(word))
        places = places[~found]
    return cut


def _cut_blanks(array: _Bytes, ends: _Ints) -> _Ints:
    for _ in range(_MOST_BLANKS):
        for blank in _BLANKS:
            ends = np.maximum(ends - len(blank) * _ends_in(array, ends, blank), 0)
    return ends


def _ends_in(array: _Bytes, ends: _Ints, text: bytes) -> _Bools:
    """Whether this text stands before each of the offsets."""
    found = array[ends - 1] == text[-1]
    for back in range(2, len(text) + 1):
        found[found] = array[ends[found] - back] == text[-back]
    return np.asarray(found)
