"""What is compared of articles as a whole: one value an article in each column.

Holds the columns alone. The signs inside the texts stand in `story_signs`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from orchestration.press.story_words import Hashes


@dataclass(frozen=True)
class ArticleColumns:
    """Articles in columns of shape (articles,).

    Attributes:
        article_ids: text.
        langs: index into LANGS.
        agencies: stable hash of the publisher, 0 when unknown.
        contents: stable hash of the normalised text.
        days: days since 1970-01-01.
        lengths: words of the body.
    """

    article_ids: NDArray[np.object_]
    langs: NDArray[np.int8]
    agencies: Hashes
    contents: Hashes
    days: NDArray[np.int64]
    lengths: NDArray[np.float64]

    def __len__(self) -> int:
        """Articles."""
        return len(self.article_ids)

    @classmethod
    def join(cls, lots: Sequence["ArticleColumns"]) -> "ArticleColumns":
        """Put lots behind one another."""
        names = [column.name for column in fields(cls)]
        return cls(**{name: np.concatenate([getattr(lot, name) for lot in lots]) for name in names})
