"""How one article's names get their meaning.

Holds the choice among the meanings that the seed gives a name: by its noun, by the signs around
it, by the day, and at the end by the article's other evidence. The rules are told in `regions`,
which compiles the seed; nouns are found in `region_context`, other signs in `region_signs`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from orchestration.press import region_signs as signs
from orchestration.press.evidence import Evidence, new_evidence
from orchestration.press.matching import Match
from orchestration.press.region_context import (
    PLACE_NOUNS,
    ContextWords,
    Name,
    Noun,
    find_noun,
)
from orchestration.press.region_meanings import NATIONAL, Found, Meaning
from orchestration.press.tokens import Tokens

CANDIDATE_WEIGHT = 0.1
COMPANY_WEIGHT = 0.2
DATELINE_WEIGHT = 1.0
LANDMARK_WEIGHT = 0.5
MISSION_WEIGHT = 1.5
POLITY_WEIGHT = 0.3
VENUE_FACTOR = 0.5

_CAPITAL_REGION = "KZ-71"
_BOTH = frozenset({"head", "clue"})
_OTHER_FIELD = 10_000  # characters that a clue in the other field counts as away

# which nouns a rule's meaning goes with
_RULE_NOUNS = {
    "region_name": {"region"},
    "district": {"district"},
    "city": {"city"},
    "place": {"village", "city"},
    "demonym": {"city"},
}
_CLUES = frozenset(
    {"region_name", "city", "district", "place", "landmark", "capital", "capital_hint", "demonym"}
)


class _Waiting(NamedTuple):
    """A name whose meaning waits for a second clue; a weak one means nothing without."""

    field: str
    match: Match
    options: tuple[Meaning, ...]
    fallback: tuple[Meaning, ...] = ()
    is_weak: bool = False


class Reading:
    """One article while it is read: call `read` for each field, then `result`."""

    def __init__(
        self,
        words: ContextWords,
        successors: Mapping[tuple[str, str, str], str],
        lang: str,
        day: str,
        publisher_region: str | None,
    ) -> None:
        """Start an article.

        Args:
            words: the context words.
            successors: today's region by rule, term and last day of a row that has ended.
            lang: en, ru or kk.
            day: the article's ISO date.
            publisher_region: ISO 3166-2 code of the publisher's region.
        """
        self._words = words
        self._successors = successors
        self._lang = lang
        self._day = day
        self._publisher_region = publisher_region
        self._evidence: list[Evidence] = []
        self._waiting: list[_Waiting] = []
        self._names: Sequence[Found] = ()
        # of these names, those that may be the capital and those that may be a place: found once
        # a field, for a body may be a long list of places
        self._capital_words: frozenset[int] | None = None
        self._place_words: frozenset[int] | None = None
        self._has_legal_form = False

    def read(self, field: str, tokens: Tokens, names: Sequence[Found]) -> None:
        """Take the names of one field."""
        if not names:
            return
        self._has_legal_form = self._words.has_legal_form(tokens)
        self._names = names
        self._capital_words = self._place_words = None
        for found in names:
            head = found.meant.meanings[0]
            if head.kind == "context":
                continue  # part of a name that is no place: "Air Astana"
            match = found.match
            name = Name(tokens, self._lang, match.first_token, match.last_token, head.base)
            if head.kind == "country":
                self._read_country(field, name, match, head)
            elif head.entity_id == NATIONAL:
                self._add(field, match, head)
            else:
                self._read_place(field, name, found)

    def _read_country(self, field: str, name: Name, match: Match, meaning: Meaning) -> None:
        if self._is_company(name) or signs.is_brand(self._words, name):
            return
        is_place = meaning.rule != "country_adjective"
        if is_place and signs.is_mission(self._words, name):
            self._add(field, match, meaning, "mission", MISSION_WEIGHT)
        elif is_place and field == "body" and signs.is_dateline(name):
            self._add(field, match, meaning, "dateline", DATELINE_WEIGHT)
        else:
            self._add(field, match, meaning)

    def _read_place(self, field: str, name: Name, found: Found) -> None:
        match, meant = found
        valid, plain = meant.meanings, meant.plain
        if meant.is_dated:
            valid = tuple(m for m in valid if m.holds_on(self._day))
            plain = tuple(m for m in valid if not m.needs)
        if not valid:
            return
        if self._is_company(name):
            for meaning in plain[:1]:
                self._add(field, match, meaning, "company_name", COMPANY_WEIGHT)
            return
        if signs.is_initialled(self._words, name):
            return
        noun = find_noun(self._words, name)
        if noun is not None:
            self._read_with_noun(field, name, match, noun, valid, plain)
        elif field == "title" and signs.is_label(name):
            self._settle(field, match, tuple(m for m in valid if m.rule != "region_name") or valid)
        elif self._is_government(name, plain):
            self._add(field, match, plain[0], "polity", POLITY_WEIGHT, NATIONAL)
        elif self._is_capital(plain) and signs.is_venue(self._words, name):
            # where national bodies meet is seldom what they meet about
            self._add(field, match, plain[0], weight=plain[0].weight * VENUE_FACTOR)
        elif plain:
            self._settle(field, match, plain)
        else:
            self._read_weak(field, name, match, valid)

    def _is_company(self, name: Name) -> bool:
        return self._has_legal_form and signs.is_company(self._words, name)

    @staticmethod
    def _is_capital(plain: Sequence[Meaning]) -> bool:
        return bool(plain) and (plain[0].entity_id, plain[0].rule) == (_CAPITAL_REGION, "city")

    def _is_government(self, name: Name, plain: Sequence[Meaning]) -> bool:
        if not self._is_capital(plain):
            return False
        if self._capital_words is None:
            self._capital_words = _words_of(n for n in self._names if n.meant.may_be_capital)
        return signs.is_polity(self._words, name, self._capital_words)

    def _read_with_noun(
        self,
        field: str,
        name: Name,
        match: Match,
        noun: Noun,
        valid: tuple[Meaning, ...],
        plain: tuple[Meaning, ...],
    ) -> None:
        if noun.kind in PLACE_NOUNS:
            fitting = tuple(m for m in valid if noun.kind in _RULE_NOUNS.get(m.rule, ()))
            if fitting and not (plain and self._contains(noun)):
                self._settle(field, match, fitting, plain)
            elif noun.kind == "village":
                pass  # a namesake: "the Pavlodar village"
            elif plain:
                self._settle(field, match, plain)
            else:
                self._read_weak(field, name, match, valid)
        elif noun.kind == "area":
            # "the Amangeldi area": the usual slip in translating район
            districts = tuple(m for m in valid if m.rule == "district")
            if plain or districts:
                self._settle(field, match, plain or districts)
        elif noun.kind == "water":
            for meaning in plain[:1]:
                self._add(field, match, meaning, "landmark", LANDMARK_WEIGHT)

    def _contains(self, noun: Noun) -> bool:
        """Tell whether districts are the name's own: "districts of Almaty", "Almaty districts"."""
        if noun.kind != "district":
            return False
        return (noun.is_plural and not noun.is_list) or (noun.is_before and self._lang == "en")

    def _read_weak(self, field: str, name: Name, match: Match, valid: tuple[Meaning, ...]) -> None:
        """Deal with a name that means a place only if something says so."""
        if placed := tuple(m for m in valid if "place" in m.needs):
            if self._place_words is None:
                self._place_words = _words_of(n for n in self._names if n.meant.may_be_plain)
            if signs.has_place_cue(self._words, name, self._place_words):
                self._settle(field, match, placed)
            elif signs.stands_free(name):
                self._waiting.append(_Waiting(field, match, placed, is_weak=True))
        elif middle := tuple(m for m in valid if "mid" in m.needs):
            if signs.is_first_word(name):
                self._waiting.append(_Waiting(field, match, middle, is_weak=True))
            else:
                self._settle(field, match, middle)
        elif clued := tuple(m for m in valid if m.needs == {"clue"}):
            self._waiting.append(_Waiting(field, match, clued))

    def _settle(
        self,
        field: str,
        match: Match,
        options: tuple[Meaning, ...],
        fallback: tuple[Meaning, ...] = (),
    ) -> None:
        """Take the only region that is left, or let several wait for a clue."""
        if len({m.entity_id for m in options}) == 1 and _BOTH not in (m.needs for m in options):
            self._add(field, match, options[0])
        else:
            self._waiting.append(_Waiting(field, match, options, fallback))

    def _add(
        self,
        field: str,
        match: Match,
        meaning: Meaning,
        rule: str | None = None,
        weight: float | None = None,
        entity_id: str | None = None,
    ) -> None:
        _, start, end, _, _ = match
        entity_id, rule = entity_id or meaning.entity_id, rule or meaning.rule
        weight = meaning.weight if weight is None else weight
        self._evidence.append(
            new_evidence((meaning.kind, entity_id, rule, meaning.term, field, start, end, weight))
        )
        if meaning.valid_to:
            today = self._successors.get((meaning.rule, meaning.term, meaning.valid_to))
            if today:
                self._evidence.append(
                    new_evidence(
                        (meaning.kind, today, "today", meaning.term, field, start, end, 0.0)
                    )
                )

    def result(self) -> list[Evidence]:
        """Resolve what waited and give all evidence in order of field and offset."""
        clues = [e for e in self._evidence if e.entity_kind == "region" and e.rule in _CLUES]
        for waiting in self._waiting:
            self._resolve(waiting, clues)
        self._evidence.sort(key=lambda e: (e.field != "title", e.char_start, e.rule, e.entity_id))
        return self._evidence

    def _resolve(self, waiting: _Waiting, clues: Iterable[Evidence]) -> None:
        options = {meaning.entity_id: meaning for meaning in waiting.options}
        distances = [
            (
                abs(clue.char_start - waiting.match.start)
                + _OTHER_FIELD * (clue.field != waiting.field),
                clue.entity_id,
            )
            for clue in clues
            if clue.entity_id in options
        ]
        chosen = min(distances)[1] if distances else self._publisher_region
        if chosen not in options:
            # without a clue only those are left that need none
            sure = [region for region, meaning in options.items() if "clue" not in meaning.needs]
            chosen = sure[0] if len(sure) == 1 and not waiting.is_weak else None
        if chosen in options:
            self._add(waiting.field, waiting.match, options[chosen])
        elif waiting.fallback:
            self._add(waiting.field, waiting.match, waiting.fallback[0])
        elif not waiting.is_weak:
            for meaning in options.values():
                self._add(
                    waiting.field, waiting.match, meaning, "district_candidate", CANDIDATE_WEIGHT
                )


def _words_of(names: Iterable[Found]) -> frozenset[int]:
    """Indexes of the words of names."""
    return frozenset(
        index
        for found in names
        for index in range(found.match.first_token, found.match.last_token + 1)
    )
