"""Which places a text names: traps, and cases generated over all regions in three languages.

A trap is a line of region_cases.jsonl: a text and the regions it names directly or through a
place. The generated cases swap the place, inflect its name and change the language of one
sentence: the label must follow.
"""

import json
from functools import cache
from itertools import chain, product
from pathlib import Path

import pytest

from orchestration.press.evidence import ArticleText, Evidence
from orchestration.press.region_spelling import decline, respell
from orchestration.press.regions import RegionLexicon
from orchestration.seeds import read_seeds
from tests.press.place_forms import CITIES, OBLASTS

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "region_cases.jsonl").read_text("utf-8").splitlines()
]
NAMED = {"region_name", "city", "district", "place", "demonym", "capital"}


@cache
def lexicon() -> RegionLexicon:
    return RegionLexicon.from_seeds(read_seeds())


def find(
    text: str, lang: str, publisher: str | None = None, day: str | None = None, title: str = ""
) -> list[Evidence]:
    article = ArticleText(title, text, lang, published_date=day)
    return lexicon().evidence(article, publisher)


def named(evidence: list[Evidence]) -> set[str]:
    return {e.entity_id for e in evidence if e.rule in NAMED and e.entity_kind == "region"}


def countries(text: str, lang: str = "en") -> set[tuple[str, str]]:
    return {(e.entity_id, e.rule) for e in find(text, lang) if e.entity_kind == "country"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['trap']}-{case['text'][:40]}")
def test_traps(case: dict) -> None:
    assert named(find(case["text"], case["lang"], case["publisher_region"])) == set(case["regions"])


def oblast_texts() -> list[tuple[str, str, str]]:
    templates = [
        ("en", "In the {en}, 40 kilometres of road were repaired."),
        ("en", "Farmers of the {en} asked for water, the akimat reports."),
        ("ru", "В {pre} отремонтировано 40 километров дорог."),
        ("ru", "Аграрии {gen} попросили воды, сообщает акимат."),
        ("kk", "{kk} облысында 40 шақырым жол жөнделді."),
        ("kk", "{kk} облысының шаруалары су сұрады, деп хабарлайды әкімдік."),
        ("kk", "{kk} облыстық мәслихаты сессия өткізді."),
    ]
    return [
        (lang, template.format(en=en, gen=gen, pre=pre, kk=kk), region)
        for (region, (en, gen, pre, kk)), (lang, template) in product(OBLASTS.items(), templates)
    ]


def city_texts() -> list[tuple[str, str, str]]:
    templates = [
        ("en", "A school for 900 pupils was opened in {en}."),
        ("en", "Residents of the city of {en} received gas."),
        ("en", "NEW SCHOOL OPENED IN {caps}"),
        ("ru", "В {pre} открыли школу на 900 мест."),
        ("ru", "Жители {gen} получили газ."),
        ("ru", "Город {nom} готовится к зиме."),
        ("kk", "{kkloc} 900 орындық мектеп ашылды."),
        ("kk", "{kkgen} тұрғындары газ алды."),
    ]
    return [
        (
            lang,
            template.format(
                en=en, caps=en.upper(), nom=nom, gen=gen, pre=pre, kkgen=kkgen, kkloc=kkloc
            ),
            region,
        )
        for (region, (en, nom, gen, pre, kkgen, kkloc)), (lang, template) in product(
            CITIES.items(), templates
        )
    ]


@pytest.mark.parametrize(("lang", "text", "region"), [*oblast_texts(), *city_texts()])
def test_the_label_follows_the_place(lang: str, text: str, region: str) -> None:
    assert named(find(text, lang)) == {region}


