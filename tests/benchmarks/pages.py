"""What a reader waits for: pages as a warm server makes them, and the queries that they run.

Pages run in this process by Streamlit's own AppTest, every answer of an earlier one forgotten: no
browser, so what it takes to draw stays out; a new session stands in for a changed filter, which
takes more than the change alone. Milliseconds are CPU of all threads.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from itertools import product
from typing import Any
from unittest.mock import patch

import duckdb
import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager

from dashboard import (
    opened,
    queries,
    queries_article,
    queries_articles,
    queries_coverage,
    queries_dictionary,
    queries_stories,
)
from orchestration.publishing import DATABASE
from orchestration.settings import Settings
from tests.benchmarks.dumps import Workspace
from tests.benchmarks.measuring import Told, Work
from tests.dashboard.pages import PAGES, app_at

_READERS = (
    queries, queries_article, queries_articles, queries_coverage, queries_dictionary,
    queries_stories,
)  # fmt: skip
_CHANGED = ("", "regions")
Address = dict[str, Any]


def open_anew(workspace: Workspace) -> Work:
    """The snapshot opened, as the first reader of a generation has it done."""
    path = str((workspace.by_command.current / DATABASE).resolve())
    opened.open_snapshot(path)

    def work() -> None:
        opened.open_snapshot.clear()
        opened.open_snapshot(path)

    return work


def visit_pages(workspace: Workspace) -> Work:
    """Each page for the first time; gives milliseconds a page."""
    return _visits(workspace.by_command, [(page, {}) for page in PAGES])


def change_filters(workspace: Workspace) -> Work:
    """Overview and Regions under other filters; gives milliseconds a page."""
    addresses = _addresses(workspace.by_command)
    return _visits(workspace.by_command, list(product(_CHANGED, addresses)))


def ask_pages(workspace: Workspace) -> Work:
    """Each page, open and filtered; gives milliseconds of each query that it runs."""
    visits = list(product(PAGES, [{}, *_addresses(workspace.by_command)]))
    work = _visits(workspace.by_command, visits)

    def timed() -> Told:
        with _timed_queries() as taken:
            work()
        return Told(tuple(taken))

    return timed


def _addresses(settings: Settings) -> list[Address]:
    """Filters such as readers set, with values that the snapshot has most of."""
    with duckdb.connect(str(settings.current / DATABASE), read_only=True) as connection:
        found: dict[str, list[str]] = {}
        for key, column in (
            ("region", "primary_region_id"),
            ("theme", "primary_topic_id"),
            ("publisher", "agency_id"),
        ):
            found[key] = [
                row[0]
                for row in connection.execute(
                    f"select {column}::text from marts.fct_articles where {column} is not null "
                    "group by 1 order by count(*) desc, 1 limit 3"
                ).fetchall()
            ]
        last: date = connection.execute(
            "select max(published_date) from marts.fct_articles"
        ).fetchall()[0][0]
    year = {"period": "between", "from": f"{last.year - 1}-01-01", "to": last.isoformat()}
    return [
        {"period": "28d"},
        {"region": found["region"], "language": "ru"},
        {"theme": found["theme"][0], **year},
        {"publisher": found["publisher"], "count": "stories"},
    ]


def _visits(settings: Settings, visits: list[tuple[str, Address]]) -> Callable[[], Told]:
    os.environ["BASPASOZ_HOME"] = str(settings.home)
    # a server that has served a page before: modules are imported, the snapshot stands open
    _visit("sql", {})

    def work() -> Told:
        taken = []
        for page, address in visits:
            st.cache_data.clear()
            before = time.process_time()
            _visit(page, address)
            taken.append(1_000 * (time.process_time() - before))
        return Told(tuple(taken))

    return work


def _visit(page: str, address: Address) -> None:
    app = app_at(page, address)
    app._bidi_component_manager = _components()
    app.run()
    assert not app.exception, f"page {page!r}, {address}: {app.exception[0].message}"


@cache
def _components() -> BidiComponentManager:
    """What a server looks for once, when it starts; AppTest would for each visit."""
    found = BidiComponentManager()
    found.discover_and_register_components(start_file_watching=False)
    return found


@contextmanager
def _timed_queries() -> Iterator[list[float]]:
    """Collects the milliseconds of each query on the snapshot."""
    read, taken = opened.read, []

    def timed(*given: Any, **named: Any) -> Any:
        before = time.process_time()
        answer = read(*given, **named)
        taken.append(1_000 * (time.process_time() - before))
        return answer

    with ExitStack() as stack:
        for module in _READERS:
            stack.enter_context(patch.object(module, "read", timed))
        yield taken
