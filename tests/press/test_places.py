"""Where an article is about, by the rules of the model that decides: each with its counter-case.

A rule is shown at work on two releases at least and held back on one that resembles them.
"""

import json
import re
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from orchestration.press.enrich import find_evidence
from orchestration.press.evidence import ArticleText
from orchestration.seeds import load_lexicon
from orchestration.settings import DBT_PROJECT

HERE = Path(__file__).parent
LINES = (HERE / "place_cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]
MODEL = DBT_PROJECT / "models" / "intermediate" / "int_article_regions_scored.sql"


@pytest.fixture(scope="module")
def decided() -> dict[int, tuple[str, str]]:
    """The primary region of each case and the rule that chose it, by the place of the case."""
    lexicon = load_lexicon()
    articles, mentions = [], []
    for number, case in enumerate(CASES):
        text = ArticleText(case["title"], case["body"], case["lang"], case["slug"])
        found = find_evidence(text, lexicon)
        publishers = [each for each in found if each.entity_kind == "agency"]
        best = max(publishers, key=lambda each: each.weight).entity_id if publishers else "unknown"
        words = len(case["body"].split())
        ids = {"article_id": str(number), "occurrence_id": str(number)}
        articles.append({**ids, "agency_id": best, "word_count": words})
        mentions += [{"occurrence_id": str(number), **each._asdict()} for each in found]
    agencies = lexicon.agencies.resolve_all(
        sorted({a["agency_id"] for a in articles} - {"unknown"})
    )
    query = re.sub(r"\{\{\s*ref\('(\w+)'\)\s*\}\}", r"\1", MODEL.read_text(encoding="utf-8"))
    with duckdb.connect() as connection:
        connection.register("int_articles_current", pa.Table.from_pylist(articles))
        connection.register("stg_enriched__agencies", agencies)
        connection.register("stg_enriched__mentions", pa.Table.from_pylist(mentions))
        rows = connection.execute(
            f"select article_id, region_id, primary_rule from ({query}) where is_primary"
        ).fetchall()
    return {int(number): (region_id, rule) for number, region_id, rule in rows}


def test_each_rule_has_two_cases_and_a_counter_case() -> None:
    shown = Counter(case["rule"] for case in CASES if not case.get("is_counter"))
    held = Counter(case["rule"] for case in CASES if case.get("is_counter"))
    assert all(count >= 2 and held[rule] >= 1 for rule, count in shown.items())


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: f"{CASES[n]['rule']}-{n}")
def test_the_primary_region(decided: dict[int, tuple[str, str]], number: int) -> None:
    assert decided[number][0] == CASES[number]["region"], decided[number]
