"""The words of articles as stable numbers: stem, name and cognate of each word, looked up once.

Holds how a text is cut into tokens and what a token stands for. Which of these two articles share
is counted in `story_signs`.
"""

import hashlib
import re
from collections.abc import Collection, Iterator

import numpy as np
import Stemmer
from numpy.typing import NDArray

from orchestration.press.story_numbers import MARKING_WORDS, MONTH_OF, Value, read_lone
from orchestration.press.story_spelling import spell_skeleton

Hashes = NDArray[np.uint64]

# A telephone number is one token and no number; the last digit group may carry decimals; a clock
# and a date keep their separators.
TOKEN = re.compile(
    r"(?:\+7|8) ?\(\d{3,5}\)[\d -]*\d|\d{1,3}(?: \d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,:]\d+)*|[^\W\d_]+"
)
# What changes with the place and the day: "the city of Ridder", "the Zaysan district"
CHANGING_WORDS = frozenset(
    "region regions district districts city cities town village villages settlement "
    "область области областью района район районе районом город города городе городом село села "
    "селе облысы облысында облысының ауданы ауданында ауданының қаласы қаласында қаласының ауылы "
    "ауылында ауылының "
    "monday tuesday wednesday thursday friday saturday sunday "
    "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье "
    "дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі".split()
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


STEM, NAME, PREFIX, COGNATE = range(4)


class WordTable(dict[str, int]):
    """Numbers the words of one language; a word's signs are worked out when it is first met.

    Attributes:
        lang: en, ru or kk.
        signs: shape (words or more, 4); hashes of stem, name, beginning of the name and cognate of
            each word, 0 where it stands for nothing. Only words of three letters or more have
            signs; a name has a capital, its beginning survives endings; a cognate is the beginning
            of the skeleton of any longer word.
        is_marked: shape (words or more,); digits, number words, scales and months.
        is_month: shape (words or more,).
        is_changing: shape (words or more,); what a template leaves out beside names and numbers.
        spellings: the words as written.
        lone_values: what digits mean where no other marked word stands beside them.
    """

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
        self._signs_begin()

    def _signs_begin(self) -> None:
        self.signs = np.zeros((1024, 4), np.uint64)
        self.is_marked = np.zeros(1024, np.bool_)
        self.is_month = np.zeros(1024, np.bool_)
        self.is_changing = np.zeros(1024, np.bool_)
        self.spellings: list[str] = []
        self.lone_values: dict[int, Value | None] = {}

    def __missing__(self, token: str) -> int:
        """Work out the signs of a word that was not met before."""
        number = len(self)
        if number >= len(self.signs):
            for name in ("signs", "is_marked", "is_month", "is_changing"):
                column = getattr(self, name)
                setattr(self, name, np.concatenate([column, np.zeros_like(column)]))
        lowered = token.lower()
        is_digits = token[0].isdigit()
        self.is_marked[number] = is_digits or lowered in MARKING_WORDS
        if is_digits:
            self.lone_values[number] = read_lone(lowered, self.lang)
        else:
            self.signs[number] = self._work_out(token, lowered)
        self.is_month[number] = lowered in MONTH_OF
        self.is_changing[number] = lowered in CHANGING_WORDS
        self.spellings.append(token)
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

    def forget_some(self) -> None:
        """Keep the vocabulary bounded."""
        if len(self) > MOST_WORDS:
            self.clear()
            self._signs_begin()
