"""The words of a text: where they stand, their forms, and where a phrase can't go on.

Holds how texts are cut into words. The forms in which a word is compared stand in `word_forms`;
terms and how they are found belong to `matching`.

A text of 2,000 characters has some 300 words: nothing here runs a line of Python for each. Texts
are cut a lot at a time, over an array of their characters; each different word of a lot has a
number, so that what depends on the word alone is asked once a lot and then picked by number.
"""

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.characters import (
    ALNUM,
    APOSTROPHE,
    BARRIER,
    BLANK,
    LOWER,
    BoolArray,
    CodeArray,
    IntArray,
    JoinedTexts,
    KindArray,
)
from orchestration.press.word_forms import lower_words

_WORD = re.compile(r"([^\W_]+(?:['’ʼ][^\W_]+)*)")
_BLANK, _STOP = ord(" "), ord(".")
_BOUND_BY_STOP = 3  # letters of an abbreviation: "г. Алматы", "им. Абая"


class WordLot:
    """The words of many texts of one language, one after the other.

    Attributes:
        lang: en, ru or kk; decides the forms.
        texts: the texts.
        bounds: of each text the index of its first word, and that after the last word of all.
        numbers: of each word, its number among the different ones.
        different: the different words, by number.
        starts: offset of each word in its text.
        ends: offset after each word in its text.
        barred: whether a phrase must not go on after this word.
        noted: what others have worked out for the whole lot, by whatever they know it by.
    """

    def __init__(self, texts: Sequence[str], lang: str) -> None:
        """Split texts of one language into words, all in one pass.

        Args:
            texts: any texts.
            lang: en, ru or kk; decides the forms of the words.
        """
        self.lang = lang
        self.texts = texts
        joined = JoinedTexts(texts)
        inside, starts, ends = _word_spans(joined.kinds)
        # all that is no word becomes blank, and the words are cut in one go
        blanked = np.where(inside, joined.codes, _BLANK).tobytes().decode("utf-32-le").strip()
        # of no word at all there is one empty piece
        words = pc.ascii_split_whitespace(pa.array([blanked], pa.large_string())).values
        coded = words.slice(0, len(starts)).dictionary_encode()
        self.numbers = coded.indices.to_numpy().astype(np.int64)
        self.different = coded.dictionary.to_pylist()
        self.bounds = np.searchsorted(starts, joined.firsts)
        self.is_barred = _barred(joined.codes, joined.kinds, starts, ends)
        self.is_barred[self.bounds[self.bounds > 0] - 1] = True  # the last of each text
        shifts = np.repeat(joined.firsts[:-1], np.diff(self.bounds))
        # views: of most words nobody asks where they stand
        self.starts = (starts - shifts).data
        self.ends = (ends - shifts).data
        self.barred = self.is_barred.data
        self.noted: dict[object, object] = {}

    def texts_of(self, words: IntArray) -> IntArray:
        """Give the number of the text that each word stands in, by its index."""
        return np.searchsorted(self.bounds, words, "right") - 1

    def starts_of(self, words: IntArray) -> IntArray:
        """Give the offset of each word in its text, by its index."""
        return np.asarray(self.starts)[words]

    def ends_of(self, words: IntArray) -> IntArray:
        """Give the offset after each word in its text, by its index."""
        return np.asarray(self.ends)[words]

    def tokens(self) -> list["Tokens"]:
        """Give the words of each text."""
        bounds = self.bounds.tolist()
        return [
            Tokens(text, self, first, last)
            for text, first, last in zip(self.texts, bounds[:-1], bounds[1:], strict=True)
        ]

    @cached_property
    def lowered(self) -> list[str]:
        """Lower-case forms of the words."""
        forms = lower_words(self.different, self.lang)
        return list(map(forms.__getitem__, self.numbers.tolist()))


