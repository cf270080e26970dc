"""Stories counted over pairs of articles: within a language, across, and by the labels of pairs.

Holds the counts alone, by group sizes and never pair by pair: 100,000 articles have five billion.
Intervals stand in `pairs`, which stories were broken in `broken_stories`.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WITHIN, ACROSS, SERIES_IDS = "within a language", "across languages", "of one series"
HARD, BRIEFING, SERIES, LURE = "hard", "briefing", "series", "lure"


@dataclass(frozen=True)
class StoryItem:
    """A labelled article and where it was put.

    Attributes:
        article_id: items of one article and story count once.
        lang: language of the text.
        wanted: the labelled story.
        given: the story that the product put it in.
        series: the labelled series, or None.
        given_series: the series that the product put it in, or None.
        briefing: the labelled briefing, or None.
        lure_of: the labelled story that it looks like, or None.
        is_hard: whether a reader has to look twice.
    """

    article_id: str
    lang: str
    wanted: str
    given: str
    series: str | None = None
    given_series: str | None = None
    briefing: str | None = None
    lure_of: str | None = None
    is_hard: bool = False

    @classmethod
    def of_labels(
        cls,
        labels: Mapping[str, Any],
        article_id: str,
        lang: str,
        given: str,
        given_series: str | None,
    ) -> "StoryItem":
        """Put the labels of an item beside the answer."""
        return cls(
            article_id=article_id,
            lang=lang,
            wanted=str(labels["story"]),
            given=given,
            series=labels.get("series"),
            given_series=given_series,
            briefing=labels.get("briefing"),
            lure_of=labels.get("lure_of"),
            is_hard=bool(labels.get("hard")),
        )


@dataclass(frozen=True)
class PairCounts:
    """Pairs that belong together, those that were put together, and those that are both."""

    wanted: int
    given: int
    right: int

    @property
    def precision(self) -> float:
        """Right of given; 1 where nothing was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Right of wanted; 1 where nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.given + self.wanted
        return 2 * self.right / total if total else 1.0

    def as_json(self) -> dict[str, float]:
        """Plain data."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {"wanted": self.wanted, "given": self.given, "right": self.right, **rates}


@dataclass(frozen=True)
class ClassCounts:
    """Pairs of one labelled class.

    Attributes:
        n: pairs.
        together: those that were put into one story.
        is_one_story: whether they belong into one.
    """

    n: int
    together: int
    is_one_story: bool

    def as_json(self) -> dict[str, int | bool]:
        """Plain data."""
        return dict(vars(self))


@dataclass(frozen=True)
class StoryScores:
    """What was counted; only what the labels tell of.

    Attributes:
        pairs: pairs of one story within a language and across, and of one series.
        classes: pairs by labelled class.
    """

    pairs: dict[str, PairCounts]
    classes: dict[str, ClassCounts]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "pairs": {name: counts.as_json() for name, counts in self.pairs.items()},
            "classes": {name: counts.as_json() for name, counts in self.classes.items()},
        }


def count_stories(items: Iterable[StoryItem]) -> StoryScores:
    """Count pairs of articles.

    Args:
        items: labelled items, junk left out; an article that is labelled twice with one story
            counts once.
    """
    articles = list({(item.article_id, item.wanted): item for item in items}.values())
    everywhere = _of_stories(articles, lambda item: "")
    within = _of_stories(articles, lambda item: item.lang)
    pairs = {
        WITHIN: within,
        ACROSS: PairCounts(
            everywhere.wanted - within.wanted,
            everywhere.given - within.given,
            everywhere.right - within.right,
        ),
    }
    if any(item.series for item in articles):
        pairs[SERIES_IDS] = _of_series(articles)
    classes = {
        HARD: _hard(articles),
        BRIEFING: _apart(articles, lambda item: item.briefing),
        SERIES: _apart(articles, lambda item: item.series),
        LURE: _lures(articles),
    }
    return StoryScores(pairs, {name: found for name, found in classes.items() if found.n})


def _pairs(keys: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(keys).values())


def _of_stories(items: Sequence[StoryItem], part: Callable[[StoryItem], str]) -> PairCounts:
    return PairCounts(
        wanted=_pairs((part(item), item.wanted) for item in items),
        given=_pairs((part(item), item.given) for item in items),
        right=_pairs((part(item), item.given, item.wanted) for item in items),
    )


def _of_series(items: Sequence[StoryItem]) -> PairCounts:
    """Pairs of one series and of two stories: a story in two articles is no series."""

    def count(told: Sequence[StoryItem], key: Callable[[StoryItem], Hashable]) -> int:
        return _pairs(map(key, told)) - _pairs((key(item), item.wanted) for item in told)

    wanted = [item for item in items if item.series]
    given = [item for item in items if item.given_series]
    both = [item for item in wanted if item.given_series]
    return PairCounts(
        count(wanted, lambda item: item.series),
        count(given, lambda item: item.given_series),
        count(both, lambda item: (item.series, item.given_series)),
    )


def _hard(items: Sequence[StoryItem]) -> ClassCounts:
    """Pairs of one story of which one side or both are hard."""
    easy = [item for item in items if not item.is_hard]
    n, together = (
        _pairs(map(key, items)) - _pairs(map(key, easy))
        for key in (lambda item: item.wanted, lambda item: (item.wanted, item.given))
    )
    return ClassCounts(n, together, is_one_story=True)


def _apart(items: Sequence[StoryItem], label: Callable[[StoryItem], str | None]) -> ClassCounts:
    """Pairs of one label and of two stories."""
    own = [item for item in items if label(item)]
    n = _pairs(map(label, own)) - _pairs((label(i), i.wanted) for i in own)
    together = _pairs((label(i), i.given) for i in own) - _pairs(
        (label(i), i.given, i.wanted) for i in own
    )
    return ClassCounts(n, together, is_one_story=False)


def _lures(items: Sequence[StoryItem]) -> ClassCounts:
    """Pairs of a lure and a text of the story that it looks like."""
    sizes = Counter(item.wanted for item in items)
    placed = Counter((item.wanted, item.given) for item in items)
    lures = [(item.lure_of, item.given) for item in items if item.lure_of]
    return ClassCounts(
        n=sum(sizes[str(story)] for story, _ in lures),
        together=sum(placed[str(story), given] for story, given in lures),
        is_one_story=False,
    )
