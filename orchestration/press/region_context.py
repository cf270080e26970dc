"""The noun that governs a place name: "district", "улица", "облысы".

Holds the classes of context words and the search for a name's noun, through lists too ("Abai and
Zharma districts"). The words are rows of the seed `region_terms` (entity kind `context`); other
signs around a name are read in `region_signs`, and what a name may mean is decided in `regions`.

Which side a word stands on is grammar and therefore here: English and Kazakh put the noun after
the name ("Abai district", "Абай ауданы"; English also "city of Almaty"), Russian after an
adjective and before a noun ("Абайский район", "район Абай").
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from orchestration.press.matching import Term, TermMatcher
from orchestration.press.tokens import Tokens
from orchestration.press.word_forms import LANGS, lower_words

PLACE_NOUNS = frozenset({"region", "district", "city", "village"})
"""Classes of nouns that say which kind of place is meant."""

OTHER_NOUNS = frozenset({"street", "namesake", "water", "person", "area"})
"""Classes of nouns that say that it is no such place."""

_NOUNS = PLACE_NOUNS | OTHER_NOUNS
_ORDER = ("village", "district", "region", "city", "street", "namesake", "water", "person", "area")
_NONE: frozenset[str] = frozenset()
_MEMO_LIMIT = 100_000
_LIST_ITEMS = 8
_ITEM_WORDS = 3
_RU_ENDINGS = ("а", "у", "ом", "е", "ы", "и", "я", "ю", "ем", "ам", "ах", "ов", "ей")
_RU_ADJECTIVE = re.compile(r".*[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")


class Noun(NamedTuple):
    """The noun that governs a name.

    Attributes:
        kind: one of PLACE_NOUNS or OTHER_NOUNS.
        is_plural: "districts", "районах", "аудандары".
        is_list: the name shares the noun with others.
        is_before: it stands before the name.
    """

    kind: str
    is_plural: bool = False
    is_list: bool = False
    is_before: bool = False


class Name(NamedTuple):
    """A name in a text.

    Attributes:
        tokens: the words of the field.
        lang: en, ru or kk.
        first: index of the name's first word.
        last: index of its last word.
        base: lower-case dictionary form of its last word.
    """

    tokens: Tokens
    lang: str
    first: int
    last: int
    base: str = ""

    def gap(self, index: int) -> str:
        """What stands between a word and the next one."""
        return self.tokens.text[self.tokens.ends[index] : self.tokens.starts[index + 1]]

    def is_capital(self, index: int) -> bool:
        """Tell whether a word begins with a capital letter; not beyond the text."""
        starts = self.tokens.starts
        return 0 <= index < len(starts) and self.tokens.text[starts[index]].isupper()

    def follows(self, index: int) -> bool:
        """Tell whether a word follows without a stop, comma or bracket before it."""
        return index + 1 < len(self.tokens.starts) and not self.tokens.barred[index]


class ContextWords:
    """The classes of words, remembered for words seen."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Take (class, lang, term in the notation of `matching`)."""
        rows = list(rows)
        self._kinds = [kind for kind, _, _ in rows]
        self._matcher = TermMatcher([Term(term, lang) for _, lang, term in rows])
        self._memo: dict[str, dict[str, frozenset[str]]] = {lang: {} for lang in LANGS}
        self._legal_forms = frozenset(
            term.strip("=").lower() for kind, _, term in rows if kind in ("legal_form", "firm")
        )

    def has_legal_form(self, tokens: Tokens) -> bool:
        """Tell whether a word for a company or its legal form stands in a text."""
        places = tokens.lot.noted.get(self)
        if places is None:
            forms = lower_words(tokens.lot.different, tokens.lang)
            is_one = np.fromiter(map(self._legal_forms.__contains__, forms), bool, len(forms))
            places = tokens.lot.noted[self] = np.flatnonzero(is_one[tokens.lot.numbers]).tolist()
        assert isinstance(places, list)
        return bisect_left(places, tokens.first) < bisect_left(places, tokens.last)

    def near(self, name: Name, index: int) -> frozenset[str]:
        """Give the classes of a word of the name's field; none for an index outside it."""
        lowered, lang = name.tokens.lowered, name.lang
        if not 0 <= index < len(lowered):
            return _NONE
        word = lowered[index]
        memo = self._memo[lang]
        known = memo.get(word)
        if known is None:
            found = self._matcher.find_alone(word, lang)
            known = frozenset(map(self._kinds.__getitem__, found))
            if len(memo) >= _MEMO_LIMIT:
                memo.clear()
            memo[word] = known
        return known


def find_noun(words: ContextWords, name: Name) -> Noun | None:
    """Find the noun that governs a name."""
    lowered = name.tokens.lowered[name.last]
    if name.lang == "ru" and not _RU_ADJECTIVE.match(lowered):
        return _before(words, name) or _list_before(words, name)
    if name.lang == "ru" and (before := _before(words, name)) and before.kind == "street":
        return before  # "на улице Туркестанской"
    if name.lang == "kk" and lowered != name.base:
        return None  # "Алматының аудандары": a case ending cuts the name off
    if lowered.endswith("'s"):
        return _before(words, name) or _list_before(words, name)
    noun = _after(words, name) or _list_after(words, name)
    if noun is None and name.lang == "en":
        noun = _before(words, name) or _list_before(words, name)
    return noun


