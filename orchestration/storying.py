"""From enriched articles to stories: the windows that changed are compared again, no others.

Holds the order of the steps and the transactions. How articles are compared belongs to
`press.story_edges`, how pairs become stories to `press.story_groups`, how notices become series to
`press.story_series`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa

from orchestration import warehouse
from orchestration.press.schema import STORY_TEMPLATES
from orchestration.press.story_edges import compare_window
from orchestration.press.story_groups import group_stories
from orchestration.press.story_reading import SignReader
from orchestration.press.story_series import add_series
from orchestration.press.story_signs import ArticleSigns
from orchestration.seeds import load_story_lexicon
from orchestration.story_inputs import (
    changed_days,
    find_current,
    forget_older_rules,
    forget_stale,
    remember,
    touched_days,
)
from orchestration.story_windows import read_windows

# edges and articles after which rows are written
WRITE_ROWS = 20_000

Progress = Callable[[int, int], None]

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

_TEMPLATES = """
select article_id, template_keys
from enriched.story_templates
semi join story_current using (article_id)
order by article_id
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
    report = StoryReport(is_full=forget_older_rules(connection))
    report.article_count = find_current(connection)
    if changed := changed_days(connection):
        touched = touched_days(connection, changed)
        report.day_count = len(touched)
        _compare(connection, touched, report, progress)
        _regroup(connection, report)
    report.edge_count = warehouse.count_rows(connection, "enriched.story_edges")
    report.story_count = _count(
        connection,
        "select count(*) from (select story_id from enriched.stories "
        "group by story_id having count(*) > 1)",
    )
    return report


def _compare(
    connection: duckdb.DuckDBPyConnection,
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
        forget_stale(connection)
        edges: list[pa.Table] = []
        templates: list[pa.Table] = []

        def note(signs: ArticleSigns) -> None:
            report.read_count += len(signs.articles)
            templates.append(_template_rows(signs))
            if sum(lot.num_rows for lot in templates) >= WRITE_ROWS:
                _write_templates(connection, templates)

        windows = read_windows(connection, touched, SignReader(lexicon.common), note)
        for done, window in enumerate(windows, 1):
            edges.append(compare_window(window, lexicon.common, lexicon.models))
            if sum(lot.num_rows for lot in edges) >= WRITE_ROWS:
                _write_edges(connection, edges)
            if progress:
                progress(done, len(touched))
        _write_edges(connection, edges)
        _write_templates(connection, templates)
        remember(connection)
    connection.unregister("touched_days")


def _template_rows(signs: ArticleSigns) -> pa.Table:
    keys = pa.FixedSizeListArray.from_arrays(signs.templates.ravel(), signs.templates.shape[1])
    rows = {"article_id": pa.array(signs.articles.article_ids, pa.string()), "template_keys": keys}
    return pa.table(rows).cast(STORY_TEMPLATES)


def _write_edges(connection: duckdb.DuckDBPyConnection, lots: list[pa.Table]) -> None:
    if lots:
        warehouse.append_rows(connection, "enriched.story_edges", pa.concat_tables(lots))
    lots.clear()


def _write_templates(connection: duckdb.DuckDBPyConnection, lots: list[pa.Table]) -> None:
    """Write the templates of articles that are new; others were read beside them."""
    if lots:
        connection.register("read_templates", pa.concat_tables(lots))
        connection.execute(
            "insert into enriched.story_templates "
            "from read_templates anti join enriched.story_templates using (article_id)"
        )
        connection.unregister("read_templates")
    lots.clear()


def _regroup(connection: duckdb.DuckDBPyConnection, report: StoryReport) -> None:
    """Group all edges; who changed story is logged outside of what is hashed."""
    edges = connection.execute(_EDGES).to_arrow_table()
    addresses = connection.execute(_ADDRESSES).to_arrow_table()
    templates = connection.execute(_TEMPLATES).to_arrow_table()
    stories = add_series(group_stories(edges, addresses), templates)
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
