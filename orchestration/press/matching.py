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
with is found once and remembered, where terms may begin is found for a lot of texts at once, and
Python runs only there. An automaton over the letters took three
times as long, most of it to prove its hits.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orchestration.press.term_tree import Term, TermTree, merged
from orchestration.press.tokens import Tokens
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

    def find_stretches(self, tokens: Tokens, lang: str) -> list[Stretch]:
        """Find every stretch of words that makes up terms, with all terms on exactly it.

        Args:
            tokens: the words of a text.
            lang: en, ru or kk: whose terms are looked for.

        Returns:
            In order of the first word, longer ones before shorter ones.
        """
        tree, lot = self._trees[lang], tokens.lot
        first, last = tokens.first, tokens.last
        places = tree.places(lot)
        words, barred, patterns = lot.words, lot.barred, tree.patterns
        found: list[Stretch] = []
        low = bisect_left(places.at, first)
        own = slice(low, bisect_left(places.at, last, low))
        for at, goes_on, (terms, following) in zip(
            places.at[own], places.goes_on[own], places.begins[own], strict=True
        ):
            here = at - first
            if not goes_on:
                found.append((here, here, terms))
                continue
            longer = [(here, here, terms)] if terms else []
            while following and not barred[at] and at + 1 < last:
                at += 1
                nodes = [following[n] for n in patterns[words[at]] if n in following]
                if not nodes:
                    break
                node = nodes[0] if len(nodes) == 1 else merged(nodes)
                if node.terms:
                    longer.append((here, at - first, node.terms))
                following = node.following
            found += reversed(longer)
        return found


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