def district_texts() -> list[tuple[str, str, str]]:
    texts = []
    for row in read_seeds()["districts"].to_pylist():
        if row["district_kind"] == "city":
            continue
        ru = row["name_ru"].replace("ский район", "ском районе")
        if ru.startswith("район"):
            ru = ru.replace("район", "районе", 1)
        texts += [
            ("en", f"In the {row['name_en']} district a school was opened.", row["region_id"]),
            ("ru", f"В {ru} открыли школу.", row["region_id"]),
            ("kk", f"{row['name_kk']}нда мектеп ашылды.", row["region_id"]),
        ]
    return texts


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_every_district_in_every_language(lang: str) -> None:
    missed = [
        (text, region)
        for text_lang, text, region in district_texts()
        if text_lang == lang and named(find(text, lang, region)) != {region}
    ]
    assert not missed


@pytest.mark.parametrize("shared", ["Zhambyl", "Abai", "Esil", "Aktogay", "Nura"])
def test_shared_districts_stay_candidates_without_a_clue(shared: str) -> None:
    text = f"In the {shared} district a school was opened."
    evidence = [e for e in find(text, "en") if e.entity_kind == "region"]
    assert {e.rule for e in evidence} == {"district_candidate"}
    assert len({e.entity_id for e in evidence}) > 1
    region = evidence[0].entity_id
    assert named(find(text, "en", publisher=region)) == {region}


def test_the_nearest_clue_beats_the_publisher() -> None:
    text = "In the Zhambyl district of North Kazakhstan wheat was sown."
    assert named(find(text, "en", publisher="KZ-31")) == {"KZ-59"}


@pytest.mark.parametrize(
    ("day", "region", "today"),
    [("2021-05-05", "KZ-63", {"KZ-10"}), ("2022-06-08", "KZ-10", set()), (None, "KZ-10", set())],
)
def test_the_map_of_the_day(day: str | None, region: str, today: set[str]) -> None:
    evidence = find("Мост в Семее отремонтируют.", "ru", day=day)
    assert named(evidence) == {region}
    assert {e.entity_id for e in evidence if e.rule == "today"} == today


def test_government_and_company_are_no_mentions() -> None:
    polity = find("Astana and Tashkent aim to expand trade.", "en")
    assert [(e.entity_id, e.rule) for e in polity if e.entity_kind == "region"] == [
        ("KZ", "polity")
    ]
    company = find("ТОО «Павлодар-Су» получило предписание.", "ru")
    assert [(e.entity_id, e.rule) for e in company] == [("KZ-55", "company_name")]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The Ambassador of Kazakhstan to Japan met the governor.", ("JP", "mission")),
        ("ru", "В посольстве Казахстана во Франции прошел вечер.", ("FR", "mission")),
        ("kk", "Қазақстанның Жапониядағы елшілігінде кеш өтті.", ("JP", "mission")),
        ("en", "Paris, September 1, 2025 – A round table was held.", ("FR", "dateline")),
        ("ru", "Узбекистану поставят зерно.", ("UZ", "country")),
        ("kk", "Қытаймен сауда өсті.", ("CN", "country")),
        ("en", "Trade with Georgia is growing.", ("GE", "country")),
    ],
)
def test_countries(lang: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in countries(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Bank of China and China Telecom opened offices."),
        ("en", "The company bought a turkey and fine china."),
        ("ru", "Данные о грузах на 5 тысяч куб. метров уточняются, кроме того, груз принят."),
        ("en", "Mr. Jordanov and Ms. Indira spoke."),
    ],
)
def test_words_that_are_no_countries(lang: str, text: str) -> None:
    assert countries(text, lang) == set()


def test_the_ambassador_of_a_country_is_no_kazakh_mission() -> None:
    assert ("JP", "mission") not in countries("The Ambassador of Japan to Kazakhstan spoke.")


def test_offsets_cut_out_the_name() -> None:
    text = "Жители Костаная и Рудного получили газ."
    for evidence in find(text, "ru", title="Газ в Костанае"):
        source = "Газ в Костанае" if evidence.field == "title" else text
        assert source[evidence.char_start : evidence.char_end] in (
            "Костаная",
            "Рудного",
            "Костанае",
        )


