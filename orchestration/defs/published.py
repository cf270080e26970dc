"""The published layer: the one snapshot that readers open. Thin: see `publishing`."""

import time

import dagster as dg

from orchestration.inputs import compute_inputs_id
from orchestration.locking import write_lock
from orchestration.progress import stage
from orchestration.publishing import publish_snapshot
from orchestration.settings import Settings

GROUP = "published"


def build_published(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """The snapshot asset, below every mart."""

    @dg.asset(
        key=["published", "snapshot"],
        group_name=GROUP,
        deps=marts,
        kinds={"duckdb"},
        description=(
            "The marts, copied, audited and served to readers in one step. A failed check "
            "upstream keeps the last good snapshot served."
        ),
    )
    def snapshot(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
        settings = Settings.from_environment()
        started = time.monotonic()
        with write_lock(settings, context.log.warning), stage("publish"):
            published = publish_snapshot(settings, compute_inputs_id(settings))
        manifest = published.manifest
        return dg.MaterializeResult(
            metadata={
                "generation": published.generation,
                "articles": manifest["article_count"],
                "junk": manifest["junk_count"],
                "bytes": manifest["database_bytes"],
                "seconds": round(time.monotonic() - started, 3),
                "path": dg.MetadataValue.path(str(published.database)),
            }
        )

    return snapshot
