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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.matching import Match, Term, TermMatcher, longest_first
from orchestration.press.text import split_sentences
from orchestration.press.tokens import Tokens

TEXT_PREFIX = "text:"
_HEAD_TOKENS = 110  # words of a body in which it may name its publisher
_TAIL_TOKENS = 30  # and at its end, where a press service signs
_HEAD_SENTENCES = 3
_OPENING_RULES = frozenset(("session", "agent"))  # good only where a release opens with them
_REGION_REACH = 6  # words between a body and the region in its name
_REGIONAL = frozenset(
    ("communications_service", "regional_akimat", "city_akimat", "district_akimat",
     "local_department", "maslikhat", "police", "court_prosecutor", "territorial_department")
)  # fmt: skip
_BODIES = frozenset(("venue", "name", "lead"))
_AT = frozenset(("at", "in", "в", "во", "на"))
# How many words after a body may name its person: "басқарма басшысы", "police officer".
_POST = {"en": 1, "ru": 0, "kk": 2}
# How many words of a body's name stand before the word for it at the head of a title.
_KK_BEFORE = {"en": 0, "ru": 0, "kk": 4}
_PASSIVE = frozenset(("be", "is", "are", "was", "were", "been", "being"))
_DASHES = (" – ", " — ", " | ", " - ")
_PREPOSITIONS = frozenset(
    ("of", "in", "at", "by", "with", "to", "for", "from", "on", "в", "во", "на", "от", "с",
     "к", "по", "при", "для", "из", "о", "об")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Phrase:
    part: str
    pattern: str
    agency_kind: str
    rule: str
    weight: float
    max_gap: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The matches of one sentence, by part, and where it stands."""

    field: str
    index: int
    from_end: int
    parts: dict[str, list[tuple[Match, _Phrase]]]
    regions: list[tuple[Match, str]]


class PublisherPhrases:
    """Finds who publishes an article."""

    def __init__(self, phrases: pa.Table, region_names: pa.Table) -> None:
        """Compile the seeds publisher_phrases and agency_region_names.

        Raises:
            ValueError: a pattern has no word or an unknown language.
        """
        terms: list[Term] = []
        self._phrases: list[_Phrase | str] = []
        for row in phrases.to_pylist():
            is_cased = row["pattern"].startswith("=") and row["pattern"][1:].isupper()
            terms.append(Term(row["pattern"], row["lang"], is_cased or _is_proper(row["pattern"])))
            self._phrases.append(
                _Phrase(
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
        self._bodies = frozenset(
            number
            for number, phrase in enumerate(self._phrases)
            if isinstance(phrase, _Phrase) and phrase.part in _BODIES
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
            for piece, is_tail in _ends(tokens):
                for sentence in self._sentences(field, piece, article.lang, is_tail):
                    found += self._read_sentence(sentence, piece, article.lang)
        return _without_repeats(found)

    def _sentences(self, field: str, tokens: Tokens, lang: str, is_tail: bool) -> list[_Sentence]:
        stretches = self._matcher.find_stretches(tokens, lang)
        if all(self._bodies.isdisjoint(terms) for _, _, terms in stretches):
            return []
        starts, ends = tokens.starts, tokens.ends
        matches = [
            Match(term, starts[first], ends[last], first, last)
            for first, last, terms in stretches
            for term in terms
        ]
        phrases = [self._phrases[match.term] for match in matches]
        first, last = tokens.starts[0], tokens.ends[-1]
        spans = split_sentences(tokens.text[first : last + 1])
        sentences = []
        place = 0
        for index, (_, end) in enumerate(spans):
            parts: dict[str, list[tuple[Match, _Phrase]]] = {}
            regions: list[tuple[Match, str]] = []
            while place < len(matches) and matches[place].start < first + end:
                match, phrase = matches[place], phrases[place]
                place += 1
                if isinstance(phrase, str):
                    regions.append((match, phrase))
                else:
                    parts.setdefault(phrase.part, []).append((match, phrase))
            if not parts.keys() & _BODIES:
                continue
            for part in parts.keys() & _BODIES:
                kept = set(longest_first(m for m, _ in parts[part]))
                parts[part] = [(m, p) for m, p in parts[part] if m in kept]
            number = _HEAD_SENTENCES + index if is_tail else index
            sentences.append(_Sentence(field, number, len(spans) - index, parts, regions))
        return sentences

    def _read_sentence(self, sentence: _Sentence, tokens: Tokens, lang: str) -> list[Evidence]:
        parts = sentence.parts
        found = []
        for venue, phrase in parts.get("venue", ()):
            before = tokens.lowered[max(0, venue.first_token - 4) : venue.first_token]
            is_place = "venue_cue" in parts or not _AT.isdisjoint(before)
            if is_place and not _is_owned(venue, parts, tokens, lang):
                found.append(_evidence(sentence, venue, venue, phrase, phrase))
        if sentence.field == "title":
            found += _from_title(sentence, tokens.text, lang)
        names = parts.get("name", ())
        subjects = names if lang == "en" else parts.get("lead", ())
        for cue, cue_phrase in parts.get("cue_before", ()):
            if _is_near_end(sentence, cue_phrase):
                found += _after_cue(sentence, cue, cue_phrase, names, tokens, lang)
        for cue, cue_phrase in parts.get("cue_after", ()):
            if _is_near_end(sentence, cue_phrase):
                pool = subjects if cue_phrase.rule == "reported_by" else names
                found += _before_cue(sentence, cue, cue_phrase, pool, tokens, lang)
        # a title's subject is what it is about: "Police detained …" is anybody's title
        if sentence.field == "body" and sentence.index == 0:
            for verb, verb_phrase in parts.get("lead_verb", ()):
                auxiliary = tokens.lowered[verb.first_token - 1]
                if auxiliary in _PASSIVE and not tokens.lowered[verb.first_token].endswith("ing"):
                    continue  # "a hearing will be held" says nothing of who holds it
                found += _before_cue(sentence, verb, verb_phrase, subjects, tokens, lang)
        return found


def _from_title(sentence: _Sentence, title: str, lang: str) -> list[Evidence]:
    """A title that ends in "– Ministry of …" or begins with "МВД: …".

    In Kazakh the word for the body comes last: "– Энергетика министрлігі".
    """
    found = []
    cut = max(title.rfind(dash) for dash in _DASHES)
    for name, phrase in sentence.parts.get("name", ()):
        is_last = lang == "kk" and not title[name.end :].strip(" .")
        between = title[cut + 2 : name.start].strip(" -–—|")
        opens = name.first_token <= _KK_BEFORE[lang] and title[name.end : name.end + 1] == ":"
        closes = 0 <= cut < name.start and (not between or is_last)
        if opens or closes:
            source = _Phrase("name", phrase.pattern, phrase.agency_kind, "title_source", 2.0, 0)
            found.append(_evidence(sentence, name, name, phrase, source))
    return found


def _after_cue(
    sentence: _Sentence,
    cue: Match,
    cue_phrase: _Phrase,
    names: Iterable[tuple[Match, _Phrase]],
    tokens: Tokens,
    lang: str,
) -> list[Evidence]:
    near = [
        (name, phrase)
        for name, phrase in names
        if 0 < name.first_token - cue.last_token <= cue_phrase.max_gap + 1
        and not _crosses(tokens, cue.last_token, name.first_token)
        and not _speaker_between(sentence, cue.last_token + 1, name.first_token - 1)
        and not _speaker_between(sentence, name.last_token + 1, name.last_token + _POST[lang])
    ]
    if not near:
        return []
    name, phrase = _owner(near, sentence.parts.get("name", ()), tokens)
    return [_evidence(sentence, cue, name, phrase, cue_phrase)]


def _before_cue(
    sentence: _Sentence,
    cue: Match,
    cue_phrase: _Phrase,
    names: Iterable[tuple[Match, _Phrase]],
    tokens: Tokens,
    lang: str,
) -> list[Evidence]:
    near = [
        (name, phrase)
        for name, phrase in names
        if 0 < cue.first_token - name.last_token <= cue_phrase.max_gap + 1
        and not _crosses(tokens, name.last_token, cue.first_token)
        and not _speaker_between(sentence, name.first_token - 4, name.first_token - 1)
        and not _speaker_between(sentence, name.last_token + 1, cue.first_token - 1)
        and (lang != "en" or cue_phrase.rule == "press_service" or _is_subject(name, tokens))
    ]
    if not near:
        return []
    name, phrase = near[0]
    return [_evidence(sentence, name, cue, phrase, cue_phrase, name)]


def _owner(
    near: list[tuple[Match, _Phrase]], names: Iterable[tuple[Match, _Phrase]], tokens: Tokens
) -> tuple[Match, _Phrase]:
    """The nearest body, or the greater one that it is part of: a department of the ministry."""
    name, phrase = near[0]
    for other, other_phrase in names:
        is_next = 0 < other.first_token - name.last_token <= 6
        if (
            phrase.agency_kind == "local_department"
            and is_next
            and other_phrase.agency_kind in ("ministry", "committee", "police")
            and not _crosses(tokens, name.last_token, other.first_token)
        ):
            return other, other_phrase
    return name, phrase


def _is_near_end(sentence: _Sentence, cue: _Phrase) -> bool:
    if cue.rule in _OPENING_RULES:
        return sentence.field == "body" and sentence.index == 0
    if sentence.field == "title" or sentence.index < _HEAD_SENTENCES:
        return True
    return cue.rule == "press_service" and sentence.from_end <= 2


def _is_owned(
    name: Match, parts: Mapping[str, list[tuple[Match, _Phrase]]], tokens: Tokens, lang: str
) -> bool:
    """Whether a person's post is named by the body: "the head of the Regional … Service"."""
    for speaker, _ in parts.get("speaker", ()):
        distance = name.first_token - speaker.last_token
        if lang == "kk":
            distance = speaker.first_token - name.last_token
        if lang == "kk" and distance == 1:
            return True
        if (
            lang != "kk"
            and 0 < distance <= 4
            and not _crosses(tokens, speaker.last_token, name.first_token)
        ):
            between = tokens.lowered[speaker.last_token + 1 : name.first_token]
            return not {"at", "in", "в", "во"} & set(between)
    return False


def _crosses(tokens: Tokens, first: int, last: int) -> bool:
    return any(tokens.barred[first:last])


def _speaker_between(sentence: _Sentence, first: int, last: int) -> bool:
    return any(
        first <= speaker.first_token <= last for speaker, _ in sentence.parts.get("speaker", ())
    )


def _is_subject(name: Match, tokens: Tokens) -> bool:
    """Whether no preposition governs the name: "The city police", not "of the city police"."""
    for index in range(name.first_token - 1, max(-1, name.first_token - 6), -1):
        if tokens.barred[index]:
            return True
        if tokens.lowered[index] in _PREPOSITIONS:
            return False
    return True


def _evidence(
    sentence: _Sentence,
    one: Match,
    other: Match,
    body: _Phrase,
    source: _Phrase,
    name: Match | None = None,
) -> Evidence:
    name = name or other
    kind, _, region_id = body.agency_kind.partition(":")
    if not region_id and kind in _REGIONAL:
        # "Almaty Regional Communications Service": "Regional" is the service's, not Almaty's
        regions = [
            (region, id_)
            for region, id_ in sentence.regions
            if region.last_token < name.first_token or region.first_token > name.last_token
        ]
        region_id = _near_region(name, regions)
        if region_id in ("KZ-71", "KZ-75", "KZ-79") and kind == "city_akimat":
            kind = "regional_akimat"  # the three cities rank with the regions
    return Evidence(
        "agency",
        f"{TEXT_PREFIX}{kind}" + (f":{region_id}" if region_id else ""),
        source.rule,
        source.pattern if source is body else f"{source.pattern} + {body.pattern}",
        sentence.field,
        min(one.start, other.start),
        max(one.end, other.end),
        source.weight,
    )


def _near_region(name: Match, regions: Iterable[tuple[Match, str]]) -> str:
    ranked = sorted(
        (
            (max(region.first_token - name.last_token, name.first_token - region.last_token),
             region.first_token - region.last_token, region_id)
            for region, region_id in regions
        )
    )  # fmt: skip
    return ranked[0][2] if ranked and ranked[0][0] <= _REGION_REACH else ""


def _ends(tokens: Tokens) -> Iterable[tuple[Tokens, bool]]:
    """The words at the head of a text, and those at its end where it is long."""
    count = len(tokens.starts)
    if count <= _HEAD_TOKENS + _TAIL_TOKENS:
        return ((tokens, False),) if count else ()
    head = tokens.part(0, _HEAD_TOKENS)
    return ((head, False), (tokens.part(count - _TAIL_TOKENS, count), True))


def _is_proper(pattern: str) -> bool:
    return pattern.startswith("=") and pattern[1:2].isupper()


def _without_repeats(found: list[Evidence]) -> list[Evidence]:
    """Keep the heaviest evidence of each body and rule, in order of weight and place."""
    ranked = sorted(found, key=lambda e: (-e.weight, e.field == "body", e.char_start))
    kept: dict[tuple[str, str], Evidence] = {}
    for evidence in ranked:
        kept.setdefault((evidence.entity_id, evidence.rule), evidence)
    return list(kept.values())
