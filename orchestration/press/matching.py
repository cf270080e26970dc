"""Finding many terms at once in a text, on whole words, with character offsets.

Holds tokens, their normal forms and the Aho-Corasick pass over them. It knows no entity: what
a term means, how much it weighs and which of two overlapping ones wins belongs to the concern
that owns the term (agencies, regions, topics).

How a term is written (the seeds' notation, one or several words):

==========  ==============================================================================
``word``    the word in any inflection: en and ru by Snowball stem, kk as it stands
``word*``   any word that begins so
``word~``   the word, alone or with Kazakh plural, possessive and case endings
``=word``   this very form, whatever the case of its letters
==========  ==============================================================================

A phrase matches over blanks, hyphens and the stop of a short abbreviation ("г. Алматы"), never
over the end of a sentence or a comma.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import Stemmer
from ahocorasick_rs import AhoCorasick, Implementation

LANGS = ("en", "ru", "kk")

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_BARRIER = re.compile(r"[.,;:!?\n()|•]")
_MEMO_LIMIT = 400_000

# Kazakh endings by slot (plural, possessive, case); -шы and other word-making ones are left
# out on purpose: "Орал" must not match "оралман".
_KK_ENDING = re.compile(
    r"(?:лар|лер|дар|дер|тар|тер)?"
    r"(?:ым|ім|м|ың|ің|ң|ымыз|іміз|мыз|міз|ыңыз|іңіз|сы|сі|ы|і)?"
    r"(?:ның|нің|дың|дің|тың|тің|нда|нде|ндағы|ндегі|нан|нен|на|не|ға|ге|қа|ке|а|е|ды|ді|ты|ті|ны|ні|"
    r"н|да|де|та|те|дағы|дегі|тағы|тегі|дан|ден|тан|тен|мен|бен|пен|менен|дық|дік|тық|тік|лық|лік)?"
    r"(?:дар|дер|тар|тер|лар|лер)?"
)

# Kazakh written in Latin letters (drafts of 2019 and 2021), letter by letter to Cyrillic.
_KK_LATIN = str.maketrans(
    {
        "a": "а", "ä": "ә", "á": "ә", "b": "б", "v": "в", "g": "г", "ğ": "ғ", "ǵ": "ғ",
        "d": "д", "e": "е", "j": "ж", "z": "з", "i": "і", "ı": "ы", "y": "ы", "ī": "и",
        "ï": "и", "k": "к", "q": "қ", "l": "л", "m": "м", "n": "н", "ñ": "ң", "ń": "ң",
        "o": "о", "ö": "ө", "ó": "ө", "p": "п", "r": "р", "s": "с", "ş": "ш", "t": "т",
        "u": "у", "ū": "ұ", "ü": "ү", "ú": "ү", "ý": "у", "w": "у", "f": "ф", "h": "х",
        "c": "с", "x": "х",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One term to look for.

    Attributes:
        text: the words in the notation of this module.
        lang: en, ru, kk, or any for all three.
        is_cased: each word that is capitalised here must be so in the text.
    """

    text: str
    lang: str = "any"
    is_cased: bool = False


