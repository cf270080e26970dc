"""Each signal of `score_title` apart: what it adds or takes, and one line that it must spare."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from orchestration.press.titles import (
    DEADLINE_NOUNS,
    DOUBTFUL_END,
    PREPOSITIONS,
    DatedLine,
    resembles_title,
    score_last_word,
    score_title,
)

DAY = 20_000

PLAIN = DatedLine(
    text="New clinic opens in the district",
    days=DAY,
    printed="04.10.2024",
    form="glued",
    previous_text="The work goes on.",
    is_first=False,
    is_after_boundary=False,
    is_after_blank=False,
    is_after_title=False,
    previous_days=None,
    next_days=None,
    page_form="glued",
    is_ordered=True,
)


def change(**values: object) -> int:
    return score_title(replace(PLAIN, **values)) - score_title(PLAIN)  # type: ignore[arg-type]


def test_a_plain_dated_line_is_a_title() -> None:
    assert score_title(PLAIN) == 1


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ({"form": "stamped"}, 5),
        ({"text": "Reception days until 31.12.2025"}, 4),
        ({"is_after_boundary": True}, 3),
        ({"is_after_blank": True}, 1),
        ({"previous_days": 20_002}, 2),
        ({"next_days": 19_998}, 2),
        ({"previous_days": 19_900}, -2),
        ({"previous_days": 20_010, "next_days": 20_009}, -2),
        ({"text": "Applications are accepted until"}, -4),
        ({"text": "Заявки принимаются до"}, -4),
        ({"text": "Өтінімдерді қабылдау мерзімі"}, -3),
        ({"text": "The registration deadline"}, -3),
        ({"text": "The seminar is held on Monday,"}, -2),
        ({"previous_text": "The list of documents includes"}, -2),
        ({"is_after_title": True}, -3),
        ({"previous_days": 20_000, "next_days": 20_000}, 2),
        ({"previous_days": 20_001, "next_days": 19_999}, 2),
        ({"previous_days": 20_002, "next_days": 20_002}, 2),
        ({"previous_days": 20_002, "next_days": 20_002, "form": "alone"}, -3),
        ({"previous_days": 20_000, "next_days": 20_002, "form": "alone"}, -1),
        ({"text": "Date of the final:"}, -4),
        ({"text": "Term of the works: 15.04.2026 –"}, -2),
        ({"page_form": "alone"}, -3),
        ({"page_form": "joined"}, -3),
        ({"page_form": "yeared"}, -3),
        ({"form": "joined"}, -3),
        ({"form": "yeared"}, -5),
        ({"form": "timed"}, -5),
        ({"form": "timed", "page_form": "yeared"}, -5),
        ({"page_form": "stamped"}, -5),
        ({"page_form": "timed"}, -5),
        ({"text": "Plan of work for"}, -3),
        ({"text": "Оперативная сводка за"}, -3),
        ({"text": "The meeting is set for"}, -4),
        ({"text": "A" + "b c " * 100}, -2),
        ({"text": "A" + "b c " * 250}, -6),
        ({"text": "Clinics opened here. Schools follow"}, -1),
        ({"text": "applications for the school year"}, -1),
        ({"text": "1) a certificate of no criminal record"}, -1),
    ],
)
def test_signal(values: dict[str, object], points: int) -> None:
    assert change(**values) == points


@pytest.mark.parametrize(
    "values",
    [
        {"text": "Ж" * 299},
        {"previous_text": "The list of documents includes", "is_first": True},
        {"form": "joined", "page_form": "joined"},
        {"form": "timed", "page_form": "timed"},
        {"form": "yeared", "page_form": "yeared"},
        {"text": "-"},
        {"text": "502 Bad Gateway"},
        {"text": "Ветхие дома расселят до конца следующего года"},
        {"text": "What the new code is about"},
        {"previous_text": "«Мы ждали этого», – сказал он »"},
        {"days": None, "previous_days": 19_900},
        {"previous_days": 19_900, "is_ordered": False},
    ],
)
def test_spared(values: dict[str, object]) -> None:
    assert change(**values) == 0


@pytest.mark.parametrize(
    ("other", "wrong", "points"),
    [
        ("11.02.2026", "31.02.2026", 2),
        ("02.05.2026", "00.05.2026", 2),
        ("12.12.2025", "12.21.2025", 2),
        ("11.02.2026", "11.02.2036", 2),
        ("11.02.2016", "11.02.2015", 2),
        ("11.02.2026", "30.04.2027", 0),
        ("26.11.2026", "29.11.2026", 0),
        ("11.02.2026", "31.06.2025", 0),
        ("11.02.2026", "99.99.9999", 0),
    ],
)
def test_a_misprinted_date(other: str, wrong: str, points: int) -> None:
    days = (date(int(other[6:]), int(other[3:5]), int(other[:2])) - date(1970, 1, 1)).days
    alone = replace(PLAIN, days=None, printed=wrong)
    for beside in (replace(alone, previous_days=days), replace(alone, next_days=days)):
        assert score_title(beside) - score_title(alone) == points


@pytest.mark.parametrize("word", sorted(PREPOSITIONS | DEADLINE_NOUNS))
def test_every_word_that_asks_for_a_date_is_doubtful(word: str) -> None:
    texts = [f"Bodies {word}", f"{word.upper()} ", f"a «{word.title()}» –"]
    assert all(score_last_word(text) < 0 for text in texts)
    assert all(pc.match_substring_regex(pa.array(texts), DOUBTFUL_END).to_pylist())


def test_a_double_date_keeps_its_preposition() -> None:
    line = replace(PLAIN, text="Exemptions apply until 31.12.2025", previous_days=20_001)
    assert score_title(line) >= 0


@pytest.mark.parametrize(
    "text",
    [
        "Plan of work for",
        "What happens on",
        "Schedule of water supply in the villages for",
        "Оперативная сводка о паводке за",
        "Прогноз погоды на",
        "График приёма граждан на",
    ],
)
def test_a_heading_may_end_in_its_day(text: str) -> None:
    near = replace(PLAIN, text=text, previous_days=DAY - 1)
    assert score_title(near) >= 0
    assert score_title(replace(near, previous_text="The list of papers includes")) < 0
    assert score_title(replace(near, previous_days=DAY - 30)) < 0


@pytest.mark.parametrize(
    "text",
    [
        "The meeting is planned for",
        "Hearings on the draft budget scheduled for",
        "The exhibition opens on",
        "The broadcast begins at",
        "Applications are accepted until",
        "registration of participants on",
        "Order No. 15 of",
        "Совещание перенесено на",
        "Заседание комиссии состоится на",
        "Приём заявок продлён до",
        "Замена проводится на",
    ],
)
def test_a_sentence_that_runs_into_its_day_is_no_title(text: str) -> None:
    near = replace(PLAIN, text=text, previous_days=DAY - 1, next_days=DAY)
    assert score_title(near) < 0
    assert resembles_title(near)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"previous_days": DAY + 3}, True),
        ({"next_days": DAY - 3}, True),
        ({"days": None, "printed": "31.02.2026", "previous_days": 20_495}, True),
        ({"days": None, "printed": "31.02.2026"}, False),
        ({"previous_days": DAY + 30}, False),
        ({"previous_days": DAY, "text": "A" + "b c " * 40}, False),
    ],
)
def test_what_a_reader_may_take_for_a_title(values: dict[str, object], expected: bool) -> None:
    assert resembles_title(replace(PLAIN, **values)) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "Owners must register their animals before",
        "Работы завершат до",
        "Жөндеу жұмыстары аяқталатын күні",
        "Справки принимаются с 01.02.2026 по",
    ],
)
def test_a_deadline_in_a_body_is_no_title(text: str) -> None:
    line = replace(PLAIN, text=text, days=20_050, previous_days=20_000, next_days=20_000)
    assert score_title(line) < 0 or text.endswith("по")
