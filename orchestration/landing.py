"""Taking dumps from the landing folder into the kept bytes, each once.

The folder belongs to the operators: it is only read. Links are refused, never followed: what is
taken is published. Which files are there, and which are whole, belongs to `landing_files`.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from orchestration.archives import Content, Refused, contents_of, is_system_file
from orchestration.files import write_json
from orchestration.kept import HEAD_BYTES, KeptBytes, KeptBytesError, Record, Sighting
from orchestration.landing_files import find_files, is_whole, whole_files
from orchestration.settings import Limits, Settings
from orchestration.synthetic import PREFIX

_LINK = "a link, which is never followed: put the file itself here, or name its folder with --dumps"
_HASH_CHUNK = 1 << 22
Progress = Callable[[str], None]


@dataclass
class Intake:
    """What became of the files that were found.

    Attributes:
        taken: ids of new deliveries.
        seen_again: names whose bytes were known already.
        refused: name and reason of what was refused at the door.
        waiting: name and reason of what isn't whole yet.
        ignored: what macOS or Windows left beside the dumps; told once.
        unchanged: files that were taken before and haven't changed.
    """

    taken: list[str] = field(default_factory=list)
    seen_again: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unchanged: int = 0


def take_dumps(settings: Settings, progress: Progress | None = None) -> Intake:
    """Take every whole file of the landing folder into the kept bytes; safe to repeat.

    Raises:
        LandingError: the folder doesn't exist or can't be read.
    """
    kept = KeptBytes(settings.kept_dir)
    kept.sweep()
    index = _LandingIndex(settings.home / "landing.json")
    intake = Intake()
    fresh = []
    for path, name in find_files(settings.dumps):
        if index.knows(name, path):
            intake.unchanged += 1
        else:
            fresh.append((path, name))
    if not fresh:
        return intake
    records = kept.records()
    fresh = [found for found in fresh if not _set_aside(*found, index, kept, records, intake)]
    for path, name in whole_files(fresh, settings.limits, intake.waiting):
        if progress:
            progress(name)
        is_done = _take_file(path, name, settings.limits, kept, records, intake)
        if is_done:
            index.add(name, path)
    index.write()
    return intake


def new_whole_files(settings: Settings) -> list[str]:
    """Names, sizes and times of files that a run would take now; waits for nothing.

    Raises:
        LandingError: the folder doesn't exist or can't be read.
    """
    index = _LandingIndex(settings.home / "landing.json")
    found = []
    for path, name in find_files(settings.dumps):
        if index.knows(name, path) or not (path.is_symlink() or is_whole(path, settings.limits)):
            continue
        found.append(" ".join([name, *map(str, index.mark(path) or ())]))
    return found


def _set_aside(
    path: Path,
    name: str,
    index: "_LandingIndex",
    kept: KeptBytes,
    records: dict[str, Record],
    intake: Intake,
) -> bool:
    """Refuse a link and ignore what a system left; True when the file is done with."""
    if path.is_symlink():
        _refuse_link(path, name, kept, records, intake)
    elif is_system_file(name):
        intake.ignored.append(name)
    else:
        return False
    index.add(name, path)
    return True


def _take_file(
    path: Path,
    name: str,
    limits: Limits,
    kept: KeptBytes,
    records: dict[str, Record],
    intake: Intake,
) -> bool:
    """Take one file; False when it changed under our hands and must be tried again."""
    try:
        contents, ignored = contents_of(path, name, limits)
    except Refused as refusal:
        _refuse(path, name, str(refusal), kept, records, intake)
        return True
    intake.ignored += ignored
    for content in contents:
        try:
            _take_content(content, kept, records, intake)
        except Refused as refusal:
            _refuse(path, content.name, str(refusal), kept, records, intake)
        except (KeptBytesError, FileNotFoundError) as error:
            intake.waiting.append((name, str(error)))
            return False
    return True


def _take_content(
    content: Content, kept: KeptBytes, records: dict[str, Record], intake: Intake
) -> None:
    digest, size = hashlib.sha256(), 0
    line, head = 0, b""
    for chunk in content.chunks():
        digest.update(chunk)
        head = head or chunk[:HEAD_BYTES]
        size += len(chunk)
        line = _longest_open_line(chunk, line, content.limits.line_bytes)
    delivery_id = digest.hexdigest()
    head_id = hashlib.sha256(head).hexdigest()
    known = records.get(delivery_id)
    sighting = Sighting(content.name, datetime.now(UTC))
    is_synthetic = Path(content.name.split("!")[-1]).name.startswith(PREFIX)
    if known is None:
        record = Record(delivery_id, size, is_synthetic, None, head_id, (sighting,))
        kept.keep(content.chunks(), record)
        intake.taken.append(delivery_id)
    else:
        intake.seen_again.append(content.name)
        if any(s.file_name == content.name for s in known.sightings):
            return
        record = Record(
            delivery_id,
            size,
            known.is_synthetic or is_synthetic,
            None,
            head_id,
            (*known.sightings, sighting),
        )
        kept.write_record(record)
    records[delivery_id] = record


def _longest_open_line(chunk: bytes, open_bytes: int, limit: int) -> int:
    """Bytes of the line that is open at the chunk's end.

    Raises:
        Refused: a line is longer than the limit.
    """
    ends = b"\r" if b"\n" not in chunk else b"\n"
    first = chunk.find(ends)
    if first < 0:
        longest = open_bytes = open_bytes + len(chunk)
    else:
        longest = open_bytes + first
        open_bytes = len(chunk) - chunk.rfind(ends) - 1
        if len(chunk) > limit:
            longest = max(longest, *map(len, chunk.split(ends)))
    if longest > limit:
        raise Refused(_long_line(limit))
    return open_bytes


def _long_line(limit: int) -> str:
    return (
        f"a line is longer than {limit:,} bytes, as no page is; split it or raise "
        "BASPASOZ_MAX_LINE_BYTES"
    )


def _refuse(
    path: Path,
    name: str,
    reason: str,
    kept: KeptBytes,
    records: dict[str, Record],
    intake: Intake,
) -> None:
    """Record a refusal under the hash of the file as it lies in the folder."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_HASH_CHUNK):
            digest.update(chunk)
    # two refused members of one archive are two refusals
    if "!" in name:
        digest.update(name.encode())
    _record_refusal(digest.hexdigest(), path, name, reason, kept, records, intake)


