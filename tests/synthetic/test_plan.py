"""Shares, rhythm and planted events are really in the output."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from orchestration.synthetic.places import load_regions
from orchestration.synthetic.rhythm import HOLE_DAYS, HOLIDAYS, LAST_DAY, make_rhythm
from orchestration.synthetic.trends import BURST_FACTOR, TOPICS, make_trends


def _per_day(records) -> Counter[date]:
    return Counter(date.fromisoformat(record["published_date"]) for record in records)


def test_a_third_is_in_russian_and_kazakh(run) -> None:
    langs = Counter(record["lang"] for record in run.truth)
    assert langs == run.summary.languages
    assert abs((langs["ru"] + langs["kk"]) / len(run.truth) - 0.35) < 0.03
    assert min(langs["ru"], langs["kk"]) > 0.12 * len(run.truth)


def test_two_thirds_have_no_source_line(run) -> None:
    sourced = sum(record["source_url"] is not None for record in run.truth)
    assert sourced == run.summary.with_source
    assert abs(sourced / len(run.truth) - 1 / 3) < 0.03


def test_bodies_have_600_to_4000_characters(run) -> None:
    lengths = [len(run.body(record)) for record in run.truth if not record["is_junk"]]
    assert min(lengths) >= 600
    assert max(lengths) <= 4000
    assert np.percentile(lengths, 95) > 2 * np.percentile(lengths, 5)


def test_no_article_falls_into_the_hole(run) -> None:
    hole = [date.fromisoformat(day) for day in run.summary.hole]
    days = _per_day(run.truth)
    assert len(hole) == HOLE_DAYS
    assert hole[-1] - hole[0] == timedelta(days=HOLE_DAYS - 1)
    assert not [day for day in hole if days[day]]
    assert not [name for name in run.by_file if any(str(day) in name for day in hole)]
    assert days[hole[0] - timedelta(days=1)]
    assert days[hole[-1] + timedelta(days=1)]


def test_bursts_are_threefold_in_the_plan_and_seen_in_the_output(run) -> None:
    regions = load_regions()
    trends = make_trends(regions, 120, np.random.default_rng(7))
    for burst, planned in zip(trends.bursts, run.summary.bursts, strict=True):
        assert (burst.region, burst.topic) == (planned["region"], planned["topic"])
        days = _per_day(
            r
            for r in run.truth
            if (r["primary_region"], r["theme_primary"]) == (burst.region, burst.topic)
        )
        inside = sum(n for day, n in days.items() if burst.first <= day <= burst.last)
        length = (burst.last - burst.first).days + 1
        outside = (sum(days.values()) - inside) / (120 - HOLE_DAYS - length)
        assert inside / length > 1.6 * outside
    assert BURST_FACTOR == 3.0


def test_the_silent_agency_speaks_before_and_after_only(run) -> None:
    silence = run.summary.silence
    dates = [r["published_date"] for r in run.truth if r["agency_slug"] == silence["slug"]]
    assert not [day for day in dates if silence["first"] <= day <= silence["last"]]
    assert sum(day < silence["first"] for day in dates) >= 3
    assert sum(day > silence["last"] for day in dates) >= 3


def test_news_ids_rise_with_the_date(run) -> None:
    by_day: dict[str, list[int]] = defaultdict(list)
    for record in run.truth:
        if record["source_url"] and "/press/news/" in record["source_url"]:
            by_day[record["published_date"]].append(record["govkz_id"])
    days = sorted(by_day)
    for before, after in pairwise(days):
        assert max(by_day[before]) < min(by_day[after])
    pace = (max(by_day[days[-1]]) - min(by_day[days[0]])) / 120
    assert 450 <= pace <= 650


def test_weekends_and_holidays_are_quiet() -> None:
    rhythm = make_rhythm(200_000, 730, np.ones(730), np.random.default_rng(1))
    assert rhythm.days[-1] == LAST_DAY
    assert sum(rhythm.counts) == 200_000
    groups: dict[str, list[int]] = defaultdict(list)
    for day, count in zip(rhythm.days, rhythm.counts, strict=True):
        if day in rhythm.hole:
            continue
        is_holiday = (day.month, day.day) in HOLIDAYS
        kind = "holiday" if is_holiday else "weekend" if day.weekday() > 4 else "workday"
        groups[kind].append(count)
    mean = {kind: sum(counts) / len(counts) for kind, counts in groups.items()}
    assert mean["weekend"] < mean["workday"] / 2
    assert mean["holiday"] < mean["workday"] / 2


def test_all_topics_regions_and_kinds_of_publishers_occur(run) -> None:
    assert {r["theme_primary"] for r in run.truth} - {None} == set(TOPICS)
    codes = {region.code for region in load_regions()}
    assert len(codes) == 20
    regions = {str(r["primary_region"]) for r in run.truth}
    assert codes | {"KZ"} <= regions
    assert any(code.startswith("ABROAD:") for code in regions)
    assert {r["publisher_kind"] for r in run.truth} == {
        "ministry",
        "committee",
        "territorial department",
        "akimat",
        "maslikhat",
        "embassy/mission",
        "police",
        "court/prosecutor",
        "national guard/military",
        "communications service",
        "other",
        "unknown",
    }


def test_junk_of_every_reason_is_planted_and_counted(run) -> None:
    reasons = Counter(r["junk_reason"] for r in run.truth if r["is_junk"])
    assert reasons == run.summary.junk
    assert min(reasons.values()) > 0
    for record in run.truth:
        if record["is_junk"]:
            assert record["theme_primary"] is None
            assert (record["body_words"] == 0) == (record["junk_reason"] != "test_entity")
            assert (record["agency_slug"] == "test-test") == (
                record["junk_reason"] == "test_entity"
            )
