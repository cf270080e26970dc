"""The evidence of a trial in lines: the words that speak for a code and what they add up to.

Holds the reading of evidence from a trial's build database, published labels or not.
"""

from collections import defaultdict
from collections.abc import Iterable

import duckdb
import pyarrow as pa

_WORDS_PER_ENTITY = 6


def read_evidence(
    connection: duckdb.DuckDBPyConnection,
    occurrence_ids: Iterable[str],
    kinds: tuple[str, ...],
) -> dict[str, dict[str, str]]:
    """Per occurrence and entity its words in one line; the entity with most weight first."""
    asked = pa.table({"asked_id": pa.array(sorted(set(occurrence_ids)), pa.string())})
    if not kinds or not asked.num_rows:
        return {}
    connection.register("asked", asked)
    rows = connection.execute(
        """
        with found as (

            select
                m.occurrence_id, m.entity_id, m.rule, m.field, m.weight,
                substring(
                    case m.field when 'title' then a.title when 'body' then a.body else '' end,
                    m.char_start + 1, m.char_end - m.char_start
                ) as words
            from enriched.mentions as m
            inner join enriched.articles as a on m.occurrence_id = a.occurrence_id
            inner join asked on m.occurrence_id = asked.asked_id
            where m.entity_kind in (select unnest(?))

        )

        select
            occurrence_id, entity_id, rule, field, weight, count(*) as times, words,
            sum(sum(weight)) over (partition by occurrence_id, entity_id) as total
        from found
        group by occurrence_id, entity_id, rule, field, weight, words
        order by total desc, entity_id, field desc, weight desc, words
        """,
        [list(kinds)],
    ).fetchall()
    points = _read_points(connection, kinds)
    lines: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for occurrence_id, entity, rule, field, weight, times, words, _total in rows:
        often = f" x{times}" if times > 1 else ""
        said = " ".join(words.split())
        lines[occurrence_id][entity].append(f"“{said}”{often} ({field}, {rule}, {weight:g})")
    connection.unregister("asked")
    return {
        occurrence_id: {
            entity: points.get((occurrence_id, entity), "")
            + ", ".join(words[:_WORDS_PER_ENTITY])
            + (f", and {len(words) - _WORDS_PER_ENTITY} more" * (len(words) > _WORDS_PER_ENTITY))
            for entity, words in entities.items()
        }
        for occurrence_id, entities in lines.items()
    }


def _read_points(
    connection: duckdb.DuckDBPyConnection, kinds: tuple[str, ...]
) -> dict[tuple[str, str], str]:
    """Per asked occurrence and entity what its evidence adds up to, in words."""
    if "topic" in kinds:
        scored, entity = "int_article_topics_scored", "s.topic_id"
    elif "region" in kinds:
        scored, entity = "int_article_regions_scored", "replace(s.region_id, 'ABROAD:', '')"
    else:
        return {}
    rows = connection.execute(
        f"""
        select asked.asked_id, {entity} as entity_id, max(s.score)
        from intermediate.{scored} as s
        inner join marts.fct_articles as a on s.article_id = a.article_id
        inner join asked on a.occurrence_id = asked.asked_id
        group by all
        """
    ).fetchall()
    return {(row[0], row[1]): f"{row[2]:.1f} points: " for row in rows}
