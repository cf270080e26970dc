"""From the raw tables to the enriched ones: occurrences that have no evidence yet get theirs.

Holds which occurrences are pending and the transactions. What is found in an article belongs to
`press.enrich`. A changed rule or seed makes everything pending again.
"""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.engines.local import run_in_order, workers_for
from orchestration.fingerprint import enriching_fingerprint
from orchestration.press.enrich import enrich_articles
from orchestration.progress import notice
from orchestration.seeds import load_lexicon

BATCH_ARTICLES = 2_000
COMMIT_ARTICLES = 40_000
# evidence costs more CPU than parsing: a pool, whose start costs seconds, pays somewhat earlier
_POOL_FACTOR = 3

Progress = Callable[[int, int], None]


@dataclass
class EnrichReport:
    """What an enrichment did."""

    article_count: int = 0
    mention_count: int = 0
    agency_count: int = 0
    removed_count: int = 0
    is_full: bool = False


def enrich_pending(
    connection: duckdb.DuckDBPyConnection, progress: Progress | None = None
) -> EnrichReport:
    """Enrich every occurrence that has not been, and forget those that are gone.

    Args:
        connection: an open warehouse.
        progress: told articles done and articles in all.

    Raises:
        SeedError: a seed can't be used.
    """
    report = EnrichReport()
    fingerprint = enriching_fingerprint()
    if warehouse.stage_fingerprint(connection, "enrich") != fingerprint:
        known = warehouse.count_rows(connection, "enriched.articles")
        report.is_full = known > 0
        if known:
            notice(f"rules or terms have changed: finding the evidence of {known:,} articles anew")
        with warehouse.transaction(connection):
            connection.execute("delete from enriched.articles")
            connection.execute("delete from enriched.mentions")
        warehouse.set_stage_fingerprint(connection, "enrich", fingerprint)
    report.removed_count = _remove_gone(connection)
    total, size = _pending(connection)
    if total:
        workers = workers_for(size * _POOL_FACTOR)
        batches = _read_pending(connection)
        lot: list[tuple[pa.Table, pa.Table]] = []
        for enriched in run_in_order(enrich_batch, batches, workers=workers):
            lot.append(enriched)
            report.article_count += enriched[0].num_rows
            report.mention_count += enriched[1].num_rows
            if sum(articles.num_rows for articles, _ in lot) >= COMMIT_ARTICLES:
                _write(connection, lot)
                lot = []
            if progress:
                progress(report.article_count, total)
        if lot:
            _write(connection, lot)
    report.agency_count = _write_agencies(connection)
    return report


def _remove_gone(connection: duckdb.DuckDBPyConnection) -> int:
    gone = connection.execute(
        "select occurrence_id from enriched.articles anti join raw.articles using (occurrence_id)"
    ).fetchall()
    ids = [row[0] for row in gone]
    if ids:
        with warehouse.transaction(connection):
            for table in ("enriched.articles", "enriched.mentions"):
                warehouse.delete_rows(connection, table, "occurrence_id", ids)
    return len(ids)


_PENDING = "from raw.articles anti join enriched.articles using (occurrence_id)"


def _pending(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    row = connection.execute(
        f"select count(*), coalesce(sum(span_end - span_start), 0) {_PENDING}"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _read_pending(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
    # a cursor of its own: this one is used to write while the batches are read
    reader = connection.cursor().execute(f"select * {_PENDING} order by occurrence_id")
    for batch in reader.to_arrow_reader(BATCH_ARTICLES):
        yield pa.Table.from_batches([batch])


def enrich_batch(raw: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Enrich rows of `raw.articles`, with the lexicon of the seeds."""
    lexicon = load_lexicon()
    # a batch makes a million small objects and no cycles: looking for some took a twelfth
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return enrich_articles(raw, lexicon)
    finally:
        if was_enabled:
            gc.enable()


def _write(connection: duckdb.DuckDBPyConnection, lot: list[tuple[pa.Table, pa.Table]]) -> None:
    with warehouse.transaction(connection):
        for articles, mentions in lot:
            warehouse.append_rows(connection, "enriched.articles", articles)
            warehouse.append_rows(connection, "enriched.mentions", mentions)


def _write_agencies(connection: duckdb.DuckDBPyConnection) -> int:
    """Resolve every publisher that was seen; the table is small and made anew."""
    rows = connection.execute(
        "select distinct source_slug from raw.articles where source_slug is not null "
        "union select distinct entity_id from enriched.mentions where entity_kind = 'agency'"
    ).fetchall()
    agencies = load_lexicon().agencies.resolve_all(sorted(row[0] for row in rows))
    with warehouse.transaction(connection):
        connection.execute("delete from enriched.agencies")
        warehouse.append_rows(connection, "enriched.agencies", agencies)
    return agencies.num_rows
