"""Masking what a release should not have published: passcodes, private mail, phones, IINs.

Holds which strings are secrets. `raw` keeps the verbatim text; what readers see is masked. An
office's own contacts are no secrets: its landline, its hotline (102, 112, 1414), its mailbox
such as press@ or info@; nor is a meeting's number, which without its passcode opens nothing.

Links, mail addresses and meeting numbers are found before telephone numbers, for a meeting's
number looks like a telephone's.
"""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.press.characters import DIALLED, JoinedTexts

MASK = "•••"

_LINK = re.compile(r"(?:https?://|www\.|wa\.me/|t\.me/)[^\s<>«»\"]+", re.IGNORECASE)
_LINK_SECRET = re.compile(
    r"(?<=[?&#;])((?:pwd|passcode|password|pass|pin|token|tk|key)=)[^&#\s]+", re.I
)
_LINK_PHONE = re.compile(r"((?:wa\.me/|phone=|tel:)\+?)\d{10,12}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Mail services that people use; an office's mailbox there is somebody's private one too.
_FREE_MAIL = re.compile(
    r"@(?:gmail|googlemail|mail|inbox|bk|list|internet|yandex|ya|yahoo|hotmail|outlook|live|msn|"
    r"icloud|me|rambler|proton|protonmail|ukr|qip|lenta|autorambler|vk)\.[a-z.]{2,6}\Z",
    re.IGNORECASE,
)
# initial and surname, or surname and initial: a.suleimenova@, suleimenova_a@
_PERSON_MAIL = re.compile(
    r"(?:[a-z]{1,2}[._-][a-z]{4,}|[a-z]{4,}[._-][a-z]{1,2}|"
    r"[a-z]+[._-][a-z]+(?:ov|ova|ev|eva|yev|yeva|in|ina|uly|kyzy|qyzy|bek|bay|bai|skiy|skaya))@",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"(?:\bID\b|идентификатор|конференц\w*|нөмірі|meeting|conference)[^\d\n]{0,25}\d[\d ]{7,13}\d",
    re.IGNORECASE,
)
_PASSCODE = re.compile(
    r"((?:(?:pass\s?code|access\s+code|pin-?code|код(?:ы|а|у|ом)?\s+доступа|пин-?код|кіру\s+коды|"
    r"қол\s?жетімділік\s+коды|\bPIN\b)(?:\s+(?:is|for\s+\w+|конференции|встречи))?\s*[:=–—-]?|"
    r"(?:password|парол[ьяюе]|құпия\s?сөз\w*|құпия\s?код\w*)(?:\s+\w+)?\s*(?:[:=–—-]|\bis\b))"
    r"\s*[«\"“(]?)(?=[^\s,;.)]*\d)([A-Za-z0-9@#$%^&*_!+-]{3,24})",
    re.IGNORECASE,
)
# Kazakh mobile codes; the codes of places begin with 71 and 72 and belong to offices.
_MOBILE = re.compile(
    r"(?<![\d/])(?:(?:\+\s?7|8)[\s(-]{0,3}|\()7(?:0\d|47|6[0-4]|7[15678])[\s)-]{0,3}"
    r"\d{3}[\s-]{0,2}\d{2}[\s-]{0,2}\d{2}(?!\d)"
    r"|(?<![\d/.,-])(?<!\d\s)7(?:0[0-9]|47|7[15678])(?P<gap>[\s-])\d{3}(?P=gap)\d{2}[\s-]?\d{2}"
    r"(?![\s-]?\d)"
)
_TWELVE = re.compile(r"(?<!\d)\d{12}(?!\d)")
_DIGITS = re.compile(r"\d[\d\s()-]{8,}\d")
_SHORTEST_NUMBER = 10  # characters of the pattern above
# A word of the pattern each, cheap to look for before the pattern itself.
_PASSCODE_HINTS = (
    "asscode", "ASSCODE", "ass code", "assword", "ASSWORD", "ccess code", "ccess Code", "PIN",
    "pin-code", "pin code", "ароль", "ароля", "АРОЛЬ", "од доступа", "ода доступа", "ды доступа",
    "ОД ДОСТУПА", "ин-код", "ИН-КОД", "ұпия", "ҰПИЯ", "іру код", "імділік код",
)  # fmt: skip
_LATIN_HINTS = tuple(filter(str.isascii, _PASSCODE_HINTS))
_LINK_HINTS = ("://", "www.", "wa.me")
_PLACEHOLDER = "\ue000"  # a private-use character, which no release holds
# for RE2, which looks for all of them at once
_ANY_HINT = "|".join(map(re.escape, (_PLACEHOLDER, "@", *_LINK_HINTS, *_PASSCODE_HINTS)))


def mask_secrets(text: str) -> tuple[str, int]:
    """Mask the secrets of one text; many come cheaper from `mask_all`, which says which."""
    return mask_all([text])[0]


def mask_all(texts: Sequence[str]) -> list[tuple[str, int]]:
    """Mask passcodes, private mail addresses, mobile numbers and IINs.

    Args:
        texts: titles or bodies, best after `repair_texts`.

    Returns:
        Each text with each secret as "•••", and how many there were.
    """
    numbered = _find_numbered(JoinedTexts(texts))
    masked = [(text, 0) for text in texts]
    for number in {*numbered, *_find_hinted(texts)}:
        masked[number] = _mask(texts[number], number in numbered)
    return masked


def _find_hinted(texts: Sequence[str]) -> list[int]:
    """Give all texts in which mail, a link, a passcode or a placeholder may stand."""
    encoded = pa.array([text.encode("utf-8", "replace") for text in texts], pa.large_binary())
    hinted = pc.match_substring_regex(encoded.cast(pa.large_string()), _ANY_HINT)
    return np.flatnonzero(hinted.to_numpy(zero_copy_only=False)).tolist()


def _find_numbered(joined: JoinedTexts) -> set[int]:
    """Give all texts in which a number as long as a telephone's may stand, and more."""
    is_dialled = np.zeros(len(joined.codes) + 2, bool)
    is_dialled[1:-1] = joined.kinds & DIALLED
    is_dialled[joined.firsts[1:]] = False  # behind each text
    edges = np.flatnonzero(is_dialled[1:] != is_dialled[:-1])
    starts, ends = edges[0::2], edges[1::2]
    return set(joined.texts_of(starts[ends - starts >= _SHORTEST_NUMBER]).tolist())


def _mask(text: str, may_have_numbers: bool) -> tuple[str, int]:
    if _PLACEHOLDER in text:
        text = text.replace(_PLACEHOLDER, "")  # stands for kept pieces below
    has_mail = "@" in text
    has_link = any(map(text.__contains__, _LINK_HINTS))
    has_digits = may_have_numbers and _DIGITS.search(text) is not None
    hints = _LATIN_HINTS if text.isascii() else _PASSCODE_HINTS
    has_passcode = any(map(text.__contains__, hints))
    if not (has_mail or has_link or has_digits or has_passcode):
        return text, 0
    return _Masker(text).run(has_mail, has_link, has_digits, has_passcode)


class _Masker:
    """One text; what is found first is kept from the later rules behind a placeholder."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.count = 0
        self.kept: list[str] = []

    def run(
        self, has_mail: bool, has_link: bool, has_digits: bool, has_passcode: bool
    ) -> tuple[str, int]:
        if has_link:
            self.text = _LINK.sub(self._link, self.text)
        if has_mail:
            self.text = _EMAIL.sub(self._mail, self.text)
        if has_passcode:
            self.text = _PASSCODE.sub(self._passcode, self.text)
        if has_digits:
            self.text = _MEETING.sub(self._keep, self.text)
            self.text = _TWELVE.sub(self._iin, self.text)
            self.text = _MOBILE.sub(self._mask, self.text)
        for index in range(len(self.kept) - 1, -1, -1):
            self.text = self.text.replace(_placeholder(index), self.kept[index], 1)
        return self.text, self.count

    def _hide(self, piece: str) -> str:
        self.kept.append(piece)
        return _placeholder(len(self.kept) - 1)

    def _keep(self, found: re.Match[str]) -> str:
        return self._hide(found.group())

    def _mask(self, _: re.Match[str]) -> str:
        self.count += 1
        return MASK

    def _passcode(self, found: re.Match[str]) -> str:
        self.count += 1
        return f"{found.group(1)}{MASK}"

    def _link(self, found: re.Match[str]) -> str:
        link, secrets = _LINK_SECRET.subn(rf"\g<1>{MASK}", found.group())
        link, phones = _LINK_PHONE.subn(rf"\g<1>{MASK}", link)
        self.count += secrets + phones
        return self._hide(link)

    def _mail(self, found: re.Match[str]) -> str:
        address = found.group()
        if _FREE_MAIL.search(address) or _PERSON_MAIL.match(address):
            self.count += 1
            return MASK
        return self._hide(address)

    def _iin(self, found: re.Match[str]) -> str:
        if not is_iin(found.group()):
            return self._hide(found.group())
        self.count += 1
        return MASK


def _placeholder(index: int) -> str:
    # letters, which no later rule reads
    return f"{_PLACEHOLDER}{chr(0xE100 + index)}"


def is_iin(digits: str) -> bool:
    """Whether twelve digits are an individual identification number.

    The form is that of the government resolution on identification numbers: birth date as
    YYMMDD, a digit 0 to 6 for century and sex, four digits, a check digit by weights 1 to 11
    modulo 11 and, when that gives 10, by weights 3 to 11, 1, 2. An organisation's number (BIN)
    has 4, 5 or 6 where the day's first digit stands, and is public.
    """
    if len(digits) != 12 or not digits.isdigit():
        return False
    if not ("01" <= digits[2:4] <= "12" and "01" <= digits[4:6] <= "31" and digits[6] <= "6"):
        return False
    numbers = [int(digit) for digit in digits]
    check = sum(n * weight for n, weight in zip(numbers, range(1, 12), strict=False)) % 11
    if check == 10:
        weights = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
        check = sum(n * weight for n, weight in zip(numbers, weights, strict=False)) % 11
    return check == numbers[11]
