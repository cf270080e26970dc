"""Where the sentences of a repaired text end.

Holds which stops end no sentence: those of abbreviations and initials, in three languages.
"""

import re

# begins with a set: an alternative would be tried at every character
_SENTENCE_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[.!?…]*[\"”»’)]*[ \n]+)")
_BEFORE_LAST_WORD = re.compile(r".*[\W_]", re.DOTALL)
OPENERS = '"«“„(['
CLOSERS = '%)"”»’'


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations before a name, in three languages: what follows is no new sentence.
ABBREVIATIONS = _words(
    "им ул пр пл ст обл мкр пос рп пгт тел св др проф акад гл стр доп ред см ср ауд көш даңғ "
    "mr mrs ms dr st str prof gen col lt maj no nos vol fig art sgt capt jr sr dep vs "
    "zh kh sh ch ye yu ya дж ю"
)
_LONGEST_ABBREVIATION = max(map(len, ABBREVIATIONS))


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Give the start and end of each sentence of a repaired text, blanks between left out.

    A line end closes a sentence; a stop does so before a capital, a digit or an opening mark,
    unless it belongs to an initial or an abbreviation.
    """
    spans = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        marks, (first, after) = found.group(), found.span()
        if "\n" not in marks and not _ends_sentence(text, first, after):
            continue
        end = first + len(marks.rstrip())
        if end > start:
            spans.append((start, end))
        start = after
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _ends_sentence(text: str, start: int, end: int) -> bool:
    following = text[end : end + 1]
    if following and not (
        following.isupper() or following.isdigit() or following in OPENERS + "–—-"
    ):
        return False
    if text[start] != ".":
        return True
    before = text[max(0, start - _LONGEST_ABBREVIATION - 1) : start]
    if len(before) > _LONGEST_ABBREVIATION and before.isalpha():
        return True  # most sentences end in a long word
    word = last_word(text[max(0, start - 40) : start])
    return not ((len(word) == 1 and word.isalpha()) or word.lower() in ABBREVIATIONS)


def last_word(text: str) -> str:
    """The letters and digits at the end of a text, with the marks that close them."""
    bare = text.rstrip(CLOSERS)
    before = _BEFORE_LAST_WORD.match(bare)
    first = before.end() if before else 0
    return text[first:] if first < len(bare) else ""
