"""Text made fit for reading and for matching.

Holds what is done to the letters of a title or body after decoding. The verbatim text stays in
`raw`; secrets are masked elsewhere (privacy), languages told elsewhere (language), texts told from
one another elsewhere (normalising).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from orchestration.press.characters import (
    ALPHA,
    BLANK,
    DECIMAL,
    END_MARK,
    LIST_MARK,
    ODD,
    QUOTE,
    SLASH,
    STOP,
    UPPER,
    IntArray,
    JoinedTexts,
    without_odd,
)
from orchestration.press.sentences import ABBREVIATIONS, CLOSERS, OPENERS, last_word

# Where one of these may begin is found for many texts at once (characters); it is tried there
# alone, and what stands before is looked at last.
_SPLIT_TIME = re.compile(r": ([0-5][05])(?![\d:%]|[.,]\d)")
_HOUR_BEFORE = re.compile(r"(?<![\d.,:])(?:[01]?\d|2[0-3])\Z")
_GLUED = re.compile(r"[.!?…:;,][\"”»’)]*(?=[^\s\d.,:;!?…”»’)\]/\\_=&-])")
_GLUED_DIGIT = re.compile(r"[0-9](?=[A-ZА-ЯӘҒҚҢӨҰҮҺІ][^\W\d_]{3})")
_LONG_WORD_BEFORE = re.compile(r"[^\W\d_]{4,}[\"”»’)]*\Z")
_NUMBER_BEFORE = re.compile(r"(?<![\w.-])\d[\d:.,]*\Z")
_DOMAIN_END = re.compile(r"(?:kz|com|org|net|info|ru|gov|edu)(?![^\W_])", re.IGNORECASE)
_DOMAIN_PATH = re.compile(r"\.\w{2,}/")
_STAR = re.compile(r"\*+")
_RUNS = re.compile(r" {2,}")
_LINE_ENDS = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")
_COLON = ord(":")


def repair_text(text: str) -> str:
    """Repair one text; many come cheaper from `repair_texts`, which says what is done."""
    return repair_texts([text])[0]


def repair_texts(texts: Sequence[str]) -> list[str]:
    """Repair texts for reading and matching; paragraph breaks stay.

    Composes letters (NFC), drops invisible marks, control bytes and U+FFFD, makes every blank a
    single plain one, closes "13: 00" to "13:00", opens sentences and lists that are glued
    ("economy.The", "reports:Link", "accounting;tax") outside links, addresses, initials and
    abbreviations, and drops `*` that marks nothing but bold type.

    Args:
        texts: decoded titles or bodies.

    Returns:
        Each repaired, in their order.
    """
    joined = JoinedTexts(texts)
    kinds = joined.kinds
    is_rough = kinds & ODD != 0
    is_rough[:-2] |= (
        (joined.codes[:-2] == _COLON) & (kinds[1:-1] & BLANK != 0) & (kinds[2:] & DECIMAL != 0)
    )
    rough = set(joined.texts_of(np.flatnonzero(is_rough)).tolist())
    rough.update(i for i, text in enumerate(texts) if not unicodedata.is_normalized("NFC", text))
    if not rough:
        return _open_glued(texts, joined)
    plain = [_make_plain(text) if i in rough else text for i, text in enumerate(texts)]
    return _open_glued(plain, JoinedTexts(plain))


def _make_plain(text: str) -> str:
    """Repair letters, blanks and stars; the places of what is left out shift all others."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        text = text.replace("\t", " ")
    text = without_odd(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if "*" in text:
        text = _STAR.sub(_without_star, text)
    if ": " in text:
        text = _SPLIT_TIME.sub(_with_time, text)
    return text


def _open_glued(texts: Sequence[str], joined: JoinedTexts) -> list[str]:
    """Put blanks where they are missing and take away those that are too many."""
    repaired = list(texts)
    places = _find_glued(joined)
    numbers = joined.texts_of(places)
    offsets = places - joined.firsts[numbers]
    glued: defaultdict[int, list[int]] = defaultdict(list)
    for number, offset in zip(numbers.tolist(), offsets.tolist(), strict=True):
        glued[number].append(offset)
    for number, found in glued.items():
        repaired[number] = _with_blanks(texts[number], _missing_blanks(texts[number], found))
    for number in set(joined.texts_of(_find_blanks(joined)).tolist()):
        repaired[number] = _without_blanks(repaired[number])
    return list(map(str.strip, repaired))


def _find_glued(joined: JoinedTexts) -> IntArray:
    """Give all places where a blank may be missing, and more."""
    kinds = joined.kinds
    here, following = kinds[:-1], kinds[1:]
    is_glued = (here & END_MARK != 0) & (following & (UPPER | QUOTE) != 0)
    is_glued |= (here & LIST_MARK != 0) & (following & (ALPHA | QUOTE) != 0)
    is_glued |= (here & DECIMAL != 0) & (following & UPPER != 0)
    is_glued |= (here & STOP != 0) & (following & DECIMAL != 0)
    is_glued |= (here & END_MARK != 0) & (following & SLASH != 0)
    return np.flatnonzero(is_glued)


def _find_blanks(joined: JoinedTexts) -> IntArray:
    """Give all places of two blanks in a row, but for the end of one text and the next."""
    is_blank = joined.kinds & BLANK != 0
    is_blank[joined.firsts[1:] - 1] = False
    return np.flatnonzero(is_blank[:-1] & is_blank[1:])


def _without_blanks(text: str) -> str:
    if "  " in text:
        text = _RUNS.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\n\n\n" in text:
        text = _MANY_LINES.sub("\n\n", text)
    return text


def _without_star(found: re.Match[str]) -> str:
    """Drop stars at a word's edge; "*102#", "2 * 3" and "a*b" keep theirs."""
    text = found.string
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    at_start = not before or before == "\n"
    if after.isdigit() or after == "#":
        return found.group()
    if after.isspace() or not after:
        return "" if at_start or not before.isspace() else found.group()
    return "" if at_start or not before.isalnum() or not after.isalnum() else found.group()


def _with_time(found: re.Match[str]) -> str:
    """Close the blank in "13: 00" when an hour stands before it.

    An hour of one digit looks like any count: it needs the full or the half hour behind it.
    """
    before = found.string[max(0, found.start() - 3) : found.start()]
    hour = _HOUR_BEFORE.search(before)
    is_time = hour and (len(hour.group()) == 2 or found.group(1) in ("00", "30"))
    return f":{found.group(1)}" if is_time else found.group()


def _missing_blanks(text: str, places: Iterable[int]) -> list[int]:
    """Give the offsets where a blank is to be put, of the places where one may be missing."""
    cuts = []
    may_hold_address = "/" in text or "www." in text
    for place in places:
        mark, cut = text[place], place + 1
        if mark.isdecimal():
            is_glued = (
                _GLUED_DIGIT.match(text, place) is not None
                and _NUMBER_BEFORE.search(text[max(0, cut - 12) : cut]) is not None
            )
        elif mark == "." and text[cut].isdecimal():
            # "the region.33 percent", but not "ст.190" or "No.5"
            before = text[max(0, place - 12) : place]
            is_glued = (
                not before[-1:].isdigit()
                and _LONG_WORD_BEFORE.search(before) is not None
                and not before.strip().isupper()
            )
        elif text.startswith("://", place):
            cuts += _glued_links(text, place)
            continue
        else:
            found = _GLUED.match(text, place)
            end = _glued_cut(text, place, found.end()) if found else None
            is_glued, cut = end is not None, end or 0
        if is_glued and not (may_hold_address and _in_address(text, cut)):
            cuts.append(cut)
    return cuts


def _glued_links(text: str, place: int) -> list[int]:
    """Where a link begins that ends in "://" at the place, if it is glued to a word."""
    starts = [place - len(scheme) for scheme in ("https", "http") if text[:place].endswith(scheme)]
    return [start for start in starts if start > 0 and text[start - 1].isalnum()]


def _with_blanks(text: str, cuts: list[int]) -> str:
    if not cuts:
        return text
    pieces = []
    last = 0
    for cut in sorted(set(cuts)):
        pieces.append(text[last:cut])
        last = cut
    pieces.append(text[last:])
    return " ".join(pieces)


def _in_address(text: str, cut: int) -> bool:
    """Whether the cut lies inside a link; "on gov.kz.The form" is two sentences all the same."""
    head = text[max(0, cut - 300) : cut].rsplit(None, 1)[-1]
    return "://" in head or "www." in head or _DOMAIN_PATH.search(head) is not None


def _glued_cut(text: str, start: int, end: int) -> int | None:
    """Give the offset at which a blank is missing, or None where the text is right."""
    mark = text[start]
    before = text[max(0, start - 40) : start]
    if mark in ";,":
        is_list = text[end].isalpha() and (before[-1:].isalpha() or before[-1:] in {*')"”»’.'})
        return end if is_list else None
    if not (text[end].isupper() or (text[end] in OPENERS and text[end + 1 : end + 2].isupper())):
        return None
    word = last_word(before)
    if not word or (mark == "." and _keeps_stop(text, word, end)):
        return None
    if mark == ":" and word[-1].isdigit():
        return None
    if '"' in text[start + 1 : end] and text.count('"', 0, end) % 2:
        return start + 1  # the quotation mark opens: snow."North Kazakhstan
    return end


def _keeps_stop(text: str, before: str, end: int) -> bool:
    """Whether a stop belongs to an initial, an abbreviation or a domain name."""
    word = before.rstrip(CLOSERS)
    if len(word) == 1 and word.isalpha() and before == word:
        return True  # K.Tokayev, г.Алматы, т.б.Осы
    return word.lower() in ABBREVIATIONS or _DOMAIN_END.match(text, end) is not None
