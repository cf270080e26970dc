"""An evaluation in words for a terminal: plain text, a table and the misses.

Holds rendering alone. Text of dumps goes through `printable`.
"""

from collections.abc import Iterator, Sequence

from orchestration.evaluation.intervals import Score
from orchestration.evaluation.misses import Miss
from orchestration.evaluation.results import Evaluation, FieldResult
from orchestration.evaluation.story_fitting import Fit
from orchestration.evaluation.story_scores import StoryScores
from orchestration.evaluation.topic_scores import TopicEvaluation
from orchestration.terminal import printable

MISSES_SHOWN = 20


def render_evaluation(found: Evaluation, misses_shown: int = MISSES_SHOWN) -> str:
    """Scores, then languages, confidence, worst classes and misses.

    Args:
        found: the evaluation.
        misses_shown: at most so many misses of each field.
    """
    lines = [
        f"{found.gold}: {found.item_count:,} labelled items"
        + (f", {found.extra_count:,} more articles in the dumps" if found.extra_count else ""),
        "",
        *_table(found),
    ]
    for heading, part in (
        ("Precision per confidence", list(_levels(found))),
        (
            "Topics of all articles: share of none, of low confidence, of four and more",
            _shares(found),
        ),
        ("Stories: pairs of articles", list(story_lines(found.stories))),
        ("Worst classes: wrong of all, most often given instead", list(_worst(found))),
    ):
        if part:
            lines += ["", heading, *part]
    for name, result in found.fields.items():
        own = [miss for miss in found.misses if miss.field == name]
        if own:
            lines += ["", f"Misses: {name}", *_misses(own[:misses_shown])]
            if (left := result.miss_count - misses_shown) > 0:
                lines.append(f"  and {left:,} more")
    return printable("\n".join(lines))


def _table(found: Evaluation) -> Iterator[str]:
    langs = sorted({lang for result in found.fields.values() for lang in result.languages})
    heads = "".join(f"  {lang:>13}" for lang in langs)
    yield f"{'field':<28}  {'n':>6}  {'of':>7}  score  95 % interval{heads}"
    for name, result in found.fields.items():
        yield f"{name:<28}  {format_score(result.overall)}{_by_language(result, langs)}"


def _by_language(result: FieldResult, langs: Sequence[str]) -> str:
    cells = []
    for lang in langs:
        score = result.languages.get(lang)
        cells.append(f"{score.score:.3f} ({score.n:,})" if score else "")
    return "".join(f"  {cell:>13}" for cell in cells)


def format_score(score: Score) -> str:
    """Items, base, score and interval in fixed columns."""
    interval = f"{score.low:.3f} to {score.high:.3f}"
    return f"{score.n:>6,}  {score.base:>7,}  {score.score:.3f}  {interval}"


def _levels(found: Evaluation) -> Iterator[str]:
    for name, result in found.fields.items():
        for level, score in result.levels.items():
            yield f"  {name:<18} {level:<7} {format_score(score)}"


def _shares(found: Evaluation) -> list[str]:
    return [
        f"  {lang:<18} {one.n:>6,}  none {one.none:.3f}  low {one.low:.3f}  many {one.many:.3f}"
        for lang, one in found.topic_shares.items()
    ]


def _worst(found: Evaluation) -> Iterator[str]:
    for name, result in found.fields.items():
        if result.worst:
            classes = "; ".join(
                f"{one.name} {one.wrong:,} of {one.n:,} ({one.instead})" for one in result.worst
            )
            yield f"  {name}: {classes}"


def story_lines(found: StoryScores | None) -> Iterator[str]:
    """Pairs of one story and of one series, then pairs by labelled class."""
    if found is None:
        return
    yield f"  {'':<20} {'n':>7} {'given':>7} {'right':>7}  precision  recall     F1"
    for name, counts in found.pairs.items():
        rates = f"{counts.precision:>9.4f}  {counts.recall:.4f}  {counts.f1:.4f}"
        numbers = f"{counts.wanted:>7,} {counts.given:>7,} {counts.right:>7,}"
        yield f"  {name:<20} {numbers}  {rates}"
    for name, one in found.classes.items():
        told = "one story" if one.is_one_story else "different stories"
        yield f"  {name:<20} {one.n:>7,} pairs of {told}, {one.together:,} put together"


def _misses(misses: Sequence[Miss]) -> Iterator[str]:
    for miss in misses:
        yield f"  {miss.item} ({miss.file} {miss.ordinal}) {' '.join(miss.title.split())[:100]}"
        why = ", ".join(part for part in (miss.rule, miss.confidence) if part)
        yield f"    expected {miss.wanted}; given {miss.given}{f' [{why}]' if why else ''}"
        for line in miss.evidence:
            yield f"      {line}"


def render_topics(found: TopicEvaluation) -> str:
    """Scores of a foreign set, then its codes, worst first."""
    left_out = "; ".join(f"{code} ({n:,})" for code, n in found.left_out.items())
    langs = ", ".join(f"{lang} {n:,}" for lang, n in found.langs.items())
    lines = [
        f"{found.name}: {found.n:,} titles ({langs})",
        *([f"left out, no topic here: {left_out}"] if left_out else []),
        "",
        f"{'field':<28}  {'n':>6}  {'of':>7}  score  95 % interval",
        f"{'macro-F1':<28}  {format_score(found.macro_f1)}",
        f"{'micro accuracy':<28}  {format_score(found.accuracy)}",
    ]
    if found.answered:
        lines.append(f"{'accuracy where answered':<28}  {format_score(found.answered)}")
    lines += [
        f"{'share of none':<28}  {format_score(found.none)}",
        f"{'share outside the codes':<28}  {format_score(found.outside)}",
        "",
        "Codes, worst first",
        f"  {'code':<12} {'n':>6}  {'F1':>5}  precision  recall  most often instead",
    ]
    lines += [
        f"  {one.code:<12} {one.n:>6,}  {one.f1:.3f}  {one.precision:>9.3f}  {one.recall:>6.3f}"
        f"  {one.instead}"
        for one in found.codes
    ]
    return printable("\n".join(lines))


def render_fits(fits: Sequence[Fit]) -> str:
    """Weights and cross-validated figures of the models that score pairs."""
    lines = []
    for fit in fits:
        lines += [
            f"pairs {fit.pair_kind} a language" if fit.pair_kind == "within" else "pairs across",
            f"  labelled   n {fit.pair_count:,}, {fit.same_count:,} of one story: "
            f"precision {fit.precision:.3f}, recall {fit.recall:.3f}",
            f"  synthetic  n {fit.synthetic_count:,}: "
            f"precision {fit.synthetic_precision:.3f}, recall {fit.synthetic_recall:.3f}",
            f"  a match from {fit.threshold:.2f} on; intercept {fit.intercept:.2f}",
            *(f"  {weight:>7.2f}  {name}" for name, weight in fit.weights.items()),
        ]
    return "\n".join(lines)
