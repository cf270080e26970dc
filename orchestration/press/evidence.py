"""What a concern sees of an article, and what it says about it.

Holds the two records that agencies, regions and topics share. No rule of any concern belongs
here, and no decision: evidence is found in Python, SQL decides from it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from orchestration.press.matching import Tokens, parse_tokens


class Evidence(NamedTuple):
    """One reason for a label; the columns of `enriched.mentions` after the occurrence."""

    entity_kind: str
    entity_id: str
    rule: str
    term: str
    field: str
    char_start: int
    char_end: int
    weight: float


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
    def title_tokens(self) -> Tokens:
        """The words of the title."""
        return parse_tokens(self.title, self.lang)

    @cached_property
    def body_tokens(self) -> Tokens:
        """The words of the body."""
        return parse_tokens(self.body, self.lang)

    def fields(self) -> tuple[tuple[str, Tokens], tuple[str, Tokens]]:
        """Name and words of each text field."""
        return (("title", self.title_tokens), ("body", self.body_tokens))
