"""Writes a part of the published snapshot as files that explain themselves.

A folder holds the articles that filters leave, what belongs to them, the dimensions, coverage,
a data dictionary, the licences and a manifest with the three counts. It appears whole or not at
all. Filters take primary regions and topics, as the counts do, and junk is left out: an export's
counts are those of the dashboard.
"""

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.commands import served_snapshot
from orchestration.dictionary import Column, TableDoc, render_dictionary
from orchestration.results import FORMULA_STARTS
from orchestration.settings import REPOSITORY, Settings
from orchestration.snapshots import attached

FORMATS = {
    "parquet": "(format parquet, compression zstd)",
    "csv": "(format csv, header true)",
    "jsonl": "(format json)",
}
_FOREWORD = (
    "What this export holds. Which part of the warehouse it is stands in manifest.json; whom the "
    "facts come from stands in LICENCES.md."
)
# table of the export -> how it is made; chosen articles stand in the table `chosen`
_PARTS = {
    "articles": "select * from chosen",
    "article_topics": "from marts.fct_article_topics semi join chosen using (article_id)",
    "article_regions": "from marts.fct_article_regions semi join chosen using (article_id)",
    "occurrences": "from marts.fct_occurrences semi join chosen using (article_id)",
    "agencies": "from marts.dim_agencies semi join chosen using (agency_id)",
    "topics": "from marts.dim_topics",
    "regions": "from marts.dim_regions",
    "coverage": "from marts.agg_coverage_daily where ({days})",
}
_SOURCES = {
    "articles": "explore.articles",
    "article_topics": "marts.fct_article_topics",
    "article_regions": "marts.fct_article_regions",
    "occurrences": "marts.fct_occurrences",
    "agencies": "marts.dim_agencies",
    "topics": "marts.dim_topics",
    "regions": "marts.dim_regions",
    "coverage": "marts.agg_coverage_daily",
}


class ExportError(ValueError):
    """The export can't be made; the message says what to change."""


@dataclass(frozen=True)
class Filters:
    """Which articles; an empty filter takes all.

    Attributes:
        since: first day.
        until: last day.
        regions: ids or names of primary regions.
        topics: ids or names of primary topics.
        agencies: ids or names of publishers.
    """

    since: date | None = None
    until: date | None = None
    regions: tuple[str, ...] = field(default=())
    topics: tuple[str, ...] = field(default=())
    agencies: tuple[str, ...] = field(default=())


