"""Signs that stand in many releases anywhere, read from the seed `story_common_signs`.

Holds how the seed is read. It tells ordinary words from names and rare signs from common ones
where a window is too small to tell; it is made by `baspasoz fit-stories`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.press.story_words import Hashes, hash_sign

LANGS = ("en", "ru", "kk")
# share of releases that a sign stands in which the seed doesn't know
RARE_SHARE = 0.003


@dataclass(frozen=True)
class CommonSigns:
    """The seed, compiled.

    Attributes:
        keys: hashes of the signs, rising.
        shares: share of releases of its language that holds each.
        ordinary: stems by language that releases write in lower case: no names.
    """

    keys: Hashes
    shares: NDArray[np.float64]
    ordinary: Mapping[str, frozenset[str]]

    @classmethod
    def from_table(cls, table: pa.Table) -> "CommonSigns":
        """Compile the seed.

        Args:
            table: columns sign_kind, lang, sign, article_share, all text.

        Raises:
            ValueError: a share is no number.
        """
        ordinary: dict[str, set[str]] = {lang: set() for lang in LANGS}
        shares: dict[int, float] = {}
        for row in table.to_pylist():
            kind = row["sign_kind"]
            if kind == "stem":
                ordinary[row["lang"]].add(row["sign"])
                kind = f"stem-{row['lang']}"
            shares[hash_sign(kind, row["sign"])] = float(row["article_share"])
        keys = np.array(sorted(shares), np.uint64)
        return cls(
            keys=keys,
            shares=np.array([shares[key] for key in keys.tolist()], np.float64),
            ordinary={lang: frozenset(stems) for lang, stems in ordinary.items()},
        )

    @classmethod
    def none(cls) -> "CommonSigns":
        """No common signs: every word is rare and may be a name."""
        names = ("sign_kind", "lang", "sign", "article_share")
        return cls.from_table(pa.table({name: pa.array([], pa.string()) for name in names}))

    def share_of(self, keys: Hashes) -> NDArray[np.float64]:
        """Share of each sign; that of a rare one for signs that the seed doesn't hold."""
        if not len(self.keys):
            return np.full(len(keys), RARE_SHARE)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.shares[at], RARE_SHARE)
