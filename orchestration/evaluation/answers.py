"""What the product says of the dumps of a trial: occurrences, and the labels of their articles.

Holds the reading of a trial's build database. Which occurrence is which labelled item is found in
`alignment`.
"""

from dataclasses import dataclass, field, fields
from typing import Any

import duckdb


@dataclass(frozen=True)
class Occurrence:
    """An article as it was cut from a dump, verbatim."""

    file: str
    ordinal: int
    title: str
    published_date: str | None
    body: str
    article_id: str


@dataclass(frozen=True)
class Answer:
    """The labels of an article.

    Attributes:
        occurrence_id: the occurrence whose text is current.
        mentioned: regions of the country that the text names.
        topics: the set of labels.
        region_rule: the rule that chose the primary region; None with none.
        publisher_rule: the strongest evidence for the publisher; None when unknown.
    """

    article_id: str
    occurrence_id: str
    lang: str
    agency_id: str
    agency_confidence: str | None
    publisher_kind: str
    publisher_rule: str | None
    primary_region: str
    region_confidence: str | None
    region_rule: str | None
    primary_topic: str
    topic_confidence: str | None
    story_id: str
    series_id: str | None
    is_junk: bool
    junk_reason: str | None
    mentioned: frozenset[str] = field(default_factory=frozenset)
    topics: frozenset[str] = field(default_factory=frozenset)


def read_occurrences(connection: duckdb.DuckDBPyConnection) -> list[Occurrence]:
    """Every occurrence under every name of its delivery, by file and ordinal.

    A delivery that a longer one begins with has no rows of its own: the longer one's stand in.
    """
    rows = connection.execute(
        """
        with recursive standing as (
            select delivery_id, delivery_id as kept_id, superseded_by_id from raw.deliveries
            union all
            select standing.delivery_id, longer.delivery_id, longer.superseded_by_id
            from standing
            inner join raw.deliveries as longer
                on standing.superseded_by_id = longer.delivery_id
        )

        select
            names.file_name,
            articles.ordinal,
            articles.title,
            cast(articles.published_date as varchar),
            articles.body,
            enriched.article_id
        from raw.delivery_sightings as names
        inner join standing
            on names.delivery_id = standing.delivery_id and standing.superseded_by_id is null
        inner join raw.articles as articles on standing.kept_id = articles.delivery_id
        inner join enriched.articles as enriched
            on articles.occurrence_id = enriched.occurrence_id
        order by names.file_name, articles.ordinal
        """
    ).fetchall()
    return [Occurrence(*row) for row in rows]


def read_answers(connection: duckdb.DuckDBPyConnection) -> dict[str, Answer]:
    """The published labels of every article, by its id."""
    mentioned = _sets(
        connection,
        # the region of today for a text of old isn't what the text names
        "select article_id, region_id from marts.fct_article_regions "
        "where region_id like 'KZ-%' and role in ('subject', 'mentioned') and mention_count > 0",
    )
    topics = _sets(connection, "select article_id, topic_id from marts.fct_article_topics")
    rows: list[tuple[Any, ...]] = connection.execute(
        """
        with rules as (

            select article_id, primary_rule
            from intermediate.int_article_regions_scored
            where is_primary

        ),

        publishers as (

            select occurrence_id, arg_max(rule, weight) as rule
            from enriched.mentions
            where entity_kind = 'agency'
            group by occurrence_id

        )

        select
            articles.article_id,
            articles.occurrence_id,
            articles.lang,
            articles.agency_id,
            articles.agency_confidence,
            agencies.publisher_kind,
            publishers.rule,
            articles.primary_region_id,
            articles.primary_region_confidence,
            rules.primary_rule,
            articles.primary_topic_id,
            articles.primary_topic_confidence,
            articles.story_id,
            articles.series_id,
            articles.is_junk,
            articles.junk_reason
        from marts.fct_articles as articles
        inner join marts.dim_agencies as agencies on articles.agency_id = agencies.agency_id
        left join rules on articles.article_id = rules.article_id
        left join publishers on articles.occurrence_id = publishers.occurrence_id
        """
    ).fetchall()
    nothing: frozenset[str] = frozenset()
    names = [column.name for column in fields(Answer)]
    return {
        row[0]: Answer(
            **dict(zip(names, row, strict=False)),
            mentioned=mentioned.get(row[0], nothing),
            topics=topics.get(row[0], nothing),
        )
        for row in rows
    }


def _sets(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for article_id, value in connection.execute(query).fetchall():
        found.setdefault(article_id, set()).add(value)
    return {article_id: frozenset(values) for article_id, values in found.items()}
