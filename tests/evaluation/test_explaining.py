"""Why an article has its labels, read from the published sample."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from orchestration.cli_evaluation import register
from orchestration.commands import NothingThere, query
from orchestration.explaining import CONTEXT_CHARS, explain
from orchestration.explanation import Explanation, Label
from orchestration.explanation_text import render_explanation
from orchestration.settings import Settings
from orchestration.terminal import printable

ARTICLE = "news-1159318-en"


@pytest.fixture
def settings(sample_home: Path) -> Settings:
    return Settings.from_environment(sample_home)


def run(*arguments: str) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, list(arguments))


def label(found: Explanation, kind: str, role: str = "") -> Label:
    return next(one for one in found.labels if one.kind == kind and one.role == role)


def test_each_label_has_its_evidence(settings: Settings) -> None:
    found = explain(settings, ARTICLE)
    publisher, place = label(found, "publisher"), label(found, "region", "subject")
    assert publisher.value == "kgd-karaganda"
    assert publisher.evidence[0].field == "source_url"
    assert publisher.evidence[0].words == "kgd-karaganda"
    assert (place.value, place.confidence) == ("KZ-35", "high")
    assert place.evidence
    assert label(found, "language").value == "en"
    assert label(found, "topic", "primary").evidence
    assert label(found, "junk").value == "false"
    assert label(found, "story").value == ARTICLE


def test_labels_are_those_of_the_marts(settings: Settings) -> None:
    _, rows = query(
        settings,
        "select article_id, agency_id, lang, primary_region_id, primary_topic_id, is_junk "
        "from marts.fct_articles",
    )
    for article_id, *values in rows:
        found = explain(settings, article_id)
        told = [
            label(found, "publisher").value,
            label(found, "language").value,
            label(found, "region", "subject").value,
            label(found, "topic", "primary").value,
            label(found, "junk").value == "true",
        ]
        assert told == values


def test_words_stand_where_the_evidence_says(settings: Settings) -> None:
    found = explain(settings, ARTICLE)
    _, rows = query(
        settings,
        f"select title, body, source_url from marts.fct_articles where article_id = '{ARTICLE}'",
    )
    texts = dict(zip(("title", "body", "source_url"), rows[0], strict=True))
    proofs = [proof for one in found.labels for proof in one.evidence]
    assert proofs
    for proof in proofs:
        text = texts[proof.field]
        assert text[proof.char_start :].startswith(proof.words + proof.after)
        assert text[: proof.char_start].endswith(proof.before)
        assert proof.words
        assert len(proof.before) <= CONTEXT_CHARS
        assert proof.rule
        assert proof.term


def test_an_article_of_junk_says_why(settings: Settings) -> None:
    _, rows = query(settings, "select article_id from marts.fct_articles where is_junk")
    junk = label(explain(settings, rows[0][0]), "junk")
    assert (junk.value, junk.rule) == ("true", "placeholder publisher")


def test_the_command_prints_and_gives_json(sample_home: Path) -> None:
    home = ["--home", str(sample_home)]
    shown = run("explain", ARTICLE, *home)
    assert shown.exit_code == 0
    for words in ("publisher: kgd-karaganda", "region subject: KZ-35", "topic primary: ", "rule: "):
        assert words in shown.output
    told = json.loads(run("explain", ARTICLE, "--json", *home).output)
    assert told["article_id"] == ARTICLE
    assert {one["kind"] for one in told["labels"]} == {
        "publisher",
        "language",
        "region",
        "topic",
        "junk",
        "story",
    }


def test_an_unknown_article_is_one_plain_line(settings: Settings, sample_home: Path) -> None:
    with pytest.raises(NothingThere, match="no article"):
        explain(settings, "news-1-en")
    result = run("explain", "news-1-en", "--home", str(sample_home))
    assert result.exit_code == 1
    assert result.stderr.startswith("baspasoz: no article 'news-1-en'")


def test_nothing_published_is_said(tmp_path: Path) -> None:
    result = run("explain", ARTICLE, "--home", str(tmp_path))
    assert result.exit_code == 1
    assert "nothing is published" in result.stderr


def test_text_of_a_dump_can_not_drive_a_terminal() -> None:
    assert printable("a\x1b[31mb\u202ec\nd") == "a·[31mb·c\nd"
    hostile = Explanation(
        article_id="a1",
        generation="g",
        title="one\x1b]0;two\r\nthree",
        published_date=None,
        source_url=None,
        labels=(Label("story", "a1", "with 1 other articles"),),
        story=(("a2", "an\x07other"),),
    )
    shown = render_explanation(hostile)
    assert "one·]0;two three" in shown
    assert all(c.isprintable() or c == "\n" for c in shown)
