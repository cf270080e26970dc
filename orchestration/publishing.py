"""Write, audit, publish: readers only ever see a whole snapshot that was checked.

The marts are copied with their comments into a candidate, which is closed, opened read-only,
audited and given a manifest; then `published/current` is swapped to it in one step. A snapshot
is never changed after that. How a snapshot is proven and served stands in `snapshots`, which ones
stay in `generations`. See README, "Why it is so".
"""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.copying import SCHEMA, CopyError, copy_marts
from orchestration.files import sync_directory, write_json
from orchestration.generations import drop_old, end_rollback, sweep_orphans
from orchestration.inputs import compute_rules_id
from orchestration.search.index import IndexingError, build_index
from orchestration.search.reading import FOLDER as SEARCH
from orchestration.settings import Settings
from orchestration.snapshots import (
    CANDIDATE,
    DATABASE,
    MANIFEST,
    PublishError,
    Snapshot,
    attached,
    check_rows,
    current_snapshot,
    list_files,
    serve_snapshot,
    snapshots_folder,
    verify_files,
)

# a breaking change of the marts bumps it and stands in CHANGELOG.md
MARTS_VERSION = 2


def publish_snapshot(settings: Settings, inputs_id: str) -> Snapshot:
    """Make a snapshot of the marts and serve it.

    Args:
        settings: the home.
        inputs_id: fingerprint of everything that the marts were made from.

    Raises:
        PublishError: the candidate isn't what it should be; nothing has changed for readers.
    """
    snapshots = snapshots_folder(settings)
    snapshots.mkdir(parents=True, exist_ok=True)
    sweep_orphans(settings)
    generation = _next_generation(snapshots)
    candidate = snapshots / f"{generation}{CANDIDATE}"
    try:
        _make_candidate(settings, candidate, generation, inputs_id)
    except BaseException:
        # on a full disk half a candidate would be in everybody's way
        shutil.rmtree(candidate, ignore_errors=True)
        raise
    folder = snapshots / generation
    candidate.replace(folder)
    sync_directory(snapshots)
    published = serve_snapshot(settings, folder)
    end_rollback(settings)
    drop_old(settings)
    return published


def _make_candidate(settings: Settings, candidate: Path, generation: str, inputs_id: str) -> None:
    """Fill a folder with the database, audited, and the manifest that promises it."""
    candidate.mkdir()
    try:
        counts = copy_marts(settings, candidate / DATABASE)
    except CopyError as error:
        raise PublishError(str(error)) from error
    _audit(candidate / DATABASE, counts)
    search = _build_index(settings, candidate)
    manifest = {
        "generation": generation,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs_id": inputs_id,
        "rules_id": compute_rules_id(),
        "marts_version": MARTS_VERSION,
        "duckdb_version": duckdb.__version__,
        "files": list_files(candidate),
        "tables": counts,
        "search": search,
        **_describe(candidate / DATABASE),
    }
    write_json(candidate / MANIFEST, manifest)


def _next_generation(snapshots: Path) -> str:
    """A name later than every other, even when the clock went back."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    latest = max((p.name for p in snapshots.iterdir()), default="").removesuffix(CANDIDATE)
    return name if name > latest else f"{latest}a"


def _audit(database: Path, counts: dict[str, int]) -> None:
    """Open the candidate as a reader would and look at it.

    Raises:
        PublishError: a log is left over, a table differs, the marts don't hold together.
    """
    if database.with_name(f"{database.name}.wal").exists():
        raise PublishError("the candidate was not closed cleanly; build again")
    check_rows(database, counts)
    with attached(database) as connection:
        doubles = _scalar(
            connection,
            f"select count(*) - count(distinct article_id) from {SCHEMA}.fct_articles",
        )
        if doubles:
            raise PublishError(f"{doubles:,} articles stand twice in fct_articles")
        torn = _scalar(
            connection,
            f"""
            select count(*) from {SCHEMA}.dim_deliveries
            where byte_count <>
                article_bytes + section_bytes + preamble_bytes + blank_bytes + reject_bytes
                and status <> 'superseded'
            """,
        )
        if torn:
            raise PublishError(f"the bytes of {torn:,} deliveries are not all accounted for")


def _build_index(settings: Settings, candidate: Path) -> dict[str, int]:
    """The search index beside the candidate, from the served one where that is whole."""
    previous = None
    try:
        served = current_snapshot(settings)
        if served is not None:
            verify_files(served)
            previous = served.folder / SEARCH
    except PublishError:
        pass  # what is damaged is being replaced: nothing of it is taken over
    try:
        return build_index(candidate / DATABASE, candidate / SEARCH, previous)
    except IndexingError as error:
        raise PublishError(f"{error}; build again") from error


def _describe(database: Path) -> dict[str, Any]:
    with attached(database) as connection:
        first, last, articles, junk = connection.execute(
            f"select min(published_date), max(published_date), count(*) filter (not is_junk), "
            f"count(*) filter (is_junk) from {SCHEMA}.fct_articles"
        ).fetchone() or (None, None, 0, 0)
        synthetic, real = connection.execute(
            f"select count(*) filter (is_synthetic), count(*) filter (not is_synthetic) "
            f"from {SCHEMA}.dim_deliveries where status = 'loaded'"
        ).fetchone() or (0, 0)
    return {
        "first_date": first.isoformat() if first else None,
        "last_date": last.isoformat() if last else None,
        "article_count": articles,
        "junk_count": junk,
        "is_synthetic": synthetic > 0,
        "is_mixed": synthetic > 0 and real > 0,
    }


def _scalar(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
