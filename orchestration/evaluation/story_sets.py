"""Labelled articles for fitting how pairs are scored: texts as the product reads them, and truth.

Holds how labelled dumps become articles with the story that they tell. What is fitted on them
stands in `story_fitting`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration import warehouse
from orchestration.evaluation.alignment import align_items
from orchestration.evaluation.answers import read_occurrences
from orchestration.evaluation.gold import read_gold
from orchestration.evaluation.trial import load_dumps, trial_home
from orchestration.press.story_common import CommonSigns
from orchestration.press.story_edges import LEAST_WORDS
from orchestration.press.story_evidence import EVIDENCE, measure_pairs
from orchestration.press.story_pairs import find_pairs
from orchestration.press.story_reading import SignReader
from orchestration.press.story_window import WINDOW_DAYS, build_window
from orchestration.settings import REPOSITORY
from orchestration.story_inputs import read_articles

SAMPLE = REPOSITORY / "data" / "dumps"


@dataclass(frozen=True)
class StorySet:
    """Articles of a labelled set.

    Attributes:
        name: what it is called.
        articles: rows of schema STORY_ARTICLES, all of the set's dumps.
        stories: the labelled story by article id; articles without a label are left out of pairs.
        is_synthetic: our own generator's.
    """

    name: str
    articles: pa.Table
    stories: dict[str, str]
    is_synthetic: bool


@dataclass(frozen=True)
class LabelledPairs:
    """Candidate pairs of a set with their evidence and truth.

    Attributes:
        evidence: arrays of shape (pairs,) by kind.
        is_across: of two languages.
        is_same: whether both tell one story.
        stories: shape (2, pairs); the labelled stories.
        missed_count: pairs of one story inside a window that no side found.
        is_synthetic: shape (pairs,).
    """

    evidence: dict[str, NDArray[np.float64]]
    is_across: NDArray[np.bool_]
    is_same: NDArray[np.bool_]
    stories: NDArray[np.object_]
    is_synthetic: NDArray[np.bool_]


def read_story_set(gold: Path, *, is_synthetic: bool = False) -> StorySet:
    """Read labelled dumps as the product does, in a home of their own.

    Args:
        gold: JSON lines; the dumps lie beside it, or are the delivered sample.
        is_synthetic: the generator's.

    Raises:
        GoldError: the set can't be used.
    """
    items = read_gold(gold)
    files = sorted({item.file for item in items})
    with trial_home() as settings:
        is_beside = (gold.parent / files[0]).is_file()
        load_dumps(settings, gold.parent if is_beside else SAMPLE, files, has_stories=False)
        with warehouse.open_warehouse(settings.build_db) as connection:
            articles = read_articles(connection)
            found = align_items(items, read_occurrences(connection))
    stories = {
        occurrence.article_id: story
        for item, occurrence in zip(items, found, strict=True)
        if occurrence and (story := item.text("story")) and not item.labels.get("is_junk")
    }
    return StorySet(gold.parent.name, articles, stories, is_synthetic)


def measure_set(labelled: StorySet, common: CommonSigns) -> LabelledPairs:
    """Find and measure the pairs of a set, window by window, as a build does."""
    reader = SignReader(common)
    table = labelled.articles
    days = np.array(table["published_date"].to_pylist(), "datetime64[D]").astype(np.int64)
    lots = {int(d): reader.read(table.filter(pa.array(days == d))) for d in np.unique(days)}
    chunks = []
    for day in sorted(lots):
        window = build_window(
            [lots[d] for d in range(day, day + WINDOW_DAYS + 1) if d in lots], common
        )
        firsts, seconds = find_pairs(window)
        stories = np.array(
            [labelled.stories.get(one) for one in window.articles.article_ids], object
        )
        told = np.array([story is not None for story in stories], np.bool_)
        keep = told[firsts] & told[seconds]
        keep &= (
            np.minimum(window.articles.lengths[firsts], window.articles.lengths[seconds])
            >= LEAST_WORDS
        )
        firsts, seconds = firsts[keep], seconds[keep]
        both = np.stack([stories[firsts], stories[seconds]])
        chunks.append(
            LabelledPairs(
                measure_pairs(window, (firsts, seconds)),
                window.articles.langs[firsts] != window.articles.langs[seconds],
                (both[0] == both[1]).astype(np.bool_),
                both,
                np.full(len(firsts), labelled.is_synthetic),
            )
        )
    return join_pairs(chunks)


def join_pairs(parts: list[LabelledPairs]) -> LabelledPairs:
    """Put pairs of several sets or windows behind one another."""
    return LabelledPairs(
        {name: np.concatenate([part.evidence[name] for part in parts]) for name in EVIDENCE},
        np.concatenate([part.is_across for part in parts]),
        np.concatenate([part.is_same for part in parts]),
        np.concatenate([part.stories for part in parts], axis=1),
        np.concatenate([part.is_synthetic for part in parts]),
    )
