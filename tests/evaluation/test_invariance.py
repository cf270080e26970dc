"""The same release with and without its source line: only what the line alone says may go.

Releases are generated for every region, three languages and five matters. Two of the matters name
their publisher in the text; for the others it is unknown without the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest

from orchestration import warehouse
from orchestration.evaluation.answers import Answer, read_answers, read_occurrences
from orchestration.evaluation.trial import load_dumps, model_labels, trial_home
from tests.press.place_forms import CITIES

WITH, WITHOUT = "with.txt", "without.txt"

# region: how slugs name it
TOKENS = {
    "KZ-10": "abay", "KZ-11": "akmola", "KZ-15": "aktobe", "KZ-19": "almobl", "KZ-23": "atyrau",
    "KZ-27": "bko", "KZ-31": "zhambyl", "KZ-33": "zhetysu", "KZ-35": "karaganda",
    "KZ-39": "kostanay", "KZ-43": "kyzylorda", "KZ-47": "mangystau", "KZ-55": "pavlodar",
    "KZ-59": "sko", "KZ-61": "turkestan", "KZ-62": "ulytau", "KZ-63": "vko", "KZ-71": "astana",
    "KZ-75": "almaty", "KZ-79": "shymkent",
}  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """What releases are made of.

    Attributes:
        slug: of the publisher.
        topic: the primary topic.
        kind: of the publisher with the source line.
        kind_in_text: what the text alone says of it.
        texts: by language, a title and a body.
    """

    slug: str
    topic: str
    kind: str
    kind_in_text: str
    texts: dict[str, tuple[str, str]]


MATTERS = (
    Matter(
        "mvd-{token}", "12", "police", "police",
        {
            "en": (
                "A car thief was detained in {en}",
                "In {en}, a man suspected of stealing three cars was detained. A criminal case was "
                "opened and the investigation goes on, the press service of the Police Department "
                "reports. The court sanctioned his arrest.",
            ),
            "ru": (
                "В {ru_in} задержан автоугонщик",
                "В {ru_in} задержан мужчина, подозреваемый в краже трёх автомобилей. Возбуждено "
                "уголовное дело, расследование продолжается, сообщает пресс-служба Департамента "
                "полиции. Суд санкционировал арест.",
            ),
            "kk": (
                "{kk_in} көлік ұрысы ұсталды",
                "{kk_in} үш көлікті ұрлаған деген күдікті ұсталды. Қылмыстық іс қозғалып, тергеу "
                "жүргізілуде, деп хабарлайды Полиция департаментінің баспасөз қызметі. Сот оны "
                "қамауға алуға рұқсат берді.",
            ),
        },
    ),
    Matter(
        "{token}", "14", "akimat", "akimat",
        {
            "en": (
                "Keys to apartments were handed over in {en}",
                "The akimat of {en} reports that forty large families on the housing waiting list "
                "received keys to new apartments. Rental housing will be built next year as well.",
            ),
            "ru": (
                "Ключи от квартир вручили в {ru_in}",
                "Акимат {ru_of} сообщает, что сорок многодетных семей из очереди на жильё "
                "получили ключи от новых квартир. В следующем году построят и арендное жильё.",
            ),
            "kk": (
                "{kk_in} пәтер кілттері табысталды",
                "{kk_of} әкімдігі хабарлайды: тұрғын үй кезегінде тұрған қырық көпбалалы отбасы "
                "жаңа пәтердің кілтін алды. Келесі жылы жалға берілетін үйлер де салынады.",
            ),
        },
    ),
    Matter(
        "emer-{token}", "emergencies", "territorial department", "unknown",
        {
            "en": (
                "A fire was put out in {en}",
                "A fire in an apartment building in {en} was put out within an hour. Twelve people "
                "were evacuated and nobody was hurt. Check your stoves and chimneys.",
            ),
            "ru": (
                "В {ru_in} потушили пожар",
                "Пожар в многоквартирном доме в {ru_in} ликвидирован за час. Эвакуированы "
                "двенадцать человек, пострадавших нет. Проверяйте печи и дымоходы.",
            ),
            "kk": (
                "{kk_in} өрт сөндірілді",
                "{kk_in} көппәтерлі үйдегі өрт бір сағатта сөндірілді. Он екі адам эвакуацияланды, "
                "зардап шеккендер жоқ. Пештер мен мұржаларды тексеріңіздер.",
            ),
        },
    ),
    Matter(
        "{token}-densaulyk", "3", "akimat", "unknown",
        {
            "en": (
                "Patients are received in a new clinic in {en}",
                "A clinic for 250 visits a day was opened in {en}. Doctors receive patients, "
                "nurses vaccinate children, and the diagnosis of cancer takes a week less.",
            ),
            "ru": (
                "Новая поликлиника в {ru_in} приняла пациентов",
                "Поликлиника на 250 посещений в смену открылась в {ru_in}. Врачи ведут приём "
                "пациентов, медсёстры делают детям прививки, рак находят на неделю раньше.",
            ),
            "kk": (
                "{kk_in} жаңа емхана науқастарды қабылдады",
                "{kk_in} күніне 250 адам қабылдайтын емхана ашылды. Дәрігерлер науқастарды "
                "қабылдайды, мейіргерлер балаларға екпе салады, қатерлі ісік ертерек анықталады.",
            ),
        },
    ),
    Matter(
        "kgd-{token}", "1", "territorial department", "unknown",
        {
            "en": (
                "Declarations are due in {en} by the end of March",
                "Taxpayers in {en} submit declarations of income by the end of March. Value added "
                "tax is paid until the 25th. Penalties are charged on tax arrears.",
            ),
            "ru": (
                "Декларации в {ru_in} сдают до конца марта",
                "Налогоплательщики в {ru_in} сдают налоговую отчётность до конца марта. Налог на "
                "добавленную стоимость уплачивают до 25 числа. На недоимку начисляется пеня.",
            ),
            "kk": (
                "{kk_in} салық декларациясы наурыздың соңына дейін тапсырылады",
                "{kk_in} салық төлеушілер салық есептілігін наурыздың соңына дейін тапсырады. "
                "Қосылған құн салығы айдың 25-іне дейін төленеді. Берешекке өсімпұл есептеледі.",
            ),
        },
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A generated release."""

    matter: Matter
    lang: str
    region_id: str
    title: str
    body: str
    source: str


