"""What charts count: a narrow row of numbers for each article, held in memory beside a snapshot.

Holds how that table is made and how filters read it; opening belongs to `opened`, what is asked of
it to `queries`. Of a million articles a count by week and theme takes 13 ms of CPU in it and 33 in
the published file: no query reads a text, joins a dimension or looks at dates that the filters
leave out. It is made when a snapshot is opened: 1.7 CPU seconds and 120 MB for a million.
"""

from collections.abc import Mapping

from dashboard.filters import ABROAD, LISTS, Filters

Codes = Mapping[str, Mapping[str, int]]
"""Of each column with names: their numbers in the table of facts."""

FACTS = "narrow.facts"
STORIES = "narrow.stories"
NAMES = "narrow.names"

# what is numbered: its own words in the marts, with the dimensions joined in
_OWN = {
    "theme": "a.primary_topic_id",
    "place": "a.primary_region_id",
    "publisher": "a.agency_id",
    "language": "a.lang",
    "section": "a.section",
}
_NAMED = _OWN | {
    "section": "coalesce(a.section, 'none')",
    "family": "t.family",
    "part": "coalesce(r.part_of_country, r.region_kind)",
    # countries abroad are one place to a chart
    "region": f"case when r.region_kind = '{ABROAD}' then '{ABROAD}' else a.primary_region_id end",
    "kind": "g.agency_kind",
}


def _listed(form: str, names: Mapping[str, str]) -> str:
    return ", ".join(form.format(name=name, words=words) for name, words in names.items())


_NAMES_OF_EACH = " union all ".join(
    f"select distinct '{name}' as column_name, {name}::varchar as id from narrow.met"
    for name in _NAMED
)
_ALIKE = " and ".join(f"m.own_{name} is not distinct from {own}" for name, own in _OWN.items())
_NUMBERED = _listed(
    "(select code from narrow.names where column_name = '{name}' and id = {name}::varchar) "
    "as {name}_code",
    _NAMED,
)

MAKE = (
    "attach if not exists ':memory:' as narrow (read_write)",
    # what occurs together: few thousand rows, so that names are joined and numbered cheaply
    f"""
    create or replace table narrow.met as
    select distinct {_listed("{words} as own_{name}", _OWN)}, {_listed("{words} as {name}", _NAMED)}
    from marts.fct_articles as a
    left join marts.dim_topics as t on t.topic_id = a.primary_topic_id
    left join marts.dim_regions as r on r.region_id = a.primary_region_id
    left join marts.dim_agencies as g on g.agency_id = a.agency_id
    """,
    f"""
    create or replace table {NAMES} as
    select
        column_name, id,
        (row_number() over (partition by column_name order by id) - 1)::integer as code
    from ({_NAMES_OF_EACH})
    where id is not null
    """,
    f"create or replace table narrow.numbered as select *, {_NUMBERED} from narrow.met",
    # with what their list shows, numbered in its order; stories told once are none
    f"""
    create or replace table {STORIES} as
    select
        a.story_id, s.lead_title as title, s.counted_article_count as articles,
        s.version_count as versions, s.langs, s.agency_count as publishers, s.first_date,
        s.spread_days,
        (
            row_number() over (
                order by s.counted_article_count desc nulls last, s.version_count desc,
                    s.first_date desc nulls last, a.story_id
            ) - 1
        )::integer as story
    from (select distinct story_id from marts.fct_articles where not is_told_once) as a
    left join marts.fct_stories as s on s.story_id = a.story_id
    """,
    # in the order of the list of articles; a period's are thereby together. Joins are by equality
    # alone: with another condition on the stories, DuckDB compares each article with each of them
    f"""
    create or replace table {FACTS} as
    select
        a.rowid::integer as row,
        a.is_junk,
        a.published_date as day,
        date_trunc('week', a.published_date)::date as week,
        date_trunc('month', a.published_date)::date as month,
        {_listed("m.{name}_code as {name}", _NAMED)},
        coalesce(a.primary_topic_confidence = 'high', false) as is_sure,
        a.is_told_once,
        s.story,
        a.occurrence_count::integer as occurrences
    from marts.fct_articles as a
    inner join narrow.numbered as m on {_ALIKE}
    left join {STORIES} as s on s.story_id = a.story_id
    order by a.published_date desc nulls last, a.article_id
    """,
    "drop table narrow.met",
    "drop table narrow.numbered",
)
"""Statements that make the tables anew, in their order."""

COUNTED_NAMES = f"select column_name, id, code from {NAMES}"


def conditions(filters: Filters, codes: Codes) -> tuple[str, dict[str, object]]:
    """WHERE terms on the facts and their parameters; `is_junk` is the caller's concern.

    Args:
        filters: of the reader.
        codes: of the snapshot; a name that no article has fits none.
    """
    terms: list[str] = ["true"]
    parameters: dict[str, object] = {}
    if filters.first_day and filters.last_day:
        terms.append("day between $first_day and $last_day")
        parameters |= {"first_day": filters.first_day, "last_day": filters.last_day}
    for key in LISTS:
        if values := getattr(filters, key):
            either = [_among("place" if key == "region" else key, values, codes)]
            if key == "region" and ABROAD in values:
                either.append(_among("region", (ABROAD,), codes))
            terms.append(f"({' or '.join(either)})")
    return " and ".join(terms), parameters


def _among(column: str, values: tuple[str, ...], codes: Codes) -> str:
    known = codes.get(column, {})
    # numbers of ours, never the reader's words; as a list of parameters they'd take twice as long
    found = sorted(known[value] for value in values if value in known)
    return f"{column} in ({', '.join(map(str, found))})" if found else "false"
