"""Dumps inside .gz, .zst and .zip files, unpacked within bounds.

Holds what may be unpacked and how far, and what an operating system leaves behind that is no
dump. Nothing is ever written under a name that an archive gives: members are streams of bytes.
"""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

import zstandard

from orchestration.settings import Limits

CHUNK = 1 << 20
_ZSTD_PIECE = 1 << 11
# the first bytes of archives: those that are unpacked, with the name they should have, and others
_MAGIC = {
    b"PK\x03\x04": ".zip", b"PK\x05\x06": ".zip", b"\x1f\x8b\x08": ".gz",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"7z\xbc\xaf\x27\x1c": None, b"Rar!\x1a\x07": None, b"BZh91AY&SY": None, b"\xfd7zXZ\x00": None,
}  # fmt: skip
_TAR_MAGIC, _TAR_AT = b"ustar", 257
_SYSTEM_FOLDERS = frozenset({"__macosx"})
_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
# below this size a high ratio proves nothing: a short repetitive dump packs well
_RATIO_FREE_BYTES = 16 << 20


class Refused(ValueError):
    """A file can't be taken; the message says why."""


@dataclass(frozen=True)
class Content:
    """One dump: its name and a way to read its bytes, as often as wanted."""

    name: str
    path: Path
    member: str | None
    limits: Limits

    def chunks(self) -> Iterator[bytes]:
        """The dump's bytes in pieces, unpacked, within the limits.

        Raises:
            Refused: too large, a suspicious ratio, a damaged or encrypted archive.
        """
        try:
            yield from self._bounded()
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, zstandard.ZstdError) as error:
            if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
                raise
            raise Refused(f"the archive is damaged: {error}") from error

    def _bounded(self) -> Iterator[bytes]:
        packed_bytes = max(1, self.path.stat().st_size)
        is_packed = self.member is not None or _suffix(self.path) in (".gz", ".zst")
        total = 0
        for chunk in self._unbounded():
            if not total:
                _refuse_archive(chunk, is_packed)
            total += len(chunk)
            if total > self.limits.file_bytes:
                raise Refused(
                    f"more than {self.limits.file_bytes:,} bytes; split it or raise "
                    "BASPASOZ_MAX_FILE_BYTES"
                )
            ratio = total / packed_bytes
            if is_packed and total > _RATIO_FREE_BYTES and ratio > self.limits.archive_ratio:
                raise Refused(_bomb(self.limits))
            yield chunk

    def _unbounded(self) -> Iterator[bytes]:
        if self.member is None and _suffix(self.path) == ".zst":
            yield from _unpack_zstd(self.path)
            return
        with self._open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def _open(self) -> IO[bytes]:
        if self.member is not None:
            try:
                return zipfile.ZipFile(self.path).open(self.member)
            except (RuntimeError, NotImplementedError, KeyError) as error:
                raise Refused(f"the archive can't be unpacked: {error}") from error
        if _suffix(self.path) == ".gz":
            return cast(IO[bytes], gzip.open(self.path, "rb"))
        return self.path.open("rb")


def _refuse_archive(head: bytes, is_packed: bool) -> None:
    """Refuse a dump that is an archive, by its first bytes."""
    known = next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")
    if known == "" and not head.startswith(_TAR_MAGIC, _TAR_AT):
        return
    if is_packed:
        raise Refused("an archive inside an archive: unpack the outer one")
    if not known:
        raise Refused("an archive of a kind that isn't unpacked here: unpack it yourself")
    raise Refused(f"an archive under another name: name it {known} if it holds dumps")


def _unpack_zstd(path: Path) -> Iterator[bytes]:
    """Unpack frame by frame; the library's own reader takes a torn frame for its end."""
    frame = None
    with path.open("rb") as stream:
        # small pieces: what one of them unfolds to is held in memory
        while piece := stream.read(_ZSTD_PIECE):
            while piece:
                frame = frame or _new_frame()
                if plain := frame.decompress(piece):
                    yield plain
                piece = frame.unused_data if frame.eof else b""
                frame = None if frame.eof else frame
    if frame is not None:
        raise EOFError("it ends in the middle")


def _new_frame() -> "zstandard.ZstdDecompressionObj":
    return zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()


def _bomb(limits: Limits) -> str:
    return (
        f"unfolds to more than {limits.archive_ratio} times its size, as archive bombs do; "
        "unpack it yourself or raise BASPASOZ_MAX_ARCHIVE_RATIO"
    )


def _suffix(path: Path) -> str:
    return path.suffix.lower()


def is_system_file(name: str) -> bool:
    """Whether a file is one that macOS or Windows puts beside others, by its name."""
    *folders, last = name.replace("\\", "/").casefold().split("/")
    is_apple_double = last.startswith("._")
    return bool(_SYSTEM_FOLDERS.intersection(folders)) or last in _SYSTEM_FILES or is_apple_double


def contents_of(path: Path, name: str, limits: Limits) -> tuple[list[Content], list[str]]:
    """The dumps in a file, itself or an archive's members; and names of members that are none.

    Args:
        path: the file.
        name: its name relative to the landing folder.
        limits: bounds.

    Raises:
        Refused: the archive holds links, names that leave it, too many members or no dump.
    """
    if _suffix(path) != ".zip":
        return [Content(name, path, None, limits)], []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused(f"the archive is damaged: {error}") from error
    if len(members) > limits.archive_members:
        raise Refused(f"{len(members):,} files in one archive; at most {limits.archive_members:,}")
    for member in members:
        _check_member(member)
    total = sum(member.file_size for member in members)
    if total > _RATIO_FREE_BYTES and total > path.stat().st_size * limits.archive_ratio:
        raise Refused(_bomb(limits))
    ignored = [f"{name}!{m.filename}" for m in members if is_system_file(m.filename)]
    if len(ignored) == len(members):
        raise Refused("the archive holds no dump")
    return [
        Content(f"{name}!{m.filename}", path, m.filename, limits)
        for m in members
        if not is_system_file(m.filename)
    ], ignored


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or (parts and parts[0].endswith(":")):
        raise Refused(f"the archive names a path outside itself: {member.filename!r}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(f"the archive holds a link: {member.filename!r}")
    if member.flag_bits & 1:
        raise Refused(f"the archive is encrypted: {member.filename!r}")
