"""What fuzzing and invented pages brought to light, each apart; layouts are golden pairs."""

import pytest

from tests.fuzz.properties import parse_and_check

PAGE = """Society
Swimming pool opened in Ekibastuz 11.02.2026
The pool has six lanes.
Source : https://www.gov.kz/memleket/entities/ekibastuz/press/news/details/1159002?lang=kk
Library of Balkhash received new books 10.02.2026
The library received 340 books.
"""


def test_a_few_stray_bytes_make_no_code_page() -> None:
    data = PAGE.encode().replace(b"six", b"s\xff\xfeix")
    parsed = parse_and_check(data)
    assert parsed.encoding == "utf-8"
    assert parsed.articles["body"][0].as_py() == "The pool has six lanes."
    assert parsed.rejects["reason"].to_pylist() == ["undecodable_bytes"]


def test_quotes_of_a_code_page_are_read() -> None:
    page = PAGE.replace("six lanes", "“six” lanes – all new")
    parsed = parse_and_check(page.encode("cp1251"))
    assert parsed.encoding == "windows-1251"
    assert parsed.articles["body"][0].as_py() == "The pool has “six” lanes – all new."


def test_a_code_page_shows_far_into_the_dump() -> None:
    page = PAGE * 500 + "Новая школа открыта в Аягозе 10.02.2026\nШкола на 600 мест.\n"
    parsed = parse_and_check(page.encode("cp1251"))
    assert parsed.articles["title"][-1].as_py() == "Новая школа открыта в Аягозе"


@pytest.mark.parametrize("piece", ["1", ".", "1 ", "..", "…", "1.", "Source : ", "05.03.2026 "])
def test_long_runs_don_t_hang(piece: str) -> None:
    line = (piece * 64)[:62].rstrip()
    parsed = parse_and_check((PAGE + f"{line}x\n{line}\n" + PAGE + f"{line}x\n").encode())
    assert parsed.articles.num_rows == 4


def test_a_damaged_stamp_is_cut_out_of_the_date() -> None:
    data = "Жаңа көпір ашылды\n12.12.2025 09:41:07 18 ".encode() + b"\xff" + "қаралым\n".encode()
    row = parse_and_check(data + "Көпірдің ұзындығы 80 метр.\n".encode()).articles.to_pylist()[0]
    assert row["date_text"] == "12.12.2025 09:41:07 18 қаралым"
    assert row["flags"] == "undecodable_bytes"


def test_text_behind_a_source_on_its_line_is_a_reject() -> None:
    parsed = parse_and_check(PAGE.replace("lang=kk", "lang=kkThe pool is free.").encode())
    row = parsed.articles.to_pylist()[0]
    assert row["source_url"].endswith("?lang=kk")
    assert row["source_lang"] == "kk"
    assert parsed.rejects["reason"].to_pylist() == ["text_after_source"]
    assert parsed.rejects["excerpt"].to_pylist() == ["The pool is free.\n"]


@pytest.mark.parametrize("mark", ["\x00", "\u200b", "\ufeff", "\xad"])
@pytest.mark.parametrize("place", ["/press", "/details", "1159002", "ekibastuz", ".kz"])
def test_marks_inside_an_address_lose_no_source(mark: str, place: str) -> None:
    parsed = parse_and_check(PAGE.replace(place, mark + place, 1 + (place == "ekibastuz")).encode())
    row = parsed.articles.to_pylist()[0]
    assert row["body"] == "The pool has six lanes."
    assert row["source_slug"] == "ekibastuz"
    assert row["source_id"] == 1159002
