"""Stories in a home: any order of deliveries gives the same ones, and a day reads its window."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestration import warehouse
from orchestration.enriching import enrich_pending
from orchestration.evaluation.trial import trial_home
from orchestration.landing import take_dumps
from orchestration.loading import load_deliveries
from orchestration.settings import Settings
from orchestration.storying import StoryReport, group_pending
from tests.conftest import FIXTURES, SAMPLE

DUMPS = sorted((FIXTURES / "gold" / "stories_dev").glob("sd_*.txt"))

Tables = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def deliver(home: Settings, paths: list[Path]) -> StoryReport:
    for path in paths:
        shutil.copy(path, home.dumps)
    take_dumps(home)
    with warehouse.open_warehouse(home.build_db) as connection:
        load_deliveries(home, connection)
        enrich_pending(connection)
        return group_pending(connection)


def tables(home: Settings) -> Tables:
    with duckdb.connect(str(home.build_db), read_only=True) as connection:
        return (
            connection.execute("from enriched.stories order by all").fetchall(),
            connection.execute("from enriched.story_edges order by all").fetchall(),
        )


@pytest.fixture(scope="module")
def at_once() -> Tables:
    with trial_home() as home:
        deliver(home, DUMPS)
        return tables(home)


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(DUMPS), cut=st.integers(1, len(DUMPS) - 1))
def test_any_order_of_deliveries_gives_the_same_stories(
    at_once: Tables, order: list[Path], cut: int
) -> None:
    with trial_home() as home:
        deliver(home, order[:cut])
        for path in order[cut:]:
            deliver(home, [path])
        assert tables(home) == at_once


def test_the_sample_has_sixteen_stories() -> None:
    gold = FIXTURES / "gold" / "society-2026-02-11.jsonl"
    labels = [json.loads(line) for line in gold.read_text().splitlines()]
    with trial_home() as home:
        deliver(home, [SAMPLE])
        with duckdb.connect(str(home.build_db), read_only=True) as connection:
            found = dict(
                connection.execute(
                    "select r.ordinal, coalesce(s.story_id, e.article_id) "
                    "from raw.articles as r "
                    "inner join enriched.articles as e using (occurrence_id) "
                    "left join enriched.stories as s using (article_id)"
                ).fetchall()
            )
    wanted: dict[str, set[int]] = {}
    given_: dict[str, set[int]] = {}
    for label in labels:
        wanted.setdefault(label["story"], set()).add(label["ordinal"])
    for ordinal, story in found.items():
        given_.setdefault(story, set()).add(ordinal)
    assert len(given_) == 16
    assert sorted(map(sorted, given_.values())) == sorted(map(sorted, wanted.values()))


def test_only_touched_windows_are_read_and_moves_are_logged() -> None:
    with trial_home() as home:
        everything = deliver(home, DUMPS)
        assert everything.read_count == everything.article_count
        again = deliver(home, [])
        assert (again.read_count, again.day_count, again.moved_count) == (0, 0, 0)
        # the sample's day is far from the others
        more = deliver(home, [SAMPLE])
        assert more.read_count == 20
        assert more.moved_count > 0
        with duckdb.connect(str(home.build_db), read_only=True) as connection:
            logged = connection.execute("select count(*) from ops.story_moves").fetchone()
        assert logged == (everything.moved_count + more.moved_count,)


def test_a_forgotten_delivery_takes_its_stories_with_it() -> None:
    with trial_home() as home:
        deliver(home, [SAMPLE])
        with warehouse.open_warehouse(home.build_db) as connection:
            connection.execute("delete from raw.articles")
            enrich_pending(connection)
            report = group_pending(connection)
        assert (report.article_count, report.edge_count, report.story_count) == (0, 0, 0)
        assert tables(home) == ([], [])
