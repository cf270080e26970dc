"""Which places a text names: evidence for regions of Kazakhstan and for other countries.

Holds how the terms of the seed `region_terms` become evidence. No place, spelling or noun is
written here: they are rows of that seed. `region_reading` chooses among a name's meanings, and
which region an article is about is decided in SQL (`int_article_regions_scored`).

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

A row with dates holds on those days only: a text of 2021 names East Kazakhstan when it says
Semey. Where that differs from today's map, a second piece of evidence of no weight (rule `today`)
names the region of today.

Of several meanings the noun beside the name picks one; if districts of several regions remain,
the nearest other evidence decides, then the publisher's region; else each stays a candidate
(rule `district_candidate`) that counts next to nothing.

Sources of the seed: codes of ISO 3166-2:KZ and ISO 3166-1 (names of countries as translated by the
iso-codes project), districts of the state classifier KATO of 2022-10-17 with the units formed
since, names of towns and villages after GeoNames (geonames.org, CC BY 4.0); forms, former names
and needs are our own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pyarrow as pa

from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.matching import Match, Term, TermMatcher, longest_stretches
from orchestration.press.region_context import ContextWords
from orchestration.press.region_meanings import Found, Meaning, Meant
from orchestration.press.region_reading import Reading
from orchestration.press.region_spelling import decline, respell
from orchestration.press.tokens import Tokens, WordLot

NEEDS = frozenset({"head", "place", "clue", "mid"})
_RESPELLED = frozenset({"region_name", "city", "district", "place"})
_NO_DATE = "9999-12-31"


class _MeantByTerms(dict[tuple[int, ...], Meant]):
    """What terms on the same words may mean, remembered for the terms seen."""

    def __init__(self, meanings: list[tuple[Meaning, ...]]) -> None:
        super().__init__()
        self._meanings = meanings

    def __missing__(self, terms: tuple[int, ...]) -> Meant:
        meanings = dict.fromkeys(meaning for term in terms for meaning in self._meanings[term])
        meant = self[terms] = Meant(tuple(meanings))
        return meant


class RegionLexicon:
    """The compiled terms; build once, use for any number of articles."""

    def __init__(
        self, terms: list[Term], meanings: list[tuple[Meaning, ...]], words: ContextWords
    ) -> None:
        """Take terms and, for each, what it may mean."""
        self._matcher = TermMatcher(terms)
        self._meant = _MeantByTerms(meanings)
        self._words = words
        self._successors = {
            (meaning.rule, meaning.term, _day_before(meaning.valid_from)): meaning.entity_id
            for group in meanings
            for meaning in group
            if meaning.valid_from
        }

    @classmethod
    def from_seeds(cls, seeds: Mapping[str, pa.Table]) -> "RegionLexicon":
        """Compile what the seeds, by the name of their file, say of places.

        Raises:
            ValueError: a row can't be used; the message names it.
        """
        return cls.from_tables(seeds["region_terms"])

    @classmethod
    def from_tables(cls, terms: pa.Table) -> "RegionLexicon":
        """Compile the seed `region_terms`.

        Args:
            terms: its rows as read from the seed; flags and weights as text or typed.

        Raises:
            ValueError: a row can't be used; the message names it.
        """
        context: list[tuple[str, str, str]] = []
        grouped: dict[tuple[str, str, bool], list[Meaning]] = defaultdict(list)
        for row in terms.to_pylist():
            lang, text = str(row["lang"]), str(row["term"])
            if row["rule"] == "context":
                context.append((str(row["entity_id"]), lang, text))
                continue
            meaning = _parse_meaning(row)
            is_cased = str(row["is_cased"]).lower() == "true"
            for spelling in _spell(text, lang, meaning.rule):
                grouped[spelling, lang, is_cased].append(meaning)
        return cls(
            [Term(*key) for key in grouped],
            [tuple(group) for group in grouped.values()],
            ContextWords(context),
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
        reading = Reading(
            self._words,
            self._successors,
            article.lang,
            article.published_date or _NO_DATE,
            publisher_region,
        )
        for field, tokens in article.fields():
            reading.read(field, tokens, self._names(tokens))
        return reading.result()

    def _names(self, tokens: Tokens) -> Sequence[Found]:
        """Give the names in a text; those of all texts of its lot are found at once."""
        known = tokens.lot.noted.get(self)
        if known is None:
            known = tokens.lot.noted[self] = self._names_by_text(tokens.lot)
        assert isinstance(known, dict)
        return known.get(tokens.first, ()) if len(tokens) else ()

    def _names_by_text(self, lot: WordLot) -> dict[int, list[Found]]:
        """Give the names of a lot by the first word of their text."""
        found = self._matcher.find_all(lot)
        kept = longest_stretches(found.firsts, found.lasts)
        firsts, lasts, kinds = found.firsts[kept], found.lasts[kept], found.kinds[kept]
        bases = lot.bounds[lot.texts_of(firsts)]
        columns = (
            bases, kinds, lot.starts_of(firsts), lot.ends_of(lasts), firsts - bases, lasts - bases
        )  # fmt: skip
        names = defaultdict(list)
        for base, kind, *place in zip(*(column.tolist() for column in columns), strict=True):
            terms = found.terms[kind]
            names[base].append(Found(Match(terms[-1], *place), self._meant[terms]))
        return dict(names)


def _day_before(iso: str) -> str:
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()


def _spell(text: str, lang: str, rule: str) -> list[str]:
    """Give the spellings and forms that the term of a row stands for."""
    last = text.split()[-1]
    if text.startswith("=") or last.endswith("*") or not last[0].isupper():
        return [text]
    if lang == "en" and rule in _RESPELLED:
        return respell(text)
    if lang == "ru" and not last.endswith("ский"):
        before = text.removesuffix(last)
        return [before + " ".join(f"={word}" for word in form.split("-")) for form in decline(last)]
    return [text]


def _parse_meaning(row: Mapping[str, object]) -> Meaning:
    term = str(row["term"])
    needs = frozenset(str(row["needs"] or "").split())
    if not needs <= NEEDS:
        raise ValueError(f"region_terms {row['term_id']}: unknown needs {sorted(needs - NEEDS)}")
    try:
        weight = float(str(row["weight"]))
    except ValueError as error:
        raise ValueError(f"region_terms {row['term_id']}: {error}") from error
    return Meaning(
        kind=str(row["entity_kind"]),
        entity_id=str(row["entity_id"]),
        rule=str(row["rule"]),
        term=term,
        base=term.replace("-", " ").split()[-1].strip("=~*").lower(),
        weight=weight,
        needs=needs,
        valid_from=str(row["valid_from"] or ""),
        valid_to=str(row["valid_to"] or ""),
    )
