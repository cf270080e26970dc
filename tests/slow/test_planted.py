"""What the generator plants is found: a hole to the day, threefold bursts, a silent agency.

The truth of 120,000 articles goes straight into the models' own SQL and the signals: what is
measured is the finding, not the reading of dumps.
"""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from orchestration.settings import Settings
from orchestration.signals import bursts, silences
from orchestration.synthetic.generate import synthesize

pytestmark = pytest.mark.slow

Truth = tuple[dict[str, Any], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    folder = tmp_path_factory.mktemp("planted")
    summary = synthesize(120_000, 365, 3, folder).to_json()
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if not row["is_junk"]]
    return summary, rows


def as_table(counted: Counter[tuple[str, ...]], *names: str) -> pa.Table:
    days = [date.fromisoformat(key[0]) for key in counted]
    columns = {name: [key[i + 1] for key in counted] for i, name in enumerate(names)}
    return pa.table(
        {"published_date": pa.array(days), **columns, "row_count": list(counted.values())}
    )


def test_the_hole_is_found_to_the_day(sample_home: Path, truth: Truth) -> None:
    summary, rows = truth
    target = Settings.from_environment(sample_home).dbt_target
    nodes = json.loads((target / "manifest.json").read_bytes())["nodes"]
    connection = duckdb.connect(":memory:")
    build = Settings.from_environment(sample_home).build_db
    connection.execute(f"attach '{build}' as source (read_only)")
    connection.execute("create schema seeds; create schema intermediate; create schema marts")
    connection.execute("create table seeds.news_id_anchors as from source.seeds.news_id_anchors")
    articles = pa.table(
        {
            "article_id": [row["item_id"] for row in rows],
            "published_date": [date.fromisoformat(row["published_date"]) for row in rows],
            "govkz_kind": [
                "news" if "/press/news/" in (row["source_url"] or "") else None for row in rows
            ],
            "govkz_id": [row["govkz_id"] for row in rows],
            "delivery_id": [row["file"] for row in rows],
        }
    )
    connection.register("articles", articles)
    connection.execute("create table intermediate.int_articles_current as from articles")
    connection.execute(
        "create table marts.dim_dates as select unnest(generate_series("
        "min(published_date), max(published_date), interval 1 day))::date as date_day "
        "from articles"
    )
    for name in (
        "int_news_ids",
        "int_coverage_spanned",
        "agg_coverage_daily",
        "agg_coverage_holes",
    ):
        node = nodes[f"model.baspasoz.{name}"]
        sql = re.sub(r'"build"\.', "", node["compiled_code"])
        connection.execute(f"create table {node['schema']}.{name} as {sql}")
    holes = connection.execute(
        "select first_day, last_day from marts.agg_coverage_holes"
    ).fetchall()
    planted = [date.fromisoformat(day) for day in summary["hole"]]
    assert len(planted) == 5
    assert holes == [(planted[0], planted[-1])]


def test_bursts_are_found(truth: Truth) -> None:
    summary, rows = truth
    begun: dict[str, tuple[str, str, str]] = {}
    for row in sorted(rows, key=lambda row: (row["published_date"], row["item_id"])):
        cell = (row["published_date"], row["primary_region"], row["theme_primary"])
        begun.setdefault(row["story"], cell)
    table = as_table(Counter(begun.values()), "region_id", "topic_id")
    found = bursts.score_bursts(table).to_pylist()
    for planted in summary["bursts"]:
        first, last = (date.fromisoformat(planted[key]) for key in ("first", "last"))
        (burst,) = (
            row
            for row in found
            if (row["region_id"], row["topic_id"]) == (planted["region"], planted["topic"])
        )
        assert abs(burst["first_day"] - first) < timedelta(days=bursts.WINDOW_DAYS)
        assert abs(burst["last_day"] - last) < timedelta(days=bursts.WINDOW_DAYS)
    # the rest are the generator's seasons and chance
    assert len(found) <= 20


def test_the_silent_agency_is_found(truth: Truth) -> None:
    summary, rows = truth
    seen = Counter((row["published_date"], row["agency_slug"] or "unknown") for row in rows)
    table = as_table(seen, "entity_id")
    table = table.append_column("entity_kind", pa.array(["agency"] * table.num_rows))
    planted = summary["silence"]
    (silence,) = (
        row
        for row in silences.score_silences(table).to_pylist()
        if row["entity_id"] == planted["slug"] and row["silence_state"] == "quiet"
    )
    first, last = (date.fromisoformat(planted[key]) for key in ("first", "last"))
    assert silence["last_seen_day"] < first
    assert silence["next_seen_day"] > last
