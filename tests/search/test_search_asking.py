"""The query language: what is read as what, and what is said when it can't be."""

import random

import pytest

from orchestration.search.asking import MOST_CHARACTERS, Asked, Node, Not, Phrase, parse_query
from orchestration.search.marking import cut_pieces, cut_snippet, find_spans


def spelt(node: Node | None) -> str:
    """A tree as text: stems, & | ! and brackets."""
    if node is None:
        return ""
    if isinstance(node, Phrase):
        return "_".join(word.stem for word in node.words)
    if isinstance(node, Not):
        return "!" + spelt(node.part)
    joint = "&" if type(node).__name__ == "Every" else "|"
    return "(" + joint.join(map(spelt, node.parts)) + ")"


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("roads", "road"),
        ("roads bridges", "(road&bridg)"),
        ("roads AND bridges", "(road&bridg)"),
        ("a OR b c", "(a|(b&c))"),
        ("(a OR b) c", "((a|b)&c)"),
        ("a NOT b NOT c", "(a&!b&!c)"),
        ("a -b", "(a&!b)"),
        ('a -"b c"', "(a&!b_c)"),
        ("well-known", "well_known"),
        ("don't", "don't"),
        ("«новые школы»", "нов_школ"),
        ("and or not", "(and&or&not)"),
        ("a NOT NOT b", "(a&b)"),
        ("(NOT a) b", "(!a&b)"),
        ("a - b", "(a&b)"),
        ('""', ""),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_what_is_read(query: str, tree: str) -> None:
    asked = parse_query(query)
    assert spelt(asked.root) == tree
    assert asked.problem is None


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ('"a b', "QUOTE"),
        ('a b"', "QUOTE"),
        ("«a b", "QUOTE"),
        ("(a b", "BRACKET"),
        ("a b)", "BRACKET"),
        ("a () b", "BRACKET"),
        ("a AND b OR", "OPERATOR"),
        ("AND a b", "OPERATOR"),
        ("a OR AND b", "OPERATOR"),
        ("a b NOT", "OPERATOR"),
        ("NOT a NOT b", "ONLY_NOT"),
        ("a OR NOT b", "ONLY_NOT"),
        ("(" * 60 + "a b" + ")" * 60, "DEEP"),
    ],
)
def test_what_cannot_be_read_is_searched_by_its_words(query: str, problem: str) -> None:
    asked = parse_query(query)
    assert asked.problem is not None
    assert asked.problem.name == problem
    assert spelt(asked.root) == "(a&b)"


def test_a_long_query_is_cut() -> None:
    asked = parse_query("word " * 1000)
    assert asked.problem is not None
    assert asked.problem.name == "LONG"
    assert len(asked.phrases()) == MOST_CHARACTERS // 5


def test_no_text_breaks_it() -> None:
    chance = random.Random(5)
    pieces = [
        '"',
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "-",
        "a",
        "школ",
        "«",
        "»",
        "“",
        "”",
        " ",
        "*",
        "\\",
    ]
    for _ in range(3000):
        query = " ".join(chance.choices(pieces, k=chance.randint(0, 12)))
        asked = parse_query(query)
        assert isinstance(asked, Asked)
        assert all(phrase.words for phrase in asked.phrases())


def shown(text: str, lang: str, query: str) -> list[str]:
    spans = find_spans(text, lang, parse_query(query).phrases())
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "lang", "query", "marks"),
    [
        ("Schools and a school.", "en", "school", "Schools school"),
        ("Школа, школьник, школ.", "ru", "школы", "Школа школ"),
        ("Мектебі, мектепте, мекен.", "kk", "мектептер", "Мектебі мектепте"),
        ("Жолдар мен жолаушы.", "kk", "жол", "Жолдар"),
        ("New roads, old roads.", "en", '"new road"', "New roads"),
        ("Roads and bridges", "en", "roads NOT bridges", "Roads"),
        ("Roads", "en", "bridges", ""),
        ("<b>roads</b>", "en", "road", "roads"),
    ],
)
def test_what_is_marked(text: str, lang: str, query: str, marks: str) -> None:
    assert " ".join(shown(text, lang, query)) == marks


def test_pieces_give_the_text_again() -> None:
    text = "One road, <script>two</script> roads."
    pieces = cut_pieces(text, find_spans(text, "en", parse_query("road").phrases()))
    assert "".join(part for part, _ in pieces) == text
    assert [part for part, is_marked in pieces if is_marked] == ["road", "roads"]


def test_a_snippet_shows_where_most_marks_stand() -> None:
    text = "A road. " + "Filler words here. " * 60 + "Road to road by road. " + "More filler. " * 60
    spans = find_spans(text, "en", parse_query("road").phrases())
    pieces = cut_snippet(text, spans, 200)
    assert sum(is_marked for _, is_marked in pieces) == 3
    assert pieces[0] == pieces[-1] == ("…", False)
    assert len("".join(part for part, _ in pieces)) <= 202
    assert cut_snippet("Short.", [], 200) == [("Short.", False)]
    assert cut_snippet("", [], 200) == []
