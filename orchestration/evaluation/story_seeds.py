"""Makes the seeds of the stories: common signs, weights, and the figures of the fit.

Holds the order of the steps behind `baspasoz fit-stories` and how the seeds are written.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from orchestration.evaluation.story_fitting import Fit, fit_models
from orchestration.evaluation.story_sets import (
    StorySet,
    join_pairs,
    measure_set,
    read_story_set,
)
from orchestration.press.story_common import LANGS, CommonSigns
from orchestration.press.story_reading import describe_signs
from orchestration.press.story_score import INTERCEPT
from orchestration.progress import stage
from orchestration.seeds import read_seed
from orchestration.settings import SEEDS
from orchestration.synthetic.generate import synthesize

COMMON, WEIGHTS, FITS = "story_common_signs", "story_weights", "story_fits"
COMMON_SHARE = 0.006
# a labelled article's words count as much as so many of the generator's
LABELLED_WEIGHT = 10
DAYS = 30

Row = tuple[str, ...]


def fit_stories(
    golds: Sequence[Path], synthetic: int, seed: int, folder: Path = SEEDS
) -> list[Fit]:
    """Fit the weights of the stories on labelled sets and the generator's, and write the seeds.

    Args:
        golds: JSON lines of labelled items, their dumps beside them.
        synthetic: articles that the generator adds.
        seed: the generator's.
        folder: where the seeds go.

    Raises:
        GoldError: a set can't be used.
        ImportError: scikit-learn isn't installed.
    """
    sets = [read_story_set(gold) for gold in golds]
    with tempfile.TemporaryDirectory(prefix="baspasoz-fit-") as made:
        synthesize(synthetic, DAYS, seed, Path(made))
        sets.append(read_story_set(Path(made) / "truth.jsonl", is_synthetic=True))
    with stage("count words"):
        signs = count_common_signs(sets)
        _write(folder / f"{COMMON}.csv", ("sign_kind", "lang", "sign", "article_share"), signs)
        common = CommonSigns.from_table(read_seed(folder / f"{COMMON}.csv"))
    with stage("fit"):
        fits = fit_models(join_pairs([measure_set(one, common) for one in sets]))
    _write(folder / f"{WEIGHTS}.csv", ("pair_kind", "evidence", "weight"), _weights(fits))
    _write(folder / f"{FITS}.csv", _FIT_COLUMNS, _figures(fits))
    return fits


def count_common_signs(sets: Sequence[StorySet]) -> list[Row]:
    """Stems, names and cognates that stand in many articles, with their share.

    Words that releases write in lower case are counted first: a capital makes a name only of the
    others.
    """
    ordinary: dict[str, frozenset[str]] = {lang: frozenset() for lang in LANGS}
    for _ in range(2):
        sizes: Counter[str] = Counter()
        counts: Counter[tuple[str, str, str]] = Counter()
        for labelled in sets:
            weight = 1 if labelled.is_synthetic else LABELLED_WEIGHT
            for row in labelled.articles.select(["lang", "title", "body"]).to_pylist():
                sizes[row["lang"]] += weight
                sizes[""] += weight
                found = describe_signs(row["lang"], f"{row['title']} {row['body']}", ordinary)
                for sign in found:
                    counts[sign] += weight
        shares = {
            sign: count / sizes[sign[1]]
            for sign, count in counts.items()
            if count / sizes[sign[1]] >= COMMON_SHARE
        }
        ordinary = {
            lang: frozenset(s for kind, own, s in shares if kind == "stem" and own == lang)
            for lang in LANGS
        }
    return sorted((*sign, f"{share:.3f}") for sign, share in shares.items())


def _weights(fits: Sequence[Fit]) -> Iterator[Row]:
    for fit in fits:
        yield fit.pair_kind, INTERCEPT, f"{fit.intercept:.4f}"
        for name, weight in fit.weights.items():
            yield fit.pair_kind, name, f"{weight:.4f}"


_FIT_COLUMNS = (
    "pair_kind",
    "fitted_on",
    "threshold",
    "pair_count",
    "same_story_count",
    "cv_precision",
    "cv_recall",
    "synthetic_pair_count",
    "synthetic_cv_precision",
    "synthetic_cv_recall",
)


def _figures(fits: Sequence[Fit]) -> Iterator[Row]:
    today = datetime.now(UTC).date().isoformat()
    for fit in fits:
        yield (
            fit.pair_kind,
            today,
            f"{fit.threshold:.2f}",
            str(fit.pair_count),
            str(fit.same_count),
            f"{fit.precision:.3f}",
            f"{fit.recall:.3f}",
            str(fit.synthetic_count),
            f"{fit.synthetic_precision:.3f}",
            f"{fit.synthetic_recall:.3f}",
        )


def _write(path: Path, columns: Row, rows: Iterator[Row] | Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
