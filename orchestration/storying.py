"""From enriched articles to stories: the windows that changed are compared again, no others.

Holds which windows are touched and the transactions. How articles are compared belongs to
`press.story_edges`, how pairs become stories to `press.story_groups`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.fingerprint import storying_fingerprint
from orchestration.press.schema import STORY_ARTICLES
from orchestration.press.story_edges import compare_window
from orchestration.press.story_groups import group_stories
from orchestration.press.story_signs import ArticleSigns, SignReader
from orchestration.press.story_window import WINDOW_DAYS
from orchestration.progress import notice
from orchestration.seeds import load_story_lexicon

# days that are read in one query, and articles after which edges are written
READ_DAYS = 10
WRITE_EDGES = 50_000

Progress = Callable[[int, int], None]

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

_ARTICLES = """
select
    current_rows.article_id, current_rows.lang, enriched.title, enriched.body,
    current_rows.published_date, current_rows.content_id, current_rows.agency_id,
    current_rows.places
from story_current as current_rows
inner join enriched.articles as enriched using (occurrence_id)
where current_rows.published_date between $1 and $2
order by current_rows.published_date, current_rows.article_id
"""

_EDGES = """
select
    edges.*,
    one.lang as first_lang, other.lang as second_lang,
    one.published_date as first_date, other.published_date as second_date
from enriched.story_edges as edges
inner join story_current as one on edges.first_id = one.article_id
inner join story_current as other on edges.second_id = other.article_id
order by edges.first_id, edges.second_id
"""

# One address in several languages: article ids are kind, number and language
_ADDRESSES = """
with addressed as (
    select
        article_id,
        min(article_id) over (partition by left(article_id, length(article_id) - 3)) as first_id
    from story_current
    where article_id like 'news-%' or article_id like 'article-%'
)

