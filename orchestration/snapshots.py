"""Published generations as they lie on the disk: reading, proving and serving one.

Holds what a manifest promises and how a snapshot is compared with it. Making one belongs to
`publishing`, choosing among several to `generations`.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.files import sync_directory
from orchestration.settings import Settings

DATABASE = "warehouse.duckdb"
MANIFEST = "manifest.json"
CANDIDATE = ".candidate"
SCHEMA = "marts"
_REMEDY = "publish again with: baspasoz build, or serve another one with: baspasoz rollback"


class PublishError(RuntimeError):
    """A snapshot isn't what it should be; the message says what to do."""


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

    @property
    def byte_count(self) -> int:
        """Bytes of all its files."""
        return sum(int(listed["bytes"]) for listed in self.manifest["files"].values())


def snapshots_folder(settings: Settings) -> Path:
    """Where all generations lie."""
    return settings.published_dir / "snapshots"


def served_generation(settings: Settings) -> str | None:
    """Name of the generation that `current` leads to, whether it is there or not."""
    if settings.current.is_symlink():
        return settings.current.readlink().name
    return None


def current_snapshot(settings: Settings) -> Snapshot | None:
    """The snapshot that readers see, or None before the first one.

    Raises:
        PublishError: it is gone, or its manifest is missing or damaged.
    """
    if not os.path.lexists(settings.current):
        return None
    return read_snapshot(settings.current.resolve())


def read_snapshot(folder: Path) -> Snapshot:
    """The generation in a folder, by its manifest.

    Raises:
        PublishError: the manifest is missing or damaged.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        files, tables = manifest["files"], manifest["tables"]
        if DATABASE not in files or not isinstance(tables, dict):
            raise ValueError("it lists no database")
        snapshot = Snapshot(str(manifest["generation"]), folder, manifest)
        if snapshot.generation != folder.name or snapshot.byte_count < 0:
            raise ValueError("it belongs to another generation")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        reason = f"it has no {error}" if isinstance(error, KeyError) else reason
        raise PublishError(
            f"the manifest of {folder} is missing or damaged ({reason}); publish again with: "
            "baspasoz build, or serve another one with: baspasoz rollback"
        ) from error
    return snapshot


def list_files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and sha256 of each file of a candidate; what they cover is on the disk afterwards."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _file_hash(path),
        }
        for path in paths
    }


def verify_snapshot(snapshot: Snapshot) -> None:
    """Compare a snapshot with its manifest: files, sizes, sha256 and rows of each table.

    Raises:
        PublishError: it isn't the one that was published.
    """
    verify_files(snapshot)
    log = snapshot.database.with_name(f"{DATABASE}.wal")
    if log.exists():
        raise PublishError(f"{log} doesn't belong there: somebody wrote to a snapshot; {_REMEDY}")
    check_rows(snapshot.database, snapshot.manifest["tables"])


def verify_files(snapshot: Snapshot) -> None:
    """Compare files with the manifest: sizes and sha256, without opening the database.

    Raises:
        PublishError: a file is missing or another one.
    """
    for name, listed in snapshot.manifest["files"].items():
        path = snapshot.folder / name
        try:
            is_same = path.stat().st_size == listed["bytes"] and (
                _file_hash(path) == listed["sha256"]
            )
        except (OSError, KeyError, TypeError) as error:
            raise PublishError(f"{path} can't be read ({error}); {_REMEDY}") from error
        if not is_same:
            raise PublishError(f"{path} differs from its manifest; {_REMEDY}")


def check_rows(database: Path, expected: dict[str, int]) -> None:
    """Count the rows of each table as a reader would.

    Raises:
        PublishError: a table differs or the database can't be read.
    """
    try:
        with attached(database) as connection:
            for name, count in expected.items():
                row = connection.execute(f'select count(*) from {SCHEMA}."{name}"').fetchone()
                if row is None or row[0] != count:
                    found = row[0] if row else 0
                    raise PublishError(f"{name} has {found:,} rows instead of {count:,}")
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise PublishError(f"{database} can't be read: {reason}") from error


@contextmanager
def attached(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published database without being in the way of readers in this process.

    They open the file itself, each with a configuration of its own; two of those don't go together.
    """
    quoted = str(database).replace("'", "''")
    with duckdb.connect(":memory:") as connection:
        # ours show how far work is; DuckDB's would run through them
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{quoted}' as served (read_only)")
        connection.execute("use served")
        yield connection


def serve_snapshot(settings: Settings, folder: Path) -> Snapshot:
    """Prove a snapshot, then swap the link to it in one step and make the swap durable.

    Raises:
        PublishError: it differs from its manifest, or `current` is no link; nothing has changed.
    """
    snapshot = read_snapshot(folder)
    verify_snapshot(snapshot)
    if settings.current.exists() and not settings.current.is_symlink():
        raise PublishError(
            f"{settings.current} is no link, as it should be: move it away, then: baspasoz build"
        )
    link = settings.published_dir / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / folder.name)
    link.replace(settings.current)
    sync_directory(settings.published_dir)
    return snapshot


def _file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        # what the hash covers must be on disk before a manifest promises it
        os.fsync(stream.fileno())
        return hashlib.file_digest(stream, "sha256").hexdigest()
