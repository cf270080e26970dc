"""One browser and one server per state for the whole run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.hostile import make_hostile_home
from tests.browser.serving import Server, launch, serve
from tests.dashboard.made_home import make_home


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


@pytest.fixture(scope="session")
def server_at(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """A server by state: the delivered sample, two made-up years, hostile texts, nothing.

    Each is started when a test first asks for it.
    """
    folder = tmp_path_factory.mktemp("browser")
    homes: dict[str, Callable[[], Path]] = {
        "sample": lambda: request.getfixturevalue("sample_home"),
        "years": lambda: make_home(folder / "years", articles=8000, days=730),
        "hostile": lambda: make_hostile_home(folder / "hostile"),
        "empty": lambda: folder / "empty",
    }
    running: dict[str, Server] = {}
    with ExitStack() as stack:

        def server(state: str) -> Server:
            if state not in running:
                home = homes[state]()
                running[state] = stack.enter_context(serve(home, folder / f"{state}.log"))
            return running[state]

        yield server
