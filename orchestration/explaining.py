"""Why an article has its labels: read from the published snapshot and nothing else.

Holds what is asked of the snapshot and how a label, its rule and its evidence stand together. No
label is decided here: a reader is shown what the marts say. Words for a terminal are made in
`explanation_text`.
"""

from collections import defaultdict
from typing import Any

import duckdb

from orchestration.commands import NothingThere, served_snapshot
from orchestration.explanation import Explanation, Label, Proof
from orchestration.settings import Settings
from orchestration.snapshots import attached

CONTEXT_CHARS = 40
STORY_MEMBERS = 20

_NONE_TOPIC = "no topic has the points that a primary one needs"
_FIRST_TOPIC = "most points of all topics"
_OTHER_TOPIC = "stands on its own and is near the first"


def explain(settings: Settings, article_id: str) -> Explanation:
    """Explain the labels of one article.

    Args:
        settings: the home.
        article_id: as in `marts.fct_articles`.

    Raises:
        NothingThere: nothing is published, or no such article.
    """
    snapshot = served_snapshot(settings)
    with attached(snapshot.database) as connection:
        found = _rows(
            connection, "select * from marts.fct_articles where article_id = $1", article_id
        )
        if not found:
            raise NothingThere(
                f"no article {article_id!r}; find ids with: baspasoz sql "
                '"select article_id, title from marts.fct_articles"'
            )
        article = found[0]
        proofs = _read_proofs(connection, article)
        story = connection.execute(
            "select article_id, title from marts.fct_articles "
            "where story_id = $1 and article_id <> $2 order by article_id",
            [article["story_id"], article_id],
        ).fetchall()
        labels = (
            _publisher(connection, article, proofs),
            _language(article),
            *_regions(connection, article, proofs),
            *_topics(connection, article, proofs),
            _junk(article),
            _story(connection, article, len(story)),
        )
    published = article["published_date"]
    return Explanation(
        article_id=article_id,
        generation=snapshot.generation,
        title=article["title"],
        published_date=str(published) if published else None,
        source_url=article["source_url"],
        labels=labels,
        story=tuple(story[:STORY_MEMBERS]),
    )


