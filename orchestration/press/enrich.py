"""From raw articles to enriched ones and the evidence in them, batch by batch.

Holds the order of the steps. Each concern's rules stand in its own module. No
state is kept between batches: an engine may run them anywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

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
from orchestration.press.schema import ENRICHED_ARTICLES, MENTIONS
from orchestration.press.text import repair_texts
from orchestration.press.topics import TopicLexicon

_READ = ("occurrence_id", "source_id", "published_date", "date_text", "source_lang")
_READ_UNLESS_EMPTY = ("source_kind", "source_slug", "source_url")


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
    if not raw.num_rows:
        return ENRICHED_ARTICLES.empty_table(), MENTIONS.empty_table()
    told, texts = _read_articles(raw)
    lots = read_words(texts)
    named = [find_names(article, lexicon) for article in texts]
    ids = told.column("occurrence_id").combine_chunks()
    mentions = mentions_table(ids, texts, named, lots, lexicon.topics)
    for _, lot in lots:
        # pieces of a lot know it: forgotten, all goes at once and no cycle waits to be found
        lot.noted.clear()
    return told, mentions


def _read_articles(raw: pa.Table) -> tuple[pa.Table, list[ArticleText]]:
    """Repair, mask, tell the language and identify."""
    ids, source_ids, dates, date_texts, url_langs = (raw.column(name).to_pylist() for name in _READ)
    kinds, slugs, urls = (
        [value or None for value in raw.column(name).to_pylist()] for name in _READ_UNLESS_EMPTY
    )
    titles, title_masks = _read_texts(raw.column("title"))
    bodies, body_masks = _read_texts(raw.column("body"))
    plain_titles, plain_bodies = normalise_all(titles), normalise_all(bodies)
    langs, confidences = zip(*map(detect_language, titles, bodies), strict=True)
    title_langs = list(map(detect_title_language, titles))
    days = [str(date) if date else None for date in dates]
    articles = list(map(ArticleText, titles, bodies, langs, slugs, urls, days))
    columns = (
        ids,
        list(
            map(
                resolve_article_id, kinds, source_ids, langs, date_texts, plain_titles, plain_bodies
            )
        ),
        list(map(resolve_revision_id, titles, bodies)),
        list(map(resolve_content_id, plain_titles, plain_bodies)),
        langs,
        confidences,
        title_langs,
        titles,
        bodies,
        count_words(bodies),
        list(map(add, title_masks, body_masks)),
        list(map(_flags, langs, title_langs, url_langs)),
    )
    arrays = [pa.array(c, f.type) for c, f in zip(columns, ENRICHED_ARTICLES, strict=True)]
    return pa.Table.from_arrays(arrays, schema=ENRICHED_ARTICLES), articles


def _read_texts(texts: pa.ChunkedArray) -> tuple[Sequence[str], Sequence[int]]:
    """Repair and mask; gives the count of masks in each, too."""
    masked, counts = zip(*mask_all(repair_texts(texts.to_pylist())), strict=True)
    return masked, counts


def _flags(lang: str, title_lang: str | None, url_lang: str | None) -> str:
    flags = (
        ("unlike_title_lang", title_lang not in (None, lang)),
        ("unlike_url_lang", url_lang not in (None, lang)),
    )
    return ",".join(flag for flag, holds in flags if holds)


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
