"""Measures agree with examples worked out by hand, to 1e-9; a view is run on made-up counts."""

import math
from pathlib import Path

import duckdb
import pytest

from orchestration.copying import portable_view
from orchestration.settings import Settings

EXACT = 1e-9


@pytest.fixture
def views(sample_home: Path) -> duckdb.DuckDBPyConnection:
    """The measures of the built home, over tables that a test fills."""
    connection = duckdb.connect(":memory:")
    connection.execute("create schema marts")
    build = Settings.from_environment(sample_home).build_db
    connection.execute(f"attach '{build}' as source (read_only)")
    for table in ("agg_agendas", "agg_scopes", "dim_topics", "dim_dates"):
        connection.execute(
            f"create table marts.{table} as from source.marts.{table} where "
            f"{'true' if table.startswith('dim') else 'false'}"
        )
    for (sql,) in connection.execute(
        "select sql from duckdb_views() where database_name = 'source' and view_name in "
        "('agg_agenda_diversity', 'agg_agenda_distances', 'agg_agency_concentration')"
    ).fetchall():
        connection.execute(portable_view(sql))
    return connection


def fill_agenda(connection: duckdb.DuckDBPyConnection, name: str, counts: dict[str, int]) -> None:
    for topic, count in counts.items():
        connection.execute(
            "insert into marts.agg_agendas (scope_key, scope_kind, scope_id, topic_id, "
            "article_count, agenda_article_count) values (?, 'region', ?, ?, ?, ?)",
            [f"region|{name}", name, topic, count, sum(counts.values())],
        )


def test_shannon_by_hand(views: duckdb.DuckDBPyConnection) -> None:
    # shares 1/2, 1/4, 1/8, 1/8: H = 1.75 bits = 1.75 ln 2; 23 topics in the scheme
    fill_agenda(views, "x", {"1": 4, "3": 2, "6": 1, "8": 1})
    found = views.execute("select topic_diversity from marts.agg_agenda_diversity").fetchall()
    assert abs(found[0][0] - 1.75 * math.log(2) / math.log(23)) < EXACT


def test_jensen_shannon_by_hand(views: duckdb.DuckDBPyConnection) -> None:
    # p = (1/2, 1/2, 0), q = (1/2, 0, 1/2): only half of each differs, divergence 1/2 bit
    fill_agenda(views, "p", {"1": 3, "3": 3})
    fill_agenda(views, "q", {"1": 1, "6": 1})
    # r = (3/4, 1/4, 0) against p: m = (5/8, 3/8)
    fill_agenda(views, "r", {"1": 3, "3": 1})
    found = {
        (left, right): (divergence, distance)
        for left, right, divergence, distance in views.execute(
            "select left_id, right_id, divergence, agenda_distance from marts.agg_agenda_distances"
        ).fetchall()
    }
    assert abs(found["p", "q"][0] - 0.5) < EXACT
    assert abs(found["p", "q"][1] - math.sqrt(0.5)) < EXACT
    by_hand = (
        0.5 * math.log2(0.5 / 0.625)
        + 0.5 * math.log2(0.5 / 0.375)
        + 0.75 * math.log2(0.75 / 0.625)
        + 0.25 * math.log2(0.25 / 0.375)
    ) / 2
    assert abs(found["p", "r"][1] - math.sqrt(by_hand)) < EXACT
    assert found["p", "q"] == found["q", "p"]
    assert [found[x, x] for x in "pqr"] == [(0.0, 0.0)] * 3


def test_herfindahl_by_hand(views: duckdb.DuckDBPyConnection) -> None:
    # articles 6, 3, 1 of three agencies: shares .6, .3, .1, squares .36 + .09 + .01 = .46
    views.execute(
        "insert into marts.agg_scopes (scope_kind, article_count, agency_count, "
        "known_agency_article_count, agency_square_sum) values ('all', 14, 3, 10, 46)"
    )
    hhi, floor, normalised = views.execute(
        "select hhi, hhi_floor, hhi_normalised from marts.agg_agency_concentration"
    ).fetchall()[0]
    assert abs(hhi - 0.46) < EXACT
    assert abs(floor - 1 / 3) < EXACT
    assert abs(normalised - 0.19) < EXACT
