"""The ways in which one name is written: Latin spellings of Kazakh names, cases of Russian ones.

Holds rules that spell. Names themselves are rows of the seed `region_terms`; a spelling that no
rule here gives (Uralsk for Oral) is a row of its own there.

Russian names are declined because the stemmer, made for common words, cuts the cases of one name
differently ("Астана" to "аста", "Астане" to "астан") and two names alike ("Аксая" and "Аксу" to
"акс"; "Алматы" and the surname "Алматов" to "алмат").

The Latin rules are the differences between the romanisations in use for Kazakhstan: BGN/PCGN
(q, gh, y), the simplified spelling of the state's English pages (k, g, zh), the passport spelling
(ay or ai, j) and transliteration from Russian (dzh, -skiy).
"""

import re
from itertools import product

# each rule: the pattern, and what may stand in its place throughout the name
_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"zh", ("zh", "j", "dzh")),
    (r"(?<=[aeou])[yi](?![aeou])", ("y", "i")),
    (r"(?<![s])k(?!h)", ("k", "q")),
    (r"(?<![zskcn])g(?!h)", ("g", "gh")),
    (r"(?<=[bcdfghjklmnpqrstvz])y(?!a)", ("y", "i")),
)
_ADJECTIVE = re.compile(r"sky$")
_ADJECTIVE_ENDINGS = ("sky", "skiy", "skii", "ski")
_SHORTEST = 4
_VOWELS = "аеёиоуыэюяәіөұү"
_RU_ENDINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # last letter, what may not stand before it, endings that replace it
    ("й", "", ("я", "ю", "ем", "е")),
    ("ь", "", ("и", "ью", "я", "ю", "ем", "е")),
    ("а", _VOWELS, ("ы", "и", "е", "у", "ой")),
    ("я", "", ("и", "е", "ю", "ей")),
)
_RU_CONSONANTS = "бвгджзклмнпрстфхцчшщғқңһ"


def respell(name: str) -> list[str]:
    """Give a name in its usual Latin spellings, the given one first.

    Each rule is applied to the whole name at once: nobody writes Qaragandy with a k in it.

    Args:
        name: one or several words in the simplified spelling, first letters capital.
    """
    low = name.lower()
    if len(low) < _SHORTEST or low.startswith("="):
        return [name]
    spellings = [name]
    active = [(re.compile(pattern), options) for pattern, options in _RULES]
    for choice in product(*(opts for pattern, opts in active if pattern.search(low))):
        chosen = iter(choice)
        spelled = low
        for pattern, _ in active:
            if pattern.search(low):
                spelled = pattern.sub(next(chosen), spelled)
        spellings.append(_capitals(spelled))
    if _ADJECTIVE.search(low):
        spellings = [
            _ADJECTIVE.sub(ending, spelling) if spelling[-3:] == "sky" else spelling
            for spelling in spellings
            for ending in _ADJECTIVE_ENDINGS
        ]
    return list(dict.fromkeys(spellings))


def decline(name: str) -> list[str]:
    """Give the case forms of a Russian name in the singular, the given form first.

    Names that end in о, е, и, у and ы have one form.

    Args:
        name: nominative of a noun, one word.
    """
    last = name[-1].lower()
    if last in _RU_CONSONANTS:
        return [name, *(name + ending for ending in ("а", "у", "ом", "е"))]
    for letter, barred, endings in _RU_ENDINGS:
        if last == letter and name[-2].lower() not in (barred or " "):
            return [name, *(name[:-1] + ending for ending in endings)]
    return [name]


def _capitals(name: str) -> str:
    return re.sub(r"(^|[ -])([a-z])", lambda m: m.group(1) + m.group(2).upper(), name)
