"""All places that show numbers tell the same; `make reconcile` does it at full size."""

from pathlib import Path

import pytest

from orchestration import commands
from orchestration.building import build
from orchestration.progress import StageClock
from tests.reconcile.reconcile import build_year, reconcile

pytestmark = pytest.mark.slow


def test_numbers_agree_and_a_second_build_is_equal(tmp_path: Path) -> None:
    settings = build_year(tmp_path, 1_500, 2)
    outcome = reconcile(settings, 12, 2)
    assert outcome.articles > 1_000
    assert outcome.comparisons > 300
    assert outcome.differences == []
    before = commands.hash_tables(settings)
    settings.build_db.unlink()
    build(settings, StageClock(), force=True)
    assert commands.hash_tables(settings) == before
