"""The whole graph on the real sample: what is published, what is not done twice, what blocks."""

import json
import shutil
import threading
import time
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from orchestration import commands
from orchestration.building import BuildFailed, build
from orchestration.defs.landed import DUMPS
from orchestration.guarding import QueryError
from orchestration.progress import StageClock
from orchestration.settings import Settings
from orchestration.snapshots import current_snapshot
from tests.conftest import SAMPLE

SECOND = b"""Law
Notaries of Aktobe will answer questions of citizens 12.02.2026
The chamber of notaries of the Aktobe region invites residents to free consultations.
Source : https://www.gov.kz/memleket/entities/adilet-akt/press/news/details/1159900?lang=kk
"""


@pytest.fixture
def settings(sample_home: Path, tmp_path: Path) -> Settings:
    """A copy of the built sample home that a test may change."""
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    shutil.copy(SAMPLE, dumps)
    return Settings.from_environment(tmp_path / "home", dumps)


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    return commands.query(Settings.from_environment(home), query)[1]


def test_the_sample_is_published(sample_home: Path) -> None:
    query = (
        "select count(*), count(distinct published_date), count(govkz_id) from marts.fct_articles"
    )
    assert rows(sample_home, query) == [(20, 1, 7)]
    assert rows(sample_home, "select title from marts.fct_articles where is_junk") == [
        ("тест новости",)
    ]


def test_only_marts_are_published(sample_home: Path) -> None:
    schemas = rows(sample_home, "select distinct schema_name from duckdb_tables()")
    assert schemas == [("marts",)]


def test_every_table_and_column_has_a_comment(sample_home: Path) -> None:
    query = (
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' "
        "and coalesce(comment, '') = '' "
        "union all select table_name, null from duckdb_tables() where schema_name = 'marts' "
        "and coalesce(comment, '') = ''"
    )
    assert rows(sample_home, query) == []


def test_evidence_stands_where_it_says(sample_home: Path) -> None:
    query = (
        "select m.field, m.char_start, m.char_end, m.matched_text, a.title, a.body, a.source_url "
        "from marts.fct_mentions as m join marts.fct_articles as a using (article_id)"
    )
    found = rows(sample_home, query)
    assert len(found) > 50
    for field, start, end, text, title, body, url in found:
        whole = {"title": title, "body": body, "source_url": url}[str(field)]
        assert str(whole)[int(str(start)) : int(str(end))] == text
        assert text


def test_every_label_has_evidence(sample_home: Path) -> None:
    query = (
        "select t.article_id from marts.fct_article_topics as t anti join marts.fct_mentions as m "
        "on t.article_id = m.article_id and m.entity_kind = 'topic' and m.entity_id = t.topic_id"
    )
    assert rows(sample_home, query) == []


def test_verify_accounts_for_every_byte(sample_home: Path) -> None:
    found = commands.verify(Settings.from_environment(sample_home))
    assert (found.accounted_bytes, found.byte_count) == (44_281, 44_281)
    assert found.problems == []


def test_verify_notices_changed_rows(settings: Settings) -> None:
    with duckdb.connect(str(settings.build_db)) as connection:
        connection.execute("update raw.articles set body = body || '!' where ordinal = 3")
    ((name, problem),) = commands.verify(settings).problems
    assert name == SAMPLE.name
    assert "rebuild" in problem


def test_trace_shows_the_original(sample_home: Path) -> None:
    (found,) = commands.trace(Settings.from_environment(sample_home), "news-1159318-en")
    assert found.original.startswith("The weekly campaign")
    assert found.file_names == (SAMPLE.name,)


def test_the_manifest_says_what_it_holds(sample_home: Path) -> None:
    snapshot = current_snapshot(Settings.from_environment(sample_home))
    assert snapshot is not None
    manifest = snapshot.manifest
    assert manifest["article_count"] == 19
    assert manifest["last_date"] == "2026-02-11"
    assert manifest["is_synthetic"] is False
    assert manifest["tables"]["fct_articles"] == 20
    assert json.loads((snapshot.folder / "manifest.json").read_text()) == manifest


