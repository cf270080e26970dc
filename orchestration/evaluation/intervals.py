"""Scores with 95 % intervals: the bootstrap over items.

A measure is a table of what each item adds to a few sums, and a function from the sums to the
score: a share is right over all, an F1 has three sums. Items are drawn with replacement; equal
input gives equal intervals.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ScoreOf = Callable[[Array], Array]

DRAWS = 1_000
_SEED = 20_260_211
# draws at once: with 20,000 items their counts stay under 20 MB
_AT_ONCE = 100
# sets up to so many items have their draws kept: 50 MB each
_KEPT_ITEMS = 50_000


@dataclass(frozen=True)
class Score:
    """One score.

    Attributes:
        n: items that have the label.
        base: what the score is a share of: items, labels or pairs.
        score: 0 to 1.
        low: lower end of the 95 % interval.
        high: upper end.
        error: standard error.
    """

    n: int
    base: int
    score: float
    low: float
    high: float
    error: float

    def as_json(self) -> dict[str, float]:
        """Plain data, rounded to what an interval can bear."""
        return {
            "n": self.n,
            "base": self.base,
            **{name: round(getattr(self, name), 4) for name in ("score", "low", "high", "error")},
        }


def share(sums: Array) -> Array:
    """Right over all, of sums in columns 0 and 1; nan of nothing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, 0] / sums[:, 1]


def f1(sums: Array) -> Array:
    """F1 of hits, claimed and wanted in columns 0 to 2; nan when nothing is claimed or wanted."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return 2 * sums[:, 0] / (sums[:, 1] + sums[:, 2])


def f1_of_shares(sums: Array) -> Array:
    """Harmonic mean of two shares: precision in columns 0 and 1, recall in 2 and 3."""
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = sums[:, 0] / sums[:, 1], sums[:, 2] / sums[:, 3]
        # nothing claimed although something is wanted: the score is 0, not unknown
        precision = np.where(sums[:, 1] == 0, 0.0, precision)
        both = precision + recall
        return np.where(both == 0, 0.0, 2 * precision * recall / np.where(both == 0, 1, both))


def score_parts(parts: Sequence[Sequence[float]], score_of: ScoreOf, base: int) -> Score | None:
    """Score a measure that adds up over items; None where there is nothing to score.

    Args:
        parts: a row per item, what it adds to each sum.
        score_of: from sums, a row per draw, to scores.
        base: what the score is a share of.
    """
    if not len(parts):
        return None
    table = np.asarray(parts, np.float64)
    return score_draws(len(table), base, lambda weights: score_of(weights @ table))


def score_draws(n: int, base: int, score_of_weights: Callable[[Array], Array]) -> Score | None:
    """Score anything that can be computed from how often each item was drawn.

    Args:
        n: items.
        base: what the score is a share of.
        score_of_weights: from a row of n counts per draw to a score per draw.
    """
    value = float(score_of_weights(np.ones((1, n)))[0])
    if np.isnan(value):
        return None
    draws = _counts(n) if n <= _KEPT_ITEMS else _draw(n)
    drawn = [score_of_weights(counts.astype(np.float64)) for counts in draws]
    scores = np.concatenate(drawn)
    scores = scores[~np.isnan(scores)]
    low, high = np.percentile(scores, [2.5, 97.5])
    return Score(n, base, value, float(low), float(high), float(scores.std()))


@lru_cache(maxsize=8)
def _counts(n: int) -> list[NDArray[np.uint8]]:
    """The same draws for every field of a set: they cost more than the scores."""
    return list(_draw(n))


def _draw(n: int) -> Iterator[NDArray[np.uint8]]:
    """How often each of n items is drawn, a row per draw, some draws at a time."""
    generator = np.random.default_rng(_SEED)
    for start in range(0, DRAWS, _AT_ONCE):
        picks = generator.integers(0, n, (min(_AT_ONCE, DRAWS - start), n))
        # no item is drawn 256 times of n: the mean is one
        yield np.stack([np.bincount(row, minlength=n) for row in picks]).astype(np.uint8)
