"""One browser and one server per state for the whole run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.hostile import make_hostile_home
from tests.browser.serving import Server, Visit, launch, serve, visit
from tests.browser.tally import summary
from tests.browser.year import make_year_home
from tests.dashboard.made_home import make_home


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = terminalreporter.stats.get("passed", [])
    if line := summary(passed):
        terminalreporter.write_line(line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Visit]:
    """A wide light window; it must ask nobody else for anything and tell no error."""
    with visit(browser, 1440, "light") as opened:
        yield opened
        assert not opened.foreign
        assert not opened.errors


@pytest.fixture(scope="session")
def home_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """A home by state: the sample, a synthetic year, two made-up years, hostile texts, nothing.

    Each is made when a test first asks for it.
    """
    folder = tmp_path_factory.mktemp("homes")
    makers: dict[str, Callable[[], Path]] = {
        "sample": lambda: request.getfixturevalue("sample_home"),
        "year": lambda: make_year_home(folder / "year"),
        "years": lambda: make_home(folder / "years", articles=8000, days=730),
        "hostile": lambda: make_hostile_home(folder / "hostile"),
        "empty": lambda: folder / "empty",
    }
    return cache(lambda state: makers[state]())


@pytest.fixture(scope="session")
def server_at(
    home_of: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """A server by the state of its home, started when a test first asks for it."""
    folder = tmp_path_factory.mktemp("logs")
    with ExitStack() as stack:
        yield cache(
            lambda state: stack.enter_context(serve(home_of(state), folder / f"{state}.log"))
        )
