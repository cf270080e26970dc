"""What the command line does with a warehouse that stands: verify, trace, query, forget.

Holds no rule and no rendering: functions here give plain data or raise an error whose message a
user can act on; `cli` prints.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.kept import KeptBytes, KeptBytesError, Record
from orchestration.loading import RELEASE_DAY
from orchestration.press.dump import parse_dump
from orchestration.press.spans import check_tiling
from orchestration.querying import run_query, run_query_arrow
from orchestration.settings import Settings
from orchestration.snapshots import Snapshot, attached, current_snapshot
from orchestration.synthetic import PREFIX


class NothingThere(LookupError):
    """What was asked for doesn't exist; the message says what to do."""


@dataclass
class Verification:
    """What `verify` found.

    Attributes:
        deliveries: deliveries read again.
        byte_count: bytes in them.
        accounted_bytes: bytes in exactly one span, of deliveries whose hash is right.
        problems: name of the delivery and what is wrong.
        refused_count: deliveries refused at the door: nothing of them is kept.
    """

    deliveries: int = 0
    byte_count: int = 0
    accounted_bytes: int = 0
    refused_count: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


def served_snapshot(settings: Settings) -> Snapshot:
    """The snapshot that readers see.

    Raises:
        NothingThere: there is none yet.
    """
    snapshot = current_snapshot(settings)
    if snapshot is None:
        raise NothingThere(f"nothing is published in {settings.home} yet; run: baspasoz build")
    return snapshot


