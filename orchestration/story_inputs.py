"""Which articles there are to compare, and which of them came, went or changed.

Holds what is remembered of compared articles and how it is held against those of today. The days
that must be compared again are read in `story_windows`.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.fingerprint import storying_fingerprint
from orchestration.press.schema import STORY_ARTICLES
from orchestration.press.story_window import WINDOW_DAYS
from orchestration.progress import notice

# The current revision of each article, by the rule of the model int_occurrences, with all that is
# compared of it but the text. Articles without a date are compared with one another alone: they
# have a day of their own, far away.
_CURRENT = """
create or replace temp table story_current as
with occurrences as (
    select
        raw_articles.occurrence_id,
        enriched.article_id,
        enriched.revision_id,
        enriched.content_id,
        enriched.lang,
        coalesce(raw_articles.published_date, date '1900-01-01') as published_date
    from raw.articles as raw_articles
    inner join enriched.articles as enriched using (occurrence_id)
    inner join raw.deliveries as deliveries using (delivery_id)
    qualify row_number() over (
        partition by enriched.article_id
        order by
            deliveries.delivery_date desc nulls last,
            raw_articles.delivery_id desc,
            raw_articles.ordinal desc
    ) = 1
),

agencies as (
    select occurrence_id, entity_id as agency_id
    from enriched.mentions
    where entity_kind = 'agency'
    qualify row_number() over (
        partition by occurrence_id
        order by weight desc, field asc, char_start asc, entity_id asc
    ) = 1
),

places as (
    select occurrence_id, string_agg(entity_id, ' ' order by entity_id) as places
    from (
        select distinct occurrence_id, entity_id
        from enriched.mentions
        where entity_kind in ('region', 'country')
    )
    group by occurrence_id
)

select
    occurrences.*,
    coalesce(agencies.agency_id, '') as agency_id,
    coalesce(places.places, '') as places,
    printf(
        '%016x',
        hash(
            occurrences.revision_id, occurrences.content_id, occurrences.lang,
            coalesce(agencies.agency_id, ''), coalesce(places.places, '')
        )
    ) as input_id
from occurrences
left join agencies using (occurrence_id)
left join places using (occurrence_id)
"""

# Days on which an article came, went or changed
_CHANGED = """
select distinct unnest([current_rows.published_date, known.published_date]) as changed_date
from story_current as current_rows
full join enriched.story_inputs as known using (article_id)
where current_rows.input_id is distinct from known.input_id
    or current_rows.published_date is distinct from known.published_date
"""

ARTICLES_OF_DAYS = """
select
    current_rows.article_id, current_rows.lang, enriched.title, enriched.body,
    current_rows.published_date, current_rows.content_id, current_rows.agency_id,
    current_rows.places
from story_current as current_rows
inner join story_days as days using (published_date)
inner join enriched.articles as enriched using (occurrence_id)
where days.lot = $1
order by current_rows.published_date, current_rows.article_id
"""

# Articles that are remembered and are no more what they were
_STALE = """
create or replace temp table story_stale as
select known.article_id
from enriched.story_inputs as known
left join story_current as current_rows using (article_id)
where current_rows.input_id is distinct from known.input_id
    or current_rows.published_date is distinct from known.published_date
"""


def find_current(connection: duckdb.DuckDBPyConnection) -> int:
    """Make the table `story_current` of this connection and count its articles."""
    connection.execute(_CURRENT)
    return warehouse.count_rows(connection, "story_current")


def read_articles(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """All articles as they are compared: rows of schema STORY_ARTICLES, by date and id."""
    find_current(connection)
    connection.execute(
        "create or replace temp table story_days as "
        "select distinct published_date, 0 as lot from story_current"
    )
    return connection.execute(ARTICLES_OF_DAYS, [0]).to_arrow_table().cast(STORY_ARTICLES)


def changed_days(connection: duckdb.DuckDBPyConnection) -> list[date]:
    """Days on which an article came, went or changed."""
    return [row[0] for row in connection.execute(_CHANGED).fetchall() if row[0] is not None]


def touched_days(connection: duckdb.DuckDBPyConnection, changed: Sequence[date]) -> list[date]:
    """Days whose window holds a change: the changed ones and those up to three days before."""
    held = {
        row[0]
        for row in connection.execute(
            "select distinct published_date from story_current"
        ).fetchall()
    }
    reached = {day - timedelta(days=back) for day in changed for back in range(WINDOW_DAYS + 1)}
    return sorted((reached & held) | set(changed))


def forget_older_rules(connection: duckdb.DuckDBPyConnection) -> bool:
    """Forget what was compared by other rules; whether there was anything."""
    fingerprint = storying_fingerprint()
    if warehouse.stage_fingerprint(connection, "stories") == fingerprint:
        return False
    known = warehouse.count_rows(connection, "enriched.story_inputs")
    if known:
        notice(f"the rules of stories have changed: comparing {known:,} articles anew")
    with warehouse.transaction(connection):
        for table in ("story_inputs", "story_edges", "story_templates"):
            connection.execute(f"delete from enriched.{table}")
    warehouse.set_stage_fingerprint(connection, "stories", fingerprint)
    return known > 0


def forget_stale(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget articles that went or changed."""
    connection.execute(_STALE)
    for table in ("story_inputs", "story_templates"):
        connection.execute(f"delete from enriched.{table} where article_id in (from story_stale)")


def remember(connection: duckdb.DuckDBPyConnection) -> None:
    """Remember under what each article was compared."""
    connection.execute(
        "insert into enriched.story_inputs "
        "select article_id, published_date, input_id from story_current "
        "anti join enriched.story_inputs using (article_id)"
    )
