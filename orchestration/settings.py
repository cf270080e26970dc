"""Every path, limit and environment variable of the product; standard library only.

Rules of the domain do not belong here (they stand in `orchestration.press` and the dbt seeds),
nor anything that touches a file: this module names places, others make them.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DBT_PROJECT = REPOSITORY / "dbt_project"
SEEDS = DBT_PROJECT / "seeds"

MIB = 1024 * 1024
# DuckDB's own bound is most of the machine's memory, which others want too
_DATABASE_MIB = 2048.0


class SettingsError(ValueError):
    """A setting in the environment can't be used; the message names it and the remedy."""


@dataclass(frozen=True)
class Limits:
    """Bounds on what is taken from the landing folder.

    Attributes:
        file_bytes: largest dump, after decompression.
        line_bytes: longest line; real pages stay under 100 kB.
        archive_ratio: most bytes that one compressed byte may unfold to.
        archive_members: most files in one archive.
        settle_seconds: a file is whole when size and time have stood still so long.
    """

    file_bytes: int = 1024 * MIB
    line_bytes: int = 16 * MIB
    archive_ratio: int = 200
    archive_members: int = 10_000
    settle_seconds: float = 3.0

    @classmethod
    def from_environment(cls) -> "Limits":
        """Read BASPASOZ_MAX_FILE_BYTES and its like.

        Raises:
            SettingsError: a value is no positive number.
        """
        return cls(
            file_bytes=int(_number("BASPASOZ_MAX_FILE_BYTES", cls.file_bytes)),
            line_bytes=int(_number("BASPASOZ_MAX_LINE_BYTES", cls.line_bytes)),
            archive_ratio=int(_number("BASPASOZ_MAX_ARCHIVE_RATIO", cls.archive_ratio)),
            archive_members=int(_number("BASPASOZ_MAX_ARCHIVE_MEMBERS", cls.archive_members)),
            settle_seconds=_number("BASPASOZ_SETTLE_SECONDS", cls.settle_seconds),
        )


@dataclass(frozen=True)
class QueryLimits:
    """Bounds on a reader's own SQL in the dashboard.

    Attributes:
        seconds: a query's longest time; then its process is ended.
        memory_mib: the most that its process may hold.
        rows: an answer is cut after so many.
        result_bytes: and after so many bytes.
        characters: longest statement.
        parallel: queries that run at once.
        waiting: queries that may wait for their turn; more are sent away.
        waiting_seconds: how long one waits.
    """

    seconds: float = 10.0
    memory_mib: int = 512
    rows: int = 10_000
    result_bytes: int = 32 * MIB
    characters: int = 20_000
    parallel: int = 4
    waiting: int = 16
    waiting_seconds: float = 10.0

    @classmethod
    def from_environment(cls) -> "QueryLimits":
        """Read BASPASOZ_SQL_SECONDS and its like.

        Raises:
            SettingsError: a value is not above 0, or leaves no room to start in.
        """
        return cls(
            seconds=_number("BASPASOZ_SQL_SECONDS", cls.seconds, least=0.1),
            memory_mib=int(_number("BASPASOZ_SQL_MEMORY_MIB", cls.memory_mib, least=256)),
            rows=int(_number("BASPASOZ_SQL_ROWS", cls.rows, least=1)),
            parallel=int(_number("BASPASOZ_SQL_PARALLEL", cls.parallel, least=1)),
            waiting=int(_number("BASPASOZ_SQL_WAITING", cls.waiting)),
        )


