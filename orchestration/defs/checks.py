"""Checks that block publishing besides dbt's tests, which are in `transform`.

Sums that must hold stand here; how far new marts may differ from what is served is `bands`.
"""

from collections.abc import Callable

import dagster as dg
import duckdb

from orchestration.bands import (
    Band,
    compare_articles,
    compare_fresh,
    compare_labels,
    compare_rejects,
)
from orchestration.defs.preview import markdown_table
from orchestration.job_runs import ACCEPT_TAG
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


_ACCEPT = (
    "if it is meant, publish all the same: baspasoz build --accept, or the tag "
    f"{ACCEPT_TAG}=yes on a run in the UI"
)
_ARTICLES = dg.AssetKey(["marts", "fct_articles"])
_DELIVERIES = dg.AssetKey(["marts", "dim_deliveries"])


@dg.asset_check(
    asset=_ARTICLES,
    additional_deps=[dg.AssetKey(["marts", "fct_occurrences"])],
    blocking=True,
)
def no_article_lost(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Every served article is still there; they go by forget, reload and rebuild alone."""
    return _within(context, compare_articles)


@dg.asset_check(asset=_ARTICLES, blocking=True)
def labels_hold(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """Of the articles that were served, hardly more are without topic, publisher or region."""
    return _within(context, compare_labels)


@dg.asset_check(asset=_ARTICLES, blocking=True)
def new_articles_labelled(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """New articles, if they are a thousand or more, have topics."""
    return _within(context, compare_fresh)


@dg.asset_check(asset=_DELIVERIES, blocking=True)
def rejects_hold(context: dg.AssetCheckExecutionContext) -> dg.AssetCheckResult:
    """As much of each readable delivery is understood as before."""
    return _within(context, compare_rejects)


CHECKS = [
    bytes_reconciled,
    articles_in_are_articles_out,
    no_article_lost,
    labels_hold,
    new_articles_labelled,
    rejects_hold,
]


def _within(
    context: dg.AssetCheckExecutionContext, compare: Callable[[Settings], Band]
) -> dg.AssetCheckResult:
    band = compare(Settings.from_environment())
    is_accepted = context.run.tags.get(ACCEPT_TAG) == "yes"
    told = band.told if band.passed else f"{band.told}; {_ACCEPT}"
    return dg.AssetCheckResult(
        passed=band.passed or is_accepted,
        description=f"accepted: {band.told}" if is_accepted and not band.passed else told,
        metadata={**band.numbers, "first_rows": markdown_table(band.rows)},
    )


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
