"""Deliveries into raw tables: once each, in any order, whatever is killed, grown or forgotten."""

import hashlib
import random
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from orchestration import loading, warehouse
from orchestration.kept import KeptBytes, KeptBytesError
from orchestration.landing import take_dumps
from orchestration.loading import LoadReport, load_deliveries
from orchestration.settings import Limits, Settings

TABLES = ("raw.deliveries", "raw.articles", "raw.rejects")


def page(number: int, articles: int = 3, section: str = "Society") -> bytes:
    lines = [section]
    for n in range(articles):
        lines += [
            f"Road {number} was repaired, part {n} 11.02.2026",
            f"The road of {number} km in part {n} was opened. It cost {number * 7} million tenge.",
            f"Source : https://www.gov.kz/memleket/entities/aktobe/press/news/details/"
            f"{1_159_000 + number * 10 + n}",
        ]
    return ("\n".join(lines) + "\n").encode()


def make_settings(folder: Path) -> Settings:
    (folder / "dumps").mkdir(parents=True, exist_ok=True)
    return Settings(folder / "home", folder / "dumps", Limits(settle_seconds=0))


def load(settings: Settings, *only: str) -> LoadReport:
    take_dumps(settings)
    with warehouse.open_warehouse(settings.build_db) as connection:
        return load_deliveries(settings, connection, only=only)


def contents(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(settings.build_db), read_only=True) as connection:
        return {t: sorted(connection.execute(f"from {t}").fetchall(), key=str) for t in TABLES}


