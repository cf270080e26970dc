"""Labelled sets are read strictly; what is wrong is said in one line."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from orchestration.cli_evaluation import register
from orchestration.evaluation.gold import GoldError, read_gold
from tests.conftest import FIXTURES

ITEM = {"file": "a.txt", "ordinal": 1, "title": "A title", "published_date": "2026-01-02"}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_items_keep_their_order_and_labels(tmp_path: Path) -> None:
    second = ITEM | {"ordinal": 2, "item_id": "B", "lang": "kk"}
    items = read_gold(written(tmp_path, ITEM, "", second))
    assert [(item.name, item.ordinal) for item in items] == [("a.txt#1", 1), ("B", 2)]
    assert items[1].text("lang") == "kk"
    assert items[0].text("lang") is None


def test_without_a_list_equality_counts(tmp_path: Path) -> None:
    labels = {"theme_primary": "3", "primary_region": "KZ", "primary_region_ok": ["KZ", "KZ-75"]}
    (item,) = read_gold(written(tmp_path, ITEM | labels))
    assert item.accepted("theme_primary", "themes_ok") == {"3"}
    assert item.accepted("primary_region", "primary_region_ok") == {"KZ", "KZ-75"}
    assert item.accepted("publisher_kind", "publisher_kinds_ok") == set()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"file": "a.txt", "ordinal"', "line 2 is no JSON"),
        ("[1, 2]", "line 2 is no JSON object"),
        ({"file": "a.txt", "ordinal": 2}, "line 2: title is missing"),
        (ITEM | {"ordinal": "2"}, "line 2: ordinal is missing or no int"),
        (ITEM | {"ordinal": True}, "line 2: ordinal is missing or no int"),
        (ITEM | {"ordinal": 2, "lang": 7}, "line 2: lang must be text or null"),
        (ITEM | {"ordinal": 2, "themes_ok": "3"}, "line 2: themes_ok must be a list of texts"),
        (ITEM | {"ordinal": 2, "is_junk": "no"}, "line 2: is_junk must be true, false or null"),
        (ITEM | {"file": "../a.txt"}, "line 2: file must be a name inside the folder"),
        (ITEM | {"file": "/etc/passwd"}, "line 2: file must be a name inside the folder"),
        (ITEM, "item 1 of a.txt is labelled twice"),
    ],
)
def test_damaged_lines_are_named(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(GoldError, match=words):
        read_gold(written(tmp_path, ITEM, line))


def test_an_empty_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no labelled items"):
        read_gold(written(tmp_path, ""))


def test_every_set_in_the_repository_can_be_read() -> None:
    for path in (FIXTURES / "gold").rglob("*.jsonl"):
        if path.name != "expected_rejects.jsonl":
            assert read_gold(path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [(("{",), "line 1 is no JSON"), ((ITEM,), "there is no dump"), ((), "holds no labelled items")],
)
def test_the_command_says_what_is_wrong(
    tmp_path: Path, lines: tuple[object, ...], words: str
) -> None:
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["evaluate", str(written(tmp_path, *lines))])
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_command_says_that_the_file_is_not_there(tmp_path: Path) -> None:
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["evaluate", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 1
    assert "none.jsonl" in result.stderr
    assert "Traceback" not in result.output
