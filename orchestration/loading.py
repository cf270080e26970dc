"""From the kept bytes to the raw tables: what is new is parsed and loaded, once.

Holds which deliveries are pending, dumps that grew, and the transactions. What a dump's bytes
mean belongs to `press.dump`. The order in which deliveries arrive never shows in the tables.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.engines.local import run_in_order, workers_for
from orchestration.fingerprint import parsing_fingerprint
from orchestration.kept import HEAD_BYTES, KeptBytes, KeptBytesError, Record
from orchestration.press.columns import ID_DIGITS
from orchestration.press.dump import Dump, parse_lot
from orchestration.press.schema import ARTICLES, DELIVERIES, REJECTS, SIGHTINGS
from orchestration.progress import notice
from orchestration.settings import Settings
from orchestration.snapshots import served_generation

# A clock that is wrong must not make today's releases "future" ones: dates up to this version's
# release are believed whatever the clock says.
RELEASE_DAY = date(2026, 11, 22)
# what is written in one transaction, and what is parsed in one go
BATCH_BYTES = 64 << 20
BATCH_DELIVERIES = 2_000
LOT_BYTES = 16 << 20
LOT_DELIVERIES = 500
# parsing is so quick that 189 MB are loaded sooner without a pool, whose results are pickled
_POOL_SHARE = 16

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LoadedDelivery:
    """One delivery that was loaded, refused or found superseded in this run."""

    delivery_id: str
    file_name: str
    status: str
    reason: str | None
    byte_count: int
    article_count: int
    reject_count: int


@dataclass
class LoadReport:
    """What a load did."""

    deliveries: list[LoadedDelivery] = field(default_factory=list)
    superseded_ids: list[str] = field(default_factory=list)
    forgotten_count: int = 0
    is_full_reload: bool = False

    @property
    def article_count(self) -> int:
        """Article occurrences loaded."""
        return sum(d.article_count for d in self.deliveries)

    @property
    def reject_count(self) -> int:
        """Rejected spans recorded."""
        return sum(d.reject_count for d in self.deliveries)

    @property
    def byte_count(self) -> int:
        """Bytes of the deliveries."""
        return sum(d.byte_count for d in self.deliveries)


@dataclass(frozen=True)
class _Task:
    record: Record
    # lengths at which this delivery may begin with another one, with the other's id
    prefixes: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class _Lot:
    """Deliveries that are parsed in one go: together in memory, of one latest day."""

    folder: Path
    latest: date
    tasks: tuple[_Task, ...]


@dataclass(frozen=True)
class _Result:
    rows: list[dict[str, object]]
    articles: pa.Table
    rejects: pa.Table
    # pairs of a delivery and a longer one that begins with it
    grown: tuple[tuple[str, str], ...]

    @property
    def byte_count(self) -> int:
        return sum(int(str(row["byte_count"])) for row in self.rows)


def load_deliveries(
    settings: Settings,
    connection: duckdb.DuckDBPyConnection,
    *,
    only: Sequence[str] = (),
    progress: Progress | None = None,
) -> LoadReport:
    """Load every pending delivery, or load the named ones again.

    Args:
        settings: the home.
        connection: its open warehouse.
        only: delivery ids to replace; empty takes all that are pending.
        progress: told bytes done and bytes in all.

    Raises:
        KeptBytesError: kept bytes are missing or damaged.
    """
    kept = KeptBytes(settings.kept_dir)
    records = kept.records()
    report = LoadReport()
    known = _known_statuses(connection)
    gone = [d for d in known if d not in records]
    if gone:
        _remove(connection, gone)
        report.forgotten_count = len(gone)
        known = _known_statuses(connection)
    fingerprint = parsing_fingerprint()
    if warehouse.stage_fingerprint(connection, "parse") != fingerprint:
        report.is_full_reload = bool(known)
        if known:
            notice(
                f"this version reads dumps otherwise than the home's last one: reading all "
                f"{len(known):,} deliveries again from their kept bytes"
            )
        _remove(connection, list(known))
        _forget_evidence(connection, list(known))
        known = {}
        warehouse.set_stage_fingerprint(connection, "parse", fingerprint)
    pending = sorted(only) if only else sorted(d for d in records if d not in known)
    unknown = [d for d in pending if d not in records]
    if unknown:
        raise KeptBytesError(f"no such delivery: {', '.join(unknown)}; see: baspasoz deliveries")
    _write_sightings(connection, records)
    if only:
        _forget_evidence(connection, pending)
        _remember_replaced(connection, pending, served_generation(settings))
    if pending:
        _load(kept, records, known, pending, connection, report, progress)
    return report


def _known_statuses(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = connection.execute("select delivery_id, status from raw.deliveries").fetchall()
    return dict(rows)


def _remove(connection: duckdb.DuckDBPyConnection, delivery_ids: Sequence[str]) -> None:
    with warehouse.transaction(connection):
        for table in ("raw.deliveries", "raw.articles", "raw.rejects"):
            warehouse.delete_rows(connection, table, "delivery_id", delivery_ids)
        # what a removed delivery had superseded comes back: it is pending again
        back = connection.execute(
            "select delivery_id from raw.deliveries where superseded_by_id is not null "
            "and superseded_by_id not in (select delivery_id from raw.deliveries)"
        ).fetchall()
        warehouse.delete_rows(connection, "raw.deliveries", "delivery_id", [b[0] for b in back])


def _forget_evidence(connection: duckdb.DuckDBPyConnection, delivery_ids: Sequence[str]) -> None:
    """Have the articles of deliveries that are loaded again enriched again."""
    prefixes = pa.table({"prefix": pa.array([d[:ID_DIGITS] for d in delivery_ids], pa.string())})
    connection.register("reloaded", prefixes)
    with warehouse.transaction(connection):
        for table in ("enriched.articles", "enriched.mentions"):
            connection.execute(
                f"delete from {table} where left(occurrence_id, {ID_DIGITS}) in "
                "(select prefix from reloaded)"
            )
    connection.unregister("reloaded")


def _remember_replaced(
    connection: duckdb.DuckDBPyConnection, delivery_ids: Sequence[str], generation: str | None
) -> None:
    """Note that articles of these may go: they were read again after that generation was served."""
    rows = {"delivery_id": delivery_ids, "generation": [generation or ""] * len(delivery_ids)}
    connection.register("replaced_now", pa.table(rows))
    with warehouse.transaction(connection):
        connection.execute("delete from ops.replaced where generation <> ?", [generation or ""])
        connection.execute("insert into ops.replaced select * from replaced_now")
    connection.unregister("replaced_now")


def _load(
    kept: KeptBytes,
    records: dict[str, Record],
    known: dict[str, str],
    pending: list[str],
    connection: duckdb.DuckDBPyConnection,
    report: LoadReport,
    progress: Progress | None,
) -> None:
    present = {d for d in known if known[d] != "rejected"} | set(pending)
    comparable = {d: records[d] for d in present if records[d].refusal is None}
    shorter = _shorter_candidates(comparable, pending)
    contained_in = _find_grown(kept, comparable, shorter, known, pending)
    refused = [records[d] for d in pending if records[d].refusal is not None]
    tasks = [
        _Task(records[d], tuple(shorter.get(d, ()))) for d in pending if records[d].refusal is None
    ]
    total = sum(t.record.byte_count for t in tasks)
    done = 0
    workers = workers_for(total // _POOL_SHARE)
    results = run_in_order(_parse_lot, _lots(kept.folder, tasks), workers=workers)
    for batch in _batches(results, refused):
        for result in batch:
            for shorter_id, longer_id in result.grown:
                contained_in[shorter_id].add(longer_id)
        _write_batch(connection, batch, contained_in, records, known, report)
        done += sum(result.byte_count for result in batch)
        if progress:
            progress(done, total)


def _shorter_candidates(
    comparable: dict[str, Record], pending: list[str]
) -> dict[str, list[tuple[int, str]]]:
    """For each delivery, shorter ones that may be its beginning; one of the two is pending."""
    by_head = defaultdict(list)
    tiny = []
    for record in comparable.values():
        by_head[record.head_id].append(record)
        if record.byte_count < HEAD_BYTES:
            tiny.append(record)
    fresh = set(pending)
    candidates = defaultdict(list)
    for record in comparable.values():
        for other in (*by_head[record.head_id], *tiny):
            is_new = record.delivery_id in fresh or other.delivery_id in fresh
            if is_new and 0 < other.byte_count < record.byte_count:
                candidates[record.delivery_id].append((other.byte_count, other.delivery_id))
    return {d: sorted(set(found)) for d, found in candidates.items()}


def _find_grown(
    kept: KeptBytes,
    comparable: dict[str, Record],
    shorter: dict[str, list[tuple[int, str]]],
    known: dict[str, str],
    pending: list[str],
) -> defaultdict[str, set[str]]:
    """Loaded deliveries that begin with a pending one: short copies that arrive late."""
    contained_in: defaultdict[str, set[str]] = defaultdict(set)
    fresh = set(pending)
    for delivery_id, prefixes in shorter.items():
        if delivery_id in known and delivery_id not in fresh:
            for contained in _contained(kept.chunks(delivery_id), prefixes):
                contained_in[contained].add(delivery_id)
    return contained_in


def _contained(chunks: Iterable[bytes], prefixes: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Ids among the prefixes whose bytes are the beginning of the chunks."""
    digest, position, found = hashlib.sha256(), 0, []
    waiting = list(prefixes)
    for chunk in chunks:
        while waiting and waiting[0][0] <= position + len(chunk):
            length, delivery_id = waiting.pop(0)
            part = digest.copy()
            part.update(chunk[: length - position])
            if part.hexdigest() == delivery_id:
                found.append(delivery_id)
        if not waiting:
            break
        digest.update(chunk)
        position += len(chunk)
    return tuple(found)


