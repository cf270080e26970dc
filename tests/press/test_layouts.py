"""Layouts beyond the golden pairs: sections nobody listed, other dates, what is turned down."""

from datetime import date

import pytest

from orchestration.press.dump import ParsedDump
from tests.fuzz.properties import parse_and_check

BODY = "The work was done by volunteers of the district."


def parse(text: str) -> ParsedDump:
    return parse_and_check(text.encode())


def found(text: str) -> list[tuple[str, str]]:
    table = parse(text).articles
    return list(zip(table["title"].to_pylist(), table["date_text"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("head", "section"),
    [
        ("Ecology", "Ecology"),
        ("Охрана труда", "Охрана труда"),
        ("Enbekshi QazaQ\n\nDigital life\n", "Digital life"),
        ("Society:", "Society"),
        ("Enbekshi QazaQ\nLaw :", "Law"),
        ("Soci\u200bety", "Society"),
        ("\u2068Қо\u00adғам\u2069", "Қоғам"),
        ("Enbekshi\u00a0QazaQ\nWorld", "World"),
    ],
)
def test_a_section_is_known_by_its_words_or_its_place(head: str, section: str) -> None:
    parsed = parse(f"{head}\nForest day was held 11.02.2026\n{BODY}\n")
    assert parsed.articles["section"].to_pylist() == [section]
    assert parsed.articles["title"].to_pylist() == ["Forest day was held"]
    assert parsed.rejects.num_rows == 0


@pytest.mark.parametrize(
    "head",
    [
        "the rest of a sentence",
        "A paragraph that lost its title.",
        "Four words without end",
        "Route 66",
        "Ecology\nand one more line",
    ],
)
def test_other_text_above_the_first_title_is_a_reject(head: str) -> None:
    parsed = parse(f"{head}\nForest day was held 11.02.2026\n{BODY}\n")
    assert parsed.articles["title"].to_pylist() == ["Forest day was held"]
    assert parsed.articles["section"].to_pylist() == [None]
    assert parsed.rejects["reason"].to_pylist() == ["text_before_first_title"]
    assert parsed.rejects["excerpt"].to_pylist() == [f"{head}\n"]


def test_a_word_with_a_colon_in_a_body_begins_no_page() -> None:
    page = (
        f"Law\nPlan of reforms 11.02.2026\n{BODY}\nEducation:\nNew schools by 01.09.2026\n{BODY}\n"
    )
    (row,) = parse(page).articles.to_pylist()
    assert "Education:\nNew schools" in row["body"]


def test_a_wrapped_title_is_no_section() -> None:
    assert (
        parse(f"Forest day\nwas held 11.02.2026\n{BODY}\n").articles["section"][0].as_py() is None
    )


@pytest.mark.parametrize("tail", ["", " 10:30", " 9:05", ", 10:30:59", " г.", "г.", " года"])
@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_a_time_or_a_word_for_year_behind_the_date(tail: str, blank: str) -> None:
    printed = "11.02.2026" + tail.replace(" ", blank)
    page = f"Общество\nДень леса {printed}\n{BODY}\nДень воды {printed}\n{BODY}\n"
    assert found(page) == [("День леса", printed), ("День воды", printed)]
    assert parse(page).articles["published_date"][1].as_py() == date(2026, 2, 11)
    assert parse(page).articles["body"].to_pylist() == [BODY, BODY]


@pytest.mark.parametrize("tail", [" ж.", "ж.", " жылы", " жыл", "\u202fж."])
def test_a_kazakh_word_for_year(tail: str) -> None:
    for end in (" ", "\n"):
        dates = [f"{end}{day}.02.2026{tail}\n" for day in (11, 10)]
        page = f"Орман күні{dates[0]}Ағаш отырғызылды.\nСу күні{dates[1]}Өзен тазарды.\n"
        assert [title for title, _ in found(page)] == ["Орман күні", "Су күні"]


@pytest.mark.parametrize(
    "line",
    [
        "Совещание прошло 11.02.2026 г.",
        "Приказ подписан министром 10.02.2026 года",
        "The live stream is on 11.02.2026 10:30",
        "Басқарма отырысы өтті 11.02.2026 ж.",
        "The doors open 12.02.2026 9:00",
    ],
)
def test_sentences_that_end_so_stay_in_their_body(line: str) -> None:
    page = f"Law\nA first 11.02.2026\n{BODY}\n{line}\n{BODY}\nA second 11.02.2026\n{BODY}\n"
    assert [title for title, _ in found(page)] == ["A first", "A second"]
    assert parse(page).articles["flags"].to_pylist() == ["dated_line_in_body", ""]


def test_bare_titles_outweigh_many_sentences_that_end_in_a_year() -> None:
    body = (
        "Приказ подписан 11.02.2026 г.\nСовещание прошло 10.02.2026 г.\nРаботы начаты 09.02.2026 г."
    )
    page = f"Право\nПервая новость 11.02.2026\n{body}\nВторая новость 10.02.2026\n{body}\n"
    assert [title for title, _ in found(page)] == ["Первая новость", "Вторая новость"]


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("No space title11.02.2026", True),
        ("Фестиваль «Көктем»11.02.2026", True),
        ("Is the bridge safe?11.02.2026", True),
        ("Applications are accepted until11.02.2026", False),
        ("Order No. 4411.02.2026", False),
        ("https://inform.kz/news11.02.2026", False),
    ],
)
def test_a_date_glued_to_a_word(line: str, is_title: bool) -> None:
    page = f"Society\nA first\t11.02.2026\n{BODY}\n{line}\n{BODY}\n  A last 11.02.2026\n{BODY}"
    titles = [title for title, _ in found(page)]
    middle = [line.removesuffix("11.02.2026")] if is_title else []
    assert titles == ["A first", *middle, "A last"]


