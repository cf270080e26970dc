"""What an operator sees of a table in the Dagster UI: rows, and the first few of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg
import duckdb

_ROWS = 5
_CELL_CHARS = 60


def table_metadata(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Any]:
    """Row count and a small preview of a table."""
    count = connection.execute(f"select count(*) from {table}").fetchone()
    cursor = connection.execute(f"select * from {table} limit {_ROWS}")
    names = [column[0] for column in cursor.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {
        "dagster/row_count": int(count[0]) if count else 0,
        "preview": markdown_table(rows),
    }


def markdown_table(rows: Sequence[Mapping[str, Any]]) -> dg.MarkdownMetadataValue:
    """Rows as a Markdown table; text from dumps is cut and can't form markup."""
    if not rows:
        return dg.MetadataValue.md("none")
    names = list(rows[0])
    lines = [
        "| " + " | ".join(names) + " |",
        "| " + " | ".join("---" for _ in names) + " |",
        *("| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in rows),
    ]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    if len(text) > _CELL_CHARS:
        text = f"{text[:_CELL_CHARS]}…"
    for mark in "\\`*_{}[]<>#|!":
        text = text.replace(mark, f"\\{mark}")
    return text