Row = dict[str, Any]
Proofs = dict[tuple[str, str], tuple[Proof, ...]]


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[Row]:
    cursor = connection.execute(query, list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _read_proofs(connection: duckdb.DuckDBPyConnection, article: Row) -> Proofs:
    """Evidence by kind and id of what it speaks for, strongest first."""
    rows = _rows(
        connection,
        "select * from marts.fct_mentions where article_id = $1 "
        "order by weight desc, field desc, char_start, rule",
        article["article_id"],
    )
    proofs: dict[tuple[str, str], list[Proof]] = defaultdict(list)
    for row in rows:
        text = article[row["field"]] or ""
        start, end = row["char_start"], row["char_end"]
        proofs[row["entity_kind"], row["entity_id"]].append(
            Proof(
                before=text[max(0, start - CONTEXT_CHARS) : start],
                words=text[start:end],
                after=text[end : end + CONTEXT_CHARS],
                field=row["field"],
                char_start=start,
                rule=row["rule"],
                term=row["term"],
                weight=row["weight"],
            )
        )
    return {key: tuple(found) for key, found in proofs.items()}


def _publisher(connection: duckdb.DuckDBPyConnection, article: Row, proofs: Proofs) -> Label:
    agency_id = article["agency_id"]
    agency = _rows(connection, "select * from marts.dim_agencies where agency_id = $1", agency_id)
    known = agency[0] if agency else {}
    evidence = proofs.get(("agency", agency_id), ())
    if evidence:
        rule = f"{evidence[0].rule}; its name and kind are known by {known.get('basis')}"
    else:
        rule = "no source line and no sentence that says who publishes"
    return Label(
        kind="publisher",
        value=agency_id,
        name=f"{known.get('agency_name', agency_id)} ({known.get('agency_kind_name', 'unknown')})",
        confidence=article["agency_confidence"],
        rule=rule,
        evidence=evidence,
    )


def _language(article: Row) -> Label:
    return Label(
        kind="language",
        value=article["lang"],
        name={"en": "English", "ru": "Russian", "kk": "Kazakh"}.get(article["lang"], ""),
        confidence=f"{article['lang_confidence']:.2f}",
        rule="letters and words of title and body; the address is not believed",
    )


def _regions(connection: duckdb.DuckDBPyConnection, article: Row, proofs: Proofs) -> list[Label]:
    rows = _rows(
        connection,
        "select r.*, d.region_name from marts.fct_article_regions as r "
        "left join marts.dim_regions as d on r.region_id = d.region_id "
        "where r.article_id = $1 order by r.is_primary desc, r.role, r.score desc, r.region_id",
        article["article_id"],
    )
    if not any(row["is_primary"] for row in rows):
        rows.insert(0, {"region_id": "none", "role": "subject", "region_name": "No place found"})
    labels = []
    for row in rows:
        region_id, role = row["region_id"], row["role"]
        is_abroad = region_id.startswith("ABROAD:")
        key = ("country" if is_abroad else "region", region_id.removeprefix("ABROAD:"))
        labels.append(
            Label(
                kind="region",
                value=region_id,
                name=row["region_name"] or region_id,
                role=role,
                confidence=row.get("confidence"),
                rule=_region_rule(row),
                # where the publisher sits is told by the publisher, not by names in the text
                evidence=() if role == "publisher" else proofs.get(key, ()),
            )
        )
    return labels


def _region_rule(row: Row) -> str:
    if row["region_id"] == "none":
        return "neither publisher nor text says where"
    if row["role"] == "publisher":
        return "where the publisher belongs"
    points = f"{row['score']:.1f} points from {_counted(row['mention_count'], 'name')}"
    return f"{row['primary_rule']}; {points}" if row.get("primary_rule") else points


def _topics(connection: duckdb.DuckDBPyConnection, article: Row, proofs: Proofs) -> list[Label]:
    rows = _rows(
        connection,
        "select t.*, d.topic_name from marts.fct_article_topics as t "
        "inner join marts.dim_topics as d on t.topic_id = d.topic_id "
        "where t.article_id = $1 order by t.topic_rank",
        article["article_id"],
    )
    labels = [
        Label(
            kind="topic",
            value=row["topic_id"],
            name=row["topic_name"],
            role="primary" if row["is_primary"] else "also",
            confidence=row["confidence"],
            rule=f"{_FIRST_TOPIC if row['is_primary'] else _OTHER_TOPIC}; "
            f"{row['score']:.1f} points from {_counted(row['term_count'], 'term')}",
            evidence=proofs.get(("topic", row["topic_id"]), ()),
        )
        for row in rows
    ]
    if not any(row["is_primary"] for row in rows):
        labels.insert(0, Label("topic", "none", "No topic found", "primary", None, _NONE_TOPIC))
    return labels


def _junk(article: Row) -> Label:
    is_junk = article["is_junk"]
    return Label(
        kind="junk",
        value=str(is_junk).lower(),
        name="junk, left out of counts" if is_junk else "not junk",
        rule=article["junk_reason"] or "no rule of the seed junk_rules applies",
    )


def _story(connection: duckdb.DuckDBPyConnection, article: Row, others: int) -> Label:
    row = _rows(
        connection,
        "select * from marts.fct_story_articles where article_id = $1",
        article["article_id"],
    )[0]
    series = f"; of the series {article['series_id']}" if article["series_id"] else ""
    similarity = row["similarity"]
    return Label(
        kind="story",
        value=article["story_id"],
        name=(f"with {_counted(others, 'other article')}" if others else "alone") + series,
        role=row["story_role"] if others else "",
        confidence=None if similarity is None else f"{similarity:.2f}",
        rule=_story_rule(row),
    )


def _story_rule(row: Row) -> str:
    """Which article it matches and what both share; empty for a lead."""
    if row["matched_article_id"] is None:
        return ""
    shared = [
        f"{name}: {row[column]}"
        for name, column in (
            ("numbers", "shared_numbers"),
            ("names", "shared_names"),
            ("words", "shared_words"),
        )
        if row[column]
    ]
    told = f"{row['matched_by'].replace('_', ' ')} as {row['matched_article_id']}"
    return "; ".join([told, *shared, *([f"odds: {row['reasons']}"] if row["reasons"] else [])])


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
