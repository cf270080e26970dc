"""The sandbox holds: every attack, the walls behind the first one, and twenty queries at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import sandbox as module
from dashboard.sandbox import (
    ANSWERED,
    BUSY,
    FAILED,
    REFUSED,
    TOO_LONG,
    TOO_SLOW,
    WRONG,
    Sandbox,
)
from tests.sandbox.attacks import ATTACKS, OPENING, WRITING, Attack
from tests.sandbox.attempting import Record, Target, attempt, leaks, make_target
from tests.sandbox.conftest import LIMITS

COUNT = "select count(*) as n from marts.fct_articles"
OPEN_DOOR = """
import sys
sys.path[:0] = sys.argv[1:]
from dashboard.sandbox_child import main
main(check=lambda connection, sql: sql)
"""

BEHIND = [*WRITING[:19], *(a for a in OPENING if "'DB'" in a.sql or "read_" in a.sql)]


def test_there_are_enough_attacks_and_none_twice() -> None:
    assert len({attack.sql for attack in ATTACKS}) == len(ATTACKS) >= 80


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.why[:60])
def test_an_attack_is_held(
    sandbox: Sandbox, target: Target, record: Record, attack: Attack
) -> None:
    assert attempt(sandbox, target, attack, record)[1] == []


@pytest.fixture(scope="module")
def open_door() -> Iterator[Sandbox]:
    """A sandbox whose first wall, the look at the statement, is missing."""
    command = module.child_command()
    place = command.index(str(module.CHILD))
    made = Sandbox(LIMITS, [*command[:place], "-c", OPEN_DOOR, *command[place + 1 :]])
    yield made
    made.close()


def test_the_open_door_is_open(open_door: Sandbox, target: Target) -> None:
    answer = open_door.ask(str(target.path), "create temp table t as select 1; select 2 as n")
    assert answer.table is not None
    assert answer.table.to_pylist() == [{"n": 2}]


@pytest.mark.parametrize("attack", BEHIND, ids=lambda attack: attack.why[:60])
def test_the_walls_behind_hold_too(open_door: Sandbox, target: Target, attack: Attack) -> None:
    sql = target.aimed(attack.sql)
    answer = open_door.ask(str(target.path), sql)
    assert target.now() == target.before
    assert leaks(target, sql, answer) == []


def test_twenty_at_once_are_all_answered(target: Target) -> None:
    sandbox = Sandbox(replace(LIMITS, parallel=4, waiting=16, waiting_seconds=120.0, seconds=30.0))
    with ThreadPoolExecutor(20) as pool:
        answers = list(
            pool.map(lambda n: sandbox.ask(str(target.path), f"select {n} n"), range(20))
        )
    sandbox.close()
    assert [a.table.to_pylist() for a in answers if a.table] == [[{"n": n}] for n in range(20)]
    assert target.now() == target.before


def test_more_than_may_wait_are_sent_away(target: Target) -> None:
    sandbox = Sandbox(replace(LIMITS, parallel=1, waiting=1, waiting_seconds=120.0))
    endless = "select sum(hash(range)) from range(10000000000000)"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: sandbox.ask(str(target.path), endless), range(8)))
    sandbox.close()
    outcomes = [answer.outcome for answer in answers]
    assert outcomes.count(TOO_SLOW) == 2
    assert outcomes.count(BUSY) == 6


def test_a_wait_has_an_end(target: Target) -> None:
    sandbox = Sandbox(replace(LIMITS, parallel=1, waiting_seconds=0.0))
    endless = "select sum(hash(range)) from range(10000000000000)"
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: sandbox.ask(str(target.path), endless), range(2)))
    sandbox.close()
    assert {answer.outcome for answer in answers} == {TOO_SLOW, BUSY}


def test_an_answer_keeps_its_types(sandbox: Sandbox, target: Target) -> None:
    answer = sandbox.ask(
        str(target.path),
        "select article_id, published_date, is_junk, word_count, 1.5::decimal(9, 2) as d, "
        "[1, 2] as l, null as nothing, 'ж' as letter from marts.fct_articles order by 1 limit 3",
    )
    assert answer.outcome == ANSWERED
    assert answer.table is not None
    row = answer.table.to_pylist()[0]
    assert row["article_id"].startswith("news-")
    assert row["published_date"].year in (2025, 2026)
    assert (row["is_junk"], row["l"], row["nothing"], row["letter"]) == (False, [1, 2], None, "ж")
    assert (answer.cut, answer.count) == ("", 0)


@pytest.mark.parametrize("sql", ["from marts.dim_topics", "values (1)", "describe marts.dim_topics",
                                 "with x as (select 1) from x", "select 1;", "-- note\nselect 1",
                                 "summarize marts.dim_topics", "show tables"])  # fmt: skip
def test_every_kind_of_select_is_answered(sandbox: Sandbox, target: Target, sql: str) -> None:
    assert sandbox.ask(str(target.path), sql).outcome == ANSWERED


def test_rows_and_bytes_are_cut_and_said_so(target: Target) -> None:
    sandbox = Sandbox(replace(LIMITS, rows=10, result_bytes=100_000))
    rows = sandbox.ask(str(target.path), "select range as n from range(11)")
    exact = sandbox.ask(str(target.path), "select range as n from range(10)")
    wide = sandbox.ask(str(target.path), "select repeat('x', 30000) as x from range(5)")
    sandbox.close()
    assert rows.table is not None and exact.table is not None and wide.table is not None
    assert (rows.table.num_rows, rows.cut) == (10, "rows")
    assert (exact.table.num_rows, exact.cut) == (10, "")
    assert 0 < wide.table.num_rows < 5
    assert wide.cut == "bytes"


def test_a_refusal_says_what_it_was(sandbox: Sandbox, target: Target) -> None:
    one = sandbox.ask(str(target.path), "copy (select 1) to 'x'")
    two = sandbox.ask(str(target.path), "select 1; select 2")
    assert (one.outcome, one.count, one.detail) == (REFUSED, 1, "COPY")
    assert (two.outcome, two.count) == (REFUSED, 2)


def test_a_mistake_is_explained_in_one_line(sandbox: Sandbox, target: Target) -> None:
    answer = sandbox.ask(str(target.path), "select titel from marts.fct_articles")
    assert answer.outcome == WRONG
    assert '"titel" not found' in answer.detail
    assert '"title"' in answer.detail


def test_a_long_statement_is_not_even_sent(target: Target) -> None:
    sandbox = Sandbox(replace(LIMITS, characters=20), ["/bin/false"])
    assert sandbox.ask(str(target.path), "select 1" + " " * 20).outcome == TOO_LONG


def test_a_forged_log_is_not_played(tmp_path: Path, sandbox: Sandbox) -> None:
    target = make_target(tmp_path)
    before = target.path.read_bytes()
    target.path.with_name("warehouse.duckdb.wal").write_bytes(b"forged")
    answer = sandbox.ask(str(target.path), COUNT)
    assert answer.outcome == WRONG
    assert target.path.read_bytes() == before


def test_a_file_that_is_gone_is_no_crash(tmp_path: Path, sandbox: Sandbox) -> None:
    answer = sandbox.ask(str(tmp_path / "gone" / "warehouse.duckdb"), COUNT)
    assert answer.outcome in (FAILED, WRONG)
    assert str(tmp_path) not in answer.detail


@pytest.mark.parametrize(
    "said",
    ["", "ready", "ready\nnonsense", 'ready\n{"outcome": "answered", "cut": "", "seconds": 1}\nXX'],
)
def test_a_child_is_not_believed(target: Target, said: str) -> None:
    lies = f"import sys; sys.stdout.write({said!r}); sys.stdout.flush(); sys.stdin.read()"
    sandbox = Sandbox(LIMITS, [sys.executable, "-I", "-c", lies])
    assert sandbox.ask(str(target.path), COUNT).outcome == FAILED
    sandbox.close()


def test_a_flood_is_stopped(target: Target) -> None:
    flood = "print('ready', flush=True)\nwhile True: print('x' * 1000000)"
    sandbox = Sandbox(replace(LIMITS, result_bytes=1000), [sys.executable, "-I", "-c", flood])
    assert sandbox.ask(str(target.path), COUNT).outcome == FAILED
    sandbox.close()


def test_no_process_is_left(target: Target) -> None:
    sandbox = Sandbox(LIMITS)
    assert sandbox.ask(str(target.path), COUNT).outcome == ANSWERED
    spare = sandbox._spare
    assert spare is not None
    assert spare.poll() is None
    sandbox.close()
    assert spare.poll() is not None
