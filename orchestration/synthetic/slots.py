"""The figures, persons and dates that fill the slots of a template.

What belongs here: tables of ready-made strings, per language, and how a row of random integers
picks from them. Integers end in 5 to 9 or 0, or are 11 to 14, so that Russian always takes the
genitive plural. Places and agencies bring their own slots (``places``, ``agencies``).
"""

import random
from datetime import date, timedelta
from functools import cache

from orchestration.synthetic import LANGS
from orchestration.synthetic.draws import FIGURES, PEOPLE
from orchestration.synthetic.facts import read_table


def _plural(low: int, high: int) -> list[int]:
    return [n for n in range(low, high) if n % 10 in (0, 5, 6, 7, 8, 9) or 11 <= n % 100 <= 14]


_SMALL, _TENS, _HUNDREDS, _MIDDLE = (
    [str(n) for n in _plural(*ends)] for ends in ((5, 20), (15, 50), (55, 990), (25, 640))
)
_TENTHS = [n / 10 for n in range(21, 489) if n % 10]
# Hundreds without the round thousands: "4.7 thousand" is then the same figure exactly.
_THOUSANDS = [n * 100 for n in range(11, 190) if n % 10]
_TIMES = ("10:00", "11:00", "12:00", "14:30", "15:00", "16:00")

_POINT = (".", ",", ",")
_GROUP = (",", " ", " ")
_THOUSAND = ("thousand", "тысячи", "мың")

# Figures that are drawn together, as ready-made sheets: filling 21 slots one by one took a tenth
# of a run. The groups are drawn apart, so stories of one topic hardly ever share all figures.
_FIGURES: tuple[dict[str, list[str] | list[float] | list[int]], ...] = (
    {"a": _TENS, "b": _HUNDREDS, "c": _THOUSANDS, "e": _SMALL},
    {"d": _TENTHS, "f": _MIDDLE, "m": _HUNDREDS},
    {"i": _TENS, "j": _SMALL, "k": _MIDDLE, "v": _HUNDREDS},
    {"w": _THOUSANDS, "x": _TENTHS, "y": _HUNDREDS, "r": _MIDDLE, "z": _TENTHS},
)
_SHEETS = 509

Sheet = dict[str, str]


def _spell(name: str, value: object, lang: int) -> Sheet:
    """Spell a drawn value; a whole number in digits and, as ``<name>t``, in thousands."""
    if isinstance(value, str):
        return {name: value}
    if isinstance(value, int):
        words = f"{value / 1000:.1f}".replace(".", _POINT[lang])
        digits = f"{value:,}".replace(",", _GROUP[lang])
        return {name: digits, f"{name}t": f"{words} {_THOUSAND[lang]}"}
    return {name: f"{value:.1f}".replace(".", _POINT[lang])}


def _figure_sheets() -> tuple[list[list[Sheet]], ...]:
    """Per language, the sheets of each group; one index means the same facts in each language."""
    chance = random.Random(20)
    drawn = [
        [{name: chance.choice(values) for name, values in group.items()} for _ in range(_SHEETS)]
        for group in _FIGURES
    ]
    spelt: tuple[list[list[Sheet]], ...] = ([], [], [])
    for lang, groups in enumerate(spelt):
        for group in drawn:
            sheets: list[Sheet] = []
            for values in group:
                sheet: Sheet = {}
                for name, value in values.items():
                    sheet |= _spell(name, value, lang)
                sheets.append(sheet)
            groups.append(sheets)
    return spelt


def _people() -> list[list[tuple[str, str]]]:
    """Every full name per language, with the ending of a Russian past tense beside it."""
    rows = read_table("people")
    surnames = [row for row in rows if row["part"] == "s"]
    names: list[list[tuple[str, str]]] = [[], [], []]
    for given in rows:
        if given["part"] == "s":
            continue
        is_female = given["part"] == "f"
        for surname in surnames:
            declines = is_female and not surname["en"].endswith("o")
            for i, lang in enumerate(LANGS):
                ending = ("a" if lang == "en" else "а") if declines else ""
                name = f"{given[lang]} {surname[lang]}{ending}"
                names[i].append((name, "а" if is_female else ""))
    return names


def _people_sheets() -> tuple[list[Sheet], ...]:
    """Per language, two persons and a time of the day."""
    people = _people()
    chance = random.Random(21)
    spelt: tuple[list[Sheet], ...] = ([], [], [])
    for _ in range(_SHEETS):
        speaker, other = chance.sample(range(len(people[0])), 2)
        time = chance.choice(_TIMES)
        for lang, sheets in enumerate(spelt):
            p, pa = people[lang][speaker]
            q, qa = people[lang][other]
            sheets.append({"p": p, "pa": pa, "q": q, "qa": qa, "t": time})
    return spelt


_FIGURE_SHEETS = _figure_sheets()
_PEOPLE_SHEETS = _people_sheets()


def _months() -> tuple[dict[str, str], ...]:
    return tuple(read_table("months"))


_MONTHS = _months()


DaySlots = tuple[dict[str, str], dict[str, str], dict[str, str]]


def day_slots(day: date) -> DaySlots:
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
    topic, more, occasion, general = _FIGURE_SHEETS[lang]
    values = topic[row[FIGURES] % _SHEETS].copy()
    values |= more[row[FIGURES + 1] % _SHEETS]
    values |= occasion[row[FIGURES + 2] % _SHEETS]
    values |= general[row[FIGURES + 3] % _SHEETS]
    values |= _PEOPLE_SHEETS[lang][row[PEOPLE] % _SHEETS]
    return values
