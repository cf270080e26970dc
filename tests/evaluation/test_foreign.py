"""Titles labelled by others: read strictly, scored as worked out by hand, judged by the SQL."""

import gzip
from pathlib import Path

import pytest

from orchestration.evaluation.foreign import evaluate_topics, read_titles
from orchestration.evaluation.gold import GoldError
from orchestration.evaluation.report import render_topics
from orchestration.evaluation.topic_scores import score_topics

SET = """id\ttheme\ttext
1\t6\tTo raise the salaries of teachers in secondary schools
2\t6\tTo raise the salaries of teachers in secondary schools
3\t3\tTo provide vaccines and screening in hospitals and clinics
4\t3\tTo name a room
5\t10\tTo repair the railway and extend bus routes
6\t99\tA code that is no topic here
"""


def test_lines_with_and_without_headings(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv.gz"
    path.write_bytes(gzip.compress(SET.encode()))
    titles = read_titles(path)
    assert len(titles) == 6
    assert (titles[0].code, titles[0].number) == ("6", 2)
    bare = tmp_path / "bare.tsv"
    bare.write_text("1\t3\tA text\twith a tab\n\n")
    assert [title.text for title in read_titles(bare)] == ["A text\twith a tab"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.tsv", b"1\t3\n", "line 1: not id, code and text"),
        ("a.tsv", b"1\t\ttext\n", "line 1: not id, code and text"),
        ("a.tsv", b"", "holds no titles"),
        ("a.tsv", b"1\t3\t\xff\xfe", "damaged or no UTF-8"),
        ("a.tsv.gz", b"no gzip", "damaged or no UTF-8"),
    ],
)
def test_damaged_sets_are_refused(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(GoldError, match=words):
        read_titles(path)


def test_a_set_of_strange_codes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("1\thealth\tA text\n")
    with pytest.raises(GoldError, match="no code is a topic"):
        evaluate_topics(path)


def test_scores_by_hand() -> None:
    found = score_topics("s", ["3", "3", "3", "6", "6"], ["3", "3", "none", "6", "3"])
    # 3: P 2/3, R 2/3, F1 2/3. 6: P 1, R 1/2, F1 2/3
    assert found.macro_f1.score == pytest.approx(2 / 3)
    assert found.macro_f1.base == 2
    assert found.accuracy.score == pytest.approx(3 / 5)
    assert found.none.score == pytest.approx(1 / 5)
    assert found.outside.score == 0
    assert found.answered is not None
    assert (found.answered.n, found.answered.score) == (4, pytest.approx(3 / 4))
    assert [(one.code, one.n, one.instead) for one in found.codes] == [
        ("3", 3, "none"),
        ("6", 2, "3"),
    ]


def test_a_made_up_set_goes_through_the_same_decision(tmp_path: Path) -> None:
    path = tmp_path / "set.tsv"
    path.write_text(SET)
    found = evaluate_topics(path)
    assert (found.n, found.left_out, found.langs) == (5, {"99": 1}, {"en": 5})
    # equal titles are two articles; "To name a room" says nothing of health
    assert found.none.score == pytest.approx(1 / 5)
    assert found.accuracy.score == pytest.approx(4 / 5)
    assert found.as_json()["fields"]["macro_f1"]["n"] == 5
    assert "left out, no topic here: 99 (1)" in render_topics(found)
