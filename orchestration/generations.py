"""Which of the published generations is served, and which stay.

Holds rollbacks and marks. A rollback withholds the inputs of the generations that it withdraws: a
build of the same inputs doesn't serve them again by itself, a build of other inputs, or a forced
one, does. Reading and proving a snapshot belongs to `snapshots`.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.files import write_json
from orchestration.settings import Settings
from orchestration.snapshots import (
    CANDIDATE,
    PublishError,
    Snapshot,
    current_snapshot,
    read_snapshot,
    serve_snapshot,
    served_generation,
    snapshots_folder,
    verify_snapshot,
)


class NoGeneration(LookupError):
    """The generation that was asked for isn't there; the message says what to do."""


@dataclass(frozen=True)
class Generation:
    """A line of the list of generations.

    Attributes:
        generation: its name.
        created_at: when it was made, UTC.
        articles: articles in it, junk left out.
        deliveries: deliveries in it.
        byte_count: bytes of its files.
        is_served: readers see it.
        is_kept: kept by hand, however old.
        damage: what is wrong with its manifest, else None.
    """

    generation: str
    created_at: str
    articles: int
    deliveries: int
    byte_count: int
    is_served: bool
    is_kept: bool
    damage: str | None


@dataclass(frozen=True)
class Rollback:
    """A rollback that is in force.

    Attributes:
        generation: the one that is served.
        withdrawn: names of the newer ones.
        inputs_ids: inputs that those were made from.
    """

    generation: str
    withdrawn: tuple[str, ...]
    inputs_ids: frozenset[str]


def list_generations(settings: Settings) -> list[Generation]:
    """All generations, the latest first."""
    kept, served = _kept(settings), served_generation(settings)
    return [
        _describe(name, snapshots_folder(settings) / name, name == served, name in kept)
        for name in reversed(_names(settings))
    ]


def _describe(name: str, folder: Path, is_served: bool, is_kept: bool) -> Generation:
    try:
        snapshot = read_snapshot(folder)
    except PublishError as error:
        return Generation(name, "", 0, 0, 0, is_served, is_kept, str(error))
    manifest = snapshot.manifest
    return Generation(
        generation=name,
        created_at=str(manifest.get("created_at", "")),
        articles=int(manifest.get("article_count", 0)),
        deliveries=int(manifest["tables"].get("dim_deliveries", 0)),
        byte_count=snapshot.byte_count,
        is_served=is_served,
        is_kept=is_kept,
        damage=None,
    )


def roll_back(settings: Settings, given: str | None = None) -> Snapshot:
    """Serve another generation: the named one, or the one before that which is served.

    Args:
        settings: the home, whose lock the caller holds.
        given: a name, or the beginning of one.

    Raises:
        NoGeneration: there is none.
        PublishError: it differs from its manifest; nothing has changed.
    """
    name = _find(settings, given) if given else _before(settings)
    folder = snapshots_folder(settings) / name
    verify_snapshot(read_snapshot(folder))
    newer = [other for other in _names(settings) if other > name]
    # a record without its swap counts for nothing, so it goes first
    record = {"generation": name, "withdrawn": newer, "inputs_ids": _inputs(settings, newer)}
    write_json(_record(settings), record | {"made_at": datetime.now(UTC).isoformat()})
    return serve_snapshot(settings, folder)


