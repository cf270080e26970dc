"""What tells texts apart, and how many words they have."""

import pytest
from hypothesis import given

from orchestration.press.normalising import count_words, normalise_all, normalise_for_identity
from orchestration.press.text import repair_text
from tests.press.odd_texts import ODD_TEXTS


def test_identity_forgets_what_copies_differ_in() -> None:
    expected = "аким сказал да 13 00 2 500"
    for text in (
        "Аким сказал: «Да», 13: 00 — 2 500.",
        "АКИМ СКАЗАЛ:«да»,13:00-2\u00a0500",
        "*Аким*  ска\u00adзал...\nда 13.00 (2,500)",
    ):
        assert normalise_for_identity(text) == expected
        assert normalise_for_identity(repair_text(text)) == expected
    assert normalise_for_identity("Tax-Friday, No. 5!") == "tax friday no 5"
    assert normalise_for_identity(" …!") == ""


def test_identity_is_the_same_for_ascii_and_beyond() -> None:
    assert normalise_for_identity("Plan_B is ON") == normalise_for_identity("“Plan B” is on")


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one", 1), ("one – two - 3 %", 4), ("Ақтөбе, 2026 жыл.", 3), ("« да »\nнет", 2)],
)
def test_words(text: str, count: int) -> None:
    assert count_words([text, text]) == [count, count]


@given(ODD_TEXTS)
def test_texts_are_reduced_together_as_alone(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise_for_identity(text) for text in texts]


@given(ODD_TEXTS)
def test_words_are_what_blanks_part(texts: list[str]) -> None:
    marks = {*"-–—−•·*/|&+=,.:;!?…«»“”\"'()[]№<>", "...", "--"}
    counts = [sum(word not in marks for word in text.split()) for text in texts]
    assert count_words(texts) == counts
