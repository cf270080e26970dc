"""How one sentence says who publishes: by a venue, a title's end, a cue or its subject.

Holds the grammar of the parts that the seed publisher_phrases names; they are told in
`publishers`, which finds them and weighs the sentences of an article.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.press.evidence import Evidence
from orchestration.press.matching import Match
from orchestration.press.tokens import Tokens

TEXT_PREFIX = "text:"  # of the ids of bodies that a text names
HEAD_SENTENCES = 3
_OPENING_RULES = frozenset(("session", "agent"))  # good only where a release opens with them
_REGION_REACH = 6  # words between a body and the region in its name
_REGIONAL = frozenset(
    ("communications_service", "regional_akimat", "city_akimat", "district_akimat",
     "local_department", "maslikhat", "police", "court_prosecutor", "territorial_department")
)  # fmt: skip
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
class Phrase:
    """One row of the seed; its part is told in `publishers`."""

    part: str
    pattern: str
    agency_kind: str
    rule: str
    weight: float
    max_gap: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The matches of one sentence, by part, and where it stands."""

    field: str
    index: int
    from_end: int
    parts: dict[str, list[tuple[Match, Phrase]]]
    regions: list[tuple[Match, str]]


def read_sentence(sentence: Sentence, tokens: Tokens, lang: str) -> list[Evidence]:
    """Give the ways in which a sentence names the publisher.

    Args:
        sentence: the matches of the sentence.
        tokens: the words of the piece that it stands in.
        lang: en, ru or kk.
    """
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


def _from_title(sentence: Sentence, title: str, lang: str) -> list[Evidence]:
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
            source = Phrase("name", phrase.pattern, phrase.agency_kind, "title_source", 2.0, 0)
            found.append(_evidence(sentence, name, name, phrase, source))
    return found


def _after_cue(
    sentence: Sentence,
    cue: Match,
    cue_phrase: Phrase,
    names: Iterable[tuple[Match, Phrase]],
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
    sentence: Sentence,
    cue: Match,
    cue_phrase: Phrase,
    names: Iterable[tuple[Match, Phrase]],
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
    near: list[tuple[Match, Phrase]], names: Iterable[tuple[Match, Phrase]], tokens: Tokens
) -> tuple[Match, Phrase]:
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


def _is_near_end(sentence: Sentence, cue: Phrase) -> bool:
    if cue.rule in _OPENING_RULES:
        return sentence.field == "body" and sentence.index == 0
    if sentence.field == "title" or sentence.index < HEAD_SENTENCES:
        return True
    return cue.rule == "press_service" and sentence.from_end <= 2


def _is_owned(
    name: Match, parts: Mapping[str, list[tuple[Match, Phrase]]], tokens: Tokens, lang: str
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


def _speaker_between(sentence: Sentence, first: int, last: int) -> bool:
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
    sentence: Sentence,
    one: Match,
    other: Match,
    body: Phrase,
    source: Phrase,
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
