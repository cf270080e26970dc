"""The words of a text: where they stand, their forms, and where a phrase can't go on.

Holds how a text is cut into words and how a word is brought to the forms in which it is compared.
Terms and how they are found belong to `matching`.

A text of 2,000 characters has some 300 words: next to nothing here runs a line of Python for each.
Texts are cut many at a time, over an array of their characters, and what depends on a word or a
gap alone is looked up in dictionaries that remember it, called from C.
"""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import Stemmer

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]
CodeArray = npt.NDArray[np.uint32]

LANGS = ("en", "ru", "kk")

_WORD = re.compile(r"([^\W_]+(?:['’ʼ][^\W_]+)*)")
_APOSTROPHES = "'’"  # inside a word; ʼ (U+02BC) is a letter by itself
_KNOWN = 0x20000  # characters from here on are no letters of ours
_BARRIER = re.compile(r"[.,;:!?\n()|•]")
_MEMO_LIMIT = 400_000
_STEMMERS = {"en": "english", "ru": "russian"}
_IS_NOTHING, _IS_BARRIER, _IS_STOP = range(3)
_BOUND_BY_STOP = 3  # letters of an abbreviation: "г. Алматы", "им. Абая"

# Kazakh written in Latin letters (drafts of 2019 and 2021), letter by letter to Cyrillic.
_KK_LATIN = str.maketrans(
    {
        "a": "а", "ä": "ә", "á": "ә", "b": "б", "v": "в", "g": "г", "ğ": "ғ", "ǵ": "ғ",
        "d": "д", "e": "е", "j": "ж", "z": "з", "i": "і", "ı": "ы", "y": "ы", "ī": "и",
        "ï": "и", "k": "к", "q": "қ", "l": "л", "m": "м", "n": "н", "ñ": "ң", "ń": "ң",
        "o": "о", "ö": "ө", "ó": "ө", "p": "п", "r": "р", "s": "с", "ş": "ш", "t": "т",
        "u": "у", "ū": "ұ", "ü": "ү", "ú": "ү", "ý": "у", "w": "у", "f": "ф", "h": "х",
        "c": "с", "x": "х",
    }
)  # fmt: skip


