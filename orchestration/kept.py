"""The kept bytes: every delivery, compressed, with the names it came under.

Everything else in a home can be made again from here. A delivery that was refused at the door
(too large, an archive that can't be trusted) leaves a record with the reason and no bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import zstandard

from orchestration.files import PARTIAL, write_atomically, write_json

CHUNK = 4 << 20
HEAD_BYTES = 64


class KeptBytesError(RuntimeError):
    """Kept bytes are missing or damaged; the message names the file."""


@dataclass(frozen=True)
class Sighting:
    """A name under which a delivery was found, and when."""

    file_name: str
    seen_at: datetime


@dataclass(frozen=True)
class Record:
    """What is known of a delivery without reading its bytes.

    Attributes:
        delivery_id: sha256 of the bytes.
        byte_count: how many.
        is_synthetic: generated for a test or a demo.
        refusal: why it was refused at the door, else None.
        head_id: hash of the first HEAD_BYTES; a dump that grew keeps it.
        sightings: names, in order of arrival.
    """

    delivery_id: str
    byte_count: int
    is_synthetic: bool
    refusal: str | None
    head_id: str
    sightings: tuple[Sighting, ...] = field(default=())

    @property
    def first_seen_at(self) -> datetime:
        """When it first arrived."""
        return min(s.seen_at for s in self.sightings)

    @property
    def file_name(self) -> str:
        """The first of its names in alphabetical order: the same whatever arrived first."""
        return min(s.file_name for s in self.sightings)


class KeptBytes:
    """The folder of kept bytes of one home."""

    def __init__(self, folder: Path) -> None:
        """Point at a folder; it is made when something is kept."""
        self.folder = folder

    def records(self) -> dict[str, Record]:
        """All deliveries by id."""
        found = (self.read_record(path) for path in self.record_paths())
        return {record.delivery_id: record for record in found}

    def record_paths(self) -> list[Path]:
        """The file of each record, sorted."""
        return sorted(self.folder.glob("??/*.json"))

    def keep(self, content: Iterable[bytes], record: Record) -> None:
        """Keep a delivery's bytes, then its record: a record promises the bytes.

        Raises:
            KeptBytesError: the content's hash isn't the record's.
        """
        digest = hashlib.sha256()
        with (
            write_atomically(self._bytes_path(record.delivery_id)) as stream,
            zstandard.ZstdCompressor(level=6).stream_writer(stream, closefd=False) as packed,
        ):
            for chunk in content:
                digest.update(chunk)
                packed.write(chunk)
            if digest.hexdigest() != record.delivery_id:
                raise KeptBytesError(
                    f"{record.sightings[0].file_name} changed while it was read; it will be taken "
                    "again when it has settled"
                )
        self.write_record(record)

    def write_record(self, record: Record) -> None:
        """Write what is known of a delivery."""
        value = {
            "delivery_id": record.delivery_id,
            "byte_count": record.byte_count,
            "is_synthetic": record.is_synthetic,
            "refusal": record.refusal,
            "head_id": record.head_id,
            "sightings": [[s.file_name, s.seen_at.isoformat()] for s in record.sightings],
        }
        write_json(self._record_path(record.delivery_id), value)

    def read(self, delivery_id: str) -> bytes:
        """The bytes of a delivery, proven by their hash.

        Raises:
            KeptBytesError: they are gone or damaged.
        """
        data = b"".join(self.chunks(delivery_id))
        if hashlib.sha256(data).hexdigest() != delivery_id:
            raise KeptBytesError(
                f"{self._bytes_path(delivery_id)} is damaged: its bytes don't have its hash; put "
                "the dump into the landing folder again, then: baspasoz forget, baspasoz build"
            )
        return data

    def prove(self, delivery_id: str) -> None:
        """Compare a delivery's bytes with its hash, a piece at a time.

        Raises:
            KeptBytesError: they are gone or damaged.
        """
        digest = hashlib.sha256()
        for chunk in self.chunks(delivery_id):
            digest.update(chunk)
        if digest.hexdigest() != delivery_id:
            path = self._bytes_path(delivery_id)
            raise KeptBytesError(f"{path} is damaged: its bytes don't have its hash")

    def chunks(self, delivery_id: str) -> Iterator[bytes]:
        """The bytes of a delivery in pieces."""
        path = self._bytes_path(delivery_id)
        try:
            with path.open("rb") as stream, self._unpack(stream) as plain:
                while chunk := plain.read(CHUNK):
                    yield chunk
        except FileNotFoundError as error:
            raise KeptBytesError(f"{path} is missing: the bytes of a delivery are lost") from error
        except zstandard.ZstdError as error:
            raise KeptBytesError(f"{path} is damaged: {error}") from error

    def forget(self, delivery_id: str) -> None:
        """Remove a delivery: first its record, so that nothing promises missing bytes."""
        self._record_path(delivery_id).unlink(missing_ok=True)
        self._bytes_path(delivery_id).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a killed run left half-written."""
        for partial in self.folder.glob(f"??/*{PARTIAL}"):
            partial.unlink(missing_ok=True)

    @staticmethod
    def _unpack(stream: BinaryIO) -> zstandard.ZstdDecompressionReader:
        return zstandard.ZstdDecompressor().stream_reader(stream)

    def _bytes_path(self, delivery_id: str) -> Path:
        return self.folder / delivery_id[:2] / f"{delivery_id}.zst"

    def _record_path(self, delivery_id: str) -> Path:
        return self.folder / delivery_id[:2] / f"{delivery_id}.json"

    def read_record(self, path: Path) -> Record:
        """What a record says.

        Raises:
            KeptBytesError: it is damaged.
        """
        try:
            value = json.loads(path.read_bytes())
            record = Record(
                delivery_id=value["delivery_id"],
                byte_count=value["byte_count"],
                is_synthetic=value["is_synthetic"],
                refusal=value["refusal"],
                head_id=value["head_id"],
                sightings=tuple(
                    Sighting(name, datetime.fromisoformat(at).astimezone(UTC))
                    for name, at in value["sightings"]
                ),
            )
            if record.delivery_id != path.stem or not record.sightings:
                raise ValueError("it belongs to another delivery")
        except (ValueError, KeyError, TypeError) as error:
            raise KeptBytesError(
                f"{path} is damaged ({error}); what to do is told by: baspasoz doctor"
            ) from error
        return record
