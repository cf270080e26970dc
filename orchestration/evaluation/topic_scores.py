"""Primary topics held against the codes of a foreign set: the result and how it is scored.

Holds arithmetic alone; how titles get their topics stands in `foreign`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from orchestration.evaluation.intervals import Array, Score, score_draws, score_parts, share

NONE = "none"


@dataclass(frozen=True)
class CodeResult:
    """One code of the set: its titles, and how well they were told apart from others."""

    code: str
    n: int
    precision: float
    recall: float
    f1: float
    instead: str


@dataclass
class TopicEvaluation:
    """What a foreign set says.

    Attributes:
        left_out: titles whose code is no topic here, by code.
        macro_f1: mean F1 of the codes that the set holds.
        accuracy: titles whose primary topic is the code.
        answered: the same among titles that got a topic.
        none: titles without a topic.
        outside: titles whose topic is no code of the set, so that it can't be right.
        langs: titles by detected language.
        codes: worst first.
    """

    name: str
    n: int
    left_out: dict[str, int]
    macro_f1: Score
    accuracy: Score
    answered: Score | None
    none: Score
    outside: Score
    langs: dict[str, int] = field(default_factory=dict)
    codes: list[CodeResult] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain data for --json."""
        return {
            "set": self.name,
            "n": self.n,
            "left_out": self.left_out,
            "fields": {
                "macro_f1": self.macro_f1.as_json(),
                "micro_accuracy": self.accuracy.as_json(),
                "answered_accuracy": self.answered.as_json() if self.answered else None,
                "none_share": self.none.as_json(),
                "outside_share": self.outside.as_json(),
            },
            "languages": self.langs,
            "codes": [vars(one) for one in self.codes],
        }


def score_topics(name: str, wanted: Sequence[str], given: Sequence[str]) -> TopicEvaluation:
    """Score primary topics against codes.

    Args:
        name: what the result is called.
        wanted: code of each title.
        given: its topic, or none.
    """
    codes = sorted(set(wanted))
    right = [float(w == g) for w, g in zip(wanted, given, strict=True)]
    answered = [(r, 1.0) for r, g in zip(right, given, strict=True) if g != NONE]
    macro = score_draws(len(wanted), len(codes), _macro_f1(codes, wanted, given))
    accuracy = score_parts([(r, 1.0) for r in right], share, len(wanted))
    none = score_parts([(float(g == NONE), 1.0) for g in given], share, len(wanted))
    beyond = [(float(g != NONE and g not in codes), 1.0) for g in given]
    outside = score_parts(beyond, share, len(wanted))
    assert macro and accuracy and none and outside, "there are titles"
    return TopicEvaluation(
        name=name,
        n=len(wanted),
        left_out={},
        macro_f1=macro,
        accuracy=accuracy,
        answered=score_parts(answered, share, len(answered)),
        none=none,
        outside=outside,
        codes=sorted(
            (_code_result(code, wanted, given) for code in codes),
            key=lambda one: (one.f1, one.code),
        ),
    )


def _macro_f1(
    codes: Sequence[str], wanted: Sequence[str], given: Sequence[str]
) -> Callable[[Array], Array]:
    is_wanted = np.array([[w == code for code in codes] for w in wanted], np.float64)
    is_given = np.array([[g == code for code in codes] for g in given], np.float64)
    is_hit = is_wanted * is_given

    def score_of(weights: Array) -> Array:
        hits, said, there = weights @ is_hit, weights @ is_given, weights @ is_wanted
        # a code that a draw doesn't hold is no class of that draw
        f1 = np.where(there > 0, 2 * hits / np.maximum(said + there, 1), np.nan)
        return np.nanmean(f1, axis=1)

    return score_of


def _code_result(code: str, wanted: Sequence[str], given: Sequence[str]) -> CodeResult:
    there = [g for w, g in zip(wanted, given, strict=True) if w == code]
    hits, said = there.count(code), list(given).count(code)
    others = Counter(g for g in there if g != code).most_common(1)
    return CodeResult(
        code=code,
        n=len(there),
        precision=round(hits / said, 4) if said else 0.0,
        recall=round(hits / len(there), 4),
        f1=round(2 * hits / (said + len(there)), 4),
        instead=others[0][0] if others else "",
    )
