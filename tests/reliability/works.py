"""The pieces of work that are disturbed: loading and publishing, as a build does them.

Each function runs in a child: it opens what it needs and returns plain data. The marts are those
of a real build; what a publish copies is told apart by a stamp in two of them.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb

from orchestration import warehouse
from orchestration.enriching import enrich_pending
from orchestration.generations import settled_snapshot
from orchestration.kept import KeptBytes
from orchestration.landing import take_dumps
from orchestration.loading import RELEASE_DAY, load_deliveries
from orchestration.locking import write_lock
from orchestration.mending import mend_database
from orchestration.press.dump import parse_dump
from orchestration.publishing import publish_snapshot
from orchestration.settings import Settings
from orchestration.snapshots import current_snapshot, verify_snapshot
from orchestration.storying import group_pending

_STAMP_COLUMNS = (("dim_deliveries", "encoding"), ("dim_agencies", "name_ru"))


def quiet(_message: str) -> None:
    """Nobody listens."""


def write_dump(settings: Settings, number: int, articles: int = 3) -> None:
    """One more dump, weeks away from all others, so that stories don't meet."""
    draw = random.Random(number)
    day = date(2016, 1, 4) + timedelta(days=7 * (number % 550))
    lines = ["Law"]
    for n in range(articles):
        lines.append(f"Notice {number}-{n} on the repair of roads {day:%d.%m.%Y}")
        words = " ".join(draw.choice(_WORDS) for _ in range(60))
        lines.append(f"Akimat of Aktobe region tells of {draw.randint(2, 9999)} works: {words}.")
    (settings.dumps / f"dump-{number:05d}.txt").write_text("\n".join(lines) + "\n")


_WORDS = "roads bridges schools water farmers budget doctors harvest winter housing tariffs".split()


def load(settings: Settings) -> int:
    """Take, load, enrich and group, as the steps of a build; the database is mended first."""
    with write_lock(settings):
        take_dumps(settings)
        mend_database(settings, quiet)
        try:
            return _load(settings)
        except Exception:
            # what a build does after a failed run
            if not mend_database(settings, quiet, thoroughly=True):
                raise
            return _load(settings)


def _load(settings: Settings) -> int:
    with warehouse.open_warehouse(settings.build_db) as connection:
        report = load_deliveries(settings, connection)
        enrich_pending(connection)
        group_pending(connection)
    return len(report.deliveries)


def stamp(settings: Settings, value: str) -> None:
    """Mark the marts, so that a mixture of two publishes can be told."""
    with duckdb.connect(str(settings.build_db)) as connection:
        connection.execute("begin")
        for table, column in _STAMP_COLUMNS:
            connection.execute(f"update marts.{table} set {column} = ?", [value])
        connection.execute("commit")


def publish(settings: Settings, value: str) -> str:
    """Publish the marts under a stamp."""
    with write_lock(settings):
        stamp(settings, value)
        return publish_snapshot(settings, value).generation


def publish_if_needed(settings: Settings, value: str) -> bool:
    """Publish what a build would publish; True when it did."""
    with write_lock(settings):
        if settled_snapshot(settings, value, quiet) is not None:
            return False
        publish_snapshot(settings, value)
        return True


def look(settings: Settings) -> dict[str, Any]:
    """Read what is served as a reader does: manifest, database, stamps."""
    snapshot = current_snapshot(settings)
    assert snapshot is not None, "nothing is served"
    with duckdb.connect(str(snapshot.database), read_only=True) as connection:
        union = " union ".join(f"select {c} as s from marts.{t}" for t, c in _STAMP_COLUMNS)
        stamps = [row[0] for row in connection.execute(union).fetchall()]
        counted = {
            name: connection.execute(f"select count(*) from marts.{name}").fetchall()[0][0]
            for name in ("fct_articles", "fct_mentions", "dim_deliveries")
        }
    wanted = {name: snapshot.manifest["tables"][name] for name in counted}
    inputs = snapshot.manifest["inputs_id"]
    return {
        "generation": snapshot.generation,
        "torn": stamps != [inputs] or counted != wanted,
    }


def look_closely(settings: Settings) -> dict[str, Any]:
    """Read and prove every byte of what is served."""
    found = look(settings)
    snapshot = current_snapshot(settings)
    assert snapshot is not None
    verify_snapshot(snapshot)
    return found


def account(settings: Settings, *, is_loaded: bool = True) -> dict[str, int]:
    """Compare kept bytes and rows with the dumps as they were dropped.

    Args:
        settings: the home.
        is_loaded: all of it must be loaded; else what is loaded must be right.
    """
    lost = doubled = torn = 0
    kept = KeptBytes(settings.kept_dir)
    records = kept.records()
    for delivery_id, record in records.items():
        if record.refusal is None:
            kept.prove(delivery_id)
    names = {s.file_name for record in records.values() for s in record.sightings}
    expected: Counter[tuple[str, int, str]] = Counter()
    for path in settings.dumps.iterdir():
        lost += is_loaded and path.name not in names
        parsed = parse_dump(path.read_bytes(), RELEASE_DAY)
        for row in parsed.articles.select(["delivery_id", "ordinal", "title"]).to_pylist():
            expected[(row["delivery_id"], row["ordinal"], row["title"])] += 1
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        query = "select delivery_id, ordinal, title, occurrence_id from raw.articles"
        rows = connection.execute(query).fetchall()
        found = Counter((row[0], row[1], row[2]) for row in rows)
        whole = Counter(key[0] for key in found)
        for delivery_id, count in connection.execute(
            "select delivery_id, article_count from raw.deliveries where status = 'loaded'"
        ).fetchall():
            torn += whole[delivery_id] != count
        enriched = Counter(
            row[0] for row in connection.execute(
                "select occurrence_id from enriched.articles"
            ).fetchall()
        )  # fmt: skip
    if is_loaded:
        lost += (expected - found).total()
        lost += len({row[3] for row in rows} - set(enriched))
    doubled += (found - expected).total() + (enriched - Counter(list(enriched))).total()
    return {"lost": lost, "doubled": doubled, "torn": torn}


Work = Callable[[], Any]
