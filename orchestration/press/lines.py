"""The lines of UTF-8 dumps as arrays, with the dates that stand at their ends.

Several dumps may stand in one text, for a call on arrays costs more than a short page's bytes.
Two border lines without a byte stand above the first line of each, so that nothing which looks
at the lines around another one ever sees another dump. The pass over every byte belongs to
`marks`, which line is a title to `titles`, what the others are to the readers. Bytes are split
and checked as whole arrays; what that comes to is measured by `make bench`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from orchestration.press.date_ends import DATE_BYTES, find_dates, is_date
from orchestration.press.marks import (
    SLASH,
    BoolArray,
    ByteArray,
    IntArray,
    Marks,
    gather_marks,
    stands_at,
)

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
# all that INVISIBLE means, by the number of bytes, as numbers
_BLANKS = re.findall(INVISIBLE, "".join(map(chr, (*range(0x3001), 0xFEFF))).encode())
_BLANK_CODES = {
    width: np.array(sorted(int.from_bytes(b, "big") for b in _BLANKS if len(b) == width))
    for width in (1, 2, 3)
}
# bytes of the breaks that a single one makes: \n, \v, \f and \r
_BREAK_WIDTHS = byte_table(b"\n\v\f\r").astype(np.int64)
_IS_DOUBTFUL = byte_table(b"\r\xc2\xe2")


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
        slashes: where a slash stands, for an address has some.
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
    slashes: IntArray

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


def lay_pieces(data: bytes, starts: IntArray, ends: IntArray, kind: pa.DataType) -> pa.Array:
    """Take stretches out of the text, without a check of what they hold.

    Args:
        data: the text.
        starts: first bytes, in order.
        ends: bytes after the last, none behind the next start.
        kind: large_string or large_binary.
    """
    offsets = np.append(np.column_stack((starts, ends)).ravel(), len(data))
    laid = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    pieces = pa.Array.from_buffers(kind, len(offsets) - 1, laid)
    return pieces.take(pa.array(np.arange(len(starts)) * 2))


def index_lines(data: bytes, bounds: IntArray | None = None, marks: Marks | None = None) -> Lines:
    """Index the lines of a UTF-8 text.

    Args:
        data: the dumps, with a line feed between each two that belongs to neither.
        bounds: first byte of each dump and the byte after its last, in order; None for one dump.
        marks: of the text when they are known already.
    """
    array = np.frombuffer(data, np.uint8)
    if bounds is None:
        bounds = np.array([(0, len(data))], np.int64)
    starts, ends, nexts, slashes = _breaks(array, gather_marks(array) if marks is None else marks)
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
        slashes=slashes,
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
    # quotes and dashes begin with the same bytes as marks do
    is_blank = np.zeros(len(odd), bool)
    for width in _BLANK_CODES:
        is_blank |= _is_blank_at(array, inks[odd], width)
        is_blank |= _is_blank_at(array, ends[odd] - width, width)
    for line in odd[is_blank].tolist():
        inks[line], ends[line] = _trim_one(data, int(inks[line]), int(ends[line]))
    return inks, ends


def _is_blank_at(array: ByteArray, places: IntArray, width: int) -> BoolArray:
    """Whether a blank or a mark without ink, of so many bytes, stands at each place."""
    code = np.zeros(len(places), np.int64)
    for behind in range(width):
        code = code << 8 | array[np.clip(places + behind, 0, len(array) - 1)]
    known = _BLANK_CODES[width]
    return np.asarray(known[np.minimum(np.searchsorted(known, code), len(known) - 1)] == code)


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


def _breaks(array: ByteArray, marks: Marks) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Start, end and following start of every line, blank ones included; and every slash."""
    places, values = marks
    widths = _BREAK_WIDTHS[values]
    # a carriage return before the line feed is trimmed with the blanks; of longer breaks only the
    # first bytes are known as yet
    odd = np.flatnonzero(_IS_DOUBTFUL[values])
    at = places[odd]
    widths[odd[stands_at(array, at, b"\r\n")]] = 0
    for text in (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9"):
        widths[odd[stands_at(array, at, text)]] = len(text)
    is_break = widths > 0
    ends = places[is_break]
    nexts = ends + widths[is_break]
    slashes = places[values == SLASH]
    starts = np.concatenate(([0], nexts))
    if starts[-1] == len(array):
        return starts[:-1], ends, nexts, slashes
    return starts, np.append(ends, len(array)), np.append(nexts, len(array)), slashes
