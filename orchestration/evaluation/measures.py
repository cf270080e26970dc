"""What is right: each field of a labelled item held against the answer.

Holds one small judge per field, and the list of fields in the order in which they are shown.
Scores and intervals are made of the verdicts in `intervals`; pairs of stories stand in `pairs`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from orchestration.evaluation.alignment import ends_agree
from orchestration.evaluation.answers import Answer, Occurrence
from orchestration.evaluation.gold import GoldItem
from orchestration.evaluation.intervals import ScoreOf, f1, f1_of_shares, share

NOT_FOUND = "not found"
NONE = "none"


@dataclass(frozen=True)
class Case:
    """A labelled item, its occurrence and the answer; both None when it was not cut right."""

    item: GoldItem
    occurrence: Occurrence | None
    answer: Answer | None


@dataclass(frozen=True)
class Verdict:
    """What one item says of a field.

    Attributes:
        parts: what it adds to the sums of the measure.
        wanted: the label, to be shown.
        given: the answer, to be shown.
        classes: classes that the item counts for.
        wrong: class and what was said instead, one for each mistake.
    """

    parts: tuple[float, ...]
    wanted: str
    given: str
    classes: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Measure:
    """One field: its judge, how its sums become a score, and the sum that is its base."""

    name: str
    judge: Callable[[Case], Verdict | None]
    score_of: ScoreOf
    base_column: int = 1


def _choice(wanted: str, accepted: set[str], given: str | None) -> Verdict:
    """Verdict on a field of one value."""
    said = given if given is not None else NOT_FOUND
    is_right = said in accepted
    shown = " or ".join([wanted, *sorted(accepted - {wanted})])
    wrong = () if is_right else ((wanted, said),)
    return Verdict((float(is_right), 1.0), shown, said, (wanted,), wrong)


def judge_segmentation(case: Case) -> Verdict:
    """Title, date and body ends."""
    if case.occurrence is None:
        said = NOT_FOUND
    elif not ends_agree(case.item, case.occurrence):
        said = "other body ends"
    else:
        said = "found"
    is_right = said == "found"
    file = case.item.file
    wrong = () if is_right else ((file, said),)
    return Verdict((float(is_right), 1.0), "found", said, (file,), wrong)


def judge_language(case: Case) -> Verdict | None:
    """Language of the text."""
    wanted = case.item.text("lang")
    if wanted is None:
        return None
    return _choice(wanted, {wanted}, case.answer.lang if case.answer else None)


def judge_agency_kind(case: Case) -> Verdict | None:
    """Coarse kind of the publisher."""
    wanted = case.item.text("publisher_kind")
    if wanted is None:
        return None
    accepted = case.item.accepted("publisher_kind", "publisher_kinds_ok")
    return _choice(wanted, accepted, case.answer.publisher_kind if case.answer else None)


def judge_primary_region(case: Case) -> Verdict | None:
    """Where the matter is; junk without a place is left out."""
    wanted = case.item.text("primary_region")
    if wanted is None:
        return None
    accepted = case.item.accepted("primary_region", "primary_region_ok")
    return _choice(wanted, accepted, case.answer.primary_region if case.answer else None)


def judge_topic_acceptable(case: Case) -> Verdict | None:
    """Primary topic among those that a careful reader accepts; junk without one is left out."""
    wanted = case.item.text("theme_primary")
    if wanted is None:
        return None
    accepted = case.item.accepted("theme_primary", "themes_ok")
    return _choice(wanted, accepted, case.answer.primary_topic if case.answer else None)


def judge_topic_exact(case: Case) -> Verdict | None:
    """Primary topic equal to the label."""
    wanted = case.item.text("theme_primary")
    if wanted is None:
        return None
    return _choice(wanted, {wanted}, case.answer.primary_topic if case.answer else None)


def judge_topic_labels(case: Case) -> Verdict | None:
    """The set of topics: precision against all accepted ones, recall of the primary one."""
    wanted = case.item.text("theme_primary")
    if wanted is None:
        return None
    accepted = case.item.accepted("theme_primary", "themes_ok")
    given = case.answer.topics if case.answer else frozenset()
    extra = sorted(given - accepted)
    is_missing = wanted not in given
    return Verdict(
        (float(len(given & accepted)), float(len(given)), float(not is_missing), 1.0),
        ", ".join([wanted, *sorted(accepted - {wanted})]),
        ", ".join(sorted(given)) or NONE,
        tuple(sorted(given | {wanted})),
        (*((topic, "too many") for topic in extra), *(((wanted, "missing"),) * is_missing)),
    )


def _regions(case: Case) -> tuple[frozenset[str], frozenset[str]] | None:
    """Regions wanted and given, without those that are right either way."""
    labels = case.item.labels.get("mentioned_regions")
    if labels is None:
        return None
    wanted = frozenset(labels)
    optional = frozenset(case.item.labels.get("mentioned_optional") or ()) - wanted
    given = case.answer.mentioned if case.answer else frozenset()
    return wanted, given - optional


def judge_mentioned_precision(case: Case) -> Verdict | None:
    """Regions that are said to be named and are."""
    regions = _regions(case)
    if regions is None:
        return None
    wanted, given = regions
    wrong = tuple((region, "not named") for region in sorted(given - wanted))
    return _region_set(wanted, given, given, wrong)


def judge_mentioned_recall(case: Case) -> Verdict | None:
    """Regions that are named and said to be."""
    regions = _regions(case)
    if regions is None:
        return None
    wanted, given = regions
    wrong = tuple((region, "missing") for region in sorted(wanted - given))
    return _region_set(wanted, given, wanted, wrong)


def _region_set(
    wanted: frozenset[str],
    given: frozenset[str],
    base: frozenset[str],
    wrong: tuple[tuple[str, str], ...],
) -> Verdict:
    return Verdict(
        (float(len(wanted & given)), float(len(base))),
        ", ".join(sorted(wanted)) or NONE,
        ", ".join(sorted(given)) or NONE,
        tuple(sorted(base)),
        wrong,
    )


def judge_junk(case: Case) -> Verdict | None:
    """Whether it is no release at all."""
    wanted = case.item.labels.get("is_junk")
    if wanted is None:
        return None
    given = bool(case.answer and case.answer.is_junk)
    names = {True: "junk", False: "not junk"}
    wrong = () if given == wanted else ((names[wanted], names[given]),)
    return Verdict(
        (float(wanted and given), float(given), float(wanted)),
        names[wanted],
        names[given],
        (names[wanted],),
        wrong,
    )


MEASURES = (
    Measure("segmentation", judge_segmentation, share),
    Measure("language", judge_language, share),
    Measure("agency_kind", judge_agency_kind, share),
    Measure("primary_region", judge_primary_region, share),
    Measure("mentioned_regions_precision", judge_mentioned_precision, share),
    Measure("mentioned_regions_recall", judge_mentioned_recall, share),
    Measure("topic_acceptable", judge_topic_acceptable, share),
    Measure("topic_exact", judge_topic_exact, share),
    Measure("topic_labels_f1", judge_topic_labels, f1_of_shares, 3),
    Measure("junk_f1", judge_junk, f1, 2),
)

# Fields whose precision per confidence level is told, and where an answer keeps the level.
LEVELS = ("high", "medium", "low")
CONFIDENT: dict[str, Callable[[Answer], str | None]] = {
    "agency_kind": lambda answer: answer.agency_confidence,
    "primary_region": lambda answer: answer.region_confidence,
    "topic_acceptable": lambda answer: answer.topic_confidence,
}
