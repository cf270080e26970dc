"""Asks the index of a snapshot: a query in, rows of `marts.fct_articles` out, the best first.

Never writes. Hits are narrowed, counted and paged inside the index, and only those of a page become
Python objects. Documents aren't stored, and numbers are read from a fast field: fetching a stored
document costs a hundred times more.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from orchestration.search.asking import Either, Every, Node, Not, Phrase
from orchestration.search.narrowing import ALL, DAY, FACTS, Narrowing, day_number
from orchestration.search.words import KAZAKH, Word

FOLDER = "search"
ROWS = "rows.npy"
NUMBER = "number"
TITLE, BODY = "title", "body"
FIELDS = (TITLE, BODY)
KAZAKH_SUFFIX = "_kk"
_TITLE_BOOST = 3.0
_MOST_FORMS = 60
"""Kazakh forms of one word that are weighed one by one; past that all count alike."""

IntArray = npt.NDArray[np.int64]
_NO_ROWS: IntArray = np.empty(0, np.int64)


class SearchError(RuntimeError):
    """The index is missing or can't be read; the message says what to do."""


@dataclass(frozen=True)
class SearchIndex:
    """An index that stands open.

    Attributes:
        index: tantivy's.
        rows: row of `fct_articles` by document number, -1 where there is none any more.
    """

    index: tantivy.Index
    rows: IntArray

    @property
    def document_count(self) -> int:
        """Articles in it."""
        return int(self.index.searcher().num_docs)


def open_index(snapshot: Path) -> SearchIndex:
    """Open the index of a snapshot.

    Args:
        snapshot: the folder of a generation.

    Raises:
        SearchError: there is none, or it is damaged.
    """
    folder = snapshot / FOLDER
    if not folder.is_dir():
        raise SearchError("this publication has no search index; publish again: baspasoz build")
    try:
        rows = np.load(folder / ROWS, mmap_mode="r", allow_pickle=False)
        index = tantivy.Index.open(str(folder))
        # an index of an earlier version knows no facts
        tantivy.Query.term_query(index.schema, FACTS, "")
        return SearchIndex(index, rows)
    except (OSError, ValueError) as error:
        raise SearchError(
            f"the search index can't be read ({str(error).splitlines()[0]}); "
            "publish again: baspasoz build --force"
        ) from error


@dataclass(frozen=True)
class Hits:
    """A stretch of what a query finds.

    Attributes:
        total: how many articles it finds.
        rows: `rowid` of each hit, the best first; of `find_days` without order.
        skip: how many rows to leave out once they are in order, by `find_days` alone.
    """

    total: int
    rows: IntArray
    skip: int = 0


_NOTHING = Hits(0, _NO_ROWS)


def find_hits(
    opened: SearchIndex,
    root: Node | None,
    narrowing: Narrowing = ALL,
    *,
    limit: int,
    skip: int = 0,
) -> Hits:
    """The best hits.

    Args:
        opened: the index.
        root: as `asking.parse_query` gives it.
        narrowing: which articles may be hits.
        limit: how many rows are wanted.
        skip: how many better ones were seen before.

    Raises:
        SearchError: the query is more than the index can answer.
    """
    with _plainly():
        asked = _Asked.of(opened, root, narrowing)
        if asked is None:
            return _NOTHING
        found = asked.searcher.search(asked.query, limit, offset=skip)
        return Hits(_total(found), asked.rows([address for _, address in found.hits]))


def find_days(
    opened: SearchIndex,
    root: Node | None,
    narrowing: Narrowing = ALL,
    *,
    limit: int,
    skip: int = 0,
) -> Hits:
    """All hits of the days that a stretch of the hits by date, the latest first, lies in.

    The index knows days, not the order within one: whoever has the articles puts the rows in
    order, leaves out `skip` and takes `limit`. Arguments and errors are those of `find_hits`.
    """
    with _plainly():
        asked = _Asked.of(opened, root, narrowing)
        if asked is None:
            return _NOTHING
        searcher = asked.searcher
        found = searcher.search(asked.query, limit, order_by_field=DAY, offset=skip)
        total = _total(found)
        if not found.hits:
            return Hits(total, _NO_ROWS)
        latest, earliest = found.hits[0][0], found.hits[-1][0]
        later = _total(searcher.search(asked.within(latest + 1, None), 1))
        same = searcher.search(asked.within(earliest, latest), max(total - later, 1), count=False)
        return Hits(total, asked.rows([address for _, address in same.hits]), skip - later)


def _total(found: tantivy.SearchResult) -> int:
    # its stubs lack the count
    return int(found.count)  # type: ignore[attr-defined]


