"""The only Python writer of the build database: opens late, closes at once.

Holds the tables of raw, enriched and ops, and how rows get in and out of them. Marts are dbt's.
Every change is one transaction that can be repeated: rows are deleted by key, then inserted.
There are no indexes and no keys in the database: uniqueness is tested by dbt.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from orchestration.press.schema import TABLES
from orchestration.settings import database_memory

_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.int32(): "INTEGER",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
    pa.list_(pa.uint64()): "UBIGINT[]",
}
_NAMES = {name: name for name in _TYPES.values()} | {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}

# Bookkeeping that no reader sees and no content hash covers
_OPS = """
create schema if not exists ops;
create table if not exists ops.stages (stage varchar, fingerprint varchar);
create table if not exists ops.replaced (delivery_id varchar, generation varchar);
create table if not exists ops.story_moves
(moved_at timestamptz, article_id varchar, from_story_id varchar, to_story_id varchar);
"""


# What DuckDB says of a file whose content it can't use
_DAMAGE = ("not a valid duckdb database", "corrupt", "checksum", "could not read enough bytes")


class WarehouseError(RuntimeError):
    """The build database can't be used; the message says what to do."""


@contextmanager
def open_warehouse(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the build database, making it and its tables when they are missing.

    Raises:
        WarehouseError: it is damaged, locked by a stranger or from another DuckDB.
    """
    if not path.exists():
        if read_only:
            raise WarehouseError(f"nothing is built in {path.parent} yet; run: baspasoz build")
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_database(path)
    try:
        connection = duckdb.connect(str(path), read_only=read_only)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} can't be opened ({_first_line(error)}); close programs that have it open, "
            "or make it anew from the kept bytes with: baspasoz rebuild"
        ) from error
    try:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set memory_limit = '{database_memory()}'")
        if not read_only:
            # trying each method on texts costs as much again and finds one four times as large
            connection.execute("set force_compression = 'zstd'")
            _make_tables(connection)
        yield connection
    finally:
        connection.close()


def damage_of(path: Path) -> str | None:
    """What is broken in the build database; None for one that is sound, missing or out of reach."""
    if not path.exists():
        return None
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        return _damage_told(error)
    return None


def damage_within(path: Path) -> str | None:
    """What is broken anywhere in the build database, every block of every table read."""
    reason = damage_of(path)
    if reason is not None or not path.exists():
        return reason
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("set enable_progress_bar = false")
            for (table,) in connection.execute(
                "select format('{}.\"{}\"', schema_name, table_name) from duckdb_tables()"
            ).fetchall():
                connection.execute(f"select bit_xor(hash(t)) from {table} as t").fetchone()
    except duckdb.Error as error:
        return _damage_told(error)
    return None


def _damage_told(error: duckdb.Error) -> str | None:
    """The reason, if it is damage: at a full disk, a lock or a missing right the file must stay."""
    reason = _first_line(error)
    return reason if any(sign in reason.lower() for sign in _DAMAGE) else None


def remove_database(path: Path) -> None:
    """Remove a database with the log beside it."""
    for file in (path, path.with_name(f"{path.name}.wal")):
        file.unlink(missing_ok=True)


def _make_database(path: Path) -> None:
    """Make an empty database whose format has this DuckDB's compression methods."""
    with duckdb.connect(":memory:") as connection:
        quoted = str(path).replace("'", "''")
        connection.execute(f"attach '{quoted}' as made (storage_version 'latest')")
        connection.execute("detach made")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200]


def _make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make what is missing; a table of another version goes, and its rows are made anew."""
    connection.execute(_OPS)
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where schema_name in ('raw', 'enriched') order by table_oid, column_index"
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    wanted = {
        name: [(field.name, _NAMES[_TYPES[field.type]]) for field in schema]
        for name, schema in TABLES.items()
    }
    if any(found[name] != wanted[name] for name in found if name in wanted):
        for name in found:
            # the marts' views hang on these tables by name, not by identity
            connection.execute(f"drop table if exists {name}")
        connection.execute("delete from ops.stages")
    for name, schema in TABLES.items():
        connection.execute(f"create schema if not exists {name.split('.')[0]}")
        columns = ", ".join(
            f"{f.name} {_TYPES[f.type]}{'' if f.nullable else ' not null'}" for f in schema
        )
        connection.execute(f"create table if not exists {name} ({columns})")


def delete_rows(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, values: Sequence[str]
) -> None:
    """Delete the rows whose key is among the values."""
    if values:
        doomed = pa.table({"doomed_key": pa.array(values, pa.string())})
        connection.register("doomed", doomed)
        connection.execute(f"delete from {table} where {key} in (select doomed_key from doomed)")
        connection.unregister("doomed")


def append_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Append rows in the table's own schema."""
    if rows.num_rows:
        connection.register("incoming", rows)
        columns = ", ".join(rows.schema.names)
        connection.execute(f"insert into {table} ({columns}) select * from incoming")
        connection.unregister("incoming")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit the block, or leave everything as it was."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def stage_fingerprint(connection: duckdb.DuckDBPyConnection, stage: str) -> str | None:
    """The fingerprint under which a stage last ran over all that it has."""
    row = connection.execute(
        "select fingerprint from ops.stages where stage = ?", [stage]
    ).fetchone()
    return row[0] if row else None


def set_stage_fingerprint(
    connection: duckdb.DuckDBPyConnection, stage: str, fingerprint: str
) -> None:
    """Remember the fingerprint of a stage."""
    with transaction(connection):
        connection.execute("delete from ops.stages where stage = ?", [stage])
        connection.execute("insert into ops.stages values (?, ?)", [stage, fingerprint])


def count_rows(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """Rows of a table."""
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0
