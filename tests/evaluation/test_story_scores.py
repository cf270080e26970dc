"""Pairs of stories counted by hand: within a language, across, of a series, and by class."""

from typing import Any

from orchestration.evaluation.report import story_lines
from orchestration.evaluation.story_scores import (
    ACROSS,
    BRIEFING,
    HARD,
    LURE,
    SERIES,
    SERIES_IDS,
    WITHIN,
    ClassCounts,
    PairCounts,
    StoryItem,
    count_stories,
)
from orchestration.evaluation.truth import match_stories


def item(name: str, wanted: str, given: str, lang: str = "en", **more: Any) -> StoryItem:
    return StoryItem(name, lang, wanted, given, **more)


def test_pairs_within_a_language_and_across() -> None:
    found = count_stories(
        [
            item("a", "1", "x"),
            item("b", "1", "x"),
            item("c", "1", "y"),
            item("d", "1", "x", "ru"),
            item("e", "2", "x", "ru"),
        ]
    )
    # within: wanted ab ac bc, given ab de; across: wanted ad bd cd, given ad bd ae be
    assert found.pairs[WITHIN] == PairCounts(3, 2, 1)
    assert found.pairs[ACROSS] == PairCounts(3, 4, 2)
    assert (found.pairs[ACROSS].precision, found.pairs[ACROSS].recall) == (0.5, 2 / 3)
    assert set(found.pairs) == {WITHIN, ACROSS}
    assert not found.classes


def test_an_article_that_comes_twice_counts_once() -> None:
    once = [item("a", "1", "x"), item("b", "1", "x")]
    assert count_stories([*once, *once]) == count_stories(once)


def test_a_series_is_pairs_of_two_stories() -> None:
    found = count_stories(
        [
            item("a", "1", "x", series="s", given_series="i"),
            item("b", "1", "x", series="s", given_series="i"),
            item("c", "2", "y", series="s", given_series="i"),
            item("d", "3", "y", series="s"),
            item("e", "4", "z", given_series="i"),
        ]
    )
    # wanted ac ad bc bd cd; given ac ae bc be ce
    assert found.pairs[SERIES_IDS] == PairCounts(5, 5, 2)
    assert found.classes[SERIES] == ClassCounts(5, 1, is_one_story=False)


def test_hard_pairs_briefings_and_lures() -> None:
    found = count_stories(
        [
            item("a", "1", "x", is_hard=True),
            item("b", "1", "x"),
            item("c", "1", "y"),
            item("d", "2", "x", briefing="b"),
            item("e", "3", "x", briefing="b"),
            item("f", "4", "y", briefing="b", lure_of="1"),
        ]
    )
    assert found.classes == {
        HARD: ClassCounts(2, 1, is_one_story=True),
        BRIEFING: ClassCounts(3, 1, is_one_story=False),
        LURE: ClassCounts(3, 1, is_one_story=False),
    }
    lines = "\n".join(story_lines(found))
    assert "briefing                   3 pairs of different stories, 1 put together" in lines


def test_truth_is_matched_by_file_and_place() -> None:
    record = {"file": "f", "ordinal": 1, "is_junk": False, "lang": "kk", "story": "1"}
    row = {"file": "f", "ordinal": 1, "article_id": "a", "story_id": "x", "series_id": None}
    truth = [record, record | {"ordinal": 2}, record | {"ordinal": 3, "is_junk": True}]
    assert list(match_stories(truth, [row, row | {"ordinal": 3}])) == [item("a", "1", "x", "kk")]
