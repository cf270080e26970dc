"""Which published snapshot to read: the link resolved once per rerun, and its manifest.

Opens no database (that is `queries`) and never writes. A generation has a folder of its own that
never changes, so whatever is cached under its path stays true.
"""

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import Settings


class SnapshotError(RuntimeError):
    """There is a published snapshot, but it can't be used; the message says what is wrong."""


@dataclass(frozen=True)
class Snapshot:
    """One published generation.

    Attributes:
        path: its database, with every link resolved.
        generation: its name.
        created_at: when it was published, UTC.
        is_synthetic: whether any of its articles were generated.
        is_mixed: whether real ones stand beside them.
    """

    path: str
    generation: str
    created_at: dt.datetime | None
    is_synthetic: bool
    is_mixed: bool


def current_snapshot() -> Snapshot | None:
    """The snapshot that `published/current` points at now, or None in an empty home.

    Raises:
        SnapshotError: the link leads nowhere, or the manifest can't be read.
    """
    link = Settings.from_environment().published_dir / "current"
    if not os.path.lexists(link):
        return None
    folder = Path(os.path.realpath(link))
    database = folder / "warehouse.duckdb"
    if not database.is_file():
        raise SnapshotError(f"{database.name} is missing from {folder}")
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        generation = str(manifest["generation"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"manifest.json in {folder} can't be read") from error
    return Snapshot(
        path=str(database),
        generation=generation,
        created_at=_instant(manifest.get("created_at")),
        is_synthetic=bool(manifest.get("is_synthetic")),
        is_mixed=bool(manifest.get("is_mixed")),
    )


def _instant(value: object) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(value))
    except ValueError:
        return None