class Tokens:
    """The words of a text: a stretch of a lot.

    Attributes:
        text: the text itself, or the one that the offsets count in.
        lang: en, ru or kk; decides the forms.
        lot: the lot that the words stand in.
        first: index in the lot of the first word.
        last: index in the lot after the last word.
        words: the words as they stand.
        starts: offset of each word.
        ends: offset after each word.
        barred: whether a phrase must not go on after this word.
    """

    def __init__(self, text: str, lot: WordLot, first: int, last: int) -> None:
        """Take a stretch of a lot; use `parse_tokens` for a text."""
        self.text = text
        self.lang = lot.lang
        self.lot = lot
        self.first = first
        self.last = last
        self.starts = lot.starts[first:last]
        self.ends = lot.ends[first:last]

    @cached_property
    def words(self) -> list[str]:
        """The words as they stand."""
        numbers = self.lot.numbers[self.first : self.last].tolist()
        return list(map(self.lot.different.__getitem__, numbers))

    @cached_property
    def lowered(self) -> list[str]:
        """Lower-case forms, ё as е, Latin Kazakh in Cyrillic."""
        return self.lot.lowered[self.first : self.last]

    @cached_property
    def barred(self) -> list[bool]:
        """Whether a phrase must not go on after a word, as always after the last one."""
        barred: list[bool] = self.lot.is_barred[self.first : self.last].tolist()
        if barred:
            barred[-1] = True
        return barred

    def __len__(self) -> int:
        """How many words there are."""
        return self.last - self.first

    def part(self, first: int, last: int) -> "Tokens":
        """Give the words from `first` to before `last`; offsets count in the same text.

        Args:
            first: index of the first word.
            last: index after the last one.
        """
        return Tokens(self.text, self.lot, self.first + first, self.first + last)


def parse_tokens(text: str, lang: str) -> Tokens:
    """Split a text into words.

    Args:
        text: any text.
        lang: en, ru or kk; decides the forms of the words.
    """
    return parse_all_tokens([text], lang)[0]


def parse_all_tokens(texts: Sequence[str], lang: str) -> list[Tokens]:
    """Split many texts of one language into words, all in one pass.

    Args:
        texts: any texts.
        lang: en, ru or kk; decides the forms of the words.

    Returns:
        The words of each text, in their order; they share one lot.
    """
    return WordLot(texts, lang).tokens()


def _word_spans(kinds: KindArray) -> tuple[BoolArray, IntArray, IntArray]:
    """Which characters words are of, and the offsets of each word's first and of that after."""
    inside = np.zeros(len(kinds) + 2, bool)
    inside[1:-1] = kinds & ALNUM
    marks = np.flatnonzero(kinds & APOSTROPHE) + 1
    inside[marks[inside[marks - 1] & inside[marks + 1]]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return inside[1:-1], edges[0::2], edges[1::2]


def _barred(codes: CodeArray, kinds: KindArray, starts: IntArray, ends: IntArray) -> BoolArray:
    """Whether what stands after each word keeps a phrase from going on."""
    barred = np.ones(len(starts), bool)
    if len(starts) < 2:
        return barred
    first, last = ends[:-1], starts[1:]
    is_barrier = np.zeros(len(starts) + 1, bool)
    is_barrier[np.searchsorted(starts, np.flatnonzero(kinds & BARRIER))] = True
    is_barrier = is_barrier[1:-1]  # not what stands before the first word and after the last one
    # the stop of a short lower-case abbreviation binds
    is_short = (ends - starts)[:-1] <= _BOUND_BY_STOP
    may_bind = is_barrier & is_short & (kinds[starts[:-1]] & LOWER != 0)
    for gap in np.flatnonzero(may_bind).tolist():
        marks = codes[first[gap] : last[gap]][kinds[first[gap] : last[gap]] & BLANK == 0]
        is_barrier[gap] = marks.tolist() != [_STOP]
    barred[:-1] = is_barrier
    return barred


def split_words(text: str) -> list[str]:
    """Give the words of a text as they stand."""
    return _WORD.findall(text)
