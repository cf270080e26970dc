"""A page of the dashboard opened without a browser."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"
PAGES = ("", "regions", "themes", "agencies", "stories", "articles", "coverage", "method", "sql")

OpenPage = Callable[..., AppTest]


def app_at(page: str, address: dict[str, object]) -> AppTest:
    """The app as a visitor of that page and address would find it; not yet run."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    turn_to(app, page)
    for key, value in address.items():
        app.query_params[key] = value
    return app


def turn_to(app: AppTest, page: str) -> None:
    """What a click on the navigation does; pages are functions, so switch_page can't name them."""
    app._page_hash = calc_hash(page)
