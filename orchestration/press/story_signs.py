"""The signs of articles: stems, names, cognates, numbers, dates and places, as sorted arrays.

Holds what is found in each article alone. How rare a sign is depends on the articles around it
and stands in `story_weights`; what two articles share in `story_evidence`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.press.story_common import LANGS, CommonSigns
from orchestration.press.story_numbers import Value, read_values
from orchestration.press.story_words import TOKEN, Hashes, WordTable, hash_sign

KINDS = ("stem", "title", "name", "prefix", "cognate", "number", "approx", "date", "place")
# from here on a number is told in round figures: 4,717 is "more than 4.7 thousand"
ROUND_FROM = 100.0


@dataclass(frozen=True)
class Signs:
    """One kind of sign in a number of articles, in CSR form.

    Attributes:
        ends: shape (articles + 1,); the signs of article i stand at ends[i] to ends[i + 1].
        keys: stable hashes, rising within an article.
        counts: how often each stands in the article; for numbers how telling each is, 0 to 1.
        words: how it is written there first; what a reader is shown.
    """

    ends: NDArray[np.int64]
    keys: Hashes
    counts: NDArray[np.float64]
    words: NDArray[np.object_]

    def __len__(self) -> int:
        """Articles."""
        return len(self.ends) - 1


@dataclass(frozen=True)
class ArticleSigns:
    """All that is compared of some articles of one day, in the order of their ids.

    Attributes:
        article_ids: shape (articles,).
        langs: index into LANGS.
        agencies: stable hash of the publisher, 0 when unknown.
        contents: stable hash of the normalised text.
        days: days since 1970-01-01.
        lengths: words of the body.
        kinds: signs by kind.
    """

    article_ids: NDArray[np.object_]
    langs: NDArray[np.int8]
    agencies: Hashes
    contents: Hashes
    days: NDArray[np.int64]
    lengths: NDArray[np.float64]
    kinds: dict[str, Signs]

    def __len__(self) -> int:
        """Articles."""
        return len(self.article_ids)


class SignReader:
    """Reads signs out of articles; keeps a vocabulary, and no state that a result depends on."""

    def __init__(self, common: CommonSigns) -> None:
        """Begin without words.

        Args:
            common: tells ordinary words from names.
        """
        self._tables = {lang: WordTable(lang, common.ordinary[lang]) for lang in LANGS}
        self._hashes: dict[tuple[str, str], int] = {}

    def read(self, articles: pa.Table) -> ArticleSigns:
        """Read the signs of articles.

        Args:
            articles: rows of schema STORY_ARTICLES of one day, in any order.
        """
        articles = articles.sort_by("article_id")
        count = articles.num_rows
        langs = np.array(
            [LANGS.index(lang) if lang in LANGS else 0 for lang in articles["lang"].to_pylist()],
            np.int8,
        )
        titles = [TOKEN.findall(text) for text in articles["title"].to_pylist()]
        bodies = [TOKEN.findall(text) for text in articles["body"].to_pylist()]
        lots: dict[str, list[tuple[NDArray[np.int64], Hashes, NDArray[np.object_]]]] = {
            kind: [] for kind in KINDS
        }
        for number, lang in enumerate(LANGS):
            rows = np.flatnonzero(langs == number)
            if len(rows):
                self._read_words(lang, rows, titles, bodies, lots)
        places = articles["places"].to_pylist()
        found = [(row, place) for row in range(count) for place in places[row].split()]
        self._add(lots, "place", found)
        contents = [self._hash("content", text) for text in articles["content_id"].to_pylist()]
        agencies = [
            self._hash("agency", slug) if slug else 0 for slug in articles["agency_id"].to_pylist()
        ]
        days = articles["published_date"].cast(pa.int32()).to_numpy().astype(np.int64)
        if len(self._hashes) > 1_000_000:
            self._hashes.clear()
        kinds = {kind: _collect(lots[kind], count) for kind in KINDS}
        for kind in ("number", "approx"):
            kinds[kind] = _weighed(kinds[kind])
        return ArticleSigns(
            article_ids=np.array(articles["article_id"].to_pylist(), object),
            langs=langs,
            agencies=np.array(agencies, np.uint64),
            contents=np.array(contents, np.uint64),
            days=days,
            lengths=np.array([len(tokens) for tokens in bodies], np.float64),
            kinds=kinds,
        )

    def _hash(self, kind: str, key: str) -> int:
        known = self._hashes.get((kind, key))
        if known is None:
            known = self._hashes[kind, key] = hash_sign(kind, key)
        return known

    def _read_words(
        self,
        lang: str,
        rows: NDArray[np.int64],
        titles: Sequence[list[str]],
        bodies: Sequence[list[str]],
        lots: dict[str, list[tuple[NDArray[np.int64], Hashes, NDArray[np.object_]]]],
    ) -> None:
        """Add the signs of the articles of one language."""
        table = self._tables[lang]
        table.forget_some()
        texts = [titles[row] + bodies[row] for row in rows]
        lengths = np.array([len(text) for text in texts], np.int64)
        tokens = list(chain.from_iterable(texts))
        signs = table.signs(table.numbers(tokens))
        owners = np.repeat(rows, lengths)
        words = np.array(tokens, object)
        for kind, keys in (
            ("stem", signs.stem),
            ("name", signs.name),
            ("prefix", signs.name_prefix),
            ("cognate", signs.cognate),
        ):
            held = np.flatnonzero(keys)
            lots[kind].append((owners[held], keys[held], words[held]))
        starts = np.concatenate([[0], np.cumsum(lengths)])
        title_ends = starts[:-1] + np.array([len(titles[row]) for row in rows], np.int64)
        in_title = np.arange(len(tokens)) < np.repeat(title_ends, lengths)
        held = np.flatnonzero(in_title & (signs.stem > 0))
        lots["title"].append((owners[held], signs.stem[held], words[held]))
        self._read_numbers(lang, rows, texts, starts, signs.is_marked, lots)

    def _read_numbers(
        self,
        lang: str,
        rows: NDArray[np.int64],
        texts: Sequence[list[str]],
        starts: NDArray[np.int64],
        is_marked: NDArray[np.bool_],
        lots: dict[str, list[tuple[NDArray[np.int64], Hashes, NDArray[np.object_]]]],
    ) -> None:
        """Add numbers and dates; a loop over the articles, each with some twenty of them."""
        marks = np.flatnonzero(is_marked)
        cuts = np.searchsorted(marks, starts)
        numbers, approximate, dates = [], [], []
        for at, (first, last) in enumerate(pairwise(cuts.tolist())):
            if first == last:
                continue
            row, text = int(rows[at]), texts[at]
            local = (marks[first:last] - starts[at]).tolist()
            lowered = [token.lower() for token in text]
            for value in read_values(lowered, local, lang):
                if value.kind == "date":
                    dates.append((row, value.key))
                else:
                    numbers.append((row, value.key))
                    if value.amount >= ROUND_FROM:
                        approximate.append((row, _rounded(value)))
        self._add(lots, "number", numbers)
        self._add(lots, "approx", approximate)
        self._add(lots, "date", dates)

    def _add(
        self,
        lots: dict[str, list[tuple[NDArray[np.int64], Hashes, NDArray[np.object_]]]],
        kind: str,
        found: Sequence[tuple[int, str]],
    ) -> None:
        keys = [self._hash(kind, key) for _, key in found]
        lots[kind].append(
            (
                np.array([row for row, _ in found], np.int64),
                np.array(keys, np.uint64),
                np.array([key for _, key in found], object),
            )
        )


def _rounded(value: Value) -> str:
    return f"{value.amount:.1e}"


def _weighed(signs: Signs) -> Signs:
    """Put how telling a number is in the place of its count."""
    known: dict[str, float] = {}
    counts = [
        known[word] if word in known else known.setdefault(word, _telling(word))
        for word in signs.words.tolist()
    ]
    return Signs(signs.ends, signs.keys, np.array(counts, np.float64), signs.words)


def _telling(number: str) -> float:
    """How much a number says when two texts share it: years and counts on fingers say little."""
    if ":" in number:
        return 0.8
    amount = float(number)
    if amount <= 10 or 1990 <= amount <= 2050:
        return 0.25
    if amount < 100 and amount % 10 == 0:
        return 0.4
    return 0.7 if amount < 100 else 1.0


def _collect(
    lots: Sequence[tuple[NDArray[np.int64], Hashes, NDArray[np.object_]]], count: int
) -> Signs:
    """Put the found signs of all languages in order, each once an article with its count."""
    owners = np.concatenate([lot[0] for lot in lots]) if lots else np.empty(0, np.int64)
    keys = np.concatenate([lot[1] for lot in lots]) if lots else np.empty(0, np.uint64)
    words = np.concatenate([lot[2] for lot in lots]) if lots else np.empty(0, object)
    # stable: the first of equal signs is the one that is written first
    order = np.lexsort((keys, owners))
    owners, keys, words = owners[order], keys[order], words[order]
    is_first = np.ones(len(keys), np.bool_)
    is_first[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    firsts = np.flatnonzero(is_first)
    counts = np.diff(np.append(firsts, len(keys))).astype(np.float64)
    ends = np.searchsorted(owners[firsts], np.arange(count + 1))
    return Signs(ends.astype(np.int64), keys[firsts], counts, words[firsts])


def describe_signs(
    lang: str, text: str, ordinary: Mapping[str, frozenset[str]]
) -> set[tuple[str, str, str]]:
    """The signs of one text spelled out: kind, language and sign, as the seed has them.

    Args:
        lang: en, ru or kk.
        text: title and body.
        ordinary: stems by language that are no names.
    """
    table = WordTable(lang, ordinary[lang])
    return {sign for token in set(TOKEN.findall(text)) for sign in table.describe(token)}
