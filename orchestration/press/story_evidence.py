"""What the two articles of a pair share: one number for each kind of evidence.

Holds the kinds of evidence and how each is measured. How much each counts is fitted and stands in
the seed `story_weights`; see `story_score`.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from orchestration.press.story_pairs import Pairs
from orchestration.press.story_window import SignMatrix, Window, row_sums

EVIDENCE = {
    "stems_cosine": "words in their stems: cosine, rare ones counting most",
    "stems_contained": "share of the shorter text's words that the other holds",
    "title_cosine": "words of the titles: cosine",
    "names_shared": "rarity of shared names, as a logarithm",
    "names_contained": "share of the names of the one with fewer",
    "names_differ": "share of the names not shared, where both have some",
    "cognates_contained": "share of long words with one skeleton in both scripts",
    "numbers_shared": "rarity of shared numbers, as a logarithm",
    "numbers_contained": "share of the numbers of the one with fewer",
    "numbers_differ": "share of the numbers not shared, where both have some",
    "dates_shared": "rarity of shared days and months, as a logarithm",
    "dates_differ": "both name days and none is shared",
    "dates_unshared": "share of the days not shared, where both name some",
    "places_contained": "share of the places of the one with fewer",
    "places_differ": "both name places and none is shared",
    "agency_same": "one publisher",
    "agency_differs": "two publishers, both known",
    "length_ratio": "words of the shorter over words of the longer",
    "days_apart": "days between the dates",
    "same_words_other_numbers": "cosine of the words times the share of numbers not shared",
    "same_words_other_names": "cosine of the words times the share of names not shared",
    "same_words_other_dates": "cosine of the words where both name days and none is shared",
}
# Kinds whose matrices are large: they are measured last, on pairs that the others leave a chance.
# Each is a share, 0 to 1.
WORDY = (
    "stems_cosine",
    "stems_contained",
    "title_cosine",
    "cognates_contained",
    "same_words_other_numbers",
    "same_words_other_names",
    "same_words_other_dates",
)
CHUNK = 20_000

Evidence = dict[str, NDArray[np.float64]]


def measure_pairs(window: Window, pairs: Pairs) -> Evidence:
    """Measure every kind of evidence on every pair.

    Args:
        window: the articles.
        pairs: row numbers of the first and second articles.

    Returns:
        Arrays of shape (pairs,) by kind of evidence.
    """
    facts = measure_facts(window, pairs)
    return facts | measure_words(window, pairs, facts)


def measure_facts(window: Window, pairs: Pairs) -> Evidence:
    """Measure the kinds of evidence that are cheap: all but WORDY."""
    return _in_chunks(lambda at: _facts(window, pairs[0][at], pairs[1][at]), len(pairs[0]))


def measure_words(window: Window, pairs: Pairs, facts: Evidence) -> Evidence:
    """Measure the kinds WORDY.

    Args:
        window: the articles.
        pairs: row numbers of the first and second articles.
        facts: the other evidence of the same pairs.
    """
    found = _in_chunks(lambda at: _words(window, pairs[0][at], pairs[1][at]), len(pairs[0]))
    cosine = found["stems_cosine"]
    return found | {
        "same_words_other_numbers": cosine * facts["numbers_differ"],
        "same_words_other_names": cosine * facts["names_differ"],
        "same_words_other_dates": cosine * facts["dates_differ"],
    }


def _in_chunks(measure: Callable[[slice], Evidence], count: int) -> Evidence:
    chunks = [measure(slice(at, at + CHUNK)) for at in range(0, max(count, 1), CHUNK)]
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}


def _words(window: Window, firsts: NDArray[np.int64], seconds: NDArray[np.int64]) -> Evidence:
    kinds = window.kinds
    stems, least = _shared(kinds["stem"], firsts, seconds)
    cognates, least_cognates = _shared(kinds["cognate"], firsts, seconds)
    return {
        "stems_cosine": _cosine(kinds["stem"], firsts, seconds),
        "stems_contained": _ratio(stems, least),
        "title_cosine": _cosine(kinds["title"], firsts, seconds),
        "cognates_contained": _ratio(cognates, least_cognates),
    }


def _facts(window: Window, firsts: NDArray[np.int64], seconds: NDArray[np.int64]) -> Evidence:
    kinds, articles = window.kinds, window.articles
    names, least_names = _shared(kinds["name"], firsts, seconds)
    prefixes, least_prefixes = _shared(kinds["prefix"], firsts, seconds)
    names_contained = _ratio(names + prefixes, least_names + least_prefixes)
    numbers, least_numbers = _shared(kinds["number"], firsts, seconds)
    rounded, _ = _shared(kinds["approx"], firsts, seconds)
    # a round figure that is shared beside an exact one adds nothing
    numbers = np.maximum(numbers, rounded * 0.7) + 0.3 * np.minimum(numbers, rounded)
    numbers_contained = np.minimum(_ratio(numbers, least_numbers), 1.0)
    dates, least_dates = _shared(kinds["date"], firsts, seconds)
    places, least_places = _shared(kinds["place"], firsts, seconds)
    one, other = articles.agencies[firsts], articles.agencies[seconds]
    known = (one > 0) & (other > 0)
    lengths = np.stack([articles.lengths[firsts], articles.lengths[seconds]])
    return {
        "names_shared": np.log1p(names),
        "names_contained": names_contained,
        "names_differ": (1 - names_contained) * (least_names > 0),
        "numbers_shared": np.log1p(numbers),
        "numbers_contained": numbers_contained,
        "numbers_differ": (1 - numbers_contained) * (least_numbers > 0),
        "dates_shared": np.log1p(dates),
        "dates_differ": ((least_dates > 0) & (dates <= 0)).astype(np.float64),
        "dates_unshared": (1 - _ratio(dates, least_dates)) * (least_dates > 0),
        "places_contained": _ratio(places, least_places),
        "places_differ": ((least_places > 0) & (places <= 0)).astype(np.float64),
        "agency_same": (known & (one == other)).astype(np.float64),
        "agency_differs": (known & (one != other)).astype(np.float64),
        "length_ratio": (lengths.min(axis=0) + 1) / (lengths.max(axis=0) + 1),
        "days_apart": np.abs(articles.days[firsts] - articles.days[seconds]).astype(np.float64),
    }


def _shared(
    matrix: SignMatrix, firsts: NDArray[np.int64], seconds: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight of what both hold, and of all that the one with less holds."""
    both = matrix.weights[firsts].multiply(matrix.present[seconds])
    return row_sums(both, both.data), np.minimum(matrix.totals[firsts], matrix.totals[seconds])


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _cosine(
    matrix: SignMatrix, firsts: NDArray[np.int64], seconds: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Cosine of the weights; 0 for an article without signs."""
    both = matrix.unit[firsts].multiply(matrix.unit[seconds])
    return row_sums(both, both.data)
