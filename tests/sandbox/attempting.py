"""One attack made on a sandbox, and everything that it might have left behind looked at."""

import hashlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.sandbox import ANSWERED, Answer, Sandbox
from tests.dashboard.made_home import make_home
from tests.sandbox.attacks import Attack

CANARY = "canary-7f3e51"
GRACE_SECONDS = 3.0
"""Between the limit and the answer, on a machine that is busy with something else."""

_CHANGED = "a file changed"


@dataclass
class Target:
    """A home that is attacked.

    Attributes:
        path: of the database.
        secret: a file beside it that holds the canary.
        before: what every file around it held, as hashes, before the first attack.
    """

    path: Path
    secret: Path
    before: dict[str, str] = field(default_factory=dict)

    def now(self) -> dict[str, str]:
        """Every file of the home with its hash."""
        home = self.path.parents[3]
        return {
            str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(home.rglob("*"))
            if path.is_file()
        }

    def aimed(self, sql: str) -> str:
        """The attack with this home's own paths."""
        aims = {"DB": self.path, "FOLDER": self.path.parent, "SECRET": self.secret}
        for word, path in aims.items():
            sql = sql.replace(f"'{word}", f"'{path}")
        return sql


@dataclass
class Record:
    """What all attempts together came to."""

    tried: int = 0
    through: int = 0
    changed: int = 0
    longest: float = 0.0
    largest: int = 0


def make_target(home: Path) -> Target:
    """A published snapshot with secrets beside it."""
    make_home(home, articles=200, days=30)
    path = Path(os.path.realpath(home / "published" / "current")) / "warehouse.duckdb"
    secret = path.with_name("secret.csv")
    secret.write_text(f"secret\n{CANARY}\n", encoding="utf-8")
    pq.write_table(pa.table({"secret": [CANARY]}), path.with_name("secret.parquet"))
    target = Target(path, secret)
    target.before = target.now()
    return target


def attempt(
    sandbox: Sandbox, target: Target, attack: Attack, record: Record
) -> tuple[Answer, list[str]]:
    """Make the attack: the answer, and what it broke or learned, in words; nothing if it held."""
    sql = target.aimed(attack.sql)
    begun = time.monotonic()
    answer = sandbox.ask(str(target.path), sql)
    took = time.monotonic() - begun
    found = faults(sandbox, target, sql, answer, took)
    if answer.outcome not in attack.may:
        found.append(f"{answer.outcome} {answer.detail}")
    record.tried += 1
    record.through += bool(found)
    record.changed += _CHANGED in found
    record.longest = max(record.longest, answer.seconds)
    record.largest = max(record.largest, answer.peak_bytes)
    return answer, found


def faults(sandbox: Sandbox, target: Target, sql: str, answer: Answer, took: float) -> list[str]:
    """Whatever must not be, whether or not the statement was to be answered."""
    limits = sandbox.limits
    found = []
    if target.now() != target.before:
        found.append(_CHANGED)
    if leaked := leaks(target, sql, answer):
        found.append(f"told {leaked}")
    if answer.table is not None:
        if answer.outcome != ANSWERED:
            found.append("rows without an answer")
        if answer.table.num_rows > limits.rows or answer.table.nbytes > 2 * limits.result_bytes:
            found.append("more rows than the limit lets through")
    if answer.peak_bytes > 1.25 * limits.memory_mib * 1024 * 1024:
        found.append(f"{answer.peak_bytes:,} bytes of memory")
    if took > limits.seconds + GRACE_SECONDS + limits.waiting_seconds:
        found.append(f"took {took:.1f} s")
    if "\n" in answer.detail:
        found.append("a message of several lines")
    return found


def leaks(target: Target, sql: str, answer: Answer) -> list[str]:
    """What the answer or the message tells beyond what is published and what was typed."""
    secrets = [
        CANARY,
        str(target.path.parent),
        str(Path.home()),
        str(Path.cwd()),
        os.environ.get("PATH", CANARY),
    ]
    said = answer.detail
    if answer.table is not None:
        said += str(answer.table.slice(0, 2000).to_pylist())
    return [secret for secret in secrets if secret in said and secret not in sql]
