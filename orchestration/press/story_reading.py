"""Reads the signs of articles: tokens become numbers once, all else is arithmetic on arrays.

Holds what is found in each article alone. How words and digits are understood stands in
`story_words` and `story_numbers`; how signs are put in order in `story_signs`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from orchestration.press.story_articles import ArticleColumns
from orchestration.press.story_common import LANGS, CommonSigns
from orchestration.press.story_numbers import Value, read_values
from orchestration.press.story_signs import SHOWN, ArticleSigns, Signs, collect_signs
from orchestration.press.story_templates import read_templates
from orchestration.press.story_words import (
    COGNATE,
    NAME,
    PREFIX,
    STEM,
    TOKEN,
    WordTable,
    hash_sign,
)

# from here on a number is told in round figures: 4,717 is "more than 4.7 thousand"
ROUND_FROM = 100.0
MOST_HASHES = 1_000_000
# words behind a number that may still belong to it: "two and a half million"
REACH = 4

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class _Text:
    """The tokens of the articles of one language, one after another.

    Attributes:
        owners: shape (tokens,); row of the article.
        numbers: shape (tokens,); number of the word in its table.
        is_title: shape (tokens,).
        starts: shape (articles + 1,); first token of each article.
    """

    owners: Integers
    numbers: Integers
    is_title: NDArray[np.bool_]
    starts: Integers


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
        langs = np.array(
            [LANGS.index(lang) if lang in LANGS else 0 for lang in articles["lang"].to_pylist()],
            np.int8,
        )
        titles = [TOKEN.findall(text) for text in articles["title"].to_pylist()]
        bodies = [TOKEN.findall(text) for text in articles["body"].to_pylist()]
        texts = {
            lang: self._number(lang, np.flatnonzero(langs == at), titles, bodies)
            for at, lang in enumerate(LANGS)
        }
        kinds, templates = self._words(texts, len(langs))
        values = [
            value
            for lang, text in texts.items()
            for value in self._values(self._tables[lang], text)
        ]
        places = [
            (row, place)
            for row, names in enumerate(articles["places"].to_pylist())
            for place in names.split()
        ]
        amounts = [(row, value) for row, value in values if value.kind != "date"]
        for kind, found in (
            ("number", [(row, value.key) for row, value in amounts]),
            (
                "approx",
                [(row, f"{v.amount:.1e}") for row, v in amounts if v.amount >= ROUND_FROM],
            ),
            ("date", [(row, value.key) for row, value in values if value.kind == "date"]),
            ("place", places),
        ):
            kinds[kind] = self._collect(kind, found, len(langs))
        if len(self._hashes) > MOST_HASHES:
            self._hashes.clear()
        return ArticleSigns(self._columns(articles, langs, bodies), kinds, templates)

    def _columns(
        self, articles: pa.Table, langs: NDArray[np.int8], bodies: Sequence[list[str]]
    ) -> ArticleColumns:
        contents = [hash_sign("content", text) for text in articles["content_id"].to_pylist()]
        agencies = [
            self._hash("agency", slug) if slug else 0 for slug in articles["agency_id"].to_pylist()
        ]
        days = articles["published_date"].cast(pa.int32()).to_numpy().astype(np.int64)
        return ArticleColumns(
            article_ids=np.array(articles["article_id"].to_pylist(), object),
            langs=langs,
            agencies=np.array(agencies, np.uint64),
            contents=np.array(contents, np.uint64),
            days=days,
            lengths=np.array([len(tokens) for tokens in bodies], np.float64),
        )

    def _hash(self, kind: str, key: str) -> int:
        known = self._hashes.get((kind, key))
        if known is None:
            known = self._hashes[kind, key] = hash_sign(kind, key)
        return known

    def _number(
        self, lang: str, rows: Integers, titles: Sequence[list[str]], bodies: Sequence[list[str]]
    ) -> _Text:
        """Turn the tokens of one language's articles into numbers."""
        table = self._tables[lang]
        table.forget_some()
        parts = [part for row in rows for part in (titles[row], bodies[row])]
        lengths = np.array([len(part) for part in parts], np.int64)
        owners = np.repeat(np.repeat(rows, 2), lengths)
        is_title = np.repeat(np.arange(len(parts)) % 2 == 0, lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)])[::2]
        numbers = table.numbers(list(chain.from_iterable(parts)))
        return _Text(owners, numbers, is_title, starts)

    def _words(
        self, texts: Mapping[str, _Text], count: int
    ) -> tuple[dict[str, Signs], NDArray[np.uint64]]:
        """Stems, names, cognates and templates: the words of all languages side by side."""
        used, spellings, numbers, first = [], [], [], 0
        marked = []
        for lang, text in texts.items():
            table = self._tables[lang]
            words, local = np.unique(text.numbers, return_inverse=True)
            used.append(table.signs[words])
            marked.append(table.is_marked[words] | table.is_changing[words])
            spellings += [table.spellings[word] for word in words.tolist()]
            numbers.append(local + first)
            first += len(words)
        signs = np.concatenate(used)
        written = np.concatenate(numbers)
        owners = np.concatenate([text.owners for text in texts.values()])
        is_title = np.concatenate([text.is_title for text in texts.values()])
        spelled = np.array(spellings, object)
        kinds = {}
        for kind, column in (
            ("stem", STEM),
            ("name", NAME),
            ("prefix", PREFIX),
            ("cognate", COGNATE),
            ("title", STEM),
        ):
            vocabulary, ranks = np.unique(signs[:, column], return_inverse=True)
            keep = signs[:, column] > 0
            held = keep[written] if kind != "title" else keep[written] & is_title
            own = written[held]
            kinds[kind] = collect_signs(
                owners[held],
                ranks[own],
                vocabulary,
                count,
                own,
                spelled if kind in SHOWN else None,
            )
        is_wording = (signs[:, STEM] > 0) & (signs[:, NAME] == 0) & ~np.concatenate(marked)
        held = is_wording[written]
        stems = signs[written[held], STEM]
        return kinds, read_templates(owners[held], stems, is_title[held], count)

    def _values(self, table: WordTable, text: _Text) -> Iterator[tuple[int, Value]]:
        """Numbers and dates with their rows; only marked words that stand together are read."""
        marks = np.flatnonzero(table.is_marked[text.numbers])
        if not len(marks):
            return
        article = np.searchsorted(text.starts, marks, side="right")
        is_joined = np.zeros(len(marks), np.bool_)
        is_joined[1:] = (np.diff(marks) == 1) & (np.diff(article) == 0)
        numbers = text.numbers[marks]
        # a day and its month may have words between them: "3rd of June"
        is_near_month = table.is_month[numbers[1:]] & (np.diff(marks) <= REACH)
        is_alone = ~is_joined
        is_alone[:-1] &= ~(is_joined[1:] | is_near_month)
        digits = np.array(sorted(table.lone_values), np.int64)
        is_alone &= np.isin(numbers, digits)
        values = table.lone_values
        alone = numbers[is_alone].tolist()
        rows = text.owners[marks[is_alone]].tolist()
        for row, number in zip(rows, alone, strict=True):
            if (value := values[number]) is not None:
                yield row, value
        left, owners = marks[~is_alone], article[~is_alone]
        is_cut = (np.diff(left) > REACH) | (np.diff(owners) > 0)
        cuts = np.concatenate([[0], np.flatnonzero(is_cut) + 1, [len(left)]])
        spellings = table.spellings
        for first, last in pairwise(cuts.tolist()):
            if first < last:
                start, end = int(left[first]), int(text.starts[owners[first]])
                numbered = text.numbers[start : min(int(left[last - 1]) + REACH + 1, end)]
                words = [spellings[number].lower() for number in numbered.tolist()]
                for value in read_values(words, (left[first:last] - start).tolist(), table.lang):
                    yield int(text.owners[start]), value

    def _collect(self, kind: str, found: Sequence[tuple[int, str]], count: int) -> Signs:
        spellings = sorted({key for _, key in found})
        hashes = np.array([self._hash(kind, key) for key in spellings], np.uint64)
        order = np.argsort(hashes)
        at = {key: number for number, key in enumerate(spellings)}
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        written = np.array([at[key] for _, key in found], np.int64)
        signs = collect_signs(
            np.array([row for row, _ in found], np.int64),
            rank[written],
            hashes[order],
            count,
            written,
            np.array(spellings, object) if kind in SHOWN else None,
        )
        if kind not in ("number", "approx"):
            return signs
        # how telling a number is stands in the place of its count
        telling = np.array([_telling(spellings[number]) for number in order.tolist()], np.float64)
        return Signs(
            signs.ends, signs.columns, signs.vocabulary, telling[signs.columns], signs.words
        )


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