def export(settings: Settings, to: Path, format_: str, filters: Filters) -> dict[str, Any]:
    """Write an export.

    Args:
        settings: the home.
        to: a folder that doesn't exist or is empty.
        format_: parquet, csv or jsonl.
        filters: which articles.

    Returns:
        The manifest, as in manifest.json.

    Raises:
        ExportError: format, folder or a filter's value can't be used.
        NothingThere: nothing is published yet.
    """
    if format_ not in FORMATS:
        raise ExportError(f"--format is one of {', '.join(FORMATS)}")
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise ExportError(f"{to} is not empty; name a new folder")
    snapshot = served_snapshot(settings)
    partial = to.with_name(f"{to.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        with attached(snapshot.database) as connection:
            counts = _choose(connection, filters)
            tables = _write_tables(connection, partial, format_, filters)
            docs = [_describe(connection, name) for name in _PARTS]
        page = render_dictionary(docs, "Data dictionary", _FOREWORD)
        (partial / "dictionary.md").write_text(page, encoding="utf-8")
        shutil.copy(REPOSITORY / "NOTICE", partial / "LICENCES.md")
        manifest = {
            "generation": snapshot.generation,
            "marts_version": snapshot.manifest["marts_version"],
            "is_synthetic": snapshot.manifest["is_synthetic"],
            "filters": json.loads(json.dumps(asdict(filters), default=str)),
            "format": format_,
            "counts": counts,
            "tables": tables,
            "files": {
                str(path.relative_to(partial)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(partial.rglob("*"))
                if path.is_file()
            },
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (partial / "manifest.json").write_text(text, encoding="utf-8")
        if to.exists():
            to.rmdir()
        partial.rename(to)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return manifest


def _choose(connection: duckdb.DuckDBPyConnection, filters: Filters) -> dict[str, int]:
    """Put the chosen articles into the table `chosen`; the three counts."""
    terms: list[str] = ["true"]
    values: list[Any] = []
    for sign, day in ((">=", filters.since), ("<=", filters.until)):
        if day:
            terms.append(f"published_date {sign} ?")
            values.append(day)
    wanted = (
        ("region", filters.regions),
        ("topic", filters.topics),
        ("agency", filters.agencies),
    )
    for kind, given in wanted:
        if given:
            terms.append(f"list_contains(?, {kind}_id::varchar)")
            values.append([x for value in given for x in _resolve(connection, kind, value)])
    connection.execute(
        f"create temp table chosen as from explore.articles where {' and '.join(terms)}", values
    )
    row = connection.execute(
        "select count(*), count(distinct story_id), coalesce(sum(occurrence_count), 0) from chosen"
    ).fetchone() or (0, 0, 0)
    return dict(zip(("articles", "stories", "occurrences"), map(int, row), strict=True))


def _resolve(connection: duckdb.DuckDBPyConnection, kind: str, given: str) -> list[str]:
    """Ids with this id or name.

    Raises:
        ExportError: there is none.
    """
    table = {"region": "dim_regions", "topic": "dim_topics", "agency": "dim_agencies"}[kind]
    found = connection.execute(
        f"select {kind}_id::varchar from marts.{table} "
        f"where {kind}_id::varchar = $1 or lower({kind}_name) = lower($1)",
        [given],
    ).fetchall()
    if not found:
        raise ExportError(
            f"no {kind} {given!r}; list them with: baspasoz sql "
            f'"select {kind}_id, {kind}_name from marts.{table}"'
        )
    return [row[0] for row in found]


def _write_tables(
    connection: duckdb.DuckDBPyConnection, folder: Path, format_: str, filters: Filters
) -> dict[str, int]:
    """Write each table; rows of each."""
    days = "true"
    if filters.since:
        days += f" and date_day >= '{filters.since}'"
    if filters.until:
        days += f" and date_day <= '{filters.until}'"
    counts = {}
    for name, query in _PARTS.items():
        connection.execute(f"create temp view part as {query.format(days=days)}")
        row = connection.execute("select count(*) from part").fetchone()
        counts[name] = int(row[0]) if row else 0
        if name == "articles" and format_ == "parquet":
            _write_months(connection, folder)
        else:
            _copy(connection, "from part order by all", folder / f"{name}.{format_}", format_)
        connection.execute("drop view part")
    return counts


def _write_months(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    months = connection.execute(
        "select distinct strftime(published_date, '%Y-%m') as month from part order by month"
    ).fetchall()
    (folder / "articles").mkdir()
    for (month,) in months:
        term = "published_date is null"
        if month:
            term = f"strftime(published_date, '%Y-%m') = '{month}'"
        path = folder / "articles" / f"articles-{month or 'undated'}.parquet"
        _copy(connection, f"from part where {term} order by article_id", path, "parquet")


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, format_: str) -> None:
    if format_ == "csv":
        query = f"select {_disarmed(connection)} from ({query})"
    quoted = str(path).replace("'", "''")
    connection.execute(f"copy ({query}) to '{quoted}' {FORMATS[format_]}")


def _disarmed(connection: duckdb.DuckDBPyConnection) -> str:
    """The columns of `part`; what a spreadsheet would take for a formula gets an apostrophe."""
    starts = ", ".join(f"chr({ord(sign)})" for sign in FORMULA_STARTS)
    wanted = []
    for name, kind, *_ in connection.execute("describe part").fetchall():
        if kind == "VARCHAR" or kind.startswith("ENUM"):
            text = f"{name}::varchar"
            wanted.append(
                f"case when left({text}, 1) in ({starts}) then '''' || {text} else {text} end "
                f"as {name}"
            )
        else:
            wanted.append(name)
    return ", ".join(wanted)


def _describe(connection: duckdb.DuckDBPyConnection, name: str) -> TableDoc:
    """What a table of the export holds, from the comments of what it came from."""
    schema, table = _SOURCES[name].split(".")
    comments = connection.execute(
        "select comment from duckdb_tables() where schema_name = $1 and table_name = $2 "
        "union all "
        "select comment from duckdb_views() where schema_name = $1 and view_name = $2",
        [schema, table],
    ).fetchall()
    columns = connection.execute(
        "select column_name, lower(regexp_extract(data_type, '^[A-Z ]+')), coalesce(comment, '') "
        "from duckdb_columns() where schema_name = ? and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    grain = comments[0][0] if comments else ""
    return TableDoc(name, "Tables", grain or "", tuple(Column(*column) for column in columns))
