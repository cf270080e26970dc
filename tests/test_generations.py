"""Which generation is served: lists, marks, rollbacks, and builds that come after one."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.building import build
from orchestration.cli import app
from orchestration.generations import (
    NoGeneration,
    drop_old,
    keep_generation,
    list_generations,
    roll_back,
    rollback_in_force,
    settled_snapshot,
)
from orchestration.progress import StageClock
from orchestration.publishing import publish_snapshot
from orchestration.settings import Settings
from orchestration.snapshots import (
    PublishError,
    current_snapshot,
    served_generation,
    snapshots_folder,
    verify_snapshot,
)


@pytest.fixture
def settings(sample_home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    (tmp_path / "dumps").mkdir()
    return Settings.from_environment(tmp_path / "home", tmp_path / "dumps")


def publish(settings: Settings, *inputs: str) -> list[str]:
    """Names of generations made of such inputs, beginning with the one that was there."""
    first = served_generation(settings)
    assert first is not None
    return [first, *(publish_snapshot(settings, given).generation for given in inputs)]


def quiet(_message: str) -> None:
    """Nobody listens."""


def test_the_manifest_lists_every_file(sample_home: Path) -> None:
    snapshot = current_snapshot(Settings.from_environment(sample_home))
    assert snapshot is not None
    files = {
        path.relative_to(snapshot.folder).as_posix(): path.stat().st_size
        for path in snapshot.folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert set(snapshot.manifest["files"]) == set(files)
    assert snapshot.byte_count == sum(files.values())


@pytest.mark.parametrize("damage", ["grown", "changed", "gone", "log", "rows"])
def test_what_differs_from_its_manifest_is_never_served(settings: Settings, damage: str) -> None:
    first, second = publish(settings, "two")
    target = snapshots_folder(settings) / first / "warehouse.duckdb"
    content = target.read_bytes()
    if damage == "grown":
        target.write_bytes(content + b"x")
    elif damage == "changed":
        target.write_bytes(content[:5000] + b"damage" + content[5006:])
    elif damage == "gone":
        target.unlink()
    elif damage == "log":
        target.with_name("warehouse.duckdb.wal").touch()
    else:
        manifest = target.with_name("manifest.json")
        value = json.loads(manifest.read_text())
        value["tables"]["fct_articles"] += 1
        manifest.write_text(json.dumps(value))
    with pytest.raises(PublishError):
        roll_back(settings)
    assert served_generation(settings) == second
    current = current_snapshot(settings)
    assert current is not None
    verify_snapshot(current)


def test_rollback_goes_to_the_one_before_and_further(settings: Settings) -> None:
    first, second, third = publish(settings, "two", "three")
    assert roll_back(settings).generation == second
    assert roll_back(settings).generation == first
    with pytest.raises(NoGeneration, match="baspasoz generations"):
        roll_back(settings)
    assert roll_back(settings, third).generation == third
    assert rollback_in_force(settings) is None
    with pytest.raises(NoGeneration, match="no generation"):
        roll_back(settings, "1999")


def test_a_rollback_withholds_what_it_withdrew_and_nothing_else(settings: Settings) -> None:
    first, _, third = publish(settings, "two", "three")
    roll_back(settings, first)
    told: list[str] = []
    for withdrawn in ("two", "three"):
        found = settled_snapshot(settings, withdrawn, told.append)
        assert found is not None
        assert found.generation == first
    assert f"baspasoz rollback {third}" in told[0]
    assert settled_snapshot(settings, "four", quiet) is None
    publish_snapshot(settings, "four")
    assert rollback_in_force(settings) is None


def test_a_rollback_that_was_killed_before_the_swap_is_none(settings: Settings) -> None:
    first, second = publish(settings, "two")
    roll_back(settings, first)
    # as if only the record had been written: the link still leads to the newer one
    link = settings.published_dir / "current"
    link.unlink()
    link.symlink_to(Path("snapshots") / second)
    assert rollback_in_force(settings) is None


def test_a_build_after_a_rollback_does_not_undo_it(settings: Settings) -> None:
    built = current_snapshot(settings)
    assert built is not None
    inputs = built.manifest["inputs_id"]
    first, second = publish(settings, inputs)
    roll_back(settings, first)
    # the older one has the same inputs here: make it another's
    manifest = snapshots_folder(settings) / first / "manifest.json"
    manifest.write_text(manifest.read_text().replace(inputs, "older"))
    told: list[str] = []
    summary = build(settings, StageClock(), say=told.append)
    assert (summary.is_new, summary.generation) == (False, first)
    assert "rolled back" in told[0]
    assert "baspasoz build --force" in told[0]
    assert served_generation(settings) == first != second


def test_what_is_served_or_kept_by_hand_stays(settings: Settings) -> None:
    names = publish(settings, "two", "three", "four", "five")
    keep_generation(settings, names[1], is_kept=True)
    roll_back(settings, names[0])
    few = Settings(settings.home, settings.dumps, generations_kept=2)
    drop_old(few)
    left = [line.generation for line in list_generations(few)]
    assert left == [names[4], names[1], names[0]]
    assert [line.is_kept for line in list_generations(few)] == [False, True, False]
    keep_generation(settings, names[1], is_kept=False)
    drop_old(few)
    assert [line.generation for line in list_generations(few)] == [names[4], names[0]]


def test_a_name_is_later_even_when_the_clock_went_back(settings: Settings) -> None:
    later = snapshots_folder(settings) / "29990101T000000000000Z"
    shutil.copytree(snapshots_folder(settings) / str(served_generation(settings)), later)
    assert publish_snapshot(settings, "two").generation > later.name


def test_commands_list_roll_back_and_keep(settings: Settings) -> None:
    first, second = publish(settings, "two")
    runner = CliRunner()
    home = ["--home", str(settings.home)]
    found = json.loads(runner.invoke(app, ["generations", *home, "--json"]).stdout)
    assert [(g["generation"], g["is_served"], g["articles"]) for g in found] == [
        (second, True, 19),
        (first, False, 19),
    ]
    done = runner.invoke(app, ["rollback", *home])
    assert done.exit_code == 0
    assert f"serving {first}" in done.stdout
    listed = runner.invoke(app, ["generations", *home, "--keep", second]).stdout
    assert listed.splitlines()[1].split("\t")[-2:] == ["", "yes"]
    wrong = runner.invoke(app, ["rollback", "1999", *home])
    assert wrong.exit_code == 1
    assert "baspasoz generations" in wrong.stderr
