"""The data dictionary in the repository is what dbt's manifest says.

`UPDATE_DICTIONARY=1 pytest tests/test_dictionary.py` writes it anew; read the diff.
"""

import json
import os
from pathlib import Path

from orchestration.dictionary import render_dictionary, tables_of_manifest
from orchestration.settings import REPOSITORY, Settings

PAGE = REPOSITORY / "docs" / "dictionary.md"
FOREWORD = (
    "Every table and view of the published file: made from dbt's manifest, not by hand. Columns of "
    "the type enum are ENUMs in the published file and compare like text. What changed between "
    "versions stands in CHANGELOG.md."
)


def test_the_dictionary_is_what_the_manifest_says(sample_home: Path) -> None:
    target = Settings.from_environment(sample_home).dbt_target
    manifest = json.loads((target / "manifest.json").read_bytes())
    tables = tables_of_manifest(manifest)
    assert all(c.kind and c.meaning for t in tables for c in t.columns)
    page = render_dictionary(tables, "Data dictionary", FOREWORD)
    if os.environ.get("UPDATE_DICTIONARY"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, (
        "write it anew: UPDATE_DICTIONARY=1 pytest tests/test_dictionary.py"
    )
