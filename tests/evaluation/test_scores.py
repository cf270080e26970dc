"""Scores worked out by hand: sums, intervals, pairs, and one judge per field."""

import numpy as np
import pytest

from orchestration.evaluation.alignment import align_items
from orchestration.evaluation.answers import Answer, Occurrence
from orchestration.evaluation.evaluating import rank_classes, share_topics
from orchestration.evaluation.gold import GoldItem
from orchestration.evaluation.intervals import f1, f1_of_shares, score_parts, share
from orchestration.evaluation.measures import (
    MEASURES,
    Case,
    judge_agency_kind,
    judge_junk,
    judge_language,
    judge_mentioned_precision,
    judge_mentioned_recall,
    judge_primary_region,
    judge_segmentation,
    judge_topic_acceptable,
    judge_topic_exact,
    judge_topic_labels,
)
from orchestration.evaluation.pairs import score_pairs

ANSWER = {
    "article_id": "a1",
    "occurrence_id": "o1",
    "lang": "en",
    "agency_id": "almaty",
    "agency_confidence": "high",
    "publisher_kind": "akimat",
    "publisher_rule": "source_url",
    "primary_region": "KZ-75",
    "region_confidence": "high",
    "region_rule": "publisher_region",
    "primary_topic": "3",
    "topic_confidence": "high",
    "story_id": "a1",
    "series_id": None,
    "is_junk": False,
    "junk_reason": None,
    "mentioned": frozenset({"KZ-75", "KZ-71"}),
    "topics": frozenset({"3", "6"}),
}


def item(**labels: object) -> GoldItem:
    return GoldItem("i", "a.txt", 1, "A title", "2026-01-02", labels)


def occurrence(**values: object) -> Occurrence:
    return Occurrence(
        **(
            {
                "file": "a.txt",
                "ordinal": 1,
                "title": "A title",
                "published_date": "2026-01-02",
                "body": "First sentence. Last sentence.",
                "article_id": "a1",
            }
            | values
        )
    )


def case(answer: dict[str, object] | None = None, **labels: object) -> Case:
    return Case(item(**labels), occurrence(), Answer(**(ANSWER | (answer or {}))))


def lost(**labels: object) -> Case:
    return Case(item(**labels), None, None)


# --- sums and intervals ---


def test_a_share_is_right_over_all() -> None:
    score = score_parts([(1, 1), (1, 1), (0, 1), (1, 1)], share, 4)
    assert score is not None
    assert (score.n, score.base, score.score) == (4, 4, 0.75)
    # the bootstrap's standard error of a share is sqrt(p (1 - p) / n) = 0.2165
    assert score.error == pytest.approx(0.2165, abs=0.02)
    assert score.low < 0.75 < score.high


def test_intervals_are_the_same_every_time() -> None:
    parts = [(float(i % 3 == 0), 1.0) for i in range(50)]
    assert score_parts(parts, share, 50) == score_parts(parts, share, 50)


def test_nothing_to_score_is_no_score() -> None:
    assert score_parts([], share, 0) is None
    assert score_parts([(0, 0)], share, 0) is None
    # neither junk nor claims of it: F1 says nothing
    assert score_parts([(0, 0, 0)] * 5, f1, 0) is None


def test_f1_of_hits_claimed_and_wanted() -> None:
    # 2 hits of 4 claimed (0.5) and 2 wanted (1.0): 2 * 0.5 * 1 / 1.5
    assert f1(np.array([[2.0, 4.0, 2.0]]))[0] == pytest.approx(2 / 3)


def test_f1_of_shares_is_zero_when_nothing_is_claimed() -> None:
    assert f1_of_shares(np.array([[0.0, 0.0, 0.0, 5.0]]))[0] == 0
    # precision 3 of 4, recall 2 of 4: 2 * 0.75 * 0.5 / 1.25 = 0.6
    assert f1_of_shares(np.array([[3.0, 4.0, 2.0, 4.0]]))[0] == pytest.approx(0.6)


# --- pairs ---


def test_pairs_of_one_story() -> None:
    # wanted: ab, cd, ce, de (4 pairs); given: ab, cd (2 pairs), both right; P 1, R 0.5
    score = score_pairs(list("11222"), list("aabbc"))
    assert score is not None
    assert (score.n, score.base) == (5, 4)
    assert score.score == pytest.approx(2 / 3)


def test_pairs_of_different_language() -> None:
    # wanted across: ab, cd, ce; de is ru-ru. Given across: cd, and ax that is wrong: P 1/2, R 1/3
    wanted, given = list("112223"), list("abccda")
    langs = ["en", "ru", "kk", "ru", "ru", "kk"]
    score = score_pairs(wanted, given, langs)
    assert score is not None
    assert score.base == 3
    assert score.score == pytest.approx(0.4)


def test_no_pairs_at_all() -> None:
    assert score_pairs(["1", "2"], ["a", "b"]) is None
    assert score_pairs([], []) is None
    found = score_pairs(["1", "2"], ["a", "a"])
    assert found is not None
    assert found.score == 0


# --- judges ---


def test_fields_without_labels_are_left_out() -> None:
    judged = {m.name for m in MEASURES if m.judge(case()) is not None}
    assert judged == {"segmentation"}


def test_segmentation_wants_body_ends() -> None:
    ends = {"body_start": "First sen", "body_end": "Last  sentence."}
    assert judge_segmentation(case(**ends)).parts == (1, 1)
    assert judge_segmentation(case(body_end="Another end.")).parts == (0, 1)
    assert judge_segmentation(case(body_words=0)).given == "other body ends"
    assert judge_segmentation(lost()).given == "not found"


