"""The words around a name that say what the name means there.

Holds the reading of a name's neighbourhood: is it followed by "district", preceded by "улица",
part of a list that ends in "аудандары", a person, a company, the subject of "calls on all
parties". The words themselves are rows of the seed `region_terms` (entity kind `context`), and
what a name may mean is decided in `regions`.

Which side a word stands on is grammar and therefore here: English and Kazakh put the noun after
the name ("Abai district", "Абай ауданы"; English also "city of Almaty"), Russian after an
adjective and before a noun ("Абайский район", "район Абай").
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from orchestration.press.matching import LANGS, Term, TermMatcher, Tokens, parse_tokens

KINDS = frozenset({"region", "district", "city", "village"})
"""Classes of nouns that say which kind of place is meant."""

OTHERS = frozenset({"street", "namesake", "water", "person", "area"})
"""Classes of nouns that say that it is no such place."""

_NOUNS = KINDS | OTHERS
_ORDER = ("village", "district", "region", "city", "street", "namesake", "water", "person", "area")
_NONE: frozenset[str] = frozenset()
_LIST_ITEMS = 8
_ITEM_WORDS = 3

_OPENING = re.compile(r"[«“„\"]")
_CLOSING = re.compile(r"[»”\"]")
_RU_ADJECTIVE = re.compile(r".*[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
_SURNAME = re.compile(
    r".*(?:[oe]v|[oe]va|ina?|uly|kyzy|ovich|evich|ovna|evna|sky|skaya"
    r"|[оеё]ва?|ина?|[ұу]лы|[қк]ызы|[ое]вич|[ое]вна|ский|ская)$"
)
_KK_LOCATIVE = re.compile(r".*(?:да|де|та|те|дан|ден|тан|тен|нан|нен|дағы|дегі|тағы|тегі)$")
_TURN = frozenset({"is", "are", "has", "have", "also", "will", "не", "также", "всегда", "тоже"})
_KAZAKHSTAN = ("kazakh", "qazaqstan", "казахстан", "қазақстан", "рк", "қр")


@dataclass(frozen=True, slots=True)
class Noun:
    """The noun that governs a name.

    Attributes:
        kind: one of KINDS or OTHERS.
        is_plural: "districts", "районах", "аудандары".
        is_list: the name shares the noun with others ("Abai and Zharma districts").
        is_before: it stands before the name.
    """

    kind: str
    is_plural: bool = False
    is_list: bool = False
    is_before: bool = False


class Surroundings:
    """Reads the neighbourhood of names; built once from the context rows of the seed."""

    def __init__(self, words: Iterable[tuple[str, str, str]]) -> None:
        """Take the rows as (class, lang, term in the notation of `matching`)."""
        rows = list(words)
        self._classes = [row[0] for row in rows]
        self._matcher = TermMatcher([Term(term, lang) for _, lang, term in rows])
        self._memo: dict[str, dict[str, frozenset[str]]] = {lang: {} for lang in LANGS}

    def classes(self, tokens: Tokens, lang: str, index: int) -> frozenset[str]:
        """Give the classes of a word; none for an index outside the text."""
        if not 0 <= index < len(tokens.lowered):
            return _NONE
        word = tokens.lowered[index]
        memo = self._memo[lang]
        known = memo.get(word)
        if known is None:
            found = self._matcher.find(parse_tokens(word, lang), lang)
            known = frozenset(self._classes[match.term] for match in found)
            if len(memo) > 100_000:
                memo.clear()
            memo[word] = known
        return known

    def noun(self, tokens: Tokens, lang: str, first: int, last: int, base: str) -> Noun | None:
        """Find the noun that governs the name standing on these words.

        Args:
            tokens: the words of the field.
            lang: en, ru or kk.
            first: index of the name's first word.
            last: index of its last word.
            base: lower-case dictionary form of its last word.
        """
        if lang == "ru":
            if _RU_ADJECTIVE.match(tokens.lowered[last]):
                return self._after(tokens, lang, last) or self._list_after(tokens, lang, last)
            return self._before(tokens, lang, first) or self._list_before(tokens, lang, first)
        if lang == "kk":
            if tokens.lowered[last] != base:
                return None
            return self._after(tokens, lang, last) or self._list_after(tokens, lang, last)
        if not tokens.lowered[last].endswith("'s"):
            noun = self._after(tokens, lang, last) or self._list_after(tokens, lang, last)
            if noun:
                return noun
        return self._before(tokens, lang, first) or self._list_before(tokens, lang, first)

    def _kind(self, tokens: Tokens, lang: str, index: int) -> tuple[str, bool] | None:
        classes = self.classes(tokens, lang, index)
        if not classes & _NOUNS:
            return None
        kind = next(kind for kind in _ORDER if kind in classes)
        return kind, "plural" in classes

    def _after(self, tokens: Tokens, lang: str, last: int) -> Noun | None:
        if last + 1 >= len(tokens.starts) or tokens.barred[last]:
            return None
        found = self._kind(tokens, lang, last + 1)
        if found is None:
            return None
        kind, plural = found
        if kind == "namesake" and lang == "kk":
            # "Қазыбек би атындағы аудан": the district bears the name
            beyond = self._kind(tokens, lang, last + 2)
            if beyond and beyond[0] in KINDS and not tokens.barred[last + 1]:
                kind = beyond[0]
        if kind == "person" and lang != "kk":
            return None
        return Noun(kind, plural)

    def _before(self, tokens: Tokens, lang: str, first: int) -> Noun | None:
        index = first - 1
        if index < 0 or tokens.barred[index]:
            return None
        word = tokens.lowered[index]
        if lang == "en" and word in ("of", "after", "the"):
            index -= 1
            if index < 0 or tokens.barred[index]:
                return None
            if word == "the":
                return None
            if tokens.lowered[index] == "the" and index:
                index -= 1
        found = self._kind(tokens, lang, index)
        if found is None:
            return None
        kind, plural = found
        if kind == "namesake":
            # "района имени Казыбек би", "district named after Kazybek bi"
            beyond = self._kind(tokens, lang, index - 1)
            if beyond and beyond[0] in KINDS | {"street"} and not tokens.barred[index - 1]:
                return Noun(beyond[0], beyond[1], is_before=True)
            return Noun(kind, is_before=True)
        if lang == "en" and word not in ("of", "after") and kind in ("region", "district"):
            # "the Abai district Semey residents know": the noun belongs to the name before it
            return None
        return Noun(kind, plural, is_before=True)

    def _list_after(self, tokens: Tokens, lang: str, last: int) -> Noun | None:
        index = last
        for _ in range(_LIST_ITEMS):
            index = self._next_item(tokens, lang, index)
            if index < 0:
                return None
            for _ in range(_ITEM_WORDS):
                found = self._kind(tokens, lang, index + 1)
                if found and not tokens.barred[index]:
                    kind, plural = found
                    if plural or lang == "ru":
                        return Noun(kind, plural, is_list=True)
                    return None
                if tokens.barred[index] or not self._is_capital(tokens, index + 1):
                    break
                index += 1
        return None

    def _next_item(self, tokens: Tokens, lang: str, index: int) -> int:
        """Index of the capitalised word after "," or "and", else -1."""
        following = index + 1
        if following >= len(tokens.starts):
            return -1
        gap = tokens.text[tokens.ends[index] : tokens.starts[following]].strip()
        joined = gap == ","
        if gap in ("", ",") and "and" in self.classes(tokens, lang, following):
            following += 1
            joined = True
        return following if joined and self._is_capital(tokens, following) else -1

    def _list_before(self, tokens: Tokens, lang: str, first: int) -> Noun | None:
        index = first
        for _ in range(_LIST_ITEMS):
            index -= 1
            if index < 1:
                return None
            gap = tokens.text[tokens.ends[index] : tokens.starts[index + 1]].strip()
            if gap == "" and "and" in self.classes(tokens, lang, index):
                index -= 1
            elif gap != ",":
                return None
            for _ in range(_ITEM_WORDS):
                if index < 1 or not self._is_capital(tokens, index) or tokens.barred[index - 1]:
                    break
                before = index - 1
                if lang == "en" and tokens.lowered[before] == "of":
                    before -= 1
                found = self._kind(tokens, lang, before)
                if found and (found[1] or found[0] in OTHERS):
                    return Noun(found[0], found[1], is_list=True, is_before=True)
                if not self._is_capital(tokens, index - 1):
                    break
                index -= 1
        return None

    @staticmethod
    def _is_capital(tokens: Tokens, index: int) -> bool:
        return index < len(tokens.starts) and tokens.text[tokens.starts[index]].isupper()

    def has_place_cue(self, tokens: Tokens, lang: str, first: int, last: int) -> bool:
        """Tell whether grammar says that a place is meant: "in X", "в X", "Xда"."""
        if self.is_person_name(tokens, last):
            return False
        if lang == "kk":
            return _KK_LOCATIVE.match(tokens.lowered[last]) is not None
        if not first or tokens.barred[first - 1]:
            return False
        return "place_cue" in self.classes(tokens, lang, first - 1)

    def is_person_name(self, tokens: Tokens, last: int) -> bool:
        """Tell whether a surname follows: "Altay Abibullayev", "Темир Нурланов"."""
        following = last + 1
        return (
            following < len(tokens.starts)
            and not tokens.barred[last]
            and self._is_capital(tokens, following)
            and _SURNAME.match(tokens.lowered[following].removesuffix("'s")) is not None
        )

    def stands_free(self, tokens: Tokens, first: int, last: int) -> bool:
        """Tell whether no capitalised word touches the name, as one would in a person's."""
        free_before = (
            not first or tokens.barred[first - 1] or not self._is_capital(tokens, first - 1)
        )
        free_after = (
            last + 1 >= len(tokens.starts)
            or tokens.barred[last]
            or not self._is_capital(tokens, last + 1)
        )
        return free_before and free_after

    @staticmethod
    def is_first_word(tokens: Tokens, first: int) -> bool:
        """Tell whether the capital letter may only be that of a sentence's first word."""
        if first == 0:
            return True
        gap = tokens.text[tokens.ends[first - 1] : tokens.starts[first]]
        return re.search(r"[.!?:\n«“\"–—•]", gap) is not None

    @staticmethod
    def is_label(tokens: Tokens, first: int, last: int) -> bool:
        """Tell whether the name heads a title: "Amangeldi: the locusts are coming"."""
        return first == 0 and tokens.text[tokens.ends[last] :].lstrip().startswith(":")

    @staticmethod
    def is_dateline(tokens: Tokens, first: int, last: int) -> bool:
        """Tell whether the text begins with the place and a date: "Paris, September 1, 2025"."""
        if first:
            return False
        rest = tokens.text[tokens.ends[last] : tokens.ends[last] + 30]
        return re.match(r"\s*(?:,[^.]*\d|[–—-])", rest) is not None

    def is_company(self, tokens: Tokens, lang: str, first: int, last: int) -> bool:
        """Tell whether the name stands in a company's: «Павлодар-Су» after ТОО, "… Su" LLP."""
        for index in range(first, max(first - 4, 0), -1):
            gap = tokens.text[tokens.ends[index - 1] : tokens.starts[index]]
            if _OPENING.search(gap) or index == first:
                if "legal_form" in self.classes(tokens, lang, index - 1):
                    return True
                if _OPENING.search(gap):
                    break
            if re.search(r"[.!?\n]", gap):
                break
        for index in range(last, min(last + 4, len(tokens.starts) - 1)):
            gap = tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
            if (_CLOSING.search(gap) or gap == " ") and "legal_form" in self.classes(
                tokens, lang, index + 1
            ):
                return True
            if _CLOSING.search(gap) or tokens.barred[index]:
                break
        return False

    def is_brand(self, tokens: Tokens, lang: str, last: int) -> bool:
        """Tell whether a capitalised word for a company follows: "China Telecom"."""
        return (
            not tokens.barred[last]
            and self._is_capital(tokens, last + 1)
            and "company" in self.classes(tokens, lang, last + 1)
        )

    def is_polity(
        self, tokens: Tokens, lang: str, first: int, last: int, capitals: frozenset[int]
    ) -> bool:
        """Tell whether a capital stands for its government.

        Args:
            tokens: the words of the field.
            lang: en, ru or kk.
            first: index of the capital's first word.
            last: index of its last word.
            capitals: indexes of the words that name foreign capitals.
        """
        governed = first > 0 and not tokens.barred[first - 1]
        if (
            governed
            and "place_cue" in self.classes(tokens, lang, first - 1)
            and tokens.lowered[first - 1] != "of"
        ):
            return False
        if self._is_pair(tokens, lang, first, last, capitals):
            return True
        if lang == "kk":
            return tokens.lowered[last] in ("астана",) and any(
                "polity_verb" in self.classes(tokens, lang, index)
                for index in self._sentence_rest(tokens, last, 14)
            )
        index = last + 1
        if index < len(tokens.starts) and tokens.barred[last]:
            if tokens.text[tokens.ends[last] : tokens.starts[index]].strip() != ",":
                return False
            # "Astana, in turn, expects"
            while index < min(last + 6, len(tokens.starts)) and not tokens.barred[index]:
                index += 1
            index += 1
        if index < len(tokens.starts) and tokens.lowered[index] in _TURN:
            index += 1
        return "polity_verb" in self.classes(tokens, lang, index)

    def _is_pair(
        self, tokens: Tokens, lang: str, first: int, last: int, capitals: frozenset[int]
    ) -> bool:
        other = -1
        if last + 1 in capitals and not tokens.barred[last]:
            other = last + 1
        elif last + 2 in capitals and "and" in self.classes(tokens, lang, last + 1):
            other = last + 2
        elif first - 1 in capitals and not tokens.barred[first - 1]:
            other = first - 1
        elif first - 2 in capitals and "and" in self.classes(tokens, lang, first - 1):
            other = first - 2
        if other < 0:
            return False
        begin, end = min(first, other), max(last, other)
        if lang == "kk" and (
            _KK_LOCATIVE.match(tokens.lowered[end]) or _KK_LOCATIVE.match(tokens.lowered[begin])
        ):
            return False
        if begin and "place_cue" in self.classes(tokens, lang, begin - 1):
            return tokens.lowered[begin - 1] == "of"
        near = range(max(begin - 5, 0), min(end + 6, len(tokens.starts)))
        return not any("transport" in self.classes(tokens, lang, index) for index in near)

    @staticmethod
    def _sentence_rest(tokens: Tokens, last: int, limit: int) -> Iterator[int]:
        for index in range(last + 1, min(last + 1 + limit, len(tokens.starts))):
            gap = tokens.text[tokens.ends[index - 1] : tokens.starts[index]]
            if re.search(r"[.!?\n]", gap):
                return
            yield index

    def is_mission(self, tokens: Tokens, lang: str, first: int, last: int) -> bool:
        """Tell whether a country is where a Kazakh mission sits.

        "Ambassador of Kazakhstan to Japan", "посольство Казахстана во Франции",
        "Қазақстанның Жапониядағы елшілігі"; not "the Ambassador of Japan to Kazakhstan".
        """
        if lang == "kk":
            near = self._sentence_rest(tokens, last, 4)
            ours = any(
                tokens.lowered[i].startswith(_KAZAKHSTAN) for i in range(max(first - 4, 0), first)
            )
            return (
                ours
                and re.match(r".*[дт](?:ағы|егі)$", tokens.lowered[last]) is not None
                and any("mission" in self.classes(tokens, lang, i) for i in near)
            )
        has_kazakhstan = False
        for index in range(first - 1, max(first - 10, -1), -1):
            gap = tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
            if re.search(r"[.!?\n]", gap):
                return False
            if tokens.lowered[index].startswith(_KAZAKHSTAN):
                has_kazakhstan = True
            if "mission" in self.classes(tokens, lang, index):
                return has_kazakhstan or tokens.lowered[max(index - 1, 0)].startswith(_KAZAKHSTAN)
        return False
