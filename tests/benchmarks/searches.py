"""Searches over the published index: 200 queries made of its own words, in three languages.

A search is what the Articles page asks for: the query is read, the best 50 hits and their total
come out of the index, junk left out. A page of hits has their texts and names from DuckDB besides.
Milliseconds are CPU.
"""

import random
import re
import time
from collections.abc import Callable, Sequence
from typing import Any

import duckdb

from dashboard import queries_articles
from dashboard.filters import Filters
from orchestration.publishing import DATABASE
from orchestration.search.asking import parse_query
from orchestration.search.narrowing import JUNK, Narrowing
from orchestration.search.reading import find_hits, open_index
from tests.benchmarks.dumps import Workspace
from tests.benchmarks.measuring import Told, Work

_SEARCHES = 200
_PAGES = 40
_SEED = 5
_WORD = re.compile(r"[^\W\d_]{3,}")


def search_index(workspace: Workspace) -> Work:
    """Milliseconds of each search in the index."""
    opened = open_index(workspace.by_command.current.resolve())
    narrowing = Narrowing(none_of=(JUNK,))

    def ask(search: str) -> None:
        find_hits(opened, parse_query(search).root, narrowing, limit=queries_articles.PAGE_ROWS)

    return lambda: _timed(ask, make_searches(workspace, _SEARCHES))


def list_hits(workspace: Workspace) -> Work:
    """Milliseconds of each first page of hits, texts for snippets included."""
    path = str((workspace.by_command.current / DATABASE).resolve())
    searches = make_searches(workspace, _PAGES)
    # opened as a warm server has it
    queries_articles.article_count(path, Filters(), searches[0])
    relevance = queries_articles.BY_RELEVANCE
    return lambda: _timed(
        lambda s: queries_articles.article_page.__wrapped__(path, Filters(), s, 1, relevance),
        searches,
    )


def make_searches(workspace: Workspace, count: int) -> list[str]:
    """Queries of words that stand in titles: single, joined, phrases, OR, NOT, beginnings."""
    with duckdb.connect(str(workspace.by_command.current / DATABASE), read_only=True) as connection:
        titles = connection.execute(
            "select lang::text, title from marts.fct_articles "
            "where not is_junk order by hash(article_id) limit 2000"
        ).fetchall()
    rnd = random.Random(_SEED)
    by_lang: dict[str, list[list[str]]] = {}
    for lang, title in titles:
        if len(words := _WORD.findall(title)) >= 3:
            by_lang.setdefault(lang, []).append(words)
    langs = sorted(by_lang)
    made = []
    for number in range(count):
        words = rnd.choice(by_lang[langs[number % len(langs)]])
        at = rnd.randrange(len(words) - 2)
        one, two, three = words[at : at + 3]
        made.append(
            (
                one,
                f"{one} {two}",
                f'"{one} {two}"',
                f"{one} OR {three}",
                f"{two} NOT {three}",
                two[:4],
            )[number // len(langs) % 6]
        )
    return made


def _timed(ask: Callable[[str], Any], searches: Sequence[str]) -> Told:
    taken = []
    for search in searches:
        before = time.process_time()
        ask(search)
        taken.append(1_000 * (time.process_time() - before))
    return Told(tuple(taken))
