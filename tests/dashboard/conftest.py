"""Homes in the states that a reader can meet, and a page opened on one of them."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.opened import open_snapshot
from tests.dashboard.made_home import make_home
from tests.dashboard.pages import OpenPage, app_at


@pytest.fixture(scope="module", autouse=True)
def _nothing_left() -> Iterator[None]:
    """Leave the process as it was to the tests that come after these."""
    main = sys.modules["__main__"]
    yield
    # it keeps snapshots open, each in its own way: others couldn't read them in theirs
    open_snapshot.clear()
    # AppTest puts the app there, and a process that is spawned would run it
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def day_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("day"), articles=20, days=1)


@pytest.fixture(scope="session")
def years_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("years"), articles=2500, days=730)


@pytest.fixture(scope="session")
def no_articles_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("none"), articles=0)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page: `open_page(home, "articles", theme=["6"])`."""

    def opened(home: Path, page: str = "", **address: object) -> AppTest:
        monkeypatch.setenv("BASPASOZ_HOME", str(home))
        return app_at(page, address).run()

    return opened


@pytest.fixture
def path_of() -> Callable[[Path], str]:
    """The database of a home."""
    return lambda home: str((home / "published" / "current" / "warehouse.duckdb").resolve())
