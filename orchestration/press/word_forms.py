"""The forms in which words are compared: lower case, stems, one alphabet.

Holds what depends on a single word alone, remembered for words seen. How a text is cut into words
belongs to `tokens`, what is looked for in it to `matching`.
"""

import re
import unicodedata
from collections.abc import Iterable

import Stemmer

LANGS = ("en", "ru", "kk")

_MEMO_LIMIT = 400_000
_STEMMERS = {"en": "english", "ru": "russian"}

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

# Letters that look alike in both alphabets: keyboards and scans mix them within a word.
_LATIN_SHAPES, _CYRILLIC_SHAPES = "AaBCcEeHIiKMOoPpTXxYy", "АаВСсЕеНІіКМОоРрТХхУу"
_TO_CYRILLIC = str.maketrans(_LATIN_SHAPES, _CYRILLIC_SHAPES)
_TO_LATIN = str.maketrans(_CYRILLIC_SHAPES, _LATIN_SHAPES)
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_MARKS = re.compile("[\u0300-\u036f]")
# In Latin Kazakh й is written as one of two vowels and stands after another: "Qostanai", "Abaı".
_KK_GLIDE = re.compile(r"(?<=[аәеоөұүыі])[іы]")


def unmix_word(word: str) -> str:
    """Give a word that mixes look-alike letters of two alphabets in the one it has more of.

    A word with a letter that the other alphabet has nothing like stays: "eGovтың".
    """
    latin = len(_LATIN.findall(word))
    if not latin or latin == len(word):
        return word
    cyrillic = len(_CYRILLIC.findall(word))
    if not cyrillic:
        return word
    ways = ((_LATIN, _TO_CYRILLIC), (_CYRILLIC, _TO_LATIN))
    for strange, table in ways if cyrillic >= latin else reversed(ways):
        plain = word.translate(table)
        if not strange.search(plain):
            return plain
    return word


class _Lowered(dict[str, str]):
    """Lower-case forms of the words of one language; ё as е, Latin Kazakh in Cyrillic."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._is_kazakh = lang == "kk"
        self._is_english = lang == "en"

    def __missing__(self, word: str) -> str:
        lowered = word if word.isascii() else unmix_word(word)
        lowered = lowered.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
        if self._is_english and not lowered.isascii():
            # "Aqtöbe", "Türkistan": English texts write names with and without their marks
            lowered = _MARKS.sub("", unicodedata.normalize("NFD", lowered))
        if self._is_kazakh:
            # both spellings of one letter: Kazakh і and the look-alike Latin i
            cyrillic = lowered.translate(_KK_LATIN)
            if cyrillic != lowered and not _CYRILLIC.search(lowered):
                cyrillic = _KK_GLIDE.sub("й", cyrillic)
            lowered = cyrillic
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = lowered
        return lowered


_LOWERED = {lang: _Lowered(lang) for lang in LANGS}
_STEM = {lang: Stemmer.Stemmer(name).stemWord for lang, name in _STEMMERS.items()}


def lower_words(words: Iterable[str], lang: str) -> list[str]:
    """Give the lower-case forms of words; ё as е, Latin Kazakh in Cyrillic."""
    return list(map(_LOWERED[lang].__getitem__, words))


def normalise_word(word: str, lang: str) -> tuple[str, str]:
    """Give the lower-case form of a word and the form that terms are compared with.

    The second is the Snowball stem for en and ru, else the lower-case form.
    """
    lowered = _LOWERED[lang][word]
    stem = _STEM.get(lang)
    return lowered, stem(lowered) if stem else lowered
