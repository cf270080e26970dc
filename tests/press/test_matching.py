"""The notation of terms: what each form finds and what it must not."""

import pytest

from orchestration.press.matching import Term, TermMatcher, longest_first, parse_tokens


def find(text: str, lang: str, *terms: Term) -> list[str]:
    matcher = TermMatcher(terms)
    return [text[m.start : m.end] for m in matcher.find(parse_tokens(text, lang), lang)]


@pytest.mark.parametrize(
    ("term", "lang", "text", "found"),
    [
        ("pension payment", "en", "Pension payments rose. Pension. Payments", ["Pension payments"]),
        ("Алматинская область", "ru", "в Алматинской области", ["Алматинской области"]),
        ("accomplice*", "en", "two accomplices and an accomplice", ["accomplices", "accomplice"]),
        ("academy*", "en", "the academies", []),
        ("прокур*", "ru", "прокуратура и прокурор", ["прокуратура", "прокурор"]),
        ("денсаулық* сақта*", "kk", "Денсаулық сақтау министрлігі", ["Денсаулық сақтау"]),
        ("Орал~", "kk", "Оралда оралман тұрады", ["Оралда"]),
        ("Ақтөбе~", "kk", "Aqtöbede latyn älipbii", ["Aqtöbede"]),
        ("=oral", "en", "an oral reply, orals", ["oral"]),
        ("Усть-Каменогорск", "ru", "в Усть-Каменогорске", ["Усть-Каменогорске"]),
        ("г. Алматы", "ru", "жители г. Алматы", ["г. Алматы"]),
        ("Almaty region", "en", "in Almaty. Region of farms", []),
        ("Almaty region", "en", "in Almaty, region of farms", []),
        ("еж", "ru", "ёжик и ёж", ["ёж"]),
    ],
)
def test_notation(term: str, lang: str, text: str, found: list[str]) -> None:
    assert find(text, lang, Term(term, lang)) == found


def test_capitals_count_when_the_term_says_so() -> None:
    cased = Term("Oral", "en", is_cased=True)
    assert find("an oral reply from Oral", "en", cased) == ["Oral"]


def test_languages_are_kept_apart() -> None:
    assert find("газ", "ru", Term("газ", "kk")) == []
    assert find("газ", "ru", Term("газ", "any")) == ["газ"]


def test_offsets_count_characters() -> None:
    text = "«😀» Ақтөбе қаласы"
    assert find(text, "kk", Term("Ақтөбе қала~")) == ["Ақтөбе қаласы"]


def test_longest_first_keeps_namesakes_on_the_same_words() -> None:
    terms = (Term("Almaty"), Term("Almaty region"), Term("Almaty region"), Term("region"))
    text = "the Almaty region"
    matches = TermMatcher(terms).find(parse_tokens(text, "en"), "en")
    assert [m.term for m in longest_first(matches)] == [1, 2]


@pytest.mark.parametrize("term", [Term("***"), Term("word", "de")])
def test_bad_terms_are_named(term: Term) -> None:
    with pytest.raises(ValueError, match="word"):
        TermMatcher([term])


def test_empty_text() -> None:
    assert find("", "en", Term("a")) == []
