"""How sure it is that a pair tells one story: the evidence, weighed.

Holds the arithmetic of a logistic model. Its weights are data: the seeds `story_weights` and
`story_fits`, written by `baspasoz fit-stories` together with how good they proved to be.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.press.story_evidence import EVIDENCE, WORDY

WITHIN, ACROSS = "within", "across"
INTERCEPT = "intercept"
SCORE_DIGITS = 4
# more than what rounding a score may add to its odds
CLOSE = 0.01
# From here on words alone would carry any score: so large a share of numbers and names that the
# two don't share, added up, makes a pair two notices, whatever the score is. The model is fitted
# on the pairs that are left. No pair of one story in the labelled sets is taken for two notices.
TEMPLATE_COSINE = 0.7
TEMPLATE_FACTS = 0.45
# Almost the same words on another day: where half of the days that they name are others too, it
# is the next notice. An edit is posted with the days it had.
NOTICE_COSINE = 0.9
NOTICE_DAYS = 0.45
# Almost the same words, the same names, places and days, and half of the numbers: an edit in
# which figures were put right or added. No two releases of the labelled sets are taken for one.
EDIT_COSINE = 0.85
EDIT_CONTAINED = 0.9
EDIT_NUMBERS = 0.5
EDIT_LENGTH = 0.6
EDIT_SCORE = 0.95


@dataclass(frozen=True)
class PairModel:
    """Weights of one kind of pairs: within a language, or across two.

    Attributes:
        weights: by kind of evidence; kinds that count nothing are left out.
        intercept: log odds of a pair that shows nothing.
        threshold: from this probability on a pair is a match.
    """

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    def score(self, evidence: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Probability of each pair, rounded, so that the order of sums never shows.

        Args:
            evidence: arrays of shape (pairs,) by kind.
        """
        assert set(self.weights) <= set(evidence)
        return np.round(1 / (1 + np.exp(-self._odds(evidence))), SCORE_DIGITS)

    def has_chance(self, facts: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
        """Whether a pair can reach the threshold, whatever the kinds WORDY will say.

        Args:
            facts: arrays of shape (pairs,) of all other kinds.
        """
        best = sum(max(self.weights.get(name, 0.0), 0.0) for name in WORDY)
        least = np.log(self.threshold / (1 - self.threshold)) - CLOSE
        return self._odds(facts) + best >= least

    def _odds(self, evidence: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        odds = np.full(len(evidence["length_ratio"]), self.intercept)
        for part in self.contributions(evidence).values():
            odds += part
        return odds

    def contributions(
        self, evidence: Mapping[str, NDArray[np.float64]]
    ) -> dict[str, NDArray[np.float64]]:
        """What each kind of evidence that is given adds to the log odds of each pair."""
        return {
            name: evidence[name] * weight
            for name, weight in self.weights.items()
            if name in evidence
        }


def is_template(evidence: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Whether the two have the same words and other facts: notices of a series, or lures.

    Args:
        evidence: arrays of shape (pairs,) by kind.
    """
    facts_differ = evidence["numbers_differ"] + evidence["names_differ"]
    is_lure = (evidence["stems_cosine"] >= TEMPLATE_COSINE) & (facts_differ >= TEMPLATE_FACTS)
    is_next = (
        (evidence["stems_cosine"] >= NOTICE_COSINE)
        & (evidence["dates_unshared"] >= NOTICE_DAYS)
        & (evidence["days_apart"] > 0)
    )
    return (is_lure & ~is_edit(evidence)) | is_next


def may_be_edit(facts: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Whether all but the words says that one is an edit of the other.

    Args:
        facts: arrays of shape (pairs,) of the kinds that are not WORDY.
    """
    has_fact = facts["names_shared"] + facts["numbers_shared"] + facts["dates_shared"] > 0
    return (
        has_fact
        & (facts["names_differ"] <= CLOSE)
        & (facts["numbers_differ"] <= 1 - EDIT_NUMBERS)
        & (facts["length_ratio"] >= EDIT_LENGTH)
        & (facts["dates_unshared"] == 0)
        & (facts["places_differ"] == 0)
        & (facts["agency_differs"] == 0)
    )


def is_edit(evidence: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Whether one is an edit of the other: the same words and names, most figures.

    Args:
        evidence: arrays of shape (pairs,) by kind.
    """
    return (
        may_be_edit(evidence)
        & (evidence["stems_cosine"] >= EDIT_COSINE)
        & (evidence["stems_contained"] >= EDIT_CONTAINED)
    )


def read_models(weights: pa.Table, fits: pa.Table) -> dict[str, PairModel]:
    """Read both models from their seeds.

    Args:
        weights: columns pair_kind, evidence, weight, all text.
        fits: columns pair_kind, threshold and figures, all text.

    Raises:
        ValueError: an evidence isn't known, or a model is missing.
    """
    thresholds = {row["pair_kind"]: float(row["threshold"]) for row in fits.to_pylist()}
    models = {}
    for kind in (WITHIN, ACROSS):
        found = {
            row["evidence"]: float(row["weight"])
            for row in weights.to_pylist()
            if row["pair_kind"] == kind
        }
        if kind not in thresholds or INTERCEPT not in found:
            raise ValueError(f"story_weights and story_fits hold no whole model of pairs {kind}")
        intercept = found.pop(INTERCEPT)
        if unknown := sorted(set(found) - set(EVIDENCE)):
            raise ValueError(f"story_weights: no evidence is called {', '.join(unknown)}")
        models[kind] = PairModel(found, intercept, thresholds[kind])
    return models