select first_id, article_id as second_id
from addressed
where first_id <> article_id
order by first_id, second_id
"""


@dataclass
class StoryReport:
    """What a grouping did.

    Attributes:
        article_count: articles that there are.
        read_count: articles whose text was read, each once.
        day_count: days whose articles were compared with their windows.
        edge_count: edges that there are.
        story_count: stories of several articles.
        moved_count: articles that are in another story than before.
        is_full: rules have changed and all was compared anew.
    """

    article_count: int = 0
    read_count: int = 0
    day_count: int = 0
    edge_count: int = 0
    story_count: int = 0
    moved_count: int = 0
    is_full: bool = False


def group_pending(
    connection: duckdb.DuckDBPyConnection, progress: Progress | None = None
) -> StoryReport:
    """Compare what has changed inside its window, then group all edges.

    Args:
        connection: an open warehouse.
        progress: told days done and days in all.

    Raises:
        SeedError: a seed can't be used.
    """
    report = StoryReport()
    _forget_older_rules(connection, report)
    connection.execute(_CURRENT)
    report.article_count = warehouse.count_rows(connection, "story_current")
    changed = [row[0] for row in connection.execute(_CHANGED).fetchall() if row[0] is not None]
    if changed:
        touched = _touched_days(connection, changed)
        report.day_count = len(touched)
        _compare(connection, changed, touched, report, progress)
        _regroup(connection, report)
    report.edge_count = warehouse.count_rows(connection, "enriched.story_edges")
    report.story_count = _count(
        connection,
        "select count(*) from (select story_id from enriched.stories "
        "group by story_id having count(*) > 1)",
    )
    return report


def read_articles(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """All articles as they are compared: rows of schema STORY_ARTICLES, by date and id."""
    connection.execute(_CURRENT)
    found = connection.execute(_ARTICLES, [date.min, date.max]).to_arrow_table()
    return found.cast(STORY_ARTICLES)


def _forget_older_rules(connection: duckdb.DuckDBPyConnection, report: StoryReport) -> None:
    fingerprint = storying_fingerprint()
    if warehouse.stage_fingerprint(connection, "stories") == fingerprint:
        return
    known = warehouse.count_rows(connection, "enriched.story_inputs")
    report.is_full = known > 0
    if known:
        notice(f"the rules of stories have changed: comparing {known:,} articles anew")
    with warehouse.transaction(connection):
        connection.execute("delete from enriched.story_inputs")
        connection.execute("delete from enriched.story_edges")
    warehouse.set_stage_fingerprint(connection, "stories", fingerprint)


def _touched_days(connection: duckdb.DuckDBPyConnection, changed: Sequence[date]) -> list[date]:
    """Days whose window holds a change: the changed ones and those up to three days before."""
    held = {
        row[0]
        for row in connection.execute(
            "select distinct published_date from story_current"
        ).fetchall()
    }
    reached = {day - timedelta(days=back) for day in changed for back in range(WINDOW_DAYS + 1)}
    return sorted((reached & held) | set(changed))


def _compare(
    connection: duckdb.DuckDBPyConnection,
    changed: Sequence[date],
    touched: Sequence[date],
    report: StoryReport,
    progress: Progress | None,
) -> None:
    """Make the edges of the touched days anew, in one transaction with what they rest on."""
    lexicon = load_story_lexicon()
    days = pa.table({"touched_date": pa.array(touched, pa.date32())})
    connection.register("touched_days", days)
    with warehouse.transaction(connection):
        connection.execute(
            "delete from enriched.story_edges where window_date in "
            "(select touched_date from touched_days)"
        )
        lot: list[pa.Table] = []
        windows = _windows(connection, touched, SignReader(lexicon.common), report)
        for done, window in enumerate(windows, 1):
            lot.append(compare_window(window, lexicon.common, lexicon.models))
            if sum(edges.num_rows for edges in lot) >= WRITE_EDGES:
                warehouse.append_rows(connection, "enriched.story_edges", pa.concat_tables(lot))
                lot = []
            if progress:
                progress(done, len(touched))
        if lot:
            warehouse.append_rows(connection, "enriched.story_edges", pa.concat_tables(lot))
        _remember_inputs(connection)
    connection.unregister("touched_days")


def _remember_inputs(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "delete from enriched.story_inputs where article_id in ("
        "select known.article_id from enriched.story_inputs as known "
        "left join story_current as current_rows using (article_id) "
        "where current_rows.input_id is distinct from known.input_id "
        "or current_rows.published_date is distinct from known.published_date)"
    )
    connection.execute(
        "insert into enriched.story_inputs "
        "select article_id, published_date, input_id from story_current "
        "anti join enriched.story_inputs using (article_id)"
    )


def _windows(
    connection: duckdb.DuckDBPyConnection,
    touched: Sequence[date],
    reader: SignReader,
    report: StoryReport,
) -> Iterator[list[ArticleSigns]]:
    """The signs of each touched day and of the days after it; a day is read and held once."""
    needed = sorted(
        {day + timedelta(days=ahead) for day in touched for ahead in range(WINDOW_DAYS + 1)}
    )
    held: dict[date, ArticleSigns] = {}
    waiting = list(touched)
    for day, signs in _read_days(connection, needed, reader, report):
        # all days before this one have been read: their windows are whole
        yield from _ready(waiting, held, day - timedelta(days=WINDOW_DAYS + 1))
        held[day] = signs
        for old in [known for known in held if known < (waiting[0] if waiting else day)]:
            del held[old]
    yield from _ready(waiting, held, date.max)


def _ready(
    waiting: list[date], held: dict[date, ArticleSigns], last: date
) -> Iterator[list[ArticleSigns]]:
    while waiting and waiting[0] <= last:
        first = waiting.pop(0)
        days = (first + timedelta(days=ahead) for ahead in range(WINDOW_DAYS + 1))
        window = [held[day] for day in days if day in held]
        if first in held:
            yield window


def _read_days(
    connection: duckdb.DuckDBPyConnection,
    needed: Sequence[date],
    reader: SignReader,
    report: StoryReport,
) -> Iterator[tuple[date, ArticleSigns]]:
    """Read the articles of the needed days, in runs of neighbouring days."""
    for first, last in _runs(needed):
        articles = connection.execute(_ARTICLES, [first, last]).to_arrow_table()
        articles = articles.cast(STORY_ARTICLES)
        days = articles["published_date"].to_pylist()
        start = 0
        for day, group in groupby(days):
            size = len(list(group))
            report.read_count += size
            yield day, reader.read(articles.slice(start, size))
            start += size


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run without gaps, at most so many days long."""
    first = last = None
    for day in days:
        if first is not None and last is not None:
            if day - last == timedelta(days=1) and (day - first).days < READ_DAYS:
                last = day
                continue
            yield first, last
        first = last = day
    if first is not None and last is not None:
        yield first, last


def _regroup(connection: duckdb.DuckDBPyConnection, report: StoryReport) -> None:
    """Group all edges; who changed story is logged outside of what is hashed."""
    edges = connection.execute(_EDGES).to_arrow_table()
    addresses = connection.execute(_ADDRESSES).to_arrow_table()
    stories = group_stories(edges, addresses)
    connection.register("new_stories", stories)
    with warehouse.transaction(connection):
        now = datetime.now(UTC)
        connection.execute(
            """
            insert into ops.story_moves
            select $1, article_id, before_rows.story_id, after_rows.story_id
            from enriched.stories as before_rows
            full join new_stories as after_rows using (article_id)
            where coalesce(before_rows.story_id, article_id)
                <> coalesce(after_rows.story_id, article_id)
            """,
            [now],
        )
        report.moved_count = _count(
            connection, "select count(*) from ops.story_moves where moved_at = $1", now
        )
        connection.execute("delete from enriched.stories")
        warehouse.append_rows(connection, "enriched.stories", stories)
    connection.unregister("new_stories")


def _count(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> int:
    row = connection.execute(query, list(values)).fetchone()
    return int(row[0]) if row else 0