class Match(NamedTuple):
    """Where a term stands: `term` indexes the matcher's terms, offsets count code points."""

    term: int
    start: int
    end: int
    first_token: int
    last_token: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text.

    Attributes:
        starts: offset of each word.
        ends: offset after each word.
        lowered: lower-case forms, ё as е, Latin Kazakh in Cyrillic.
        normal: what terms are compared with: the stem for en and ru, else the lowered form.
        barred: whether a phrase must not go on after this word.
    """

    text: str
    starts: list[int]
    ends: list[int]
    lowered: list[str]
    normal: list[str]
    barred: list[bool]


@dataclass(frozen=True, slots=True)
class _Word:
    form: str
    pattern: str
    is_prefix: bool
    has_endings: bool
    exact: str | None
    is_capital: bool

    def accepts(self, normal: str, lowered: str, initial: str, cased: bool) -> bool:
        if cased and self.is_capital and not initial.isupper():
            return False
        if self.exact is not None:
            return lowered == self.exact
        if self.is_prefix:
            return normal.startswith(self.form) or lowered.startswith(self.form)
        if self.has_endings:
            return (
                lowered.startswith(self.form)
                and _KK_ENDING.fullmatch(lowered, len(self.form)) is not None
            )
        return normal == self.form


class Normaliser:
    """Lower-cases and stems words of one language, remembering what it has seen."""

    def __init__(self, lang: str) -> None:
        """Make a normaliser for en, ru or kk."""
        self._stemmer = {"en": "english", "ru": "russian"}.get(lang)
        self._stem = Stemmer.Stemmer(self._stemmer).stemWord if self._stemmer else None
        self._is_kazakh = lang == "kk"
        self._memo: dict[str, tuple[str, str]] = {}

    def forms(self, word: str) -> tuple[str, str]:
        """Give the lower-case form and the normal form of a word."""
        known = self._memo.get(word)
        if known is None:
            lowered = word.lower().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
            if self._is_kazakh:
                # both spellings of one letter: Kazakh і and the look-alike Latin i
                lowered = lowered.translate(_KK_LATIN)
            known = (lowered, self._stem(lowered) if self._stem else lowered)
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo.clear()
            self._memo[word] = known
        return known


_NORMALISERS = {lang: Normaliser(lang) for lang in LANGS}


def parse_tokens(text: str, lang: str) -> Tokens:
    """Split a text into words with their normal forms.

    Args:
        text: any text.
        lang: en, ru or kk; decides the stemmer.
    """
    forms = _NORMALISERS[lang].forms
    starts: list[int] = []
    ends: list[int] = []
    lowered: list[str] = []
    normal: list[str] = []
    barred: list[bool] = []
    previous_end = 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        if starts:
            barred.append(_is_barrier(text, starts[-1], previous_end, start))
        low, form = forms(found.group())
        starts.append(start)
        ends.append(end)
        lowered.append(low)
        normal.append(form)
        previous_end = end
    if starts:
        barred.append(True)
    return Tokens(text, starts, ends, lowered, normal, barred)


def _is_barrier(text: str, word_start: int, gap_start: int, gap_end: int) -> bool:
    if gap_end - gap_start == 1 and text[gap_start] in " -":
        return False
    gap = text[gap_start:gap_end]
    if _BARRIER.search(gap) is None:
        return False
    # "г. Алматы", "им. Абая": the stop of a short lower-case abbreviation binds
    return not (gap.strip() == "." and gap_start - word_start <= 3 and text[word_start].islower())


class TermMatcher:
    """An automaton over many terms; build once, use for any number of texts."""

    def __init__(self, terms: Sequence[Term]) -> None:
        """Compile the terms for the three languages.

        Raises:
            ValueError: a term has no word or an unknown language.
        """
        self.terms = tuple(terms)
        self._compiled = {lang: _compile(self.terms, lang) for lang in LANGS}
        # a plain single word is proven by the automaton: its pattern is the whole normal form
        self._sure = {
            lang: frozenset(
                term
                for term, words in compiled[2].items()
                if len(words) == 1
                and not self.terms[term].is_cased
                and not (words[0].is_prefix or words[0].has_endings or words[0].exact)
            )
            for lang, compiled in self._compiled.items()
        }

    def find(self, tokens: Tokens, lang: str) -> list[Match]:
        """Find every term, overlapping ones included, in order of their first word."""
        automaton, patterns, words = self._compiled[lang]
        sure = self._sure[lang]
        if automaton is None or not tokens.starts:
            return []
        pieces = [
            f" {form} |" if bar else f" {form}"
            for form, bar in zip(tokens.normal, tokens.barred, strict=True)
        ]
        offsets = [0, *accumulate(map(len, pieces))]
        stream = "".join(pieces) + " "
        matches = []
        for pattern, begin, _ in automaton.find_matches_as_indexes(stream, overlapping=True):
            first = bisect_right(offsets, begin) - 1
            if offsets[first] != begin:
                continue
            for term in patterns[pattern]:
                if term in sure or self._accepts(
                    words[term], self.terms[term].is_cased, tokens, first
                ):
                    last = first + len(words[term]) - 1
                    matches.append(
                        Match(term, tokens.starts[first], tokens.ends[last], first, last)
                    )
        matches.sort(key=lambda m: (m.start, -m.end, m.term))
        return matches

    @staticmethod
    def _accepts(words: Sequence[_Word], cased: bool, tokens: Tokens, first: int) -> bool:
        last = first + len(words) - 1
        if last >= len(tokens.starts) or any(tokens.barred[first:last]):
            return False
        for i, word in enumerate(words, first):
            if not word.accepts(
                tokens.normal[i], tokens.lowered[i], tokens.text[tokens.starts[i]], cased
            ):
                return False
        return True


def _compile(
    terms: Iterable[Term], lang: str
) -> tuple[AhoCorasick | None, list[list[int]], dict[int, list[_Word]]]:
    by_pattern: dict[str, list[int]] = {}
    words: dict[int, list[_Word]] = {}
    for index, term in enumerate(terms):
        if term.lang not in (*LANGS, "any"):
            raise ValueError(f"term {term.text!r}: unknown language {term.lang!r}")
        if term.lang not in (lang, "any"):
            continue
        words[index] = _parse_term(term.text, lang)
        by_pattern.setdefault(_pattern(words[index]), []).append(index)
    if not by_pattern:
        return None, [], {}
    automaton = AhoCorasick(list(by_pattern), implementation=Implementation.ContiguousNFA)
    return automaton, list(by_pattern.values()), words


def _pattern(words: Sequence[_Word]) -> str:
    pattern = ""
    for word in words:
        pattern += f" {word.pattern}"
        if word.is_prefix or word.has_endings:
            return pattern
    return f"{pattern} "


def _parse_term(text: str, lang: str) -> list[_Word]:
    words = []
    for chunk in text.replace("-", " ").split():
        bare = chunk.strip("=*~.")
        for piece in _WORD.findall(bare):
            lowered, normal = _NORMALISERS[lang].forms(piece)
            is_prefix = chunk.endswith("*")
            has_endings = chunk.endswith("~")
            words.append(
                _Word(
                    form=lowered if is_prefix or has_endings else normal,
                    # the automaton sees stems, which may be shorter than a prefix: "accomplic"
                    pattern=_shared_beginning(lowered, normal) if is_prefix else normal,
                    is_prefix=is_prefix,
                    has_endings=has_endings,
                    exact=lowered if chunk.startswith("=") else None,
                    is_capital=piece[0].isupper(),
                )
            )
    if not words:
        raise ValueError(f"term {text!r} has no word")
    return words


def _shared_beginning(first: str, second: str) -> str:
    pairs = enumerate(zip(first, second, strict=False))
    end = next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))
    return first[:end]


def longest_first(matches: Iterable[Match]) -> list[Match]:
    """Keep of overlapping matches the one with most words, then the leftmost; all its terms.

    Several terms on exactly the same words are all kept: which one counts is the caller's.
    """
    ranked = sorted(matches, key=lambda m: (m.first_token - m.last_token, m.start, m.term))
    taken: dict[int, tuple[int, int]] = {}
    kept = []
    for match in ranked:
        span = (match.first_token, match.last_token)
        holders = {taken.get(i) for i in range(span[0], span[1] + 1)} - {None}
        if holders and holders != {span}:
            continue
        for i in range(span[0], span[1] + 1):
            taken[i] = span
        kept.append(match)
    kept.sort(key=lambda m: (m.start, m.end, m.term))
    return kept
