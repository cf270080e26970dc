"""What went wrong, with the words that it went wrong by.

Holds how the evidence of a trial is looked up and put beside a wrong answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import duckdb
import pyarrow as pa

from orchestration.evaluation.measures import Case, Verdict

# which evidence says something about a field
_KINDS = {
    "agency_kind": ("agency",),
    "primary_region": ("region", "country"),
    "mentioned_regions_precision": ("region",),
    "mentioned_regions_recall": ("region",),
    "topic_acceptable": ("topic",),
    "topic_exact": ("topic",),
    "topic_labels_f1": ("topic",),
}
_WORDS_PER_ENTITY = 6


@dataclass(frozen=True)
class Miss:
    """One wrong answer.

    Attributes:
        evidence: per agency, place or topic its words, strongest first.
    """

    field: str
    item: str
    file: str
    ordinal: int
    title: str
    wanted: str
    given: str
    rule: str | None
    confidence: str | None
    evidence: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def describe_misses(
    connection: duckdb.DuckDBPyConnection,
    field: str,
    wrong: Sequence[tuple[Case, Verdict]],
) -> list[Miss]:
    """Put evidence beside wrong answers.

    Args:
        connection: the build database of the trial.
        field: name of the measure.
        wrong: cases with verdicts that hold mistakes.
    """
    kinds = _KINDS.get(field, ())
    answers = [case.answer for case, _ in wrong if case.answer]
    evidence = _read_evidence(connection, [a.occurrence_id for a in answers], kinds)
    return [_describe(field, case, verdict, evidence) for case, verdict in wrong]


def describe_broken_stories(
    cases: Sequence[Case], wanted: Sequence[str], given: Sequence[str]
) -> list[Miss]:
    """Stories that were torn apart, then stories that were thrown together, largest first."""
    torn = _broken(cases, wanted, given, ("one story", "stories"))
    return [*torn, *_broken(cases, given, wanted, ("stories", "one story"))]


def _broken(
    cases: Sequence[Case], keys: Sequence[str], others: Sequence[str], words: tuple[str, str]
) -> list[Miss]:
    groups: dict[str, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for case, key, other in zip(cases, keys, others, strict=True):
        groups[key][other].append(case)
    broken = [parts for parts in groups.values() if len(parts) > 1]
    broken.sort(key=lambda parts: -sum(map(len, parts.values())))
    misses = []
    for parts in broken:
        first = next(iter(parts.values()))[0].item
        counted = [f"{len(parts)} {word}" if word == "stories" else word for word in words]
        misses.append(
            Miss(
                field="stories_f1",
                item=" | ".join(
                    " ".join(c.item.name for c in part[:_WORDS_PER_ENTITY])
                    for part in list(parts.values())[:_WORDS_PER_ENTITY]
                ),
                file=first.file,
                ordinal=first.ordinal,
                title=first.title,
                wanted=counted[0],
                given=counted[1],
                rule=None,
                confidence=None,
                evidence=tuple(
                    f"{part[0].item.labels.get('lang') or '?'}: {part[0].item.title}"
                    for part in list(parts.values())[:_WORDS_PER_ENTITY]
                ),
            )
        )
    return misses


def _describe(
    field: str, case: Case, verdict: Verdict, evidence: dict[str, dict[str, str]]
) -> Miss:
    answer = case.answer
    found = evidence.get(answer.occurrence_id, {}) if answer else {}
    rule, confidence = None, None
    if answer and field == "primary_region":
        rule, confidence = answer.region_rule, answer.region_confidence
    elif answer and field == "agency_kind":
        rule = f"{answer.agency_id}: {answer.publisher_rule or 'no evidence'}"
    elif answer and field.startswith("topic"):
        confidence = answer.topic_confidence
    elif answer and field == "junk_f1":
        rule = answer.junk_reason
    shown = _ends(case) if field == "segmentation" else ()
    asked = _asked(verdict) if field not in ("agency_kind", "primary_region") else set(found)
    return Miss(
        field=field,
        item=case.item.name,
        file=case.item.file,
        ordinal=case.item.ordinal,
        title=case.item.title,
        wanted=verdict.wanted,
        given=verdict.given,
        rule=rule,
        confidence=confidence,
        evidence=shown or tuple(f"{one}: {found[one]}" for one in found if one in asked),
    )


def _ends(case: Case) -> tuple[str, ...]:
    """How the body that was found begins and ends."""
    if case.occurrence is None:
        return ()
    body = " ".join(case.occurrence.body.split())
    return (f"begins: “{body[:60]}”", f"ends: “{body[-60:]}”")


def _asked(verdict: Verdict) -> set[str]:
    """Codes that the mistakes are about."""
    return {code for mistake in verdict.wrong for code in mistake}


def _read_evidence(
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
        lines[occurrence_id][entity].append(f"“{words}”{often} ({field}, {rule}, {weight:g})")
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