def rebuilt(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """The tables made anew from the kept bytes alone."""
    anew = Settings(settings.home, settings.dumps, settings.limits)
    path = settings.home / "anew.duckdb"
    path.unlink(missing_ok=True)
    with warehouse.open_warehouse(path) as connection:
        load_deliveries(anew, connection)
        return {t: sorted(connection.execute(f"from {t}").fetchall(), key=str) for t in TABLES}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def test_a_second_load_does_nothing(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(page(1))
    assert load(settings).article_count == 3
    before = contents(settings)
    assert load(settings).deliveries == []
    assert contents(settings) == before


def test_a_broken_dump_is_a_row_not_an_error(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(page(1))
    (settings.dumps / "b.csv").write_bytes(b"id;name\n1;2\n")
    report = load(settings)
    statuses = {d.file_name: (d.status, d.reason) for d in report.deliveries}
    assert statuses["a.txt"] == ("loaded", None)
    assert statuses["b.csv"][0] == "rejected"
    assert "no reader knows" in str(statuses["b.csv"][1])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_the_longest_of_a_growing_dump_takes_over(
    settings: Settings, order: tuple[int, ...]
) -> None:
    whole = page(1, 3)
    versions = [whole[: whole.index(b"Road 1 was repaired, part 1")], whole[:-40], whole]
    for n in order:
        (settings.dumps / f"{n}.txt").write_bytes(versions[n])
        load(settings)
    rows = contents(settings)["raw.deliveries"]
    statuses = {row[1]: row[2] for row in rows}
    assert statuses == {
        len(versions[0]): "superseded",
        len(versions[1]): "superseded",
        len(versions[2]): "loaded",
    }
    assert len(contents(settings)["raw.articles"]) == 3
    longest = max(rows, key=lambda row: row[1])[0]
    assert {row[4] for row in rows if row[2] == "superseded"} == {longest}
    assert contents(settings) == rebuilt(settings)


def test_a_tiny_dump_grows_too(settings: Settings) -> None:
    tiny = b"Law\nA b 11.02.2026\nWords.\n"
    (settings.dumps / "long.txt").write_bytes(tiny + b"C d 10.02.2026\nMore words.\n")
    load(settings)
    (settings.dumps / "tiny.txt").write_bytes(tiny)
    load(settings)
    assert sorted(row[2] for row in contents(settings)["raw.deliveries"]) == [
        "loaded",
        "superseded",
    ]


def test_an_empty_page_neither_supersedes_nor_is_superseded(settings: Settings) -> None:
    (settings.dumps / "empty.txt").write_bytes(b"Society\n")
    (settings.dumps / "full.txt").write_bytes(page(1))
    load(settings)
    assert sorted(row[2] for row in contents(settings)["raw.deliveries"]) == ["loaded", "rejected"]


def test_forgetting_the_longer_brings_the_shorter_back(settings: Settings) -> None:
    whole = page(1)
    (settings.dumps / "short.txt").write_bytes(whole[:-30])
    (settings.dumps / "long.txt").write_bytes(whole)
    load(settings)
    records = KeptBytes(settings.kept_dir).records()
    longest = max(records.values(), key=lambda r: r.byte_count)
    KeptBytes(settings.kept_dir).forget(longest.delivery_id)
    load(settings)
    (row,) = contents(settings)["raw.deliveries"]
    assert row[2] == "loaded"
    assert contents(settings) == rebuilt(settings)


def test_reload_replaces_exactly_one_delivery(settings: Settings) -> None:
    for n in (1, 2):
        (settings.dumps / f"{n}.txt").write_bytes(page(n))
    load(settings)
    before = contents(settings)
    chosen = before["raw.deliveries"][0][0]
    with duckdb.connect(str(settings.build_db)) as connection:
        connection.execute("update raw.articles set title = 'spoilt'")
    report = load(settings, str(chosen))
    assert [d.delivery_id for d in report.deliveries] == [chosen]
    titles = {row[1]: row[6] for row in contents(settings)["raw.articles"]}
    assert titles[chosen] != "spoilt"
    assert [t for d, t in titles.items() if d != chosen] == ["spoilt"]


def test_only_a_broken_database_is_damaged(tmp_path: Path) -> None:
    sound, folder = tmp_path / "sound.duckdb", tmp_path / "blocked"
    with warehouse.open_warehouse(sound) as connection:
        connection.execute("create table t as select range as n from range(100000)")
    folder.mkdir()
    broken = {
        "garbage": b"garbage" * 1000,
        "empty": b"",
        "flipped": sound.read_bytes()[:4096] + b"x" * 200 + sound.read_bytes()[4296:],
    }
    for name, data in broken.items():
        # the word "lock" in a path must not hide it
        (folder / name).write_bytes(data)
        assert warehouse.damage_of(folder / name), name
    assert warehouse.damage_of(sound) is None
    assert warehouse.damage_of(tmp_path / "missing") is None
    # a folder in its place stands for all that keeps a sound file out of reach
    assert warehouse.damage_of(folder) is None


@pytest.mark.parametrize("part", range(1, 5))
def test_a_database_that_was_cut_off_is_damaged(part: int, tmp_path: Path) -> None:
    path = tmp_path / "cut.duckdb"
    with warehouse.open_warehouse(path) as connection:
        connection.execute("create table t as select hash(range) as n from range(1000000)")
    assert warehouse.damage_within(path) is None
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size * part // 5)
    assert warehouse.damage_within(path)


def test_an_unknown_delivery_is_a_clear_error(settings: Settings) -> None:
    with pytest.raises(KeptBytesError, match="no such delivery"):
        load(settings, "f" * 64)


def test_damaged_kept_bytes_are_noticed(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(page(1) * 50)
    take_dumps(settings)
    (packed,) = settings.kept_dir.rglob("*.zst")
    packed.write_bytes(packed.read_bytes()[:-8])
    with (
        pytest.raises(KeptBytesError, match="damaged"),
        warehouse.open_warehouse(settings.build_db) as connection,
    ):
        load_deliveries(settings, connection)


def test_a_kill_between_lots_loses_and_doubles_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(9):
        (settings.dumps / f"{n}.txt").write_bytes(page(n))
    take_dumps(settings)
    monkeypatch.setattr(loading, "BATCH_DELIVERIES", 2)
    monkeypatch.setattr(loading, "LOT_DELIVERIES", 1)
    real, calls = loading._write_batch, iter(range(100))

    def killed(*arguments: object) -> None:
        if next(calls) == 2:
            raise KeyboardInterrupt
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(loading, "_write_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        load(settings)
    monkeypatch.setattr(loading, "_write_batch", real)
    report = load(settings)
    assert 0 < len(report.deliveries) < 9
    assert len(contents(settings)["raw.articles"]) == 27
    assert contents(settings) == rebuilt(settings)


def test_the_longest_stays_the_one_that_took_over(settings: Settings) -> None:
    whole = page(0, 3)
    for name, data in {"long": whole, "short": whole[:77], "between": whole[:200]}.items():
        (settings.dumps / f"{name}.txt").write_bytes(data)
        load(settings)
    assert {row[2]: row[4] for row in contents(settings)["raw.deliveries"]} == {
        "loaded": None,
        "superseded": hashlib.sha256(whole).hexdigest(),
    }
    assert contents(settings) == rebuilt(settings)


def test_orders_of_arrival_do_not_show(tmp_path: Path) -> None:
    pages = [page(n, 2) for n in range(12)]
    pages += [pages[0][:-25], pages[3] + page(30), b"no dump at all\n"]
    found = []
    for seed in range(3):
        settings = make_settings(tmp_path / str(seed))
        names = list(range(len(pages)))
        random.Random(seed).shuffle(names)
        for start in range(0, len(names), 4):
            for n in names[start : start + 4]:
                (settings.dumps / f"{n}.txt").write_bytes(pages[n])
            load(settings)
        found.append(contents(settings))
    assert found[0] == found[1] == found[2]


class Operators(RuleBasedStateMachine):
    """Operators deliver, deliver again, edit, cut, reorder, forget and pull the plug."""

    @initialize(folder=st.just(None))
    def begin(self, folder: None) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.settings = make_settings(Path(self.folder.name))
        self.count = 0

    def drop(self, data: bytes) -> None:
        self.count += 1
        (self.settings.dumps / f"{self.count:03d}.txt").write_bytes(data)

    def any_dump(self, choice: int) -> bytes | None:
        files = sorted(self.settings.dumps.iterdir())
        return files[choice % len(files)].read_bytes() if files else None

    @rule(number=st.integers(0, 5), articles=st.integers(1, 3))
    def deliver(self, number: int, articles: int) -> None:
        self.drop(page(number, articles))

    @rule(choice=st.integers(0, 50), cut=st.floats(0.1, 0.95))
    def truncate(self, choice: int, cut: float) -> None:
        if data := self.any_dump(choice):
            self.drop(data[: max(1, int(len(data) * cut))])

    @rule(choice=st.integers(0, 50))
    def edit(self, choice: int) -> None:
        if data := self.any_dump(choice):
            self.drop(data.replace(b"was opened", b"was closed"))

    @rule(choice=st.integers(0, 50))
    def reorder(self, choice: int) -> None:
        if data := self.any_dump(choice):
            head, *parts = data.split(b"Road ")
            self.drop(head + b"".join(b"Road " + part for part in reversed(parts)))

    @rule()
    def empty_the_folder(self) -> None:
        take_dumps(self.settings)
        for path in self.settings.dumps.iterdir():
            path.unlink()

    @rule(choice=st.integers(0, 50))
    def forget(self, choice: int) -> None:
        ids = sorted(KeptBytes(self.settings.kept_dir).records())
        if ids:
            KeptBytes(self.settings.kept_dir).forget(ids[choice % len(ids)])

    @rule()
    def kill_while_loading(self) -> None:
        real = loading._write_batch

        def killed(*arguments: object) -> None:
            raise KeyboardInterrupt

        loading._write_batch = killed  # type: ignore[assignment]
        try:
            load(self.settings)
        except KeyboardInterrupt:
            pass
        finally:
            loading._write_batch = real

    @rule()
    def load_all(self) -> None:
        load(self.settings)
        assert contents(self.settings) == rebuilt(self.settings)

    @invariant()
    def bytes_are_kept(self) -> None:
        if hasattr(self, "settings"):
            kept = KeptBytes(self.settings.kept_dir)
            for delivery_id in kept.records():
                kept.read(delivery_id)

    def teardown(self) -> None:
        if hasattr(self, "settings"):
            load(self.settings)
            assert contents(self.settings) == rebuilt(self.settings)
            self.folder.cleanup()


TestOperators = Operators.TestCase
TestOperators.settings = hypothesis_settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
