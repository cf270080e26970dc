"""The words of articles as stable numbers: stem, name and cognate of each word, looked up once.

Holds how a text is cut into tokens and what a token stands for. Which of these two articles share
is counted in `story_signs`.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np
import Stemmer
from numpy.typing import NDArray

from orchestration.press.story_numbers import MARKING_WORDS
from orchestration.press.story_spelling import spell_skeleton

Hashes = NDArray[np.uint64]

# A telephone number is one token and no number; the last digit group may carry decimals; a clock
# and a date keep their separators.
TOKEN = re.compile(
    r"(?:\+7|8) ?\(\d{3,5}\)[\d -]*\d|\d{1,3}(?: \d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,:]\d+)*|[^\W\d_]+"
)
LEAST_LETTERS = 3
KAZAKH_STEM = 5
NAME_PREFIX = 4
COGNATE_LETTERS = 5
COGNATE_PREFIX = 5
# a vocabulary past this is forgotten: every number in it is a hash, so nothing changes
MOST_WORDS = 400_000

NONE = np.uint64(0)


def hash_sign(kind: str, key: str) -> int:
    """A stable number of 64 bits for a sign; never 0."""
    digest = hashlib.blake2b(f"{kind}\x1f{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


class WordSigns(NamedTuple):
    """What each token stands for; arrays of one length, 0 where it stands for nothing.

    Attributes:
        stem: stem of a word of three letters or more.
        name: skeleton of a word with a capital.
        name_prefix: its beginning, which survives endings.
        cognate: beginning of the skeleton of any longer word.
        is_marked: digits, number words, scales and months.
    """

    stem: Hashes
    name: Hashes
    name_prefix: Hashes
    cognate: Hashes
    is_marked: NDArray[np.bool_]


class WordTable(dict[str, int]):
    """Numbers the words of one language; a word's signs are worked out when it is first met."""

    def __init__(self, lang: str, ordinary: Collection[str] = ()) -> None:
        """Begin without words.

        Args:
            lang: en, ru or kk.
            ordinary: stems of words that are no names, however they are written.
        """
        super().__init__()
        self.lang = lang
        self._ordinary = ordinary
        names = {"en": "english", "ru": "russian"}
        self._stemmer = Stemmer.Stemmer(names[lang]) if lang in names else None
        self._signs = np.zeros((1024, 4), np.uint64)
        self._marked = np.zeros(1024, np.bool_)

    def __missing__(self, token: str) -> int:
        """Work out the signs of a word that was not met before."""
        number = len(self)
        if number >= len(self._signs):
            self._signs = np.concatenate([self._signs, np.zeros_like(self._signs)])
            self._marked = np.concatenate([self._marked, np.zeros_like(self._marked)])
        lowered = token.lower()
        if token[0].isdigit() or lowered in MARKING_WORDS:
            self._marked[number] = True
        if not token[0].isdigit():
            self._signs[number] = self._work_out(token, lowered)
        self[token] = number
        return number

    def _work_out(self, token: str, lowered: str) -> tuple[int, int, int, int]:
        signs = dict.fromkeys(("stem", "name", "name-prefix", "cognate"), 0)
        if len(token) >= LEAST_LETTERS:
            signs["stem"] = hash_sign(f"stem-{self.lang}", self.stem(lowered))
            for kind, _, sign in self.describe(token):
                if kind != "stem":
                    signs[kind] = hash_sign(kind, sign)
        return signs["stem"], signs["name"], signs["name-prefix"], signs["cognate"]

    def describe(self, token: str) -> Iterator[tuple[str, str, str]]:
        """Kind, language and spelling of each sign of a word.

        A stem is told of words in lower case alone: it is what the seed calls ordinary.
        """
        lowered = token.lower()
        if len(token) < LEAST_LETTERS or token[0].isdigit() or lowered in MARKING_WORDS:
            return
        stem, skeleton = self.stem(lowered), spell_skeleton(token, self.lang)
        if token.islower():
            yield "stem", self.lang, stem
        elif token[0].isupper() and len(skeleton) >= 2 and stem not in self._ordinary:
            yield "name", "", skeleton
            yield "name-prefix", "", skeleton[:NAME_PREFIX]
        if len(token) >= COGNATE_LETTERS and len(skeleton) >= NAME_PREFIX:
            yield "cognate", "", skeleton[:COGNATE_PREFIX]

    def stem(self, lowered: str) -> str:
        """The stem of a word in lower case; Kazakh has no stemmer, its words are cut."""
        if self._stemmer is None:
            return lowered[:KAZAKH_STEM]
        return str(self._stemmer.stemWord(lowered))

    def numbers(self, tokens: list[str]) -> NDArray[np.int64]:
        """The number of each token; an array of shape (tokens,)."""
        return np.fromiter(map(self.__getitem__, tokens), np.int64, len(tokens))

    def signs(self, numbers: NDArray[np.int64]) -> WordSigns:
        """What numbered tokens stand for."""
        signs = self._signs[numbers]
        return WordSigns(signs[:, 0], signs[:, 1], signs[:, 2], signs[:, 3], self._marked[numbers])

    def forget_some(self) -> None:
        """Keep the vocabulary bounded."""
        if len(self) > MOST_WORDS:
            self.clear()
