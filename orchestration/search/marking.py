"""Shows where in a text a query's words stand: offsets, and pieces that a reader's page can draw.

Pure. A piece is plain text and whether it is marked, never markup: texts from dumps are hostile.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from orchestration.search.asking import Phrase
from orchestration.search.words import WORD, form_of

Span = tuple[int, int]
Piece = tuple[str, bool]

_CUT = "…"
_BLANK = re.compile(r"\s+")


def find_spans(text: str, lang: str, phrases: Sequence[Phrase]) -> list[Span]:
    """Where a query's phrases stand in a text, in order, without overlaps.

    Args:
        text: a title or body.
        lang: of the article, as it was indexed.
        phrases: as `Asked.phrases` gives them.
    """
    found = [(match.start(), match.end()) for match in WORD.finditer(text)]
    forms = [form_of(text[start:end], lang) for start, end in found]
    marked: set[int] = set()
    for phrase in phrases:
        length = len(phrase.words)
        for at in range(len(forms) - length + 1):
            if all(
                word.matches(form, lang)
                for word, form in zip(phrase.words, forms[at : at + length], strict=True)
            ):
                marked.update(range(at, at + length))
    return [found[at] for at in sorted(marked)]


def cut_pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text as pieces, marked and not; joined they give the text again."""
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def cut_snippet(text: str, spans: Sequence[Span], length: int = 260) -> list[Piece]:
    """The part of a text where most marks stand, in one line, as pieces.

    Args:
        text: a body.
        spans: as `find_spans` gives them; without any the beginning is taken.
        length: characters that it may have, about.
    """
    first = _densest(spans, length)
    start = 0 if first <= length // 4 else _word_start(text, first - length // 4)
    end = len(text) if len(text) - start <= length else _word_end(text, start + length)
    inside = [(a - start, b - start) for a, b in spans if start <= a and b <= end]
    pieces = [(_BLANK.sub(" ", part), is_marked)
              for part, is_marked in cut_pieces(text[start:end], inside)]  # fmt: skip
    before = [(_CUT, False)] if start else []
    after = [(_CUT, False)] if end < len(text) else []
    return [*before, *pieces, *after]


def _densest(spans: Sequence[Span], length: int) -> int:
    """Where the stretch begins that holds most marks."""
    ends = [end for _, end in spans]
    counts = [
        bisect_right(ends, start + length * 3 // 4) - at for at, (start, _) in enumerate(spans)
    ]
    return spans[counts.index(max(counts))][0] if counts else 0


def _word_start(text: str, at: int) -> int:
    blank = _BLANK.search(text, at)
    return blank.end() if blank and blank.end() - at < 40 else at


def _word_end(text: str, at: int) -> int:
    cut = max(text.rfind(" ", at - 40, at), text.rfind("\n", at - 40, at))
    return cut if cut > 0 else at