def _lots(folder: Path, tasks: Iterable[_Task]) -> Iterator[_Lot]:
    """Neighbours of one latest day, as many as fit into a lot."""
    lot: list[_Task] = []
    size, latest = 0, RELEASE_DAY
    for task in tasks:
        of_task = max(task.record.first_seen_at.date(), RELEASE_DAY) + timedelta(days=1)
        is_full = size + task.record.byte_count > LOT_BYTES or len(lot) >= LOT_DELIVERIES
        if lot and (is_full or of_task != latest):
            yield _Lot(folder, latest, tuple(lot))
            lot, size = [], 0
        lot.append(task)
        size += task.record.byte_count
        latest = of_task
    if lot:
        yield _Lot(folder, latest, tuple(lot))


def _parse_lot(lot: _Lot) -> _Result:
    """Parse kept deliveries; runs in a worker."""
    kept = KeptBytes(lot.folder)
    dumps = [Dump(kept.read(t.record.delivery_id), t.record.delivery_id) for t in lot.tasks]
    parsed = parse_lot(dumps, lot.latest)
    for row, task in zip(parsed.deliveries, lot.tasks, strict=True):
        row["is_synthetic"] = task.record.is_synthetic
    grown = tuple(
        (shorter_id, dump.delivery_id)
        for dump, task in zip(dumps, lot.tasks, strict=True)
        for shorter_id in _contained([dump.data], task.prefixes)
    )
    return _Result(parsed.deliveries, parsed.articles, parsed.rejects, grown)


