"""Why a dump without articles is refused: what its lines end in instead of a title's date.

Holds the forms of dates that are named, and never read: what 1.2.2026 or 11/02/2026 means is
not for us to guess. Which line is a title belongs to `titles`.
"""

import re

import numpy as np

from orchestration.press.lines import BREAK, Lines, strip_marks

# so many lines with ink are looked at: what no reader knows may be of any size
_MOST_LINES = 20_000
_TAIL_BYTES = 64
_BREAK = re.compile(BREAK)
_FOUR_DIGITS = re.compile(rb"\d.*\d.*\d.*\d", re.DOTALL)
_TIME = r"(?:[T,\s]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s*(?:Z|[+-]\d\d:?\d\d))?)?"
_FOREIGN = re.compile(
    r"(?<![\w./-])("
    r"\d{1,4}([./-])\d{1,2}\2\d{1,4}"
    r"|\d{1,2}\s+[^\W\d_]{3,10}\.?,?\s+\d{4}"
    r"|[^\W\d_]{3,10}\.?\s+\d{1,2},\s+\d{4}"
    r"|\d{4}\s+(?:жылғы\s+)?\d{1,2}\s+[^\W\d_]{3,10}"
    r")(?:\s*(?:года|год|г\.?|жылы|жыл|ж\.?))?" + _TIME + r"\.?\Z"
)


def explain_no_title(lines: Lines) -> str:
    """What stands where titles would have their dates, in one line."""
    if len(lines.dated):
        line = int(lines.dated[0])
        text = _show(lines.data[lines.date_starts[line] : lines.ends[line]])
        return f"line {_number(lines, line)} ends in {text} but reads as text, not as a title"
    reason = "no line ends in a date dd.mm.yyyy"
    foreign = _first_foreign(lines)
    first = int(lines.stamped[0]) if len(lines.stamped) else None
    if foreign is not None:
        line, text = foreign
        return f"{reason}; line {_number(lines, line)} ends in {text}, which no reader knows"
    if first is not None:
        text = _show(lines.text(first)[:10])
        return f"{reason}; line {_number(lines, first)} begins with {text}, as no title does"
    return reason


def _first_foreign(lines: Lines) -> tuple[int, str] | None:
    """The first line that ends in a date of another form, and that date."""
    inked = np.flatnonzero(lines.ends - lines.inks >= len("1.1.26"))[:_MOST_LINES]
    for line in inked.tolist():
        start, end = int(lines.inks[line]), int(lines.ends[line])
        tail = lines.data[max(start, end - _TAIL_BYTES) : end]
        if not _FOUR_DIGITS.search(tail):
            continue
        found = _FOREIGN.search(tail.decode("utf-8", "ignore"))
        if found:
            return line, found.group()
    return None


def _number(lines: Lines, line: int) -> str:
    """A line's number in the file, from 1, blank ones counted."""
    start = int(lines.inks[line])
    return f"{1 + sum(1 for _ in _BREAK.finditer(lines.data, 0, start)):,}"


def _show(text: bytes) -> str:
    return strip_marks(text).decode("utf-8", "ignore")
