"""Dumps inside .gz, .zst and .zip files, unpacked within bounds.

Holds what may be unpacked and how far. Nothing is ever written under a name that an archive
gives: members are streams of bytes.
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
        total = 0
        with self._open() as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > self.limits.file_bytes:
                    raise Refused(
                        f"more than {self.limits.file_bytes:,} bytes; split it or raise "
                        "BASPASOZ_MAX_FILE_BYTES"
                    )
                if (
                    (self.member is not None or _suffix(self.path) in _OPENERS)
                    and total > _RATIO_FREE_BYTES
                    and total > packed_bytes * self.limits.archive_ratio
                ):
                    raise Refused(
                        f"unfolds to more than {self.limits.archive_ratio} times its size, as "
                        "archive bombs do; unpack it yourself or raise BASPASOZ_MAX_ARCHIVE_RATIO"
                    )
                yield chunk

    def _open(self) -> IO[bytes]:
        if self.member is not None:
            try:
                return zipfile.ZipFile(self.path).open(self.member)
            except (RuntimeError, NotImplementedError, KeyError) as error:
                raise Refused(f"the archive can't be unpacked: {error}") from error
        opener = _OPENERS.get(_suffix(self.path))
        return opener(self.path) if opener else self.path.open("rb")


def _open_gzip(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb"))


def _open_zstd(path: Path) -> IO[bytes]:
    return zstandard.open(path, "rb", dctx=zstandard.ZstdDecompressor(max_window_size=1 << 27))


_OPENERS = {".gz": _open_gzip, ".zst": _open_zstd}


def _suffix(path: Path) -> str:
    return path.suffix.lower()


def contents_of(path: Path, name: str, limits: Limits) -> list[Content]:
    """The dumps in a file: itself, or an archive's members.

    Args:
        path: the file.
        name: its name relative to the landing folder.
        limits: bounds.

    Raises:
        Refused: the archive holds links or names that leave it, or too many members.
    """
    if _suffix(path) != ".zip":
        return [Content(name, path, None, limits)]
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
        raise Refused(
            f"unfolds to more than {limits.archive_ratio} times its size, as archive bombs do; "
            "unpack it yourself or raise BASPASOZ_MAX_ARCHIVE_RATIO"
        )
    return [Content(f"{name}!{m.filename}", path, m.filename, limits) for m in members]


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or (parts and parts[0].endswith(":")):
        raise Refused(f"the archive names a path outside itself: {member.filename!r}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused(f"the archive holds a link: {member.filename!r}")
    if member.flag_bits & 1:
        raise Refused(f"the archive is encrypted: {member.filename!r}")
