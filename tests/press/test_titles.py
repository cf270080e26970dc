"""Each signal of `score_title` apart: what it adds or takes, and one line that it must spare."""

from dataclasses import replace

import pytest

from orchestration.press.titles import DatedLine, score_title

PLAIN = DatedLine(
    text="New clinic opens in the district",
    days=20_000,
    form="glued",
    previous_text="The work goes on.",
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
        ({"page_form": "alone"}, -3),
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


def test_a_double_date_keeps_its_preposition() -> None:
    line = replace(PLAIN, text="Exemptions apply until 31.12.2025", previous_days=20_001)
    assert score_title(line) >= 0


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
