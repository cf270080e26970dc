"""The table of evidence: what articles say, in their order, as columns.

Holds how the evidence of single articles and that of whole lots come into one table. What is
evidence is decided by the concerns.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from orchestration.press.characters import IntArray
from orchestration.press.evidence import TEXT_FIELDS, ArticleLot, ArticleText, Evidence
from orchestration.press.schema import MENTIONS
from orchestration.press.topics import TopicLexicon

_COLUMNS = list(MENTIONS)[1:]  # all but the occurrence


def mentions_table(
    occurrence_ids: pa.Array,
    articles: Sequence[ArticleText],
    named: Sequence[Sequence[Evidence]],
    lots: Sequence[ArticleLot],
    topics: TopicLexicon,
) -> pa.Table:
    """Lay out all evidence of articles.

    Args:
        occurrence_ids: of the articles.
        articles: their texts.
        named: of each article, what it says of its publisher and of places.
        lots: the words of the articles, by language.
        topics: finds what they say of topics, which stands behind the rest.

    Returns:
        Schema MENTIONS, in the order of the articles.
    """
    parts = [_named_columns(articles, named), *_topic_columns(lots, topics)]
    owners = np.concatenate([owners for owners, _ in parts])
    order = pa.array(np.argsort(owners, kind="stable"))
    columns = [pa.concat_arrays(of_parts) for of_parts in zip(*(c for _, c in parts), strict=True)]
    columns = [occurrence_ids.cast(MENTIONS[0].type).take(pa.array(owners)), *columns]
    return pa.Table.from_arrays([column.take(order) for column in columns], schema=MENTIONS)


def _named_columns(
    articles: Sequence[ArticleText], named: Sequence[Sequence[Evidence]]
) -> tuple[IntArray, list[pa.Array]]:
    owners = np.repeat(np.arange(len(named)), list(map(len, named)))
    evidence = [item for found in named for item in found]
    matched = [
        text
        for article, found in zip(articles, named, strict=True)
        for text in article.matched(found)
    ]
    values = [*zip(*evidence, strict=True)] or [()] * len(Evidence._fields)
    columns = zip([*values, matched], _COLUMNS, strict=True)
    return owners, [pa.array(column, field.type) for column, field in columns]


def _topic_columns(
    lots: Sequence[ArticleLot], topics: TopicLexicon
) -> Iterator[tuple[IntArray, list[pa.Array]]]:
    ids, rules, terms, weights, _ = zip(*topics.said, strict=True)
    fields = pa.array(TEXT_FIELDS)
    for numbers, lot in lots:
        spoken = topics.find(lot)
        said = pa.array(spoken.said)
        owners = np.array(numbers, np.int64)[spoken.texts // len(TEXT_FIELDS)]
        stretches = zip(*(c.tolist() for c in (spoken.texts, *spoken[2:])), strict=True)
        columns = [
            pa.repeat("topic", len(said)),
            *(pa.array(values).take(said) for values in (ids, rules, terms)),
            fields.take(pa.array(spoken.texts % len(TEXT_FIELDS))),
            pa.array(spoken.starts, pa.int32()),
            pa.array(spoken.ends, pa.int32()),
            pa.array(weights).take(said),
            pa.array([lot.texts[text][start:end] for text, start, end in stretches], pa.string()),
        ]
        yield owners, columns
