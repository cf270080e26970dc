"""SQL that a person typed, on the published snapshot: one SELECT, nothing but the marts.

Read-only isn't enough: COPY writes over the very file that is read, and functions read any file
of this machine. So statements are told apart before they run, and the connection sees no file but
its own. Files of one's own are joined in DuckDB itself, on the path of the snapshot.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}
_EXPLAIN = re.compile(r"\s*explain\s+(?:analyze\s+)?", re.IGNORECASE)


class QueryError(ValueError):
    """The query can't be run; the message says why in one line."""


def run_query(database: Path, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one SELECT, or of EXPLAIN of one.

    Raises:
        QueryError: it is something else, or it is wrong.
    """
    with _answer(database, sql) as cursor:
        return [c[0] for c in cursor.description or []], cursor.fetchall()


def run_query_arrow(database: Path, sql: str) -> pa.Table:
    """The same as an Arrow table, types kept; ENUMs are dictionaries.

    Raises:
        QueryError: as above.
    """
    with _answer(database, sql) as cursor:
        return cursor.to_arrow_table()


@contextmanager
def _answer(database: Path, sql: str) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        _check(sql)
        with duckdb.connect(str(database), read_only=True, config=_LOCKED) as connection:
            yield connection.execute(sql)
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).strip().splitlines()[:1])) from error


def _check(sql: str) -> None:
    statements = duckdb.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(
            f"{len(statements)} statements; give one" if statements else "no statement; give one"
        )
    (statement,) = statements
    if statement.type == duckdb.StatementType.EXPLAIN and _EXPLAIN.match(sql):
        _check(_EXPLAIN.sub("", sql, count=1))
    elif statement.type != duckdb.StatementType.SELECT:
        raise QueryError(
            f"only SELECT is run here, and this is {statement.type.name}: the snapshot is never "
            "changed; for more open a copy of it in DuckDB"
        )