def query(settings: Settings, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a query on the published snapshot.

    Raises:
        NothingThere: nothing is published yet.
        QueryError: the query is wrong, or no SELECT.
    """
    return run_query(served_snapshot(settings).database, sql)


def query_arrow(settings: Settings, sql: str) -> pa.Table:
    """The same as an Arrow table; ENUMs are dictionaries.

    Raises:
        NothingThere: nothing is published yet.
        QueryError: the query is wrong, or no SELECT.
    """
    return run_query_arrow(served_snapshot(settings).database, sql)


def verify(settings: Settings, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Read every kept delivery again and prove hashes, spans and the rows cut from them.

    Args:
        settings: the home.
        progress: told bytes done and bytes in all.
    """
    kept = KeptBytes(settings.kept_dir)
    records = kept.records()
    result = Verification()
    total = sum(r.byte_count for r in records.values() if r.refusal is None)
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        statuses = dict(
            connection.execute("select delivery_id, status from raw.deliveries").fetchall()
        )
        for delivery_id, record in sorted(records.items(), key=lambda r: r[1].file_name):
            if record.refusal is not None:
                result.refused_count += 1
                continue
            result.deliveries += 1
            result.byte_count += record.byte_count
            problem = _verify_delivery(kept, record, statuses.get(delivery_id), connection)
            if problem:
                result.problems.append((record.file_name, problem))
            else:
                result.accounted_bytes += record.byte_count
            if progress:
                progress(result.byte_count, total)
    for delivery_id in sorted(set(statuses) - set(records)):
        result.problems.append((delivery_id, "is loaded but its bytes are not kept"))
    return result


def _verify_delivery(
    kept: KeptBytes,
    record: Record,
    status: str | None,
    connection: duckdb.DuckDBPyConnection,
) -> str | None:
    """What is wrong with a delivery, or None."""
    try:
        data = kept.read(record.delivery_id)
    except KeptBytesError as error:
        return str(error)
    latest = max(record.first_seen_at.date(), RELEASE_DAY) + timedelta(days=1)
    parsed = parse_dump(data, latest)
    if parsed.delivery_id != record.delivery_id:
        return "its bytes don't have the hash that they were kept under"
    try:
        check_tiling(parsed.spans, len(data))
    except ValueError as error:
        return str(error)
    if status is None:
        return "is kept but not loaded; run: baspasoz build"
    if status == "superseded":
        return None
    for table, expected in (("raw.articles", parsed.articles), ("raw.rejects", parsed.rejects)):
        order = "span_start, span_end"
        stored = connection.execute(
            f"select * from {table} where delivery_id = ? order by {order}", [record.delivery_id]
        ).to_arrow_table()
        wanted = expected.sort_by([("span_start", "ascending"), ("span_end", "ascending")])
        if stored.to_pylist() != wanted.to_pylist():
            return f"its rows in {table} differ from its bytes; run: baspasoz rebuild"
    return None


@dataclass(frozen=True)
class Occurrence:
    """Where an article was delivered, and its own bytes."""

    occurrence_id: str
    delivery_id: str
    file_names: tuple[str, ...]
    ordinal: int
    span: tuple[int, int]
    revision_id: str
    title: str
    body: str
    date_text: str
    source_url: str | None
    flags: str
    original: str


def trace(settings: Settings, article_id: str) -> list[Occurrence]:
    """Every occurrence of an article, oldest delivery first.

    Raises:
        NothingThere: no such article.
        KeptBytesError: the bytes are gone.
    """
    kept = KeptBytes(settings.kept_dir)
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        cursor = connection.execute(
            """
            select o.occurrence_id, o.delivery_id, o.ordinal, o.span_start, o.span_end,
                e.revision_id, e.title, e.body, o.date_text, o.source_url, o.flags,
                (
                    select string_agg(s.file_name, chr(10) order by s.file_name)
                    from raw.delivery_sightings as s where s.delivery_id = o.delivery_id
                ) as names, d.encoding
            from raw.articles as o
            inner join enriched.articles as e on o.occurrence_id = e.occurrence_id
            inner join raw.deliveries as d on o.delivery_id = d.delivery_id
            where e.article_id = ?
            order by d.delivery_date, o.delivery_id, o.ordinal
            """,
            [article_id],
        )
        rows = cursor.fetchall()
    if not rows:
        raise NothingThere(
            f"no article {article_id!r}; find ids with: baspasoz sql "
            '"select article_id, title from marts.fct_articles"'
        )
    return [_occurrence(row, kept) for row in rows]


def _occurrence(row: tuple[Any, ...], kept: KeptBytes) -> Occurrence:
    encoding = {"windows-1251": "cp1251"}.get(row[12], row[12] or "utf-8")
    start, end = row[3], row[4]
    original = kept.read(row[1])[start:end].decode(encoding, "backslashreplace")
    return Occurrence(
        occurrence_id=row[0],
        delivery_id=row[1],
        file_names=tuple((row[11] or "").split("\n")),
        ordinal=row[2],
        span=(start, end),
        revision_id=row[5],
        title=row[6],
        body=row[7],
        date_text=row[8],
        source_url=row[9],
        flags=row[10],
        original=original,
    )


def find_delivery(settings: Settings, given: str) -> Record:
    """The delivery with this id, beginning of an id, or file name.

    Raises:
        NothingThere: none or several.
    """
    records = KeptBytes(settings.kept_dir).records()
    found = [
        r
        for r in records.values()
        if r.delivery_id.startswith(given.lower()) or any(s.file_name == given for s in r.sightings)
    ]
    if len(found) == 1:
        return found[0]
    problem = "no delivery" if not found else f"{len(found)} deliveries"
    raise NothingThere(f"{problem} called {given!r}; list them with: baspasoz deliveries")


def count_articles(settings: Settings, delivery_id: str) -> tuple[int, int]:
    """Articles that stand in this delivery alone, and those that others carry too."""
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        row = connection.execute(
            """
            with here as (
                select distinct e.article_id
                from enriched.articles as e
                inner join raw.articles as r on e.occurrence_id = r.occurrence_id
                where r.delivery_id = $1
            ),

            elsewhere as (
                select distinct e.article_id
                from enriched.articles as e
                inner join raw.articles as r on e.occurrence_id = r.occurrence_id
                where r.delivery_id <> $1
            )

            select
                count(*) filter (elsewhere.article_id is null),
                count(*) filter (elsewhere.article_id is not null)
            from here
            left join elsewhere on here.article_id = elsewhere.article_id
            """,
            [delivery_id],
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def hash_tables(settings: Settings) -> dict[str, str]:
    """A hash of each published table's content, the same for any order of rows.

    Raises:
        NothingThere: nothing is published yet.
    """
    database = served_snapshot(settings).database
    with attached(database) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        return {
            name: connection.execute(
                f"select printf('%016x', coalesce(bit_xor(hash(t)), 0)) || '-' || count(*) "
                f"from marts.{name} as t"
            ).fetchall()[0][0]
            for (name,) in tables
        }


def synthetic_rows(settings: Settings) -> Iterator[dict[str, Any]]:
    """Occurrences of synthetic deliveries under each of their names, as printed.

    Names stand without the folders that a user may have put the dumps in.

    Raises:
        NothingThere: nothing is built yet.
    """
    if not settings.build_db.exists():
        raise NothingThere(f"nothing is built in {settings.home} yet; run: baspasoz build")
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        cursor = connection.execute(
            """
            select parse_filename(s.file_name) as file, r.ordinal, r.title, r.published_date,
                r.source_url, coalesce(j.is_junk, false) as is_junk, e.article_id, e.lang,
                coalesce(g.story_id, e.article_id) as story_id, g.series_id
            from raw.articles as r
            inner join raw.delivery_sightings as s on r.delivery_id = s.delivery_id
            inner join enriched.articles as e on r.occurrence_id = e.occurrence_id
            left join intermediate.int_articles_judged as j on e.article_id = j.article_id
            left join enriched.stories as g on e.article_id = g.article_id
            where parse_filename(s.file_name) like ? || '%'
            """,
            [PREFIX],
        )
        names = [column[0] for column in cursor.description or []]
        while rows := cursor.fetchmany(10_000):
            for row in rows:
                yield dict(zip(names, row, strict=True))


def count_rejects(settings: Settings) -> dict[str, int]:
    """Rejects of synthetic deliveries by reason, once for each name that a delivery came under."""
    with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
        return dict(
            connection.execute(
                "select r.reason, count(*) from raw.rejects as r "
                "inner join raw.delivery_sightings as s on r.delivery_id = s.delivery_id "
                "where parse_filename(s.file_name) like ? || '%' group by r.reason",
                [PREFIX],
            ).fetchall()
        )


def planted_rejects(truth: Path) -> dict[str, int]:
    """Malformed pieces that were planted, by the reason that they must be rejected for."""
    summary = json.loads(truth.with_name("truth_summary.json").read_bytes())
    # a page without items is a reject of the whole delivery
    names = {"no_articles": "whole_delivery"}
    return {names.get(kind, kind): count for kind, count in summary["malformed"].items()}
