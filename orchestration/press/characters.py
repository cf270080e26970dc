"""The characters of many texts, looked at together.

Holds what kind each character is, in which text a place lies, and what is no character to a
reader. What a kind means for words, for repairs or for secrets belongs to those concerns.

Why together: a pattern that is searched in each text costs as much as some dozen of these looks
at the array of all their characters, which find the few places where a pattern may hold at all.
"""

import re
from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
CodeArray = npt.NDArray[np.uint32]
KindArray = npt.NDArray[np.uint16]

# Kinds, as bits: a character may be of several.
ALNUM, ALPHA, UPPER, LOWER, DECIMAL, BLANK = (1 << bit for bit in range(6))
APOSTROPHE, BARRIER, STOP, END_MARK, LIST_MARK, QUOTE, ODD, SLASH, DIALLED = (
    1 << bit for bit in range(6, 15)
)
_TESTS = (
    (ALNUM, str.isalnum),
    (ALPHA, str.isalpha),
    (UPPER, str.isupper),
    (LOWER, str.islower),
    (DECIMAL, str.isdecimal),
    (BLANK, str.isspace),
)
# marks that take no place on the page: soft hyphen, zero-width, bidi, word joiner, BOM, the
# replacement character that an earlier decoder left
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0f\ufeff\ufffc\ufffd"
)
_ODD_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    "\u3000"
)
_ODD_BREAKS = "\v\f\u0085\u2028\u2029"
_CONTROLS = "".join(map(chr, (*range(9), *range(14, 32), *range(127, 133), *range(134, 160))))
_ODD_MARKS = re.compile(f"[{_INVISIBLE}{_ODD_BLANKS}{_ODD_BREAKS}{_CONTROLS}]")
_PLAIN = str.maketrans(
    dict.fromkeys(_INVISIBLE + _CONTROLS, "")
    | dict.fromkeys(_ODD_BLANKS, " ")
    | dict.fromkeys(_ODD_BREAKS, "\n")
)
_MARKS = (
    (APOSTROPHE, "'’"),  # inside a word; ʼ (U+02BC) is a letter by itself
    (BARRIER, ".,;:!?\n()|•"),
    (STOP, "."),
    (END_MARK, ".!?…:"),
    (LIST_MARK, ";,"),
    (QUOTE, "\"“„(['«”»’)"),
    (ODD, _INVISIBLE + _ODD_BLANKS + _ODD_BREAKS + _CONTROLS + "*\r\t"),
    (SLASH, "/"),
    (DIALLED, "()-"),
)
# Code points from here on are no letters of ours. They share one kind: of no word, but perhaps of
# a place that is looked at more closely.
KNOWN = 0x20000
_BEYOND = ALPHA | UPPER


class JoinedTexts:
    """Texts one after the other, a line end behind each.

    Attributes:
        firsts: offset of each in the joined one, and that after the last one's line end.
        codes: the code points of the joined one.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Join any texts."""
        joined = "\n".join((*texts, ""))
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self.firsts: IntArray = np.concatenate(([0], np.cumsum(lengths + 1)))
        self.codes: CodeArray = np.frombuffer(
            joined.encode("utf-32-le", "surrogatepass"), np.uint32
        )

    @cached_property
    def kinds(self) -> KindArray:
        """The kinds of each character."""
        # clipped: the last kind is that of all code points beyond those known
        return _kinds().take(self.codes, mode="clip")

    def texts_of(self, places: IntArray) -> IntArray:
        """Give the number of the text that each place lies in."""
        return np.searchsorted(self.firsts, places, "right") - 1


def without_odd(text: str) -> str:
    """Drop marks that take no place on the page; odd blanks and breaks become plain ones."""
    return text.translate(_PLAIN) if _ODD_MARKS.search(text) else text


@cache
def _kinds() -> KindArray:
    characters = list(map(chr, range(KNOWN)))
    kinds = np.zeros(KNOWN + 1, np.uint16)
    for bit, test in _TESTS:
        kinds[:-1] |= np.fromiter(map(test, characters), np.uint16, KNOWN) * np.uint16(bit)
    kinds[kinds & (DECIMAL | BLANK) != 0] |= DIALLED
    for bit, marks in _MARKS:
        kinds[list(map(ord, marks))] |= bit
    kinds[-1] = _BEYOND
    return kinds
