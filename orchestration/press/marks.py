"""One pass over all bytes of dumps: where something stands that a line or an encoding turns on.

Holds the pass, and which dumps it proves to be plain UTF-8. Lines are cut by `lines`; what else a
dump may be encoded in is told, one by one, by `decode`.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]

# Arrays of this many bytes stay in the processor's cache
CHUNK = 1 << 18
SLASH = ord("/")
_DELETE = b"\x7f"
# U+FFFD, left by an earlier decoding
_REPLACEMENT = b"\xef\xbf\xbd"


class Marks(NamedTuple):
    """Bytes that are looked at further, in order.

    All controls and slashes; the first bytes of characters of three and four bytes, and of those
    that begin like U+0085; each byte that goes on with a character of more than two bytes, or
    that isn't what the one before it asks for.

    Attributes:
        places: where they stand.
        values: the bytes.
    """

    places: IntArray
    values: ByteArray


def gather_marks(array: ByteArray) -> Marks:
    """Gather them: all at once, for gathering costs more than comparing, and they are few."""
    places, values = [np.empty(0, np.int64)], [np.empty(0, np.uint8)]
    size = min(CHUNK, len(array))
    rooms = np.empty((3, size), bool)
    shifted = np.empty(size, np.uint8)
    for first in range(0, len(array), CHUNK):
        chunk = array[first : first + CHUNK]
        wanted, one, other = rooms[:, : len(chunk)]
        moved = shifted[: len(chunk)]
        # 0xE0 to 0xFF and 0 to 0x1F are neighbours when moved so
        np.less(np.add(chunk, 0x20, out=moved), 0x40, out=wanted)
        np.logical_or(wanted, np.equal(chunk, SLASH, out=one), out=wanted)
        np.equal(np.bitwise_and(chunk, 0xFC, out=moved), 0xC0, out=one)
        np.logical_or(wanted, one, out=wanted)
        # whether a byte goes on with a character, and whether the one before it begins one
        np.less(chunk.view(np.int8), -0x40, out=one)
        before = array[max(first - 1, 0) : first + len(chunk) - 1]
        other[0] = False
        np.greater_equal(before, 0xC0, out=other[len(chunk) - len(before) :])
        np.logical_or(wanted, np.not_equal(one, other, out=one), out=wanted)
        found = np.flatnonzero(wanted)
        places.append(found + first)
        values.append(chunk[found])
    return Marks(np.concatenate(places), np.concatenate(values))


def stands_at(array: ByteArray, places: IntArray, text: bytes) -> BoolArray:
    """Whether a text stands at each of the places; never at one outside of the bytes."""
    found = np.flatnonzero((places >= 0) & (places <= len(array) - len(text)))
    # of most no more than the first byte is looked at
    for place, byte in enumerate(text):
        found = found[array[places[found] + place] == byte]
    result = np.zeros(len(places), bool)
    result[found] = True
    return result


def find_plain(
    data: bytes, array: ByteArray, bounds: IntArray, marks: Marks, sample_bytes: int
) -> BoolArray:
    """Of each dump, whether it is sure to be UTF-8 without anything odd.

    That is valid, without U+FFFD and zero bytes, and with few controls: `decode.decode_bytes`
    would find nothing else. One that isn't may still be valid.

    Args:
        data: the dumps, with a line feed between each two that belongs to neither.
        array: the same as numbers.
        bounds: first byte of each dump and the byte after its last.
        marks: of the same bytes.
        sample_bytes: at the beginning of each dump controls are counted in so many.
    """
    places, values = marks
    is_plain = _has_few_controls(bounds, places[values < 32], sample_bytes)
    zeros, replaced = places[values == 0], places[values == _REPLACEMENT[0]]
    odd = [zeros, replaced[stands_at(array, replaced, _REPLACEMENT)], _invalid(array, marks)]
    if _DELETE in data:
        odd.append(np.flatnonzero(array == _DELETE[0]))
    owners = np.searchsorted(bounds[:, 0], np.concatenate(odd), side="right") - 1
    is_plain[owners] = False
    return is_plain


def _has_few_controls(bounds: IntArray, controls: IntArray, sample_bytes: int) -> BoolArray:
    """Whether at most a tenth of each dump's first bytes are below 32."""
    sizes = np.minimum(bounds[:, 1] - bounds[:, 0], sample_bytes)
    first, after = (np.searchsorted(controls, bounds[:, 0] + more) for more in (0, sizes))
    return np.asarray(after - first <= sizes // 10)


def _invalid(array: ByteArray, marks: Marks) -> IntArray:
    """Places in all stretches that aren't UTF-8, one at least in each."""
    places, values = marks
    if not len(array):
        return places
    is_next = (values & 0xC0) == 0x80
    was_lead = array[places - 1] >= 0xC0
    was_lead[places == 0] = False
    unasked = places[is_next & ~was_lead]
    broken = places[~is_next & was_lead]
    # the third and the fourth byte of a character are the only ones that no first byte asks for
    explained = []
    leads = [broken, len(array) - 1 + np.flatnonzero(array[-1:] >= 0xC0)]
    for width, low, high in ((3, 0xE0, 0xEF), (4, 0xF0, 0xF4)):
        at = places[(values >= low) & (values <= high)]
        second, third, fourth = (array[np.minimum(at + n, len(array) - 1)] for n in (1, 2, 3))
        is_whole = (at + width <= len(array)) & _goes_on(second) & _goes_on(third)
        is_whole &= _goes_on(fourth) if width == 4 else True
        lead = array[at]
        # longer than need be, a surrogate's half, or beyond U+10FFFF
        is_whole &= ~(((lead == 0xE0) & (second < 0xA0)) | ((lead == 0xED) & (second > 0x9F)))
        is_whole &= ~(((lead == 0xF0) & (second < 0x90)) | ((lead == 0xF4) & (second > 0x8F)))
        leads.append(at[~is_whole])
        explained += [at[is_whole] + behind for behind in range(2, width)]
    never = places[((values & 0xFE) == 0xC0) | (values > 0xF4)]
    return np.concatenate([*leads, never, unasked[~np.isin(unasked, np.concatenate(explained))]])


def _goes_on(values: ByteArray) -> BoolArray:
    return np.asarray((values & 0xC0) == 0x80)