class _Lowered(dict[str, str]):
    """Lower-case forms of the words of one language; ё as е, Latin Kazakh in Cyrillic."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._is_kazakh = lang == "kk"

    def __missing__(self, word: str) -> str:
        lowered = word.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
        if self._is_kazakh:
            # both spellings of one letter: Kazakh і and the look-alike Latin i
            lowered = lowered.translate(_KK_LATIN)
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = lowered
        return lowered


class _Bars(dict[str, int]):
    """What stands between two words; a stop may be that of an abbreviation."""

    def __missing__(self, gap: str) -> int:
        if _BARRIER.search(gap) is None:
            bar = _IS_NOTHING
        else:
            bar = _IS_STOP if gap.strip() == "." else _IS_BARRIER
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[gap] = bar
        return bar


_LOWERED = {lang: _Lowered(lang) for lang in LANGS}
_STEM = {lang: Stemmer.Stemmer(name).stemWord for lang, name in _STEMMERS.items()}
_BARS = _Bars()


class Tokens:
    """The words of a text.

    Attributes:
        text: the text itself.
        lang: en, ru or kk; decides the forms.
        words: the words as they stand.
        starts: offset of each word.
        ends: offset after each word.
        barred: whether a phrase must not go on after this word.
    """

    __slots__ = ("_lowered", "barred", "ends", "lang", "starts", "text", "words")

    def __init__(
        self,
        text: str,
        lang: str,
        words: list[str],
        starts: list[int],
        ends: list[int],
        barred: list[bool],
    ) -> None:
        """Take columns of one length; use `parse_tokens` for a text."""
        self.text = text
        self.lang = lang
        self.words = words
        self.starts = starts
        self.ends = ends
        self.barred = barred
        self._lowered: list[str] | None = None

    @property
    def lowered(self) -> list[str]:
        """Lower-case forms, ё as е, Latin Kazakh in Cyrillic."""
        if self._lowered is None:
            self._lowered = list(map(_LOWERED[self.lang].__getitem__, self.words))
        return self._lowered

    def part(self, first: int, last: int, text: str | None = None) -> "Tokens":
        """Give the words from `first` to before `last`.

        Args:
            first: index of the first word.
            last: index after the last one.
            text: what their offsets count in; the same text without it.
        """
        barred = self.barred[first:last]
        if barred:
            barred[-1] = True
        return Tokens(
            self.text if text is None else text,
            self.lang,
            self.words[first:last],
            self.starts[first:last],
            self.ends[first:last],
            barred,
        )


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
        The words of each text, in their order.
    """
    joined = "\n".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    starts, ends = _word_spans(codes)
    words = [joined[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    firsts = np.concatenate(([0], np.cumsum(lengths + 1)))  # of each text, in the joined one
    cuts = np.searchsorted(starts, firsts)
    barred = _barred(joined, codes, words, starts, ends)
    shifts = np.repeat(firsts[:-1], np.diff(cuts))
    all_words = Tokens(
        joined, lang, words, (starts - shifts).tolist(), (ends - shifts).tolist(), barred.tolist()
    )
    bounds = cuts.tolist()
    return [
        all_words.part(first, last, text)
        for text, first, last in zip(texts, bounds[:-1], bounds[1:], strict=True)
    ]


@cache
def _character_classes() -> ByteArray:
    """For each character: 1 for letters and digits, 2 for apostrophes, else 0."""
    classes = np.fromiter(map(str.isalnum, map(chr, range(_KNOWN))), np.uint8, _KNOWN)
    classes[[ord(mark) for mark in _APOSTROPHES]] = 2
    return classes


def _word_spans(codes: CodeArray) -> tuple[IntArray, IntArray]:
    """Offsets of the first character of each word and of the one after its last."""
    if len(codes) and codes.max() >= _KNOWN:
        codes = np.minimum(codes, _KNOWN - 1)
    classes = _character_classes()[codes]
    inside = np.zeros(len(codes) + 2, bool)
    inside[1:-1] = classes == 1
    marks = np.flatnonzero(classes == 2) + 1
    inside[marks[inside[marks - 1] & inside[marks + 1]]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges[0::2], edges[1::2]


def _barred(
    text: str, codes: CodeArray, words: Sequence[str], starts: IntArray, ends: IntArray
) -> BoolArray:
    """Whether what stands after each word keeps a phrase from going on."""
    barred = np.zeros(len(words), bool)
    if not words:
        return barred
    mark = codes[ends[:-1]]
    is_plain = (starts[1:] - ends[:-1] == 1) & ((mark == ord(" ")) | (mark == ord("-")))
    odd = np.flatnonzero(~is_plain)
    gaps = [
        text[end:start]
        for end, start in zip(ends[odd].tolist(), starts[odd + 1].tolist(), strict=True)
    ]
    barred[odd] = [
        # the stop of a short lower-case abbreviation binds
        (bar == _IS_STOP and (len(words[at]) > _BOUND_BY_STOP or not words[at][0].islower()))
        or bar == _IS_BARRIER
        for at, bar in zip(odd.tolist(), map(_BARS.__getitem__, gaps), strict=True)
    ]
    barred[-1] = True
    return barred


def split_words(text: str) -> list[str]:
    """Give the words of a text as they stand."""
    return _WORD.findall(text)


def normalise_word(word: str, lang: str) -> tuple[str, str]:
    """Give the lower-case form of a word and the form that terms are compared with.

    The second is the Snowball stem for en and ru, else the lower-case form.
    """
    lowered = _LOWERED[lang][word]
    stem = _STEM.get(lang)
    return lowered, stem(lowered) if stem else lowered
