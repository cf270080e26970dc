"""Pairs, their evidence and their groups: what is one release and what only looks like it."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.press.schema import STORY_ARTICLES, STORY_EDGES
from orchestration.press.story_common import CommonSigns
from orchestration.press.story_edges import compare_window
from orchestration.press.story_evidence import EVIDENCE, measure_pairs
from orchestration.press.story_groups import group_stories
from orchestration.press.story_reading import SignReader
from orchestration.press.story_score import is_template
from orchestration.press.story_window import build_window
from orchestration.seeds import load_story_lexicon

DAY = date(2026, 5, 4)
RELEASE = (
    "The Regional Museum of Mangystau received 214 exhibits from the family of the geologist "
    "Sanzhar Omarbek on May 3. The collection holds 48 maps and was valued at 4.7 million tenge. "
    "Director Aliya Tursyn thanked the donors and promised an exhibition in Aktau."
)
RETOLD = (
    "Relatives of Sanjar Omarbekov, who studied minerals, gave forty-eight maps and other things, "
    "214 in all, to the museum in Aqtau, its head A. Tursin said. The gift of 3 May costs "
    "4 million 700 thousand tenge; Mangystau will see it soon."
)
RUSSIAN = (
    "Областной музей Мангистау получил 214 экспонатов от семьи геолога Санжара Омарбека 3 мая. "
    "В коллекции 48 карт, ее оценили в 4,7 млн тенге. Директор Алия Турсын поблагодарила дарителей "
    "и пообещала выставку в Актау."
)
OTHER = (
    "The akimat of Pavlodar repaired 36 kilometres of roads in the Irtysh district. Akim Bolat "
    "Seitov said that 1.9 billion tenge went into asphalt and lighting, and 12 bridges follow."
)


def article(article_id: str, body: str, lang: str = "en", **more: Any) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "lang": lang,
        "title": "",
        "body": body,
        "published_date": DAY,
        "content_id": body,
        "agency_id": "",
        "places": "",
    } | more


def evidence(one: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    common = CommonSigns.none()
    table = pa.Table.from_pylist([one, other], schema=STORY_ARTICLES)
    window = build_window([SignReader(common).read(table)], common)
    found = measure_pairs(window, (np.array([0]), np.array([1])))
    return {name: float(values[0]) for name, values in found.items()}


@pytest.mark.parametrize("name", [n for n in EVIDENCE if n.endswith(("_contained", "_cosine"))])
def test_a_text_is_all_in_itself(name: str) -> None:
    same = evidence(
        article("a", RELEASE, title="A gift", places="KZ-47"),
        article("b", RELEASE, title="A gift", places="KZ-47"),
    )
    assert same[name] == pytest.approx(1.0)


def test_a_retelling_shares_numbers_names_and_dates_but_few_words() -> None:
    found = evidence(article("a", RELEASE), article("b", RETOLD))
    assert found["numbers_contained"] > 0.9
    assert found["names_contained"] > 0.4
    assert found["dates_shared"] > 0
    assert found["dates_differ"] == 0
    assert found["stems_cosine"] < 0.5


def test_a_translation_shares_cognates_too() -> None:
    found = evidence(article("a", RELEASE), article("b", RUSSIAN, "ru"))
    other = evidence(article("a", OTHER), article("b", RUSSIAN, "ru"))
    assert found["stems_cosine"] == 0
    for name in ("numbers_contained", "names_contained", "cognates_contained"):
        assert found[name] > other[name]


def test_publishers_places_lengths_and_days_are_compared() -> None:
    one = article("a", RELEASE, agency_id="x", places="KZ-47")
    later = date(2026, 5, 6)
    other = article("b", OTHER, agency_id="y", places="KZ-55", published_date=later)
    found = evidence(one, other)
    assert (found["agency_same"], found["agency_differs"]) == (0, 1)
    assert (found["places_contained"], found["places_differ"]) == (0, 1)
    assert found["days_apart"] == 2
    assert 0 < found["length_ratio"] < 1
    assert found["numbers_differ"] == pytest.approx(1.0)
    known = evidence(one, one | {"article_id": "b"})
    assert (known["agency_same"], known["agency_differs"]) == (1, 0)
    assert (known["places_contained"], known["places_differ"]) == (1, 0)


def test_a_notice_with_other_facts_is_told_by_its_words() -> None:
    other = RELEASE.replace("214", "97").replace("48", "31").replace("4.7", "2.2")
    found = evidence(article("a", RELEASE), article("b", other))
    assert found["same_words_other_numbers"] > 0.5


def stories(rows: list[dict[str, Any]]) -> set[frozenset[str]]:
    lexicon = load_story_lexicon()
    reader = SignReader(lexicon.common)
    table = pa.Table.from_pylist(rows, schema=STORY_ARTICLES)
    edges = compare_window([reader.read(table)], lexicon.common, lexicon.models)
    langs = {row["article_id"]: row["lang"] for row in rows}
    dated = edges
    for side in ("first", "second"):
        ids = edges[f"{side}_id"].to_pylist()
        dated = dated.append_column(f"{side}_lang", pa.array([langs[i] for i in ids], pa.string()))
        dated = dated.append_column(f"{side}_date", pa.array([DAY] * len(ids), pa.date32()))
    grouped = group_stories(
        dated,
        pa.table(
            {"first_id": pa.array([], pa.string())} | {"second_id": pa.array([], pa.string())}
        ),
    )
    groups: dict[str, set[str]] = {}
    for row in grouped.to_pylist():
        groups.setdefault(row["story_id"], set()).add(row["article_id"])
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def test_a_release_a_retelling_and_a_translation_are_one_story() -> None:
    rows = [
        article("a", RELEASE),
        article("b", RETOLD),
        article("c", RUSSIAN, "ru"),
        article("d", OTHER),
    ]
    assert stories(rows) == {frozenset("abc")}


def test_the_same_words_with_other_facts_are_no_story() -> None:
    other = RELEASE.replace("214", "97").replace("48", "31").replace("Omarbek", "Kuandyk")
    assert stories([article("a", RELEASE), article("b", other), article("c", OTHER)]) == set()


def test_an_edit_that_corrects_one_number_is_the_same_story() -> None:
    edited = RELEASE.replace("48 maps", "49 maps") + " The hall opens at noon."
    assert stories([article("a", RELEASE), article("b", edited)]) == {frozenset("ab")}


NOTICES = [
    (
        "en",
        "Because of calm weather, unfavourable conditions are expected in Ridder from 21:00 on May "
        "{} to 21:00 on May {}. Enterprises of the city must cut emissions by 20 percent.",
    ),
    (
        "ru",
        "{} мая и в ночь на {} мая в Павлодарской области ожидаются гроза, град и шквал. Ветер "
        "юго-западный с порывами 15–20 метров в секунду, сообщил дежурный синоптик Казгидромета.",
    ),
    (
        "kk",
        "{} мамырда Зайсан ауданында ауыз су берілмейді, желі {} мамырда қосылады. Жөндеу жұмысын "
        "аудандық «Су арнасы» кәсіпорнының 12 маманы жүргізеді.",
    ),
]


@pytest.mark.parametrize(("lang", "text"), NOTICES)
def test_the_next_notice_of_the_same_words_is_another_story(lang: str, text: str) -> None:
    first = article("a", text.format(4, 5), lang)
    following = article("b", text.format(5, 6), lang, published_date=date(2026, 5, 5))
    assert is_next_to(first, following)
    # the same release, posted again with a word more
    again = article("b", text.format(4, 5) + " !", lang, published_date=date(2026, 5, 5))
    assert not is_next_to(first, again)
    assert stories([first, again | {"published_date": DAY}]) == {frozenset("ab")}


def is_next_to(one: dict[str, Any], other: dict[str, Any]) -> bool:
    found = {name: np.array([value]) for name, value in evidence(one, other).items()}
    return bool(is_template(found)[0])


EDITS = [
    (
        "A fair of farmers will be held on Dostyk square of Taraz on June 6 from 8:00. 43 farms "
        "bring meat, potatoes and honey, and prices will be 10 percent below the market.",
        [("43", "51"), ("potatoes", "potatoes, milk"), ("market.", "market. Parking is free.")],
    ),
    (
        "Builders replace 2,400 square metres of roofing of the Pogodin theatre in Petropavl. The "
        "contract with Sever Stroi is 318 million tenge. The season will open on October 3.",
        [("318", "381"), ("Builders", "The builders")],
    ),
    # no number at all
    (
        "Rescuers of Zaisan taught pupils of the Panfilov school how to behave on the ice of the "
        "lake. The head of the station, Marat Saduakas, showed them a rope and a life jacket.",
        [("a rope", "a rope, a pole")],
    ),
]


@pytest.mark.parametrize(("text", "changes"), EDITS)
def test_an_edit_is_the_same_story(text: str, changes: list[tuple[str, str]]) -> None:
    edited = text
    for old, new in changes:
        edited = edited.replace(old, new)
    assert stories([article("a", text), article("b", edited)]) == {frozenset("ab")}


def test_other_figures_or_another_place_are_no_edit() -> None:
    text = EDITS[0][0]
    figures = text.replace("43", "18").replace("8:00", "9:30").replace("10 percent", "15 percent")
    place = text.replace("Dostyk", "Abai").replace("Taraz", "Shymkent")
    for other in (figures, place):
        assert stories([article("a", text), article("b", other)]) == set()


def edge(first: str, second: str, kind: str = "within", score: float = 0.85) -> dict[str, Any]:
    row = dict.fromkeys(STORY_EDGES.names, "")
    row |= {"words_cosine": 0.5, "days_apart": 0, "window_date": DAY}
    return row | {
        "first_id": first,
        "second_id": second,
        "pair_kind": kind,
        "score": score,
        "first_lang": first[:2],
        "second_lang": second[:2],
        "first_date": DAY,
        "second_date": DAY,
    }


def grouped(rows: list[dict[str, Any]]) -> dict[str, str]:
    extra = [
        *(pa.field(name, pa.string()) for name in ("first_lang", "second_lang")),
        *(pa.field(name, pa.date32()) for name in ("first_date", "second_date")),
    ]
    edges = pa.Table.from_pylist(rows, schema=pa.schema([*STORY_EDGES, *extra]))
    nothing = pa.table({n: pa.array([], pa.string()) for n in ("first_id", "second_id")})
    return {row["article_id"]: row["story_id"] for row in group_stories(edges, nothing).to_pylist()}


def test_two_groups_need_more_than_one_weak_edge() -> None:
    pairs = [edge("en1", "en2", score=0.99), edge("en3", "en4", score=0.99)]
    weak = grouped([*pairs, edge("en2", "en3")])
    assert set(weak.values()) == {"en1", "en3"}
    twice = grouped([*pairs, edge("en2", "en3"), edge("en1", "en4")])
    assert set(twice.values()) == {"en1"}
    sure = grouped([*pairs, edge("en2", "en3", score=0.95)])
    assert set(sure.values()) == {"en1"}


def test_languages_join_where_the_match_is_mutual() -> None:
    found = grouped(
        [
            edge("en1", "ru1", "across", 0.95),
            edge("en2", "ru1", "across", 0.8),
            edge("kk1", "ru1", "across", 0.9),
        ]
    )
    assert found == {"en1": "en1", "ru1": "en1", "kk1": "en1"}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_edges_never_shows(data: st.DataObject) -> None:
    names = [f"{lang}{n}" for lang in ("en", "ru") for n in range(5)]
    pairs = [(a, b) for a in names for b in names if a < b]
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    rows = [
        edge(a, b, "within" if a[:2] == b[:2] else "across", data.draw(st.floats(0.6, 1.0)))
        for a, b in chosen
    ]
    found = grouped(rows)
    assert grouped(data.draw(st.permutations(rows))) == found
    for story in found.values():
        assert story == min(one for one, own in found.items() if own == story)
