"""The lines of UTF-8 dumps as arrays, with the dates that stand at their ends.

Several dumps may stand in one text, for a call on arrays costs more than a short page's bytes.
Two border lines without a byte stand above the first line of each, so that nothing which looks
at the lines around another one ever sees another dump. Holds the passes over every byte; all
that follows works on lines. Which line is a title belongs to `titles`, what the others are to
the readers. Bytes are split and checked as whole arrays; what that comes to is measured by
`make bench`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orchestration.press.date_ends import DATE_BYTES, find_dates, is_date

# Arrays of this many bytes stay in the processor's cache
CHUNK = 1 << 20
SHORT_BYTES = 64

# Blanks and marks without ink that may stand at a line's ends: ASCII blanks and controls,
# no-break and other spaces, soft hyphen, zero-width and bidi marks, the byte-order mark.
INVISIBLE = (
    rb"(?:[\x00-\x20\x7f]|\xc2[\x80-\x9f\xa0\xad]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8-\xaf]"
    rb"|\xe2\x81[\x9f-\xaf]|\xe3\x80\x80|\xef\xbb\xbf|\xd8\x9c|\xe1\xa0\x8e)"
)
_TRAILING = re.compile(INVISIBLE + rb"+\Z")
_LEADING = re.compile(INVISIBLE + rb"+")
BREAK = rb"(?:\r\n|[\n\r\x0b\x0c]|\xe2\x80[\xa8\xa9]|\xc2\x85)"

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]


def byte_table(members: Iterable[int]) -> BoolArray:
    """A table that says of each byte value whether it is a member."""
    table = np.zeros(256, bool)
    table[list(members)] = True
    return table


_IS_BLANK = byte_table([*range(33), 0x7F])
# first bytes of the marks of two and of three bytes in INVISIBLE
_LEADS_TWO = byte_table([0xC2, 0xD8])
_LEADS_THREE = byte_table([0xE1, 0xE2, 0xE3, 0xEF])
_MAY_BEGIN_BLANK = _IS_BLANK | _LEADS_TWO | _LEADS_THREE


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of dumps that carry ink, in order, and the borders between dumps.

    Attributes:
        data: the UTF-8 text.
        array: the same bytes as numbers.
        bounds: first byte of each dump and the byte after its last: shape (dumps, 2).
        borders: the two border lines above each dump: shape (dumps, 2). They have no bytes.
        starts: first byte of each line.
        inks: first byte that carries ink.
        ends: byte after the last that carries ink.
        nexts: first byte of the following line, blank ones included.
        blank_before: whether a blank line or the dump's beginning stands before it.
        date_starts: first byte of the date that each line ends in, its end where it ends in none.
        dated: lines that end in a date as of `date_ends`, the date alone included.
        stamped: lines that begin with dd.mm.yyyy and go on.
        short: lines of at most SHORT_BYTES, where page furniture is looked for.
        colons: where a colon stands, for an address has one.
    """

    data: bytes
    array: ByteArray
    bounds: IntArray
    borders: IntArray
    starts: IntArray
    inks: IntArray
    ends: IntArray
    nexts: IntArray
    blank_before: BoolArray
    date_starts: IntArray
    dated: IntArray
    stamped: IntArray
    short: IntArray
    colons: IntArray

    def text(self, line: int) -> bytes:
        """The ink of a line."""
        return self.data[self.inks[line] : self.ends[line]]

    def dump_of(self, offsets: IntArray) -> IntArray:
        """The place of the dump in which each byte stands."""
        return np.searchsorted(self.bounds[:, 0], offsets, side="right") - 1


def strip_marks(text: bytes) -> bytes:
    """Text without blanks and invisible marks at its ends."""
    text = text.strip()
    if not text or (0x20 < text[0] < 0x7F and 0x20 < text[-1] < 0x7F):
        return text
    start, end = _trim_one(text, 0, len(text))
    return text[start:end]


