"""The dashboard's only reader: each function answers one question from the published snapshot.

Draws nothing and words nothing. Every value of a reader reaches SQL as a bound parameter; what
can't be bound (a grouping, a measure, a step) is chosen from a table here. Answers are cached
under the snapshot's path, which holds its generation and never changes.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.filters import ABROAD, Filters, Known
from dashboard.snapshot import SnapshotError

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
    "memory_limit": "2GB",
}
MEASURES = {
    "articles": "count(*)",
    # most stories are told once: distinct ids of the others alone take a sixth of the time
    "stories": (
        "(count(*) filter (a.is_told_once)"
        " + count(distinct a.story_id) filter (not a.is_told_once))"
    ),
    "occurrences": "coalesce(sum(a.occurrence_count), 0)::bigint",
}
GROUPS = {
    "family": "t.family",
    "theme": "a.primary_topic_id",
    "part": "coalesce(r.part_of_country, r.region_kind)",
    "region": "case when r.region_kind = 'abroad' then 'abroad' else a.primary_region_id end",
    "publisher": "a.agency_id",
    "kind": "g.agency_kind",
}
STEPS = {
    "day": "a.published_date",
    "week": "date_trunc('week', a.published_date)::date",
    "month": "date_trunc('month', a.published_date)::date",
}

_NAMES = {
    "t": "left join marts.dim_topics as t on t.topic_id = a.primary_topic_id",
    "r": "left join marts.dim_regions as r on r.region_id = a.primary_region_id",
    "g": "left join marts.dim_agencies as g on g.agency_id = a.agency_id",
}


def articles(*clauses: str) -> str:
    """The articles as `a`, with those of the names t, r and g that a query's clauses speak of.

    A join of which nothing is read costs some 10 ms in a million articles all the same.
    """
    spoken = {found for clause in clauses for found in re.findall(r"\b([a-z])\.", clause)}
    joins = " ".join(join for name, join in _NAMES.items() if name in spoken)
    return f"from marts.fct_articles as a {joins}"


@dataclass(frozen=True)
class Place:
    """A region, a country or another row of dim_regions."""

    place_id: str
    name: str
    kind: str
    part: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Theme:
    """A topic, by the name that readers know it under."""

    theme_id: str
    name: str
    family: str
    rank_in_family: int
    definition: str


@dataclass(frozen=True)
class Publisher:
    """An agency."""

    publisher_id: str
    name: str
    kind: str
    kind_name: str


@dataclass(frozen=True)
class Dimensions:
    """The names behind every id, in the order of lists, and the data's own bounds."""

    places: Mapping[str, Place]
    themes: Mapping[str, Theme]
    publishers: Mapping[str, Publisher]
    kinds: Mapping[str, str]
    languages: tuple[str, ...]
    sections: tuple[str, ...]
    first_day: dt.date | None
    last_day: dt.date | None
    article_count: int

    def known(self) -> Known:
        """What an address may ask for."""
        return Known(
            values={
                "region": frozenset(self.places) | {ABROAD},
                "theme": frozenset(self.themes),
                "kind": frozenset(self.kinds),
                "publisher": frozenset(self.publishers),
                "language": frozenset(self.languages),
                "section": frozenset(self.sections),
            },
            first_day=self.first_day,
            last_day=self.last_day,
        )


@dataclass(frozen=True)
class Totals:
    """What the filters leave, junk left out but counted apart."""

    articles: int = 0
    stories: int = 0
    occurrences: int = 0
    publishers: int = 0
    regions: int = 0
    without_publisher: int = 0
    without_date: int = 0
    junk: int = 0
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def of(self, measure: str) -> int:
        """The total of one measure."""
        return int(getattr(self, measure))


@st.cache_resource(show_spinner=False, max_entries=2)
def _database(path: str) -> duckdb.DuckDBPyConnection:
    """The snapshot, opened once: its file never changes, and opening took half a query's time."""
    return duckdb.connect(path, read_only=True, config=_CONFIG)


