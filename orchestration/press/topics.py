"""Which words of an article speak for which topic.

Holds how the seed `topic_terms` is read and how overlaps and company are resolved. What the
evidence adds up to (score, labels, the primary topic) is decided in SQL; terms and weights are
rows of the seed, never code. The section of the dump is not looked at: it is no topic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from orchestration.press.evidence import ArticleText, Evidence, new_evidence
from orchestration.press.matching import Term, TermMatcher, longest_spans
from orchestration.press.tokens import Tokens
from orchestration.press.word_forms import LANGS

_COLUMNS = ("topic_id", "lang", "term", "weight", "needs")
_NEEDS = ("", "company", "setting")
_LONG_TITLE = 3  # words


@dataclass(frozen=True, slots=True)
class TopicTerm:
    """One row of the seed: what a term says for one topic.

    Attributes:
        topic_id: code of the topic.
        weight: from 0.25 (hardly a hint) to 3 (decisive); below zero speaks against the topic;
            0 says nothing but takes its words out of play for shorter terms.
        needs_company: counts only beside another term of the topic that needs none.
        is_setting: names where things happen or who is there (school, soldier) rather than what
            happened; the model lets it count less where inspectors, police or rescuers act.
    """

    topic_id: str
    weight: float
    needs_company: bool
    is_setting: bool = False


class _Said(NamedTuple):
    """What one stretch of words says for one topic."""

    topic_id: str
    rule: str
    term: str
    weight: float
    needs_company: bool


# first word, last word, what they say
_Place = tuple[int, int, tuple[_Said, ...]]


class _SaidByTerms(dict[tuple[int, ...], tuple[tuple[_Said, ...], bool]]):
    """What terms on the same words say: for each topic the heaviest; and if one is an acronym.

    Remembered for the terms seen.
    """

    def __init__(self, said: Sequence[Mapping[str, _Said]], acronyms: frozenset[int]) -> None:
        super().__init__()
        self._said = said
        self._acronyms = acronyms

    def __missing__(self, terms: tuple[int, ...]) -> tuple[tuple[_Said, ...], bool]:
        best: dict[str, _Said] = {}
        for term in terms:
            for topic_id, said in self._said[term].items():
                held = best.get(topic_id)
                if held is None or _strength(said) > _strength(held):
                    best[topic_id] = said
        said_here = tuple(said for said in best.values() if said.weight)
        found = self[terms] = said_here, not self._acronyms.isdisjoint(terms)
        return found


class TopicLexicon:
    """The terms of all topics in three languages, compiled once; no state between articles."""

    def __init__(self, terms: Iterable[tuple[Term, TopicTerm]]) -> None:
        """Compile terms; a term that is written alike for several topics counts for each."""
        meanings: dict[Term, list[TopicTerm]] = {}
        for term, meaning in terms:
            meanings.setdefault(term, []).append(meaning)
        self._acronyms = frozenset(
            number for number, term in enumerate(meanings) if _is_acronym(term.text)
        )
        self._said = _SaidByTerms(
            [{m.topic_id: _say(term, m) for m in group} for term, group in meanings.items()],
            self._acronyms,
        )
        self._matcher = TermMatcher(tuple(meanings))

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
        found: list[tuple[str, str, str, str, str, int, int, float]] = []
        at_home: set[str] = set()
        needy: list[int] = []  # indexes of what counts in company alone
        for field, tokens in article.fields():
            starts, ends = tokens.lot.starts, tokens.lot.ends
            for first, last, told in self._places(tokens, article.lang):
                start, end = starts[first], ends[last]
                for topic_id, rule, term, weight, needs_company in told:
                    if needs_company:
                        needy.append(len(found))
                    elif weight > 0:
                        at_home.add(topic_id)
                    found.append(("topic", topic_id, rule, term, field, start, end, weight))
        for index in reversed(needy):
            if found[index][1] not in at_home:
                del found[index]
        return list(map(new_evidence, found))

    def _places(self, tokens: Tokens, lang: str) -> list[_Place]:
        """Give each stretch of words that counts and says something, as indexes in the lot."""
        phrases: dict[tuple[int, int], _Place] = {}
        words: list[_Place] = []
        # in a title all in capitals an acronym can't be told from a word
        is_shouted = len(tokens) > _LONG_TITLE and tokens.text.isupper()
        told, base = self._said, tokens.first
        for first, last, terms in self._matcher.find_stretches(tokens, lang):
            said, has_acronym = told[terms]
            if has_acronym:
                text = tokens.text[tokens.starts[first] : tokens.ends[last]]
                if is_shouted or not text.isupper():
                    terms = tuple(term for term in terms if term not in self._acronyms)
                    if not terms:
                        continue
                    said, _ = told[terms]
            if first != last:
                phrases[first, last] = base + first, base + last, said
            elif said:
                words.append((base + first, base + last, said))
        if not phrases:
            return words
        kept = longest_spans(phrases)
        taken = {base + index for first, last in kept for index in range(first, last + 1)}
        return [
            *(phrases[span] for span in kept),
            *(place for place in words if place[0] not in taken),
        ]


def _say(term: Term, meaning: TopicTerm) -> _Said:
    is_phrase = len(term.text.replace("-", " ").split()) > 1
    rule = "topic_phrase" if is_phrase else "topic_term"
    return _Said(
        meaning.topic_id,
        "topic_setting" if meaning.is_setting else rule,
        term.text,
        meaning.weight,
        meaning.needs_company,
    )


def _strength(said: _Said) -> tuple[bool, float]:
    return (not said.needs_company, abs(said.weight))


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
