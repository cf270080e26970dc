"""Numbers and dates in any notation, names in any spelling."""

import pytest

from orchestration.press.story_numbers import MARKING_WORDS, read_values
from orchestration.press.story_spelling import spell_skeleton
from orchestration.press.story_words import TOKEN


def values(text: str, lang: str = "en") -> list[str]:
    tokens = [token.lower() for token in TOKEN.findall(text)]
    marks = [i for i, t in enumerate(tokens) if t[0].isdigit() or t in MARKING_WORDS]
    return [value.key for value in read_values(tokens, marks, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("4,717 people", "en", ["4717"]),
        ("4 717 человек", "ru", ["4717"]),
        ("more than 4.7 thousand", "en", ["4700"]),
        ("4,7 тыс. человек", "ru", ["4700"]),
        ("4,7 мың адам", "kk", ["4700"]),
        ("4 million 300 thousand tenge", "en", ["4300000"]),
        ("4.3 million", "en", ["4300000"]),
        ("1 млрд 240 млн тенге", "ru", ["1240000000"]),
        ("seventy-one workers", "en", ["71"]),
        ("one thousand five hundred and thirty objects", "en", ["1530"]),
        ("two and a half thousand guests", "en", ["2500"]),
        ("два с половиной миллиона", "ru", ["2500000"]),
        ("полторы тысячи", "ru", ["1500"]),
        ("он бір театр", "kk", ["11"]),
        ("the thirty-fourth session", "en", ["34"]),
        ("on June 11 at 14:20", "en", ["06-11", "14:20"]),
        ("since the 3rd of June", "en", ["06-03"]),
        ("not later than the twelfth of April, 9 am", "en", ["04-12", "9"]),
        ("the 2nd of 14 stages in May", "en", ["2", "14"]),
        ("from September 14 to 18", "en", ["09-14", "09-18"]),
        ("on 14-18 September", "en", ["09-14", "09-18"]),
        ("с 14 по 18 сентября", "ru", ["09-14", "09-18"]),
        ("14–18 қыркүйекте", "kk", ["09-14", "09-18"]),
        ("3 мен 5 маусымда", "kk", ["06-03", "06-05"]),
        ("on September 14, 18 people came", "en", ["09-14", "18"]),
        ("since September 14 it grew to 18 people", "en", ["09-14", "18"]),
        ("340 и 5 июня", "ru", ["340", "06-05"]),
        ("11 июня", "ru", ["06-11"]),
        ("11 маусымда", "kk", ["06-11"]),
        ("routes 12, 32 and 53", "en", ["12", "32", "53"]),
        ("call 8 (7252) 55-41-07", "en", []),
        ("no number at all", "en", []),
    ],
)
def test_values_are_read_in_any_notation(text: str, lang: str, wanted: list[str]) -> None:
    assert values(text, lang) == wanted


@pytest.mark.parametrize(
    "spellings",
    [
        [("Zhakypov", "en"), ("Jakupov", "en"), ("Жақыпов", "kk"), ("Жакупова", "ru")],
        [("Qairat", "en"), ("Kairat", "en"), ("Қайраттың", "kk"), ("Кайрат", "ru")],
        [("Yerlan", "en"), ("Erlan", "en"), ("Ерлан", "ru"), ("Ерланның", "kk")],
        [("Shymkent", "en"), ("Шымкентте", "kk"), ("Шымкентского", "ru")],
        [("Karasay", "en"), ("Карасайском", "ru")],
        [("Bakytkhan", "en"), ("Bakythan", "en")],
        [("festival", "en"), ("фестиваль", "ru"), ("фестивальдың", "kk")],
    ],
)
def test_a_name_has_one_skeleton_in_any_spelling(spellings: list[tuple[str, str]]) -> None:
    assert len({spell_skeleton(word, lang) for word, lang in spellings}) == 1


def test_other_names_have_other_skeletons() -> None:
    names = ("Almaty", "Aktobe", "Kostanay", "Pavlodar", "Turkistan", "Abai", "Semey")
    assert len({spell_skeleton(name, "en") for name in names}) == len(names)
