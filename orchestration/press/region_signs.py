"""Signs around a name other than its noun: persons, companies, governments, missions abroad.

Holds small tests, each on one name in its field. The nouns are read in `region_context`; what
follows from a sign is decided in `regions`. Words that a sign rests on are rows of the seed
`region_terms` (entity kind `context`); endings and punctuation are grammar and stand here.
"""

import re
from collections.abc import Iterator

from orchestration.press.region_context import ContextWords, Name

_OPENING = re.compile(r"[«“„\"]")
_CLOSING = re.compile(r"[»”\"]")
_ENDS = ("»", "”", "“", '"')  # right after a word: what was quoted is over
_STOP = re.compile(r"[.!?\n]")
_SENTENCE_START = re.compile(r"[.!?:\n«“\"–—•]")
_DATELINE = re.compile(r"\s*(?:,[^.]*\d|[–—-])")
_SURNAME = re.compile(
    r".*(?:[oe]va?|ina?|uly|kyzy|ovich|evich|ovna|evna|sky|skaya"
    r"|[оеё]ва?|ина?|[ұу]лы|[қк]ызы|[ое]вич|[ое]вна|ский|ская)$"
)
_KK_LOCATIVE = re.compile(r".*(?:да|де|та|те|дан|ден|тан|тен|нан|нен|дағы|дегі|тағы|тегі)$")
_KK_ATTRIBUTE = re.compile(r".*[дт](?:ағы|егі)$")
_RU_PARTICIPLE = re.compile(r".*(?:нн|т)(?:ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми|о|а|ы)$")
_EN_PARTICIPLE = re.compile(r".*(?:ed|out|forward|taken|held|made)$")
_AFTER_ACTOR = frozenset({"and", "at", "in", "for", "on", "to", "during", "within"})
_AUXILIARIES = frozenset({"is", "are", "has", "have", "also", "will", "не", "также", "всегда"})
_KAZAKHSTAN = ("kazakh", "qazaqstan", "казахстан", "қазақстан", "рк", "қр")
_JOINTS = (",", "-", "–", "—")
_VENUE_REACH = 15  # words


def has_place_cue(words: ContextWords, name: Name, places: frozenset[int]) -> bool:
    """Tell whether grammar says that a place is meant: "in X", "в X", "Xда", "Almaty – X".

    Args:
        words: the context words.
        name: the name.
        places: indexes of the field's words that can only name places.
    """
    if is_person(name):
        return False
    if _is_joined(words, name, places):
        return True
    if name.lang == "kk":
        return _KK_LOCATIVE.match(name.tokens.lowered[name.last]) is not None
    before = name.first - 1
    return before >= 0 and name.follows(before) and "place_cue" in words.near(name, before)


def _is_joined(words: ContextWords, name: Name, places: frozenset[int]) -> bool:
    first, last = name.first, name.last
    if last + 1 in places and name.gap(last).strip() in _JOINTS:
        return True
    if first - 1 in places and name.gap(first - 1).strip() in _JOINTS:
        return True
    if last + 2 in places and "and" in words.near(name, last + 1):
        return True
    return first - 2 in places and "and" in words.near(name, first - 1)


def is_person(name: Name) -> bool:
    """Tell whether a surname follows: "Altay Abibullayev", "Темир Нурланов"."""
    following = name.last + 1
    return (
        name.follows(name.last)
        and name.is_capital(following)
        and _SURNAME.match(name.tokens.lowered[following].removesuffix("'s")) is not None
    )


def is_initialled(words: ContextWords, name: Name) -> bool:
    """Tell whether an initial stands before the name: "Е. Карагандинский", "A. Taraz".

    Not the letter that ends a sentence: "are in category A. Taraz is next".
    """
    before = name.first - 1
    if before < 0 or not name.gap(before).startswith("."):
        return False
    is_letter = name.tokens.ends[before] - name.tokens.starts[before] == 1
    return is_letter and name.is_capital(before) and "graded" not in words.near(name, before - 1)


