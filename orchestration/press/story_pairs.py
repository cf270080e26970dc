"""Pairs of articles that may tell one story: those that share rare signs, and no others.

Holds how candidates are found, cheaply and for many articles at once. How alike a candidate pair
is stands in `story_evidence`.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from orchestration.press.story_window import SignMatrix, Window, row_sums

# Sides from which a pair may be found, and how much a unit of rarity counts from each
SIDES = {"stem": 1.0, "name": 1.5, "prefix": 0.5, "cognate": 0.7, "number": 1.5, "approx": 0.7}
SIDES_ACROSS = {"name": 1.5, "prefix": 1.0, "cognate": 0.7, "number": 1.5, "approx": 1.0}
MOST_PER_ARTICLE = 5
LEAST_SHARED = 12.0
LEAST_CONTAINED = 0.1
# a sign that more articles hold finds no pairs, it only scores them
MOST_HOLDERS = 40
CHUNK = 400

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def find_pairs(window: Window) -> Pairs:
    """Candidate pairs whose first article stands on the window's first day.

    Args:
        window: days side by side.

    Returns:
        Row numbers of the first and of the second articles, each pair once, in order.
    """
    count = len(window)
    first_day = (
        int(np.count_nonzero(window.articles.days == window.articles.days[0])) if count else 0
    )
    found: list[Pairs] = []
    sides = ((_side_matrix(window, SIDES), False), (_side_matrix(window, SIDES_ACROSS), True))
    for start in range(0, first_day, CHUNK):
        rows = np.arange(start, min(start + CHUNK, first_day))
        found += [_nearest(window, signs, rows, across) for signs, across in sides]
    found.append(_equal_texts(window, first_day))
    firsts = np.concatenate([pair[0] for pair in found])
    seconds = np.concatenate([pair[1] for pair in found])
    keys = np.unique(np.minimum(firsts, seconds) * count + np.maximum(firsts, seconds))
    return keys // count, keys % count


def _side_matrix(window: Window, sides: dict[str, float]) -> sparse.csr_array:
    """Rare signs of all sides in one matrix; its product with itself is what pairs share."""
    return sparse.hstack(
        [_rare(window.kinds[kind], scale) for kind, scale in sides.items()], format="csr"
    )


def _rare(matrix: SignMatrix, scale: float) -> sparse.csr_array:
    columns = np.flatnonzero((matrix.counts > 1) & (matrix.counts <= MOST_HOLDERS))
    part = matrix.weights[:, columns]
    # the product holds weight times weight: the root makes it weight again
    part.data = np.sqrt(part.data * scale)
    return part


def _nearest(
    window: Window, signs: sparse.csr_array, rows: NDArray[np.int64], is_across: bool
) -> Pairs:
    """The articles that share most with each of the rows."""
    totals = row_sums(signs, signs.data**2)
    product = (signs[rows] @ signs.T).tocoo()
    firsts, seconds, shared = rows[product.row], product.col.astype(np.int64), product.data
    least = np.minimum(totals[firsts], totals[seconds])
    keep = (shared >= np.maximum(LEAST_SHARED, LEAST_CONTAINED * least)) & (firsts != seconds)
    keep &= (window.articles.langs[firsts] != window.articles.langs[seconds]) == is_across
    firsts, seconds, shared = firsts[keep], seconds[keep], np.round(shared[keep], 6)
    # the best of each article on either side: a short one may be nobody's neighbour but its own
    best = _ranked(firsts, seconds, shared) < MOST_PER_ARTICLE
    best |= _ranked(seconds, firsts, shared) < MOST_PER_ARTICLE
    return firsts[best], seconds[best]


def _ranked(
    owners: NDArray[np.int64], others: NDArray[np.int64], shared: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Rank of each pair among those of its owner, from 0; ties go to the lower article."""
    order = np.lexsort((others, -shared, owners))
    sorted_owners = owners[order]
    starts = np.searchsorted(sorted_owners, sorted_owners)
    ranks = np.empty(len(owners), np.int64)
    ranks[order] = np.arange(len(owners)) - starts
    return ranks


def _equal_texts(window: Window, first_day: int) -> Pairs:
    """Articles whose normalised text is the same, each with the next one."""
    order = np.lexsort((np.arange(len(window)), window.articles.contents))
    same = window.articles.contents[order][1:] == window.articles.contents[order][:-1]
    firsts, seconds = order[:-1][same], order[1:][same]
    keep = np.minimum(firsts, seconds) < first_day
    return firsts[keep], seconds[keep]
