"""Text made fit for reading, for matching and for telling one text from another.

Holds what is done to the letters of a title or body after decoding, and where its sentences
end. The verbatim text stays in `raw`; secrets are masked elsewhere (privacy), languages told
elsewhere (language).
"""

import re
import unicodedata
from collections.abc import Sequence

# Marks that take no place on the page: soft hyphen, zero-width, bidi, word joiner, BOM, the
# replacement character that an earlier decoder left.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0f\ufeff\ufffc\ufffd"
)
_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    "\u3000"
)
_BREAKS = "\v\f\u0085\u2028\u2029"
_CONTROLS = "".join(map(chr, (*range(9), *range(14, 32), *range(127, 133), *range(134, 160))))
_ODD = re.compile(f"[{_INVISIBLE}{_BLANKS}{_BREAKS}{_CONTROLS}]")
_PLAIN = str.maketrans(
    dict.fromkeys(_INVISIBLE + _CONTROLS, "")
    | dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys(_BREAKS, "\n")
)

# Each pattern begins with a literal or a set, so that scanning 2,000 characters for it takes a
# few microseconds; what stands before a hit is looked at afterwards, for hits are few.
_SPLIT_TIME = re.compile(r": ([0-5][05])(?![\d:%]|[.,]\d)")
_HOUR_BEFORE = re.compile(r"(?<![\d.,:])(?:[01]?\d|2[0-3])\Z")
_GLUED = re.compile(r"[.!?…:;,][\"”»’)]*(?=[^\s\d.,:;!?…”»’)\]/\\_=&-])")
_GLUED_DIGIT = re.compile(r"[0-9](?=[A-ZА-ЯӘҒҚҢӨҰҮҺІ][^\W\d_]{3})")
_STOP_DIGIT = re.compile(r"[.](?=\d)")
_LONG_WORD_BEFORE = re.compile(r"[^\W\d_]{4,}[\"”»’)]*\Z")
_NUMBER_BEFORE = re.compile(r"(?<![\w.-])\d[\d:.,]*\Z")
_WORD_BEFORE = re.compile(r"[^\W_]+[%)\"”»’]*\Z")
_DOMAIN_END = re.compile(r"(?:kz|com|org|net|info|ru|gov|edu)(?![^\W_])", re.IGNORECASE)
_DOMAIN_PATH = re.compile(r"\.\w{2,}/")
_STAR = re.compile(r"\*+")
_RUNS = re.compile(r"[ \t]{2,}|\t")
_LINE_ENDS = re.compile(r" ?\n ?")
_MANY_LINES = re.compile(r"\n{3,}")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”»’)]*[ \n]+|\n+")
_OPENERS = '"«“„(['


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations before a name, in three languages: what follows is no new sentence.
_ABBREVIATIONS = _words(
    "им ул пр пл ст обл мкр пос рп пгт тел св др проф акад гл стр доп ред см ср ауд көш даңғ "
    "mr mrs ms dr st str prof gen col lt maj no nos vol fig art sgt capt jr sr dep vs "
    "zh kh sh ch ye yu ya дж ю"
)
_LONGEST_ABBREVIATION = max(map(len, _ABBREVIATIONS))