def generate_cases() -> Iterator[Case]:
    """Give one release of each matter, language and region."""
    combinations = product(MATTERS, ("en", "ru", "kk"), CITIES.items())
    for number, (matter, lang, (region_id, names)) in enumerate(combinations):
        en, _, ru_of, ru_in, kk_of, kk_in = names
        forms = {"en": en, "ru_of": ru_of, "ru_in": ru_in, "kk_of": kk_of, "kk_in": kk_in}
        title, body = (text.format(**forms) for text in matter.texts[lang])
        slug = matter.slug.format(token=TOKENS[region_id])
        url = f"https://www.gov.kz/memleket/entities/{slug}/press/news/details/{950_000 + number}"
        yield Case(matter, lang, region_id, title, body, f"Source : {url}")


CASES = list(generate_cases())
Pair = tuple[Case, Answer, Answer]


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """Each case with the product's labels, with its source line and without."""
    folder = tmp_path_factory.mktemp("dumps")
    for name in (WITH, WITHOUT):
        lines = ["News"]
        for case in CASES:
            lines += [
                f"{case.title} 05.03.2026",
                case.body,
                *([case.source] if name == WITH else []),
            ]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with trial_home() as settings:
        load_dumps(settings, folder, [WITH, WITHOUT], has_stories=False)
        model_labels(settings)
        with warehouse.open_warehouse(settings.build_db, read_only=True) as connection:
            occurrences = read_occurrences(connection)
            answers = read_answers(connection)
    found = {(each.file, each.ordinal): answers[each.article_id] for each in occurrences}
    return [
        (case, found[WITH, ordinal], found[WITHOUT, ordinal])
        for ordinal, case in enumerate(CASES, 1)
    ]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 200
    assert {case.region_id for case in CASES} == set(CITIES)
    assert {case.lang for case in CASES} == {"en", "ru", "kk"}


def test_the_labels_are_right_with_the_source_line(pairs: list[Pair]) -> None:
    wrong = [
        (case.title, told.lang, told.primary_region, told.primary_topic, told.publisher_kind)
        for case, told, _ in pairs
        if (told.lang, told.primary_region, told.primary_topic, told.publisher_kind)
        != (case.lang, case.region_id, case.matter.topic, case.matter.kind)
    ]
    assert not wrong


def test_language_topics_and_places_stay_without_the_source_line(pairs: list[Pair]) -> None:
    def kept(told: Answer) -> tuple[object, ...]:
        return (
            told.lang,
            told.primary_topic,
            told.topics,
            told.topic_confidence,
            told.primary_region,
            told.mentioned,
        )

    changed = [(case.title, kept(a), kept(b)) for case, a, b in pairs if kept(a) != kept(b)]
    assert not changed


def test_the_publisher_is_what_the_text_says_or_unknown(pairs: list[Pair]) -> None:
    wrong = [
        (case.title, told.publisher_kind, told.agency_id)
        for case, _, told in pairs
        if told.publisher_kind != case.matter.kind_in_text
        or (told.publisher_rule is None) != (case.matter.kind_in_text == "unknown")
    ]
    assert not wrong