def read(
    path: str,
    sql: str,
    parameters: Mapping[str, object] | None = None,
    tables: Mapping[str, pa.Table] | None = None,
) -> pd.DataFrame:
    """The rows of a query on a snapshot.

    Args:
        path: of the database.
        sql: the query.
        parameters: values for its `$names`.
        tables: Arrow tables that it may name beside those of the snapshot.

    Raises:
        SnapshotError: a table or column is missing, as after a rollback to an earlier version's.
    """
    with _database(path).cursor() as connection:
        for name, table in (tables or {}).items():
            connection.register(name, table)
        try:
            frame = connection.execute(sql, dict(parameters or {})).df()
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            missing = str(error).splitlines()[0].partition(": ")[2]
            raise SnapshotError(f"another version of Baspasoz published it: {missing}") from error
    # ENUMs come as categories: grouping one by another would make rows of what never occurs
    kept = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(kept, object))


def conditions(filters: Filters) -> tuple[str, dict[str, object]]:
    """WHERE terms and their parameters; `is_junk` is the caller's concern."""
    terms: list[str] = ["true"]
    parameters: dict[str, object] = {}
    if filters.first_day and filters.last_day:
        terms.append("a.published_date between $first_day and $last_day")
        parameters |= {"first_day": filters.first_day, "last_day": filters.last_day}
    if filters.region:
        either = ["list_contains($region, a.primary_region_id)"]
        parameters["region"] = list(filters.region)
        if ABROAD in filters.region:
            either.append("r.region_kind = 'abroad'")
        terms.append(f"({' or '.join(either)})")
    for key, column in (
        ("theme", "a.primary_topic_id"),
        ("kind", "g.agency_kind"),
        ("publisher", "a.agency_id"),
        ("language", "a.lang"),
        ("section", "coalesce(a.section, 'none')"),
    ):
        if values := getattr(filters, key):
            terms.append(f"list_contains(${key}, {column})")
            parameters[key] = list(values)
    return " and ".join(terms), parameters


@st.cache_data(show_spinner=False, max_entries=8)
def dimensions(path: str) -> Dimensions:
    """Names, lists and bounds of the whole snapshot."""
    regions = read(path, "select * from marts.dim_regions order by sort_order, region_name")
    topics = read(path, "select * from marts.dim_topics order by sort_order, topic_name")
    agencies = read(
        path,
        """
        select g.agency_id, g.agency_name, g.agency_kind, g.agency_kind_name, count(*) as n
        from marts.fct_articles as a
        inner join marts.dim_agencies as g on g.agency_id = a.agency_id
        group by all
        order by n desc, g.agency_name
        """,
    )
    lists = read(
        path,
        # as text: of a list of what the published file has as ENUM, pandas makes numbers
        """
        select
            list(distinct lang::varchar order by lang::varchar) as languages,
            list(distinct coalesce(section, 'none') order by coalesce(section, 'none')) as sections,
            min(published_date) as first_day,
            max(published_date) as last_day,
            count(*) as n
        from marts.fct_articles
        """,
    ).iloc[0]
    used: dict[str, int] = {}
    themes: dict[str, Theme] = {}
    for row in topics.itertuples():
        family = family_key(str(row.family))
        themes[str(row.topic_id)] = Theme(
            str(row.topic_id), str(row.topic_name), family, used.get(family, 0), str(row.definition)
        )
        used[family] = used.get(family, 0) + 1
    return Dimensions(
        places={
            str(row.region_id): Place(
                str(row.region_id),
                str(row.region_name),
                str(row.region_kind),
                _optional(row.part_of_country),
                _number(row.latitude),
                _number(row.longitude),
            )
            for row in regions.itertuples()
        },
        themes=themes,
        publishers={
            str(row.agency_id): Publisher(
                str(row.agency_id),
                str(row.agency_name),
                str(row.agency_kind),
                str(row.agency_kind_name),
            )
            for row in agencies.itertuples()
        },
        kinds={
            str(row.agency_kind): str(row.agency_kind_name)
            for row in agencies.sort_values("agency_kind_name").itertuples()
        },
        languages=_texts(lists["languages"]),
        sections=_texts(lists["sections"]),
        first_day=_date(lists["first_day"]),
        last_day=_date(lists["last_day"]),
        article_count=int(lists["n"]),
    )


