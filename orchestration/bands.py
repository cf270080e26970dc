"""Bands: how far new marts may differ from the snapshot that is served before a human must look.

Growth is always fine. What is there already may not go: articles leave only with a delivery that
was forgotten, superseded by a longer copy or read again by hand. Changed rules may give articles
other identities, so after a change of rules only a drop of their number counts. A home without a
served snapshot has nothing to compare with. Whether a failing band blocks is the caller's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.inputs import compute_rules_id
from orchestration.settings import Settings
from orchestration.snapshots import PublishError, Snapshot, attached, current_snapshot

# share of the served articles that may be missing after rules have changed
LOST_AFTER_CHANGE = 0.10
# by how much the share of unlabelled articles may rise among those that both generations hold
UNLABELLED_RISE = 0.10
# shares of few articles jump
LEAST_COMMON = 100
# of so many new articles some must have a topic
LEAST_FRESH, FRESH_TOPICLESS = 1_000, 0.95
# rejected bytes within deliveries that were read: rise among known ones, share among new ones
REJECT_RISE = 0.05
LEAST_FRESH_BYTES, FRESH_REJECTS = 1_000_000, 0.80
SAMPLE = 10

TOPICLESS = "primary_topic_id::varchar = 'none'"
UNKNOWN_AGENCY = "agency_id::varchar = 'unknown'"


@dataclass
class Band:
    """What a comparison found.

    Attributes:
        passed: within the band.
        told: one line that says what was compared and what came of it.
        numbers: figures that can be charted.
        rows: some of the rows that are to blame.
    """

    passed: bool
    told: str
    numbers: dict[str, float | int] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)


def compare_articles(settings: Settings) -> Band:
    """Whether every served article is still there, or gone for a known reason."""
    with _both(settings) as (connection, served):
        if served is None:
            return _nothing_to_compare()
        connection.execute(
            """
            create temp table lost as
            select s.article_id, s.title from served.marts.fct_articles as s
            anti join build.marts.fct_articles as n using (article_id)
            where not exists (
                select 1 from served.marts.fct_occurrences as o
                left join build.raw.deliveries as d using (delivery_id)
                left join build.ops.replaced as r
                    on o.delivery_id = r.delivery_id and r.generation = $1
                where o.article_id = s.article_id
                    and (d.delivery_id is null or d.status = 'superseded'
                        or r.delivery_id is not null)
            )
            """,
            [served.generation],
        )
        lost = _number(connection, "select count(*) from lost")
        before = _number(connection, "select count(*) from served.marts.fct_articles")
        now = _number(connection, "select count(*) from build.marts.fct_articles")
        rows = _rows(connection, "select article_id, title from lost order by article_id")
    numbers: dict[str, float | int] = {"lost": int(lost), "served": int(before), "now": int(now)}
    if served.manifest.get("rules_id") != compute_rules_id():
        passed = now >= before * (1 - LOST_AFTER_CHANGE) or lost <= before * LOST_AFTER_CHANGE
        told = (
            f"rules have changed: {int(before):,} articles were served, {int(now):,} are there, "
            f"{int(lost):,} of the served ones under another id or not at all"
        )
        return Band(passed, told, numbers, rows)
    told = f"{int(lost):,} of {int(before):,} served articles are gone without a reason"
    return Band(lost == 0, told, numbers, rows)


def compare_labels(settings: Settings) -> Band:
    """Whether articles that both generations hold kept their topics, publishers and regions."""
    unlabelled = {
        "topicless": TOPICLESS,
        "unknown_agency": UNKNOWN_AGENCY,
        "regionless": "primary_region_id::varchar = 'none'",
    }
    with _both(settings) as (connection, served):
        if served is None:
            return _nothing_to_compare()
        common = (
            "served.marts.fct_articles as s join build.marts.fct_articles as n using (article_id)"
        )
        count = int(_number(connection, f"select count(*) from {common}"))
        numbers: dict[str, float | int] = {"articles_in_both": count}
        worst, rows = "", []
        for name, condition in unlabelled.items():
            was, now = (_share(connection, _of(condition, side), common) for side in "sn")
            numbers |= {f"{name}_share_served": was, f"{name}_share_now": now}
            if count >= LEAST_COMMON and now - was > UNLABELLED_RISE:
                worst = f"{worst}{name} rose from {was:.0%} to {now:.0%}; "
                rows += _rows(
                    connection,
                    f"select article_id, n.title, '{name}' as what from {common} "
                    f"where {_of(condition, 'n')} and not ({_of(condition, 's')}) "
                    "order by article_id",
                )
    told = worst.rstrip("; ") or f"labels of {count:,} articles hold"
    return Band(not worst, told, numbers, rows[:SAMPLE])


def compare_fresh(settings: Settings) -> Band:
    """Whether new articles, if they are many, have topics at all."""
    with _both(settings) as (connection, served):
        fresh = "build.marts.fct_articles as n"
        if served is not None:
            fresh += " anti join served.marts.fct_articles as s using (article_id)"
        count = int(_number(connection, f"select count(*) from {fresh}"))
        topicless = _share(connection, _of(TOPICLESS, "n"), fresh)
        unknown = _share(connection, _of(UNKNOWN_AGENCY, "n"), fresh)
        passed = count < LEAST_FRESH or topicless <= FRESH_TOPICLESS
        rows = [] if passed else _rows(connection, f"select article_id, title from {fresh}")
    told = f"{topicless:.0%} of {count:,} new articles have no topic"
    numbers: dict[str, float | int] = {
        "new_articles": count,
        "topicless_share": topicless,
        "unknown_agency_share": unknown,
    }
    return Band(passed, told, numbers, rows)


def compare_rejects(settings: Settings) -> Band:
    """Whether as much of each delivery is understood as was before; refused ones don't count."""
    with _both(settings) as (connection, served):
        read = "build.marts.dim_deliveries as n"
        share = "coalesce(sum(n.reject_bytes) / nullif(sum(n.byte_count), 0), 0)::double"
        fresh, was, now = f"{read} where n.status = 'loaded'", 0.0, 0.0
        if served is not None:
            join = "join served.marts.dim_deliveries as s using (delivery_id)"
            common = f"{read} {join} where n.status = 'loaded' and s.status = 'loaded'"
            now = _number(connection, f"select {share} from {common}")
            was = _number(connection, f"select {share.replace('n.', 's.')} from {common}")
            fresh = f"{read} anti {join} where n.status = 'loaded'"
        size = _number(connection, f"select coalesce(sum(n.byte_count), 0) from {fresh}")
        new = _number(connection, f"select {share} from {fresh}")
        worse, strange = now - was > REJECT_RISE, size >= LEAST_FRESH_BYTES and new > FRESH_REJECTS
        rows = []
        if worse or strange:
            rows = _rows(
                connection,
                f"select n.delivery_id, n.file_name, n.reject_bytes, n.byte_count from {read} "
                "where n.status = 'loaded' order by n.reject_bytes desc, n.delivery_id",
            )
    told = (
        f"rejected: {was:.1%} of the bytes of known deliveries before, {now:.1%} now; {new:.1%} of "
        "new ones"
    )
    numbers: dict[str, float | int] = {
        "share_served": was,
        "share_now": now,
        "share_of_new": new,
        "new_bytes": int(size),
    }
    return Band(not (worse or strange), told, numbers, rows)


