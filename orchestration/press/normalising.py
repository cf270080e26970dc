"""Texts reduced to what tells one from another, and their words counted.

Holds what article ids and content hashes rest on. It is stable on purpose: it must not follow
later improvements of how texts are repaired for reading (text).
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from orchestration.press.characters import ALNUM, BLANK, KNOWN, ODD, JoinedTexts, without_odd

_BLANK = ord(" ")
_ALPHANUMERIC = re.compile(r"[^\W_]+")
_NOT_ALPHANUMERIC = bytes(i if chr(i).isalnum() and i < 128 else 32 for i in range(256))


def normalise_for_identity(text: str) -> str:
    """Reduce a text to what identifies it: case-folded letters and digits, single blanks.

    Stable on purpose: article ids and content hashes rest on it, so it must not follow later
    improvements of `repair_text`. Works on verbatim and on repaired texts alike. Many texts come
    cheaper from `normalise_all`.
    """
    if text.isascii():
        plain = text.encode("ascii").translate(_NOT_ALPHANUMERIC).decode("ascii").lower()
        return " ".join(plain.split())
    text = without_odd(text)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_ALPHANUMERIC.findall(text.casefold()))


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Reduce many texts as `normalise_for_identity` does one.

    Args:
        texts: verbatim or repaired texts.

    Returns:
        Each reduced, in their order.
    """
    joined = JoinedTexts([_fold(text) for text in texts])
    kinds = joined.kinds
    is_word = kinds & ALNUM != 0
    is_kept = is_word.copy()
    is_kept[1:] |= is_word[:-1]  # one blank behind each word
    letters = np.where(is_word, joined.codes, _BLANK)[is_kept].tobytes()
    counts = np.add.reduceat(is_kept.view(np.uint8), joined.firsts[:-1], dtype=np.int64)
    folded = letters.decode("utf-32-le", "surrogatepass")
    bounds = pairwise([0, *np.cumsum(counts).tolist()])
    reduced = [folded[first:last].rstrip() for first, last in bounds]
    is_rare = (kinds & ODD != 0) | (joined.codes >= KNOWN)
    for number in set(joined.texts_of(np.flatnonzero(is_rare)).tolist()):
        reduced[number] = normalise_for_identity(texts[number])
    return reduced


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


_LONE_MARKS = np.array(sorted(map(ord, "-–—−•·*/|&+=,.:;!?…«»“”\"'()[]№<>")), np.uint32)
_DASH, _STOP = ord("-"), ord(".")


def count_words(texts: Sequence[str]) -> list[int]:
    """Count the words of texts, which blanks part; lone marks, "..." and "--" are none.

    Args:
        texts: any texts.

    Returns:
        The count of each, in their order.
    """
    joined = JoinedTexts(texts)
    is_ink = np.zeros(len(joined.codes) + 2, bool)
    is_ink[1:-1] = joined.kinds & BLANK == 0
    edges = np.flatnonzero(is_ink[1:] != is_ink[:-1])
    starts, ends = edges[0::2], edges[1::2]
    lengths = ends - starts
    first = joined.codes[starts]
    is_mark = lengths == 1
    is_mark[is_mark] = np.isin(first[is_mark], _LONE_MARKS)
    for length, mark in ((2, _DASH), (3, _STOP)):
        at = np.flatnonzero((lengths == length) & (first == mark))
        is_mark[at] = (joined.codes[starts[at] + 1] == mark) & (joined.codes[ends[at] - 1] == mark)
    counts: list[int] = np.diff(np.searchsorted(starts[~is_mark], joined.firsts)).tolist()
    return counts
