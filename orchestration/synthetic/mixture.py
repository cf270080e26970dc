"""How often an item is new, a retelling or junk; in which language; with or without a source.

What belongs here: the shares of the output and the names of its kinds. What is done about each
kind is in ``newsroom``.
"""

from bisect import bisect_right
from itertools import accumulate

# Kinds of items; those of a relation are the words that the labelled sets use.
NEW = "new"
NOTICE = "notice"
COPY = "exact_duplicate"
EDIT = "revision"
REWORDING = "parallel_translation"
TRANSLATION = "translation"
JUNK = "junk"

# Shares of 65,536 draws. A translated release makes three items; junk is counted by its reason.
_SHARES = {JUNK: 800, COPY: 3300, EDIT: 1500, REWORDING: 3700, TRANSLATION: 1550}
_KINDS = (*_SHARES, NEW)
_EDGES = tuple(accumulate(_SHARES.values()))

# New releases in Russian and Kazakh; with translations 35 % of all items are.
_RUSSIAN = 11_700
_KAZAKH = _RUSSIAN + 10_100

# New releases with a source line; with those that never have one, a third of all items.
_SOURCED = 22_800
# The agency that falls silent must be seen before it does.
_SOURCED_IF_WATCHED = 55_000


def choose_kind(draw: int) -> str:
    """Choose the kind of an item; ``TRANSLATION`` stands for a release in all languages."""
    return _KINDS[bisect_right(_EDGES, draw)]


def choose_lang(draw: int) -> int:
    """Choose the language of a new release, as an index into ``LANGS``."""
    if draw < _RUSSIAN:
        return 1
    return 2 if draw < _KAZAKH else 0


def prints_source(draw: int, *, is_watched: bool) -> bool:
    """Choose whether a new release prints its source."""
    return draw < (_SOURCED_IF_WATCHED if is_watched else _SOURCED)
