"""What a concern sees of an article, and what it says about it.

Holds the two records that agencies, regions and topics share. No rule of any concern belongs
here, and no decision: evidence is found in Python, SQL decides from it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from orchestration.press.tokens import Tokens, WordLot
from orchestration.press.word_forms import LANGS

# of which words are read, in the order of their evidence
TEXT_FIELDS = ("title", "body")


class Evidence(NamedTuple):
    """One reason for a label; the columns of `enriched.mentions` between occurrence and text."""

    entity_kind: str
    entity_id: str
    rule: str
    term: str
    field: str
    char_start: int
    char_end: int
    weight: float


# the same as Evidence(*values) in a third of the time
new_evidence: Callable[[tuple[str, str, str, str, str, int, int, float]], Evidence] = partial(
    tuple.__new__, Evidence
)


@dataclass(frozen=True)
class ArticleText:
    """An article as the concerns read it: repaired texts, their language, the publisher's slug.

    Attributes:
        title: repaired title.
        body: repaired body.
        lang: en, ru or kk.
        slug: the publisher's slug from the source line, or None.
        source_url: the address that the slug stands in, or None.
        published_date: ISO date, or None when the printed one cannot be.
    """

    title: str
    body: str
    lang: str
    slug: str | None = None
    source_url: str | None = None
    published_date: str | None = None

    @cached_property
    def tokens(self) -> tuple[Tokens, Tokens]:
        """The words of title and body; those of many articles come cheaper from `read_words`."""
        title, body = WordLot((self.title, self.body), self.lang).tokens()
        return title, body

    def matched(self, evidence: Sequence[Evidence]) -> list[str]:
        """The characters that each piece of this article's evidence stands on."""
        texts = {"title": self.title, "body": self.body, "source_url": self.source_url or ""}
        return [texts[field][start:end] for *_, field, start, end, _ in evidence]

    def fields(self) -> tuple[tuple[str, Tokens], tuple[str, Tokens]]:
        """Name and words of each text field."""
        title, body = self.tokens
        return (("title", title), ("body", body))


class ArticleLot(NamedTuple):
    """The words of articles of one language: titles and bodies by turns.

    Attributes:
        numbers: of each article, its number among all.
        lot: the words.
    """

    numbers: list[int]
    lot: WordLot


def read_words(articles: Sequence[ArticleText]) -> list[ArticleLot]:
    """Cut the texts of many articles into words in one pass for each language.

    Args:
        articles: each then has its `tokens`.
    """
    lots = []
    for lang in LANGS:
        numbers = [number for number, article in enumerate(articles) if article.lang == lang]
        own = [articles[number] for number in numbers]
        lot = WordLot([text for article in own for text in (article.title, article.body)], lang)
        tokens = iter(lot.tokens())
        for article, title in zip(own, tokens, strict=False):
            # where the cached property keeps what it has computed
            article.__dict__["tokens"] = title, next(tokens)
        lots.append(ArticleLot(numbers, lot))
    return lots
