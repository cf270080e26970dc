"""The publisher of a release: its slug, or what the text says of itself.

Holds how phrases combine into evidence; the phrases stand in the seed publisher_phrases. It
knows no topic and decides nothing: each piece of evidence carries a weight, the heaviest wins in
SQL, the earliest of equals.

The parts of the seed, all in the notation of `matching`:

=============  ===================================================================================
``venue``      a communications service: it publishes what is said at its briefings, whoever speaks
``venue_cue``  stands in the sentence of a venue, unless "at" or "in" stands before the venue
``name``       a body; where it overlaps another, the one with more words counts
``lead``       a body as the subject of a sentence (ru, kk: nominative; in en the place tells)
``cue_before`` words before a body, at most `max_gap` words away: "according to", "сообщили в"
``cue_after``  words after a body: "reports", "баспасөз қызметі"
``lead_verb``  a verb that makes a leading subject a publisher: "the akimat approved …"
``speaker``    a person or an act: "the head of the department" is not the department
=============  ===================================================================================
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.matching import Match, Term, TermMatcher, longest_first
from orchestration.press.publisher_sentences import (
    HEAD_SENTENCES,
    Phrase,
    Sentence,
    read_sentence,
)
from orchestration.press.sentences import split_sentences
from orchestration.press.tokens import Tokens, WordLot

_HEAD_TOKENS = 110  # words of a body in which it may name its publisher
_TAIL_TOKENS = 30  # and at its end, where a press service signs
_WHOLE_TOKENS = _HEAD_TOKENS + _TAIL_TOKENS
_BODIES = frozenset(("venue", "name", "lead"))
_TELLING = frozenset(("venue", "cue_before", "cue_after", "lead_verb"))


class PublisherPhrases:
    """Finds who publishes an article."""

    def __init__(self, phrases: pa.Table, region_names: pa.Table) -> None:
        """Compile the seeds publisher_phrases and agency_region_names.

        Raises:
            ValueError: a pattern has no word or an unknown language.
        """
        terms: list[Term] = []
        self._phrases: list[Phrase | str] = []
        for row in phrases.to_pylist():
            is_cased = row["pattern"].startswith("=") and row["pattern"][1:].isupper()
            terms.append(Term(row["pattern"], row["lang"], is_cased or _is_proper(row["pattern"])))
            self._phrases.append(
                Phrase(
                    row["part"], row["pattern"], row["agency_kind"] or "", row["rule"] or "",
                    float(row["weight"] or 0), int(row["max_gap"] or 0),
                )
            )  # fmt: skip
        for row in region_names.to_pylist():
            for item in (row["text_terms"] or "").split(";"):
                lang, _, pattern = item.partition(":")
                if pattern:
                    terms.append(Term(pattern, lang))
                    self._phrases.append(row["region_id"])
        self._matcher = TermMatcher(terms)
        self._bodies = self._numbers(_BODIES)
        self._telling = self._numbers(_TELLING)

    def _numbers(self, parts: frozenset[str]) -> frozenset[int]:
        return frozenset(
            number
            for number, phrase in enumerate(self._phrases)
            if isinstance(phrase, Phrase) and phrase.part in parts
        )

    @classmethod
    def from_seeds(cls, seeds: Mapping[str, pa.Table]) -> "PublisherPhrases":
        """Build from the seeds by file name."""
        return cls(seeds["publisher_phrases"], seeds["agency_region_names"])

    def evidence(self, article: ArticleText) -> list[Evidence]:
        """Give the slug as evidence, or the phrases by which the text names its publisher.

        Entity ids are the slug, or `text:<agency kind>`, with `:<region id>` where the phrase
        names the region. Offsets count characters of the field.
        """
        if article.slug:
            url = article.source_url or ""
            start = max(0, url.find(f"/{article.slug}") + 1)
            end = start + len(article.slug) if url else 0
            return [
                Evidence(
                    "agency",
                    article.slug,
                    "source_url",
                    article.slug,
                    "source_url",
                    start,
                    end,
                    1.0,
                )
            ]
        found: list[Evidence] = []
        for field, tokens in article.fields():
            for piece, is_tail in self._pieces(tokens):
                for sentence in self._sentences(field, piece, article.lang, is_tail):
                    found += read_sentence(sentence, piece, article.lang)
        return _without_repeats(found)

    def _pieces(self, tokens: Tokens) -> Sequence[tuple[Tokens, bool]]:
        """Give the head of a text, and its end where it is long, if they may tell a publisher.

        Returns:
            Each with whether it is the end; found for all texts of the lot at once.
        """
        known = tokens.lot.noted.get(self)
        if known is None:
            known = tokens.lot.noted[self] = self._pieces_by_text(tokens.lot)
        assert isinstance(known, dict)
        return known.get(tokens.first, ()) if len(tokens) else ()

    def _pieces_by_text(self, lot: WordLot) -> dict[int, list[tuple[Tokens, bool]]]:
        """Give the pieces of a lot, titles and bodies by turns, by their text's first word."""
        found = self._matcher.find_all(lot)
        texts = lot.texts_of(found.firsts)
        begins, ends = lot.bounds[texts], lot.bounds[texts + 1]
        is_long = ends - begins > _WHOLE_TOKENS
        in_head = ~is_long | (found.lasts < begins + _HEAD_TOKENS)
        in_tail = is_long & (found.firsts >= ends - _TAIL_TOKENS)
        has = {
            parts: np.array([not parts.isdisjoint(terms) for terms in found.terms], bool)
            for parts in (self._bodies, self._telling)
        }
        pieces: defaultdict[int, list[tuple[Tokens, bool]]] = defaultdict(list)
        for is_tail, inside in ((False, in_head), (True, in_tail)):
            body, telling = (
                np.bincount(texts[inside & has_one[found.kinds]], minlength=len(lot.texts)) > 0
                for has_one in has.values()
            )
            # in a body only some parts tell a publisher, whatever bodies are named
            telling[0::2] = True
            for number in np.flatnonzero(body & telling).tolist():
                piece = _piece(lot, number, is_tail)
                pieces[int(lot.bounds[number])].append((piece, is_tail))
        return dict(pieces)

    def _sentences(self, field: str, tokens: Tokens, lang: str, is_tail: bool) -> list[Sentence]:
        stretches = self._matcher.find_stretches(tokens, lang)
        starts, ends = tokens.starts, tokens.ends
        matches = [
            Match(term, starts[first], ends[last], first, last)
            for first, last, terms in stretches
            for term in terms
        ]
        phrases = [self._phrases[match.term] for match in matches]
        first, last = tokens.starts[0], tokens.ends[-1]
        spans = split_sentences(tokens.text[first : last + 1])
        ends_at = [first + end for _, end in spans]
        by_sentence: defaultdict[int, list[int]] = defaultdict(list)
        for place, match in enumerate(matches):
            by_sentence[bisect_right(ends_at, match.start)].append(place)
        sentences = []
        for index, places in by_sentence.items():
            parts: dict[str, list[tuple[Match, Phrase]]] = {}
            regions: list[tuple[Match, str]] = []
            for place in places:
                match, phrase = matches[place], phrases[place]
                if isinstance(phrase, str):
                    regions.append((match, phrase))
                else:
                    parts.setdefault(phrase.part, []).append((match, phrase))
            bodies = parts.keys() & _BODIES
            if not bodies:
                continue
            for part in bodies:
                if len(parts[part]) > 1:
                    kept = set(longest_first(m for m, _ in parts[part]))
                    parts[part] = [(m, p) for m, p in parts[part] if m in kept]
            number = HEAD_SENTENCES + index if is_tail else index
            sentences.append(Sentence(field, number, len(spans) - index, parts, regions))
        return sentences


def _piece(lot: WordLot, number: int, is_tail: bool) -> Tokens:
    """Give the words at the end of a text of a lot, or its head, which a short one is all of."""
    words = Tokens(lot.texts[number], lot, *lot.bounds[number : number + 2].tolist())
    if is_tail:
        return words.part(len(words) - _TAIL_TOKENS, len(words))
    return words.part(0, _HEAD_TOKENS) if len(words) > _WHOLE_TOKENS else words


def _is_proper(pattern: str) -> bool:
    return pattern.startswith("=") and pattern[1:2].isupper()


def _without_repeats(found: list[Evidence]) -> list[Evidence]:
    """Keep the heaviest evidence of each body and rule, in order of weight and place."""
    ranked = sorted(found, key=lambda e: (-e.weight, e.field == "body", e.char_start))
    kept: dict[tuple[str, str], Evidence] = {}
    for evidence in ranked:
        kept.setdefault((evidence.entity_id, evidence.rule), evidence)
    return list(kept.values())
