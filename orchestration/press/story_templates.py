"""The template of a text: its wording without names, numbers and dates, as a few stable keys.

Holds how the keys are made. Notices of a series have most of their keys in common however far
apart they are, other releases none; who shares keys is found in `story_series`.
"""

import numpy as np
from numpy.typing import NDArray

from orchestration.press.story_words import Hashes

BANDS = 16
ROWS = 3
# a wording of fewer pairs of words is too short to tell a template, and so is a shorter title
LEAST_PAIRS = 12
LEAST_TITLE = 2

_BINS = BANDS * ROWS
_VALUE_BITS = 36
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_HALF = np.uint64(32)


def read_templates(
    owners: NDArray[np.int64], stems: Hashes, is_title: NDArray[np.bool_], article_count: int
) -> Hashes:
    """The keys of each article's template: its title, and minhashes of its pairs of words.

    One hash puts each pair of neighbouring words into a bin; the least of each bin stands for the
    text, and three bins and the title make a key. Of one title, two texts share a key with about
    the cube of the share of pairs that both hold; of two titles, none.

    Args:
        owners: shape (words,); row of the article, equal ones together.
        stems: shape (words,); stable hashes of the words that are no names, numbers, dates or
            CHANGING_WORDS, in the order of the text.
        is_title: shape (words,).
        article_count: rows.

    Returns:
        Shape (articles, BANDS); rows of 0 where title or text is too short.
    """
    titles = np.zeros(article_count, np.uint64)
    np.add.at(titles, owners[is_title], _mix(stems[is_title]))
    title_sizes = np.bincount(owners[is_title], minlength=article_count)
    is_inside = owners[:-1] == owners[1:]
    pairs = _mix(stems[:-1] * _FIRST + stems[1:])[is_inside]
    held = owners[:-1][is_inside]
    counts = np.bincount(held, minlength=article_count)
    bins = held * _BINS + (pairs >> _HALF).astype(np.int64) % _BINS
    packed = (bins << _VALUE_BITS) | (pairs & np.uint64((1 << _VALUE_BITS) - 1)).astype(np.int64)
    packed.sort()
    bins = packed >> _VALUE_BITS
    firsts = np.flatnonzero(np.diff(bins, prepend=-1))
    least = np.full(article_count * _BINS, -1, np.int64)
    least[bins[firsts]] = packed[firsts] & ((1 << _VALUE_BITS) - 1)
    filled = _fill(least.reshape(article_count, _BINS)).astype(np.uint64)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64) + _mix(titles)[:, None]
    for row in range(ROWS):
        keys = _mix(keys * _FIRST + filled[:, row::ROWS])
    is_told = (counts >= LEAST_PAIRS) & (title_sizes >= LEAST_TITLE)
    return np.where(is_told[:, None], np.maximum(keys, np.uint64(1)), np.uint64(0))


def _fill(least: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give empty bins the value of the next one that isn't, around the end."""
    twice = np.concatenate([least, least], axis=1)
    places = np.where(twice >= 0, np.arange(2 * _BINS), 2 * _BINS - 1)
    following = np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1][:, :_BINS]
    return np.take_along_axis(twice, following, axis=1)


def _mix(values: Hashes) -> Hashes:
    values = (values ^ (values >> _HALF)) * _SECOND
    return values ^ (values >> _HALF)
