"""Which places a text names: evidence for regions of Kazakhstan and for other countries.

Holds how the terms of the seed `region_terms` become evidence. No place, spelling or noun is
written here: they are rows of that seed; what the words around a name say is read in
`region_context`, and which region an article is about is decided in SQL
(`int_article_regions_scored`).

One name often has several meanings: Almaty is a city, a region and a district of two cities;
Zhambyl a region, three districts and a poet. Every meaning is a row, and `needs` says how it must
be backed up:

=========  =================================================================================
(empty)    the name alone is enough: Pavlodar
``head``   its noun must stand with it: "Abai district", "область Абай", "Абай ауданы"
``place``  grammar or a second clue must say that a place is meant: "in Altai", "Сәтбаевта"
``clue``   the region must be known otherwise: its name or another of its places in the
           text, or the publisher's region
``mid``    it must not be the first word of a sentence, where any word has a capital
=========  =================================================================================

Of several meanings the noun beside the name picks one; if districts of several regions remain,
the nearest other evidence decides, then the publisher's region; else each stays a candidate
(rule `district_candidate`) that counts next to nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.matching import (
    Match,
    Term,
    TermMatcher,
    Tokens,
    longest_first,
    parse_tokens,
)
from orchestration.press.region_context import KINDS, Noun, Surroundings
from orchestration.press.region_spelling import decline, respell

CANDIDATE_WEIGHT = 0.1
COMPANY_WEIGHT = 0.2

_RULE_KINDS = {
    "region_name": {"region"},
    "district": {"district"},
    "city": {"city"},
    "place": {"village", "city"},
    "demonym": {"city"},
    "landmark": {"water"},
}
_RESPELLED = frozenset({"region_name", "city", "district", "place"})
_CERTAIN = frozenset({"region_name", "city", "district", "place", "landmark", "capital", "capital_hint", "demonym"})
_CAPITAL_REGION = "KZ-71"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of the seed: what a term may mean."""

    kind: str
    entity_id: str
    rule: str
    term: str
    base: str
    weight: float
    needs: frozenset[str]
    valid_from: str
    valid_to: str

    def holds_on(self, date: str) -> bool:
        """Tell whether the row holds on an ISO date."""
        return self.valid_from <= date and (not self.valid_to or date <= self.valid_to)


@dataclass(frozen=True, slots=True)
class _Open:
    """A name whose meaning waits for a second clue."""

    field: str
    match: Match
    options: tuple[Meaning, ...]
    fallback: tuple[Meaning, ...]
    is_weak: bool


class RegionLexicon:
    """The compiled terms; build once, use for any number of articles."""

    def __init__(
        self, terms: list[Term], meanings: list[tuple[Meaning, ...]], context: Surroundings
    ) -> None:
        """Take terms and, for each, what it may mean."""
        self._matcher = TermMatcher(terms)
        self._meanings = meanings
        self._context = context

    @classmethod
    def from_seeds(cls, seeds: Mapping[str, pa.Table]) -> "RegionLexicon":
        """Compile what the seeds, by the name of their file, say of places."""
        return cls.from_tables(seeds["region_terms"])

    @classmethod
    def from_tables(cls, terms: pa.Table) -> "RegionLexicon":
        """Compile the seed `region_terms`.

        Args:
            terms: its rows as read from the seed; flags and weights as text or typed.
        """
        context: list[tuple[str, str, str]] = []
        grouped: dict[tuple[str, str, bool], list[Meaning]] = defaultdict(list)
        for row in terms.to_pylist():
            lang, text = str(row["lang"]), str(row["term"])
            if row["rule"] == "context":
                context.append((str(row["entity_id"]), lang, text))
                continue
            meaning = _parse_meaning(row)
            cased = str(row["is_cased"]).lower() == "true"
            for spelling in _spell(text, lang, str(row["rule"])):
                grouped[spelling, lang, cased].append(meaning)
        return cls(
            [Term(*key) for key in grouped],
            [tuple(group) for group in grouped.values()],
            Surroundings(context),
        )

    def evidence(self, article: ArticleText, publisher_region: str | None = None) -> list[Evidence]:
        """Find what an article says about places.

        Args:
            article: texts, language and date; without a date today's map holds.
            publisher_region: ISO 3166-2 code of the publisher's region, a second clue for names
                that several regions share.

        Returns:
            Evidence in order of field and offset.
        """
        reading = _Reading(self, article, publisher_region)
        for field, tokens in article.fields():
            reading.read(field, tokens)
        return reading.result()

    def _matches(self, tokens: Tokens, lang: str) -> list[list[Match]]:
        groups: dict[tuple[int, int], list[Match]] = {}
        for match in longest_first(self._matcher.find(tokens, lang)):
            groups.setdefault((match.first_token, match.last_token), []).append(match)
        return list(groups.values())


