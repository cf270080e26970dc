"""What went wrong, with the words that it went wrong by.

Holds which evidence is put beside a wrong answer; it is read in `evidence_lines`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from orchestration.evaluation.evidence_lines import read_evidence
from orchestration.evaluation.measures import Case, Verdict

# which evidence says something about a field
_KINDS = {
    "agency_kind": ("agency",),
    "primary_region": ("region", "country"),
    "mentioned_regions_precision": ("region",),
    "mentioned_regions_recall": ("region",),
    "topic_acceptable": ("topic",),
    "topic_exact": ("topic",),
    "topic_labels_f1": ("topic",),
}


@dataclass(frozen=True)
class Miss:
    """One wrong answer.

    Attributes:
        evidence: per agency, place or topic its words, strongest first.
    """

    field: str
    item: str
    file: str
    ordinal: int
    title: str
    wanted: str
    given: str
    rule: str | None
    confidence: str | None
    evidence: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def describe_misses(
    connection: duckdb.DuckDBPyConnection,
    field: str,
    wrong: Sequence[tuple[Case, Verdict]],
) -> list[Miss]:
    """Put evidence beside wrong answers.

    Args:
        connection: the build database of the trial.
        field: name of the measure.
        wrong: cases with verdicts that hold mistakes.
    """
    kinds = _KINDS.get(field, ())
    answers = [case.answer for case, _ in wrong if case.answer]
    evidence = read_evidence(connection, [a.occurrence_id for a in answers], kinds)
    return [_describe(field, case, verdict, evidence) for case, verdict in wrong]


def _describe(
    field: str, case: Case, verdict: Verdict, evidence: dict[str, dict[str, str]]
) -> Miss:
    answer = case.answer
    found = evidence.get(answer.occurrence_id, {}) if answer else {}
    rule, confidence = None, None
    if answer and field == "primary_region":
        rule, confidence = answer.region_rule, answer.region_confidence
    elif answer and field == "agency_kind":
        rule = f"{answer.agency_id}: {answer.publisher_rule or 'no evidence'}"
    elif answer and field.startswith("topic"):
        confidence = answer.topic_confidence
    elif answer and field == "junk_f1":
        rule = answer.junk_reason
    shown = _ends(case) if field == "segmentation" else ()
    asked = _asked(verdict) if field not in ("agency_kind", "primary_region") else set(found)
    return Miss(
        field=field,
        item=case.item.name,
        file=case.item.file,
        ordinal=case.item.ordinal,
        title=case.item.title,
        wanted=verdict.wanted,
        given=verdict.given,
        rule=rule,
        confidence=confidence,
        evidence=shown or tuple(f"{one}: {found[one]}" for one in found if one in asked),
    )


def _ends(case: Case) -> tuple[str, ...]:
    """How the body that was found begins and ends."""
    if case.occurrence is None:
        return ()
    body = " ".join(case.occurrence.body.split())
    return (f"begins: “{body[:60]}”", f"ends: “{body[-60:]}”")


def _asked(verdict: Verdict) -> set[str]:
    """Codes that the mistakes are about."""
    return {code for mistake in verdict.wrong for code in mistake}
