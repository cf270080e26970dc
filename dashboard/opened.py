"""The published snapshot, opened once for all readers, with the narrow table beside it.

Asks nothing itself: what is asked stands in `queries` and beside it, how the narrow table is made
in `facts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard import facts
from dashboard.facts import Codes
from dashboard.snapshot import SnapshotError

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "2GB",
}


@dataclass(frozen=True)
class Opened:
    """A snapshot that stands open, and how names are numbered in its table of facts."""

    connection: duckdb.DuckDBPyConnection
    codes: Codes


@st.cache_resource(show_spinner=False, max_entries=2)
def open_snapshot(path: str) -> Opened:
    """Open a snapshot, whose file never changes, and make its table of facts.

    Raises:
        SnapshotError: a table or column is missing, as after a rollback to an earlier version's.
    """
    connection = duckdb.connect(path, read_only=True, config=_CONFIG)
    codes: dict[str, dict[str, int]] = {}
    try:
        for statement in facts.MAKE:
            connection.execute(statement)
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        connection.close()
        raise _of_another_version(error) from error
    for column, name, code in connection.execute(facts.COUNTED_NAMES).fetchall():
        codes.setdefault(column, {})[name] = code
    return Opened(connection, codes)


def codes_of(path: str) -> Codes:
    """How names are numbered in a snapshot's table of facts."""
    return open_snapshot(path).codes


def read(
    path: str,
    sql: str,
    parameters: Mapping[str, object] | None = None,
    tables: Mapping[str, pa.Table] | None = None,
) -> pd.DataFrame:
    """The rows of a query on a snapshot.

    Args:
        path: of the database.
        sql: the query.
        parameters: values for its `$names`.
        tables: Arrow tables that it may name beside those of the snapshot.

    Raises:
        SnapshotError: a table or column is missing, as after a rollback to an earlier version's.
    """
    with open_snapshot(path).connection.cursor() as connection:
        for name, table in (tables or {}).items():
            connection.register(name, table)
        try:
            frame = connection.execute(sql, dict(parameters or {})).df()
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise _of_another_version(error) from error
    # ENUMs come as categories: grouping one by another would make rows of what never occurs
    kept = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(kept, object))


def _of_another_version(error: duckdb.Error) -> SnapshotError:
    missing = str(error).splitlines()[0].partition(": ")[2]
    return SnapshotError(f"another version of Baspasoz published it: {missing}")
