"""The language of a text, decided by its letters first."""

import pytest

from orchestration.press.language import detect_language, detect_title_language

EN = "The akimat informs that a new school for 900 pupils was opened in the village on Monday."
RU = "Акимат сообщает, что в понедельник в селе открылась новая школа на девятьсот мест для детей."
KK = "Әкімдік дүйсенбі күні ауылда тоғыз жүз орындық жаңа мектеп ашылғанын хабарлады."
LATIN = "Äkimdik düisenbi küni auylda toğyz jüz oryndyq jaña mektep aşylğanyn habarlady."


@pytest.mark.parametrize(
    ("title", "body", "lang"),
    [
        ("", EN, "en"),
        ("", RU, "ru"),
        ("", KK, "kk"),
        ("", LATIN, "kk"),
        (RU, EN, "en"),
        (KK, RU, "ru"),
        (EN, KK, "kk"),
        (EN, "", "en"),
        (RU, "", "ru"),
        (KK, "", "kk"),
        ("-", RU, "ru"),
        ("Жаңа мектеп", "", "kk"),
        ("О ремонте дорог в районе", "", "ru"),
        ("502 Bad Gateway", "", "en"),
        ("", RU.upper(), "ru"),
        ("", KK.upper(), "kk"),
        ("", EN.upper(), "en"),
    ],
)
def test_the_body_decides_and_the_title_stands_in(title: str, body: str, lang: str) -> None:
    found, confidence = detect_language(title, body)
    assert found == lang
    assert 0.5 <= confidence <= 1


@pytest.mark.parametrize(
    ("body", "lang"),
    [
        # names of another language inside a text
        ("Аким района Әлихан Бөкейхан области Ұлытау провел встречу в ауле Ақшатау.", "ru"),
        ("Türkiye and Kazakhstan signed a memorandum, the embassy said.", "en"),
        ("The project «Қарқынды өсу» was presented at the Nazarbayev University in Astana.", "en"),
        (
            "На конкурсе «Мың бала» победила школа имени Ы. Алтынсарина, сообщили в управлении.",
            "ru",
        ),
        ("Облыста «Smart City» және «Digital Office» жобалары іске қосылды, деді басқарма.", "kk"),
        # English words that end like Kazakh ones
        ("Trade union strike ballot", "en"),
        ("Stock exchange insider trading", "en"),
        # Latin Kazakh without its own letters, Cyrillic Kazakh typed on a Russian keyboard
        ("Aqtobede latyn alipbiindegi diktant otti, oblystyq kitaphanada jazyldy.", "kk"),
        ("Бул туралы облыстык баскарма хабарлады, жаңа жылда мектеп ашылады.", "kk"),
        # figures and addresses do not drown the words
        ("2026 2027 2028 10:00 15:00 сағат https://www.gov.kz/memleket басталады", "kk"),
    ],
)
def test_foreign_names_do_not_decide(body: str, lang: str) -> None:
    assert detect_language("", body)[0] == lang


@pytest.mark.parametrize("text", ["", " ", "-", "123 456", "•••", "10:00 – 12:00", "💥"])
def test_nothing_to_read_is_english_without_confidence(text: str) -> None:
    assert detect_language(text, "") == ("en", 0.0)
    assert detect_language("", text) == ("en", 0.0)


def test_short_texts_are_less_sure() -> None:
    assert detect_language("", "Мектеп")[1] < 0.6 < detect_language("", KK)[1]
    assert detect_language("", KK)[1] >= 0.97


def test_a_longer_text_of_two_languages_takes_the_greater() -> None:
    assert detect_language("", f"{RU} {RU} {RU} {KK}")[0] == "ru"
    assert detect_language("", f"{KK} {KK} {KK} {RU}")[0] == "kk"
    assert detect_language("", f"{EN} {EN} {KK}")[0] == "en"


def test_a_title_tells_its_own_language_when_it_is_long_enough() -> None:
    assert detect_title_language("Жаңа мектеп ауылдағы балаларға есігін ашты") == "kk"
    assert detect_title_language("In the village the school was opened for children") == "en"
    assert detect_title_language("Новая школа") is None
