"""What is counted in the published snapshot: each function answers one question of a chart.

Draws nothing and words nothing. Every value of a reader reaches SQL as a bound parameter or as a
number of ours; what can't be bound (a grouping, a measure, a step) is chosen from a table here.
Answers are cached under the snapshot's path, which holds its generation and never changes.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.facts import FACTS, NAMES, conditions
from dashboard.filters import ABROAD, Filters, Known
from dashboard.opened import codes_of, read

MEASURES = {
    "articles": "count(*)",
    # most stories are told once: distinct numbers of the others alone take a sixth of the time
    "stories": "(count(*) filter (is_told_once) + count(distinct story))",
    "occurrences": "coalesce(sum(occurrences), 0)::bigint",
}
# columns of the facts
GROUPS = {name: name for name in ("family", "theme", "part", "region", "publisher", "kind")}
STEPS = {name: name for name in ("day", "week", "month")}


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


@st.cache_data(show_spinner=False, max_entries=8)
def dimensions(path: str) -> Dimensions:
    """Names, lists and bounds of the whole snapshot."""
    regions = read(path, "select * from marts.dim_regions order by sort_order, region_name")
    topics = read(path, "select * from marts.dim_topics order by sort_order, topic_name")
    agencies = read(
        path,
        f"""
        with counted as (select publisher as code, count(*) as n from {FACTS} group by 1)
        select g.agency_id, g.agency_name, g.agency_kind, g.agency_kind_name
        from counted
        inner join {NAMES} as n on n.column_name = 'publisher' and n.code = counted.code
        inner join marts.dim_agencies as g on g.agency_id = n.id
        order by counted.n desc, g.agency_name
        """,
    )
    bounds = read(
        path, f"select min(day) as first_day, max(day) as last_day, count(*) as n from {FACTS}"
    ).iloc[0]
    codes = codes_of(path)
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
        languages=tuple(sorted(codes.get("language", ()))),
        sections=tuple(sorted(codes.get("section", ()))),
        first_day=_date(bounds["first_day"]),
        last_day=_date(bounds["last_day"]),
        article_count=int(bounds["n"]),
    )


@st.cache_data(show_spinner=False, max_entries=200)
def totals(path: str, filters: Filters) -> Totals:
    """How much the filters leave."""
    where, parameters = conditions(filters, codes_of(path))
    fits = f"from {FACTS} where not is_junk and {where}"
    row = read(
        path,
        # what differs is counted in subqueries of its own, over small numbers: that is several
        # times as fast as count(distinct) beside the sums
        f"""
        with counted as (
            select
                count(*) as articles,
                count(*) filter (is_told_once) as told_once,
                coalesce(sum(occurrences), 0) as occurrences,
                count(*) - count(day) as without_date,
                min(day) as first_day,
                max(day) as last_day
            {fits}
        ),
        told_again as (select count(distinct story) as stories {fits} and not is_told_once),
        publishers as (select publisher as code, count(*) as articles {fits} group by 1),
        places as (select distinct place as code {fits}),
        publisher_names as (
            select p.articles, n.id = 'unknown' as is_unknown
            from publishers as p
            inner join {NAMES} as n on n.column_name = 'publisher' and n.code = p.code
        ),
        own_places as (
            select count(*) as regions
            from places as p
            inner join {NAMES} as n on n.column_name = 'place' and n.code = p.code
            inner join marts.dim_regions as r
                on r.region_id = n.id and r.region_kind in ('oblast', 'city')
        )
        select
            counted.* exclude (told_once),
            told_once + (select stories from told_again) as stories,
            (select regions from own_places) as regions,
            (select count(*) filter (not is_unknown) from publisher_names) as publishers,
            (select coalesce(sum(articles) filter (is_unknown), 0) from publisher_names)
                as without_publisher,
            (select count(*) from {FACTS} where is_junk and {where}) as junk
        from counted
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
    where, parameters = conditions(filters, codes_of(path))
    return read(
        path,
        f"""
        with counted as (
            select {GROUPS[group]} as code, {MEASURES[measure]} as value
            from {FACTS} where not is_junk and {where}
            group by 1
        )
        select n.id, value from counted {_named("n", group, "counted.code")}
        order by value desc, n.id
        """,
        parameters,
    )


@st.cache_data(show_spinner=False, max_entries=100)
def sure_share(path: str, filters: Filters) -> float:
    """Of the articles with a theme, the share whose main theme has high confidence."""
    codes = codes_of(path)
    where, parameters = conditions(filters, codes)
    none = codes.get("theme", {}).get("none", -1)
    share = read(
        path,
        f"""
        select count(*) filter (is_sure) / nullif(count(*), 0) as share
        from {FACTS} where not is_junk and theme <> {none} and {where}
        """,
        parameters,
    )["share"].iloc[0]
    return _number(share) or 0.0


@st.cache_data(show_spinner=False, max_entries=200)
def counts_crossed(
    path: str, filters: Filters, rows: str, columns: str, measure: str
) -> pd.DataFrame:
    """Columns row, column, value: one row per pair of groups that meet."""
    where, parameters = conditions(filters, codes_of(path))
    return read(
        path,
        f"""
        with counted as (
            select
                {GROUPS[rows]} as row_code, {GROUPS[columns]} as column_code,
                {MEASURES[measure]} as value
            from {FACTS} where not is_junk and {where}
            group by 1, 2
        )
        select r.id as row, c.id as column, value
        from counted {_named("r", rows, "row_code")} {_named("c", columns, "column_code")}
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
    codes = codes_of(path)
    where, parameters = conditions(filters, codes)
    whole, wider = conditions(_without(filters, group), codes)
    dated = f"from {FACTS} where not is_junk and day is not null"
    return read(
        path,
        f"""
        with totals as (
            select {STEPS[step]} as period, {MEASURES[measure]} as total
            {dated} and {whole}
            group by 1
        ),
        parts as (
            select {STEPS[step]} as period, {GROUPS[group]} as code, {MEASURES[measure]} as value
            {dated} and {where}
            group by 1, 2
        )
        select parts.period, n.id, parts.value, totals.total
        from parts
        inner join totals on totals.period = parts.period
        {_named("n", group, "parts.code")}
        order by parts.period, n.id
        """,
        wider | parameters,
    )


@st.cache_data(show_spinner=False, max_entries=20)
def delivered_periods(path: str, step: str) -> frozenset[dt.date]:
    """First days of the periods of which anything was delivered, junk included."""
    days = read(
        path, f"select distinct {STEPS[step]} as period from {FACTS} where day is not null"
    )["period"]
    return frozenset(day for value in days if (day := _date(value)))


def _named(alias: str, group: str, code: str) -> str:
    """The names behind the numbers of a group."""
    name = GROUPS[group]
    return (
        f"left join {NAMES} as {alias} on {alias}.column_name = '{name}' and {alias}.code = {code}"
    )


def _without(filters: Filters, group: str) -> Filters:
    """The filters that a group's shares are taken within."""
    return filters.without(group) if group in ("theme", "region") else filters


def family_key(family: str) -> str:
    """The palette's key of a family: "the world" is "world", "rights_government" is "rights"."""
    words = family.lower().replace("_", " ").replace("-", " ").split()
    words = [word for word in words if word != "the"]
    return words[0] if words else "none"


def _optional(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, float | int) and value == value else None


def _date(value: object) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()  # type: ignore[call-overload, arg-type]
