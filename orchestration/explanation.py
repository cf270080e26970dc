"""An explanation as plain data: an article, its labels, and the words they rest on.

Holds the records alone; they are read in `explaining` and put into words in `explanation_text`.
"""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Proof:
    """One piece of evidence: words of the article with some context.

    Attributes:
        char_start: first character of the words in the field, from 0.
    """

    before: str
    words: str
    after: str
    field: str
    char_start: int
    rule: str
    term: str
    weight: float


@dataclass(frozen=True)
class Label:
    """One label of an article.

    Attributes:
        kind: publisher, language, region, topic, junk or story.
        value: the code that the tables hold.
        name: for readers.
        role: of a region its role, of a topic primary or also; else empty.
        confidence: high, medium, low, a number for a language; None where there is none.
        rule: what chose it.
        evidence: strongest first.
    """

    kind: str
    value: str
    name: str
    role: str = ""
    confidence: str | None = None
    rule: str = ""
    evidence: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """An article and its labels.

    Attributes:
        generation: the snapshot that was read.
        story: other articles of the same story, id and title, at most some tens.
    """

    article_id: str
    generation: str
    title: str
    published_date: str | None
    source_url: str | None
    labels: tuple[Label, ...]
    story: tuple[tuple[str, str], ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """Plain data for --json."""
        return asdict(self)