def _refusal(record: Record) -> _Result:
    row: dict[str, object] = dict.fromkeys(DELIVERIES.names)
    row.update({name: 0 for name in DELIVERIES.names if name.endswith(("_bytes", "_count"))})
    row.update(
        delivery_id=record.delivery_id,
        byte_count=record.byte_count,
        status="rejected",
        reject_reason=record.refusal,
        is_synthetic=record.is_synthetic,
        reject_count=1,
        reject_bytes=record.byte_count,
    )
    reject = {
        "reject_id": f"{record.delivery_id[:16]}-0",
        "delivery_id": record.delivery_id,
        "span_start": 0,
        "span_end": record.byte_count,
        "reason": "refused_at_the_door",
        "detail": record.refusal,
        "excerpt": "",
    }
    rejects = pa.Table.from_pylist([reject], schema=REJECTS)
    return _Result([row], ARTICLES.empty_table(), rejects, ())


def _batches(results: Iterable[_Result], refused: Sequence[Record]) -> Iterator[list[_Result]]:
    """Results in batches that are loaded in one transaction each."""
    batch = [_refusal(record) for record in refused]
    size, count = 0, len(batch)
    for result in results:
        batch.append(result)
        size += result.byte_count
        count += len(result.rows)
        if size >= BATCH_BYTES or count >= BATCH_DELIVERIES:
            yield batch
            batch, size, count = [], 0, 0
    if batch:
        yield batch


