"""Comparing names and slugs that were written by different hands in Latin letters.

Holds the key that makes spellings of one name equal and the distance for what is left. Which
names there are, and what a match means, belongs to the callers.

Kazakh and Russian names reach slugs through at least four schemes (Russian transliteration,
Kazakh drafts of 2017 to 2021, BGN, habit): Kurchum and Kurshim, Korgaljin and Korgalzhyn,
Selinograd and Tselinograd, Aqmola and Akmola are pairs of the same name.
"""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = str.maketrans(
    {
        "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e",
        "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n",
        "ң": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u",
        "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh",
        "ъ": "", "ы": "i", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip

# Longest first; each line makes the schemes meet in one letter.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("sh", "s"),
    ("ch", "s"), ("ts", "s"), ("ng", "n"), ("q", "k"), ("w", "u"), ("c", "s"), ("x", "h"),
    ("y", "i"), ("oe", "o"), ("ae", "a"), ("ue", "u"), ("ie", "e"), ("ia", "a"), ("iu", "u"),
    ("io", "o"),
)  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LETTER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)
def name_key(text: str) -> str:
    """Reduce a name or a slug, in Latin or Cyrillic letters, to what its spellings share."""
    plain = text.lower().translate(_CYRILLIC)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = _NOT_LETTER.sub("", plain.replace("ı", "i"))
    for spelling, sound in _SOUNDS:
        plain = plain.replace(spelling, sound)
    return _DOUBLED.sub(r"\1", plain)


def allowed_distance(key: str) -> int:
    """How many letters may differ: none in short keys, one from five letters, two from eight."""
    return 0 if len(key) < 5 else 1 if len(key) < 8 else 2


def key_distance(one: str, other: str, limit: int) -> int:
    """Edit distance of two keys, or `limit` + 1 where it is larger; an ending weighs one.

    Args:
        one: a key.
        other: another.
        limit: the largest distance that matters.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > limit + 1 or one[:1] != other[:1]:
        return limit + 1
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 5 and longer.startswith(shorter) and len(longer) - len(shorter) <= 2:
        return 1  # Lisakov and Lisakovsk, Osakarov and Osakarovka
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, compared in enumerate(other, 1):
            previous, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, previous + (letter != compared)),
            )
    return min(row[-1], limit + 1)
