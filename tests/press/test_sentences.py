"""Where sentences end."""

import pytest

from orchestration.press.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Senda met K. Tokayev. The end.", ["Mr. Senda met K. Tokayev.", "The end."]),
        ("Он живет на ул. Абая. 5 домов.", ["Он живет на ул. Абая.", "5 домов."]),
        ("«Да», – деді ол. «Жоқ»", ["«Да», – деді ол.", "«Жоқ»"]),
        ("A title\nThe body 4.5 percent", ["A title", "The body 4.5 percent"]),
        ('He said: "Go." Then left.', ['He said: "Go."', "Then left."]),
        ("и др. районы. Итог", ["и др. районы.", "Итог"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences
