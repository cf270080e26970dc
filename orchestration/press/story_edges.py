"""Edges of one window: pairs that tell one story, with their evidence.

Holds which pairs become edges and what is kept of their evidence for a reader. Edges become
stories in `story_groups`.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.press.schema import STORY_EDGES
from orchestration.press.story_common import CommonSigns
from orchestration.press.story_evidence import EVIDENCE, measure_facts, measure_words
from orchestration.press.story_pairs import Pairs, find_pairs
from orchestration.press.story_score import (
    ACROSS,
    EDIT_SCORE,
    WITHIN,
    PairModel,
    is_edit,
    is_template,
    may_be_edit,
)
from orchestration.press.story_signs import ArticleSigns
from orchestration.press.story_window import SignMatrix, build_window

SAME_TEXT = "same_text"
# a text of fewer words may be the same by chance: "News", "502 Bad Gateway"
LEAST_WORDS = 8
SHOWN_WORDS = 6
SHOWN_REASONS = 5
EPOCH = np.datetime64("1970-01-01")


def compare_window(
    lots: Sequence[ArticleSigns], common: CommonSigns, models: Mapping[str, PairModel]
) -> pa.Table:
    """Compare the articles of the first day with one another and with those of the days after.

    Args:
        lots: signs of the first day, then of those days that follow inside the window.
        common: the seed of common signs.
        models: how pairs are scored.

    Returns:
        A table of schema STORY_EDGES.
    """
    window = build_window(lots, common)
    articles = window.articles
    pairs = find_pairs(window)
    is_same = articles.contents[pairs[0]] == articles.contents[pairs[1]]
    # a text of a few words is like another by chance
    is_long = np.minimum(articles.lengths[pairs[0]], articles.lengths[pairs[1]]) >= LEAST_WORDS
    facts = measure_facts(window, pairs)
    is_across = articles.langs[pairs[0]] != articles.langs[pairs[1]]
    has_chance = np.where(
        is_across,
        models[ACROSS].has_chance(facts),
        models[WITHIN].has_chance(facts) | may_be_edit(facts),
    )
    left = np.flatnonzero((has_chance | is_same) & is_long)
    if not len(left):
        return STORY_EDGES.empty_table()
    pairs, is_same, is_across = (pairs[0][left], pairs[1][left]), is_same[left], is_across[left]
    facts = {name: values[left] for name, values in facts.items()}
    evidence = facts | measure_words(window, pairs, facts)
    scores = np.where(is_across, models[ACROSS].score(evidence), models[WITHIN].score(evidence))
    thresholds = np.where(is_across, models[ACROSS].threshold, models[WITHIN].threshold)
    edited = ~is_across & is_edit(evidence)
    scores = np.where(is_same, 1.0, np.where(edited, np.maximum(scores, EDIT_SCORE), scores))
    kept = np.flatnonzero(((scores >= thresholds) & ~is_template(evidence)) | is_same)
    kinds = np.where(is_across, ACROSS, WITHIN).astype(object)
    kinds[is_same] = SAME_TEXT
    kept_pairs = (pairs[0][kept], pairs[1][kept])
    kept_evidence = {name: values[kept] for name, values in evidence.items()}
    ids = np.stack([articles.article_ids[rows] for rows in kept_pairs])
    day = (EPOCH + articles.days[0]).astype("datetime64[D]")
    table = pa.table(
        {
            "first_id": pa.array(ids.min(axis=0), pa.string()),
            "second_id": pa.array(ids.max(axis=0), pa.string()),
            "window_date": pa.array(np.full(len(kept), day)),
            "pair_kind": pa.array(kinds[kept], pa.string()),
            "score": pa.array(scores[kept]),
            "words_cosine": pa.array(np.round(kept_evidence["stems_cosine"], 4)),
            "days_apart": pa.array(kept_evidence["days_apart"].astype(np.int32)),
            "shared_words": _shared_words(window.kinds["stem"], kept_pairs),
            "shared_names": _shared_words(window.kinds["name"], kept_pairs),
            "shared_numbers": _shared_words(window.kinds["number"], kept_pairs),
            "reasons": _reasons(kept_evidence, is_across[kept], models),
        }
    )
    return (
        table.select(STORY_EDGES.names)
        .cast(STORY_EDGES)
        .sort_by([("first_id", "ascending"), ("second_id", "ascending")])
    )


def _shared_words(matrix: SignMatrix, pairs: Pairs) -> pa.Array:
    """The rarest signs that both hold, as the first article writes them; text, comma-separated."""
    firsts, seconds = pairs
    held = matrix.weights[firsts].multiply(matrix.present[seconds]).tocsr()
    held.sort_indices()
    owners = np.repeat(np.arange(len(firsts)), np.diff(held.indptr))
    order = np.lexsort((held.indices, -np.round(held.data, 9), owners))
    rank = np.arange(len(order)) - np.searchsorted(owners[order], owners[order])
    top = order[(rank < SHOWN_WORDS) & (held.data[order] > 0)]
    words = _written(matrix, firsts[owners[top]], held.indices[top])
    shown: list[list[str]] = [[] for _ in firsts]
    for owner, word in zip(owners[top].tolist(), words.tolist(), strict=True):
        shown[owner].append(word)
    return pa.array([", ".join(found) for found in shown], pa.string())


def _written(
    matrix: SignMatrix, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.object_]:
    """How an article writes a sign."""
    present = matrix.present
    size = present.shape[1]
    owners = np.repeat(np.arange(present.shape[0]), np.diff(present.indptr))
    # the signs of an article rise by key, and so do columns
    keys = owners * size + present.indices
    return matrix.words[np.searchsorted(keys, rows * size + columns)]


def _reasons(
    evidence: Mapping[str, NDArray[np.float64]],
    is_across: NDArray[np.bool_],
    models: Mapping[str, PairModel],
) -> pa.Array:
    """The kinds of evidence that moved the odds most, with how far; text."""
    names = list(EVIDENCE)
    moved = np.zeros((len(is_across), len(names)))
    for kind, rows in ((WITHIN, ~is_across), (ACROSS, is_across)):
        for name, part in models[kind].contributions(evidence).items():
            moved[rows, names.index(name)] = part[rows]
    moved = np.round(moved, 1)
    order = np.argsort(-np.abs(moved), axis=1, kind="stable")[:, :SHOWN_REASONS]
    shown = np.take_along_axis(moved, order, axis=1)
    return pa.array(
        [
            ", ".join(
                f"{names[column]} {value:+.1f}"
                for column, value in zip(columns, values, strict=True)
                if value
            )
            for columns, values in zip(order.tolist(), shown.tolist(), strict=True)
        ],
        pa.string(),
    )
