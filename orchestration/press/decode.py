"""From a dump's bytes to UTF-8 that can be parsed, with a way back to the original offsets.

Holds the choice of the encoding and the finding of stretches that no encoding explains. What the
text means belongs to the readers. Offsets of everything found in the UTF-8 text lead back to
bytes of the delivery through `Decoded.original_offsets`.
"""

import codecs
import re
from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from orchestration.press.code_pages import count_high, guess_code_page

SAMPLE_BYTES = 1 << 16
OFFSETS_CHUNK = 1 << 24
_PART_BYTES = 1 << 20

_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_REPLACEMENT = "\ufffd".encode()
_FEW = 64
# without a byte-order mark and with one
_UTF8_NAMES = ("utf-8", "utf-8-sig")
_HANDLER = "baspasoz.collect"


class NotText(ValueError):
    """The bytes are no text in any encoding that dumps come in; the message says why."""


@dataclass(frozen=True)
class Stretch:
    """Bytes `start` to `end` (of the UTF-8 text) that carry no readable character."""

    start: int
    end: int
    detail: str


@dataclass(frozen=True)
class Decoded:
    """A dump as UTF-8.

    Attributes:
        utf8: the text; the very bytes of the delivery when they were UTF-8 already.
        encoding: name of the delivery's encoding.
        confidence: 0 to 1; 1 is declared by a mark or proven by the bytes.
        damaged: stretches to leave out of any text, in order, not overlapping.
    """

    utf8: bytes
    encoding: str
    confidence: float
    damaged: list[Stretch] = field(default_factory=list)
    _unit: int = 1
    _marker_starts: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    _marker_widths: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def original_offsets(self, offsets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Offsets in the UTF-8 text as offsets in the delivery's bytes."""
        if self.encoding.startswith("utf-8"):
            return offsets
        order = np.argsort(offsets, kind="stable")
        wanted = offsets[order]
        result = np.empty(len(offsets), np.int64)
        position = 0
        for begin in range(0, len(self.utf8) + 1, OFFSETS_CHUNK):
            width = self._widths(begin, min(begin + OFFSETS_CHUNK, len(self.utf8)))
            positions = position + np.concatenate(([0], np.cumsum(width)))
            first, after = np.searchsorted(wanted, (begin, begin + len(width) + 1))
            result[order[first:after]] = positions[wanted[first:after] - begin]
            position = int(positions[-1])
        return result

    def _widths(self, begin: int, end: int) -> npt.NDArray[np.int64]:
        """Bytes of the delivery behind each byte of the text: a character's at its first."""
        lead = np.frombuffer(self.utf8, np.uint8)[begin:end]
        width = ((lead & 0xC0) != 0x80).astype(np.int64)
        if self._unit == 2:
            width += lead >= 0xF0  # beyond the basic plane: two units of UTF-16
            width *= 2
        first, after = np.searchsorted(self._marker_starts, (begin, end))
        # each damaged stretch stands in the UTF-8 text as one U+FFFD
        width[self._marker_starts[first:after] - begin] = self._marker_widths[first:after]
        return width


def decode_bytes(data: bytes) -> Decoded:
    """Choose the encoding of a dump and give its text as UTF-8.

    A byte-order mark decides; else valid UTF-8 is UTF-8; else UTF-16 shows by its zero or
    Cyrillic high bytes; else bytes that make up words of one of the two Cyrillic code pages
    are that (see `code_pages`); else it is UTF-8 with damaged stretches.

    Raises:
        NotText: the bytes look like no text.
    """
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _transcode(data, name, 1.0, 2)
    has_mark = data.startswith(codecs.BOM_UTF8)
    name = _UTF8_NAMES[has_mark]
    guessed = None if has_mark else _guess_utf16(data[:SAMPLE_BYTES])
    if guessed:
        return _transcode(data, guessed, 0.9, 2)
    _refuse_binary(data[:SAMPLE_BYTES])
    if _is_utf8(data):
        return Decoded(data, name, 1.0, _replacements(data))
    if not has_mark and (found := guess_code_page(data)) is not None:
        return _transcode(data, *found, 1)
    damaged = [*_invalid_utf8(data), *_replacements(data)]
    bad = sum(stretch.end - stretch.start for stretch in damaged)
    if bad > len(data) // 4:
        raise NotText(f"{bad:,} of {len(data):,} bytes can't be decoded")
    high = count_high(data[:SAMPLE_BYTES]) or 1
    confidence = max(0.5, round(1 - bad / max(high, bad), 3))
    return Decoded(data, name, confidence, sorted(damaged, key=lambda s: s.start))


def plain_text(data: bytes) -> Decoded:
    """A dump that is known to be UTF-8 without anything odd: what `decode_bytes` would give."""
    return Decoded(data, _UTF8_NAMES[data.startswith(codecs.BOM_UTF8)], 1.0)


def _is_utf8(data: bytes) -> bool:
    """Validity without making a string: Arrow checks several GB a second, Python a sixth."""
    if data.isascii():
        return True
    offsets = pa.py_buffer(np.array([0, len(data)], np.int64))
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(data)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _count(data: bytes, members: bytes) -> int:
    """How many of the bytes are among these."""
    return len(data) - len(data.translate(None, members))


def _refuse_binary(sample: bytes) -> None:
    # blanks and line ends among them, and still few: most texts are known by this count alone
    low = int(np.count_nonzero(np.frombuffer(sample, np.uint8) < 32))
    if low <= len(sample) // 10 and b"\x7f" not in sample:
        return
    control = _count(sample, _CONTROL)
    if control > len(sample) // 10:
        raise NotText(f"{control:,} of the first {len(sample):,} bytes are control bytes")


def _guess_utf16(sample: bytes) -> str | None:
    if b"\0" not in sample:
        return None
    units = np.frombuffer(sample[: len(sample) // 2 * 2], np.uint8).reshape(-1, 2)
    if len(units) < 4:
        return None
    # Latin and digits have the high byte 0, Cyrillic 4, punctuation 0x20
    zero = (units == 0).mean(axis=0)
    plausible = zero + ((units == 0x04) | (units == 0x20)).mean(axis=0)
    for high, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if plausible[high] > 0.95 and zero[high] > 0.05 and zero[1 - high] < 0.02:
            return name
    return None


def _invalid_utf8(data: bytes) -> list[Stretch]:
    found: list[Stretch] = []
    begin = 0

    def collect(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        start, end = begin + error.start, begin + error.end
        if found and found[-1].end == start:
            found[-1] = Stretch(found[-1].start, end, found[-1].detail)
        else:
            found.append(Stretch(start, end, f"invalid UTF-8: {error.reason}"))
        return "", error.end

    codecs.register_error(_HANDLER, collect)
    # a line feed ends whatever stands before it, so that parts can be looked at alone: Python's
    # own text of a whole large dump takes four bytes a character
    while begin < len(data):
        end = data.find(b"\n", begin + _PART_BYTES) + 1 or len(data)
        if not _is_utf8(part := data[begin:end]):
            str(part, "utf-8", _HANDLER)
        begin = end
    return found


def _replacements(data: bytes) -> list[Stretch]:
    # one byte is looked for much faster than three, and few texts have this one
    at = data.find(_REPLACEMENT[:1])
    for _ in range(_FEW):
        if at < 0:
            return []
        if data.startswith(_REPLACEMENT, at):
            break
        at = data.find(_REPLACEMENT[:1], at + 1)
    else:
        at = data.find(_REPLACEMENT, at)
    found: list[Stretch] = []
    while at >= 0:
        # runs are found by their first one: an expression for runs takes twenty times as long
        end = at + len(_REPLACEMENT)
        while data.startswith(_REPLACEMENT, end):
            end += len(_REPLACEMENT)
        found.append(Stretch(at, end, "U+FFFD, left by an earlier decoding"))
        at = data.find(_REPLACEMENT, end)
    return found


def _transcode(data: bytes, encoding: str, confidence: float, unit: int) -> Decoded:
    """Decode into UTF-8; a stretch that can't be read becomes one marker, left out later."""
    bad: list[tuple[int, int, str]] = []

    def collect(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        bad.append((error.start, error.end, error.reason))
        return "\ufffd", error.end

    codecs.register_error(_HANDLER, collect)
    codec = "cp1251" if encoding == "windows-1251" else encoding
    text = str(data, codec, _HANDLER)
    utf8 = text.encode("utf-8")
    stretches = _replacements(utf8)
    if sum(end - start for start, end, _ in bad) > len(data) // 4:
        raise NotText(f"too many bytes can't be decoded as {encoding}")
    starts, widths = [], []
    if bad:
        markers = (m.start() for m in re.finditer(_REPLACEMENT, utf8))
        # markers that were in the text already decode to themselves: keep those at a bad place
        for at, width in zip(markers, _marker_origins(text, bad, unit), strict=True):
            if width is not None:
                starts.append(at)
                widths.append(width)
    markers_at, markers_width = np.array(starts, np.int64), np.array(widths, np.int64)
    return Decoded(utf8, encoding, confidence, stretches, unit, markers_at, markers_width)


def _marker_origins(text: str, bad: list[tuple[int, int, str]], unit: int) -> list[int | None]:
    """Bytes behind each U+FFFD of the text: the bad stretch's length, None for a real one."""
    origins: list[int | None] = []
    position, scanned = 0, 0
    pending = deque(bad)
    for found in re.finditer("\ufffd", text):
        between = text[scanned : found.start()]
        position += len(between.encode("utf-16-le")) if unit == 2 else len(between)
        if pending and pending[0][0] == position:
            start, end, _ = pending.popleft()
            origins.append(end - start)
            position += end - start
        else:
            origins.append(None)
            position += unit
        scanned = found.end()
    return origins
