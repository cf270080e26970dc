"""Fixtures that several suites share: a home built by the real pipeline on the real sample."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from orchestration.settings import REPOSITORY, Settings

SAMPLE = REPOSITORY / "data" / "dumps" / "society-2026-02-11.txt"
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a test are whole when they are written."""
    monkeypatch.setenv("BASPASOZ_SETTLE_SECONDS", "0")


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """What a test or the code under it sets in the environment ends with it."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built once for all workers from the delivered sample; only to be read."""
    from orchestration.building import build
    from orchestration.progress import StageClock

    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home, dumps = shared / "sample-home", shared / "sample-dumps"
    with FileLock(shared / "sample.lock"):
        if not (home / "published" / "current").exists():
            dumps.mkdir(exist_ok=True)
            (dumps / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
            os.environ["BASPASOZ_SETTLE_SECONDS"] = "0"
            build(Settings.from_environment(home, dumps), StageClock())
    return home
