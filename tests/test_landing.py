"""What is taken from the landing folder, when, and what is refused; nothing is lost."""

import gzip
import hashlib
import io
import os
import threading
import time
import zipfile
from pathlib import Path

import pytest
import zstandard

from orchestration.kept import KeptBytes, Record
from orchestration.landing import take_dumps
from orchestration.landing_files import LandingError
from orchestration.settings import Limits, Settings

PAGE = b"Society\nNew school in Aksu 11.02.2026\nThe school has 600 places.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    return Settings(
        home=tmp_path / "home", dumps=dumps, limits=Limits(settle_seconds=0.0, archive_ratio=50)
    )


def records(settings: Settings) -> list[Record]:
    found = KeptBytes(settings.kept_dir).records().values()
    return sorted(found, key=lambda record: record.file_name)


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_dump_is_kept_byte_for_byte(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(PAGE)
    intake = take_dumps(settings)
    assert intake.taken == [hashlib.sha256(PAGE).hexdigest()]
    assert KeptBytes(settings.kept_dir).read(intake.taken[0]) == PAGE


def test_the_same_bytes_under_another_name_are_seen_again(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(PAGE)
    take_dumps(settings)
    (settings.dumps / "b.txt").write_bytes(PAGE)
    intake = take_dumps(settings)
    assert intake.taken == []
    assert intake.seen_again == ["b.txt"]
    (record,) = records(settings)
    assert [s.file_name for s in record.sightings] == ["a.txt", "b.txt"]


def test_an_unchanged_file_is_not_read_again(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(PAGE)
    take_dumps(settings)
    assert take_dumps(settings).unchanged == 1


def test_an_emptied_landing_folder_loses_nothing(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(PAGE)
    take_dumps(settings)
    (settings.dumps / "a.txt").unlink()
    take_dumps(settings)
    assert len(records(settings)) == 1


@pytest.mark.parametrize("name", ["a.txt.part", "a.tmp", ".hidden.txt", ".git/a.txt"])
def test_unfinished_and_hidden_files_are_left_alone(settings: Settings, name: str) -> None:
    path = settings.dumps / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(PAGE)
    assert take_dumps(settings).taken == []
    if name.endswith(".part"):
        path.rename(settings.dumps / "a.txt")
        assert len(take_dumps(settings).taken) == 1


def test_a_file_that_grows_waits_for_the_next_run(settings: Settings) -> None:
    patient = Settings(settings.home, settings.dumps, Limits(settle_seconds=0.6))
    path = settings.dumps / "a.txt"
    path.write_bytes(PAGE)

    def append() -> None:
        time.sleep(0.2)
        with path.open("ab") as stream:
            stream.write(PAGE)

    writer = threading.Thread(target=append)
    writer.start()
    intake = take_dumps(patient)
    writer.join()
    assert intake.taken == []
    assert intake.waiting[0][0] == "a.txt"
    assert take_dumps(settings).taken == [hashlib.sha256(PAGE * 2).hexdigest()]


def test_a_checksum_decides(settings: Settings) -> None:
    patient = Settings(settings.home, settings.dumps, Limits(settle_seconds=60))
    (settings.dumps / "a.txt").write_bytes(PAGE)
    checksum = settings.dumps / "a.txt.sha256"
    checksum.write_text("0" * 64 + "  a.txt\n")
    assert take_dumps(patient).waiting[0][0] == "a.txt"
    checksum.write_text(hashlib.sha256(PAGE).hexdigest() + "  a.txt\n")
    assert len(take_dumps(patient).taken) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt.gz", gzip.compress(PAGE)),
        ("a.txt.zst", zstandard.compress(PAGE)),
        ("a.zip", zipped({"in/a.txt": PAGE})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_archives_give_the_dump_itself(settings: Settings, name: str, data: bytes) -> None:
    (settings.dumps / name).write_bytes(data)
    assert take_dumps(settings).taken == [hashlib.sha256(PAGE).hexdigest()]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("bomb.zip", zipped({"a.txt": b"0\n" * (20 << 20)}), "archive bombs"),
        ("bomb.gz", gzip.compress(b"0\n" * (20 << 20)), "archive bombs"),
        ("bomb.zst", zstandard.compress(b"0\n" * (20 << 20)), "archive bombs"),
        ("up.zip", zipped({"../../up.txt": PAGE}), "outside itself"),
        ("root.zip", zipped({"/etc/up.txt": PAGE}), "outside itself"),
        ("drive.zip", zipped({"C:\\up.txt": PAGE}), "outside itself"),
        ("torn.zip", zipped({"a.txt": PAGE})[:-30], "damaged"),
        ("torn.gz", gzip.compress(PAGE)[:-9], "damaged"),
        ("torn.zst", zstandard.compress(PAGE * 50)[:-4], "damaged"),
        ("zip.zip", zipped({"in.zip": zipped({"a.txt": PAGE})}), "an archive inside an archive"),
        ("txt.zip", zipped({"in.txt": gzip.compress(PAGE)}), "an archive inside an archive"),
        ("zip.gz", gzip.compress(zipped({"a.txt": PAGE})), "an archive inside an archive"),
        ("tar.gz", gzip.compress(b"a.txt" + bytes(252) + b"ustar\x0000" + PAGE), "inside an"),
        ("zip.txt", zipped({"a.txt": PAGE}), "under another name: name it .zip"),
        ("gz.txt", gzip.compress(PAGE), "under another name: name it .gz"),
        ("zst", zstandard.compress(PAGE), "under another name: name it .zst"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "a kind that isn't unpacked"),
        ("empty.zip", zipped({}), "holds no dump"),
        ("mac.zip", zipped({"__MACOSX/._a.txt": b"\0\5\x16\7"}), "holds no dump"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_archives_that_can_not_be_trusted(
    settings: Settings, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    before = set(tmp_path.rglob("*"))
    (settings.dumps / name).write_bytes(data)
    intake = take_dumps(settings)
    assert intake.taken == []
    assert [n.split("!")[0] for n, _ in intake.refused] == [name]
    assert reason in intake.refused[0][1]
    outside = {p for p in set(tmp_path.rglob("*")) - before if settings.home not in [p, *p.parents]}
    assert outside == {settings.dumps / name}
    (record,) = records(settings)
    assert record.refusal and reason in record.refusal


def test_a_link_in_an_archive_is_refused(settings: Settings) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    (settings.dumps / "link.zip").write_bytes(buffer.getvalue())
    assert "holds a link" in take_dumps(settings).refused[0][1]


def test_links_are_refused_and_never_followed(settings: Settings, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_bytes(PAGE.replace(b"Aksu", b"Secret"))
    (settings.dumps / "file.txt").symlink_to(outside / "secret.txt")
    (settings.dumps / "relative.txt").symlink_to(Path("..", "outside", "secret.txt"))
    (settings.dumps / "folder").symlink_to(outside)
    (settings.dumps / "gone.txt").symlink_to(tmp_path / "nowhere")
    (settings.dumps / "loop").symlink_to(settings.dumps)
    (settings.dumps / "fine.txt").write_bytes(PAGE)
    intake = take_dumps(settings)
    assert intake.taken == [hashlib.sha256(PAGE).hexdigest()]
    names = ["file.txt", "folder", "gone.txt", "loop", "relative.txt"]
    assert sorted(name for name, _ in intake.refused) == names
    assert all("never followed" in reason for _, reason in intake.refused)
    assert [r.file_name for r in records(settings) if r.refusal] == names
    again = take_dumps(settings)
    assert (again.unchanged, again.refused) == (6, [])


def test_a_link_that_became_a_file_is_taken(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PAGE)
    (settings.dumps / "a.txt").symlink_to(tmp_path / "a.txt")
    assert take_dumps(settings).taken == []
    (tmp_path / "a.txt").replace(settings.dumps / "a.txt")
    assert len(take_dumps(settings).taken) == 1


def test_the_landing_folder_may_be_a_link(settings: Settings, tmp_path: Path) -> None:
    (settings.dumps / "a.txt").write_bytes(PAGE)
    (tmp_path / "link").symlink_to(settings.dumps)
    linked = Settings(settings.home, tmp_path / "link", settings.limits)
    assert len(take_dumps(linked).taken) == 1


def test_what_systems_leave_is_ignored_and_told_once(settings: Settings) -> None:
    members = {"a.txt": PAGE, "__MACOSX/._a.txt": b"\0\5\x16\7", "in/.DS_Store": b"\0\0\0\1Bud1"}
    (settings.dumps / "a.zip").write_bytes(zipped(members))
    (settings.dumps / "__MACOSX").mkdir()
    for name in ("Thumbs.db", "._b.txt", ".DS_Store", "__MACOSX/x"):
        (settings.dumps / name).write_bytes(b"\0\1\2\3")
    (settings.dumps / "Thumbs.db.txt").write_bytes(PAGE + b"More.\n")
    intake = take_dumps(settings)
    assert len(intake.taken) == 2
    assert intake.refused == []
    assert sorted(intake.ignored) == [
        ".DS_Store", "._b.txt", "Thumbs.db", "__MACOSX/x", "a.zip!__MACOSX/._a.txt",
        "a.zip!in/.DS_Store",
    ]  # fmt: skip
    assert take_dumps(settings).ignored == []


def test_limits_on_files_and_lines(settings: Settings) -> None:
    tight = Settings(
        settings.home,
        settings.dumps,
        Limits(settle_seconds=0, file_bytes=2000, line_bytes=500),
    )
    (settings.dumps / "long_file.txt").write_bytes(PAGE * 60)
    (settings.dumps / "long_line.txt").write_bytes(b"Society\n" + b"x" * 600 + b"\n")
    (settings.dumps / "fine.txt").write_bytes(PAGE)
    intake = take_dumps(tight)
    assert len(intake.taken) == 1
    reasons = dict(intake.refused)
    assert "more than 2,000 bytes" in reasons["long_file.txt"]
    assert "longer than 500 bytes" in reasons["long_line.txt"]


def test_a_missing_folder_is_a_clear_error(settings: Settings) -> None:
    gone = Settings(settings.home, settings.dumps / "none", Limits())
    with pytest.raises(LandingError, match="doesn't exist; make a folder or name another"):
        take_dumps(gone)


def test_a_damaged_index_costs_nothing_but_a_look(settings: Settings) -> None:
    (settings.dumps / "a.txt").write_bytes(PAGE)
    take_dumps(settings)
    (settings.home / "landing.json").write_text("{ torn")
    intake = take_dumps(settings)
    assert intake.seen_again == ["a.txt"]
    assert len(records(settings)[0].sightings) == 1


def test_what_a_killed_run_left_is_swept(settings: Settings) -> None:
    leftover = settings.kept_dir / "ab" / "abcd.zst.partial"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    take_dumps(settings)
    assert not leftover.exists()


def test_the_synthetic_mark_is_in_the_name(settings: Settings) -> None:
    (settings.dumps / "synthetic-0001.txt").write_bytes(PAGE)
    take_dumps(settings)
    assert records(settings)[0].is_synthetic


def test_names_of_any_kind(settings: Settings) -> None:
    for number, name in enumerate(["с пробелом.txt", "a!b.txt", "quote's.txt", "-x.txt"]):
        (settings.dumps / name).write_bytes(PAGE + os.urandom(2).hex().encode() * (number + 1))
    assert len(take_dumps(settings).taken) == 4
