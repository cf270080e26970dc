"""The one Definitions of the product; grows by new modules in `defs`, not here."""

import dagster as dg

from orchestration.defs import (
    alerting,
    automation,
    checks,
    enriched,
    evaluation,
    landed,
    published,
    raw,
    transform,
)
from orchestration.settings import Settings


def build_definitions(settings: Settings) -> dg.Definitions:
    """All assets, checks, jobs, sensors and schedules for one home.

    Raises:
        DbtError: the dbt project can't be parsed.
    """
    models = transform.build_transform(settings)
    marts = [key for key in models.keys if key.path[0] in ("marts", "explore")]
    return dg.Definitions(
        assets=[
            landed.landing_dumps,
            raw.load_dumps,
            enriched.enrich_articles,
            enriched.group_articles,
            models,
            published.build_published(marts),
        ],
        asset_checks=checks.CHECKS,
        jobs=[*automation.JOBS, evaluation.evaluate],
        schedules=[automation.every_day],
        sensors=[automation.new_dumps, alerting.tell_of_failures],
        # each step in a process of its own would cost 11 to 15 s of start-up
        executor=dg.in_process_executor,
    )


defs = build_definitions(Settings.from_environment())
