"""Series: the same wording with other names, dates and figures, however far apart."""

import random
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from orchestration.press.schema import STORY_ARTICLES
from orchestration.press.story_reading import SignReader
from orchestration.press.story_series import add_series, find_series
from orchestration.press.story_templates import BANDS
from orchestration.seeds import load_story_lexicon

NOTICE = (
    "Water level report of the {river} river",
    "The hydrological station near {place} measured a water level of {level} centimetres on {day}. "
    "Compared with the previous week the level has {change} by {step} centimetres. The ice is up "
    "to {ice} centimetres thick; walking and driving on it is forbidden. Residents can call the "
    "duty officer around the clock, the next report follows in a week.",
)
WEEKS = (
    ("Irtysh", "Semey", "412", "January 9", "risen", "14", "38"),
    ("Irtysh", "Semey", "398", "February 13", "fallen", "6", "41"),
    ("Ishim", "Petropavl", "1,017", "March 20", "risen", "112", "9"),
)
RUSSIAN = (
    "Уровень воды в реке {river}",
    "Гидрологический пост у {place} измерил уровень воды: {level} сантиметров на {day}. За неделю "
    "уровень изменился на {step} сантиметров. Толщина льда до {ice} сантиметров, выход и выезд на "
    "лед запрещены. Жители могут круглосуточно звонить дежурному, следующая сводка через неделю.",
)
OTHERS = (
    (
        "A bridge over the Irtysh river was repaired",
        "Workers replaced 412 metres of railing and laid new asphalt before the winter. The akimat "
        "of Semey paid 38 million tenge, the contractor gives a guarantee of five years, and buses "
        "take their old route again from Monday on, as the head of the road department promised.",
    ),
    (
        "Water level report of the Irtysh river",
        "Pupils of school No. 14 wrote a report about ice, weather and fishing after their trip to "
        "the museum; the best three authors will present it in the regional library, where every "
        "guest may ask them questions and look at photographs which their teacher took in spring.",
    ),
)


def notice(form: tuple[str, str], week: tuple[str, ...]) -> tuple[str, str]:
    names = ("river", "place", "level", "day", "change", "step", "ice")
    values = dict(zip(names, week, strict=True))
    return form[0].format(**values), form[1].format(**values)


def templates(texts: list[tuple[str, str]], lang: str = "en") -> pa.Table:
    rows = [
        {
            "article_id": f"{number:03d}",
            "lang": lang,
            "title": title,
            "body": body,
            "published_date": date(2026, 1, 1),
            "content_id": body,
            "agency_id": "",
            "places": "",
        }
        for number, (title, body) in enumerate(texts)
    ]
    signs = SignReader(load_story_lexicon().common).read(
        pa.Table.from_pylist(rows, schema=STORY_ARTICLES)
    )
    return pa.table(
        {
            "article_id": pa.array(signs.articles.article_ids, pa.string()),
            "template_keys": pa.array(signs.templates.tolist(), pa.list_(pa.uint64())),
        }
    )


def series_of(texts: list[tuple[str, str]], lang: str = "en") -> dict[str, str | None]:
    found = add_series(no_stories(), templates(texts, lang))
    return {row["article_id"]: row["series_id"] for row in found.to_pylist()}


def no_stories() -> pa.Table:
    return pa.table({n: pa.array([], pa.string()) for n in ("article_id", "story_id")})


@pytest.mark.parametrize(("form", "lang"), [(NOTICE, "en"), (RUSSIAN, "ru")])
def test_notices_that_differ_in_facts_are_a_series(form: tuple[str, str], lang: str) -> None:
    found = series_of([*(notice(form, week) for week in WEEKS), *OTHERS], lang)
    assert found == {"000": "000", "001": "000", "002": "000"}


def test_two_alike_are_no_series_yet() -> None:
    assert series_of([notice(NOTICE, week) for week in WEEKS[:2]]) == {}


def test_copies_of_one_story_are_no_series_but_follow_theirs() -> None:
    texts = [notice(NOTICE, week) for week in (*WEEKS[:2], WEEKS[0])]
    stories = pa.table({"article_id": ["000", "002"], "story_id": ["000", "000"]})
    two = add_series(stories, templates(texts)).to_pylist()
    assert [row["series_id"] for row in two] == [None, None]
    # an article with another wording is in the series of its story
    with_third = [*texts, notice(NOTICE, WEEKS[2]), OTHERS[0]]
    stories = pa.table({"article_id": ["000", "004"], "story_id": ["000", "000"]})
    found = add_series(stories, templates(with_third)).to_pylist()
    assert [row["article_id"] for row in found] == ["000", "001", "002", "003", "004"]
    assert {row["series_id"] for row in found} == {"000"}


def test_short_texts_have_no_template() -> None:
    keys = templates(
        [("Water level report of the river", "The level is 4."), ("Aqtau", OTHERS[0][1])]
    )
    assert not any(any(row) for row in keys["template_keys"].to_pylist())


def test_the_order_of_articles_never_shows() -> None:
    draw = random.Random(4)
    # 60 texts of 5 templates, each with some keys of its own
    stems = [[draw.getrandbits(60) for _ in range(BANDS)] for _ in range(5)]
    rows = [
        [key if draw.random() < 0.85 else draw.getrandbits(60) for key in stems[number % 5]]
        for number in range(60)
    ]
    keys = np.array(rows, np.uint64)
    found = find_series(keys, np.arange(60))
    order = np.array(draw.sample(range(60), 60))
    mixed = find_series(keys[order], np.arange(60))
    groups, again = (
        {frozenset(names[labels == one].tolist()) for one in set(labels.tolist()) - {-1}}
        for labels, names in ((found, np.arange(60)), (mixed, order))
    )
    assert groups == again
    assert {len(group) for group in groups} == {12}
