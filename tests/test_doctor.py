"""The doctor says what is wrong with a home, and what to do about it."""

import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.doctor import examine
from orchestration.locking import HomeBusy, lock_holder, write_lock
from orchestration.settings import Settings
from orchestration.snapshots import current_snapshot


@pytest.fixture
def settings(sample_home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    (tmp_path / "dumps").mkdir()
    return Settings.from_environment(tmp_path / "home", tmp_path / "dumps")


def problems(settings: Settings) -> list[tuple[str, str]]:
    return [(f.about, f.told) for f in examine(settings) if f.remedy]


def overwrite(path: Path, place: int) -> None:
    with path.open("r+b") as stream:
        stream.seek(place)
        stream.write(zlib.compress(b"damage"))


def in_the_middle(path: Path) -> None:
    overwrite(path, path.stat().st_size // 2 // 4096 * 4096 + 512)


def damage_database(settings: Settings) -> None:
    # several blocks, for one may be free
    for part in range(1, 40):
        overwrite(settings.build_db, settings.build_db.stat().st_size * part // 40)


def damage_kept(settings: Settings) -> None:
    (path,) = settings.kept_dir.glob("??/*.zst")
    in_the_middle(path)


def lose_kept(settings: Settings) -> None:
    (path,) = settings.kept_dir.glob("??/*.zst")
    path.unlink()


def damage_record(settings: Settings) -> None:
    (path,) = settings.kept_dir.glob("??/*.json")
    path.write_text("{}")


def damage_snapshot(settings: Settings) -> None:
    snapshot = current_snapshot(settings)
    assert snapshot is not None
    in_the_middle(snapshot.database)


def damage_manifest(settings: Settings) -> None:
    snapshot = current_snapshot(settings)
    assert snapshot is not None
    (snapshot.folder / "manifest.json").write_text("{")


def lose_snapshot(settings: Settings) -> None:
    shutil.rmtree(settings.current.resolve())


def forget_half(settings: Settings) -> None:
    with duckdb.connect(str(settings.build_db)) as connection:
        connection.execute("delete from raw.deliveries")


def damage_history(settings: Settings) -> None:
    overwrite(settings.dagster_home / "history" / "runs.db", 0)


def lose_landing_folder(settings: Settings) -> None:
    settings.dumps.rmdir()


def test_a_sound_home_has_no_problem(settings: Settings) -> None:
    assert problems(settings) == []


@pytest.mark.parametrize(
    ("harm", "about", "told"),
    [
        (damage_database, "build database", "damaged"),
        (damage_kept, "kept bytes", "damaged"),
        (lose_kept, "kept bytes", "missing"),
        (damage_record, "kept bytes", "damaged"),
        (damage_snapshot, "generations", "differs from its manifest"),
        (damage_manifest, "served snapshot", "manifest"),
        (lose_snapshot, "served snapshot", "manifest"),
        (forget_half, "deliveries", "1 deliveries are kept but not loaded"),
        (damage_history, "Dagster", "damaged"),
        (lose_landing_folder, "landing folder", "isn't there"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_each_harm_is_found(
    settings: Settings, harm: Callable[[Settings], None], about: str, told: str
) -> None:
    harm(settings)
    found = problems(settings)
    assert any(where == about and told in what for where, what in found), found


def test_the_exit_code_is_one_and_each_problem_has_a_remedy(settings: Settings) -> None:
    arguments = ["doctor", "--home", str(settings.home), "--dumps", str(settings.dumps)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    damage_manifest(settings)
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1
    assert done.stdout.count("WRONG") == done.stdout.count("remedy: ") >= 1


def test_who_holds_the_lock_is_told(settings: Settings) -> None:
    assert lock_holder(settings) is None
    code = (
        "import sys\n"
        "from orchestration.locking import write_lock\n"
        "from orchestration.settings import Settings\n"
        "with write_lock(Settings.from_environment()):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={"BASPASOZ_HOME": str(settings.home), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdin
    assert process.stdout.readline() == "held\n"
    holder = lock_holder(settings)
    assert holder is not None
    assert holder.pid == process.pid
    impatient = Settings(settings.home, settings.dumps, lock_timeout_seconds=0)
    with pytest.raises(HomeBusy, match=f"process {process.pid}"), write_lock(impatient):
        pass
    process.stdin.close()
    process.wait()
    process.stdout.close()
    assert lock_holder(settings) is None