def _kind(words: ContextWords, name: Name, index: int) -> tuple[str, bool] | None:
    classes = words.near(name, index)
    if _NOUNS.isdisjoint(classes):
        return None
    return next(kind for kind in _ORDER if kind in classes), "plural" in classes


def _after(words: ContextWords, name: Name) -> Noun | None:
    if not name.follows(name.last):
        return None
    found = _kind(words, name, name.last + 1)
    if found is None:
        return None
    kind, plural = found
    if kind == "namesake" and name.lang == "kk" and name.follows(name.last + 1):
        # "Қазыбек би атындағы аудан": the district bears the name
        beyond = _kind(words, name, name.last + 2)
        if beyond and beyond[0] in PLACE_NOUNS:
            kind = beyond[0]
    if kind == "person" and name.lang != "kk":
        return None
    # the last of a list: "Alatau and Zhetysu districts"
    return Noun(kind, plural, is_list=plural and _joins_list(words, name))


def _joins_list(words: ContextWords, name: Name) -> bool:
    index = name.first - 1
    if index > 0 and "and" in words.near(name, index):
        return name.is_capital(index - 1)
    return index >= 0 and name.gap(index).strip() == "," and name.is_capital(index)


def _before(words: ContextWords, name: Name) -> Noun | None:
    index = name.first - 1
    if index < 0 or not name.follows(index):
        return None
    word = name.tokens.lowered[index]
    linked = word in ("of", "after")
    if name.lang == "en" and linked:
        index -= 1
        if index < 0 or not name.follows(index):
            return None
        if name.tokens.lowered[index] == "the" and index:
            index -= 1
    found = _kind(words, name, index)
    if found is None:
        return None
    kind, plural = found
    if kind == "person" and (word == "of" or _is_genitive(name, index)):
        return None  # "the akim of Pavlodar": the post is a person's, the name is a place's
    if kind == "namesake":
        # "района имени Казыбек би", "district named after Kazybek bi"
        beyond = _kind(words, name, index - 1)
        if beyond and beyond[0] in PLACE_NOUNS | {"street"} and name.follows(index - 1):
            return Noun(beyond[0], beyond[1], is_before=True)
        return Noun(kind, is_before=True)
    if name.lang == "en" and not linked and kind in ("region", "district"):
        return None  # "in the Abai district Semey residents": the noun of another name
    if name.lang == "ru" and kind == "district" and _has_adjective(name, index):
        return None  # "Медеуского района Алматы": so here
    return Noun(kind, plural, is_before=True)


def _has_adjective(name: Name, noun: int) -> bool:
    before = noun - 1
    return (
        before >= 0
        and name.follows(before)
        and name.is_capital(before)
        and _RU_ADJECTIVE.match(name.tokens.lowered[before]) is not None
    )


def _is_genitive(name: Name, post: int) -> bool:
    """Tell whether a Russian name doesn't agree with the post before it, as a person's would.

    "аким Павлодара" against "аким Абай", "акима Абая".
    """
    lowered = name.tokens.lowered
    is_nominative = not lowered[post].endswith(_RU_ENDINGS)
    return name.lang == "ru" and is_nominative and lowered[name.last] != name.base


def _list_after(words: ContextWords, name: Name) -> Noun | None:
    index = name.last
    for _ in range(_LIST_ITEMS):
        index = _next_item(words, name, index)
        if index < 0 or _kind(words, name, index):
            return None
        for _ in range(_ITEM_WORDS):
            if not name.follows(index):
                break
            found = _kind(words, name, index + 1)
            if found:
                kind, plural = found
                return Noun(kind, plural, is_list=True) if plural or name.lang == "ru" else None
            if not name.is_capital(index + 1):
                break
            index += 1
    return None


def _next_item(words: ContextWords, name: Name, index: int) -> int:
    """Index of the capitalised word after a comma or "and", else -1."""
    following = index + 1
    if following >= len(name.tokens.starts):
        return -1
    gap = name.gap(index).strip()
    joined = gap == ","
    if gap in ("", ",") and "and" in words.near(name, following):
        following += 1
        joined = True
    return following if joined and name.is_capital(following) else -1


def _list_before(words: ContextWords, name: Name) -> Noun | None:
    index = name.first
    for _ in range(_LIST_ITEMS):
        index -= 1
        if index < 1:
            return None
        gap = name.gap(index).strip()
        if gap == "" and "and" in words.near(name, index):
            index -= 1
        elif gap != ",":
            return None
        for _ in range(_ITEM_WORDS):
            if _kind(words, name, index):
                return None  # "on Abai Avenue, Astana": the noun of another name
            if index < 1 or not name.is_capital(index) or not name.follows(index - 1):
                break
            before = index - 1
            if name.lang == "en" and name.tokens.lowered[before] == "of":
                before -= 1
            found = _kind(words, name, before)
            if found and (found[1] or found[0] in OTHER_NOUNS):
                return Noun(found[0], found[1], is_list=True, is_before=True)
            if not name.is_capital(index - 1):
                break
            index -= 1
    return None
