"""Finding many terms at once in a text, on whole words, with character offsets.

Holds terms and the pass over a text's words. It knows no entity: what a term means, how much it
weighs and which of two overlapping ones wins belongs to the concern that owns the term (agencies,
regions, topics). How a text becomes words stands in `tokens`.

How a term is written (the seeds' notation, one or several words):

==========  ==============================================================================
``word``    the word in any inflection: en and ru by Snowball stem, kk as it stands
``word*``   any word that begins so
``word~``   the word, alone or with Kazakh plural, possessive and case endings
``=word``   this very form, whatever the case of its letters
==========  ==============================================================================

A phrase matches over blanks, hyphens and the stop of a short abbreviation ("г. Алматы"), never
over the end of a sentence or a comma.

Why by words and not by letters: releases repeat their words. What a word form can begin or go on
with is found once and remembered, so that a text costs one dictionary look-up per word and matcher,
made in C, and Python runs only where a term may begin. An automaton over the letters took three
times as long, most of it to prove its hits.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import NamedTuple

from orchestration.press.tokens import LANGS, Tokens, normalise_word, split_words

_MEMO_LIMIT = 400_000
# patterns share these bits by number: enough that few pairs of words are looked at in vain
_BITS = 240
_ALONE = 1 << _BITS

# Kazakh endings by slot (plural, possessive, case); -шы and other word-making ones are left
# out on purpose: "Орал" must not match "оралман".
_KK_ENDING = re.compile(
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


class Match(NamedTuple):
    """Where a term stands: `term` indexes the matcher's terms, offsets count code points."""

    term: int
    start: int
    end: int
    first_token: int
    last_token: int


class _Pattern(NamedTuple):
    """One word of a term: how it is compared, with what, and whether a capital is asked for."""

    kind: str  # stem, exact, prefix, endings
    form: str
    needs_capital: bool


Span = tuple[int, int]  # first word, last word
# first word, last word, the terms on exactly these words
Stretch = tuple[int, int, tuple[int, ...]]


@dataclass(slots=True)
class _Node:
    """A place in the tree of terms: those that end here, and what may follow, by pattern."""

    terms: tuple[int, ...] = ()
    following: "dict[int, _Node]" = field(default_factory=dict)