def _write_batch(
    connection: duckdb.DuckDBPyConnection,
    batch: list[_Result],
    contained_in: defaultdict[str, set[str]],
    records: dict[str, Record],
    known: dict[str, str],
    report: LoadReport,
) -> None:
    rows = [row for result in batch for row in result.rows]
    # a delivery's rows come and go in one transaction: one that isn't known has none, and a look
    # for them would read all that is loaded for each batch
    loaded = [d for d in (str(row["delivery_id"]) for row in rows) if d in known]
    with warehouse.transaction(connection):
        for name, table in (
            ("raw.deliveries", pa.Table.from_pylist(rows, schema=DELIVERIES)),
            ("raw.articles", pa.concat_tables([r.articles for r in batch])),
            ("raw.rejects", pa.concat_tables([r.rejects for r in batch])),
        ):
            warehouse.delete_rows(connection, name, "delivery_id", loaded)
            warehouse.append_rows(connection, name, table)
        superseded = _supersede(connection, contained_in)
    report.superseded_ids.extend(superseded)
    for row in rows:
        delivery_id = str(row["delivery_id"])
        is_superseded = delivery_id in superseded
        report.deliveries.append(
            LoadedDelivery(
                delivery_id=delivery_id,
                file_name=records[delivery_id].file_name,
                status="superseded" if is_superseded else str(row["status"]),
                reason=str(row["reject_reason"]) if row["reject_reason"] else None,
                byte_count=int(str(row["byte_count"])),
                article_count=0 if is_superseded else int(str(row["article_count"])),
                reject_count=0 if is_superseded else int(str(row["reject_count"])),
            )
        )


def _supersede(
    connection: duckdb.DuckDBPyConnection, contained_in: defaultdict[str, set[str]]
) -> list[str]:
    """Mark deliveries that another one begins with; of several, the longest takes over.

    A page that holds no article supersedes nothing and isn't superseded.
    """
    edges = [(short, long) for short, longs in contained_in.items() for long in longs]
    if not edges:
        return []
    connection.register(
        "grown",
        pa.table({"short_id": [e[0] for e in edges], "long_id": [e[1] for e in edges]}),
    )
    best = connection.execute(
        """
        with edges as (
            select short_id, long_id from grown
            union all
            -- the one that took over earlier may be longer still
            select delivery_id, superseded_by_id from raw.deliveries
            where delivery_id in (select short_id from grown) and superseded_by_id is not null
        )
        select short.delivery_id, long.delivery_id
        from edges as grown
        inner join raw.deliveries as short on grown.short_id = short.delivery_id
        inner join raw.deliveries as long on grown.long_id = long.delivery_id
        where short.status <> 'rejected' and long.status <> 'rejected'
        qualify row_number() over (
            partition by short.delivery_id order by long.byte_count desc, long.delivery_id
        ) = 1
        """
    ).fetchall()
    connection.unregister("grown")
    for short_id, long_id in best:
        connection.execute(
            "update raw.deliveries set status = 'superseded', superseded_by_id = ? "
            "where delivery_id = ? and (superseded_by_id is null or superseded_by_id <> ?)",
            [long_id, short_id, long_id],
        )
    ids = [short_id for short_id, _ in best]
    for table in ("raw.articles", "raw.rejects"):
        warehouse.delete_rows(connection, table, "delivery_id", ids)
    return ids


def _write_sightings(connection: duckdb.DuckDBPyConnection, records: dict[str, Record]) -> None:
    """Write names and arrival times anew where they differ; flags that hang on names too."""
    rows = [
        {
            "delivery_id": record.delivery_id,
            "file_name": sighting.file_name,
            "seen_at": sighting.seen_at,
        }
        for record in records.values()
        for sighting in record.sightings
    ]
    stored = connection.execute("select delivery_id, file_name from raw.delivery_sightings")
    if set(stored.fetchall()) == {(row["delivery_id"], row["file_name"]) for row in rows}:
        return
    with warehouse.transaction(connection):
        connection.execute("delete from raw.delivery_sightings")
        warehouse.append_rows(
            connection, "raw.delivery_sightings", pa.Table.from_pylist(rows, schema=SIGHTINGS)
        )
        synthetic = [r.delivery_id for r in records.values() if r.is_synthetic]
        connection.register("marked", pa.table({"marked_id": pa.array(synthetic, pa.string())}))
        connection.execute(
            "update raw.deliveries set is_synthetic = true where not is_synthetic "
            "and delivery_id in (select marked_id from marked)"
        )
        connection.unregister("marked")
