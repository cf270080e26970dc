"""What an evaluation found, as plain data.

Holds the records alone; they are made in `evaluating` and written down in `report`.
"""

from dataclasses import dataclass, field
from typing import Any

from orchestration.evaluation.intervals import Score
from orchestration.evaluation.misses import Miss
from orchestration.evaluation.story_scores import StoryScores


@dataclass(frozen=True)
class WorstClass:
    """A class with mistakes: how many of how many, and what was said most often instead."""

    name: str
    wrong: int
    n: int
    instead: str


@dataclass
class FieldResult:
    """Scores of one field: over all, per language, per confidence level where it has levels."""

    overall: Score
    languages: dict[str, Score] = field(default_factory=dict)
    levels: dict[str, Score] = field(default_factory=dict)
    worst: list[WorstClass] = field(default_factory=list)
    miss_count: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain data; the overall score's numbers stand at the top."""
        return {
            **self.overall.as_json(),
            "misses": self.miss_count,
            "languages": {name: score.as_json() for name, score in self.languages.items()},
            **(
                {"confidence": {name: score.as_json() for name, score in self.levels.items()}}
                if self.levels
                else {}
            ),
            "worst": [vars(one) for one in self.worst],
        }


@dataclass(frozen=True)
class TopicShares:
    """How the topics of one language's articles are given; junk is left out.

    Attributes:
        n: articles.
        none: share without a topic.
        low: share whose primary topic has low confidence.
        many: share with four labels or more.
    """

    n: int
    none: float
    low: float
    many: float


@dataclass
class Evaluation:
    """What an evaluation found.

    Attributes:
        gold: the labelled set.
        item_count: labelled items.
        extra_count: articles in the same dumps that no item labels.
        fields: by name, in the order in which they are shown; fields without labels are left out.
        topic_shares: by language, of all articles in the dumps.
        stories: pairs of one story, and of labelled classes; None without labelled stories.
        misses: wrong answers, at most some hundreds of each field.
    """

    gold: str
    item_count: int
    extra_count: int
    fields: dict[str, FieldResult] = field(default_factory=dict)
    topic_shares: dict[str, TopicShares] = field(default_factory=dict)
    stories: StoryScores | None = None
    misses: list[Miss] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain data for --json."""
        return {
            "gold": self.gold,
            "items": self.item_count,
            "extra_articles": self.extra_count,
            "fields": {name: result.as_json() for name, result in self.fields.items()},
            "topic_shares": {lang: vars(shares) for lang, shares in self.topic_shares.items()},
            **({"stories": self.stories.as_json()} if self.stories else {}),
            "misses": [miss.as_json() for miss in self.misses],
        }