def stands_free(name: Name) -> bool:
    """Tell whether no capitalised word touches the name, as one would in a person's."""
    before = name.first - 1
    touched = before >= 0 and name.follows(before) and name.is_capital(before)
    return not touched and not (name.follows(name.last) and name.is_capital(name.last + 1))


def is_first_word(name: Name) -> bool:
    """Tell whether the capital letter may be a sentence's first or a headline's."""
    if name.first == 0:
        return True
    word = name.tokens.text[name.tokens.starts[name.first] : name.tokens.ends[name.first]]
    return word.isupper() or _SENTENCE_START.search(name.gap(name.first - 1)) is not None


def is_label(name: Name) -> bool:
    """Tell whether the name heads a title: "Amangeldi: the locusts are coming"."""
    rest = name.tokens.text[name.tokens.ends[name.last] :]
    return name.first == 0 and rest.lstrip().startswith(":")


def is_dateline(name: Name) -> bool:
    """Tell whether the text begins with the place and a date: "Paris, September 1, 2025"."""
    end = name.tokens.ends[name.last]
    return name.first == 0 and _DATELINE.match(name.tokens.text[end : end + 30]) is not None


def is_company(words: ContextWords, name: Name) -> bool:
    """Tell whether the name stands in a company's: ТОО «Павлодар-Су», "Taraz Invest" LLP.

    Args:
        words: the context words.
        name: the name, in a field with the word for a legal form.
    """
    for index in range(name.first, max(name.first - 4, 0), -1):
        gap = name.gap(index - 1)
        opened = _OPENING.search(gap) is not None and not gap.startswith(_ENDS)
        before = words.near(name, index - 1)
        if (opened or index == name.first) and "legal_form" in before:
            return True
        if opened and "firm" in before:
            return True
        if opened or gap.startswith(_ENDS) or _STOP.search(gap):
            break
    for index in range(name.last, min(name.last + 4, len(name.tokens.starts) - 1)):
        gap = name.gap(index)
        closed = _CLOSING.search(gap) is not None or gap.startswith(_ENDS)
        if (closed or gap == " ") and "legal_form" in words.near(name, index + 1):
            return True
        if closed and "firm" in words.near(name, index + 1):
            return True  # "an Almaty company" works in Almaty, the «Almaty Trading» company may not
        if closed or name.tokens.barred[index]:
            break
    return False


def is_brand(words: ContextWords, name: Name) -> bool:
    """Tell whether a capitalised word for a company follows: "China Telecom"."""
    following = name.last + 1
    return (
        name.follows(name.last)
        and name.is_capital(following)
        and "company" in words.near(name, following)
    )


def is_polity(words: ContextWords, name: Name, capitals: frozenset[int]) -> bool:
    """Tell whether a capital stands for its government: "Astana calls on all parties".

    Args:
        words: the context words.
        name: the capital.
        capitals: indexes of the field's words that name foreign capitals.
    """
    before = name.first - 1
    if (
        before >= 0
        and name.follows(before)
        and "place_cue" in words.near(name, before)
        and name.tokens.lowered[before] != "of"
    ):
        return False
    if _is_pair(words, name, capitals):
        return True
    if name.lang == "kk":
        # the verb ends the sentence
        return name.tokens.lowered[name.last] == name.base and any(
            "polity_verb" in words.near(name, index) for index in _sentence_rest(name, 14)
        )
    if _acts(name, before):
        return True
    index = name.last + 1
    if index < len(name.tokens.starts) and not name.follows(name.last):
        if name.gap(name.last).strip() != ",":
            return False
        # "Astana, in turn, expects"
        while index < name.last + 6 and name.follows(index):
            index += 1
        index += 1
    if index < len(name.tokens.starts) and name.tokens.lowered[index] in _AUXILIARIES:
        index += 1
    return "polity_verb" in words.near(name, index)