def _merged(nodes: Sequence[_Node]) -> _Node:
    """Give the node that all of these make up: a word may fit several patterns."""
    following: dict[int, list[_Node]] = {}
    for node in nodes:
        for number, next_node in node.following.items():
            following.setdefault(number, []).append(next_node)
    return _Node(
        tuple(sorted(term for node in nodes for term in node.terms)),
        {
            number: held[0] if len(held) == 1 else _merged(held)
            for number, held in following.items()
        },
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
            if beginning in self._endings and _KK_ENDING.fullmatch(lowered, size):
                found += self._endings[beginning]
        if found and not word[0].isupper():
            found = [number for number in found if number not in self._capitals]
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        numbers = self[word] = tuple(found)
        return numbers


class _Beginnings(dict[str, tuple[tuple[int, ...], dict[int, _Node]]]):
    """What a word form may begin: terms that it makes up alone, and what may follow it."""

    def __init__(self, patterns: _Patterns, roots: dict[int, _Node]) -> None:
        super().__init__()
        self._patterns = patterns
        self._roots = roots

    def __missing__(self, word: str) -> tuple[tuple[int, ...], dict[int, _Node]]:
        nodes = [self._roots[number] for number in self._patterns[word] if number in self._roots]
        node = nodes[0] if len(nodes) == 1 else _merged(nodes)
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        found = self[word] = node.terms, node.following
        return found


class _Asked(dict[str, int]):
    """Of a word form, as bits: which patterns may follow it in a term, and whether it is one."""

    def __init__(self, beginnings: _Beginnings) -> None:
        super().__init__()
        self._beginnings = beginnings

    def __missing__(self, word: str) -> int:
        terms, following = self._beginnings[word]
        bits = _ALONE if terms else 0
        for number in following:
            bits |= 1 << number % _BITS
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = bits
        return bits


class _Given(dict[str, int]):
    """Of a word form, as bits: the patterns that it fits."""

    def __init__(self, patterns: _Patterns) -> None:
        super().__init__()
        self._patterns = patterns

    def __missing__(self, word: str) -> int:
        bits = 0
        for number in self._patterns[word]:
            bits |= 1 << number % _BITS
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = bits
        return bits


class _Tree:
    """The terms of one language."""

    def __init__(self, terms: Iterable[tuple[int, Term]], lang: str) -> None:
        self.patterns = _Patterns(lang)
        roots: dict[int, _Node] = {}
        for index, term in terms:
            following = roots
            for pattern in _parse_term(term, lang):
                node = following.setdefault(self.patterns.number(pattern), _Node())
                following = node.following
            node.terms = (*node.terms, index)
        self.beginnings = _Beginnings(self.patterns, roots)
        self.asked = _Asked(self.beginnings)
        self.given = _Given(self.patterns)


class TermMatcher:
    """A tree over many terms; build once, use for any number of texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        """Compile the terms for the three languages.

        Raises:
            ValueError: a term has no word or an unknown language.
        """
        self.terms = tuple(terms)
        for term in self.terms:
            if term.lang not in (*LANGS, "any"):
                raise ValueError(f"term {term.text!r}: unknown language {term.lang!r}")
        self._trees = {
            lang: _Tree(
                ((i, term) for i, term in enumerate(self.terms) if term.lang in (lang, "any")),
                lang,
            )
            for lang in LANGS
        }

    def find(self, tokens: Tokens, lang: str) -> list[Match]:
        """Find every term, overlapping ones included, in order of their first word.

        Args:
            tokens: the words of a text.
            lang: en, ru or kk: whose terms are looked for.
        """
        starts, ends = tokens.starts, tokens.ends
        return [
            Match(term, starts[first], ends[last], first, last)
            for first, last, terms in self.find_stretches(tokens, lang)
            for term in terms
        ]

    def find_stretches(self, tokens: Tokens, lang: str) -> list[Stretch]:
        """Find every stretch of words that makes up terms, with all terms on exactly it.

        Args:
            tokens: the words of a text.
            lang: en, ru or kk: whose terms are looked for.

        Returns:
            In order of the first word, longer ones before shorter ones.
        """
        tree = self._trees[lang]
        words, barred = tokens.words, tokens.barred
        beginnings, patterns, given = tree.beginnings, tree.patterns, tree.given
        # which words may begin a term: a look-up for each, made in C
        asked = list(map(tree.asked.__getitem__, words))
        found: list[Stretch] = []
        for first in compress(range(len(words)), asked):
            terms, following = beginnings[words[first]]
            if not following or barred[first] or not asked[first] & given[words[first + 1]]:
                if terms:
                    found.append((first, first, terms))
                continue
            longer = [(first, first, terms)] if terms else []
            last = first
            while following and not barred[last]:
                last += 1
                nodes = [following[n] for n in patterns[words[last]] if n in following]
                if not nodes:
                    break
                node = nodes[0] if len(nodes) == 1 else _merged(nodes)
                if node.terms:
                    longer.append((first, last, node.terms))
                following = node.following
            found += reversed(longer)
        return found


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


def longest_first(matches: Iterable[Match]) -> list[Match]:
    """Keep of overlapping matches the one with most words, then the leftmost; all its terms.

    Several terms on exactly the same words are all kept: which one counts is the caller's.
    """
    matches = list(matches)
    spans = {(match.first_token, match.last_token) for match in matches}
    kept = set(longest_spans(spans))
    found = [match for match in matches if (match.first_token, match.last_token) in kept]
    found.sort(key=lambda m: (m.start, m.end, m.term))
    return found


def longest_spans(spans: Iterable[Span]) -> list[Span]:
    """Keep of overlapping spans the one with most words, then the leftmost.

    Args:
        spans: first and last word of each.

    Returns:
        Those kept, in order.
    """
    kept: list[Span] = []
    together: list[Span] = []  # spans of which each overlaps one before it
    end = -1
    for span in sorted(spans):
        if span[0] > end:
            kept += together if len(together) < 2 else _longest_of(together)
            together = []
        together.append(span)
        end = max(end, span[1])
    kept += together if len(together) < 2 else _longest_of(together)
    return kept


def _longest_of(spans: Iterable[Span]) -> list[Span]:
    taken: set[int] = set()
    kept = []
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        inside = range(first, last + 1)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append((first, last))
    kept.sort()
    return kept
