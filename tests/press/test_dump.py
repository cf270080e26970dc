"""Layouts, encodings and odd bytes; what stands in each golden pair is what a reader sees."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from orchestration.press.dump import ParsedDump, parse_dump
from orchestration.press.spans import check_tiling
from tests.conftest import FIXTURES, SAMPLE

TODAY = date(2026, 11, 22)
PAIRS = sorted((FIXTURES / "dumps").glob("*.txt"))
COLUMNS = ("title", "published_date", "date_text", "section", "body", "source_url", "flags")

PAGE = """Society
New clinic opens in the district 11.02.2026
The clinic will serve 4,000 people. It has a laboratory.
Source : https://www.gov.kz/memleket/entities/aktobe/press/news/details/1159000?lang=kk
Қазалыда жаңа мектеп ашылды 10.02.2026
Мектеп 600 орынға арналған.
Отремонтирована дорога в Семее 10.02.2026
Дорога длиной 12 км открыта. Источник : https://www.gov.kz/memleket/entities/abay/press/article/details/221
"""


def parse(text: str | bytes) -> ParsedDump:
    data = text.encode() if isinstance(text, str) else text
    parsed = parse_dump(data, TODAY)
    if data:
        check_tiling(parsed.spans, len(data))
    return parsed


def titles(parsed: ParsedDump) -> list[str]:
    return parsed.articles["title"].to_pylist()


def as_golden(parsed: ParsedDump) -> dict[str, object]:
    return {
        "encoding": parsed.encoding,
        "reject_reason": parsed.reject_reason,
        "articles": [
            {name: str(row[name]) if row[name] is not None else None for name in COLUMNS}
            for row in parsed.articles.to_pylist()
        ],
        "rejects": parsed.rejects.select(["reason", "excerpt"]).to_pylist(),
    }


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
def test_golden_pair(path: Path) -> None:
    """UPDATE_GOLDEN=1 pytest tests/press/test_dump.py rewrites the answers; read the diff."""
    found = as_golden(parse(path.read_bytes()))
    answer = path.with_suffix(".json")
    if os.environ.get("UPDATE_GOLDEN"):
        answer.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    assert found == json.loads(answer.read_text())


def test_there_are_golden_pairs() -> None:
    assert len(PAIRS) >= 8


def test_the_sample() -> None:
    data = SAMPLE.read_bytes()
    parsed = parse(data)
    rows = parsed.articles.to_pylist()
    assert len(rows) == 20
    assert {row["published_date"] for row in rows} == {date(2026, 2, 11)}
    assert {row["section"] for row in rows} == {"Society"}
    assert sum(row["source_id"] is not None for row in rows) == 7
    assert parsed.rejects.num_rows == 0
    assert b"".join(data[s.start : s.end] for s in parsed.spans) == data


@pytest.mark.parametrize("folder", ["dev", "stories_dev"])
def test_labelled_sets_are_cut_exactly(folder: str) -> None:
    gold = FIXTURES / "gold" / folder
    items = [json.loads(line) for line in (gold / "gold.jsonl").read_text().splitlines()]
    assert len(items) == {"dev": 60, "stories_dev": 96}[folder]
    for name in sorted({item["file"] for item in items}):
        wanted = [item for item in items if item["file"] == name]
        rows = parse((gold / name).read_bytes()).articles.to_pylist()
        assert [r["title"] for r in rows] == [i["title"] for i in wanted], name
        for row, item in zip(rows, wanted, strict=True):
            assert str(row["published_date"]) == item["published_date"]
            assert row["section"] == item["section"]
            if "source_url" in item:
                assert row["source_url"] == item["source_url"]
            if "body_end" in item:
                assert row["body"].startswith(item["body_start"])
                assert row["body"].endswith(item["body_end"])


def test_a_page_without_items_is_one_reject() -> None:
    parsed = parse((FIXTURES / "gold" / "dev" / "dev_08.txt").read_bytes())
    assert parsed.articles.num_rows == 0
    assert parsed.rejects["reason"].to_pylist() == ["whole_delivery"]
    assert "no articles" in str(parsed.reject_reason)


@pytest.mark.parametrize(
    ("codec", "name", "confidence"),
    [
        ("utf-8", "utf-8", 1.0),
        ("utf-8-sig", "utf-8-sig", 1.0),
        ("utf-16", "utf-16-le", 1.0),
        ("utf-16-be", "utf-16-be", 0.9),
        ("utf-16-le", "utf-16-le", 0.9),
        ("kz1048", "kz1048", None),
    ],
)
def test_encodings_give_the_same_articles(codec: str, name: str, confidence: float | None) -> None:
    plain, other = parse(PAGE), parse(PAGE.encode(codec))
    assert other.encoding == name
    assert confidence is None or other.encoding_confidence == confidence
    for column in ("title", "body", "published_date", "section", "source_url", "date_text"):
        assert other.articles[column].to_pylist() == plain.articles[column].to_pylist()
    data = PAGE.encode(codec)
    for row in other.articles.to_pylist():
        own = data[row["span_start"] : row["span_end"]].decode(codec)
        assert row["title"] in own
        assert row["body"] in own


def test_windows_1251() -> None:
    page = PAGE.replace("Қазалыда жаңа мектеп ашылды", "В Аральске открыта школа").replace(
        "Мектеп 600 орынға арналған.", "Школа рассчитана на 600 мест."
    )
    parsed = parse(page.encode("cp1251"))
    assert parsed.encoding == "windows-1251"
    assert titles(parsed) == titles(parse(page))


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028", "\x85", "\x0b"])
def test_line_ends(ending: str) -> None:
    assert titles(parse(PAGE.replace("\n", ending))) == titles(parse(PAGE))


def test_mixed_line_ends() -> None:
    lines = PAGE.splitlines()
    mixed = "".join(line + "\r\n\r\u2028\n"[i % 4] for i, line in enumerate(lines))
    assert titles(parse(mixed)) == titles(parse(PAGE))


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u200b ", " \u200e", "\t", "  "])
def test_blanks_and_marks_before_the_date(blank: str) -> None:
    page = PAGE.replace(" 11.02.2026", f"{blank}11.02.2026\u200f")
    assert titles(parse(page)) == titles(parse(PAGE))


def test_undecodable_bytes_are_rejects_inside_an_article() -> None:
    data = PAGE.encode().replace(b"a laboratory", b"a \xff\xfelaboratory")
    parsed = parse(data)
    assert titles(parsed) == titles(parse(PAGE))
    assert "a laboratory" in parsed.articles["body"][0].as_py()
    (reject,) = parsed.rejects.to_pylist()
    assert reject["reason"] == "undecodable_bytes"
    assert data[reject["span_start"] : reject["span_end"]] == b"\xff\xfe"
    assert parsed.articles["flags"][0].as_py() == "undecodable_bytes"


def test_replacement_characters_never_get_through() -> None:
    parsed = parse(PAGE.replace("laboratory", "labo\ufffdratory"))
    assert "\ufffd" not in "".join(parsed.articles["body"].to_pylist())
    assert parsed.rejects["reason"].to_pylist() == ["undecodable_bytes"]


def test_nul_and_control_bytes_stay_in_the_raw_text() -> None:
    parsed = parse(PAGE.replace("4,000", "4,\x000\x0700"))
    assert "4,\x000\x0700" in parsed.articles["body"][0].as_py()


@pytest.mark.parametrize(
    ("printed", "flag"),
    [
        ("31.02.2026", "impossible_date"),
        ("11.02.2015", "early_date"),
        ("11.02.2031", "future_date"),
    ],
)
def test_dates_that_can_not_be(printed: str, flag: str) -> None:
    row = parse(PAGE.replace("11.02.2026", printed)).articles.to_pylist()[0]
    assert row["published_date"] is None
    assert row["date_text"] == printed
    assert row["flags"] == flag


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"name;value\n1;2\n", "no reader knows"),
        (bytes(range(256)) * 40, "not text"),
        (b"%PDF-1.7\n" + bytes(range(250)) * 20, "not text"),
    ],
    ids=["empty", "blank", "table", "bytes", "pdf"],
)
def test_what_no_reader_knows_is_one_reject(data: bytes, reason: str) -> None:
    parsed = parse(data)
    assert reason in str(parsed.reject_reason)
    assert parsed.articles.num_rows == 0
    assert parsed.rejects.num_rows == 1
    assert parsed.bytes_of("reject") == len(data)


def test_stray_text_is_a_reject_with_its_reason() -> None:
    page = f"Society\nA paragraph that lost its title.\n{PAGE.removeprefix('Society')[1:]}"
    stray = page + "Some words after the last source line.\n1 2 3 ... 118 >\n"
    parsed = parse(stray)
    assert titles(parsed) == titles(parse(PAGE))
    assert parsed.rejects["reason"].to_pylist() == ["text_before_first_title", "text_after_source"]
    assert parsed.bytes_of("preamble") == len("1 2 3 ... 118 >\n")


def test_several_pages_keep_their_sections() -> None:
    second = PAGE.replace("Society", "Enbekshi QazaQ\n\nLaw\n")
    sections = parse(PAGE + second).articles["section"].to_pylist()
    assert sections == ["Society"] * 3 + ["Law"] * 3
