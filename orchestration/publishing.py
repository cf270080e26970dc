"""Write, audit, publish: readers only ever see a whole snapshot that was checked.

The marts are copied with their comments into a candidate, which is closed, opened read-only,
audited and given a manifest; then `published/current` is swapped to it in one step. A snapshot
is never changed after that. See README, "Why it is so".
"""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.copying import SCHEMA, CopyError, copy_marts
from orchestration.files import sync_directory, write_json
from orchestration.settings import Settings

# a breaking change of the marts bumps it and stands in CHANGELOG.md
MARTS_VERSION = 2
DATABASE = "warehouse.duckdb"
MANIFEST = "manifest.json"
_CANDIDATE = ".candidate"


class PublishError(RuntimeError):
    """The candidate failed its audit; the last good snapshot stays served."""


@dataclass(frozen=True)
class Snapshot:
    """A published generation.

    Attributes:
        generation: its name, a time in UTC that sorts.
        folder: where it stands.
        manifest: what it holds.
    """

    generation: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def database(self) -> Path:
        """The database that readers open."""
        return self.folder / DATABASE


def current_snapshot(settings: Settings) -> Snapshot | None:
    """The snapshot that readers see, or None before the first one.

    Raises:
        PublishError: its manifest is missing or damaged.
    """
    if not settings.current.exists():
        return None
    return _read_snapshot(settings.current.resolve())


def _read_snapshot(folder: Path) -> Snapshot:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return Snapshot(manifest["generation"], folder, manifest)
    except (OSError, ValueError, KeyError) as error:
        raise PublishError(
            f"the manifest of {folder} is missing or damaged ({error}); publish again with: "
            "baspasoz build --force"
        ) from error


def verify_snapshot(snapshot: Snapshot) -> None:
    """Compare a snapshot with its manifest.

    Raises:
        PublishError: the database isn't the one that was published.
    """
    try:
        found = _file_hash(snapshot.database)
    except OSError as error:
        raise PublishError(f"{snapshot.database} can't be read: {error}") from error
    if found != snapshot.manifest.get("database_sha256"):
        raise PublishError(f"{snapshot.database} differs from its manifest")


def publish_snapshot(settings: Settings, inputs_id: str) -> Snapshot:
    """Make a snapshot of the marts and serve it.

    Args:
        settings: the home.
        inputs_id: fingerprint of everything that the marts were made from.

    Raises:
        PublishError: the candidate isn't what it should be; nothing has changed for readers.
    """
    snapshots = settings.published_dir / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    sweep_orphans(settings)
    generation = _next_generation(snapshots)
    candidate = snapshots / f"{generation}{_CANDIDATE}"
    candidate.mkdir()
    try:
        counts = copy_marts(settings, candidate / DATABASE)
    except CopyError as error:
        raise PublishError(str(error)) from error
    _audit(candidate / DATABASE, counts)
    manifest = {
        "generation": generation,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs_id": inputs_id,
        "marts_version": MARTS_VERSION,
        "duckdb_version": duckdb.__version__,
        "database_sha256": _file_hash(candidate / DATABASE),
        "database_bytes": (candidate / DATABASE).stat().st_size,
        "tables": counts,
        **_describe(candidate / DATABASE),
    }
    write_json(candidate / MANIFEST, manifest)
    folder = snapshots / generation
    candidate.replace(folder)
    sync_directory(snapshots)
    _point_current(settings, folder)
    _drop_old(settings)
    return Snapshot(generation, folder, manifest)


def sweep_orphans(settings: Settings) -> None:
    """Remove what a killed publish left: candidates, and the link before its swap."""
    for orphan in (settings.published_dir / "snapshots").glob(f"*{_CANDIDATE}"):
        shutil.rmtree(orphan, ignore_errors=True)
    (settings.published_dir / ".current").unlink(missing_ok=True)


def _next_generation(snapshots: Path) -> str:
    """A name later than every other, even when the clock went back."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    latest = max((p.name for p in snapshots.iterdir()), default="").removesuffix(_CANDIDATE)
    return name if name > latest else f"{latest}a"


def _audit(database: Path, counts: dict[str, int]) -> None:
    """Open the candidate as a reader would and look at it.

    Raises:
        PublishError: a log is left over, a table differs, the marts don't hold together.
    """
    if database.with_name(f"{database.name}.wal").exists():
        raise PublishError("the candidate was not closed cleanly; build again")
    with duckdb.connect(str(database), read_only=True) as connection:
        for name, expected in counts.items():
            found = _scalar(connection, f"select count(*) from {SCHEMA}.{name}")
            if found != expected:
                raise PublishError(f"{name} has {found:,} rows instead of {expected:,}")
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


def _describe(database: Path) -> dict[str, Any]:
    with duckdb.connect(str(database), read_only=True) as connection:
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


def _point_current(settings: Settings, folder: Path) -> None:
    """Swap the link in one step and make the swap durable."""
    link = settings.published_dir / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / folder.name)
    link.replace(settings.current)
    sync_directory(settings.published_dir)


def _drop_old(settings: Settings) -> None:
    snapshots = settings.published_dir / "snapshots"
    served = settings.current.resolve().name
    names = sorted((p.name for p in snapshots.iterdir() if p.is_dir()), reverse=True)
    for name in names[settings.generations_kept :]:
        if name != served:
            shutil.rmtree(snapshots / name, ignore_errors=True)


def _file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        # what the hash covers must be on disk before a manifest promises it
        os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _scalar(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