@dataclass(frozen=True)
class Settings:
    """Where one warehouse lives and where its dumps come from.

    Attributes:
        home: holds everything that is made; two homes share nothing.
        dumps: the landing folder; only ever read.
        limits: bounds on input.
        generations_kept: published snapshots that stay for a rollback.
        lock_timeout_seconds: how long a writer waits for another.
        coverage_bound: from which lower bound of a day's coverage an empty cell is a zero, 0 to 1.
        query_limits: bounds on a reader's SQL.
    """

    home: Path
    dumps: Path
    limits: Limits = Limits()
    generations_kept: int = 5
    lock_timeout_seconds: float = 600.0
    coverage_bound: float = 0.5
    query_limits: QueryLimits = QueryLimits()

    @classmethod
    def from_environment(cls, home: Path | None = None, dumps: Path | None = None) -> "Settings":
        """Settings from arguments, else from the environment, else the project's own folders.

        Args:
            home: overrides BASPASOZ_HOME (default data/warehouse).
            dumps: overrides BASPASOZ_DUMPS (default data/dumps).

        Raises:
            SettingsError: a variable has a value that can't be used.
        """
        data = REPOSITORY / "data"
        return cls(
            home=_folder(home, "BASPASOZ_HOME", data / "warehouse"),
            dumps=_folder(dumps, "BASPASOZ_DUMPS", data / "dumps"),
            limits=Limits.from_environment(),
            generations_kept=int(_number("BASPASOZ_GENERATIONS", cls.generations_kept)),
            lock_timeout_seconds=_number("BASPASOZ_LOCK_TIMEOUT", cls.lock_timeout_seconds),
            coverage_bound=_number("BASPASOZ_COVERAGE_BOUND", cls.coverage_bound),
            query_limits=QueryLimits.from_environment(),
        )

    def as_environment(self) -> dict[str, str]:
        """The variables that give a child process these same settings."""
        return {
            "BASPASOZ_HOME": str(self.home),
            "BASPASOZ_DUMPS": str(self.dumps),
            "BASPASOZ_BUILD_DB": str(self.build_db),
            "BASPASOZ_COVERAGE_BOUND": f"{self.coverage_bound:g}",
            "BASPASOZ_DATABASE_MEMORY": database_memory(),
            "BASPASOZ_WORKERS": str(worker_count()),
            "DAGSTER_HOME": str(self.dagster_home),
            "DAGSTER_DISABLE_TELEMETRY": "true",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }

    @property
    def build_db(self) -> Path:
        """The database that Dagster and dbt write."""
        return self.home / "build.duckdb"

    @property
    def published_dir(self) -> Path:
        """Holds `snapshots/<generation>` and the link `current`."""
        return self.home / "published"

    @property
    def current(self) -> Path:
        """The link to the snapshot that readers use."""
        return self.published_dir / "current"

    @property
    def kept_dir(self) -> Path:
        """The kept bytes of every delivery, compressed."""
        return self.home / "deliveries"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own instance."""
        return self.home / "dagster"

    @property
    def dbt_target(self) -> Path:
        """Dbt's manifest, compiled SQL and run results."""
        return self.home / "dbt"

    @property
    def lock_file(self) -> Path:
        """The one lock that guards every writer of this home."""
        return self.home / ".lock"


def _folder(given: Path | None, variable: str, default: Path) -> Path:
    chosen = given or (Path(os.environ[variable]) if os.environ.get(variable) else default)
    return chosen.expanduser().resolve()


def database_memory() -> str:
    """How much a database that is built may hold in memory, as DuckDB writes it.

    What it needs beyond is spilled to a folder beside the build database.

    Raises:
        SettingsError: BASPASOZ_DATABASE_MEMORY_MIB is no number or too little.
    """
    return f"{int(_number('BASPASOZ_DATABASE_MEMORY_MIB', _DATABASE_MIB, least=256))}MiB"


def worker_count() -> int:
    """How many processes large work may be spread over: BASPASOZ_WORKERS, else one a core.

    Raises:
        SettingsError: BASPASOZ_WORKERS is no number or less than 1.
    """
    return int(_number("BASPASOZ_WORKERS", os.cpu_count() or 1, least=1))


def _number(variable: str, default: float, *, least: float = 0.0) -> float:
    text = os.environ.get(variable)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < math.inf:
        raise SettingsError(f"{variable}={text!r} is no positive number; unset it or correct it")
    if value < least:
        raise SettingsError(f"{variable}={text!r} is too little; the least is {least:g}")
    return value
