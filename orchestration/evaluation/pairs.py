"""Stories scored over pairs: two items are a pair when they carry the same release.

Pairs are counted by group sizes, never listed: 20,000 items have 200 million of them.
"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from orchestration.evaluation.intervals import Array, Score, f1, score_draws

Groups = NDArray[np.intp]


def score_pairs(
    wanted: Sequence[str], given: Sequence[str], langs: Sequence[str] | None = None
) -> Score | None:
    """F1 over pairs of items; None when no pair is wanted or given.

    Args:
        wanted: the story of each item.
        given: the story that the product put it in.
        langs: when given, only pairs of different language count.
    """
    stories = [_number(group) for group in (zip(wanted, given, strict=True), given, wanted)]
    if not len(wanted):
        return None
    within = None
    if langs is not None:
        tongues = _number(langs)
        within = [_number(zip(story, tongues, strict=True)) for story in stories]

    def score_of(weights: Array) -> Array:
        sums = np.empty((len(weights), 3))
        for row, drawn in enumerate(weights):
            for column, story in enumerate(stories):
                sums[row, column] = _count_pairs(story, drawn)
                if within is not None:
                    sums[row, column] -= _count_pairs(within[column], drawn)
        return f1(sums)

    once = np.ones(len(wanted))
    base = _count_pairs(stories[2], once)
    if within is not None:
        base -= _count_pairs(within[2], once)
    return score_draws(len(wanted), round(base), score_of)


def _count_pairs(groups: Groups, weights: Array) -> float:
    """Pairs inside groups; an item that is drawn twice makes no pair with itself."""
    totals = np.bincount(groups, weights)
    return float((totals @ totals - weights @ weights) / 2)


def _number(values: "Sequence[Hashable] | zip[tuple[Hashable, ...]]") -> Groups:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], np.intp)
