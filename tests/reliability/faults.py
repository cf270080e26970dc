"""Full disks and damaged files: the next build mends them, and nothing wrong is ever served."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from orchestration.settings import Settings
from tests.reliability import works
from tests.reliability.children import Point, run
from tests.reliability.report import Report


def fill_disks(template: Settings, folder: Path, report: Report) -> None:
    """Let files grow to 1 MiB, 2 MiB and so on, until loading and publishing succeed."""
    before = report.faults
    load, publish = _fill_load(folder, report), _fill_publish(template, folder, report)
    report.note(
        f"disk full: {report.faults - before} times; loading needs {load} MiB, publishing {publish}"
    )


def _fill_load(folder: Path, report: Report) -> int:
    for mib in range(1, 200):
        settings = make_home(folder / f"load-{mib}")
        for number in range(40):
            works.write_dump(settings, number, articles=40)
        ended = run(lambda s=settings: works.load(s), most_mib=mib)
        if ended.error is None:
            return mib
        report.faults += 1
        _mended(settings, report)
        shutil.rmtree(settings.home.parent)
    raise AssertionError("loading never succeeded")


def _fill_publish(template: Settings, folder: Path, report: Report) -> int:
    settings = copy_home(template, folder / "publish")
    _check(run(lambda: works.publish(settings, "before")), report)
    _check(run(lambda: works.stamp(settings, "after")), report)
    for mib in range(1, 200):
        ended = run(lambda: works.publish_if_needed(settings, "after"), most_mib=mib)
        found = run(lambda: works.look_closely(settings))
        report.reads += 1
        report.reader_errors += found.error is not None
        report.torn += bool(found.value and found.value["torn"])
        if ended.error is None:
            return mib
        report.faults += 1
        left = list((settings.published_dir / "snapshots").glob("*.candidate"))
        report.unmended += len(left)
    raise AssertionError("publishing never succeeded")


def damage_database(folder: Path, report: Report) -> None:
    """Flip, cut and empty the database and its log, then load again."""
    before = report.faults
    for log in (False, True):
        source = make_home(folder / f"source-{log}")
        for number in range(6):
            works.write_dump(source, number, articles=8)
        if log:
            # dies after its second commit: what is loaded stands in the log alone
            commit = Point("orchestration.loading:_write_batch", "after", 1)
            assert run(lambda s=source: works.load(s), die_at=commit).killed
        else:
            _check(run(lambda s=source: works.load(s)), report)
        file = source.build_db.with_name("build.duckdb.wal") if log else source.build_db
        assert file.exists(), file
        for number, harm in enumerate(_harms(file.stat().st_size, flips=16)):
            settings = copy_home(source, folder / f"{log}-{number}")
            harm(settings.home / file.name)
            report.faults += 1
            _mended(settings, report)
            shutil.rmtree(settings.home.parent)
    report.note(f"damaged database and log: {report.faults - before} times")


def damage_snapshot(template: Settings, folder: Path, report: Report) -> None:
    """Harm each file of what is served, the manifest included, then build again."""
    before = report.faults
    source = copy_home(template, folder / "source")
    _check(run(lambda: works.publish(source, "inputs")), report)
    names = sorted(
        path.relative_to(source.current.resolve()).as_posix()
        for path in source.current.resolve().rglob("*")
        if path.is_file()
    )
    for name in names:
        size = (source.current.resolve() / name).stat().st_size
        for number, harm in enumerate(_harms(size, flips=3)):
            settings = copy_home(source, folder / f"{name.replace('/', '-')}-{number}")
            harm(settings.current.resolve() / name)
            report.faults += 1
            made = run(lambda s=settings: works.publish_if_needed(s, "inputs"))
            found = run(lambda s=settings: works.look_closely(s))
            if not made.value or found.error or found.value["torn"]:
                report.unmended += 1
                report.note(f"  {name} {number}: {made.error} {made.value} {found.error}")
            shutil.rmtree(settings.home.parent)
    report.note(f"damaged snapshot ({', '.join(names)}): {report.faults - before} times")


def no_keys(settings: Settings, report: Report) -> None:
    """No index and no key stands in the database: replay after a kill goes wrong with them."""

    def find() -> list[str]:
        with duckdb.connect(str(settings.build_db), read_only=True) as connection:
            indexes = "select index_name from duckdb_indexes()"
            keys = (
                "select constraint_text from duckdb_constraints() "
                "where constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')"
            )
            return [row[0] for row in connection.execute(f"{indexes} union all {keys}").fetchall()]

    found = run(find).value
    report.unmended += found != []
    report.note(f"keys and indexes in the build database: {len(found)}")


def make_home(place: Path) -> Settings:
    """An empty home with a landing folder beside it."""
    (place / "home").mkdir(parents=True)
    (place / "dumps").mkdir()
    return Settings.from_environment(place / "home", place / "dumps")


def copy_home(settings: Settings, place: Path) -> Settings:
    """The same home at another place."""
    shutil.copytree(settings.home, place / "home", symlinks=True)
    shutil.copytree(settings.dumps, place / "dumps")
    return replace(settings, home=place / "home", dumps=place / "dumps")


def _harms(size: int, flips: int) -> Iterator[Callable[[Path], None]]:
    """Bytes flipped at so many places, cut at 4, zeroed head, emptied, grown."""
    for part in range(flips):
        yield lambda file, at=size * part // flips: _overwrite(file, at, 64)
    for part in range(1, 5):
        yield lambda file, at=size * part // 5: os.truncate(file, at)
    yield lambda file: file.write_bytes(bytes(min(size, 8192)) + file.read_bytes()[8192:])
    yield lambda file: os.truncate(file, 0)
    yield lambda file: file.write_bytes(file.read_bytes() + b"more" * 1000)


def _overwrite(file: Path, at: int, count: int) -> None:
    with file.open("r+b") as stream:
        stream.seek(at)
        old = stream.read(count)
        stream.seek(at)
        stream.write(bytes(byte ^ 0x5A for byte in old))


def _mended(settings: Settings, report: Report) -> None:
    """The next load, without the fault, has everything once."""
    again = run(lambda: works.load(settings))
    counted = run(lambda: works.account(settings))
    if again.error or counted.error:
        report.unmended += 1
        report.note(f"  not mended: {again.error} {counted.error}")
    else:
        report.add(counted.value)


def _check(outcome: object, report: Report) -> None:
    if error := getattr(outcome, "error", None):
        report.unmended += 1
        report.note(f"  without a fault: {error}")