def index_lines(data: bytes, bounds: IntArray | None = None) -> Lines:
    """Index the lines of a UTF-8 text.

    Args:
        data: the dumps, with a line feed between each two that belongs to neither.
        bounds: first byte of each dump and the byte after its last, in order; None for one dump.
    """
    array = np.frombuffer(data, np.uint8)
    if bounds is None:
        bounds = np.array([(0, len(data))], np.int64)
    starts, ends, nexts, colons = _breaks(data, array)
    inks, ends = trim(data, array, starts, ends)
    has_ink = inks < ends
    starts, inks, ends, nexts = starts[has_ink], inks[has_ink], ends[has_ink], nexts[has_ink]
    dumps = np.searchsorted(bounds[:, 0], starts, side="right") - 1
    nexts = np.minimum(nexts, bounds[dumps, 1])
    blank_before = np.ones(len(starts), bool)
    blank_before[1:] = (starts[1:] > nexts[:-1]) | (dumps[1:] > dumps[:-1])
    above = np.repeat(np.searchsorted(dumps, np.arange(len(bounds))), 2)
    at_border = np.repeat(bounds[:, 0], 2)
    starts, inks, ends, nexts = (
        np.insert(column, above, at_border) for column in (starts, inks, ends, nexts)
    )
    blank_before = np.insert(blank_before, above, True)
    lengths = ends - inks
    longer = np.flatnonzero(lengths > DATE_BYTES)
    date_starts = find_dates(array, inks, ends)
    return Lines(
        data=data,
        array=array,
        bounds=bounds,
        borders=(above + np.arange(len(above))).reshape(-1, 2),
        starts=starts,
        inks=inks,
        ends=ends,
        nexts=nexts,
        blank_before=blank_before,
        date_starts=date_starts,
        dated=np.flatnonzero(date_starts < ends),
        stamped=longer[is_date(array, inks[longer])],
        short=np.flatnonzero((lengths > 0) & (lengths <= SHORT_BYTES)),
        colons=colons,
    )


def trim(
    data: bytes, array: ByteArray, starts: IntArray, ends: IntArray
) -> tuple[IntArray, IntArray]:
    """First byte with ink of each stretch and the byte after the last; equal when blank."""
    if not len(array):
        return starts, ends
    inks, ends = starts.copy(), ends.copy()
    # ASCII blanks and controls for all stretches at once, one byte a turn: ends in few turns
    active = np.flatnonzero(ends > inks)
    turns = 0
    while len(active) and turns < 8:
        active = active[array[ends[active] - 1] <= 32]
        ends[active] -= 1
        active = active[ends[active] > inks[active]]
        turns += 1
    active = np.flatnonzero(ends > inks)
    last = ends[active] - 1
    odd = active[
        _MAY_BEGIN_BLANK[array[inks[active]]]
        | _IS_BLANK[array[last]]
        | _LEADS_TWO[array[np.maximum(last - 1, 0)]]
        | _LEADS_THREE[array[np.maximum(last - 2, 0)]]
    ]
    for line in odd.tolist():
        inks[line], ends[line] = _trim_one(data, int(inks[line]), int(ends[line]))
    return inks, ends


def _trim_one(data: bytes, start: int, end: int) -> tuple[int, int]:
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
    return start, max(start, end)


def _breaks(data: bytes, array: ByteArray) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Start, end and following start of every line, blank ones included; and every colon."""
    # of U+2028, U+2029 and U+0085 the first bytes, of which even Cyrillic text has few: looking
    # for the whole marks costs four times as much
    wanted = [0x0A, 0x3A, 0xE2, 0xC2, *(byte for byte in (0x0D, 0x0B, 0x0C) if byte in data)]
    feeds, colons, three, two, *others = positions(array, tuple(wanted))
    # a carriage return before the line feed is trimmed with the blanks
    if others and 0x0D in wanted:
        others[0] = others[0][~_follows(array, others[0], (0x0A,))]
    three = three[_follows(array, three, (0x80, 0xA8)) | _follows(array, three, (0x80, 0xA9))]
    two = two[_follows(array, two, (0x85,))]
    breaks, widths = [feeds, *others, two, three], [1, *(1 for _ in others), 2, 3]
    if any(len(found) for found in breaks[1:]):
        ends = np.concatenate(breaks)
        order = np.argsort(ends, kind="stable")
        nexts = ends + np.repeat(widths, [len(found) for found in breaks])
        ends, nexts = ends[order], nexts[order]
    else:
        ends, nexts = feeds, feeds + 1
    starts = np.concatenate(([0], nexts))
    if starts[-1] == len(data):
        return starts[:-1], ends, nexts, colons
    return starts, np.append(ends, len(data)), np.append(nexts, len(data)), colons


def _follows(array: ByteArray, at: IntArray, rest: tuple[int, ...]) -> BoolArray:
    """Whether these bytes stand behind each of the places."""
    found = at + len(rest) < len(array)
    for place, byte in enumerate(rest, 1):
        found[found] = array[at[found] + place] == byte
    return found


def positions(array: ByteArray, values: tuple[int, ...]) -> list[IntArray]:
    """Where each of some byte values stands."""
    # gathered once for all values: that costs more than comparing, and they are few
    parts = [np.empty(0, np.int64)]
    for at in range(0, len(array), CHUNK):
        chunk = array[at : at + CHUNK]
        is_wanted = chunk == values[0]
        for value in values[1:]:
            is_wanted |= chunk == value
        parts.append(np.flatnonzero(is_wanted) + at)
    places = np.concatenate(parts)
    found = array[places]
    return [places[found == value] for value in values]
