"""What the Method page says of definitions, models and settings, from where the pipeline has them.

Plain data out: `dashboard/method.json` is this, written down, for the dashboard reads nothing of
the pipeline. A test compares the two. Scores of evaluations stand in a file of their own, for
they take minutes: `save_scores` writes them.
"""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from orchestration.files import write_json
from orchestration.settings import DBT_PROJECT, REPOSITORY, SEEDS, Settings
from orchestration.signals import bursts, silences

METHOD = REPOSITORY / "dashboard" / "method.json"
SCORES = REPOSITORY / "dashboard" / "method_scores.json"
MEASURES = (
    "agg_coverage_daily", "agg_output_states_daily", "agg_output_shares", "agg_agenda_diversity",
    "agg_agenda_distances", "agg_agency_concentration", "agg_syndication", "agg_release_timing",
    "fct_bursts", "fct_silences",
)  # fmt: skip
_TOPIC = ("topic_id", "name_en", "family", "definition", "belongs", "belongs_not",
          "example_1", "example_2")  # fmt: skip
_REGION = ("region_id", "region_kind", "part_of_country", "name_en", "name_ru", "name_kk")


def describe_method() -> dict[str, Any]:
    """Definitions, models, measures and settings, as JSON can hold them."""
    return {
        "topics": [{key: row[key] for key in _TOPIC} for row in _seed("topics")],
        "regions": [{key: row[key] for key in _REGION} for row in _seed("regions")],
        "story_weights": _seed("story_weights"),
        "story_fits": _seed("story_fits"),
        "measures": dict(sorted(_descriptions().items())),
        "coverage_bound": Settings.coverage_bound,
        "false_alarms": {
            "bursts": bursts.FALSE_ALARM_RATE,
            "silences": silences.FALSE_ALARM_RATE,
        },
    }


def save_scores(gold: Path, found: dict[str, Any], path: Path = SCORES) -> None:
    """Put the scores of a labelled set into the file, in place of its earlier ones.

    Args:
        gold: the labels, one JSON object per line.
        found: an `Evaluation` as plain data.
        path: the file.
    """
    known = json.loads(path.read_bytes())["sets"] if path.exists() else []
    name = gold.parent.name if gold.stem == "gold" else gold.stem
    entry = {
        "name": name,
        "labels": gold.resolve().relative_to(REPOSITORY).as_posix(),
        "sha256": hashlib.sha256(gold.read_bytes()).hexdigest(),
        "measured_on": date.today().isoformat(),
        "items": found["items"],
        "fields": {
            field: {key: score[key] for key in ("n", "score", "low", "high")}
            for field, score in found["fields"].items()
        },
    }
    others = [known_set for known_set in known if known_set["name"] != name]
    write_json(path, {"sets": sorted([*others, entry], key=lambda one: str(one["name"]))})


def _seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _descriptions() -> dict[str, str]:
    found = {}
    for path in (DBT_PROJECT / "models" / "marts").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            if model["name"] in MEASURES:
                found[model["name"]] = " ".join(model["description"].split())
    return found
