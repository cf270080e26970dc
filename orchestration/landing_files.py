"""The landing folder: which files are there, and which are whole.

A file is whole when a `<name>.sha256` beside it agrees, or its size and times have stood still
for `Limits.settle_seconds`. Names that end in `.part`, `.tmp` or `.crdownload`, hidden files,
checksums and the truth beside synthetic dumps are left alone. Links are named, never followed;
the folder itself may be one. Taking the files belongs to `landing`.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from orchestration.archives import is_system_file
from orchestration.settings import Limits
from orchestration.synthetic import TRUTH_FILES

_LEFT_ALONE = (".part", ".partial", ".tmp", ".crdownload", ".sha256")


class LandingError(RuntimeError):
    """The landing folder can't be read; the message says what to do."""


def check_landing_folder(folder: Path) -> None:
    """Raise LandingError where there is no such folder."""
    if not folder.is_dir():
        is_what = "is a file" if folder.exists() else "doesn't exist"
        raise LandingError(
            f"the landing folder {folder} {is_what}; make a folder or name another with --dumps"
        )


def find_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files to take, refuse or ignore, with their names in the folder.

    Raises:
        LandingError: the folder doesn't exist or can't be read.
    """
    check_landing_folder(folder)
    try:
        paths = sorted(_walk(folder))
    except OSError as error:
        raise LandingError(f"the landing folder {folder} can't be read: {error}") from error
    for path in paths:
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        is_left_alone = name.lower().endswith(_LEFT_ALONE) or path.name in TRUTH_FILES
        if is_system_file(name) or not (hidden or is_left_alone):
            yield path, name


def _walk(folder: Path) -> Iterator[Path]:
    """Files, and links of any kind; what a link leads to isn't looked at."""
    next(folder.iterdir(), None)  # unlike a walk, this fails where nothing can be read
    for place, folders, files in os.walk(folder, followlinks=False):
        for path in (Path(place, name) for name in (*folders, *files)):
            if path.is_symlink() or path.is_file():
                yield path


def whole_files(
    files: list[tuple[Path, str]], limits: Limits, waiting: list[tuple[str, str]]
) -> Iterator[tuple[Path, str]]:
    """Files that are whole now, then those that have settled after one wait for all.

    Args:
        files: paths and names.
        limits: for how long a file has to stand still.
        waiting: gets the names of the others, and why.
    """
    unsettled = []
    for path, name in files:
        checksum = path.with_name(f"{path.name}.sha256")
        if checksum.is_file() and not checksum.is_symlink():
            if _checksum_agrees(path, checksum):
                yield path, name
            else:
                waiting.append((name, f"{checksum.name} doesn't agree with it yet"))
        elif time.time() - _last_change(path) >= limits.settle_seconds:
            yield path, name
        else:
            unsettled.append((path, name, _look(path)))
    if unsettled:
        time.sleep(limits.settle_seconds)
    for path, name, before in unsettled:
        if _look(path) == before:
            yield path, name
        else:
            waiting.append((name, "it is still being written; the next run takes it"))


def is_whole(path: Path, limits: Limits) -> bool:
    """Whether a file is whole now, as far as one look can tell."""
    checksum = path.with_name(f"{path.name}.sha256")
    try:
        if checksum.is_file() and not checksum.is_symlink():
            return _checksum_agrees(path, checksum)
        return time.time() - _last_change(path) >= limits.settle_seconds
    except FileNotFoundError:
        return False


def _look(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _last_change(path: Path) -> float:
    status = path.lstat()
    return max(status.st_mtime, status.st_ctime)


def _checksum_agrees(path: Path, checksum: Path) -> bool:
    words = checksum.read_text("utf-8", "replace").split()
    if not words:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == words[0].lower()
