"""Numbers, dates and times of a text, whatever they are written as.

Holds how a run of tokens becomes values: "4,717", "4 717", "4.7 thousand", "4,7 тыс.", "seventy-
one", "1 млрд 240 млн". What is made of the values stands in `story_signs`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_SCALES = {
    1e2: "hundred hundreds",
    1e3: "thousand thousands thous тыс тысяч тысяча тысячи тысячу тысячам тысячами тысячах "
    "мың мыңға мыңнан мыңдай мыңдық",
    1e6: "million millions mln миллион миллиона миллионов миллионам миллионом миллионами млн "
    "миллионға миллионнан",
    1e9: "billion billions bln миллиард миллиарда миллиардов миллиардом миллиардами млрд",
    1e12: "trillion trillions trln триллион триллиона триллионов трлн",
}
_WORDS = {
    1: "one один одна одно одного одной одну бір",
    2: "two два две двух двум двумя екі",
    3: "three три трех трёх трем тремя үш",
    4: "four четыре четырех четырёх четырем төрт",
    5: "five пять пяти пятью бес",
    6: "six шесть шести шестью алты",
    7: "seven семь семи семью жеті",
    8: "eight восемь восьми восемью сегіз",
    9: "nine девять девяти девятью тоғыз",
    10: "ten десять десяти десятью он",
    11: "eleven одиннадцать одиннадцати",
    12: "twelve двенадцать двенадцати dozen",
    13: "thirteen тринадцать тринадцати",
    14: "fourteen четырнадцать четырнадцати",
    15: "fifteen пятнадцать пятнадцати",
    16: "sixteen шестнадцать шестнадцати",
    17: "seventeen семнадцать семнадцати",
    18: "eighteen восемнадцать восемнадцати",
    19: "nineteen девятнадцать девятнадцати",
    20: "twenty двадцать двадцати двадцатью жиырма",
    30: "thirty тридцать тридцати тридцатью отыз",
    40: "forty сорок сорока қырық",
    50: "fifty пятьдесят пятидесяти елу",
    60: "sixty шестьдесят шестидесяти алпыс",
    70: "seventy семьдесят семидесяти жетпіс",
    80: "eighty восемьдесят восьмидесяти сексен",
    90: "ninety девяносто девяноста тоқсан",
    100: "сто ста жүз",
    200: "двести двухсот двумястами",
    300: "триста трехсот трёхсот тремястами",
    400: "четыреста четырехсот четырёхсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
}
_ORDINALS = {
    1: "first первый первая первого первой бірінші",
    2: "second второй вторая второго екінші",
    3: "third третий третья третьего третьей үшінші",
    4: "fourth четвертый четвертая четвертого четвёртый төртінші",
    5: "fifth пятый пятая пятого пятой бесінші",
    6: "sixth шестой шестая шестого алтыншы",
    7: "seventh седьмой седьмая седьмого жетінші",
    8: "eighth восьмой восьмая восьмого сегізінші",
    9: "ninth девятый девятая девятого тоғызыншы",
    10: "tenth десятый десятая десятого десятой оныншы",
    11: "eleventh одиннадцатый одиннадцатая одиннадцатого",
    12: "twelfth двенадцатый двенадцатая двенадцатого",
    13: "thirteenth тринадцатый тринадцатая тринадцатого",
    14: "fourteenth четырнадцатый четырнадцатая четырнадцатого",
    15: "fifteenth пятнадцатый пятнадцатая пятнадцатого",
    16: "sixteenth шестнадцатый шестнадцатая шестнадцатого",
    17: "seventeenth семнадцатый семнадцатая семнадцатого",
    18: "eighteenth восемнадцатый восемнадцатая восемнадцатого",
    19: "nineteenth девятнадцатый девятнадцатая девятнадцатого",
    20: "twentieth двадцатый двадцатая двадцатого жиырмасыншы",
    30: "thirtieth тридцатый тридцатая тридцатого отызыншы",
    40: "fortieth сороковой сороковая сорокового қырқыншы",
    50: "fiftieth пятидесятый пятидесятая елуінші",
    60: "sixtieth шестидесятый алпысыншы",
}
# words that add a half to the number before them: "two and a half", "два с половиной", "екі жарым"
_HALVES = (("and", "a", "half"), ("с", "половиной"), ("жарым",))
_MONTHS = (
    "january jan января январь қаңтар қаңтарда қаңтардан қаңтарға",
    "february feb февраля февраль ақпан ақпанда ақпаннан ақпанға",
    "march mar марта март наурыз наурызда наурыздан наурызға",
    "april apr апреля апрель сәуір сәуірде сәуірден сәуірге",
    "may мая май мамыр мамырда мамырдан мамырға",
    "june jun июня июнь маусым маусымда маусымнан маусымға",
    "july jul июля июль шілде шілдеде шілдеден шілдеге",
    "august aug августа август тамыз тамызда тамыздан тамызға",
    "september sept sep сентября сентябрь қыркүйек қыркүйекте қыркүйектен қыркүйекке",
    "october oct октября октябрь қазан қазанда қазаннан қазанға",
    "november nov ноября ноябрь қараша қарашада қарашадан қарашаға",
    "december dec декабря декабрь желтоқсан желтоқсанда желтоқсаннан желтоқсанға",
)
SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words.split()}
VALUE_OF = {
    word: float(value)
    for table in (_WORDS, _ORDINALS)
    for value, words in table.items()
    for word in words.split()
} | {"полтора": 1.5, "полторы": 1.5}
MONTH_OF = {word: i for i, words in enumerate(_MONTHS, 1) for word in words.split()}
# what may stand between a day and its month: "3rd of June", "the twelfth of April"
_DAY_ENDS = frozenset(("st", "nd", "rd", "th"))
_TO = frozenset(("to", "through", "till", "until", "по"))
_RANGES = _TO | {"and", "и", "мен", "бен", "пен"}
MARKING_WORDS = frozenset(SCALE_OF) | frozenset(VALUE_OF) | frozenset(MONTH_OF)

_GROUPS = re.compile(r"\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:,\d+)?")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_DOTTED_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(?:20)?\d{2})?")


class Value(NamedTuple):
    """One thing that was read.

    Attributes:
        kind: number, date (month and day) or time.
        key: its canonical spelling.
        amount: the number itself; 0 for the others.
        position: index of its first token.
    """

    kind: str
    key: str
    amount: float
    position: int


def read_values(tokens: Sequence[str], marks: Sequence[int], lang: str) -> list[Value]:
    """Read the values of a text.

    Args:
        tokens: words in lower case, and runs of digits with their separators.
        marks: rising indices of tokens that are digits, number words, scales or months.
        lang: decides what a comma in a number is.
    """
    found: list[Value] = []
    marked = set(marks)
    index = 0
    while index < len(marks):
        position = marks[index]
        value, used = _read_at(tokens, marked, position, lang)
        if value is not None:
            found.append(value)
        end = position + used
        while index < len(marks) and marks[index] < end:
            index += 1
    return _read_ranges(found, tokens)


def _read_ranges(found: list[Value], tokens: Sequence[str]) -> list[Value]:
    """Give both days of a range their month: "14-18 September", "September 14 to 18".

    A comma isn't seen here: "on September 14, 18 people" has one day.
    """
    for at in range(1, len(found)):
        one, other = found[at - 1], found[at]
        between = tokens[one.position + 1 : other.position]
        is_told = len(between) == 1 and between[0] in _RANGES
        if other.kind == "date" and (is_told or not between):
            if one.kind == "number" and one.amount < int(other.key[3:]) and _is_day(one):
                found[at - 1] = one._replace(kind="date", key=_day_key(other, one), amount=0.0)
        elif one.kind == "date" and other.kind == "number" and _is_day(other):
            day = int(one.key[3:])
            # the day of "September 14" stands behind its month
            between = [word for word in between if word != str(day)]
            if len(between) == 1 and between[0] in _TO and other.amount > day:
                found[at] = other._replace(kind="date", key=_day_key(one, other), amount=0.0)
    return found


def _is_day(value: Value) -> bool:
    return value.amount.is_integer() and 1 <= value.amount <= 31


def _day_key(date: Value, day: Value) -> str:
    return f"{date.key[:3]}{int(day.amount):02d}"


def read_lone(token: str, lang: str) -> Value | None:
    """Read digits beside which no other digits, number words or months stand.

    Args:
        token: digits with their separators, in lower case.
        lang: decides what a comma is.
    """
    return _read_at([token], {0}, 0, lang)[0]


def _read_at(
    tokens: Sequence[str], marked: set[int], position: int, lang: str
) -> tuple[Value | None, int]:
    token = tokens[position]
    following = tokens[position + 1] if position + 1 in marked else ""
    if token in MONTH_OF:
        if following.isdigit() and 1 <= int(following) <= 31:
            return _date(MONTH_OF[token], int(following), position), 2
        return None, 1
    if month := _month_behind(tokens, position):
        day = int(token) if token.isdigit() else int(VALUE_OF.get(token, 0.0))
        if 1 <= day <= 31:
            return _date(MONTH_OF[tokens[month]], day, position), month - position + 1
    if token[0].isdigit():
        if following in MONTH_OF and token.isdigit() and 1 <= int(token) <= 31:
            return _date(MONTH_OF[following], int(token), position), 2
        if _CLOCK.fullmatch(token):
            return Value("time", token, 0.0, position), 1
        if token.count(".") == 2:
            dotted = _DOTTED_DATE.fullmatch(token)
            if dotted and 1 <= int(dotted[2]) <= 12:
                return _date(int(dotted[2]), int(dotted[1]), position), 1
    return _amount(tokens, marked, position, lang)


def _month_behind(tokens: Sequence[str], position: int) -> int:
    """Where the month of "3rd of June" stands; 0 when no such words follow."""
    at = position + 1
    for is_next in (_DAY_ENDS.__contains__, "of".__eq__):
        if at < len(tokens) and is_next(tokens[at]):
            at += 1
    is_month = position + 1 < at < len(tokens) and tokens[at] in MONTH_OF
    return at if is_month else 0


def _date(month: int, day: int, position: int) -> Value:
    return Value("date", f"{month:02d}-{day:02d}", 0.0, position)


def _amount(
    tokens: Sequence[str], marked: set[int], position: int, lang: str
) -> tuple[Value | None, int]:
    """Add up a run such as "1 billion 240 million" or "forty-three"."""
    total, part, last_scale = 0.0, None, float("inf")
    least = float("inf")
    at = position
    while at in marked or (least == 100 and tokens[at : at + 1] == ["and"]):
        token = tokens[at]
        if token == "and":
            if at + 1 not in marked or tokens[at + 1] not in VALUE_OF:
                break
        elif token in SCALE_OF:
            scale = SCALE_OF[token]
            if scale == 100:
                part = (part or 1.0) * 100
                least = 100.0
            elif scale < last_scale:
                total += (1.0 if part is None else part) * scale
                part, last_scale, least = None, scale, float("inf")
            else:
                break
        elif token in VALUE_OF:
            value = VALUE_OF[token]
            if part is None:
                part, least = value, value
            elif _joins(value, least):
                part, least = part + value, value
            else:
                break
            if half := _half_after(tokens, at):
                part, least = part + 0.5, 0.0
                at += half
        elif token[0].isdigit():
            if part is not None or (total and _scale_after(tokens, marked, at) >= last_scale):
                break
            parsed = parse_number(token, lang)
            if parsed is None:
                return None, max(at - position, 1)
            part, least = parsed, 0.0
        else:
            break
        at += 1
    if at == position:
        return None, 1
    amount = total + (part or 0.0)
    return Value("number", f"{amount:.10g}", amount, position), at - position


def _joins(value: float, least: float) -> bool:
    """Whether a number word goes on from the one before: forty-three, он бір, сто двадцать."""
    has_room = least == 10 or (least >= 20 and least < float("inf"))
    return has_room and value < 10 ** (len(str(int(least))) - 1)


def _half_after(tokens: Sequence[str], at: int) -> int:
    """How many tokens behind a number say "and a half"; 0 when none do."""
    for words in _HALVES:
        if tuple(tokens[at + 1 : at + 1 + len(words)]) == words:
            return len(words)
    return 0


def _scale_after(tokens: Sequence[str], marked: set[int], at: int) -> float:
    """The scale behind a run of digits; one that can't be added to what came before without."""
    return SCALE_OF.get(tokens[at + 1], float("inf")) if at + 1 in marked else float("inf")


def parse_number(token: str, lang: str) -> float | None:
    """Read digits with their separators; None for what is no number (a version, an address)."""
    if token.isdigit():
        return float(token) if len(token) <= 15 else None
    if "(" in token:
        return None
    if lang == "en" and _GROUPS.fullmatch(token):
        return float(token.replace(",", "").replace(" ", ""))
    if _SPACED.fullmatch(token):
        return float(token.replace(" ", "").replace(",", "."))
    if token.count(",") + token.count(".") == 1 and ":" not in token and " " not in token:
        return float(token.replace(",", "."))
    if _GROUPS.fullmatch(token):
        return float(token.replace(",", "").replace(" ", ""))
    return None
