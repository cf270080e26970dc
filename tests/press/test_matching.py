"""The notation of terms: what each form finds and what it must not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.press.matching import (
    Match,
    Term,
    TermMatcher,
    longest_first,
    longest_spans,
    longest_stretches,
)
from orchestration.press.tokens import parse_all_tokens, parse_tokens
from orchestration.press.word_forms import unmix_word


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


def test_many_texts_are_cut_as_each_alone() -> None:
    texts = ["", "O'Neil’s г. Алматы. Next", "'a' b", "…", "x", "𝐀lpha ʼb a'", "end\n"]
    for text, tokens in zip(texts, parse_all_tokens(texts, "en"), strict=True):
        alone = parse_tokens(text, "en")
        assert tokens.words == alone.words
        assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == alone.words
        assert (tokens.starts, tokens.barred) == (alone.starts, alone.barred)


def test_a_part_of_a_text_ends_where_it_ends() -> None:
    matcher = TermMatcher([Term("two three", "en")])
    tokens = parse_tokens("One two three", "en")
    assert matcher.find(tokens, "en")
    assert not matcher.find(tokens.part(0, 2), "en")


def test_a_word_may_go_on_in_several_ways() -> None:
    # "regional" fits a stem and a prefix, and each leads to other phrases
    terms = [Term("regional budget", "en"), Term("region* police", "en"), Term("regional", "en")]
    matcher = TermMatcher(terms)
    text = "Regional budget, regional police"
    found = [(m.term, text[m.start : m.end].lower()) for m in find_all(matcher, text)]
    assert found == [
        (0, "regional budget"), (2, "regional"), (1, "regional police"), (2, "regional"),
    ]  # fmt: skip


def test_terms_are_found_in_many_texts_as_in_each_alone() -> None:
    terms = [Term("regional budget", "en"), Term("region* police", "en"), Term("regional", "en")]
    texts = ["Regional", "", "budget. Regional budget", "police", "The regional", "Police regional"]
    matcher = TermMatcher(terms)
    for text, tokens in zip(texts, parse_all_tokens(texts, "en"), strict=True):
        assert matcher.find(tokens, "en") == find_all(matcher, text)


@pytest.mark.parametrize("word", ["regional", "Regional", "o'neil", "a i̇b", "", "budget"])
def test_a_word_alone_has_the_terms_of_a_text_of_it(word: str) -> None:
    terms = [Term("regional budget", "en"), Term("region*", "en"), Term("o'neil"), Term("=a")]
    matcher = TermMatcher(terms)
    found = [match.term for match in find_all(matcher, word)]
    assert list(matcher.find_alone(word, "en")) == found


@given(st.sets(st.tuples(st.integers(0, 30), st.integers(0, 6))))
def test_stretches_of_a_lot_win_as_those_of_a_text(spans: set[tuple[int, int]]) -> None:
    rows = sorted(((first, first + more) for first, more in spans), key=lambda s: (s[0], -s[1]))
    firsts, lasts = np.array(rows, np.int64).reshape(-1, 2).T
    kept = longest_stretches(firsts, lasts)
    assert [rows[place] for place in kept] == longest_spans(rows)


def find_all(matcher: TermMatcher, text: str) -> list[Match]:
    return matcher.find(parse_tokens(text, "en"), "en")


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Актoбe", "Актобе"),  # Latin o and e
        ("Алмaты", "Алматы"),
        ("Қaзaқcтaн", "Қазақстан"),
        ("Кazakhstan", "Kazakhstan"),  # Cyrillic К
        ("Аstаnа", "Astana"),
        ("eGovтың", "eGovтың"),
        ("Павлодар", "Павлодар"),
        ("Türkistan", "Türkistan"),
    ],
)
def test_alphabets_mixed_within_a_word_are_told_apart(word: str, plain: str) -> None:
    assert unmix_word(word) == plain
