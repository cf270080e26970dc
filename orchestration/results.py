"""The answer of a query as a table, CSV, JSON or Parquet. Prints nothing and opens no database.

Text from a dump is hostile: in CSV, cells that a spreadsheet would take for a formula are
disarmed by an apostrophe.
"""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

FORMATS = ("table", "csv", "json", "parquet")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def disarm(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula, behind an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def write_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as CSV with a header; an unknown value is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([disarm(name) for name in names])
    writer.writerows([disarm(value) for value in row] for row in rows)
    return out.getvalue()


def write_json(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as a JSON list of objects; dates are text."""
    values = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(values, ensure_ascii=False, default=str, indent=1)


def write_parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file."""
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()
