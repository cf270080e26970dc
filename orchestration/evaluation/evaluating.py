"""One evaluation: labelled dumps through a trial home, then scores, worst classes and misses.

Holds the order of the steps. The result stands in `results`, its words for a terminal in `report`.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from orchestration import warehouse
from orchestration.evaluation.alignment import align_items
from orchestration.evaluation.answers import Answer, read_answers, read_occurrences
from orchestration.evaluation.broken_stories import describe_broken_stories
from orchestration.evaluation.gold import GoldItem, read_gold
from orchestration.evaluation.intervals import Score, score_parts
from orchestration.evaluation.measures import (
    CONFIDENT,
    LEVELS,
    MEASURES,
    NONE,
    NOT_FOUND,
    Case,
    Measure,
    Verdict,
)
from orchestration.evaluation.misses import describe_misses
from orchestration.evaluation.pairs import score_pairs
from orchestration.evaluation.results import (
    Evaluation,
    FieldResult,
    TopicShares,
    WorstClass,
)
from orchestration.evaluation.story_scores import StoryItem, count_stories
from orchestration.evaluation.trial import load_dumps, model_labels, trial_home
from orchestration.progress import stage
from orchestration.settings import Settings

MISSES_PER_FIELD = 200
WORST_CLASSES = 6
MANY_TOPICS = 4


def evaluate(gold: Path, dumps: Path | None = None) -> Evaluation:
    """Build the labelled dumps in a home of their own and score every field that is labelled.

    Args:
        gold: JSON lines of labelled items.
        dumps: folder of the dumps; the labelled set's own without it.

    Raises:
        GoldError: the labelled set or a dump can't be used.
        DbtError: the labels could not be modelled.
    """
    items = read_gold(gold)
    files = sorted({item.file for item in items})
    with trial_home() as settings:
        load_dumps(settings, dumps or gold.parent, files)
        model_labels(settings)
        with stage("score"):
            return evaluate_items(str(gold), items, settings)


def evaluate_items(name: str, items: Sequence[GoldItem], settings: Settings) -> Evaluation:
    """Score labelled items against a trial that holds their dumps.

    Args:
        name: what the result is called.
        items: labelled items.
        settings: the trial's home.
    """
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        files = {item.file for item in items}
        occurrences = [o for o in read_occurrences(connection) if o.file in files]
        answers = read_answers(connection)
        aligned = align_items(items, occurrences)
        cases = [
            Case(item, occurrence, answers[occurrence.article_id] if occurrence else None)
            for item, occurrence in zip(items, aligned, strict=True)
        ]
        extra = len(occurrences) - sum(one is not None for one in aligned)
        result = Evaluation(name, len(items), extra)
        for measure in MEASURES:
            _add_measure(result, measure, cases, connection)
    seen = {occurrence.article_id for occurrence in occurrences}
    result.topic_shares = share_topics([answers[article_id] for article_id in sorted(seen)])
    _add_stories(result, cases)
    return result


def _add_measure(
    result: Evaluation,
    measure: Measure,
    cases: Sequence[Case],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    judged = [(case, v) for case in cases if (v := measure.judge(case)) is not None]
    overall = _score(measure, judged)
    if overall is None:
        return
    found = FieldResult(overall)
    for lang in sorted({lang for case, _ in judged if (lang := _lang(case))}):
        own = [(case, verdict) for case, verdict in judged if _lang(case) == lang]
        if (score := _score(measure, own)) is not None:
            found.languages[lang] = score
    if measure.name in CONFIDENT:
        _add_levels(found, measure, judged, CONFIDENT[measure.name])
    wrong = [(case, verdict) for case, verdict in judged if verdict.wrong]
    found.worst = rank_classes([verdict for _, verdict in judged])
    found.miss_count = len(wrong)
    result.fields[measure.name] = found
    # an acceptable topic that isn't the label is no mistake worth a reading
    if measure.name != "topic_exact":
        result.misses += describe_misses(connection, measure.name, wrong[:MISSES_PER_FIELD])


def _add_levels(
    found: FieldResult,
    measure: Measure,
    judged: Sequence[tuple[Case, Verdict]],
    level_of: Callable[[Answer], str | None],
) -> None:
    """Precision of the answers of each confidence level."""
    for level in LEVELS:
        own = [
            (case, verdict)
            for case, verdict in judged
            if case.answer and level_of(case.answer) == level
        ]
        if (score := _score(measure, own)) is not None:
            found.levels[level] = score


def _score(measure: Measure, judged: Sequence[tuple[Case, Verdict]]) -> Score | None:
    parts = [verdict.parts for _, verdict in judged]
    base = round(sum(part[measure.base_column] for part in parts))
    return score_parts(parts, measure.score_of, base)


def _lang(case: Case) -> str | None:
    return case.item.text("lang") or (case.answer.lang if case.answer else None)


def share_topics(answers: Sequence[Answer]) -> dict[str, TopicShares]:
    """How often there is no topic, an unsure one, or very many, in each language."""
    by_lang: dict[str, list[Answer]] = {}
    for answer in answers:
        if not answer.is_junk:
            by_lang.setdefault(answer.lang, []).append(answer)
    return {
        lang: TopicShares(
            len(own),
            sum(one.primary_topic == NONE for one in own) / len(own),
            sum(one.topic_confidence == "low" for one in own) / len(own),
            sum(len(one.topics) >= MANY_TOPICS for one in own) / len(own),
        )
        for lang, own in sorted(by_lang.items())
    }


def rank_classes(verdicts: Sequence[Verdict]) -> list[WorstClass]:
    """Classes with mistakes, those with most first."""
    sizes = Counter(name for verdict in verdicts for name in verdict.classes)
    instead: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        for name, said in verdict.wrong:
            instead.setdefault(name, Counter())[said] += 1
    ranked = sorted(instead.items(), key=lambda one: (-one[1].total(), one[0]))
    return [
        WorstClass(name, said.total(), sizes[name], said.most_common(1)[0][0])
        for name, said in ranked[:WORST_CLASSES]
    ]


def _add_stories(result: Evaluation, cases: Sequence[Case]) -> None:
    labelled = [case for case in cases if case.item.text("story")]
    wanted = [str(case.item.text("story")) for case in labelled]
    given = [
        # what was not found shares a story with nothing
        case.answer.story_id if case.answer else f"{NOT_FOUND} {index}"
        for index, case in enumerate(labelled)
    ]
    overall = score_pairs(wanted, given)
    if overall is None:
        return
    stories = FieldResult(overall)
    broken = describe_broken_stories(labelled, wanted, given)
    stories.miss_count = len(broken)
    result.misses += broken[:MISSES_PER_FIELD]
    langs = [_lang(case) or "" for case in labelled]
    for lang in sorted(set(langs) - {""}):
        own = [index for index, one in enumerate(langs) if one == lang]
        score = score_pairs([wanted[i] for i in own], [given[i] for i in own])
        if score is not None:
            stories.languages[lang] = score
    result.fields["stories_f1"] = stories
    across = score_pairs(wanted, given, langs)
    if across is not None:
        result.fields["stories_cross_language_f1"] = FieldResult(across)
    result.stories = count_stories(
        StoryItem.of_labels(
            case.item.labels,
            case.answer.article_id if case.answer else story,
            lang,
            story,
            case.answer.series_id if case.answer else None,
        )
        for case, story, lang in zip(labelled, given, langs, strict=True)
        if not case.item.labels.get("is_junk")
    )
