"""The figures, persons and dates that fill the slots of a template.

What belongs here: tables of ready-made strings, per language, and how a row of random integers
picks from them. Integers end in 5 to 9 or 0, or are 11 to 14, so that Russian always takes the
genitive plural. Places and agencies bring their own slots (``places``, ``agencies``).
"""

from datetime import date, timedelta
from functools import cache

from orchestration.synthetic import LANGS
from orchestration.synthetic.facts import read_table

ROW = 32
"""Random integers (16 bits) that one article may use."""


def _plural(low: int, high: int) -> list[int]:
    return [n for n in range(low, high) if n % 10 in (0, 5, 6, 7, 8, 9) or 11 <= n % 100 <= 14]


_SMALL = [str(n) for n in _plural(5, 20)]
_TENS = [str(n) for n in _plural(15, 50)]
_HUNDREDS = [str(n) for n in _plural(55, 990)]
_MIDDLE = [str(n) for n in _plural(25, 640)]
_TENTHS = range(21, 489)
# Hundreds without the round thousands: "4.7 thousand" is then the same figure exactly.
_THOUSANDS = [n * 100 for n in range(11, 190) if n % 10]

_BIG = tuple([f"{n:,}".replace(",", mark) for n in _THOUSANDS] for mark in (",", " ", " "))
_BIG_WORDS = tuple(
    [f"{n / 1000:.1f}".replace(".", mark) + f" {word}" for n in _THOUSANDS]
    for mark, word in ((".", "thousand"), (",", "тысячи"), (",", "мың"))
)
_DECIMALS = tuple(
    [f"{n / 10:.1f}".replace(".", mark) for n in _TENTHS if n % 10] for mark in (".", ",", ",")
)
_TIMES = ("10:00", "11:00", "12:00", "14:30", "15:00", "16:00")


def _people() -> list[list[tuple[str, str]]]:
    """Every full name per language, with the ending of a Russian past tense beside it."""
    rows = read_table("people")
    names: list[list[tuple[str, str]]] = [[], [], []]
    surnames = [row for row in rows if row["part"] == "s"]
    for given in rows:
        if given["part"] == "s":
            continue
        female = given["part"] == "f"
        for surname in surnames:
            for i, lang in enumerate(LANGS):
                ending = {"en": "a", "ru": "а", "kk": "а"}[lang] if female else ""
                if surname["en"].endswith("o"):
                    ending = ""
                names[i].append((f"{given[lang]} {surname[lang]}{ending}", "а" if female else ""))
    return names


_PEOPLE = _people()
_N_SMALL, _N_TENS, _N_MIDDLE, _N_HUNDREDS = map(len, (_SMALL, _TENS, _MIDDLE, _HUNDREDS))
_N_BIG, _N_DECIMALS, _N_PEOPLE = len(_BIG[0]), len(_DECIMALS[0]), len(_PEOPLE[0])


def _months() -> tuple[dict[str, str], ...]:
    return tuple(read_table("months"))


_MONTHS = _months()


def day_slots(day: date) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Slots of the day that a release tells of, per language: ``day``, ``dn``, ``yr``."""
    month = _MONTHS[day.month - 1]
    year = str(day.year)
    en = f"{month['en']} {day.day}"
    ru = f"{day.day} {month['ru']}"
    return (
        {"day": en, "dn": en, "yr": year},
        {"day": ru, "dn": ru, "yr": year},
        {"day": f"{day.day} {month['kk_in']}", "dn": f"{day.day} {month['kk']}", "yr": year},
    )


@cache
def event_phrases(day: date) -> tuple[str, str, str]:
    """Return "on 6 March 2026" in each language."""
    month = _MONTHS[day.month - 1]
    return (
        f"on {month['en']} {day.day}, {day.year}",
        f"{day.day} {month['ru']} {day.year} года",
        f"{day.year} жылғы {day.day} {month['kk_in']}",
    )


def event_table(day: date) -> list[tuple[str, str, str]]:
    """Phrases of the dates that a release of this day may announce: 3 to 40 days ahead."""
    return [event_phrases(day + timedelta(days=ahead)) for ahead in range(3, 41)]


def figure_slots(row: list[int], lang: int) -> dict[str, str]:
    """Pick all figures and persons of a story.

    Args:
        row: The story's random integers; equal rows give equal facts in every language.
        lang: Index into ``LANGS``.

    Returns:
        The slots ``a b c ct d e f m`` (topic), ``i j k v w wt x y`` (occasion), ``r z`` (general),
        ``p pa q qa`` (persons) and ``t`` (time).
    """
    big, words, decimals, people = _BIG[lang], _BIG_WORDS[lang], _DECIMALS[lang], _PEOPLE[lang]
    a, b, c, d, e, f, m, i, j, k, v, x, w, y, r, z, p, q, t = row[:19]
    c, w = c % _N_BIG, w % _N_BIG
    p %= _N_PEOPLE
    speaker, speaker_ending = people[p]
    other, other_ending = people[(p + 7 + q % 300) % _N_PEOPLE]
    return {
        "a": _TENS[a % _N_TENS],
        "b": _HUNDREDS[b % _N_HUNDREDS],
        "c": big[c],
        "ct": words[c],
        "d": decimals[d % _N_DECIMALS],
        "e": _SMALL[e % _N_SMALL],
        "f": _MIDDLE[f % _N_MIDDLE],
        "m": _HUNDREDS[m % _N_HUNDREDS],
        "i": _TENS[i % _N_TENS],
        "j": _SMALL[j % _N_SMALL],
        "k": _MIDDLE[k % _N_MIDDLE],
        "v": _HUNDREDS[v % _N_HUNDREDS],
        "w": big[w],
        "wt": words[w],
        "x": decimals[x % _N_DECIMALS],
        "y": _HUNDREDS[y % _N_HUNDREDS],
        "r": _MIDDLE[r % _N_MIDDLE],
        "z": decimals[z % _N_DECIMALS],
        "p": speaker,
        "pa": speaker_ending,
        "q": other,
        "qa": other_ending,
        "t": _TIMES[t % len(_TIMES)],
    }