def _refuse_link(
    path: Path, name: str, kept: KeptBytes, records: dict[str, Record], intake: Intake
) -> None:
    """Record a refused link under the hash of its name and of where it says it leads."""
    target = os.fsencode(path.readlink())
    digest = hashlib.sha256(b"link\0" + os.fsencode(name) + b"\0" + target)
    _record_refusal(digest.hexdigest(), path, name, _LINK, kept, records, intake)


def _record_refusal(
    delivery_id: str,
    path: Path,
    name: str,
    reason: str,
    kept: KeptBytes,
    records: dict[str, Record],
    intake: Intake,
) -> None:
    intake.refused.append((name, reason))
    known = records.get(delivery_id)
    sightings = known.sightings if known else ()
    if any(s.file_name == name for s in sightings):
        return
    record = Record(
        delivery_id,
        path.lstat().st_size,
        False,
        reason,
        "",
        (*sightings, Sighting(name, datetime.now(UTC))),
    )
    kept.write_record(record)
    records[delivery_id] = record


class _LandingIndex:
    """Files that were taken, by name, size and times: unchanged ones aren't read again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.known: dict[str, list[int]] = json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError):
            # a lost index costs one more reading of the folder, nothing else
            self.known = {}

    def knows(self, name: str, path: Path) -> bool:
        return self.known.get(name) == self.mark(path)

    def add(self, name: str, path: Path) -> None:
        if (mark := self.mark(path)) is not None:
            self.known[name] = mark

    def write(self) -> None:
        write_json(self.path, self.known)

    @staticmethod
    def mark(path: Path) -> list[int] | None:
        try:
            status = path.lstat()
        except FileNotFoundError:
            return None
        return [status.st_size, status.st_mtime_ns, status.st_ino]
