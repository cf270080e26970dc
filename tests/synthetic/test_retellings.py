"""Copies, edits, re-wordings, translations and series are what they claim to be."""

import re
from collections import defaultdict

import pytest

FIGURE = re.compile(r"\d[\d  ,.]*\d|\d")


@pytest.fixture(scope="module")
def by_id(run):
    return {record["item_id"]: record for record in run.truth}


def _pairs(run, by_id, kind):
    pairs = [
        (by_id[r["relation"]["of"]], r)
        for r in run.truth
        if r["relation"] and r["relation"]["type"] == kind
    ]
    assert len(pairs) > 20
    assert len(pairs) == run.summary.kinds[kind]
    return pairs


def test_copies_repeat_the_text_in_another_section(run, by_id) -> None:
    for first, copy in _pairs(run, by_id, "exact_duplicate"):
        assert copy["section"] != first["section"]
        assert (copy["title"], copy["published_date"]) == (first["title"], first["published_date"])
        assert copy["source_url"] == first["source_url"]
        assert run.body(copy) == run.body(first)


def test_edits_keep_the_id_and_change_the_body(run, by_id) -> None:
    for first, edit in _pairs(run, by_id, "revision"):
        assert edit["revision_of"] == edit["govkz_id"] == first["govkz_id"]
        assert edit["title"] == first["title"]
        assert edit["file"] != first["file"], "two revisions in one delivery have no order"
        assert run.body(edit) != run.body(first)


def test_rewordings_use_other_words_for_the_same_facts(run, by_id) -> None:
    for first, other in _pairs(run, by_id, "parallel_translation"):
        assert other["story"] == first["story"]
        assert other["lang"] == first["lang"]
        assert other["title"] != first["title"]
        sentences = [set(re.split(r"(?<=[.!?])\s*", run.body(r))) for r in (first, other)]
        shared = len(sentences[0] & sentences[1]) / len(sentences[1])
        assert shared < 0.7
        same = set(FIGURE.findall(run.body(first))) & set(FIGURE.findall(run.body(other)))
        assert len(same) >= 2


def test_translations_share_id_place_and_figures(run, by_id) -> None:
    shared = []
    for first, other in _pairs(run, by_id, "translation"):
        assert other["lang"] != first["lang"]
        for name in ("story", "source_url", "primary_region", "theme_primary", "published_date"):
            assert other[name] == first[name]
        # Whole figures are spelt alike in all three languages.
        plain = re.compile(r"(?<![\d.,])(?<!\d )\d{2,3}(?![.,]?\d)(?! \d)")
        same = set(plain.findall(run.body(first))) & set(plain.findall(run.body(other)))
        shared.append(len(same))
    assert min(shared) >= 1
    assert sum(shared) / len(shared) > 4


def test_one_story_is_told_in_all_three_languages(run) -> None:
    langs = defaultdict(set)
    for record in run.truth:
        langs[record["story"]].add(record["lang"])
    assert sum(len(found) == 3 for found in langs.values()) > 20


def test_notices_of_a_series_differ_in_dates_and_figures_only(run) -> None:
    series = defaultdict(list)
    for record in run.truth:
        if record["series"]:
            series[record["series"]].append(record)
    assert len(series) == run.summary.series
    for notices in series.values():
        assert len({n["story"] for n in notices}) == len(notices) > 5
        assert len({n["title"] for n in notices}) == 1
        bodies = {" ".join(run.body(n).split()) for n in notices}
        assert len(bodies) > len(notices) // 2
        bare = {re.sub(r"\W+", " ", re.sub(r"\d+", "9", body)) for body in bodies}
        months = r"\b(?:[A-Z][a-z]+ 9 9|9 \w+ 9 года|9 жылғы 9 \w+)"
        assert len({re.sub(months, "@", body) for body in bare}) == 1
