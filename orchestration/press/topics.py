"""Which words of an article speak for which topic.

Holds how the seed `topic_terms` is read and how overlaps and company are resolved. What the
evidence adds up to (score, labels, the primary topic) is decided in SQL; terms and weights are
rows of the seed, never code. The section of the dump is not looked at: it is no topic.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.matching import LANGS, Match, Term, TermMatcher, Tokens, longest_first

_COLUMNS = ("topic_id", "lang", "term", "weight", "needs")
_NEEDS = ("", "company", "setting")


@dataclass(frozen=True, slots=True)
class TopicTerm:
    """One row of the seed: what a term says for one topic.

    Attributes:
        topic_id: code of the topic.
        weight: from 0.25 (hardly a hint) to 3 (decisive); below zero speaks against the topic;
            0 says nothing but takes its words out of play for shorter terms.
        needs_company: counts only beside another term of the topic that needs none.
        is_setting: names where things happen (school, shop) rather than what happened; the model
            lets it count less where inspectors, police or rescuers act.
    """

    topic_id: str
    weight: float
    needs_company: bool
    is_setting: bool = False


class TopicLexicon:
    """The terms of all topics in three languages, compiled once; no state between articles."""

    def __init__(self, terms: Iterable[tuple[Term, TopicTerm]]) -> None:
        """Compile terms; a term that is written alike for several topics counts for each."""
        meanings: dict[Term, list[TopicTerm]] = {}
        for term, meaning in terms:
            meanings.setdefault(term, []).append(meaning)
        self._terms = tuple(meanings)
        self._meanings = tuple(
            {meaning.topic_id: (number, meaning) for meaning in group}
            for number, group in enumerate(meanings.values())
        )
        self._rules = tuple(
            "topic_phrase" if len(term.text.replace("-", " ").split()) > 1 else "topic_term"
            for term in self._terms
        )
        self._acronyms = tuple(_is_acronym(term.text) for term in self._terms)
        self._matcher = TermMatcher(self._terms)

    @classmethod
    def from_table(cls, terms: pa.Table) -> "TopicLexicon":
        """Compile the seed `topic_terms`.

        Args:
            terms: columns topic_id, lang, term, weight, needs; all may be text.

        Raises:
            ValueError: a row can't be used; the message names it.
        """
        columns = [terms.column(name).to_pylist() for name in _COLUMNS]
        return cls(
            _read_row(number, *(str(value or "") for value in row))
            for number, row in enumerate(zip(*columns, strict=True), 2)
        )

    def evidence(self, article: ArticleText) -> list[Evidence]:
        """Find the terms of all topics in title and body.

        Returns:
            One item per place and topic: of terms on the same words the heaviest one.
        """
        found = [
            (field, match, self._best_by_topic(group))
            for field, tokens in article.fields()
            for match, group in self._places(tokens, article.lang)
        ]
        at_home = {
            topic_id
            for _, _, best in found
            for topic_id, (_, meaning) in best.items()
            if not meaning.needs_company and meaning.weight > 0
        }
        return [
            Evidence(
                "topic",
                topic_id,
                "topic_setting" if meaning.is_setting else self._rules[term],
                self._terms[term].text,
                field,
                match.start,
                match.end,
                meaning.weight,
            )
            for field, match, best in found
            for topic_id, (term, meaning) in best.items()
            if meaning.weight and (not meaning.needs_company or topic_id in at_home)
        ]

    def _places(self, tokens: Tokens, lang: str) -> list[tuple[Match, list[int]]]:
        """Give each stretch of words that counts, with all terms on exactly it."""
        phrases: list[Match] = []
        words: list[Match] = []
        # in a title all in capitals an acronym can't be told from a word
        is_shouted = len(tokens.starts) > 3 and tokens.text.isupper()
        for match in self._matcher.find(tokens, lang):
            if self._acronyms[match.term] and (
                is_shouted or not tokens.text[match.start : match.end].isupper()
            ):
                continue
            (words if match.first_token == match.last_token else phrases).append(match)
        places: dict[tuple[int, int], tuple[Match, list[int]]] = {}
        taken: set[int] = set()
        for match in longest_first(phrases):
            taken.update(range(match.first_token, match.last_token + 1))
            _add_place(places, match)
        for match in words:
            if match.first_token not in taken:
                _add_place(places, match)
        return list(places.values())

    def _best_by_topic(self, terms: list[int]) -> dict[str, tuple[int, TopicTerm]]:
        if len(terms) == 1:
            return self._meanings[terms[0]]
        best: dict[str, tuple[int, TopicTerm]] = {}
        for term in terms:
            for topic_id, said in self._meanings[term].items():
                held = best.get(topic_id)
                if held is None or _strength(said[1]) > _strength(held[1]):
                    best[topic_id] = said
        return best


def _add_place(places: dict[tuple[int, int], tuple[Match, list[int]]], match: Match) -> None:
    place = places.get((match.start, match.end))
    if place is None:
        places[match.start, match.end] = (match, [match.term])
    else:
        place[1].append(match.term)


def _strength(meaning: TopicTerm) -> tuple[bool, float]:
    return (not meaning.needs_company, abs(meaning.weight))


def _is_acronym(text: str) -> bool:
    # "=IT" or "=ДТП" must stand in capitals: in lower case it is another word
    return text.startswith("=") and text[1:].isupper() and len(text) > 2


def _read_row(
    number: int, topic_id: str, lang: str, term: str, weight: str, needs: str
) -> tuple[Term, TopicTerm]:
    place = f"topic_terms, line {number} ({term!r})"
    if not topic_id or not term.strip():
        raise ValueError(f"{place}: topic_id and term must be given")
    if lang not in LANGS:
        raise ValueError(f"{place}: lang is {lang!r}, not one of {', '.join(LANGS)}")
    if needs not in _NEEDS:
        raise ValueError(f"{place}: needs is {needs!r}; it may be empty, company or setting")
    try:
        value = float(weight)
    except ValueError:
        raise ValueError(f"{place}: weight {weight!r} is no number") from None
    return Term(term, lang), TopicTerm(topic_id, value, needs == "company", needs == "setting")
