"""The tree of many terms of one language, and what each word form can begin or go on with.

Holds how the terms are compiled; their notation is told in `matching`, which walks the tree.
What a word form fits is found once and remembered.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from orchestration.press.characters import BoolArray, IntArray
from orchestration.press.tokens import WordLot, split_words
from orchestration.press.word_forms import normalise_word

_MEMO_LIMIT = 400_000
# patterns share these bits by number: enough that few pairs of words are looked at in vain
_BITS = 240
_ALONE = 1 << _BITS
_BYTES = 32
_ALONE_WORD = np.uint64(1 << _BITS % 64)  # in the last of the bits' four words

# Kazakh endings by slot (plural, possessive, case); -шы and other word-making ones are left
# out on purpose: "Орал" must not match "оралман".
KAZAKH_ENDING = re.compile(
    r"(?:лар|лер|дар|дер|тар|тер)?"
    r"(?:ым|ім|м|ың|ің|ң|ымыз|іміз|мыз|міз|ыңыз|іңіз|сы|сі|ы|і)?"
    r"(?:ның|нің|дың|дің|тың|тің|нда|нде|ндағы|ндегі|нан|нен|на|не|ға|ге|қа|ке|а|е|ды|ді|ты|ті|ны|ні|"
    r"н|да|де|та|те|дағы|дегі|тағы|тегі|дан|ден|тан|тен|мен|бен|пен|менен|дық|дік|тық|тік|лық|лік)?"
    r"(?:дар|дер|тар|тер|лар|лер)?"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One term to look for.

    Attributes:
        text: the words in the notation of this module.
        lang: en, ru, kk, or any for all three.
        is_cased: each word that is capitalised here must be so in the text.
    """

    text: str
    lang: str = "any"
    is_cased: bool = False


class _Pattern(NamedTuple):
    """One word of a term: how it is compared, with what, and whether a capital is asked for."""

    kind: str  # stem, exact, prefix, endings
    form: str
    needs_capital: bool


@dataclass(slots=True)
class Node:
    """A place in the tree of terms: those that end here, and what may follow, by pattern."""

    terms: tuple[int, ...] = ()
    following: "dict[int, Node]" = field(default_factory=dict)


def merged(nodes: Sequence[Node]) -> Node:
    """Give the node that all of these make up: a word may fit several patterns."""
    following: dict[int, list[Node]] = {}
    for node in nodes:
        for number, next_node in node.following.items():
            following.setdefault(number, []).append(next_node)
    return Node(
        tuple(sorted(term for node in nodes for term in node.terms)),
        {number: held[0] if len(held) == 1 else merged(held) for number, held in following.items()},
    )


