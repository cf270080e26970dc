"""One browser and one server per state for the whole run."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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
def servers(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Server]]:
    """By state: the delivered sample, two made-up years, a home without anything."""
    folder = tmp_path_factory.mktemp("browser")
    homes = {
        "sample": sample_home,
        "years": make_home(folder / "years", articles=8000, days=730),
        "empty": folder / "empty",
    }
    with ExitStack() as stack:
        yield {
            state: stack.enter_context(serve(home, folder / f"{state}.log"))
            for state, home in homes.items()
        }
