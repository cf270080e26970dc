"""The Method page says what seeds, dbt and settings say, and scores belong to today's labels.

`UPDATE_METHOD=1 pytest tests/test_method.py` writes the page's data anew; scores are written by
`baspasoz evaluate LABELS --save`.
"""

import hashlib
import json
import os
from pathlib import Path

from orchestration.files import write_json
from orchestration.method import MEASURES, METHOD, SCORES, describe_method, save_scores
from orchestration.settings import REPOSITORY


def test_the_method_page_is_not_stale() -> None:
    now = json.loads(json.dumps(describe_method()))
    if os.environ.get("UPDATE_METHOD"):
        write_json(METHOD, now)
    assert json.loads(METHOD.read_bytes()) == now, (
        "write it anew: UPDATE_METHOD=1 pytest tests/test_method.py"
    )


def test_every_measure_is_described() -> None:
    assert set(describe_method()["measures"]) == set(MEASURES)


def test_scores_belong_to_the_labels_as_they_are() -> None:
    sets = json.loads(SCORES.read_bytes())["sets"]
    assert sets
    for one in sets:
        labels = REPOSITORY / one["labels"]
        assert hashlib.sha256(labels.read_bytes()).hexdigest() == one["sha256"], (
            f"score it anew: baspasoz evaluate {one['labels']} --save"
        )
        assert one["items"] == len(labels.read_text(encoding="utf-8").splitlines())


def test_a_set_is_scored_once(tmp_path: Path) -> None:
    labels = REPOSITORY / "tests" / "fixtures" / "gold" / "dev" / "gold.jsonl"
    score = {"n": 4, "score": 0.5, "low": 0.1, "high": 0.9, "error": 0.2}
    for right in (0.5, 0.75):
        found = {"items": 4, "fields": {"language": {**score, "score": right}}}
        save_scores(labels, found, tmp_path / "scores.json")
    (one,) = json.loads((tmp_path / "scores.json").read_bytes())["sets"]
    assert one["name"] == "dev"
    assert one["fields"]["language"] == {"n": 4, "score": 0.75, "low": 0.1, "high": 0.9}
