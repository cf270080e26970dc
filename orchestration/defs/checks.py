"""Checks on the raw and enriched tables that block publishing; dbt's tests are in `transform`."""

import dagster as dg
import duckdb

from orchestration.defs.preview import markdown_table
from orchestration.settings import Settings

_BYTES = """
    select delivery_id, byte_count,
        article_bytes + section_bytes + preamble_bytes + blank_bytes + reject_bytes as accounted
    from raw.deliveries
    where status <> 'superseded' and byte_count <>
        article_bytes + section_bytes + preamble_bytes + blank_bytes + reject_bytes
"""
_UNENRICHED = """
    select occurrence_id, title from raw.articles
    anti join enriched.articles using (occurrence_id)
"""


@dg.asset_check(asset=["raw", "deliveries"], blocking=True)
def bytes_reconciled() -> dg.AssetCheckResult:
    """Every byte of every delivery stands in exactly one span."""
    return _no_rows(_BYTES)


@dg.asset_check(
    asset=["enriched", "articles"],
    additional_deps=[dg.AssetKey(["raw", "articles"])],
    blocking=True,
)
def articles_in_are_articles_out() -> dg.AssetCheckResult:
    """Every raw article has its enriched row."""
    return _no_rows(_UNENRICHED)


def _no_rows(query: str) -> dg.AssetCheckResult:
    settings = Settings.from_environment()
    with duckdb.connect(str(settings.build_db), read_only=True) as connection:
        count = connection.execute(f"select count(*) from ({query})").fetchone()
        cursor = connection.execute(f"{query} limit 10")
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = int(count[0]) if count else 0
    return dg.AssetCheckResult(
        passed=found == 0, metadata={"rows": found, "first_rows": markdown_table(rows)}
    )
