"""The published layer: the one snapshot that readers open. Thin: see `publishing`."""

import time
from datetime import timedelta

import dagster as dg
from pydantic import Field

from orchestration.bands import measure_quality
from orchestration.defs.working import working
from orchestration.generations import settled_snapshot
from orchestration.inputs import compute_inputs_id
from orchestration.progress import stage

GROUP = "published"


class SnapshotConfig(dg.Config):
    """Whether to publish what is served already."""

    force: bool = Field(
        False,
        description=(
            "Publish even when the served snapshot has these inputs, or was rolled back to from "
            "one that had."
        ),
    )


def build_published(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """The snapshot asset, below every mart."""

    @dg.asset(
        key=["published", "snapshot"],
        group_name=GROUP,
        deps=marts,
        kinds={"duckdb"},
        # a day and a half without a run: the daily schedule has stopped
        freshness_policy=dg.FreshnessPolicy.time_window(
            fail_window=timedelta(hours=36), warn_window=timedelta(hours=26)
        ),
        description=(
            "The marts, copied, audited and served to readers in one step. A failed check "
            "upstream keeps the last good snapshot served."
        ),
    )
    def snapshot(context: dg.AssetExecutionContext, config: SnapshotConfig) -> dg.MaterializeResult:
        # heavy, and definitions are loaded by every process of Dagster's
        from orchestration.publishing import publish_snapshot

        started = time.monotonic()
        with working(context) as settings, stage("publish"):
            inputs_id = compute_inputs_id(settings)
            served = None
            if not config.force:
                served = settled_snapshot(settings, inputs_id, context.log.warning)
            published = served or publish_snapshot(settings, inputs_id)
        manifest = published.manifest
        return dg.MaterializeResult(
            metadata={
                "generation": published.generation,
                "articles": manifest["article_count"],
                "junk": manifest["junk_count"],
                "is_new": served is None,
                "bytes": published.byte_count,
                "seconds": round(time.monotonic() - started, 3),
                "deliveries": manifest["tables"]["dim_deliveries"],
                **measure_quality(published.database),
                "path": dg.MetadataValue.path(str(published.database)),
            }
        )

    return snapshot
