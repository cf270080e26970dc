"""The job that scores the labels against a labelled set, with scores that the UI charts."""

from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import Field

SCORES = dg.AssetKey(["evaluation", "scores"])


class EvaluateConfig(dg.Config):
    """Which labelled set."""

    gold: str = Field(description="Path of the labelled items, one JSON object per line.")
    dumps: str = Field("", description="Folder of the labelled dumps; empty for that of the items.")


@dg.op(name="evaluate_labels")
def evaluate_labels(context: dg.OpExecutionContext, config: EvaluateConfig) -> None:
    """Build the labelled dumps in a home of their own and score every label that they have."""
    from orchestration.evaluation.evaluating import evaluate as score
    from orchestration.evaluation.gold import GoldError
    from orchestration.evaluation.report import render_evaluation

    try:
        found = score(Path(config.gold), Path(config.dumps) if config.dumps else None)
    except GoldError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    context.log.info(render_evaluation(found))
    context.log_event(dg.AssetMaterialization(SCORES, metadata=_numbers(found.as_json())))


def _numbers(value: Any, name: str = "") -> dict[str, float | int]:
    """Every figure of the scores, under its place."""
    if isinstance(value, bool) or value is None:
        return {}
    if isinstance(value, int | float):
        return {name: value}
    if isinstance(value, dict):
        found: dict[str, float | int] = {}
        for key, inner in value.items():
            found |= _numbers(inner, f"{name}/{key}" if name else str(key))
        return found
    return {}


@dg.job(description="Score the labels against a labelled set, in a home of its own.")
def evaluate() -> None:
    """One step."""
    evaluate_labels()
