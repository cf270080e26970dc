"""Which dated lines are titles, and which are body lines that happen to end in a date.

A title ends in a blank and ``dd.mm.yyyy``, or has the date alone, or the date with time and
views, on the line below it. Some pages glue the date to the title's last word, or put a time or
a word for "year" behind it. Body lines can end so too ("applications are accepted until
31.12.2025"). These signals decide, each a number of points; a line is a title at 0 or more:

=====================  ======  ============================================================
signal                 points  why
=====================  ======  ============================================================
base                       +1  most dated lines are titles
stamp                      +5  a date with a time under it stands on single-article pages
double date                +4  a title that ends in a date itself is followed by the page's
after source or page       +3  an article or page has just ended
after blank line           +1  a paragraph ends there
near date                  +2  within NEAR_DAYS of the title before or the dated line after,
                               unless it has another layout and those agree on another day
misprinted date            +2  a date that can't be, but for one or two digits one of those
out of order               -2  later than the list, which runs from new to old, has come
far below                  -2  older than the title before while the next line is as new as it
preposition                -4  "until", "до", "дейін": the date belongs to the sentence
preposition in a heading   -3  "for", "on", "за", "на" in a short line that isn't plainly a
                               sentence: "Plan of work for 12.02.2026"
deadline noun              -3  "deadline", "срок", "мерзімі": likewise, but titles have them too
label                      -4  a colon before the date: "Date of the meeting: 12.02.2026"
open punctuation           -2  comma, dash, bracket or № before the date
after open line            -2  the line before doesn't end a sentence: this one goes on; above a
                               page's first title stand names of sections, not sentences
right after a title        -3  that title would have no body
other layout               -3  the page's other titles have their dates elsewhere
other ending               -5  a time or a word for "year" behind the date, unlike the page's
                               other titles; or none where those have a time
long                       -2  over LONG_CHARS; twice that again over VERY_LONG_CHARS
several sentences          -1  a sentence ends inside
lower-case or list start   -1  titles begin with a capital, a quote or a number
=====================  ======  ============================================================

The order of dates is no signal on a page whose dates don't run in order, nor for a date that
can't be (31.02., before 2016, in the future): a title's misprint is kept, not merged away. A line
that looked like a title and was turned down leaves a flag on the article that holds it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

NEAR_DAYS = 3
LONG_CHARS = 300
VERY_LONG_CHARS = 700
# A heading is no longer, and a line that a reader would take for a title
HEADING_CHARS = 120
_EPOCH = date(1970, 1, 1)

# Words after which a date completes the sentence, and nouns that a deadline follows. en, ru, kk.
PREPOSITIONS = frozenset(
    """
    at until till by before after from since to dated on of for through between and or no
    than до от с со по на к за после перед между ранее позднее начиная включительно дейін
    бастап шейін
    """.split()
)
# Of these, those that also name the day of a plan, a list or a review
HEADING_PREPOSITIONS = frozenset({"for", "on", "за", "на"})
DEADLINE_NOUNS = frozenset(
    """
    deadline date dates due expires valid beginning ending starting is are was were be
    срок сроком сроки дата даты датой датированный является истекает действует числа
    мерзімі мерзім мерзімін күні күнгі датасы
    """.split()
)

# What makes a line that ends in such a preposition a sentence: an auxiliary verb anywhere, or
# before the preposition a participle or a verb ("scheduled for", "назначено на", "состоится на")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|will|be|been|has|have|had|shall|must|may|can|should|будет|будут|был[аио]?)\b",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(
    r"\b(?:\w{2,}ed|held|set|due|open|opens|takes? place|begins?|starts?|ends?|falls?"
    r"|\w{2,}(?:ся|сь|ет|ит|ют|ат|ят|ут|ли|ла|ло|[аеёя]н[аоы]|[аяеи]т[аоы]))\W+\w+\W*\Z",
    re.IGNORECASE,
)

# Ends are matched on the text turned round: a search forward would try every place in it
_LAST_WORD = re.compile(r"\W*([^\W_]+)")
_ENDINGS = {"stamped": "time", "timed": "time", "yeared": "year"}
_CLOSING = (
    ".", "!", "?", "…", "»", "”", "\"", "'", ")", "’", "]", ";",
)  # fmt: skip
_OPEN = (",", ":", "–", "—", "-", "(", "№", "/", "=", "+", "«", "“")
# Ends of a title that may cost it more points than being near in date gives, for RE2, and some
# that don't: to compile what is a letter in any script cost more than all searches
_NO_LETTER = "[^0-9a-zа-я]"
DOUBTFUL_END = (
    f"(?i)(?:(?:^|{_NO_LETTER})(?:" + "|".join(sorted(PREPOSITIONS | DEADLINE_NOUNS)) + ")"
    "|[" + "".join(map(re.escape, _OPEN)) + f"]){_NO_LETTER}*$"
)
_SENTENCE_BREAK = re.compile(r"(?<=[a-zа-яәғқңөұүһі]{3})[.!?] [A-ZА-ЯӘҒҚҢӨҰҮҺІ]")
_DATE_END = re.compile(r"[.!?…»”’\"')\s]*\d{4}\.\d\d\.\d\d")
_LIST_START = re.compile(r"[-•*–]\s|\d{1,2}\)\s")


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line that may be a title, with what stands around it.

    Attributes:
        text: the line without its date.
        days: days of the date since 1970; None when it can't be a publication's.
        printed: the date as dd.mm.yyyy.
        form: glued, alone, stamped, joined, timed or yeared: where and how the date stands.
        previous_text: the line with ink before it; empty at the beginning.
        is_first: no title stands before it on its page.
        is_after_boundary: a source line or page furniture stands before it, or nothing.
        is_after_blank: a blank line stands before it.
        is_after_title: the line before is a title.
        previous_days: date of the title before on this page, None for none.
        next_days: date of the next dated line of this page, None for none.
        page_form: the form that the page's titles have, told from all its dated lines.
        is_ordered: the page's dates run from new to old.
    """

    text: str
    days: int | None
    printed: str
    form: str
    previous_text: str
    is_first: bool
    is_after_boundary: bool
    is_after_blank: bool
    is_after_title: bool
    previous_days: int | None
    next_days: int | None
    page_form: str
    is_ordered: bool


