"""The lines of a UTF-8 dump as arrays, with the dates that stand at their ends.

Holds the one pass over every byte; all that follows works on lines. Which line is a title
belongs to `titles`, what the others are to the readers. Splitting bytes and vectorised checks
keep this near the speed of a bare split (see the README's performance section).
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CHUNK = 16 << 20
DATE_BYTES = 10
SHORT_BYTES = 64

# Blanks and marks without ink that may stand at a line's ends: ASCII blanks and controls,
# no-break and other spaces, soft hyphen, zero-width and bidi marks, the byte-order mark.
INVISIBLE = (
    rb"(?:[\x00-\x20\x7f]|\xc2[\x80-\x9f\xa0\xad]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8-\xaf]"
    rb"|\xe2\x81[\x9f-\xaf]|\xe3\x80\x80|\xef\xbb\xbf|\xd8\x9c|\xe1\xa0\x8e)"
)
_TRAILING = re.compile(INVISIBLE + rb"+\Z")
_LEADING = re.compile(INVISIBLE + rb"+")
_ODD_BREAKS = (b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xc2\x85")
_BREAK = re.compile(rb"\r\n|[\n\r\x0b\x0c]|\xe2\x80[\xa8\xa9]|\xc2\x85")

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a dump that carry ink, in order.

    Attributes:
        data: the UTF-8 text.
        starts: first byte of each line.
        inks: first byte that carries ink.
        ends: byte after the last that carries ink.
        nexts: first byte of the following line, blank ones included.
        blank_before: whether a blank line or the beginning stands before it.
        dated: lines that end in dd.mm.yyyy, the date alone included.
        stamped: lines that begin with dd.mm.yyyy and go on.
        short: lines of at most SHORT_BYTES, where page furniture is looked for.
    """

    data: bytes
    starts: list[int]
    inks: list[int]
    ends: list[int]
    nexts: list[int]
    blank_before: list[bool]
    dated: list[int]
    stamped: list[int]
    short: list[int]

    def text(self, line: int) -> bytes:
        """The ink of a line."""
        return self.data[self.inks[line] : self.ends[line]]


def strip_marks(text: bytes) -> bytes:
    """Text without blanks and invisible marks at its ends."""
    text = text.strip()
    if not text or (0x20 < text[0] < 0x7F and 0x20 < text[-1] < 0x7F):
        return text
    start = found.end() if (found := _LEADING.match(text)) else 0
    end = found.start() if (found := _TRAILING.search(text, start)) else len(text)
    return text[start:end]


def index_lines(data: bytes) -> Lines:
    """Index the lines of a UTF-8 text in one vectorised pass."""
    array = np.frombuffer(data, np.uint8)
    starts, ends, nexts = _breaks(data, array)
    inks, ends = _trim(data, array, starts, ends)
    has_ink = inks < ends
    starts, inks, ends, nexts = starts[has_ink], inks[has_ink], ends[has_ink], nexts[has_ink]
    lengths = ends - inks
    blank_before = np.ones(len(starts), bool)
    blank_before[1:] = starts[1:] > nexts[:-1]
    long_enough = np.flatnonzero(lengths >= DATE_BYTES)
    return Lines(
        data=data,
        starts=starts.tolist(),
        inks=inks.tolist(),
        ends=ends.tolist(),
        nexts=nexts.tolist(),
        blank_before=blank_before.tolist(),
        dated=long_enough[_is_date(array, ends[long_enough] - DATE_BYTES)].tolist(),
        stamped=long_enough[
            _is_date(array, inks[long_enough]) & (lengths[long_enough] > DATE_BYTES)
        ].tolist(),
        short=np.flatnonzero(lengths <= SHORT_BYTES).tolist(),
    )


def _breaks(data: bytes, array: npt.NDArray[np.uint8]) -> tuple[IntArray, IntArray, IntArray]:
    """Start, end and following start of every line, blank ones included."""
    has_odd_breaks = any(mark in data for mark in _ODD_BREAKS)
    if not has_odd_breaks and data.count(b"\r") == data.count(b"\r\n"):
        # a carriage return before the line feed is trimmed with the blanks
        parts = [
            np.flatnonzero(array[at : at + CHUNK] == 10) + at for at in range(0, len(array), CHUNK)
        ]
        ends = np.concatenate(parts).astype(np.int64) if parts else np.empty(0, np.int64)
        nexts = ends + 1
    else:
        found = [match.span() for match in _BREAK.finditer(data)]
        pairs = np.array(found, np.int64).reshape(-1, 2)
        ends, nexts = pairs[:, 0], pairs[:, 1]
    starts = np.concatenate(([0], nexts)).astype(np.int64)
    if starts[-1] == len(data):
        starts = starts[:-1]
    else:
        ends = np.append(ends, len(data))
        nexts = np.append(nexts, len(data))
    return starts, ends.astype(np.int64), nexts.astype(np.int64)


def _trim(
    data: bytes, array: npt.NDArray[np.uint8], starts: IntArray, ends: IntArray
) -> tuple[IntArray, IntArray]:
    """First byte with ink of each line and the byte after the last; equal when blank."""
    if not len(array):
        return starts, ends
    inks, ends = starts.copy(), ends.copy()
    # ASCII blanks and controls for all lines at once, one byte a turn: ends in few turns
    active = np.flatnonzero(ends > inks)
    turns = 0
    while len(active) and turns < 8:
        active = active[array[ends[active] - 1] <= 32]
        ends[active] -= 1
        active = active[ends[active] > inks[active]]
        turns += 1
    active = np.flatnonzero(ends > inks)
    odd = active[
        (array[ends[active] - 1] <= 32)
        | (array[ends[active] - 1] >= 0x7F)
        | (array[inks[active]] <= 32)
        | (array[inks[active]] >= 0x7F)
    ]
    for line in odd.tolist():
        start, end = int(inks[line]), int(ends[line])
        if (found := _LEADING.match(data, start, end)) is not None:
            start = found.end()
        # a mark takes at most three bytes: look back only as far as marks go
        while start < end:
            back = max(start, end - 48)
            found = _TRAILING.search(data[back:end])
            if found is None:
                break
            end = back + found.start()
            if found.start() > 3:
                break
        inks[line], ends[line] = start, max(start, end)
    return inks, ends


def _is_date(array: npt.NDArray[np.uint8], at: IntArray) -> npt.NDArray[np.bool_]:
    """Whether dd.mm.yyyy stands at each offset."""
    result = np.ones(len(at), bool)
    for place, expected in enumerate("dd.dd.dddd"):
        byte = array[at + place]
        result &= (byte == 0x2E) if expected == "." else ((byte >= 0x30) & (byte <= 0x39))
    return result