def repair_text(text: str) -> str:
    """Repair a text for reading and matching; paragraph breaks stay.

    Composes letters (NFC), drops invisible marks, control bytes and U+FFFD, makes every blank a
    single plain one, closes "13: 00" to "13:00", opens sentences and lists that are glued
    ("economy.The", "reports:Link", "accounting;tax") outside links, addresses, initials and
    abbreviations, and drops `*` that marks nothing but bold type.

    Args:
        text: a decoded title or body.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        text = text.translate(_PLAIN)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if "*" in text:
        text = _STAR.sub(_without_star, text)
    if ": " in text:
        text = _SPLIT_TIME.sub(_with_time, text)
    text = _with_blanks(text, _missing_blanks(text))
    if "  " in text or "\t" in text:
        text = _RUNS.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _LINE_ENDS.sub("\n", text)
    if "\n\n\n" in text:
        text = _MANY_LINES.sub("\n\n", text)
    return text.strip()


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


def _missing_blanks(text: str) -> list[int]:
    cuts = []
    for found in _GLUED.finditer(text):
        cut = _glued_cut(text, found.start(), found.end())
        if cut is not None and not _in_address(text, cut):
            cuts.append(cut)
    for found in _GLUED_DIGIT.finditer(text):
        cut = found.end()
        if _NUMBER_BEFORE.search(text[max(0, cut - 12) : cut]) and not _in_address(text, cut):
            cuts.append(cut)
    for found in _STOP_DIGIT.finditer(text):
        # "the region.33 percent", but not "ст.190" or "No.5"
        before = text[max(0, found.start() - 12) : found.start()]
        if not before[-1:].isdigit() and _LONG_WORD_BEFORE.search(before):
            cut = found.end()
            if not _in_address(text, cut) and not before.strip().isupper():
                cuts.append(cut)
    if "://" in text:
        for scheme in ("https://", "http://"):
            cut = text.find(scheme)
            while cut >= 0:
                if cut and text[cut - 1].isalnum():
                    cuts.append(cut)
                cut = text.find(scheme, cut + 1)
    return cuts


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
    if not (text[end].isupper() or (text[end] in _OPENERS and text[end + 1 : end + 2].isupper())):
        return None
    found = _WORD_BEFORE.search(before)
    if found is None or (mark == "." and _keeps_stop(text, found.group(), end)):
        return None
    if mark == ":" and found.group()[-1].isdigit():
        return None
    if '"' in text[start + 1 : end] and text.count('"', 0, end) % 2:
        return start + 1  # the quotation mark opens: snow."North Kazakhstan
    return end


def _keeps_stop(text: str, before: str, end: int) -> bool:
    """Whether a stop belongs to an initial, an abbreviation or a domain name."""
    word = before.rstrip('%)"”»’')
    if len(word) == 1 and word.isalpha() and before == word:
        return True  # K.Tokayev, г.Алматы, т.б.Осы
    return word.lower() in _ABBREVIATIONS or _DOMAIN_END.match(text, end) is not None


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Give the start and end of each sentence of a repaired text, blanks between left out.

    A line end closes a sentence; a stop does so before a capital, a digit or an opening mark,
    unless it belongs to an initial or an abbreviation.
    """
    spans = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if "\n" not in found.group() and not _ends_sentence(text, found.start(), found.end()):
            continue
        end = found.start() + len(found.group().rstrip())
        if end > start:
            spans.append((start, end))
        start = found.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _ends_sentence(text: str, start: int, end: int) -> bool:
    following = text[end : end + 1]
    if following and not (
        following.isupper() or following.isdigit() or following in _OPENERS + "–—-"
    ):
        return False
    if text[start] != ".":
        return True
    before = text[max(0, start - _LONGEST_ABBREVIATION - 1) : start]
    if len(before) > _LONGEST_ABBREVIATION and before.isalpha():
        return True  # most sentences end in a long word
    found = _WORD_BEFORE.search(text[max(0, start - 40) : start])
    return found is None or not (
        (len(found.group()) == 1 and found.group().isalpha())
        or found.group().lower() in _ABBREVIATIONS
    )


_ALPHANUMERIC = re.compile(r"[^\W_]+")
_NOT_ALPHANUMERIC = bytes(i if chr(i).isalnum() and i < 128 else 32 for i in range(256))


def normalise_for_identity(text: str) -> str:
    """Reduce a text to what identifies it: case-folded letters and digits, single blanks.

    Stable on purpose: article ids and content hashes rest on it, so it must not follow later
    improvements of `repair_text`. Works on verbatim and on repaired texts alike.
    """
    if text.isascii():
        plain = text.encode("ascii").translate(_NOT_ALPHANUMERIC).decode("ascii").lower()
        return " ".join(plain.split())
    if _ODD.search(text):
        text = text.translate(_PLAIN)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_ALPHANUMERIC.findall(text.casefold()))


_NO_WORDS = frozenset((*"-–—−•·*/|&+=,.:;!?…«»“”\"'()[]№<>", "...", "--"))


def count_words(words: Sequence[str]) -> int:
    """Count the words of a text, lone marks left out.

    Args:
        words: the text, split at blanks.
    """
    return len(words) - sum(map(_NO_WORDS.__contains__, words))
