"""The raw layer: dumps from the landing folder, parsed and loaded verbatim.

Thin: taking files is `landing`, parsing `press.dump`, loading `loading`. What computes is imported
by the step: definitions are loaded by every process of Dagster's.
"""

import time
from collections.abc import Iterator

import dagster as dg
from pydantic import Field

from orchestration.defs.landed import DUMPS, report_partitions
from orchestration.defs.preview import markdown_table, table_metadata
from orchestration.defs.working import working
from orchestration.kept import KeptBytes
from orchestration.landing import Intake, take_dumps
from orchestration.progress import stage

GROUP = "raw"


class LoadConfig(dg.Config):
    """Which deliveries to load; empty takes every pending one."""

    deliveries: list[str] = Field(default_factory=list)
    take_new: bool = Field(True, description="Look into the landing folder for new dumps first.")
    rebuild: bool = Field(
        False, description="Make the build database anew from the kept bytes alone."
    )


def _spec(name: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        ["raw", name], group_name=GROUP, description=description, deps=[DUMPS], kinds={"duckdb"}
    )


@dg.multi_asset(
    name="load_dumps",
    specs=[
        _spec("deliveries", "One row per delivery: a dump's bytes, keyed by their sha256."),
        _spec("delivery_sightings", "One row per name under which a delivery was seen."),
        _spec("articles", "One row per article occurrence, verbatim, with its byte span."),
        _spec("rejects", "One row per span of bytes that belongs to no article, and why."),
    ],
    check_specs=[
        dg.AssetCheckSpec(
            "every_delivery_readable",
            asset=["raw", "deliveries"],
            description="Fails when a delivery of this load was refused; says which and why.",
        )
    ],
)
def load_dumps(
    context: dg.AssetExecutionContext, config: LoadConfig
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Take what is new in the landing folder and load it; or load named deliveries again."""
    from orchestration.loading import load_deliveries
    from orchestration.warehouse import open_warehouse, remove_database

    started = time.monotonic()
    with working(context) as settings:
        intake = take_dumps(settings) if config.take_new else Intake()
        for name, reason in [*intake.refused, *intake.waiting]:
            context.log.warning(f"{name}: {reason}")
        for name in intake.ignored:
            context.log.info(f"{name}: ignored, left by an operating system")
        only = config.deliveries
        if config.rebuild:
            # what is read again may lose articles, so each delivery is named
            only = sorted(KeptBytes(settings.kept_dir).records())
            remove_database(settings.build_db)
        with (
            stage("parse and load") as advance,
            open_warehouse(settings.build_db) as connection,
        ):
            report = load_deliveries(settings, connection, only=only, progress=advance)
            metadata = {
                name: table_metadata(connection, f"raw.{name}")
                for name in ("deliveries", "delivery_sightings", "articles", "rejects")
            }
    report_partitions(context, report.deliveries)
    seconds = time.monotonic() - started
    metadata["deliveries"] |= {
        "loaded": len(report.deliveries),
        "superseded": len(report.superseded_ids),
        "bytes": report.byte_count,
        "seconds": round(seconds, 3),
        "waiting": len(intake.waiting),
        "refused": len(intake.refused),
    }
    metadata["articles"] |= {"loaded": report.article_count, "bytes": report.byte_count}
    metadata["rejects"] |= {"loaded": report.reject_count}
    for name, values in metadata.items():
        yield dg.MaterializeResult(asset_key=["raw", name], metadata=values)
    refused = [d for d in report.deliveries if d.status == "rejected"]
    rows = [{"delivery": d.file_name, "reason": d.reason} for d in refused]
    yield dg.AssetCheckResult(
        check_name="every_delivery_readable",
        asset_key=["raw", "deliveries"],
        passed=not refused,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"refused": len(refused), "reasons": markdown_table(rows)},
    )