def score_title(line: DatedLine) -> int:
    """Points for and against a dated line being a title; it is one at 0 or more."""
    has_double_date = _DATE_END.match(line.text[::-1]) is not None
    points = 1
    points += 5 if line.form == "stamped" else 0
    points += 4 if has_double_date and line.form != "stamped" else 0
    points += _score_place(line)
    points += _score_order(line)
    points += _score_text(line.text) if not has_double_date else 0
    return points


def resembles_title(line: DatedLine) -> bool:
    """Whether a reader may take a dated line for a title: short, and of about the day."""
    if len(line.text) > HEADING_CHARS:
        return False
    if line.days is None:
        return _is_misprint(line)
    return any(abs(line.days - other) <= NEAR_DAYS for other in _known(line))


def score_last_word(text: str) -> int:
    """Points against a title whose last word asks for the date that follows."""
    found = _LAST_WORD.match(text[::-1])
    word = found.group(1)[::-1].casefold() if found else ""
    if word in PREPOSITIONS:
        return -3 if word in HEADING_PREPOSITIONS and _may_be_heading(text) else -4
    return -3 if word in DEADLINE_NOUNS else 0


def _may_be_heading(text: str) -> bool:
    if len(text) > HEADING_CHARS or not text[:1].isupper():
        return False
    return _AUXILIARY.search(text) is None and _VERB_BEFORE.search(text) is None


def is_closed(text: str) -> bool:
    """Whether a line ends a sentence."""
    return text.endswith(_CLOSING)


def _score_place(line: DatedLine) -> int:
    points = 0
    if line.is_after_boundary:
        points += 3
    elif line.is_after_title:
        points -= 3
    elif not line.is_first and not is_closed(line.previous_text):
        points -= 2
    if line.is_after_blank and not line.is_after_boundary:
        points += 1
    if line.form != line.page_form and line.form != "stamped":
        ending, page_ending = _ENDINGS.get(line.form), _ENDINGS.get(line.page_form)
        is_other = ending != page_ending and (ending is not None or page_ending == "time")
        points -= 5 if is_other else 3
    return points


def _known(line: DatedLine) -> list[int]:
    """The days that stand around it."""
    return [days for days in (line.previous_days, line.next_days) if days is not None]


def _is_misprint(line: DatedLine) -> bool:
    """Whether a date that can't be is one around it but for a digit or two.

    On no calendar: two digits. Too early or in the future, as deadlines are: one of the year.
    """
    for days in _known(line):
        other = (_EPOCH + timedelta(days)).strftime("%d.%m.%Y")
        differing = [a != b for a, b in zip(line.printed, other, strict=True)]
        most = 1 if _is_on_calendar(line.printed) else 2
        if sum(differing) <= most and (most == 2 or not any(differing[:6])):
            return True
    return False


def _is_on_calendar(printed: str) -> bool:
    try:
        date(int(printed[6:]), int(printed[3:5]), int(printed[:2]))
    except ValueError:
        return False
    return True


def _score_order(line: DatedLine) -> int:
    if line.days is None:
        return 2 if _is_misprint(line) else 0
    known = _known(line)
    is_odd_one = len(known) == 2 and known[0] == known[1] != line.days
    is_odd_one = is_odd_one and line.form not in (line.page_form, "stamped")
    if any(abs(line.days - days) <= NEAR_DAYS for days in known):
        return 0 if is_odd_one else 2
    if not line.is_ordered or line.previous_days is None:
        return 0
    if line.days > line.previous_days:
        return -2
    if line.next_days is not None and line.next_days > line.days + NEAR_DAYS:
        return -2
    return 0


def _score_text(text: str) -> int:
    points = score_last_word(text)
    if len(text) > 1 and text.endswith(_OPEN):
        points -= 4 if text.endswith(":") else 2
    if len(text) > LONG_CHARS:
        points -= 2
    if len(text) > VERY_LONG_CHARS:
        points -= 4
    if _SENTENCE_BREAK.search(text):
        points -= 1
    if len(text) > 1 and (text[:1].islower() or _LIST_START.match(text)):
        points -= 1
    return points
