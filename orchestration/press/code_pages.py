"""Whether bytes that aren't UTF-8 are text in a Cyrillic code page, and how sure that is.

Almost every byte is some letter there, so that a few stray ones in an English page would be read
as Cyrillic. Bytes are believed when they make up words throughout: with capitals in front or
everywhere, not grown into Latin words, mostly of the letters that Russian and Kazakh use most.
Choosing among all encodings belongs to `decode`.
"""

import re

import numpy as np

SAMPLE_BYTES = 1 << 16

# fewer letters prove nothing: that many stray bytes are seldom common letters in words
LEAST_LETTERS = 8
# of the high bytes, those in words and marks; of the letters, common ones (Russian text has 80 %,
# Kazakh 70, evenly spread bytes 23); of the high bytes, those that are valid UTF-8 by chance
LEAST_EXPLAINED = 0.75
LEAST_COMMON = 0.5
# of the letters, small ones: KOI8-R has its capitals where these have small letters
LEAST_LOWER = 0.3
MOST_VALID = 0.3
MOST_CONFIDENCE = 0.95
# an English page with the quotes and dashes of any Windows code page: several, or one alone
MARKS_CONFIDENCE = 0.6
MARK_CONFIDENCE = 0.5
_LONGEST_WORD = 30

# Where KZ-1048, the Kazakh standard STRK1048-2002, differs from windows-1251: Kazakh letters
# stand where the latter has Serbian, Ukrainian and other ones that no Kazakh page uses.
_KAZAKH_BYTES = re.compile(rb"[\x8d\x8e\x8f\x9d\x9e\x9f\xa1\xa2\xa3\xa5\xaa\xaf\xb4\xba\xbc-\xbf]")
_HIGH = bytes(range(0x80, 0x100))
_FIRST_HIGH = re.compile(rb"[\x80-\xff]")


_LETTERS = {n: bytes([n]).decode("kz1048", "ignore") for n in _HIGH}
_LOWER_BYTES = bytes(n for n, letter in _LETTERS.items() if letter.islower())
_LOWER = re.escape(_LOWER_BYTES)
_UPPER = re.escape(bytes(n for n, letter in _LETTERS.items() if letter.isupper()))
# behind a Latin letter or another Cyrillic one no word begins, before one none ends
_WORD = re.compile(
    rb"(?<![A-Za-z" + _UPPER + _LOWER + rb"])"
    rb"(?:[" + _UPPER + rb"]?[" + _LOWER + rb"]+|[" + _UPPER + rb"]+)"
    rb"(?![A-Za-z" + _UPPER + _LOWER + rb"])"
)  # fmt: skip
_ONE_LETTER_WORDS = "авикосуюяАВИКОСУЮЯ".encode("cp1251")
_COMMON = "аеоинтрслкдмупыйАЕОИНТРСЛКДМУПЫЙ".encode("cp1251")
# opening quotes; what closes or follows a word; dashes; hard blanks; № and °
_MARKS = re.compile(
    rb"(?<![A-Za-z0-9])[\x84\x91\x93\xab](?=\S)|(?<=\S)[\x85\x92\x94\xbb]"
    rb"|(?<=[\s\d\xa0])[\x96\x97](?=[\s\d\xa0])|(?<=\S)\xa0(?=\S)"
    rb"|\xb9(?=[\s\d\xa0])|(?<=[\s\d])\xb0"
)


def guess_code_page(data: bytes) -> tuple[str, float] | None:
    """The code page and how sure it is, 0 to 1; None when bytes are rather damaged UTF-8."""
    first = _FIRST_HIGH.search(data)
    if first is None:
        return None
    start = max(0, first.start() - 1)
    sample = data[start : start + SAMPLE_BYTES]
    high = count_high(sample)
    # decoded and encoded again, for a search for valid bytes was a tenth of a busy lot's time
    if count_high(sample.decode("utf-8", "ignore").encode()) > high * MOST_VALID:
        return None
    words = [word for word in _WORD.findall(sample) if _is_likely(word)]
    letters = sum(map(len, words))
    marks = sum(count_high(mark) for mark in _MARKS.findall(sample))
    if letters + marks < high * LEAST_EXPLAINED:
        return None
    page = "kz1048" if _KAZAKH_BYTES.search(data) else "windows-1251"
    if not letters:
        return page, MARKS_CONFIDENCE if marks > 1 else MARK_CONFIDENCE
    text = b"".join(words)
    if letters < LEAST_LETTERS or _count(text, _COMMON) < letters * LEAST_COMMON:
        return None
    if _count(text, _LOWER_BYTES) < letters * LEAST_LOWER:
        return None
    # few letters leave doubts, however well they read
    confidence = (
        (letters + marks) / high * (letters + LEAST_LETTERS) / (letters + 2 * LEAST_LETTERS)
    )
    return page, round(min(MOST_CONFIDENCE, confidence), 3)


def count_high(data: bytes) -> int:
    """How many of the bytes aren't ASCII."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) >= 0x80))


def _is_likely(word: bytes) -> bool:
    return len(word) <= _LONGEST_WORD if len(word) > 1 else word in _ONE_LETTER_WORDS


def _count(data: bytes, members: bytes) -> int:
    """How many of the bytes are among these."""
    return len(data) - len(data.translate(None, members))
