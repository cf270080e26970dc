"""Source lines: where releases stand on gov.kz, and the parts of those addresses.

Holds the marker in three languages, the finding of all source lines of a dump and the taking
apart of addresses. What a slug means belongs to `agencies`.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.lines import BREAK, BoolArray, IntArray, Lines, lay_pieces
from orchestration.press.marks import stands_at

_MARKERS = (
    "Source", "Источник", "Дереккөз", "Дереккөзі", "Қайнар көзі", "Көзі", "Derekköz", "Derekkoz",
)  # fmt: skip
# All begin with one byte, so that a search skips what can't be one. Glued to a word only when it
# begins with a capital: "…twice a week.Source :", not "resource :"
_MARKER = (
    rb"(?:"
    + b"|".join(v.encode() for m in _MARKERS for v in (m, m.upper()))
    + b"".join(
        b"|"
        + low[:1]
        + rb"(?<![A-Za-z]"
        + low[:1]
        + rb")(?<![\xc3-\xd3][\x80-\xbf]"
        + low[:1]
        + b")"
        + low[1:]
        for low in (m.lower().encode() for m in _MARKERS)
    )
    + rb")"
)

# Blank, no-break blank or zero-width mark, any number
_GAP = rb"(?:[ \t]|\xc2\xa0|\xe2\x80[\x8b-\x8f])*"
_COLON = _GAP + rb":" + _GAP
# Marks that a sentence puts after an address
_AFTER = rb"(?:[.,;:!?*_'\")\]}]|\xc2\xbb|\xe2\x80[\x99\x9d\xa6])*"

GOVKZ = b"gov.kz/memleket/entities/"
_PARAMETER = rb"(?:lang=[A-Za-z]{2}|[\w%.-]+(?:=[\w%.,-]*)?)"
_LETTERS = rb"(?:[!#-;=?-~]|[\xc3-\xd7\xd9-\xdf][\x80-\xbf])"
# Controls, zero-width and bidi marks that got between the letters
_MARKS = (
    rb"(?:[\x00-\x08\x0e-\x1f\x7f]|\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]"
    rb"|\xef\xbb\xbf|\xd8\x9c)"
)
# An id or a language ends the address even where the next sentence is glued to it
_GOVKZ_REST = re.compile(
    rb"(?:[\w-]+(?:/press/(?:news|article)/details/\d+/?|(?:/[\w.%-]*)*)"
    rb"(?:\?" + _PARAMETER + rb"(?:&(?:amp;)?" + _PARAMETER + rb")*)?(?:#[\w-]*)?)?"
    rb"(?:" + _MARKS + rb"+" + _LETTERS + rb"+)*"
)
# The address may stand on the line below the marker
_GOVKZ_BEFORE = re.compile(
    _MARKER + _COLON + rb"(?:" + BREAK + _GAP + rb")?((?:https?://)?(?:www\.|beta\.)?)\Z"
)
_OTHER = re.compile(
    _MARKER + _COLON + rb"(https?://(?:" + _LETTERS + b"|" + _MARKS + rb")*?" + _LETTERS + b")"
    + _AFTER + rb"\Z"
)  # fmt: skip
_TRAILING_MARKS = re.compile(_AFTER)
# the marker with nothing behind it, at the end of an article
_BARE = re.compile(_MARKER + _COLON + rb"\Z")

_BEFORE_BYTES = 56
_USUAL_SCHEME = b"https://www."
_USUAL = b"Source : " + _USUAL_SCHEME  # looked at first, for most lines begin so
# the rest of a line that most end in, for RE2: `_GOVKZ_REST` takes all of it
_USUAL_REST = r"^[\w-]+/press/(?:news|article)/details/\d+/?(?:\?lang=[A-Za-z]{2})?$"
_TAIL_BYTES = 400

_ADDRESS = (
    r"^(?:https?://)?(?:www\.|beta\.)?gov\.kz/memleket/entities/(?P<slug>[^/?#\s]+)"
    r"(?:/press/(?P<kind>news|article)/details/(?P<id>\d{1,18})(?:\b|[A-Za-z_]))?"
    r"(?:.*?[?&;]lang=(?P<lang>[A-Za-z]{2}))?"
)
# What most addresses are, read in under half the time for there is one way only
_USUAL_ADDRESS = (
    r"^https://www\.gov\.kz/memleket/entities/(?P<slug>[\w-]+)"
    r"/press/(?P<kind>news|article)/details/(?P<id>\d{1,18})(?:\?lang=(?P<lang>[A-Za-z]{2}))?$"
)

_Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Sources:
    """The source lines of a dump in order, as columns of offsets.

    Attributes:
        starts: first byte of each marker.
        url_starts: first byte of each address.
        url_ends: byte after each address.
        ends: byte after the marks that follow it.
        is_govkz: whether it is one of gov.kz; others count only at the end of an article.
        ends_line: for each line of the dump, whether it ends in a source.
    """

    starts: IntArray
    url_starts: IntArray
    url_ends: IntArray
    ends: IntArray
    is_govkz: BoolArray
    ends_line: BoolArray


def find_sources(lines: Lines, is_dated: BoolArray) -> Sources:
    """Find every source line.

    Args:
        lines: the dump's lines.
        is_dated: lines that end in a date, and so in no address.
    """
    found = _find_govkz(lines)
    ends_line = _ends_line(lines, found)
    others = _find_others(lines, ends_line | is_dated)
    ends_line |= _ends_line(lines, others)
    table = np.concatenate((found, others))
    order = np.argsort(table[:, 0], kind="stable")
    starts, url_starts, url_ends, ends = table[order].T
    return Sources(starts, url_starts, url_ends, ends, order < len(found), ends_line)


def find_bare_source(data: bytes, start: int, end: int) -> int | None:
    """Where a marker without an address begins that ends this body; None for none."""
    found = _BARE.search(data, max(start, end - _BEFORE_BYTES), end)
    return found.start() if found else None


def parse_source_urls(urls: pa.Array) -> dict[str, pa.Array]:
    """Take addresses apart; all parts are null where it isn't one of gov.kz.

    Args:
        urls: as printed, with or without ``?lang=``; null for none.

    Returns:
        source_slug, source_kind, source_id and source_lang.
    """
    if not pc.all(pc.ascii_is_printable(urls)).as_py():
        urls = pc.replace_substring_regex(urls, r"\pC", "")
    parts = pc.extract_regex(urls, _USUAL_ADDRESS)
    is_other = pc.and_(pc.is_valid(urls), pc.is_null(parts))
    others = pc.extract_regex(urls.filter(is_other), _ADDRESS)

    def part(name: str) -> pa.Array:
        values = pc.replace_with_mask(
            pc.struct_field(parts, name), is_other, pc.struct_field(others, name)
        )
        return pc.if_else(pc.equal(values, ""), None, values)

    return {
        "source_slug": pc.utf8_lower(part("slug")),
        "source_kind": part("kind"),
        "source_id": part("id").cast(pa.int64()),
        "source_lang": pc.utf8_lower(part("lang")),
    }


def _find_govkz(lines: Lines) -> _Rows:
    """Sources on gov.kz: rows of the four offsets of `Sources`, in order."""
    at = lines.slashes - GOVKZ.index(b"/")
    at = at[stands_at(lines.array, at, GOVKZ)]
    on_line = np.searchsorted(lines.ends, at, side="right")
    usual = _find_usual(lines, at, on_line)
    is_odd = np.ones(len(at), bool)
    is_odd[usual] = False
    ends = lines.ends[on_line[usual]]
    starts = at[usual] - len(_USUAL)
    found = np.column_stack((starts, at[usual] - len(_USUAL_SCHEME), ends, ends))
    # a marker may stand on the line above, but neither in the dump above nor in another source
    free = lines.bounds[lines.dump_of(at[is_odd]), 0]
    before = np.append(ends, 0)[np.searchsorted(starts, at[is_odd]) - 1]
    odd = _find_odd(lines.data, at[is_odd].tolist(), np.maximum(free, before).tolist())
    if not len(odd):
        return found
    found = np.concatenate((found, odd))
    return found[np.argsort(found[:, 0], kind="stable")]


def _find_usual(lines: Lines, at: IntArray, on_line: IntArray) -> IntArray:
    """Those addresses, by their places, that are all of a line behind the usual marker.

    Args:
        lines: the dumps' lines.
        at: where gov.kz stands.
        on_line: the line of each.
    """
    is_shared = on_line[1:] == on_line[:-1]
    is_usual = stands_at(lines.array, at - len(_USUAL), _USUAL)
    is_usual[1:] &= ~is_shared
    is_usual[:-1] &= ~is_shared
    usual = np.flatnonzero(is_usual)
    rests = lay_pieces(
        lines.data, at[usual] + len(GOVKZ), lines.ends[on_line[usual]], pa.large_binary()
    )
    return usual[np.asarray(pc.match_substring_regex(rests, _USUAL_REST)).astype(bool)]


def _find_odd(data: bytes, places: list[int], free_from: list[int]) -> _Rows:
    """Sources of gov.kz at these places, read one by one.

    Args:
        data: the dumps.
        places: where gov.kz stands.
        free_from: for each the first byte in its dump that no usual source before it holds.
    """
    found = []
    free = 0
    for at, first in zip(places, free_from, strict=True):
        if at < free:
            continue
        following = at + len(GOVKZ)
        start, url_start = _find_marker(data, max(free, first), at)
        rest = _GOVKZ_REST.match(data, following)
        if start < 0 or rest is None or rest.end() == following:
            continue
        end = rest.end()
        while data[end - 1] in b".,":
            end -= 1
        # a line mostly ends here
        free = end
        if data[end : end + 1] > b" ":
            free = _TRAILING_MARKS.match(data, end).end()  # type: ignore[union-attr]
        found.append((start, url_start, end, free))
    return np.array(found, np.int64).reshape(-1, 4)


def _find_marker(data: bytes, free: int, at: int) -> tuple[int, int]:
    """Where the marker and the address begin of which gov.kz stands at an offset; -1 for none."""
    usual = at - len(_USUAL)
    if usual >= free and data.startswith(_USUAL, usual):
        start, url_start = usual, at - len(_USUAL_SCHEME)
        # glued to a word it is one all the same, for it begins with a capital
        return start, url_start
    before = _GOVKZ_BEFORE.search(data, max(free, at - _BEFORE_BYTES), at)
    return (before.start(), before.start(1)) if before else (-1, -1)


def _find_others(lines: Lines, is_skipped: BoolArray) -> _Rows:
    """Sources elsewhere than on gov.kz that end a line."""
    slashed = lines.slashes[stands_at(lines.array, lines.slashes - 1, b"://")]
    candidates = np.unique(np.searchsorted(lines.ends, slashed, side="right"))
    candidates = candidates[candidates < len(lines.ends)]
    found = []
    for line in candidates[~is_skipped[candidates]].tolist():
        start, end = int(lines.inks[line]), int(lines.ends[line])
        link = lines.data[max(start, end - _TAIL_BYTES) : end].rsplit(None, 1)[-1]
        if b"://" not in link:
            continue
        match = _OTHER.search(lines.data, max(start, end - len(link) - _BEFORE_BYTES), end)
        if match is not None:
            found.append((match.start(), match.start(1), match.end(1), match.end()))
    return np.array(found, np.int64).reshape(-1, 4)


def _ends_line(lines: Lines, found: _Rows) -> BoolArray:
    ends = found[:, 3]
    result = np.zeros(len(lines.ends), bool)
    if len(ends) and len(result):
        line = np.minimum(np.searchsorted(lines.ends, ends), len(result) - 1)
        result[line[lines.ends[line] == ends]] = True
    return result
