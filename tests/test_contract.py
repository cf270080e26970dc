"""A change of the marts that can break a query bumps their version.

`UPDATE_CONTRACT=1 pytest tests/test_contract.py` takes in new tables and columns; what is gone or
of another type needs a new MARTS_VERSION first, and its line in CHANGELOG.md.
"""

import json
import os

import yaml

from orchestration.publishing import MARTS_VERSION
from orchestration.settings import DBT_PROJECT
from tests.conftest import FIXTURES

KEPT = FIXTURES / f"marts_version_{MARTS_VERSION}.json"


def contract() -> dict[str, str]:
    """Types by table and column, from the YAML."""
    found = {}
    for folder in ("marts", "explore"):
        for path in sorted((DBT_PROJECT / "models" / folder).rglob("_*__models.yml")):
            for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
                for column in model["columns"]:
                    name = f"{folder}.{model['name']}.{column['name']}"
                    found[name] = str(column["data_type"])
    return dict(sorted(found.items()))


def test_nothing_breaks_without_a_new_version() -> None:
    now = contract()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    broken = [name for name, kind in kept.items() if now.get(name) != kind]
    assert not broken, "bump MARTS_VERSION in orchestration/publishing.py, tell it in CHANGELOG.md"
    if os.environ.get("UPDATE_CONTRACT"):
        KEPT.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
        kept = now
    assert kept == now, "take it in: UPDATE_CONTRACT=1 pytest tests/test_contract.py"
