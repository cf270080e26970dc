"""What filters mean, in plain SQL over the marts: what the dashboard's own numbers must agree with.

Nothing of the dashboard is used but the filters themselves.
"""

from dashboard.filters import ABROAD, Filters

SOURCE = """
    from marts.fct_articles as a
    left join marts.dim_topics as t on t.topic_id = a.primary_topic_id
    left join marts.dim_regions as r on r.region_id = a.primary_region_id
    left join marts.dim_agencies as g on g.agency_id = a.agency_id
"""
MEASURES = {
    "articles": "count(*)",
    "stories": "count(distinct a.story_id)",
    "occurrences": "sum(a.occurrence_count)::bigint",
}
GROUPS = {
    "family": "t.family::varchar",
    "theme": "a.primary_topic_id::varchar",
    "part": "coalesce(r.part_of_country::varchar, r.region_kind::varchar)",
    "region": (
        "case when r.region_kind = 'abroad' then 'abroad' else a.primary_region_id::varchar end"
    ),
    "publisher": "a.agency_id::varchar",
    "kind": "g.agency_kind::varchar",
}
STEPS = {
    "day": "a.published_date",
    "week": "date_trunc('week', a.published_date)::date",
    "month": "date_trunc('month', a.published_date)::date",
}
_COLUMNS = {
    "theme": "a.primary_topic_id",
    "kind": "g.agency_kind",
    "publisher": "a.agency_id",
    "language": "a.lang",
    "section": "coalesce(a.section, 'none')",
}


def fitting(filters: Filters) -> tuple[str, dict[str, object]]:
    """WHERE terms for articles that are no junk and fit, and their parameters."""
    terms = ["not a.is_junk"]
    parameters: dict[str, object] = {}
    if filters.first_day and filters.last_day:
        terms.append("a.published_date between $first_day and $last_day")
        parameters |= {"first_day": filters.first_day, "last_day": filters.last_day}
    if filters.region:
        either = ["list_contains($region, a.primary_region_id::varchar)"]
        parameters["region"] = list(filters.region)
        if ABROAD in filters.region:
            either.append("r.region_kind = 'abroad'")
        terms.append(f"({' or '.join(either)})")
    for key, column in _COLUMNS.items():
        if values := getattr(filters, key):
            terms.append(f"list_contains(${key}, {column}::varchar)")
            parameters[key] = list(values)
    return " and ".join(terms), parameters
