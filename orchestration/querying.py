"""SQL that a person typed, on the published snapshot: one SELECT, nothing but the marts.

Read-only isn't enough: COPY writes over the very file that is read, and functions read any file
of this machine. So statements are told apart before they run, and the connection sees no file but
its own. Files of one's own are joined in DuckDB itself, on the path of the snapshot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.guarding import LOCKED, QueryError, one_select


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
        config = {**LOCKED, "lock_configuration": True}
        with duckdb.connect(str(database), read_only=True, config=config) as connection:
            yield connection.execute(one_select(connection, sql, may_explain=True))
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).strip().splitlines()[:1])) from error