def test_a_page_may_glue_all_its_dates() -> None:
    page = f"First title12.02.2026\n{BODY}\nSecond one05.02.2026\n{BODY}\nThird28.01.2026\n{BODY}\n"
    assert [title for title, _ in found(page)] == ["First title", "Second one", "Third"]


@pytest.mark.parametrize("wrong", ["31.02.2026", "00.02.2026", "11.20.2026", "11.02.2036"])
def test_a_misprinted_title_below_a_bodiless_one(wrong: str) -> None:
    page = f"Law\nA first 11.02.2026\n{BODY}\nBodiless 11.02.2026\nMisprinted {wrong}\n{BODY}\n"
    assert [title for title, _ in found(page)] == ["A first", "Bodiless", "Misprinted"]


@pytest.mark.parametrize(
    "line", ["Registration date 31.02.2026", "Date: 31.02.2026", "until 31.02.2026"]
)
def test_a_misprinted_deadline_is_flagged_not_cut(line: str) -> None:
    page = f"Law\nA first 11.02.2026\n{line}\n{BODY}\nA second 11.02.2026\n{BODY}\n"
    assert [title for title, _ in found(page)] == ["A first", "A second"]
    assert parse(page).articles["flags"].to_pylist() == ["dated_line_in_body", ""]


def test_a_plan_for_a_day_is_a_title_and_a_deadline_is_not() -> None:
    page = (
        f"Society\nWhat happens on 11.02.2026\n{BODY}\nPlan of work for 12.02.2026\n{BODY}\n"
        f"Applications are accepted until 13.02.2026\n{BODY}\n"
        f"Papers from earlier years are accepted until 30.06.2026\n{BODY}\n"
    )
    assert [title for title, _ in found(page)] == ["What happens on", "Plan of work for"]
    assert parse(page).articles["flags"].to_pylist() == ["", "dated_line_in_body"]


@pytest.mark.parametrize(
    ("line", "is_flagged"),
    [
        ("Rivers were cleaned 11/02/2026", True),
        ("Rivers were cleaned 1.2.2026", True),
        ("Rivers were cleaned 2026-02-11", True),
        ("Hotline: 8-727-11-02-2026", False),
        ("Rivers were cleaned from 2024-2026", False),
        ("Rivers were cleaned by 15/16/2026 people" + " again" * 30 + " 11/02/2026", False),
    ],
)
def test_a_line_with_a_date_that_is_not_guessed_is_flagged(line: str, is_flagged: bool) -> None:
    page = f"Society\nForest day 11.02.2026\n{BODY}\n{line}\n{BODY}\n"
    wanted = "dated_line_in_body" if is_flagged else ""
    assert parse(page).articles["flags"].to_pylist() == [wanted]


def test_a_far_deadline_is_no_oddity() -> None:
    page = f"Society\nGrants for farmers 11.02.2026\n{BODY}\nPapers are due by 30.06.2026\n{BODY}\n"
    assert parse(page).articles["flags"].to_pylist() == [""]


@pytest.mark.parametrize(
    "printed",
    [
        "11/02/2026",
        "1.2.2026",
        "2026-02-11",
        "2026-02-11T10:30:00Z",
        "11-02-2026",
        "11.02.26",
        "11 February 2026",
        "February 11, 2026",
        "11 февраля 2026 года",
        "2026 жылғы 11 ақпан",
    ],
)
@pytest.mark.parametrize("head", ["Society", "Readers write"])
def test_a_date_that_is_not_guessed_is_named(head: str, printed: str) -> None:
    parsed = parse(f"{head}\n\n{BODY}\nForest day was held {printed}\n{BODY}\n")
    assert parsed.articles.num_rows == 0
    assert str(parsed.reject_reason).endswith(
        f"no line ends in a date dd.mm.yyyy; line 4 ends in {printed}, which no reader knows"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name;value\n1;2\n", "no reader knows this format: no line ends in a date dd.mm.yyyy"),
        ("Applications are accepted until 31.12.2025\n", None),
        ("Papers\n\nare accepted until 31.12.2025\n", "line 3 ends in 31.12.2025 but reads as"),
        (
            "Papers\nare due by 31.12.2025\nDay 11/02/2026\n",
            "line 3 ends in 11/02/2026, which no reader",
        ),
        ("It was 11.02.2026.\nDay 2026-02-11\n", "line 2 ends in 2026-02-11, which no reader"),
        ("Day (11.02.2026)\nIt was.\n", "line 1 ends in (11.02.2026), which no reader knows"),
        ("Day 11.02.2026 10:30 AM\nIt was.\n", "line 1 ends in 11.02.2026 10:30 AM, which"),
        ("11.02.2026 Forest day\nText.\n", "line 1 begins with 11.02.2026, as no title does"),
        ("Society\nVersion 1.2.3.4 of 10/20 rules\n", "no articles: no line ends in a date"),
    ],
)
def test_the_reason_of_a_refusal_is_true(text: str, reason: str | None) -> None:
    parsed = parse(text)
    assert (parsed.reject_reason is None) if reason is None else reason in str(parsed.reject_reason)
