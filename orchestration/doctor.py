"""What is wrong with a home, and what to do about each thing.

Looks only, changes nothing; mending is the build's. Each check gives findings: a problem has a
remedy of one line.
"""

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from orchestration.generations import list_generations, rollback_in_force
from orchestration.kept import KeptBytes, KeptBytesError
from orchestration.locking import lock_holder
from orchestration.settings import MIB, Settings
from orchestration.snapshots import (
    PublishError,
    current_snapshot,
    read_snapshot,
    served_generation,
    snapshots_folder,
    verify_snapshot,
)
from orchestration.warehouse import WarehouseError, damage_within, open_warehouse

# room that a build needs besides copies of the database and of a snapshot
_SPARE_BYTES = 256 * MIB
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([A-Za-z0-9_.]+)$")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: what was looked at.
        told: what was found.
        remedy: what to do; None when all is well.
    """

    about: str
    told: str
    remedy: str | None = None


def examine(settings: Settings, progress: Progress | None = None) -> list[Finding]:
    """Look at everything that a build and its readers rest on.

    Args:
        settings: the home.
        progress: told what is looked at now.
    """
    findings: list[Finding] = []
    for about, look in _CHECKS:
        if progress:
            progress(about)
        findings += [Finding(about, told, remedy) for told, remedy in look(settings)]
    return findings


_Told = Iterator[tuple[str, str | None]]


def _home(settings: Settings) -> _Told:
    if not settings.home.is_dir():
        yield f"{settings.home} isn't there", "make it with: baspasoz build"
        return
    try:
        probe = settings.home / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield f"{settings.home} can't be written ({error.strerror})", "give its owner that right"
        return
    yield str(settings.home), None


def _dumps(settings: Settings) -> _Told:
    if not settings.dumps.is_dir():
        yield f"{settings.dumps} isn't there", "make the folder or name another with --dumps"
    else:
        yield str(settings.dumps), None


def _versions(_settings: Settings) -> _Told:
    wrong = 0
    for requirement in metadata.requires("baspasoz") or []:
        if found := _PIN.match(requirement):
            name, wanted = found.groups()
            have = _installed(name)
            if have != wanted:
                wrong += 1
                yield f"{name} is {have or 'missing'}, not {wanted}", "install it with: make setup"
    if not wrong:
        yield f"baspasoz {metadata.version('baspasoz')}, duckdb {_installed('duckdb')}", None


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _space(settings: Settings) -> _Told:
    if not settings.home.is_dir():
        return
    free = shutil.disk_usage(settings.home).free
    needed = 2 * _size(settings.build_db) + _SPARE_BYTES
    told = f"{free // MIB:,} MiB are free; a build may need {needed // MIB:,} MiB"
    yield told, None if free >= needed else "free some: baspasoz generations shows what is kept"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _lock(settings: Settings) -> _Told:
    holder = lock_holder(settings)
    yield f"held by {holder}" if holder else "free", None


def _database(settings: Settings) -> _Told:
    if not settings.build_db.exists():
        yield "nothing is built yet", "make it with: baspasoz build"
        return
    if reason := damage_within(settings.build_db):
        yield (
            f"{settings.build_db} is damaged ({reason})",
            "make it anew from the kept bytes with: baspasoz rebuild",
        )
        return
    try:
        with open_warehouse(settings.build_db, read_only=True) as connection:
            row = connection.execute("select count(*) from raw.articles").fetchone()
    except WarehouseError as error:
        yield str(error), "close programs that have it open, then look again"
        return
    yield f"sound, {row[0] if row else 0:,} article occurrences", None


def _kept(settings: Settings) -> _Told:
    kept = KeptBytes(settings.kept_dir)
    count = problems = 0
    for path in kept.record_paths():
        try:
            record = kept.read_record(path)
            if record.refusal is None:
                kept.prove(record.delivery_id)
                count += 1
        except KeptBytesError as error:
            problems += 1
            yield (
                str(error),
                f"remove {path} and {settings.home / 'landing.json'}, put the dump into the "
                "landing folder, then: baspasoz build",
            )
    if not problems:
        yield f"{count:,} deliveries, each with its hash", None


def _loaded(settings: Settings) -> _Told:
    if not settings.build_db.exists():
        return
    try:
        known = {path.stem for path in KeptBytes(settings.kept_dir).record_paths()}
        with open_warehouse(settings.build_db, read_only=True) as connection:
            rows = connection.execute("select delivery_id from raw.deliveries").fetchall()
    except Exception:  # what can't be read has its finding already
        return
    loaded = {row[0] for row in rows}
    for ids, what in ((known - loaded, "kept but not loaded"), (loaded - known, "no longer kept")):
        if ids:
            yield f"{len(ids):,} deliveries are {what}", "bring them in line with: baspasoz build"


def _served(settings: Settings) -> _Told:
    try:
        snapshot = current_snapshot(settings)
    except PublishError as error:
        yield str(error), "publish again with: baspasoz build"
        return
    if snapshot is None:
        yield "nothing is published yet", "publish with: baspasoz build"
        return
    rollback = rollback_in_force(settings)
    note = f", rolled back from {rollback.withdrawn[-1]}" if rollback else ""
    yield f"{snapshot.generation}{note}", None


def _snapshots(settings: Settings) -> _Told:
    served = served_generation(settings)
    for found in list_generations(settings):
        folder = snapshots_folder(settings) / found.generation
        try:
            verify_snapshot(read_snapshot(folder))
        except PublishError as error:
            remedy = "publish again with: baspasoz build"
            told = str(error).split("; publish again")[0]
            yield told, remedy if found.generation == served else f"remove the folder {folder}"
        else:
            yield f"{found.generation} agrees with its manifest", None


def _dagster(settings: Settings) -> _Told:
    bad = 0
    for path in sorted(settings.dagster_home.rglob("*.db")):
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                answer = connection.execute("pragma quick_check").fetchone()[0]
        except sqlite3.Error as error:
            answer = str(error)
        if answer != "ok":
            bad += 1
            yield (
                f"{path} is damaged ({answer})",
                f"remove {settings.dagster_home}: the history of runs goes, nothing else",
            )
    if not bad:
        yield "its history of runs is sound", None


_CHECKS: tuple[tuple[str, Callable[[Settings], _Told]], ...] = (
    ("home", _home),
    ("landing folder", _dumps),
    ("versions", _versions),
    ("disk", _space),
    ("lock", _lock),
    ("build database", _database),
    ("kept bytes", _kept),
    ("deliveries", _loaded),
    ("served snapshot", _served),
    ("generations", _snapshots),
    ("Dagster", _dagster),
)