class _Patterns(dict[str, tuple[int, ...]]):
    """Which patterns a word form fits, by number; remembered for forms seen."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang
        self._numbers: dict[_Pattern, int] = {}
        self._stems: dict[str, list[int]] = {}
        self._exact: dict[str, list[int]] = {}
        self._prefixes: dict[str, list[int]] = {}
        self._endings: dict[str, list[int]] = {}
        self._capitals: set[int] = set()

    def number(self, pattern: _Pattern) -> int:
        """Give the number of a pattern, a new one for one not seen."""
        known = self._numbers.get(pattern)
        if known is None:
            known = self._numbers[pattern] = len(self._numbers)
            if pattern.needs_capital:
                self._capitals.add(known)
            table = {
                "stem": self._stems,
                "exact": self._exact,
                "prefix": self._prefixes,
                "endings": self._endings,
            }[pattern.kind]
            table.setdefault(pattern.form, []).append(known)
        return known

    def __missing__(self, word: str) -> tuple[int, ...]:
        lowered, normal = normalise_word(word, self._lang)
        found = [*self._stems.get(normal, ()), *self._exact.get(lowered, ())]
        for size in range(1, len(lowered) + 1):
            beginning = lowered[:size]
            if beginning in self._prefixes:
                found += self._prefixes[beginning]
            if beginning in self._endings and KAZAKH_ENDING.fullmatch(lowered, size):
                found += self._endings[beginning]
        if found and not word[0].isupper():
            found = [number for number in found if number not in self._capitals]
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        numbers = self[word] = tuple(found)
        return numbers


class _Beginnings(dict[str, tuple[tuple[int, ...], dict[int, Node]]]):
    """What a word form may begin: terms that it makes up alone, and what may follow it."""

    def __init__(self, patterns: _Patterns, roots: dict[int, Node]) -> None:
        super().__init__()
        self._patterns = patterns
        self._roots = roots

    def __missing__(self, word: str) -> tuple[tuple[int, ...], dict[int, Node]]:
        nodes = [self._roots[number] for number in self._patterns[word] if number in self._roots]
        node = nodes[0] if len(nodes) == 1 else merged(nodes)
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        found = self[word] = node.terms, node.following
        return found


class _Asked(dict[str, bytes]):
    """Of a word form, as bits: which patterns may follow it in a term, and whether it is one."""

    def __init__(self, beginnings: _Beginnings) -> None:
        super().__init__()
        self._beginnings = beginnings

    def __missing__(self, word: str) -> bytes:
        terms, following = self._beginnings[word]
        bits = _ALONE if terms else 0
        for number in following:
            bits |= 1 << number % _BITS
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        packed = self[word] = bits.to_bytes(_BYTES, "little")
        return packed


class _Given(dict[str, bytes]):
    """Of a word form, as bits: the patterns that it fits."""

    def __init__(self, patterns: _Patterns) -> None:
        super().__init__()
        self._patterns = patterns

    def __missing__(self, word: str) -> bytes:
        bits = 0
        for number in self._patterns[word]:
            bits |= 1 << number % _BITS
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        packed = self[word] = bits.to_bytes(_BYTES, "little")
        return packed


class Places(NamedTuple):
    """Where terms may begin in a lot.

    Attributes:
        at: indexes of words, rising.
        goes_on: whether a longer term may begin there.
    """

    at: IntArray
    goes_on: BoolArray


class TermTree:
    """The terms of one language."""

    def __init__(self, terms: Iterable[tuple[int, Term]], lang: str) -> None:
        """Compile numbered terms.

        Raises:
            ValueError: a term has no word.
        """
        self.patterns = _Patterns(lang)
        roots: dict[int, Node] = {}
        for index, term in terms:
            following = roots
            for pattern in _parse_term(term, lang):
                node = following.setdefault(self.patterns.number(pattern), Node())
                following = node.following
            node.terms = (*node.terms, index)
        self.beginnings = _Beginnings(self.patterns, roots)
        self._asked = _Asked(self.beginnings)
        self._given = _Given(self.patterns)

    def places(self, lot: WordLot) -> Places:
        """Give where terms may begin in a lot of words."""
        asked, given = _unpack(self._asked, lot.different), _unpack(self._given, lot.different)
        begins: BoolArray = np.any(asked, axis=1)
        at = np.flatnonzero(begins[lot.numbers])
        numbers = lot.numbers[at]
        is_alone = asked[numbers, -1] >= _ALONE_WORD
        asked[:, -1] &= _ALONE_WORD - np.uint64(1)
        free = np.flatnonzero(~lot.is_barred[at])
        goes_on = np.zeros(len(at), bool)
        goes_on[free] = (asked[numbers[free]] & given[lot.numbers[at[free] + 1]]).any(axis=1)
        kept = np.flatnonzero(is_alone | goes_on)
        return Places(at[kept], goes_on[kept])


def _unpack(bits: dict[str, bytes], words: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Give the bits of words as an array of one row a word."""
    packed = b"".join(map(bits.__getitem__, words))
    return np.frombuffer(bytearray(packed), np.uint64).reshape(-1, _BYTES // 8)


def _parse_term(term: Term, lang: str) -> list[_Pattern]:
    patterns = []
    for chunk in term.text.replace("-", " ").split():
        for piece in split_words(chunk.strip("=*~.")):
            lowered, normal = normalise_word(piece, lang)
            needs_capital = term.is_cased and piece[0].isupper()
            if chunk.startswith("="):
                patterns.append(_Pattern("exact", lowered, needs_capital))
            elif chunk.endswith("*"):
                patterns.append(_Pattern("prefix", lowered, needs_capital))
            elif chunk.endswith("~"):
                patterns.append(_Pattern("endings", lowered, needs_capital))
            else:
                patterns.append(_Pattern("stem", normal, needs_capital))
    if not patterns:
        raise ValueError(f"term {term.text!r} has no word")
    return patterns
