"""The signs of articles: stems, names, cognates, numbers, dates and places, as sorted arrays.

Holds how found signs are put in order, each once an article. How they are found stands in
`story_reading`, how rare a sign is among others in `story_window`, what two articles share in
`story_evidence`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestration.press.story_articles import ArticleColumns
from orchestration.press.story_words import Hashes

KINDS = ("stem", "title", "name", "prefix", "cognate", "number", "approx", "date", "place")
# kinds of which a reader is shown how an article writes them
SHOWN = ("stem", "name", "number")


@dataclass(frozen=True)
class Signs:
    """One kind of sign in a number of articles, in CSR form.

    Attributes:
        ends: shape (articles + 1,); the signs of article i stand at ends[i] to ends[i + 1].
        columns: places in the vocabulary, rising within an article.
        vocabulary: stable hashes of all signs, rising.
        counts: how often each stands in the article; for numbers how telling each is, 0 to 1.
        words: how it is written there first; empty for kinds that are not shown.
    """

    ends: NDArray[np.int64]
    columns: NDArray[np.int64]
    vocabulary: Hashes
    counts: NDArray[np.float64]
    words: NDArray[np.object_]

    def __len__(self) -> int:
        """Articles."""
        return len(self.ends) - 1


@dataclass(frozen=True)
class ArticleSigns:
    """All that is compared of some articles of one day, in the order of their ids.

    Attributes:
        articles: their columns.
        kinds: signs by kind.
        templates: shape (articles, bands); see `story_templates`.
    """

    articles: ArticleColumns
    kinds: dict[str, Signs]
    templates: Hashes


def collect_signs(
    owners: NDArray[np.int64],
    ranks: NDArray[np.int64],
    vocabulary: Hashes,
    article_count: int,
    written: NDArray[np.int64] | None = None,
    spellings: NDArray[np.object_] | None = None,
) -> Signs:
    """Put found signs in order, each once an article with its count.

    Args:
        owners: shape (found,); row of the article.
        ranks: shape (found,); place in the vocabulary.
        vocabulary: stable hashes, rising.
        article_count: rows.
        written: shape (found,), in the order of the text; which spelling each has.
        spellings: all spellings; without them no words are kept.
    """
    # article, sign and place in the text packed into one number: one sort of plain integers
    place_bits = max(len(owners), 1).bit_length()
    rank_bits = max(len(vocabulary), 1).bit_length()
    packed = (((owners << rank_bits) | ranks) << place_bits) | np.arange(len(owners))
    packed.sort()
    signs = packed >> place_bits
    is_first = np.ones(len(signs), np.bool_)
    np.not_equal(signs[1:], signs[:-1], out=is_first[1:])
    firsts = np.flatnonzero(is_first)
    counts = np.diff(firsts, append=len(signs)).astype(np.float64)
    held = signs[firsts]
    ends = np.searchsorted(held >> rank_bits, np.arange(article_count + 1))
    places = packed[firsts] & ((1 << place_bits) - 1)
    return Signs(
        ends=ends.astype(np.int64),
        columns=held & ((1 << rank_bits) - 1),
        vocabulary=vocabulary,
        counts=counts,
        words=(
            np.empty(0, object)
            if spellings is None or written is None
            else spellings[written[places]]
        ),
    )