@st.cache_data(show_spinner=False, max_entries=200)
def totals(path: str, filters: Filters) -> Totals:
    """How much the filters leave."""
    where, parameters = conditions(filters)
    row = read(
        path,
        # summed up first by what few values have: distinct ones are then counted in a few rows
        f"""
        with parts as (
            select
                a.agency_id, a.primary_region_id, a.is_junk,
                count(*) as articles,
                count(*) filter (a.is_told_once) as told_once,
                sum(a.occurrence_count) as occurrences,
                count(*) - count(a.published_date) as undated,
                min(a.published_date) as first_day,
                max(a.published_date) as last_day
            {articles(where)}
            where {where}
            group by all
        ),
        several as (
            select count(distinct a.story_id) as stories
            {articles(where)}
            where not a.is_junk and not a.is_told_once and {where}
        )
        select
            coalesce(sum(articles) filter (not is_junk), 0) as articles,
            coalesce(sum(told_once) filter (not is_junk), 0)
                + (select stories from several) as stories,
            coalesce(sum(occurrences) filter (not is_junk), 0) as occurrences,
            count(distinct agency_id) filter (not is_junk and agency_id <> 'unknown')
                as publishers,
            count(distinct primary_region_id)
                filter (not is_junk and region_kind in ('oblast', 'city')) as regions,
            coalesce(sum(articles) filter (not is_junk and agency_id = 'unknown'), 0)
                as without_publisher,
            coalesce(sum(undated) filter (not is_junk), 0) as without_date,
            coalesce(sum(articles) filter (is_junk), 0) as junk,
            min(first_day) filter (not is_junk) as first_day,
            max(last_day) filter (not is_junk) as last_day
        from parts
        left join marts.dim_regions on region_id = primary_region_id
        """,
        parameters,
    ).iloc[0]
    return Totals(
        **{name: int(row[name]) for name in row.index if not name.endswith("_day")},
        first_day=_date(row["first_day"]),
        last_day=_date(row["last_day"]),
    )


@st.cache_data(show_spinner=False, max_entries=400)
def counts_by(path: str, filters: Filters, group: str, measure: str) -> pd.DataFrame:
    """Columns id, value, sorted by value: one row per group that has any."""
    where, parameters = conditions(filters)
    return read(
        path,
        f"""
        select {GROUPS[group]} as id, {MEASURES[measure]} as value
        {articles(GROUPS[group], where)}
        where not a.is_junk and {where}
        group by 1
        order by value desc, id
        """,
        parameters,
    )


@st.cache_data(show_spinner=False, max_entries=100)
def sure_share(path: str, filters: Filters) -> float:
    """Of the articles with a theme, the share whose main theme has high confidence."""
    where, parameters = conditions(filters)
    share = read(
        path,
        f"""
        select
            count(*) filter (a.primary_topic_confidence = 'high') / nullif(count(*), 0) as share
        {articles(where)}
        where not a.is_junk and a.primary_topic_id <> 'none' and {where}
        """,
        parameters,
    )["share"].iloc[0]
    return _number(share) or 0.0


@st.cache_data(show_spinner=False, max_entries=200)
def counts_crossed(
    path: str, filters: Filters, rows: str, columns: str, measure: str
) -> pd.DataFrame:
    """Columns row, column, value: one row per pair of groups that meet."""
    where, parameters = conditions(filters)
    return read(
        path,
        f"""
        select {GROUPS[rows]} as row, {GROUPS[columns]} as column, {MEASURES[measure]} as value
        {articles(GROUPS[rows], GROUPS[columns], where)}
        where not a.is_junk and {where}
        group by 1, 2
        """,
        parameters,
    )


@st.cache_data(show_spinner=False, max_entries=200)
def counts_over_time(
    path: str, filters: Filters, group: str, measure: str, step: str
) -> pd.DataFrame:
    """Columns period (first day), id, value, total (of the period); dated articles only.

    The total is of everything the filters leave; of single themes or places that were chosen, of
    everything that fits the other filters, so that a chosen theme's share is of all themes.
    """
    where, parameters = conditions(filters)
    whole, wider = conditions(_without(filters, group))
    dated = "where not a.is_junk and a.published_date is not null"
    return read(
        path,
        f"""
        with totals as (
            select {STEPS[step]} as period, {MEASURES[measure]} as total
            {articles(whole)} {dated} and {whole}
            group by 1
        ),
        parts as (
            select {STEPS[step]} as period, {GROUPS[group]} as id, {MEASURES[measure]} as value
            {articles(GROUPS[group], where)} {dated} and {where}
            group by 1, 2
        )
        select parts.period, parts.id, parts.value, totals.total
        from parts
        inner join totals on totals.period = parts.period
        order by parts.period, parts.id
        """,
        wider | parameters,
    )


