"""The suite itself: it notices what it is there to notice, and a handful of kills pass."""

from pathlib import Path

import duckdb
import pytest

from orchestration.settings import Settings
from tests.reliability import faults, kills, works
from tests.reliability.children import LOAD_STEPS, Point, run
from tests.reliability.report import Report


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return faults.make_home(tmp_path)


def changed(settings: Settings, statement: str) -> dict[str, int]:
    """What accounting finds after rows were changed behind the product's back."""
    works.write_dump(settings, 1)
    works.load(settings)
    assert works.account(settings) == {"lost": 0, "doubled": 0, "torn": 0}
    with duckdb.connect(str(settings.build_db)) as connection:
        connection.execute(statement)
    return works.account(settings)


def test_a_lost_article_is_noticed(settings: Settings) -> None:
    found = changed(settings, "delete from raw.articles where ordinal = 1")
    assert found["lost"] == 1
    assert found["torn"] == 1


def test_a_doubled_article_is_noticed(settings: Settings) -> None:
    found = changed(settings, "insert into raw.articles from raw.articles where ordinal = 1")
    assert found["doubled"] == 1


def test_a_lost_label_row_is_noticed(settings: Settings) -> None:
    found = changed(settings, "delete from enriched.articles")
    assert found["lost"] == 3


def test_a_child_dies_where_it_is_told(settings: Settings) -> None:
    works.write_dump(settings, 1)
    counted = run(lambda: works.load(settings), count=LOAD_STEPS)
    assert counted.error is None
    assert counted.value == 1
    for step, calls in counted.calls.items():
        if step != "orchestration.loading:_supersede":
            assert calls >= 1, step
    works.write_dump(settings, 2)
    died = run(
        lambda: works.load(settings),
        die_at=Point("orchestration.warehouse:append_rows", "after", 2),
    )
    assert died.killed


def test_a_full_disk_is_an_error_and_no_more(settings: Settings) -> None:
    for number in range(40):
        works.write_dump(settings, number, articles=40)
    ended = run(lambda: works.load(settings), most_mib=1)
    assert ended.error
    assert run(lambda: works.load(settings)).error is None
    assert works.account(settings) == {"lost": 0, "doubled": 0, "torn": 0}


def test_some_kills_lose_nothing(settings: Settings) -> None:
    report = Report()
    kills.kill_loads(settings, placed=4, at_random=1, report=report)
    assert report.kills >= 4
    assert report.is_good, str(report)
