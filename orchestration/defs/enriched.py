"""The enriched layer: repaired text, language, identity, and the evidence for every label.

Thin: what is found in an article is `press.enrich`, which articles are pending `enriching`. What
computes is imported by the steps: definitions are loaded by every process of Dagster's.
"""

import time
from collections.abc import Iterator

import dagster as dg

from orchestration.defs.preview import table_metadata
from orchestration.defs.working import working
from orchestration.progress import stage

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
    from orchestration.enriching import enrich_pending
    from orchestration.warehouse import open_warehouse

    started = time.monotonic()
    with (
        working(context) as settings,
        stage("enrich") as advance,
        open_warehouse(settings.build_db) as connection,
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


@dg.multi_asset(
    name="group_stories",
    specs=[
        dg.AssetSpec(
            ["enriched", name],
            group_name=GROUP,
            description=description,
            deps=[dg.AssetKey(["enriched", needed]) for needed in ("articles", "mentions")],
            kinds={"python", "duckdb"},
        )
        for name, description in (
            ("stories", "One row per article that shares its story or series with another."),
            ("story_edges", "One row per pair of one story, with its evidence."),
        )
    ],
)
def group_articles(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Compare new and changed articles inside their windows, then group all pairs."""
    from orchestration.storying import group_pending
    from orchestration.warehouse import open_warehouse

    started = time.monotonic()
    with (
        working(context) as settings,
        stage("group") as advance,
        open_warehouse(settings.build_db) as connection,
    ):
        report = group_pending(connection, advance)
        metadata = {
            name: table_metadata(connection, f"enriched.{name}")
            for name in ("stories", "story_edges")
        }
    metadata["stories"] |= {
        "stories_of_several": report.story_count,
        "articles_moved": report.moved_count,
        "seconds": round(time.monotonic() - started, 3),
    }
    metadata["story_edges"] |= {
        "articles_there": report.article_count,
        "articles_read": report.read_count,
        "days_compared": report.day_count,
    }
    for name, values in metadata.items():
        yield dg.MaterializeResult(asset_key=["enriched", name], metadata=values)
