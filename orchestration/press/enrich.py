"""From raw articles to enriched ones and the evidence in them, batch by batch.

Holds the order of the steps for one article. Each concern's rules stand in its own module. No
state is kept between batches: an engine may run them anywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from orchestration.press.agencies import AgencyDirectory, PublisherPhrases
from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.identity import (
    resolve_article_id,
    resolve_content_id,
    resolve_revision_id,
)
from orchestration.press.language import detect_language
from orchestration.press.privacy import mask_secrets
from orchestration.press.regions import RegionLexicon
from orchestration.press.schema import ENRICHED_ARTICLES, MENTIONS
from orchestration.press.text import count_words, repair_text
from orchestration.press.topics import TopicLexicon


@dataclass(frozen=True)
class Lexicon:
    """What the concerns know, compiled once from the seeds."""

    agencies: AgencyDirectory
    publishers: PublisherPhrases
    regions: RegionLexicon
    topics: TopicLexicon

    @classmethod
    def from_seeds(cls, seeds: Mapping[str, pa.Table]) -> "Lexicon":
        """Compile the seeds.

        Args:
            seeds: tables by the name of their CSV file.

        Raises:
            ValueError: a seed has a row that can't be used; the message names it.
        """
        return cls(
            agencies=AgencyDirectory.from_seeds(seeds),
            publishers=PublisherPhrases.from_seeds(seeds),
            regions=RegionLexicon.from_tables(seeds["region_terms"]),
            topics=TopicLexicon.from_table(seeds["topic_terms"]),
        )


def enrich_articles(raw: pa.Table, lexicon: Lexicon) -> tuple[pa.Table, pa.Table]:
    """Repair, identify and find evidence.

    Args:
        raw: rows of schema ARTICLES.
        lexicon: the compiled seeds.

    Returns:
        Tables of schema ENRICHED_ARTICLES and MENTIONS.
    """
    articles: list[dict[str, object]] = []
    mentions: list[tuple[object, ...]] = []
    for row in raw.to_pylist():
        article, evidence = _enrich_article(row, lexicon)
        articles.append(article)
        occurrence_id = row["occurrence_id"]
        mentions.extend((occurrence_id, *found) for found in evidence)
    return pa.Table.from_pylist(articles, schema=ENRICHED_ARTICLES), _mentions_table(mentions)


def _enrich_article(
    row: Mapping[str, object], lexicon: Lexicon
) -> tuple[dict[str, object], list[Evidence]]:
    title, title_masks = mask_secrets(repair_text(str(row["title"])))
    body, body_masks = mask_secrets(repair_text(str(row["body"])))
    lang, confidence = detect_language(title, body)
    kind, number = row["source_kind"], row["source_id"]
    slug = row["source_slug"]
    published = row["published_date"]
    text = ArticleText(
        title=title,
        body=body,
        lang=lang,
        slug=str(slug) if slug else None,
        source_url=str(row["source_url"]) if row["source_url"] else None,
        published_date=str(published) if published else None,
    )
    publisher = lexicon.publishers.evidence(text)
    region = lexicon.agencies.resolve(text.slug).region_id if text.slug else None
    evidence = [
        *publisher,
        *lexicon.regions.evidence(text, region),
        *lexicon.topics.evidence(text),
    ]
    article = {
        "occurrence_id": row["occurrence_id"],
        "article_id": resolve_article_id(
            str(kind) if kind else None,
            int(str(number)) if number is not None else None,
            lang,
            str(row["date_text"]),
            title,
            body,
        ),
        "revision_id": resolve_revision_id(title, body),
        "content_id": resolve_content_id(title, body),
        "lang": lang,
        "lang_confidence": confidence,
        "title": title,
        "body": body,
        "word_count": count_words(body),
        "masked_count": title_masks + body_masks,
    }
    return article, evidence


def _mentions_table(mentions: list[tuple[object, ...]]) -> pa.Table:
    if not mentions:
        return MENTIONS.empty_table()
    columns = zip(*mentions, strict=True)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, MENTIONS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=MENTIONS)
