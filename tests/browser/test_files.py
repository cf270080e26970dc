"""What a reader takes away: files that open, say what the page says, and say it again later."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from playwright.sync_api import Browser

from dashboard import text
from tests.browser.serving import Server, Visit, visit
from tests.browser.taking import files, rows, statement

ServerAt = Callable[[str], Server]

QUERY = "select topic_id, topic_name, sort_order from marts.dim_topics order by sort_order"


def test_filter_address_reload_and_the_same_files(
    server_at: ServerAt, desktop: Visit, browser: Browser
) -> None:
    address = f"{server_at('years').address}/?theme=6&theme=12&region=KZ-75&as=count"
    desktop.open(address)
    before = files(desktop)
    assert len(before) >= 3
    stated = statement(desktop)
    assert all(row["filters"] == stated for row in rows(before[0]))
    reloaded = desktop.page.url
    desktop.open(reloaded)
    assert files(desktop) == before
    with visit(browser, 390, "dark") as other:
        other.open(reloaded)
        assert files(other) == before


def test_a_mark_says_as_many_as_the_list_has(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(f"{server_at('years').address}/?as=count")
    page = desktop.page
    first = rows(files(desktop)[0])[0]
    page.locator("[data-testid=stVegaLiteChart]").first.click(position={"x": 120, "y": 26})
    page.wait_for_url(re.compile(r"theme="), timeout=60_000)
    desktop.settle()
    stated = statement(desktop)
    assert stated.startswith(f"{int(first['value']):,} articles ")
    assert first["name"] in stated
    page.get_by_role("link", name=text.PAGE_ARTICLES).first.click()
    page.wait_for_url(re.compile(r"/articles"), timeout=60_000)
    desktop.settle()
    assert len(rows(files(desktop)[0])) == int(first["value"])


@pytest.mark.parametrize("page", ["", "regions", "themes", "agencies", "stories", "articles"])
def test_every_file_opens_and_holds_no_formula(
    server_at: ServerAt, desktop: Visit, page: str
) -> None:
    desktop.open(f"{server_at('hostile').address}/{page}")
    found = files(desktop)
    assert found
    for content in found:
        table = rows(content)
        assert table
        for row in table:
            assert None not in row
            for value in row.values():
                assert not re.match(r"[=+@\t\r]|-(?![\d.])", value), value


def test_the_file_of_a_query_is_its_answer(
    server_at: ServerAt, desktop: Visit, sample_home: Path
) -> None:
    desktop.open(f"{server_at('sample').address}/sql?sql={quote(QUERY)}")
    (content,) = files(desktop)
    path = os.path.realpath(sample_home / "published" / "current" / "warehouse.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        known = connection.execute(QUERY).fetchall()
    assert [tuple(row.values()) for row in rows(content)] == [
        tuple(str(value) for value in row) for row in known
    ]


def test_a_query_is_typed_and_run_by_the_keyboard(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(f"{server_at('sample').address}/sql")
    editor = desktop.page.locator(".st-key-sql_editor textarea")
    editor.fill("select 41 + 1 as answer")
    editor.press("Control+Enter")
    desktop.page.wait_for_url(re.compile(r"sql=select"), timeout=60_000)
    desktop.settle()
    assert rows(files(desktop)[0]) == [{"answer": "42"}]