def test_adding_a_text_about_nothing_changes_nothing() -> None:
    text = "In the Mugalzhar and Shalkar districts pastures were returned."
    more = f"{text} The plots will be put up for competition. Specialists answered questions."
    assert named(find(text, "en")) == named(find(more, "en")) == {"KZ-15"}


@pytest.mark.parametrize(
    ("name", "spelling"),
    [("Kyzylorda", "Qyzylorda"), ("Zhambyl", "Jambyl"), ("Abai", "Abay"), ("Semey", "Semei")],
)
def test_respelling(name: str, spelling: str) -> None:
    assert spelling in respell(name)


def test_declension() -> None:
    assert {"Астаны", "Астане", "Астаной"} <= set(decline("Астана"))
    assert {"Костаная", "Костанае"} <= set(decline("Костанай"))
    assert decline("Алматы") == ["Алматы"]


def test_every_region_has_a_term_in_every_language() -> None:
    seeds = read_seeds()
    found = {
        (row["entity_id"], row["lang"])
        for row in seeds["region_terms"].to_pylist()
        if row["rule"] in ("region_name", "city")
    }
    regions = [row["region_id"] for row in seeds["regions"].to_pylist()]
    assert set(product(regions, ("en", "ru", "kk"))) <= found


def test_ids_of_terms_are_unique_and_known() -> None:
    seeds = read_seeds()
    rows = seeds["region_terms"].to_pylist()
    ids = [row["term_id"] for row in rows]
    known = {
        "KZ",
        *(row["region_id"] for row in seeds["regions"].to_pylist()),
        *(row["country_code"] for row in seeds["countries"].to_pylist()),
    }
    assert len(ids) == len(set(ids))
    assert {row["entity_id"] for row in rows if row["entity_kind"] != "context"} <= known


def test_there_are_enough_generated_cases() -> None:
    assert len(list(chain(oblast_texts(), city_texts()))) >= 200


@pytest.mark.parametrize(
    ("region", "names"),
    [
        ("KZ-15", "Aqtobe Aqtöbe Aktobe"),
        ("KZ-61", "Turkistan Turkestan Türkistan"),
        ("KZ-63", "Oskemen Öskemen Ust-Kamenogorsk"),
        ("KZ-62", "Zhezkazgan Jezkazgan Zhezqazghan Jezqazghan"),
        ("KZ-47", "Mangystau Mangistau Mangghystau"),
        ("KZ-33", "Jetisu Zhetysu Zhetisu Taldykorgan Taldyqorghan"),
        ("KZ-10", "Semey Semei Semipalatinsk Ayagoz Ayakoz"),
        ("KZ-79", "Shymkent Chimkent"),
        ("KZ-23", "Atyrau Atyraū"),
        ("KZ-35", "Balkhash Balqash Karaganda Qaraghandy"),
    ],
)
def test_english_spellings_of_a_name_are_one_place(region: str, names: str) -> None:
    for name in names.split():
        text = f"A new school was opened in {name} on Monday."
        assert named(find(text, "en", day="2026-03-01")) == {region}, name


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Qostanai oblysynda jaña mektep aşyldy.", "KZ-39"),
        ("Qostanaı oblysynda mektep ashyldy.", "KZ-39"),
        ("Semeide jaña mektep aşyldy.", "KZ-10"),
        ("Semeyde mektep ashyldy.", "KZ-10"),
        ("Almatyda mektep ashyldy.", "KZ-75"),
    ],
)
def test_latin_kazakh_names_places_in_each_alphabet(text: str, region: str) -> None:
    assert named(find(text, "kk", day="2026-03-01")) == {region}


def test_a_quoted_firm_ends_with_its_quotes() -> None:
    assert named(find("Компания „Павлодар Инжиниринг“ открыла цех.", "ru")) == set()
    assert named(find("В ТОО „Энергия“ в Павлодаре проверили котлы.", "ru")) == {"KZ-55"}
    assert named(find("В ТОО «Энергия» Павлодара проверили котлы.", "ru")) == {"KZ-55"}