def test_nothing_new_is_not_done_twice(settings: Settings) -> None:
    before = current_snapshot(settings)
    summary = build(settings, StageClock())
    after = current_snapshot(settings)
    assert not summary.is_new
    assert before is not None and after is not None
    assert after.generation == before.generation
    assert "start Dagster" not in summary.seconds
    assert summary.cpu_seconds.keys() == summary.seconds.keys()


def test_readers_go_on_while_a_new_dump_is_built(settings: Settings) -> None:
    (settings.dumps / "second.txt").write_bytes(SECOND)
    (settings.dumps / "odd.txt").write_text("Just words\n")
    (settings.dumps / SAMPLE.name).write_bytes(SAMPLE.read_bytes().replace(b"167", b"168"))
    done, counts, errors = threading.Event(), set(), []

    def read() -> None:
        while not done.is_set():
            try:
                counts.add(
                    commands.query(settings, "select count(*) from marts.fct_articles")[1][0][0]
                )
            except (duckdb.Error, QueryError) as error:
                errors.append(error)
            time.sleep(0.2)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        summary = build(settings, StageClock())
    finally:
        done.set()
        reader.join()
    assert errors == []
    assert summary.counts["deliveries"] == 4
    ((name, reason),) = summary.rejected
    assert name == "odd.txt"
    assert "no reader knows" in reason
    now = commands.query(settings, "select count(*), max(revision_count) from marts.fct_articles")[
        1
    ]
    assert now[0][0] >= 21
    assert counts <= {20, now[0][0]}
    # the sample's own, and those of this build, that are logged together
    assert seen_partitions(settings) == [
        ("odd.txt-", 0),
        ("second.txt-", 1),
        (f"{SAMPLE.name}-", 20),
        (f"{SAMPLE.name}-", 20),
    ]


def seen_partitions(settings: Settings) -> list[tuple[str, int]]:
    """What the Dagster UI knows of each partition of the landing folder: name and articles."""
    with dg.DagsterInstance.from_config(str(settings.dagster_home)) as instance:
        keys = instance.get_materialized_partitions(DUMPS)
        assert keys == set(instance.get_dynamic_partitions("dumps"))
        assert len(keys) == 4
        latest = [
            instance.fetch_materializations(
                dg.AssetRecordsFilter(asset_key=DUMPS, asset_partitions=[key]), limit=1
            ).records[0]
            for key in keys
        ]
    found = [record.asset_materialization for record in latest]
    return sorted(
        (str(event.partition)[:-12], int(str(event.metadata["articles"].value)))
        for event in found
        if event
    )


def test_a_failing_check_keeps_the_last_good_snapshot(settings: Settings) -> None:
    before = current_snapshot(settings)
    with duckdb.connect(str(settings.build_db)) as connection:
        # the same occurrence twice: every key on top of it must notice
        connection.execute("insert into raw.articles from raw.articles where ordinal = 1")
    with pytest.raises(BuildFailed, match="unique"):
        build(settings, StageClock(), force=True)
    after = current_snapshot(settings)
    assert before is not None and after is not None
    assert after.generation == before.generation
    assert not list(settings.published_dir.glob("snapshots/*candidate*"))


def test_a_damaged_snapshot_is_made_anew(settings: Settings) -> None:
    before = current_snapshot(settings)
    assert before is not None
    with before.database.open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"damage")
    said: list[str] = []
    summary = build(settings, StageClock(), say=said.append)
    assert summary.is_new
    assert "differs from its manifest" in said[0]
    assert rows(settings.home, "select count(*) from marts.fct_articles") == [(20,)]


def test_a_damaged_build_database_is_made_anew_from_kept_bytes_alone(settings: Settings) -> None:
    before = commands.hash_tables(settings)
    shutil.rmtree(settings.dumps)
    settings.dumps.mkdir()
    settings.build_db.write_bytes(b"garbage" * 1000)
    told: list[str] = []
    assert build(settings, StageClock(), say=told.append).is_new
    assert "damaged" in told[0]
    assert "from the kept bytes" in told[0]
    assert commands.hash_tables(settings) == before
