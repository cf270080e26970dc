"""From edges to stories: which articles belong together when pairs are known.

Holds how pairs become groups without chains running away, and how groups of two languages find
each other. A story's id is its lowest article id, so that nothing hangs on the order of arrival.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from orchestration.press.schema import STORIES
from orchestration.press.story_score import ACROSS

# a single edge that holds two groups of several articles together must be as good as this
SURE = 0.9
# articles of one story lie no further apart, however many steps lead from one to the other
LONGEST_DAYS = 7
SMALL = 3

Labels = NDArray[np.int64]


def group_stories(edges: pa.Table, addresses: pa.Table) -> pa.Table:
    """Group articles into stories and series.

    Args:
        edges: rows of schema STORY_EDGES, matches and series, with `first_lang`, `second_lang`,
            `first_date` and `second_date`.
        addresses: columns first_id, second_id: articles with one address on gov.kz in two
            languages.

    Returns:
        A table of schema STORIES for the articles that share a story or a series.
    """
    edges = edges.sort_by([("first_id", "ascending"), ("second_id", "ascending")])
    is_series = np.array(edges["pair_kind"].to_pylist(), object) == "series"
    matches, repeats = edges.filter(pa.array(~is_series)), edges.filter(pa.array(is_series))
    ids = np.unique(
        np.array(
            [
                one
                for table in (edges, addresses)
                for name in ("first_id", "second_id")
                for one in table[name].to_pylist()
            ],
            object,
        )
    )
    if not len(ids):
        return STORIES.empty_table()
    stories = _merge_languages(ids, matches, addresses, _group_within(ids, matches))
    series = _components(len(ids), *_numbered(ids, repeats))
    # a story's texts are in one series when one of them is
    series = _components(len(ids), *_joined((stories, series)))
    in_series = np.zeros(len(ids), np.bool_)
    in_series[np.concatenate(_numbered(ids, repeats))] = True
    has_series = np.isin(series, np.unique(series[in_series]))
    shares = np.bincount(stories, minlength=len(ids))[stories] > 1
    kept = np.flatnonzero(shares | has_series)
    # ids are sorted: the lowest number of a group is its lowest id
    table = pa.table(
        {
            "article_id": pa.array(ids[kept], pa.string()),
            "story_id": pa.array(ids[_lowest(stories)[kept]], pa.string()),
            "series_id": pa.array(ids[_lowest(series)[kept]], pa.string(), mask=~has_series[kept]),
        }
    )
    return table.cast(STORIES)


def _numbered(ids: NDArray[np.object_], pairs: pa.Table) -> tuple[Labels, Labels]:
    firsts = np.array(pairs["first_id"].to_pylist(), object)
    seconds = np.array(pairs["second_id"].to_pylist(), object)
    return np.searchsorted(ids, firsts), np.searchsorted(ids, seconds)


def _components(count: int, firsts: Labels, seconds: Labels) -> Labels:
    graph = sparse.coo_array((np.ones(len(firsts)), (firsts, seconds)), shape=(count, count))
    _, labels = csgraph.connected_components(graph.tocsr(), directed=False)
    return labels.astype(np.int64)


def _joined(groupings: Sequence[Labels]) -> tuple[Labels, Labels]:
    """Edges that hold the members of each group of each grouping together."""
    numbers = np.arange(len(groupings[0]))
    return (
        np.concatenate([numbers for _ in groupings]),
        np.concatenate([_lowest(labels) for labels in groupings]),
    )


def _lowest(labels: Labels) -> Labels:
    """The lowest member of each member's group."""
    first = np.full(labels.max() + 1, len(labels), np.int64)
    np.minimum.at(first, labels, np.arange(len(labels)))
    return first[labels]


def _group_within(ids: NDArray[np.object_], matches: pa.Table) -> Labels:
    """Group the articles of one language; larger groups edge by edge, so that chains break."""
    kinds = np.array(matches["pair_kind"].to_pylist(), object)
    own = matches.filter(pa.array(kinds != ACROSS))
    firsts, seconds = _numbered(ids, own)
    labels = _components(len(ids), firsts, seconds)
    sizes = np.bincount(labels, minlength=len(ids))
    in_large = sizes[labels[firsts]] > SMALL if len(firsts) else np.zeros(0, np.bool_)
    scores = own["score"].to_numpy()
    days = _days(ids, own)
    keep = ~in_large
    order = np.lexsort((seconds, firsts, -scores))
    keep[
        _careful([int(edge) for edge in order if in_large[edge]], firsts, seconds, scores, days)
    ] = True
    return _components(len(ids), firsts[keep], seconds[keep])


def _days(ids: NDArray[np.object_], edges: pa.Table) -> Labels:
    days = np.zeros(len(ids), np.int64)
    for numbers, name in zip(_numbered(ids, edges), ("first_date", "second_date"), strict=True):
        days[numbers] = edges[name].cast(pa.date32()).cast(pa.int32()).to_numpy()
    return days


def _careful(
    order: Sequence[int],
    firsts: Labels,
    seconds: Labels,
    scores: NDArray[np.float64],
    days: Labels,
) -> list[int]:
    """Take the edges of large groups best first; refuse those that would chain.

    Two groups of several articles are one story only when two edges or one sure edge say so, and
    no story spreads over more than a week.
    """
    group = {int(n): int(n) for edge in order for n in (firsts[edge], seconds[edge])}
    members = {n: [n] for n in group}
    between: dict[tuple[int, int], int] = defaultdict(int)
    taken = []
    for edge in order:
        a, b = group[int(firsts[edge])], group[int(seconds[edge])]
        if a == b:
            taken.append(edge)
            continue
        key = (min(a, b), max(a, b))
        between[key] += 1
        both = members[a] + members[b]
        if np.ptp(days[both]) > LONGEST_DAYS:
            continue
        is_single = min(len(members[a]), len(members[b])) == 1
        if is_single or scores[edge] >= SURE or between[key] > 1:
            taken.append(edge)
            low, high = key
            members[low] = both
            for n in members.pop(high):
                group[n] = low
            for low_key in [k for k in between if high in k]:
                other = low_key[0] if low_key[1] == high else low_key[1]
                if other != low:
                    between[min(other, low), max(other, low)] += between[low_key]
                del between[low_key]
    return taken


def _merge_languages(
    ids: NDArray[np.object_], matches: pa.Table, addresses: pa.Table, groups: Labels
) -> Labels:
    """Join groups of different languages that are each other's best match."""
    kinds = np.array(matches["pair_kind"].to_pylist(), object)
    across = matches.filter(pa.array(kinds == ACROSS))
    firsts, seconds = _numbered(ids, across)
    scores = across["score"].to_numpy()
    langs = {
        int(number): lang
        for numbers, name in zip((firsts, seconds), ("first_lang", "second_lang"), strict=True)
        for number, lang in zip(numbers, across[name].to_pylist(), strict=True)
    }
    lowest = _lowest(groups)
    best: dict[tuple[int, str], tuple[float, int, int]] = {}
    for first, second, score in zip(
        firsts.tolist(), seconds.tolist(), scores.tolist(), strict=True
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
    one, other = _numbered(ids, addresses)
    ends = np.array(mutual, np.int64).reshape(-1, 2)
    numbers = np.arange(len(ids))
    return _components(
        len(ids),
        np.concatenate([numbers, one, ends[:, 0]]),
        np.concatenate([lowest, other, ends[:, 1]]),
    )