def rollback_in_force(settings: Settings) -> Rollback | None:
    """The rollback that readers see the outcome of, if any."""
    try:
        value = json.loads(_record(settings).read_bytes())
        found = Rollback(
            str(value["generation"]),
            tuple(map(str, value["withdrawn"])),
            frozenset(map(str, value["inputs_ids"])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    is_served = found.generation == served_generation(settings)
    return found if is_served and found.withdrawn else None


def end_rollback(settings: Settings) -> None:
    """Forget the rollback: something newer is served."""
    _record(settings).unlink(missing_ok=True)


def settled_snapshot(
    settings: Settings, inputs_id: str, say: Callable[[str], None]
) -> Snapshot | None:
    """The served snapshot when there is no reason to publish these inputs; else None.

    It is whole, and made of these inputs or rolled back from what was made of them.

    Args:
        settings: the home.
        inputs_id: what a snapshot would be made from now.
        say: told of damage, and of a rollback.
    """
    try:
        served = current_snapshot(settings)
        if served is None:
            return None
        verify_snapshot(served)
    except PublishError as error:
        say(f"{error.args[0].split('; publish again')[0]}; making it anew")
        return None
    rollback = rollback_in_force(settings)
    if rollback is not None and inputs_id in rollback.inputs_ids:
        say(
            f"rolled back to {rollback.generation}, and nothing has changed since: it stays "
            f"served; to serve what was withdrawn: baspasoz rollback {rollback.withdrawn[-1]}, or "
            "make it anew with: baspasoz build --force"
        )
        return served
    if rollback is not None:
        return None
    return served if served.manifest.get("inputs_id") == inputs_id else None


def keep_generation(settings: Settings, given: str, *, is_kept: bool) -> str:
    """Mark a generation so that it stays however old it gets, or take the mark off.

    Raises:
        NoGeneration: there is none of that name.
    """
    name = _find(settings, given)
    marked = _kept(settings)
    marked = marked | {name} if is_kept else marked - {name}
    write_json(_marks(settings), sorted(marked))
    return name


def drop_old(settings: Settings) -> None:
    """Remove all but the latest; what is served or kept by hand stays."""
    staying = _kept(settings) | {served_generation(settings)}
    names = [name for name in reversed(_names(settings)) if name not in staying]
    served_is_counted = max(0, settings.generations_kept - 1)
    for name in names[served_is_counted:]:
        shutil.rmtree(snapshots_folder(settings) / name, ignore_errors=True)


def sweep_orphans(settings: Settings) -> None:
    """Remove what a killed publish left: candidates, and the link before its swap."""
    for orphan in snapshots_folder(settings).glob(f"*{CANDIDATE}"):
        shutil.rmtree(orphan, ignore_errors=True)
    (settings.published_dir / ".current").unlink(missing_ok=True)


def _names(settings: Settings) -> list[str]:
    """Names of all generations, the oldest first."""
    folder = snapshots_folder(settings)
    if not folder.is_dir():
        return []
    return sorted(
        path.name for path in folder.iterdir() if path.is_dir() and path.suffix != CANDIDATE
    )


def _find(settings: Settings, given: str) -> str:
    found = [name for name in _names(settings) if name.startswith(given)]
    exact = [name for name in found if name == given]
    if len(exact or found) != 1:
        problem = "no generation" if not found else f"{len(found)} generations"
        raise NoGeneration(f"{problem} called {given!r}; list them with: baspasoz generations")
    return (exact or found)[0]


def _before(settings: Settings) -> str:
    served = served_generation(settings)
    older = [name for name in _names(settings) if served is not None and name < served]
    if not older:
        raise NoGeneration(
            "there is no generation before the one that is served; see: baspasoz generations"
        )
    return older[-1]


def _inputs(settings: Settings, names: list[str]) -> list[str]:
    found = set()
    for name in names:
        try:
            manifest: dict[str, Any] = read_snapshot(snapshots_folder(settings) / name).manifest
        except PublishError:
            # nobody withdraws what is broken: it is made anew
            continue
        found.add(str(manifest.get("inputs_id")))
    return sorted(found)


def _record(settings: Settings) -> Path:
    return settings.published_dir / "rollback.json"


def _marks(settings: Settings) -> Path:
    return settings.published_dir / "kept.json"


def _kept(settings: Settings) -> set[str]:
    try:
        return set(map(str, json.loads(_marks(settings).read_bytes())))
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, TypeError):
        # which marks there were can't be told any more: rather keep too much
        return set(_names(settings))