@st.cache_data(show_spinner=False, max_entries=20)
def delivered_periods(path: str, step: str) -> frozenset[dt.date]:
    """First days of the periods of which anything was delivered, junk included."""
    days = read(
        path,
        f"""
        select distinct {STEPS[step]} as period
        from marts.fct_articles as a
        where a.published_date is not null
        """,
    )["period"]
    return frozenset(day for value in days if (day := _date(value)))


@st.cache_data(show_spinner=False, max_entries=100)
def article(path: str, article_id: str) -> dict[str, object] | None:
    """One article with its text, names and provenance, junk included; None when there is none."""
    rows = read(
        path,
        f"""
        select
            a.*, g.agency_name, g.agency_kind_name, r.region_name, t.topic_name,
            d.file_name, d.byte_count, d.is_synthetic
        {articles("g. r. t.")}
        left join marts.dim_deliveries as d on d.delivery_id = a.delivery_id
        where a.article_id = $article_id
        """,
        {"article_id": article_id},
    )
    if rows.empty:
        return None
    return {name: _plain(rows[name].iloc[0]) for name in rows.columns}


@st.cache_data(show_spinner=False, max_entries=100)
def article_labels(path: str, article_id: str) -> pd.DataFrame:
    """Columns what, name, role, is_primary, confidence, words: each label and what it rests on."""
    return read(
        path,
        """
        with evidence as (
            select
                entity_kind,
                entity_id,
                string_agg(distinct matched_text, ', ' order by matched_text) as words
            from marts.fct_mentions
            where article_id = $article_id
            group by all
        )
        select
            'theme' as what, t.topic_name as name, null as role, l.is_primary, l.confidence,
            e.words, l.topic_rank as place
        from marts.fct_article_topics as l
        inner join marts.dim_topics as t on t.topic_id = l.topic_id
        left join evidence as e on e.entity_kind = 'topic' and e.entity_id = l.topic_id
        where l.article_id = $article_id
        union all
        select
            'place', r.region_name, l.role, l.is_primary, l.confidence, e.words,
            row_number() over (order by l.is_primary desc, l.score desc)
        from marts.fct_article_regions as l
        inner join marts.dim_regions as r on r.region_id = l.region_id
        left join evidence as e
            on (e.entity_kind = 'region' and e.entity_id = l.region_id)
            or (e.entity_kind = 'country' and 'ABROAD:' || e.entity_id = l.region_id)
        where l.article_id = $article_id
        union all
        select 'publisher', g.agency_name, null, true, null, e.words, 1
        from marts.fct_articles as a
        inner join marts.dim_agencies as g on g.agency_id = a.agency_id
        left join evidence as e on e.entity_kind = 'agency' and e.entity_id = a.agency_id
        where a.article_id = $article_id
        order by what desc, place
        """,
        {"article_id": article_id},
    )


@st.cache_data(show_spinner=False, max_entries=100)
def article_occurrences(path: str, article_id: str) -> pd.DataFrame:
    """Every time the article was delivered: file, place in it, bytes, section, date."""
    return read(
        path,
        """
        select d.file_name, o.ordinal, o.span_start, o.span_end, o.section, o.published_date,
            o.is_current
        from marts.fct_occurrences as o
        left join marts.dim_deliveries as d on d.delivery_id = o.delivery_id
        where o.article_id = $article_id
        order by d.file_name, o.ordinal
        """,
        {"article_id": article_id},
    )


def _without(filters: Filters, group: str) -> Filters:
    """The filters that a group's shares are taken within."""
    return filters.without(group) if group in ("theme", "region") else filters


def family_key(family: str) -> str:
    """The palette's key of a family: "the world" is "world", "rights_government" is "rights"."""
    words = family.lower().replace("_", " ").replace("-", " ").split()
    words = [word for word in words if word != "the"]
    return words[0] if words else "none"


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if hasattr(value, "__iter__") else ()


def _optional(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, float | int) and value == value else None


def _date(value: object) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[call-overload, arg-type]


def _plain(value: object) -> object:
    """A cell as a plain Python value, every kind of missing one as None."""
    if pd.api.types.is_scalar(value) and pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
