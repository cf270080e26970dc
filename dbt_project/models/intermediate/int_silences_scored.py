"""One row per open or quiet gap of a publisher or region; see orchestration/signals/silences.py."""

from orchestration.signals.silences import score_silences


def model(dbt, session):
    """Daily articles of each agency and region in, judged gaps out."""
    dbt.config(materialized="table")
    scoped = dbt.ref("int_articles_scoped").filter(
        "scope_kind in ('agency', 'region') and published_date is not null"
    )
    daily = scoped.aggregate(
        "scope_kind as entity_kind, scope_id as entity_id, published_date, count(*) as row_count",
        "scope_kind, scope_id, published_date",
    )
    return score_silences(daily.to_arrow_table())
