"""Which words of an article speak for which topic.

Holds how the seed `topic_terms` is read and how overlaps and company are resolved. What the
evidence adds up to (score, labels, the primary topic) is decided in SQL; terms and weights are
rows of the seed, never code. The section of the dump is not looked at: it is no topic.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from orchestration.press.characters import IntArray
from orchestration.press.evidence import TEXT_FIELDS, ArticleText, Evidence
from orchestration.press.matching import Term, TermMatcher, longest_stretches
from orchestration.press.tokens import WordLot
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


class Said(NamedTuple):
    """What one stretch of words says for one topic; with `weight` 0 nothing."""

    topic_id: str
    rule: str
    term: str
    weight: float
    needs_company: bool


# first word, last word, what they say
_Place = tuple[int, int, tuple[Said, ...]]


class Spoken(NamedTuple):
    """What the texts of a lot say for topics: one row for each place and topic.

    Attributes:
        texts: number of the text, rising; within a text phrases stand before single words.
        said: place in `TopicLexicon.said`.
        starts: offset of the first character.
        ends: offset after the last one.
    """

    texts: IntArray
    said: IntArray
    starts: IntArray
    ends: IntArray


class _SaidByTerms(dict[tuple[int, ...], tuple[int, ...]]):
    """What terms on the same words say: for each topic the heaviest, as places in all there is.

    Remembered for the terms seen.
    """

    def __init__(self, said: Sequence[Said], by_term: Sequence[Sequence[int]]) -> None:
        super().__init__()
        self._said = said
        self._by_term = by_term

    def __missing__(self, terms: tuple[int, ...]) -> tuple[int, ...]:
        best: dict[str, int] = {}
        for number in (number for term in terms for number in self._by_term[term]):
            said = self._said[number]
            held = best.get(said.topic_id)
            if held is None or _strength(said) > _strength(self._said[held]):
                best[said.topic_id] = number
        found = self[terms] = tuple(n for n in best.values() if self._said[n].weight)
        return found


class TopicLexicon:
    """The terms of all topics in three languages, compiled once; no state between articles."""

    def __init__(self, terms: Iterable[tuple[Term, TopicTerm]]) -> None:
        """Compile terms; a term that is written alike for several topics counts for each."""
        meanings: dict[Term, dict[str, Said]] = {}
        for term, meaning in terms:
            meanings.setdefault(term, {})[meaning.topic_id] = _say(term, meaning)
        self._acronyms = frozenset(
            number for number, term in enumerate(meanings) if _is_acronym(term.text)
        )
        self.said = [said for group in meanings.values() for said in group.values()]
        numbers = iter(range(len(self.said)))
        self._told = _SaidByTerms(
            self.said, [list(islice(numbers, len(g))) for g in meanings.values()]
        )
        topics = sorted({said.topic_id for said in self.said})
        self._topics = np.array([topics.index(said.topic_id) for said in self.said], np.int64)
        self._topic_count = len(topics)
        self._is_needy = np.array([said.needs_company for said in self.said], bool)
        self._speaks_for = np.array([said.weight > 0 for said in self.said], bool) & ~self._is_needy
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
        """Find the terms of all topics in title and body; many articles come cheaper from `find`.

        Returns:
            One item per place and topic: of terms on the same words the heaviest one.
        """
        spoken = self.find(WordLot((article.title, article.body), article.lang))
        found = []
        for text, number, start, end in zip(*(c.tolist() for c in spoken), strict=True):
            topic_id, rule, term, weight, _ = self.said[number]
            field = TEXT_FIELDS[text]
            found.append(Evidence("topic", topic_id, rule, term, field, start, end, weight))
        return found

    def find(self, lot: WordLot) -> Spoken:
        """Find the terms of all topics in a lot.

        Args:
            lot: titles and bodies by turns.
        """
        firsts, lasts, kinds, told = self._stretches(lot)
        is_phrase = lasts > firsts
        phrases = np.flatnonzero(is_phrase)
        phrases = phrases[longest_stretches(firsts[phrases], lasts[phrases])]
        edges = np.zeros(len(lot.numbers) + 1, np.int8)
        edges[firsts[phrases]] += 1
        edges[lasts[phrases] + 1] -= 1
        is_taken = np.cumsum(edges, dtype=np.int8) > 0
        words = np.flatnonzero(~is_phrase)
        places = np.concatenate((phrases, words[~is_taken[firsts[words]]]))
        texts = lot.texts_of(firsts[places])
        order = np.argsort(texts, kind="stable")
        places, said = _expand(places[order], kinds[places[order]], told)
        texts = lot.texts_of(firsts[places])
        here = texts // len(TEXT_FIELDS) * self._topic_count + self._topics[said]
        is_home = np.zeros(len(lot.texts) * self._topic_count, bool)
        is_home[here[self._speaks_for[said]]] = True
        kept = np.flatnonzero(~self._is_needy[said] | is_home[here])
        texts, said, places = texts[kept], said[kept], places[kept]
        return Spoken(texts, said, lot.starts_of(firsts[places]), lot.ends_of(lasts[places]))

    def _stretches(
        self, lot: WordLot
    ) -> tuple[IntArray, IntArray, IntArray, list[tuple[int, ...]]]:
        """Give first and last words, and by number what they say; no acronym in lower case."""
        found = self._matcher.find_all(lot)
        told = list(map(self._told.__getitem__, found.terms))
        plain = [tuple(n for n in terms if n not in self._acronyms) for terms in found.terms]
        has_acronym = np.array(
            [p != terms for p, terms in zip(plain, found.terms, strict=True)], bool
        )
        is_kept = np.ones(len(found.firsts), bool)
        kinds = found.kinds.copy()
        doubtful = np.flatnonzero(has_acronym[kinds])
        texts = lot.texts_of(found.firsts[doubtful]).tolist()
        shouted = {number for number in set(texts) if _is_shouted(lot, number)}
        for place, number in zip(doubtful.tolist(), texts, strict=True):
            start, end = lot.starts[found.firsts[place]], lot.ends[found.lasts[place]]
            if number in shouted or not lot.texts[number][start:end].isupper():
                rest = plain[found.kinds[place]]
                is_kept[place] = bool(rest)
                kinds[place] = len(told)
                told.append(self._told[rest])
        return found.firsts[is_kept], found.lasts[is_kept], kinds[is_kept], told


def _expand(
    places: IntArray, kinds: IntArray, told: Sequence[tuple[int, ...]]
) -> tuple[IntArray, IntArray]:
    """Repeat each place for each thing that is told by its kind, and give these too."""
    counts = np.fromiter(map(len, told), np.int64, len(told))
    firsts = np.cumsum(counts) - counts
    flat = np.fromiter(chain.from_iterable(told), np.int64, int(counts.sum()))
    counts = counts[kinds]
    ordinals = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(places, counts), flat[np.repeat(firsts[kinds], counts) + ordinals]


def _is_shouted(lot: WordLot, number: int) -> bool:
    """Whether a text is a title all in capitals, where an acronym can't be told from a word."""
    word_count = lot.bounds[number + 1] - lot.bounds[number]
    return bool(word_count > _LONG_TITLE) and lot.texts[number].isupper()


def _say(term: Term, meaning: TopicTerm) -> Said:
    is_phrase = len(term.text.replace("-", " ").split()) > 1
    rule = "topic_phrase" if is_phrase else "topic_term"
    return Said(
        meaning.topic_id,
        "topic_setting" if meaning.is_setting else rule,
        term.text,
        meaning.weight,
        meaning.needs_company,
    )


def _strength(said: Said) -> tuple[bool, float]:
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
