"""The grammar is aligned over its three languages and fills without a gap."""

import re
from datetime import date

import pytest

from orchestration.synthetic import LANGS
from orchestration.synthetic.draws import WIDTH
from orchestration.synthetic.places import load_regions
from orchestration.synthetic.slots import day_slots, event_phrases, figure_slots
from orchestration.synthetic.texts import expand, load_texts
from orchestration.synthetic.trends import TOPICS

SLOT = re.compile(r"%\((\w+)\)s")
# Slots by which languages differ for the sake of their grammar.
FREE = {
    *("pin", "Pin", "pof", "rin", "Rin", "rof", "pl", "pc", "oin", "oof"),
    *("ag", "Ag", "agg", "agg_", "s", "s_", "pa", "qa", "day", "dn", "yr"),
}
FIGURES = {*figure_slots(list(range(WIDTH)), 0), "on", "dl", "nn"}


@pytest.fixture(scope="module")
def texts():
    return {lang: load_texts(lang) for lang in LANGS}


def _sentences(one) -> list[tuple[str, tuple[str, ...]]]:
    """All sentences of a language with a name that is the same in the others."""
    found = []
    for code, topic in one.topics.items():
        for w in (0, 1):
            found += [(f"{code} t{w}{i}", v) for i, v in enumerate(topic.titles[w])]
            found += [(f"{code} f{w}{i}", v) for i, v in enumerate(topic.facts[w])]
        found += [(f"{code} b{i}", v) for i, v in enumerate(topic.background)]
    for name, frame in one.frames.items():
        for part in ("titles", "leads", "facts"):
            for w in (0, 1):
                pairs = getattr(frame, part)[w]
                found += [(f"{name} {part}{w}{i}", v) for i, v in enumerate(pairs)]
    for part in ("general", "others", "closings", "updates", "deadlines"):
        found += [(f"{part}{i}", v) for i, v in enumerate(getattr(one, part))]
    for w in (0, 1):
        found += [(f"quote{w}{i}", v) for i, v in enumerate(one.quotes[w])]
    found.append(("notice", (one.notice_body,)))
    return found


def test_all_topics_have_the_same_shape_in_each_language(texts) -> None:
    for one in texts.values():
        assert tuple(one.topics) == TOPICS
        for topic in one.topics.values():
            assert len(topic.subjects) == 5
            assert [len(part[0]) for part in (topic.titles, topic.facts)] == [2, 3]
            assert len(topic.background) == 3
    names = [[name for name, _ in _sentences(one)] for one in texts.values()]
    assert names[0] == names[1] == names[2]
    assert sum(map(len, names)) > 900


def test_aligned_sentences_carry_the_same_figures(texts) -> None:
    for (name, en), (_, ru), (_, kk) in zip(*map(_sentences, texts.values()), strict=True):
        figures = [set(SLOT.findall(" ".join(v))) - FREE for v in (en, ru, kk)]
        assert figures[0] <= FIGURES, name
        if " t" not in name and "titles" not in name:
            assert figures[0] == figures[1] == figures[2], name


def test_both_wordings_tell_the_same_figures(texts) -> None:
    for lang, one in texts.items():
        for code, topic in one.topics.items():
            for first, second in zip(*topic.facts, strict=True):
                a, b = (set(SLOT.findall(" ".join(v))) - {"yr", "ct", "c"} for v in (first, second))
                assert a == b, (lang, code, first)
                # A round figure is spelt in digits in one wording, in words in the other.
                both = " ".join(first + second)
                assert ("%(c)s" in both) == ("%(ct)s" in both), (lang, code, first)


def test_templates_are_clean(texts) -> None:
    for lang, one in texts.items():
        for name, variants in _sentences(one):
            for text in variants:
                assert not re.search(r"[{}|~]|  ", text), (lang, name, text)
                assert "%" not in SLOT.sub("", text), (lang, name, text)
                assert not re.search(r"\d\d\.\d\d\.\d{4}", text), (lang, name, text)
        titles = [v for name, v in _sentences(one) if " t" in name or "titles" in name]
        assert not [t for v in titles for t in v if t.endswith(".")]
        letters = "".join(v[0] for _, v in _sentences(one))
        is_kazakh = bool(re.search("[әғқңөұүһі]", letters))
        assert is_kazakh == (lang == "kk"), lang


def test_choices_are_expanded() -> None:
    assert expand("{a~b} c {d~e}") == ("a c d", "a c e", "b c d", "b c e")
    assert expand("plain") == ("plain",)


def test_dates_and_figures_are_spelt_for_each_language() -> None:
    assert event_phrases(date(2026, 3, 6)) == (
        "on March 6, 2026",
        "6 марта 2026 года",
        "2026 жылғы 6 наурызда",
    )
    assert [slots["day"] for slots in day_slots(date(2026, 2, 11))] == [
        "February 11",
        "11 февраля",
        "11 ақпанда",
    ]
    row = list(range(100, 100 + WIDTH))
    en, ru, kk = (figure_slots(row, lang) for lang in range(3))
    assert en["c"].replace(",", "") == ru["c"].replace(" ", "") == kk["c"].replace(" ", "")
    assert float(en["ct"].split()[0]) * 1000 == float(en["c"].replace(",", ""))
    assert en["d"].replace(".", ",") == ru["d"] == kk["d"]
    for name in "abefmijkvr":
        assert en[name] == ru[name] == kk[name]


def test_whole_figures_take_the_russian_genitive_plural() -> None:
    for start in range(0, 60_000, 997):
        slots = figure_slots([start + 13 * i for i in range(WIDTH)], 1)
        for name in "abefmijkvr":
            number = int(slots[name])
            assert number % 10 in (0, 5, 6, 7, 8, 9) or 11 <= number % 100 <= 14


def test_places_have_a_name_in_every_form() -> None:
    regions = load_regions()
    for region in regions:
        assert region.spots
        for spot in region.spots:
            assert spot.slug
            assert all(all(names.values()) for names in spot.names)
            assert spot.names[2]["pin"].endswith("нда")
            assert spot.names[1]["pin"].startswith(("в ", "во "))
    labels = [spot.names[2]["pl"] for region in regions for spot in region.spots]
    assert len(set(labels)) == len(labels), "a name that stands for two places is ambiguous"
