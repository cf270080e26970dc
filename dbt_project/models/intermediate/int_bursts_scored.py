"""One row per burst of a region and topic; the test stands in orchestration/signals/bursts.py."""

from orchestration.signals.bursts import score_bursts


def model(dbt, session):
    """Stories begun each day in each region and topic in, bursts out."""
    dbt.config(materialized="table")
    daily = dbt.ref("int_stories_begun").aggregate(
        "published_date, region_id, topic_id, count(*) as row_count",
        "published_date, region_id, topic_id",
    )
    return score_bursts(daily.to_arrow_table())
