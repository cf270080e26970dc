"""From raw articles to enriched ones and the evidence in them, batch by batch.

Holds the order of the steps. Each concern's rules stand in its own module. No
state is kept between batches: an engine may run them anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from orchestration.press.agencies import AgencyDirectory, PublisherPhrases
from orchestration.press.evidence import ArticleText, Evidence, read_words
from orchestration.press.identity import (
    resolve_article_id,
    resolve_content_id,
    resolve_revision_id,
)
from orchestration.press.language import detect_language, detect_title_language
from orchestration.press.mentions import mentions_table
from orchestration.press.normalising import count_words, normalise_all
from orchestration.press.privacy import mask_all
from orchestration.press.regions import RegionLexicon
from orchestration.press.schema import ENRICHED_ARTICLES
from orchestration.press.text import repair_texts
from orchestration.press.topics import TopicLexicon

_Masked = tuple[str, int]
_Row = dict[str, object]


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
    read = _read_articles(raw.to_pylist())
    texts = [article for article, _ in read]
    lots = read_words(texts)
    named = [find_names(article, lexicon) for article in texts]
    ids = raw.column("occurrence_id").combine_chunks()
    articles = pa.Table.from_pylist([told for _, told in read], schema=ENRICHED_ARTICLES)
    return articles, mentions_table(ids, texts, named, lots, lexicon.topics)


def _read_articles(rows: Sequence[Mapping[str, Any]]) -> list[tuple[ArticleText, _Row]]:
    """Repair, mask, tell the language and identify."""
    titles = mask_all(repair_texts([row["title"] for row in rows]))
    bodies = mask_all(repair_texts([row["body"] for row in rows]))
    plain_titles = normalise_all([title for title, _ in titles])
    plain_bodies = normalise_all([body for body, _ in bodies])
    plain = zip(plain_titles, plain_bodies, strict=True)
    counts = count_words([body for body, _ in bodies])
    return list(map(_read_article, rows, titles, bodies, plain, counts))


def _read_article(
    row: Mapping[str, Any],
    masked_title: _Masked,
    masked_body: _Masked,
    plain: tuple[str, str],
    word_count: int,
) -> tuple[ArticleText, _Row]:
    (title, title_masks), (body, body_masks) = masked_title, masked_body
    lang, confidence = detect_language(title, body)
    published = row["published_date"]
    text = ArticleText(
        title=title,
        body=body,
        lang=lang,
        slug=row["source_slug"] or None,
        source_url=row["source_url"] or None,
        published_date=str(published) if published else None,
    )
    title_lang = detect_title_language(title)
    flags = (
        ("unlike_title_lang", title_lang is not None and title_lang != lang),
        ("unlike_url_lang", row["source_lang"] not in (None, lang)),
    )
    return text, {
        "occurrence_id": row["occurrence_id"],
        "article_id": resolve_article_id(
            row["source_kind"] or None, row["source_id"], lang, row["date_text"], *plain
        ),
        "revision_id": resolve_revision_id(title, body),
        "content_id": resolve_content_id(*plain),
        "lang": lang,
        "lang_confidence": confidence,
        "title_lang": title_lang,
        "title": title,
        "body": body,
        "word_count": word_count,
        "masked_count": title_masks + body_masks,
        "flags": ",".join(flag for flag, holds in flags if holds),
    }


def find_evidence(article: ArticleText, lexicon: Lexicon) -> list[Evidence]:
    """Find what an article says of its publisher, of places and of topics."""
    return [*find_names(article, lexicon), *lexicon.topics.evidence(article)]


def find_names(article: ArticleText, lexicon: Lexicon) -> list[Evidence]:
    """Find what an article says of its publisher and of places."""
    publisher = lexicon.publishers.evidence(article)
    region = None
    if publisher:
        # a second clue for places whose names several regions share
        strongest = max(publisher, key=lambda found: found.weight)
        region = lexicon.agencies.resolve(strongest.entity_id).region_id
    return [*publisher, *lexicon.regions.evidence(article, region)]