@contextmanager
def _plainly() -> Iterator[None]:
    """What tantivy can't answer as one line."""
    try:
        yield
    except ValueError as error:
        raise SearchError(
            f"this search is too much for the index ({error}); simplify it"
        ) from error


@dataclass(frozen=True)
class _Asked:
    """A query in tantivy's terms, and what it is put to."""

    opened: SearchIndex
    searcher: tantivy.Searcher
    query: tantivy.Query

    @classmethod
    def of(cls, opened: SearchIndex, root: Node | None, narrowing: Narrowing) -> "_Asked | None":
        """None where nothing can be found."""
        searcher = opened.index.searcher()
        if root is None or not searcher.num_docs:
            return None
        query = _Queries(opened.index.schema, searcher).of(root)
        return cls(opened, searcher, _narrow(opened.index.schema, query, narrowing))

    def within(self, earliest: int, latest: int | None) -> tantivy.Query:
        """Hits of some days, by number."""
        days = _days(self.opened.index.schema, earliest, latest)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, self.query), (tantivy.Occur.Must, days)]
        )

    def rows(self, addresses: list[tantivy.DocAddress]) -> IntArray:
        """Rows of documents, in their order."""
        numbers = self.searcher.fast_field_values(NUMBER, addresses)
        return self.opened.rows[np.asarray(numbers, np.int64)]


def _narrow(schema: tantivy.Schema, query: tantivy.Query, narrowing: Narrowing) -> tantivy.Query:
    """The query with what else must hold; its scores stay as they are."""
    parts = [(tantivy.Occur.Must, query)]
    for facts in narrowing.any_of:
        one = tantivy.Query.term_set_query(schema, FACTS, list(facts))
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)))
    if narrowing.days:
        first, last = map(day_number, narrowing.days)
        parts.append((tantivy.Occur.Must, _days(schema, first, last)))
    if narrowing.none_of:
        bad = tantivy.Query.term_set_query(schema, FACTS, list(narrowing.none_of))
        parts.append((tantivy.Occur.MustNot, bad))
    return query if len(parts) == 1 else tantivy.Query.boolean_query(parts)


def _days(schema: tantivy.Schema, earliest: int, latest: int | None) -> tantivy.Query:
    days = tantivy.Query.range_query(schema, DAY, tantivy.FieldType.Integer, earliest, latest)
    return tantivy.Query.const_score_query(days, 0.0)


class _Queries:
    """Queries in tantivy's terms."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    def of(self, node: Node) -> tantivy.Query:
        if isinstance(node, Phrase):
            return self._phrase(node.words)
        if isinstance(node, Either):
            return _any([self.of(part) for part in node.parts])
        if isinstance(node, Every):
            return tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.MustNot, self.of(part.part))
                    if isinstance(part, Not)
                    else (tantivy.Occur.Must, self.of(part))
                    for part in node.parts
                ]
            )
        raise TypeError("NOT stands in an Every only")

    def _phrase(self, words: Sequence[Word]) -> tantivy.Query:
        found = []
        for name, is_kazakh in product(FIELDS, (False, True)):
            field = name + KAZAKH_SUFFIX if is_kazakh else name
            query = self._kazakh(field, words) if is_kazakh else self._stemmed(field, words)
            boost = _TITLE_BOOST if name == TITLE else 1.0
            found.append(tantivy.Query.boost_query(query, boost))
        return _any(found)

    def _stemmed(self, field: str, words: Sequence[Word]) -> tantivy.Query:
        if len(words) == 1:
            return self._term(field, words[0].stem)
        stems: list[Any] = [word.stem for word in words]
        return tantivy.Query.phrase_query(self._schema, field, stems)

    def _kazakh(self, field: str, words: Sequence[Word]) -> tantivy.Query:
        if len(words) == 1:
            return self._forms(field, words[0])
        patterns: list[Any] = [word.kazakh_pattern() for word in words]
        return tantivy.Query.regex_phrase_query(self._schema, field, patterns)

    def _forms(self, field: str, word: Word) -> tantivy.Query:
        forms = {
            form
            for beginning in {word.beginning, *word.kazakh_stems} - {""}
            for form, _ in self._searcher.terms_with_prefix(field, beginning)
            if word.matches(form, KAZAKH)
        }
        if not forms:
            return tantivy.Query.empty_query()
        if len(forms) > _MOST_FORMS:
            return tantivy.Query.term_set_query(self._schema, field, sorted(forms))
        return tantivy.Query.disjunction_max_query(
            [self._term(field, form) for form in sorted(forms)]
        )

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, index_option="freq")


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
