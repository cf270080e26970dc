"""Why a dump without articles is refused: what its lines end in instead of a title's date.

Holds the forms of dates that are named, and never read: what 1.2.2026 or 11/02/2026 means is
not for us to guess. Which line is a title belongs to `titles`.
"""

import re

import numpy as np

from orchestration.press.date_ends import DATE_BYTES
from orchestration.press.lines import BREAK, Lines, strip_marks

# so many lines with ink are looked at: what no reader knows may be of any size
_MOST_LINES = 20_000
_TAIL_BYTES = 64
_BREAK = re.compile(BREAK)
_FOUR_DIGITS = re.compile(rb"\d.*\d.*\d.*\d", re.DOTALL)
_TIME = r"(?:(?:T|[,\s]+)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*(?:Z|[AP]M|[+-]\d\d:?\d\d))?)?"
_FOREIGN = re.compile(
    r"(?<![\w./-])[(\[]?(?:"
    r"\d{1,4}([./-])\d{1,2}\1\d{1,4}"
    r"|\d{1,2}\s+[^\W\d_]{3,10}\.?,?\s+\d{4}"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2},\s+\d{4}"
    r"|\d{4}\s+(?:жылғы\s+)?\d{1,2}\s+[^\W\d_]{3,10}"
    r")(?:\s*(?:года|год|г\.?|жылы|жыл|ж\.?))?" + _TIME + r"[)\]]?(?P<stop>\.?)\Z"
)


def explain_no_title(lines: Lines) -> str:
    """What stands where titles would have their dates, in one line."""
    foreign = _first_foreign(lines)
    named = [] if foreign is None else [f"{_place(lines, foreign[0])} ends in {foreign[1]}"]
    if len(lines.dated):
        line = int(lines.dated[0])
        text = _show(lines.data[lines.date_starts[line] : lines.ends[line]])
        seen = f"{_place(lines, line)} ends in {text} but reads as text, not as a title"
        return "; ".join([seen, *(f"{other}, which no reader knows" for other in named)])
    reason = "no line ends in a date dd.mm.yyyy"
    if named:
        return f"{reason}; {named[0]}, which no reader knows"
    if len(lines.stamped):
        line = int(lines.stamped[0])
        text = _show(lines.text(line)[:DATE_BYTES])
        return f"{reason}; {_place(lines, line)} begins with {text}, as no title does"
    return reason


def _first_foreign(lines: Lines) -> tuple[int, str] | None:
    """The first line that ends in a date of another form, sentences last; and that date."""
    inked = np.flatnonzero(lines.ends - lines.inks >= len("1.1.26"))[:_MOST_LINES]
    in_sentence = None
    for line in inked[lines.date_starts[inked] == lines.ends[inked]].tolist():
        start, end = int(lines.inks[line]), int(lines.ends[line])
        tail = lines.data[max(start, end - _TAIL_BYTES) : end]
        if not _FOUR_DIGITS.search(tail):
            continue
        found = _FOREIGN.search(tail.decode("utf-8", "ignore"))
        if found and not found["stop"]:
            return line, found.group()
        if found and in_sentence is None:
            in_sentence = line, found.group()
    return in_sentence


def _place(lines: Lines, line: int) -> str:
    """A line's number in the file, from 1, blank ones counted."""
    start = int(lines.inks[line])
    return f"line {1 + sum(1 for _ in _BREAK.finditer(lines.data, 0, start)):,}"


def _show(text: bytes) -> str:
    return strip_marks(text).decode("utf-8", "ignore")
