"""The enriched layer: repaired text, language, identity, and the evidence for every label.

Thin: what is found in an article is `press.enrich`, which articles are pending `enriching`.
"""

import time
from collections.abc import Iterator

import dagster as dg

from orchestration import warehouse
from orchestration.defs.preview import table_metadata
from orchestration.enriching import enrich_pending
from orchestration.locking import write_lock
from orchestration.progress import stage
from orchestration.settings import Settings

GROUP = "enriched"


def _spec(name: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        ["enriched", name],
        group_name=GROUP,
        description=description,
        deps=[dg.AssetKey(["raw", "articles"])],
        kinds={"python", "duckdb"},
    )


@dg.multi_asset(
    name="enrich_articles",
    specs=[
        _spec("articles", "One row per occurrence: identity, language, repaired text."),
        _spec("mentions", "One row per piece of evidence: the term, where it stands, its weight."),
        _spec("agencies", "One row per publisher, seen or in the reference table."),
    ],
)
def enrich_articles(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Find the evidence in every article that has none yet."""
    settings = Settings.from_environment()
    started = time.monotonic()
    with (
        write_lock(settings, context.log.warning),
        stage("enrich") as advance,
        warehouse.open_warehouse(settings.build_db) as connection,
    ):
        report = enrich_pending(connection, advance)
        metadata = {
            name: table_metadata(connection, f"enriched.{name}")
            for name in ("articles", "mentions", "agencies")
        }
    metadata["articles"] |= {
        "enriched": report.article_count,
        "removed": report.removed_count,
        "seconds": round(time.monotonic() - started, 3),
    }
    metadata["mentions"] |= {"found": report.mention_count}
    for name, values in metadata.items():
        yield dg.MaterializeResult(asset_key=["enriched", name], metadata=values)
