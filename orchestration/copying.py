"""Copies the marts into the database that readers get: tables, ENUMs, views, comments.

Holds what differs between the database that is built and the one that is read: columns that
charts filter by become ENUMs (a heatmap on the facts took 3 ms instead of 13), long texts are
compressed with zstd, and views are written so that they work in any file. When and where a copy is
made, audited and served stands in `publishing`.
"""

import json
import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from orchestration.settings import Settings, database_memory
from orchestration.snapshots import SCHEMA

EXPLORE = "explore"
# texts that hardly recur: zstd halves them, while ids and the like are best left to DuckDB's choice
_LONG_TEXTS = frozenset({"title", "lead_title", "body", "previous_body", "source_url"})
# column -> ENUM type; one type for all columns that mean the same, or a join casts each row
ENUMS = {
    "agency_confidence": "confidence",
    "agency_id": "agency_id",
    "agency_kind": "agency_kind",
    "agency_level": "agency_level",
    "confidence": "confidence",
    "coverage_state": "coverage_state",
    "family": "family",
    "lang": "lang",
    "part_of_country": "part_of_country",
    "primary_region_confidence": "confidence",
    "primary_region_id": "region_id",
    "primary_topic_confidence": "confidence",
    "primary_topic_id": "topic_id",
    "publisher_kind": "publisher_kind",
    "region_id": "region_id",
    "region_kind": "region_kind",
    "role": "role",
    "section": "section",
    "top_topic_id": "topic_id",
    "topic_id": "topic_id",
}


class CopyError(RuntimeError):
    """The build database doesn't hold what the project says."""


@dataclass(frozen=True)
class Relation:
    """A mart, or a view over marts.

    Attributes:
        schema: marts or explore.
        name: of the table or view.
        is_view: whether it is computed when it is read.
        needs: names of relations that a view reads.
    """

    schema: str
    name: str
    is_view: bool
    needs: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Schema and name."""
        return f"{self.schema}.{self.name}"


def published_relations(settings: Settings) -> list[Relation]:
    """What this version publishes, each after what it reads; an older version's is left out."""
    manifest = json.loads((settings.dbt_target / "manifest.json").read_bytes())
    nodes = {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] in (SCHEMA, EXPLORE)
    }
    needs = {
        unique_id: [n for n in node["depends_on"]["nodes"] if n in nodes]
        for unique_id, node in nodes.items()
    }
    return [
        Relation(
            nodes[unique_id]["schema"],
            nodes[unique_id]["name"],
            nodes[unique_id]["config"]["materialized"] == "view",
            tuple(nodes[n]["name"] for n in needs[unique_id]),
        )
        for unique_id in TopologicalSorter({k: needs[k] for k in sorted(needs)}).static_order()
    ]


def copy_marts(settings: Settings, target: Path) -> dict[str, int]:
    """Copy every mart and view with its comments into a new database.

    Args:
        settings: the home whose build database is read.
        target: the file to make.

    Returns:
        Rows of each table.

    Raises:
        CopyError: marts are missing.
    """
    relations = published_relations(settings)
    connection = duckdb.connect(":memory:")
    try:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"set memory_limit = '{database_memory()}'")
        # where the build database spills too; DuckDB removes what it put there
        spill = settings.build_db.with_name(f"{settings.build_db.name}.tmp")
        connection.execute(f"set temp_directory = '{_quoted(spill)}'")
        connection.execute(f"attach '{_quoted(settings.build_db)}' as source (read_only)")
        connection.execute(f"attach '{_quoted(target)}' as target (storage_version 'latest')")
        connection.execute("use target")
        connection.execute(f"create schema {SCHEMA}; create schema {EXPLORE}")
        tables = sorted(r.full_name for r in relations if not r.is_view)
        columns = _columns(connection, tables)
        if set(columns) != set(tables):
            raise CopyError("marts are missing; make them first: baspasoz build")
        _create_types(connection, columns)
        counts = {table: _copy_table(connection, table, columns[table]) for table in tables}
        for view in (r for r in relations if r.is_view):
            _copy_view(connection, view)
        _copy_comments(connection, relations)
        connection.execute("checkpoint target")
        connection.execute("use memory")
        connection.execute("detach target")
        return {table.removeprefix(f"{SCHEMA}."): count for table, count in counts.items()}
    finally:
        connection.close()


def _columns(
    connection: duckdb.DuckDBPyConnection, tables: list[str]
) -> dict[str, list[tuple[str, str]]]:
    """Names and types of the columns of each table, in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where database_name = 'source' order by table_oid, column_index"
    ).fetchall():
        if table in tables:
            found.setdefault(table, []).append((column, kind))
    return found


def _create_types(
    connection: duckdb.DuckDBPyConnection, columns: dict[str, list[tuple[str, str]]]
) -> None:
    """Make each ENUM of the values that stand in any table, in the order of their letters."""
    sources: dict[str, list[str]] = {}
    for table, listed in columns.items():
        for column, kind in listed:
            if column in ENUMS and kind == "VARCHAR":
                values = f"select distinct {column} as value from source.{table}"
                sources.setdefault(ENUMS[column], []).append(values)
    for name, queries in sorted(sources.items()):
        union = " union ".join(queries)
        connection.execute(
            f"create type {name} as enum "
            f"(select value from ({union}) where value is not null order by value)"
        )


def _copy_table(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[tuple[str, str]]
) -> int:
    made, wanted = [], []
    for column, kind in columns:
        is_enum = column in ENUMS and kind == "VARCHAR"
        method = " using compression zstd" if column in _LONG_TEXTS else ""
        made.append(f"{column} {ENUMS[column] if is_enum else kind}{method}")
        wanted.append(f"{column}::{ENUMS[column]}" if is_enum else column)
    connection.execute(f"create table {table} ({', '.join(made)})")
    connection.execute(f"insert into {table} select {', '.join(wanted)} from source.{table}")
    connection.execute("checkpoint target")
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0


def _copy_view(connection: duckdb.DuckDBPyConnection, view: Relation) -> None:
    row = connection.execute(
        "select sql from duckdb_views() where database_name = 'source' "
        "and schema_name = ? and view_name = ?",
        [view.schema, view.name],
    ).fetchone()
    if row is None:
        raise CopyError(f"{view.full_name} is missing; make it first: baspasoz build")
    connection.execute(portable_view(row[0]))


def portable_view(sql: str) -> str:
    """The statement that makes a view, without the name of the database it was made in."""
    return re.sub(rf'"?\b\w+\b"?\.(?="?({SCHEMA}|{EXPLORE})"?\.)', "", sql)


def _copy_comments(connection: duckdb.DuckDBPyConnection, relations: list[Relation]) -> None:
    kinds = {r.full_name: "view" if r.is_view else "table" for r in relations}
    for name, comment in connection.execute(
        """
        select schema_name || '.' || table_name, comment from duckdb_tables()
        where database_name = 'source'
        union all
        select schema_name || '.' || view_name, comment from duckdb_views()
        where database_name = 'source'
        """
    ).fetchall():
        if name in kinds:
            _comment(connection, f"{kinds[name]} {name}", comment)
    for name, column, comment in connection.execute(
        "select schema_name || '.' || table_name, column_name, comment from duckdb_columns() "
        "where database_name = 'source'"
    ).fetchall():
        if name in kinds:
            _comment(connection, f"column {name}.{column}", comment)


def _comment(connection: duckdb.DuckDBPyConnection, thing: str, comment: str | None) -> None:
    if comment:
        escaped = comment.replace("'", "''")
        connection.execute(f"comment on {thing} is '{escaped}'")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
