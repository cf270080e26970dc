"""Series: notices that recur with the same wording and other names, dates and figures.

Holds which articles share a template, however far apart they are, and what makes a series of
them. How templates are read stands in `story_templates`.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from orchestration.press.schema import STORIES
from orchestration.press.story_templates import BANDS
from orchestration.press.story_words import Hashes

# so many shared keys of one title make one template: two texts share two thirds of their wording
LEAST_KEYS = 5
# two texts alike may be chance or a lure; what comes a third time recurs
LEAST_STORIES = 3

Labels = NDArray[np.int64]


def add_series(stories: pa.Table, templates: pa.Table) -> pa.Table:
    """Say which articles belong to a series.

    Args:
        stories: columns article_id and story_id, of articles that share a story.
        templates: rows of schema STORY_TEMPLATES: all articles, by article id.

    Returns:
        A table of schema STORIES for the articles that share a story or a series.
    """
    ids = templates["article_id"].combine_chunks()
    numbers = np.arange(len(ids))
    lowest = numbers.copy()
    own, lead = (
        pc.index_in(stories[name], value_set=ids).to_numpy().astype(np.int64)
        for name in ("article_id", "story_id")
    )
    lowest[own] = lead
    keys = templates["template_keys"].combine_chunks().flatten().to_numpy()
    series = find_series(keys.reshape(len(ids), BANDS), lowest)
    has_series = series >= 0
    in_story = np.zeros(len(ids), np.bool_)
    in_story[own] = True
    kept = np.flatnonzero(in_story | has_series)
    names = ids.take(np.maximum(series[kept], 0))
    return pa.table(
        {
            "article_id": ids.take(kept),
            "story_id": ids.take(lowest[kept]),
            "series_id": pc.if_else(has_series[kept], names, None),
        }
    ).cast(STORIES)


def find_series(templates: Hashes, stories: Labels) -> Labels:
    """Number the series.

    Args:
        templates: shape (articles, bands), rows of 0 without a template; see `read_templates`.
        stories: shape (articles,); the lowest article of each one's story.

    Returns:
        Shape (articles,): the lowest article of the series, -1 for articles outside of one. All
        articles of a story are in one series, and a series has LEAST_STORIES of them.
    """
    count = len(templates)
    numbers = np.arange(count)
    firsts, seconds = _linked(templates)
    graph = sparse.coo_array(
        (
            np.ones(len(firsts) + count, np.int8),
            (np.concatenate([firsts, numbers]), np.concatenate([seconds, stories])),
        ),
        shape=(count, count),
    )
    _, labels = csgraph.connected_components(graph.tocsr(), directed=False)
    story_counts = np.bincount(labels[np.unique(stories)], minlength=count)
    lowest = np.full(count, count, np.int64)
    np.minimum.at(lowest, labels, numbers)
    return np.where(story_counts[labels] >= LEAST_STORIES, lowest[labels], -1)


def _linked(templates: Hashes) -> tuple[Labels, Labels]:
    """Pairs of articles with one template: enough of them that components are whole.

    Among the holders of a key each is compared with the first one and with its neighbour, so that
    a series of a thousand notices costs two thousand pairs.
    """
    count, bands = templates.shape
    rows = np.repeat(np.arange(count), bands)
    keys = templates.ravel()
    held = keys > 0
    rows, keys = rows[held], keys[held]
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    is_new = np.ones(len(keys), np.bool_)
    is_new[1:] = keys[1:] != keys[:-1]
    leaders = rows[np.maximum.accumulate(np.where(is_new, np.arange(len(keys)), 0))]
    others = np.flatnonzero(~is_new)
    # a pair stands once for each key although leader and neighbour may be one article
    pairs = np.concatenate(
        [
            leaders[others] * count + rows[others],
            (rows[others - 1] * count + rows[others])[rows[others - 1] != leaders[others]],
        ]
    )
    found, shared = np.unique(pairs, return_counts=True)
    linked = found[shared >= LEAST_KEYS]
    return linked // max(count, 1), linked % max(count, 1)