def _acts(name: Name, before: int) -> bool:
    """Tell whether the capital does what is told: "supported by Astana", "выдвинутых Астаной"."""
    lowered = name.tokens.lowered
    if before < 0 or not name.follows(before):
        return False
    if name.lang == "ru":
        is_told_of = _RU_PARTICIPLE.match(lowered[before]) is not None
        return is_told_of and lowered[name.last].endswith("ой")
    is_last = not name.follows(name.last) or lowered[name.last + 1] in _AFTER_ACTOR
    return (
        lowered[before] == "by"
        and is_last
        and before > 0
        and not {"of", "won"} & {lowered[before - 1]}
        and _EN_PARTICIPLE.match(lowered[before - 1]) is not None
    )


def is_venue(words: ContextWords, name: Name) -> bool:
    """Tell whether a meeting's place is named: "a forum was held in Astana"."""
    if not has_place_cue(words, name, frozenset()):
        return False
    span = range(max(name.first - _VENUE_REACH, 0), name.first)
    near = [*_sentence_rest(name, _VENUE_REACH)]
    for index in reversed(span):
        if _STOP.search(name.gap(index)):
            break
        near.append(index)
    return any("meeting" in words.near(name, index) for index in near)


def _is_pair(words: ContextWords, name: Name, capitals: frozenset[int]) -> bool:
    """Tell whether two capitals stand together and nobody travels between them."""
    first, last = name.first, name.last
    if last + 1 in capitals and name.follows(last):
        other = last + 1
    elif last + 2 in capitals and "and" in words.near(name, last + 1):
        other = last + 2
    elif first - 1 in capitals and name.follows(first - 1):
        other = first - 1
    elif first - 2 in capitals and "and" in words.near(name, first - 1):
        other = first - 2
    else:
        return False
    begin, end = min(first, other), max(last, other)
    lowered = name.tokens.lowered
    if name.lang == "kk" and (
        _KK_LOCATIVE.match(lowered[end]) or _KK_LOCATIVE.match(lowered[begin])
    ):
        return False
    if begin and "place_cue" in words.near(name, begin - 1):
        return lowered[begin - 1] == "of"
    near = range(max(begin - 5, 0), min(end + 6, len(lowered)))
    return not any("transport" in words.near(name, index) for index in near)


def _sentence_rest(name: Name, limit: int) -> Iterator[int]:
    for index in range(name.last + 1, min(name.last + 1 + limit, len(name.tokens.starts))):
        if _STOP.search(name.gap(index - 1)):
            return
        yield index


def is_mission(words: ContextWords, name: Name) -> bool:
    """Tell whether a country is where a Kazakh mission sits.

    "Ambassador of Kazakhstan to Japan", "посольство Казахстана во Франции",
    "Қазақстанның Жапониядағы елшілігі"; not "the Ambassador of Japan to Kazakhstan".
    """
    lowered = name.tokens.lowered
    if name.lang == "kk":
        return (
            _KK_ATTRIBUTE.match(lowered[name.last]) is not None
            and any(
                word.startswith(_KAZAKHSTAN)
                for word in lowered[max(name.first - 4, 0) : name.first]
            )
            and any("mission" in words.near(name, index) for index in _sentence_rest(name, 4))
        )
    has_kazakhstan = False
    for index in range(name.first - 1, max(name.first - 10, -1), -1):
        if _STOP.search(name.gap(index)):
            return False
        has_kazakhstan |= lowered[index].startswith(_KAZAKHSTAN)
        if "mission" in words.near(name, index):
            if name.lang == "en" and lowered[name.first - 1] == "in" and name.first - index > 2:
                # "received by Ambassador So-and-so in Seoul"
                has_kazakhstan |= lowered[index + 1] not in ("of", "to", "from")
            return has_kazakhstan or (index > 0 and lowered[index - 1].startswith(_KAZAKHSTAN))
    return False
