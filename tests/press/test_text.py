"""Repair for reading."""

import pytest
from hypothesis import given

from orchestration.press.text import repair_text, repair_texts
from tests.press.odd_texts import ODD_TEXTS


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        # sentences and lists that are glued
        ("for the economy.The plan", "for the economy. The plan"),
        ("сказал аким.Работы идут", "сказал аким. Работы идут"),
        ("деді ол.Бұл жоба", "деді ол. Бұл жоба"),
        ("the department reports:Link to join", "the department reports: Link to join"),
        ("tax accounting;reporting;systems", "tax accounting; reporting; systems"),
        ("June 30, 2026.,Consultation", "June 30, 2026., Consultation"),
        ('called "Tax Friday".The meeting', 'called "Tax Friday". The meeting'),
        (
            'clear of snow."North gives grain," he said',
            'clear of snow. "North gives grain," he said',
        ),
        ("он сказал.«Да»", "он сказал. «Да»"),
        ("in 2026.From March", "in 2026. From March"),
        ("10:00 to 13:00From March", "10:00 to 13:00 From March"),
        ("12 percent (8%).The rest", "12 percent (8%). The rest"),
        ("Is it open?Yes, since May!Come", "Is it open? Yes, since May! Come"),
        (
            "in the region.33 percent, до области.2,5 млн",
            "in the region. 33 percent, до области. 2,5 млн",
        ),
        ("see gov.kz.The form", "see gov.kz. The form"),
        ("Conferencehttps://zoom.us/j/1", "Conference https://zoom.us/j/1"),
        # what must stay
        ("K.Tokayev and Zh.Aliev", "K.Tokayev and Zh.Aliev"),
        ("г.Алматы, ул.Абая, им.Жамбыла", "г.Алматы, ул.Абая, им.Жамбыла"),
        ("Mr.Senda, Dr.Smith", "Mr.Senda, Dr.Smith"),
        ("4.5 percent, 96,5 млн, 1,5:2", "4.5 percent, 96,5 млн, 1,5:2"),
        ("on Egov.Kz and kaspi.kz", "on Egov.Kz and kaspi.kz"),
        ("https://www.gov.kz/A.Html?B=C;d&E=F:G", "https://www.gov.kz/A.Html?B=C;d&E=F:G"),
        ("e-mail Press@Dsm.Gov.kz", "e-mail Press@Dsm.Gov.kz"),
        ("the U.S.A. and т.б.Осы", "the U.S.A. and т.б.Осы"),
        ("ст.190, No.5, www.site.kz/page.2 and v2.5", "ст.190, No.5, www.site.kz/page.2 and v2.5"),
        ("11.02.2026 at 10:30", "11.02.2026 at 10:30"),
        # times
        ("from 10:00 to 13: 00", "from 10:00 to 13:00"),
        ("сағат 9: 30, кейін", "сағат 9:30, кейін"),
        ("ratio 3: 20 percent of 100: 200", "ratio 3: 20 percent of 100: 200"),
        ("item 25: 30 people", "item 25: 30 people"),
        ("grade 7: 12 pupils", "grade 7: 12 pupils"),
        # marks of bold type
        ("*From classrooms to chats* A meeting", "From classrooms to chats A meeting"),
        ("**Важно** знать", "Важно знать"),
        ("* first\n* second", "first\nsecond"),
        ("dial *102# or 2 * 3 = 6 or a*b", "dial *102# or 2 * 3 = 6 or a*b"),
        # invisible marks, blanks, lines
        ("a\u200bb\u00adc\ufeffd\u202ee", "abcde"),
        ("12\u00a0000\u2009000\u202ftenge", "12 000 000 tenge"),
        ("bad\ufffd \x00byte\x1f", "bad byte"),
        ("и\u0306 е\u0308", "й ё"),
        ("one  two\tthree", "one two three"),
        ("one \r\n\r\n\r\n\r\n two\r\nthree ", "one\n\ntwo\nthree"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_repair(text: str, repaired: str) -> None:
    assert repair_text(text) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "The plan.The end:Go",
        "*a* b.Cde 13: 00",
        "x\r\n\r\n\r\ny\u00a0z",
        "сказал.«Да».Нет",
        "K.Tokayev",
    ],
)
def test_repair_twice_changes_nothing_more(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once


@given(ODD_TEXTS)
def test_texts_are_repaired_together_as_alone(texts: list[str]) -> None:
    assert repair_texts(texts) == [repair_text(text) for text in texts]


@given(ODD_TEXTS)
def test_a_repair_loses_no_letter(texts: list[str]) -> None:
    for text, repaired in zip(texts, repair_texts(texts), strict=True):
        assert "".join(filter(str.isalpha, text)) == "".join(filter(str.isalpha, repaired))
