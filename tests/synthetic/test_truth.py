"""The truth agrees with the bytes of the dumps, and nothing in them is unaccounted for."""

import json
import re
from collections import Counter

from orchestration.synthetic import PREFIX
from orchestration.synthetic.malformed import (
    BAD_STRETCHES,
    KINDS,
    NO_ARTICLES,
    STRAY_PARAGRAPHS,
    TEXT_BEFORE_TITLE,
    UNDECODABLE,
)
from orchestration.synthetic.pages import SECTIONS

LINE_ENDS_IN_DATE = re.compile(r". \d\d\.\d\d\.\d{4}$")
DATED_LINE = re.compile(r" \d\d\.\d\d\.\d{4}\.?$")
ENDINGS = {"deadline_with_period": ["."], "deadline_without_period": ["digit"]}
FIELDS = {
    "item_id",
    "file",
    "ordinal",
    "line",
    "title",
    "published_date",
    "section",
    "lang",
    "agency_slug",
    "govkz_id",
    "source_url",
    "publisher_kind",
    "publisher_kinds_ok",
    "primary_region",
    "primary_region_ok",
    "mentioned_regions",
    "mentioned_optional",
    "theme_primary",
    "themes_ok",
    "story",
    "relation",
    "revision_of",
    "series",
    "is_junk",
    "junk_reason",
    "trap",
    "body_words",
    "body_start",
    "body_end",
}


def test_each_record_has_all_fields_and_its_own_id(run) -> None:
    assert all(set(record) == FIELDS for record in run.truth)
    assert len({record["item_id"] for record in run.truth}) == len(run.truth)
    assert len(run.truth) == run.summary.articles == 6000


def test_titles_bodies_and_sources_stand_where_the_truth_says(run) -> None:
    for name, records in run.by_file.items():
        assert [record["ordinal"] for record in records] == list(range(1, len(records) + 1))
        lines = run.lines(name)
        for record in records:
            dotted = ".".join(reversed(record["published_date"].split("-")))
            line = lines[record["line"] - 1]
            if line == record["title"]:
                assert lines[record["line"]].startswith(dotted), "home page: the date stands alone"
            else:
                assert line == f"{record['title']} {dotted}"
            body = run.printed(record)
            assert record["body_start"] in body
            assert record["body_end"] in body
            assert ("/press/" in body) == (record["source_url"] is not None)
            assert (record["source_url"] or "") in body


def test_word_counts_are_those_of_the_printed_body(run) -> None:
    assert all(len(run.body(record).split()) == record["body_words"] for record in run.truth)


def test_only_planted_lines_look_like_a_title(run) -> None:
    planted = {
        (record["file"], number)
        for record in run.truth
        if record["trap"] == "deadline_without_period"
        for number in range(record["line"] + 1, record["line"] + 3)
    }
    found = []
    for name, records in run.by_file.items():
        titles = {record["line"] for record in records}
        found += [
            (name, number)
            for number, line in enumerate(run.lines(name), 1)
            if number not in titles and LINE_ENDS_IN_DATE.search(line)
        ]
    assert set(found) <= planted
    assert len(found) == run.summary.traps["deadline_without_period"] > 0


def test_traps_are_planted_as_counted(run) -> None:
    traps = Counter(record["trap"] for record in run.truth if record["trap"])
    assert traps == run.summary.traps
    assert len(traps) == 3
    for record in run.truth:
        assert bool(LINE_ENDS_IN_DATE.search(record["title"])) == (
            record["trap"] == "title_ends_in_date"
        )
        ends = [line[-1] for line in run.body(record).split("\n") if DATED_LINE.search(line)]
        endings = ["." if end == "." else "digit" for end in ends]
        assert endings == ENDINGS.get(record["trap"], [])


def test_malformed_pieces_are_in_the_bytes_as_listed(run) -> None:
    path = run.folder / "truth_malformed.jsonl"
    pieces = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts = Counter(piece["kind"] for piece in pieces)
    assert counts == run.summary.malformed
    assert set(counts) == set(KINDS)
    for piece in pieces:
        data = (run.folder / piece["file"]).read_bytes()
        lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n")
        if piece["kind"] == UNDECODABLE:
            assert any(bad in lines[piece["line"] - 1] for bad in BAD_STRETCHES)
        elif piece["kind"] == TEXT_BEFORE_TITLE:
            assert lines[piece["line"] - 1].decode() in STRAY_PARAGRAPHS
        else:
            assert piece["kind"] == NO_ARTICLES
            assert piece["file"] not in run.by_file
            assert set(data.decode("utf-8-sig").split()) <= {"Enbekshi", "QazaQ", *SECTIONS}


def test_bytes_are_valid_but_for_the_planted_stretches(run) -> None:
    spoiled = 0
    for path in run.folder.glob(f"{PREFIX}*.txt"):
        data = path.read_bytes()
        for bad in BAD_STRETCHES:
            spoiled += data.count(bad)
            data = data.replace(bad, b"")
        data.decode("utf-8-sig")
    assert spoiled == run.summary.malformed[UNDECODABLE]


def test_every_dump_is_marked_and_known(run) -> None:
    names = {path.name for path in run.folder.iterdir() if path.suffix == ".txt"}
    assert all(name.startswith(PREFIX) for name in names)
    assert len(names) == run.summary.files
    assert len(names - set(run.by_file)) == run.summary.malformed[NO_ARTICLES]
