"""A window of days as sparse matrices: which article holds which sign, and how rare each is.

Holds the weights of signs, which are counted over the window and a seed of common signs, never
over what happened to arrive before. What pairs share is counted in `story_evidence`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from orchestration.press.story_articles import ArticleColumns
from orchestration.press.story_common import CommonSigns
from orchestration.press.story_signs import KINDS, ArticleSigns, Signs

WINDOW_DAYS = 3
# The seed of common signs counts as much as so many articles: a window of twenty can't tell a
# rare word from a common one.
PRIOR_ARTICLES = 60.0


@dataclass(frozen=True)
class SignMatrix:
    """One kind of sign in the window.

    Attributes:
        present: shape (articles, signs), 1 where a sign stands.
        weights: the same with the sign's weight: rarity, for numbers times how telling it is.
        unit: the weights with each article's scaled to length 1.
        totals: shape (articles,); sum of an article's weights.
        counts: shape (signs,); articles that hold it.
        words: how an article writes a sign, in the order of the stored values; empty for kinds
            that are not shown.
    """

    present: sparse.csr_array
    weights: sparse.csr_array
    unit: sparse.csr_array
    totals: NDArray[np.float64]
    counts: NDArray[np.int64]
    words: NDArray[np.object_]


@dataclass(frozen=True)
class Window:
    """Articles of some days side by side; the first day's come first.

    Attributes:
        articles: their columns.
        kinds: matrices by kind of sign.
    """

    articles: ArticleColumns
    kinds: dict[str, SignMatrix]

    def __len__(self) -> int:
        """Articles."""
        return len(self.articles)


def build_window(lots: Sequence[ArticleSigns], common: CommonSigns) -> Window:
    """Put the articles of some days side by side and weigh their signs.

    Args:
        lots: signs of one day each, in the order of days.
        common: the seed of common signs.
    """
    return Window(
        articles=ArticleColumns.join([lot.articles for lot in lots]),
        kinds={kind: _weigh([lot.kinds[kind] for lot in lots], common) for kind in KINDS},
    )


def _weigh(lots: Sequence[Signs], common: CommonSigns) -> SignMatrix:
    vocabulary = np.unique(np.concatenate([lot.vocabulary for lot in lots]))
    columns = np.concatenate(
        [np.searchsorted(vocabulary, lot.vocabulary)[lot.columns] for lot in lots]
    ).astype(np.int32)
    starts = np.cumsum([0] + [len(lot.columns) for lot in lots])
    ends = np.concatenate(
        [[0]] + [lot.ends[1:] + start for lot, start in zip(lots, starts[:-1], strict=True)]
    ).astype(np.int32)
    size = len(ends) - 1
    held = np.bincount(columns, minlength=len(vocabulary))
    shape = (size, max(len(vocabulary), 1))
    share = common.share_of(vocabulary)
    rarity = -np.log((held + PRIOR_ARTICLES * share) / (size + PRIOR_ARTICLES))
    rarity = np.maximum(rarity, 0.0)
    telling = np.minimum(np.concatenate([lot.counts for lot in lots]), 1.0)
    weights = sparse.csr_array((rarity[columns] * telling, columns, ends), shape=shape)
    present = sparse.csr_array((np.ones(len(columns)), columns, ends), shape=shape)
    return SignMatrix(
        present=present,
        weights=weights,
        unit=_scaled(weights),
        totals=row_sums(weights, weights.data),
        counts=held,
        words=np.concatenate([lot.words for lot in lots]),
    )


def row_sums(matrix: sparse.csr_array, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the values that stand in the places of a matrix's stored ones, row by row.

    A window's matrices are small: a product with ones costs mostly its preparation.
    """
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    sums = np.bincount(rows, weights=values, minlength=matrix.shape[0])
    return sums.astype(np.float64, copy=False)


def _scaled(weights: sparse.csr_array) -> sparse.csr_array:
    unit = weights.copy()
    squares = row_sums(weights, weights.data**2)
    norms = np.sqrt(np.repeat(squares, np.diff(weights.indptr)))
    unit.data = np.divide(unit.data, norms, out=np.zeros_like(norms), where=norms > 0)
    return unit
