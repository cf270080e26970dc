"""Secrets of people and meetings are masked; contacts of offices stay."""

import pytest
from hypothesis import given

from orchestration.press.privacy import MASK, is_iin, mask_all, mask_secrets
from tests.press.odd_texts import ODD_TEXTS

# made-up numbers with a right check digit
IIN = "850415300121"


@pytest.mark.parametrize(
    ("text", "masked", "count"),
    [
        ("https://zoom.us/j/849838?pwd=CaPlM.1 now", f"https://zoom.us/j/849838?pwd={MASK} now", 1),
        ("ID: 849 8381 8069 Passcode: 998104", f"ID: 849 8381 8069 Passcode: {MASK}", 1),
        (
            "Meeting ID: 870 1234 5678, passcode - 5Fk3a",
            f"Meeting ID: 870 1234 5678, passcode - {MASK}",
            1,
        ),
        ("Идентификатор конференции: 701 123 4567", "Идентификатор конференции: 701 123 4567", 0),
        ("Код доступа: 123456.", f"Код доступа: {MASK}.", 1),
        ("Пароль: qwe123", f"Пароль: {MASK}", 1),
        ("Құпиясөз: 4417", f"Құпиясөз: {MASK}", 1),
        ("Кіру коды 889900", f"Кіру коды {MASK}", 1),
        ("Access code: 12-34-56", f"Access code: {MASK}", 1),
        ("mail aigerim.k@gmail.com or a.suleimenova@minfin.gov.kz", f"mail {MASK} or {MASK}", 2),
        ("+7 777 123 45 67, 8 (701) 123-45-67, 87071234567", f"{MASK}, {MASK}, {MASK}", 3),
        ("write to wa.me/77011234567", f"write to wa.me/{MASK}", 1),
        (f"ИИН {IIN}", f"ИИН {MASK}", 1),
    ],
)
def test_masked(text: str, masked: str, count: int) -> None:
    assert mask_secrets(text) == (masked, count)


@pytest.mark.parametrize(
    "text",
    [
        "Call 102, 112 or 1414, the hotline 1459 works around the clock.",
        "Тел.: 8 (7172) 74-12-34, 8 800 080 7777, +77172741234",
        "press@dsm.gov.kz, info@kgd.gov.kz, kense@almaty.kz",
        "БИН 050140001234, счет 123456789012",
        "Пароль меняйте каждые 30 дней, password protection is needed in 2026.",
        "Бюджет 87 000 000 000 тенге, 701 123 456 тенге",
        "id 1159361, 11.02.2026 10:00 – 12:00, 2025-2026 оқу жылы",
        "https://www.gov.kz/memleket/entities/kgd-akmola/press/news/details/77011234567?lang=kk",
        "Статья 190, часть 3; приказ № 87 от 01.02.2026",
        "",
    ],
)
def test_left_as_it_is(text: str) -> None:
    assert mask_secrets(text) == (text, 0)


def test_an_iin_is_told_by_date_century_and_check_digit() -> None:
    assert is_iin(IIN)
    assert not is_iin(IIN[:-1] + "2")
    assert not is_iin("050140001234")  # an organisation's number
    assert not is_iin("851315300121")  # no such month
    assert not is_iin("85041530012")
    assert sum(is_iin(f"{IIN[:-1]}{digit}") for digit in range(10)) == 1


def test_a_hostile_text_keeps_its_order() -> None:
    text = "\ue000\ue100 www.a.kz/x info@b.kz \ue000"
    assert mask_secrets(text) == ("\ue100 www.a.kz/x info@b.kz ", 0)


@given(ODD_TEXTS)
def test_texts_are_masked_together_as_alone(texts: list[str]) -> None:
    assert mask_all(texts) == [mask_secrets(text) for text in texts]
