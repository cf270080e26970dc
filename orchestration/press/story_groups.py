"""From edges to stories: which articles belong together when pairs are known.

Holds how pairs become groups without chains running away, and how groups of two languages find
each other. A story's id is its lowest article id, so that nothing hangs on the order of arrival.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from orchestration.press.story_score import ACROSS

# a single edge that holds two groups of several articles together must be as good as this
SURE = 0.9
# articles of one story lie no further apart, however many steps lead from one to the other
LONGEST_DAYS = 7
SMALL = 3

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class _Edges:
    """Edges between numbered articles; arrays of shape (edges,), by first and second."""

    firsts: Labels
    seconds: Labels
    scores: NDArray[np.float64]

    def take(self, rows: NDArray[np.bool_]) -> "_Edges":
        return _Edges(self.firsts[rows], self.seconds[rows], self.scores[rows])


def group_stories(edges: pa.Table, addresses: pa.Table) -> pa.Table:
    """Group articles into stories.

    Args:
        edges: rows of schema STORY_EDGES with `first_lang`, `second_lang`, `first_date` and
            `second_date`.
        addresses: columns first_id, second_id: articles with one address on gov.kz in two
            languages.

    Returns:
        Columns article_id and story_id of the articles that share a story, by article id.
    """
    edges = edges.sort_by([("first_id", "ascending"), ("second_id", "ascending")])
    named = [table[name] for table in (edges, addresses) for name in ("first_id", "second_id")]
    chunks = [chunk.cast(pa.string()) for column in named for chunk in column.chunks]
    ids = pc.unique(pa.chunked_array(chunks, pa.string()))
    ids = ids.take(pc.sort_indices(ids))
    found = _Edges(*_ends(ids, edges), edges["score"].to_numpy())
    is_across = pc.equal(edges["pair_kind"], ACROSS).to_numpy(zero_copy_only=False)
    days, langs = np.zeros(len(ids), np.int64), np.full(len(ids), "", object)
    for side, numbers in (("first", found.firsts), ("second", found.seconds)):
        days[numbers] = edges[f"{side}_date"].cast(pa.date32()).cast(pa.int32()).to_numpy()
        langs[numbers] = edges[f"{side}_lang"].to_numpy(zero_copy_only=False)
    groups = _group_within(found.take(~is_across), days)
    stories = lowest_of(
        _merge_languages(found.take(is_across), langs, _ends(ids, addresses), groups)
    )
    kept = np.flatnonzero(np.bincount(stories, minlength=len(ids))[stories] > 1)
    # ids are sorted: the lowest number of a group is its lowest id
    return pa.table({"article_id": ids.take(kept), "story_id": ids.take(stories[kept])})


def _ends(ids: pa.Array, pairs: pa.Table) -> tuple[Labels, Labels]:
    """The numbers of both articles of each pair."""
    first, second = (
        pc.index_in(pairs[name].cast(pa.string()), value_set=ids).to_numpy().astype(np.int64)
        for name in ("first_id", "second_id")
    )
    return first, second


def _components(count: int, firsts: Labels, seconds: Labels) -> Labels:
    graph = sparse.coo_array((np.ones(len(firsts)), (firsts, seconds)), shape=(count, count))
    _, labels = csgraph.connected_components(graph.tocsr(), directed=False)
    return labels.astype(np.int64)


def lowest_of(labels: Labels) -> Labels:
    """The lowest member of each member's group."""
    lowest = np.full(labels.max(initial=-1) + 1, len(labels), np.int64)
    np.minimum.at(lowest, labels, np.arange(len(labels)))
    return lowest[labels]


def _group_within(edges: _Edges, days: Labels) -> Labels:
    """Group the articles of one language; larger groups edge by edge, so that chains break."""
    labels = _components(len(days), edges.firsts, edges.seconds)
    group = labels[edges.firsts]
    in_large = np.bincount(labels, minlength=len(days))[group] > SMALL
    keep = ~in_large
    order = np.lexsort((edges.seconds, edges.firsts, -edges.scores, group))
    order = order[in_large[order]]
    cuts = np.flatnonzero(np.diff(group[order])) + 1
    for part in np.split(order, cuts) if len(order) else []:
        keep[_careful(part.tolist(), edges, days)] = True
    return _components(len(days), edges.firsts[keep], edges.seconds[keep])


def _careful(order: Sequence[int], edges: _Edges, days: Labels) -> list[int]:
    """Take the edges of a large group best first; refuse those that would chain.

    Two groups of several articles are one story only when two edges or one sure edge say so, and
    no story spreads over more than a week.
    """
    group = {int(n): int(n) for edge in order for n in (edges.firsts[edge], edges.seconds[edge])}
    members = {n: [n] for n in group}
    between: dict[tuple[int, int], int] = defaultdict(int)
    taken = []
    for edge in order:
        a, b = group[int(edges.firsts[edge])], group[int(edges.seconds[edge])]
        if a == b:
            taken.append(edge)
            continue
        low, high = key = (min(a, b), max(a, b))
        between[key] += 1
        both = members[a] + members[b]
        if np.ptp(days[both]) > LONGEST_DAYS:
            continue
        is_single = min(len(members[a]), len(members[b])) == 1
        if is_single or edges.scores[edge] >= SURE or between[key] > 1:
            taken.append(edge)
            members[low] = both
            for n in members.pop(high):
                group[n] = low
            for known in [k for k in between if high in k]:
                other = known[0] if known[1] == high else known[1]
                if other != low:
                    between[min(other, low), max(other, low)] += between[known]
                del between[known]
    return taken


def _merge_languages(
    across: _Edges,
    langs: NDArray[np.object_],
    addresses: tuple[Labels, Labels],
    groups: Labels,
) -> Labels:
    """Join groups of different languages that are each other's best match."""
    lowest = lowest_of(groups)
    best: dict[tuple[int, str], tuple[float, int, int]] = {}
    for first, second, score in zip(
        across.firsts.tolist(), across.seconds.tolist(), across.scores.tolist(), strict=True
    ):
        for one, other in ((first, second), (second, first)):
            own, theirs = int(lowest[one]), int(lowest[other])
            key = (own, langs[other])
            best[key] = max(best.get(key, (0.0, 0, 0)), (score, -theirs, theirs))
    mutual = [
        (own, theirs)
        for (own, lang), (_, _, theirs) in best.items()
        if any(
            best.get((theirs, mine), (0.0, 0, -1))[2] == own
            for mine in ("en", "ru", "kk")
            if mine != lang
        )
    ]
    ends = np.array(mutual, np.int64).reshape(-1, 2)
    numbers = np.arange(len(groups))
    return _components(
        len(groups),
        np.concatenate([numbers, addresses[0], ends[:, 0]]),
        np.concatenate([lowest, addresses[1], ends[:, 1]]),
    )
