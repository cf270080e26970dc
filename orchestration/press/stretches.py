"""Where the terms of a tree stand in a lot of words.

Holds the walk from word to word. How terms are compiled, and what a word form fits, stands in
`term_tree`; what single texts are asked for belongs to `matching`.

All places of a lot go on together, one word a turn: releases repeat their phrases, and what follows
is worked out once for each different pair of where a place has come to and the next word.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count, repeat

import numpy as np

from orchestration.press.characters import IntArray
from orchestration.press.term_tree import Node, TermTree, merged
from orchestration.press.tokens import WordLot


@dataclass(frozen=True, eq=False)
class Stretches:
    """The stretches of a lot that make up terms, by first word, longer ones before shorter ones.

    Attributes:
        firsts: index in the lot of each one's first word.
        lasts: index of its last word.
        kinds: place in `terms`.
        terms: the different sets of terms that stand on exactly the same words.
    """

    firsts: IntArray
    lasts: IntArray
    kinds: IntArray
    terms: list[tuple[int, ...]]


def find_stretches(tree: TermTree, lot: WordLot) -> Stretches:
    """Find all stretches of a lot; worked out once for each tree and lot."""
    known = lot.noted.get(tree)
    if known is None:
        known = lot.noted[tree] = _walk(tree, lot)
    assert isinstance(known, Stretches)
    return known


def _walk(tree: TermTree, lot: WordLot) -> Stretches:
    size = len(lot.different)
    at, goes_on = tree.places(lot)
    words, where = _different(lot.numbers[at], size)
    begun = [tree.beginnings[lot.different[word]] for word in words]
    kinds: defaultdict[tuple[int, ...], int] = defaultdict(count().__next__)
    none = kinds[()]
    found = [(at, at, _numbers(kinds, [terms for terms, _ in begun])[where])]
    following = [after for _, after in begun]
    firsts, lasts, states = at[goes_on], at[goes_on], where[goes_on]
    while len(firsts):
        lasts = lasts + 1
        pairs, where = np.unique(states * size + lot.numbers[lasts], return_inverse=True)
        nodes = [
            _follow(following[state], tree.patterns[lot.different[word]])
            for state, word in map(divmod, pairs.tolist(), repeat(size))
        ]
        found.append((firsts, lasts, _numbers(kinds, [node.terms for node in nodes])[where]))
        following = [node.following for node in nodes]
        may_go_on = np.array(list(map(bool, following)))[where] & ~lot.is_barred[lasts]
        firsts, lasts, states = firsts[may_go_on], lasts[may_go_on], where[may_go_on]
    # the longer ones first, and in that order those that begin alike
    firsts, lasts, here = map(np.concatenate, zip(*reversed(found), strict=True))
    order = np.flatnonzero(here != none)
    order = order[np.argsort(firsts[order], kind="stable")]
    return Stretches(firsts[order], lasts[order], here[order], list(kinds))


def _different(numbers: IntArray, size: int) -> tuple[list[int], IntArray]:
    """Give the different ones of numbers below a size, and the place among them of each."""
    is_used = np.zeros(size, bool)
    is_used[numbers] = True
    return np.flatnonzero(is_used).tolist(), (np.cumsum(is_used) - 1)[numbers]


def _numbers(kinds: Mapping[tuple[int, ...], int], terms: list[tuple[int, ...]]) -> IntArray:
    return np.fromiter(map(kinds.__getitem__, terms), np.int64, len(terms))


def _follow(following: Mapping[int, Node], patterns: Iterable[int]) -> Node:
    """Give what a word that fits these patterns makes of what may follow."""
    nodes = [following[number] for number in patterns if number in following]
    return nodes[0] if len(nodes) == 1 else merged(nodes)
