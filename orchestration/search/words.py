"""The words of a text as search compares them: stems of English and Russian, Kazakh beginnings.

Holds what is done to an article's words when it is indexed, and to a query's when it is asked, so
that both always agree. Queries themselves stand in `asking`.

A word of an English or Russian article is compared by its Snowball stem, chosen by its letters,
so that names in the other script are found too. Kazakh has no stemmer, and its endings pile up
("мектеп", "мектептеріміздің"): its words are kept whole and found by how they begin.
"""

import re
from dataclasses import dataclass

from orchestration.press.term_tree import KAZAKH_ENDING
from orchestration.press.word_forms import normalise_word

WORD = re.compile(r"\w+(?:['’]\w+)*")
KAZAKH = "kk"
_LAST_LATIN = "\u036f"
_MEMO_LIMIT = 400_000
_LEAST_BEGINNING = 4
"""Letters from which any Kazakh word that begins so is a hit."""
_VOICED = {"б": "п", "г": "к", "ғ": "қ", "п": "б", "к": "г", "қ": "ғ"}


class _Stems(dict[str, str]):
    """Stems of words in English and Russian articles, by the word's own letters."""

    def __missing__(self, word: str) -> str:
        stem = normalise_word(word, "en" if word[0] <= _LAST_LATIN else "ru")[1]
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = stem
        return stem


class _Forms(dict[str, str]):
    """Words of Kazakh articles in lower case, Latin spellings in Cyrillic."""

    def __missing__(self, word: str) -> str:
        form = normalise_word(word, KAZAKH)[0]
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        self[word] = form
        return form


_STEMS, _FORMS = _Stems(), _Forms()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query.

    Attributes:
        stem: what a word of an English or Russian article is compared with.
        beginning: how a word of a Kazakh article may begin; empty where it is too short to tell.
        kazakh_stems: what a word of a Kazakh article may be with nothing but endings behind it.
    """

    stem: str
    beginning: str
    kazakh_stems: tuple[str, ...]

    def matches(self, form: str, lang: str) -> bool:
        """Whether a word of an article, as `form_of` gives it, is this one."""
        if lang != KAZAKH:
            return form == self.stem
        return bool(self.beginning and form.startswith(self.beginning)) or any(
            form.startswith(stem) and KAZAKH_ENDING.fullmatch(form, len(stem)) is not None
            for stem in self.kazakh_stems
        )

    def kazakh_pattern(self) -> str:
        """A looser rule as a regular expression: with all endings it would be too large."""
        stem = self.kazakh_stems[0]
        return f"{stem[:-1]}[{stem[-1]}{_VOICED.get(stem[-1], '')}].*"


def form_of(word: str, lang: str) -> str:
    """The form in which a word of an article in that language is compared."""
    return (_FORMS if lang == KAZAKH else _STEMS)[word]


def text_forms(text: str, lang: str) -> str:
    """All words of a text in the forms that they are compared in, separated by blanks."""
    forms = _FORMS if lang == KAZAKH else _STEMS
    return " ".join(map(forms.__getitem__, WORD.findall(text)))


def query_words(text: str) -> list[Word]:
    """The words of a piece of a query."""
    found = []
    for word in WORD.findall(text):
        form = _FORMS[word]
        beginning = form if len(form) >= _LEAST_BEGINNING else ""
        found.append(Word(_STEMS[word], beginning, _kazakh_stems(form)))
    return found


def _kazakh_stems(form: str) -> tuple[str, ...]:
    """The word without endings, in all ways; with the last consonant as before a vowel, too."""
    cuts = [
        at
        for at in range(2, len(form))
        if (at > 2 or len(form) > 4) and KAZAKH_ENDING.fullmatch(form, at) is not None
    ]
    stems = [form[:at] for at in (*cuts, len(form))]
    others = [stem[:-1] + _VOICED[stem[-1]] for stem in stems if stem[-1] in _VOICED]
    return (*stems, *others)
