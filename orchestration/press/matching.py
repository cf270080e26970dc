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
with is found once and remembered, and terms are found for a lot of texts at once (`stretches`).
An automaton over the letters took three times as long, most of it to prove its hits.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from orchestration.press.characters import IntArray
from orchestration.press.stretches import Stretches, find_stretches
from orchestration.press.term_tree import Term, TermTree
from orchestration.press.tokens import Tokens, WordLot, parse_tokens, split_words
from orchestration.press.word_forms import LANGS

__all__ = ["Match", "Span", "Stretch", "Term", "TermMatcher", "longest_first", "longest_spans"]


class Match(NamedTuple):
    """Where a term stands: `term` indexes the matcher's terms, offsets count code points."""

    term: int
    start: int
    end: int
    first_token: int
    last_token: int


Span = tuple[int, int]  # first word, last word
# first word, last word, the terms on exactly these words
Stretch = tuple[int, int, tuple[int, ...]]


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
            lang: TermTree(
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

    def find_alone(self, word: str, lang: str) -> tuple[int, ...]:
        """Give the terms that stand in a text of a single word, as numbers.

        Args:
            word: a word, or what has become of one in lower case.
            lang: en, ru or kk: whose terms are looked for.
        """
        if split_words(word) == [word]:
            return self._trees[lang].beginnings[word][0]
        return tuple(match.term for match in self.find(parse_tokens(word, lang), lang))

    def find_stretches(self, tokens: Tokens, lang: str) -> list[Stretch]:
        """Find every stretch of words that makes up terms, with all terms on exactly it.

        Args:
            tokens: the words of a text.
            lang: en, ru or kk: whose terms are looked for.

        Returns:
            In order of the first word, longer ones before shorter ones.
        """
        all_found = find_stretches(self._trees[lang], tokens.lot)
        first, last = tokens.first, tokens.last
        own = slice(*np.searchsorted(all_found.firsts, (first, last)).tolist())
        return [
            (here - first, end - first, all_found.terms[kind])
            for here, end, kind in zip(
                all_found.firsts[own].tolist(),
                all_found.lasts[own].tolist(),
                all_found.kinds[own].tolist(),
                strict=True,
            )
            if end < last
        ]

    def find_all(self, lot: WordLot) -> Stretches:
        """Find every stretch of words that makes up terms, in all texts of a lot."""
        return find_stretches(self._trees[lot.lang], lot)


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


def longest_stretches(firsts: IntArray, lasts: IntArray) -> IntArray:
    """Do for the stretches of a lot what `longest_spans` does for those of a text.

    Args:
        firsts: first words, rising; of those that begin alike the longest stands first.
        lasts: last words.

    Returns:
        The places of those kept, rising.
    """
    if not len(firsts):
        return firsts
    reach = np.maximum.accumulate(lasts)
    heads = np.flatnonzero(np.append(True, firsts[1:] > reach[:-1]))
    ends = np.append(heads[1:], len(firsts))
    # most spans that overlap lie in the first of them
    is_whole = lasts[heads] == reach[ends - 1]
    kept = heads[is_whole].tolist()
    for head, end in np.column_stack((heads, ends))[~is_whole].tolist():
        spans = list(zip(firsts[head:end].tolist(), lasts[head:end].tolist(), strict=True))
        kept += [head + spans.index(span) for span in _longest_of(spans)]
    return np.sort(np.array(kept, np.int64))


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
