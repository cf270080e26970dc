"""Asks the index of a snapshot: a query in, rows of `marts.fct_articles` out, the best first.

Never writes. Documents aren't stored, and numbers are read from a fast field: fetching a stored
document costs a hundred times more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from orchestration.search.asking import Either, Every, Node, Not, Phrase
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
        return SearchIndex(tantivy.Index.open(str(folder)), rows)
    except (OSError, ValueError) as error:
        raise SearchError(
            f"the search index can't be read ({str(error).splitlines()[0]}); "
            "publish again: baspasoz build --force"
        ) from error


def find_rows(opened: SearchIndex, root: Node | None) -> IntArray:
    """Rows (`rowid`) of all articles that a query finds, the best first.

    Args:
        opened: the index.
        root: as `asking.parse_query` gives it.

    Raises:
        SearchError: the query is more than the index can answer.
    """
    searcher = opened.index.searcher()
    if root is None or not searcher.num_docs:
        return np.empty(0, np.int64)
    try:
        query = _Queries(opened.index.schema, searcher).of(root)
        found = searcher.search(query, limit=searcher.num_docs, count=False)
    except ValueError as error:
        raise SearchError(
            f"this search is too much for the index ({error}); simplify it"
        ) from error
    numbers = searcher.fast_field_values(NUMBER, [address for _, address in found.hits])
    return opened.rows[np.asarray(numbers, np.int64)]


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