def measure_quality(database: Path) -> dict[str, float]:
    """Shares that are worth a chart over time, of a published database."""
    with attached(database) as connection:
        articles, loaded = "marts.fct_articles", "marts.dim_deliveries where status = 'loaded'"
        rejected = "coalesce(sum(reject_bytes) / nullif(sum(byte_count), 0), 0)::double"
        return {
            "topicless_share": _share(connection, TOPICLESS, articles),
            "unknown_agency_share": _share(connection, UNKNOWN_AGENCY, articles),
            "junk_share": _share(connection, "is_junk", articles),
            "rejected_bytes_share": _number(connection, f"select {rejected} from {loaded}"),
        }


@contextmanager
def _both(
    settings: Settings,
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Snapshot | None]]:
    """A connection with the build database as `build` and what is served as `served`."""
    try:
        served = current_snapshot(settings)
    except PublishError:
        # what is damaged is nothing to measure by
        served = None
    with duckdb.connect(":memory:") as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{_quoted(settings.build_db)}' as build (read_only)")
        if served is not None:
            try:
                connection.execute(f"attach '{_quoted(served.database)}' as served (read_only)")
                connection.execute("select count(*) from served.marts.fct_articles")
            except duckdb.Error:
                served = None
        yield connection, served


def _nothing_to_compare() -> Band:
    return Band(True, "nothing is served yet that could be compared")


def _of(condition: str, side: str) -> str:
    for column in ("primary_topic_id", "agency_id", "primary_region_id"):
        condition = condition.replace(column, f"{side}.{column}")
    return condition


def _share(connection: duckdb.DuckDBPyConnection, condition: str, relation: str) -> float:
    query = f"select coalesce(avg(({condition})::int), 0)::double from {relation}"
    return round(_number(connection, query), 6)


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    row = connection.execute(query).fetchone()
    return float(row[0]) if row else 0.0


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(f"{query} limit {SAMPLE}")
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