class _Reading:
    """One article while it is read."""

    def __init__(self, lexicon: RegionLexicon, article: ArticleText, publisher: str | None) -> None:
        self._lexicon = lexicon
        self._context = lexicon._context
        self._lang = article.lang
        self._date = article.published_date or "9999-12-31"
        self._publisher = publisher
        self._found: list[Evidence] = []
        self._open: list[_Open] = []

    def read(self, field: str, tokens: Tokens) -> None:
        groups = self._lexicon._matches(tokens, self._lang)
        capitals = frozenset(
            index
            for group in groups
            for match in group
            if self._lexicon._meanings[match.term][0].rule == "country_capital"
            for index in range(match.first_token, match.last_token + 1)
        )
        for group in groups:
            meanings = tuple(
                dict.fromkeys(
                    meaning for match in group for meaning in self._lexicon._meanings[match.term]
                )
            )
            self._read_name(field, tokens, group[0], meanings, capitals)

    def _read_name(
        self,
        field: str,
        tokens: Tokens,
        match: Match,
        meanings: tuple[Meaning, ...],
        capitals: frozenset[int],
    ) -> None:
        head = meanings[0]
        if head.kind == "context":
            return
        if head.kind == "country":
            self._read_country(field, tokens, match, head)
            return
        if head.entity_id == "KZ":
            self._add(field, match, head)
            return
        valid = tuple(meaning for meaning in meanings if meaning.holds_on(self._date))
        first, last = match.first_token, match.last_token
        if not valid:
            return
        if self._context.is_company(tokens, self._lang, first, last):
            if not valid[0].needs:
                self._add(field, match, valid[0], "company_name", COMPANY_WEIGHT)
            return
        noun = self._context.noun(tokens, self._lang, first, last, valid[0].base)
        if noun is None and field == "title" and self._context.is_label(tokens, first, last):
            local = tuple(m for m in valid if m.rule != "region_name")
            self._settle(field, match, local or valid, ())
            return
        plain = tuple(m for m in valid if not m.needs)
        if (
            noun is None
            and plain
            and plain[0].entity_id == _CAPITAL_REGION
            and plain[0].rule == "city"
            and self._context.is_polity(tokens, self._lang, first, last, capitals)
        ):
            self._add(field, match, plain[0], "polity", 0.3, entity_id="KZ")
            return
        self._choose(field, tokens, match, valid, plain, noun)

    def _choose(
        self,
        field: str,
        tokens: Tokens,
        match: Match,
        valid: tuple[Meaning, ...],
        plain: tuple[Meaning, ...],
        noun: Noun | None,
    ) -> None:
        if noun is not None and noun.kind in KINDS:
            fitting = tuple(m for m in valid if noun.kind in _RULE_KINDS.get(m.rule, ()))
            # "districts of Almaty", "Almaty districts": the city's, not those called so
            contained = noun.kind == "district" and noun.is_plural and not noun.is_list
            contained |= noun.kind == "district" and noun.is_before and self._lang == "en"
            if fitting and not (contained and plain):
                self._settle(field, match, fitting, plain)
                return
            if noun.kind == "village":
                return
        elif noun is not None and noun.kind == "area" and not plain:
            # "the Amangeldi area": the usual slip in translating район
            fitting = tuple(m for m in valid if m.rule == "district")
            if fitting:
                self._settle(field, match, fitting, ())
            return
        elif noun is not None and noun.kind == "area":
            pass
        elif noun is not None and noun.kind == "water":
            for meaning in plain[:1]:
                self._add(field, match, meaning, "landmark", 0.5)
            return
        elif noun is not None:
            return
        if plain:
            self._settle(field, match, plain, ())
            return
        self._read_weak(field, tokens, match, valid)

    def _read_weak(
        self, field: str, tokens: Tokens, match: Match, valid: tuple[Meaning, ...]
    ) -> None:
        """Deal with a name that means a place only if something says so."""
        first, last = match.first_token, match.last_token
        placed = tuple(m for m in valid if "place" in m.needs)
        if placed:
            if self._context.has_place_cue(tokens, self._lang, first, last):
                self._settle(field, match, placed, ())
            elif self._context.stands_free(tokens, first, last):
                self._open.append(_Open(field, match, placed, (), is_weak=True))
            return
        middle = tuple(m for m in valid if "mid" in m.needs)
        if middle:
            if not self._context.is_first_word(tokens, first):
                self._settle(field, match, middle, ())
            else:
                self._open.append(_Open(field, match, middle, (), is_weak=True))
            return
        clued = tuple(m for m in valid if "clue" in m.needs and "head" not in m.needs)
        if clued:
            self._open.append(_Open(field, match, clued, (), is_weak=False))

    def _settle(
        self,
        field: str,
        match: Match,
        options: tuple[Meaning, ...],
        fallback: tuple[Meaning, ...],
    ) -> None:
        regions = {meaning.entity_id for meaning in options}
        if len(regions) == 1 and not any("clue" in m.needs for m in options):
            self._add(field, match, options[0])
        else:
            self._open.append(_Open(field, match, options, fallback, is_weak=False))

    def _read_country(self, field: str, tokens: Tokens, match: Match, meaning: Meaning) -> None:
        first, last = match.first_token, match.last_token
        if self._context.is_company(tokens, self._lang, first, last) or self._context.is_brand(
            tokens, self._lang, last
        ):
            return
        if meaning.rule != "country_adjective":
            if self._context.is_mission(tokens, self._lang, first, last):
                self._add(field, match, meaning, "mission", 1.5)
                return
            if field == "body" and self._context.is_dateline(tokens, first, last):
                self._add(field, match, meaning, "dateline", 1.0)
                return
        self._add(field, match, meaning)

    def _add(
        self,
        field: str,
        match: Match,
        meaning: Meaning,
        rule: str | None = None,
        weight: float | None = None,
        entity_id: str | None = None,
    ) -> None:
        self._found.append(
            Evidence(
                meaning.kind,
                entity_id or meaning.entity_id,
                rule or meaning.rule,
                meaning.term,
                field,
                match.start,
                match.end,
                meaning.weight if weight is None else weight,
            )
        )

    def result(self) -> list[Evidence]:
        certain = [e for e in self._found if e.entity_kind == "region" and e.rule in _CERTAIN]
        for waiting in self._open:
            self._resolve(waiting, certain)
        self._found.sort(key=lambda e: (e.field != "title", e.char_start, e.entity_id))
        return self._found

    def _resolve(self, waiting: _Open, certain: Iterable[Evidence]) -> None:
        options = {meaning.entity_id: meaning for meaning in waiting.options}
        nearest: tuple[int, str] | None = None
        for evidence in certain:
            if evidence.entity_id not in options:
                continue
            distance = abs(evidence.char_start - waiting.match.start)
            if evidence.field != waiting.field:
                distance += 10_000
            if nearest is None or distance < nearest[0]:
                nearest = (distance, evidence.entity_id)
        chosen = nearest[1] if nearest else self._publisher
        if chosen in options:
            self._add(waiting.field, waiting.match, options[chosen])
        elif waiting.fallback:
            self._add(waiting.field, waiting.match, waiting.fallback[0])
        elif not waiting.is_weak:
            for meaning in options.values():
                self._add(
                    waiting.field, waiting.match, meaning, "district_candidate", CANDIDATE_WEIGHT
                )


def _spell(text: str, lang: str, rule: str) -> list[str]:
    """Give the spellings of a term that its row stands for, each with a stem of its own."""
    last = text.split()[-1]
    if text.startswith("=") or last.endswith("*") or not last[0].isupper():
        return [text]
    if lang == "en" and rule in _RESPELLED:
        return respell(text)
    if lang == "ru" and not last.endswith("ский"):
        stems = {tuple(parse_tokens(form, lang).normal): form for form in reversed(decline(text))}
        return list(stems.values())
    return [text]


def _parse_meaning(row: dict[str, object]) -> Meaning:
    term = str(row["term"])
    return Meaning(
        kind=str(row["entity_kind"]),
        entity_id=str(row["entity_id"]),
        rule=str(row["rule"]),
        term=term,
        base=term.split()[-1].strip("=~*").lower(),
        weight=float(str(row["weight"])),
        needs=frozenset(str(row["needs"] or "").split()),
        valid_from=str(row["valid_from"] or ""),
        valid_to=str(row["valid_to"] or ""),
    )
