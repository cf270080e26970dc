"""Fits how much each kind of evidence counts: a logistic regression whose signs make sense.

Holds the fit and its cross-validation, in which a pair is judged by a model that saw neither of
its documents. Needs scikit-learn, which is installed for development alone; what it finds is
stored in seeds, and the product needs only them.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from orchestration.evaluation.story_sets import LabelledPairs
from orchestration.press.story_evidence import EVIDENCE
from orchestration.press.story_score import ACROSS, EDIT_SCORE, WITHIN, is_edit, is_template

AGAINST = frozenset(
    {
        "names_differ",
        "numbers_differ",
        "dates_differ",
        "dates_unshared",
        "places_differ",
        "agency_differs",
        "days_apart",
        "same_words_other_numbers",
        "same_words_other_names",
        "same_words_other_dates",
    }
)
"""Kinds that speak against a pair; all others speak for it, and other signs are chance."""

FOLDS = 5
STRENGTH = 1.0
LEAST_WEIGHT = 0.03
# The generator's pairs are many and alike: all together its pairs of one story count so much more
# than the labelled ones, and its other pairs so much more than those.
SYNTHETIC_SHARE = 2.0
OTHERS_SHARE = 10.0
THRESHOLDS = np.round(np.arange(0.3, 0.91, 0.05), 2)


@dataclass(frozen=True)
class Fit:
    """A fitted model with the figures of its cross-validation.

    Attributes:
        pair_kind: within or across.
        weights: by kind of evidence.
        intercept: log odds of a pair that shows nothing.
        threshold: where the cross-validated F1 is highest; the middle of several.
        pair_count: labelled pairs, synthetic ones apart.
        same_count: those of one story.
        precision: of labelled pairs, cross-validated.
        recall: the same.
        synthetic_count: pairs of the generator.
        synthetic_precision: cross-validated.
        synthetic_recall: cross-validated.
    """

    pair_kind: str
    weights: dict[str, float]
    intercept: float
    threshold: float
    pair_count: int
    same_count: int
    precision: float
    recall: float
    synthetic_count: int
    synthetic_precision: float
    synthetic_recall: float


def fit_models(pairs: LabelledPairs) -> list[Fit]:
    """Fit both models.

    Args:
        pairs: of all sets.

    Raises:
        ImportError: scikit-learn isn't installed.
    """
    return [
        _fit_kind(pairs, kind, pairs.is_across == (kind == ACROSS)) for kind in (WITHIN, ACROSS)
    ]


def _fit_kind(pairs: LabelledPairs, kind: str, rows: NDArray[np.bool_]) -> Fit:
    names = list(EVIDENCE)
    values = np.stack([pairs.evidence[name][rows] for name in names], axis=1)
    same, synthetic = pairs.is_same[rows], pairs.is_synthetic[rows]
    # pairs that a rule decides are none of the model's
    own = {name: found[rows] for name, found in pairs.evidence.items()}
    is_edited = is_edit(own) & (kind == WITHIN)
    is_open = ~is_template(own) & ~is_edited
    amounts = _amounts(same, synthetic, is_open)
    folds = _folds(pairs.stories[:, rows])
    scores = np.where(is_edited, EDIT_SCORE, 0.0)
    for one, other in combinations_with_replacement(range(FOLDS), 2):
        unseen = (folds == one) | (folds == other)
        seen = ~unseen.any(axis=0) & is_open
        judged = ((folds[0] == one) & (folds[1] == other)) | (
            (folds[0] == other) & (folds[1] == one)
        )
        judged &= is_open
        if judged.any():
            weights, intercept = _fit(names, values[seen], same[seen], amounts[seen])
            scores[judged] = 1 / (1 + np.exp(-(values[judged] @ weights + intercept)))
    threshold = _best_threshold(scores, same, amounts)
    weights, intercept = _fit(names, values[is_open], same[is_open], amounts[is_open])
    given = scores >= threshold
    labelled = _precision_recall(given[~synthetic], same[~synthetic])
    invented = _precision_recall(given[synthetic], same[synthetic])
    return Fit(
        pair_kind=kind,
        weights={name: float(w) for name, w in zip(names, weights, strict=True) if w},
        intercept=float(intercept),
        threshold=threshold,
        pair_count=int((~synthetic).sum()),
        same_count=int(same[~synthetic].sum()),
        precision=labelled[0],
        recall=labelled[1],
        synthetic_count=int(synthetic.sum()),
        synthetic_precision=invented[0],
        synthetic_recall=invented[1],
    )


def _amounts(
    same: NDArray[np.bool_], synthetic: NDArray[np.bool_], is_open: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """How much each pair counts."""
    amounts = np.ones(len(same))
    labelled = max(float((same & ~synthetic & is_open).sum()), 1.0)
    for truth, share in ((same, 1.0), (~same, OTHERS_SHARE)):
        theirs = truth & synthetic & is_open
        if theirs.any():
            amounts[theirs] = SYNTHETIC_SHARE * share * labelled / theirs.sum()
    return amounts


def _folds(stories: NDArray[np.object_]) -> NDArray[np.int64]:
    """The fold of both documents of each pair: all texts of a story are in one."""
    return np.array(
        [[zlib.crc32(str(story).encode()) % FOLDS for story in side] for side in stories], np.int64
    )


def _fit(
    names: Sequence[str],
    values: NDArray[np.float64],
    same: NDArray[np.bool_],
    amounts: NDArray[np.float64],
) -> tuple[NDArray[np.float64], float]:
    """Fit until every weight has the sign that its kind of evidence must have."""
    from sklearn.linear_model import LogisticRegression

    scale = values.std(axis=0)
    kept = [column for column in range(len(names)) if scale[column] > 1e-9]
    while True:
        model = LogisticRegression(C=STRENGTH, max_iter=5000, solver="newton-cholesky")
        model.fit(values[:, kept] / scale[kept], same, sample_weight=amounts)
        found = model.coef_[0]
        wrong = [
            (-abs(weight) if has_sense else abs(weight) + 1, column)
            for weight, column in zip(found, kept, strict=True)
            if not (has_sense := (weight < 0) == (names[column] in AGAINST))
            or abs(weight) < LEAST_WEIGHT
        ]
        if not wrong:
            break
        kept.remove(max(wrong)[1])
    weights = np.zeros(len(names))
    weights[kept] = found / scale[kept]
    return weights, float(model.intercept_[0])


def _best_threshold(
    scores: NDArray[np.float64], same: NDArray[np.bool_], amounts: NDArray[np.float64]
) -> float:
    found = []
    for threshold in THRESHOLDS:
        given = scores >= threshold
        right = amounts[given & same].sum()
        found.append(2 * right / (amounts[given].sum() + amounts[same].sum()))
    best = np.flatnonzero(np.array(found) >= max(found) - 0.002)
    return float(THRESHOLDS[best[len(best) // 2]])


def _precision_recall(given: NDArray[np.bool_], same: NDArray[np.bool_]) -> tuple[float, float]:
    right = float((given & same).sum())
    return right / max(float(given.sum()), 1.0), right / max(float(same.sum()), 1.0)