def test_a_list_of_right_values_beats_the_label() -> None:
    kinds = {"publisher_kind": "ministry", "publisher_kinds_ok": ["ministry", "akimat"]}
    verdict = judge_agency_kind(case(**kinds))
    assert verdict is not None
    assert verdict.parts == (1, 1)
    assert verdict.wanted == "ministry or akimat"
    alone = judge_agency_kind(case(publisher_kind="ministry"))
    assert alone is not None
    assert alone.wrong == (("ministry", "akimat"),)


def test_language_and_place_of_what_was_lost_are_wrong() -> None:
    for judge, labels in (
        (judge_language, {"lang": "en"}),
        (judge_primary_region, {"primary_region": "KZ-75"}),
    ):
        found, missing = judge(case(**labels)), judge(lost(**labels))
        assert found is not None
        assert missing is not None
        assert (found.parts, missing.parts) == ((1, 1), (0, 1))


def test_a_null_place_or_topic_is_left_out() -> None:
    nothing = {"primary_region": None, "theme_primary": None, "themes_ok": []}
    assert judge_primary_region(case(**nothing)) is None
    assert judge_topic_acceptable(case(**nothing)) is None


def test_topics_acceptable_exact_and_as_a_set() -> None:
    labels = {"theme_primary": "13", "themes_ok": ["13", "3"]}
    acceptable, exact = judge_topic_acceptable(case(**labels)), judge_topic_exact(case(**labels))
    assert acceptable is not None
    assert exact is not None
    assert (acceptable.parts, exact.parts) == ((1, 1), (0, 1))
    # of the given 3 and 6 only 3 is accepted; the primary 13 is not among them
    both = judge_topic_labels(case(**labels))
    assert both is not None
    assert both.parts == (1, 2, 0, 1)
    assert both.wrong == (("6", "too many"), ("13", "missing"))


def test_mentioned_regions_without_optional_ones() -> None:
    labels = {"mentioned_regions": ["KZ-75", "KZ-10"], "mentioned_optional": ["KZ-71"]}
    precision, recall = (
        judge_mentioned_precision(case(**labels)),
        judge_mentioned_recall(case(**labels)),
    )
    assert precision is not None
    assert recall is not None
    # KZ-71 counts neither way: 1 of 1 given is right, 1 of 2 wanted is given
    assert precision.parts == (1, 1)
    assert recall.parts == (1, 2)
    assert recall.wrong == (("KZ-10", "missing"),)


def test_junk_adds_hits_claimed_and_wanted() -> None:
    claimed = {"is_junk": True}
    for judged, parts in (
        (judge_junk(case(claimed, is_junk=True)), (1, 1, 1)),
        (judge_junk(case(claimed, is_junk=False)), (0, 1, 0)),
        (judge_junk(case(is_junk=True)), (0, 0, 1)),
        (judge_junk(lost(is_junk=True)), (0, 0, 1)),
    ):
        assert judged is not None
        assert judged.parts == parts


def test_worst_classes_first() -> None:
    verdicts = [
        v
        for wanted in ("akimat", "police", "police", "court/prosecutor")
        if (v := judge_agency_kind(case(publisher_kind=wanted))) is not None
    ]
    first, second = rank_classes(verdicts)
    assert (first.name, first.wrong, first.n, first.instead) == ("police", 2, 2, "akimat")
    assert second.name == "court/prosecutor"


# --- which occurrence is which item ---


def place(ordinal: int, title: str) -> GoldItem:
    return GoldItem(f"i{ordinal}", "a.txt", ordinal, title, "2026-01-02", {})


def test_a_lost_item_does_not_shift_the_rest() -> None:
    items = [place(1, "One"), place(2, "Two"), place(3, "Three")]
    found = [occurrence(ordinal=1, title="One"), occurrence(ordinal=2, title=" Three ")]
    aligned = align_items(items, found)
    assert [one and one.ordinal for one in aligned] == [1, None, 2]


def test_namesakes_keep_their_places() -> None:
    items = [place(1, "-"), place(2, "-")]
    found = [occurrence(ordinal=1, title="-", body="x"), occurrence(ordinal=2, title="-")]
    assert [one and one.ordinal for one in align_items(items, found)] == [1, 2]
    # one of them is lost: the other is found where it stands
    assert [one and one.ordinal for one in align_items(items, found[1:])] == [None, 2]


def test_another_date_or_file_is_another_article() -> None:
    items = [place(1, "One")]
    assert align_items(items, [occurrence(title="One", published_date="2026-01-03")]) == [None]
    assert align_items(items, [occurrence(title="One", file="b.txt")]) == [None]


def test_shares_of_topics_by_language_without_junk() -> None:
    given = [
        {"primary_topic": "none", "topic_confidence": None, "topics": frozenset()},
        {"topic_confidence": "low"},
        {"topics": frozenset({"1", "3", "4", "6"})},
        {"is_junk": True, "primary_topic": "none"},
        {"lang": "kk"},
    ]
    shares = share_topics([Answer(**(ANSWER | one)) for one in given])
    assert vars(shares["en"]) == {"n": 3, "none": 1 / 3, "low": 1 / 3, "many": 1 / 3}
    assert vars(shares["kk"]) == {"n": 1, "none": 0, "low": 0, "many": 0}
