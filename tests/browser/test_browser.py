"""The dashboard as a reader sees it: drawn, filtered, followed, without leaving the machine."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from dashboard import text
from dashboard.colours import DARK, LIGHT
from tests.browser.serving import Server, Visit, visit
from tests.dashboard.made_home import HOSTILE

ServerAt = Callable[[str], Server]


def test_the_theme_of_the_reader_is_taken(server_at: ServerAt, browser: Browser) -> None:
    seen = {}
    for theme in ("light", "dark"):
        with visit(browser, 1440, theme) as opened:
            opened.open(server_at("sample").address)
            seen[theme] = opened.page.evaluate(
                """() => [
                    getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
                    document.querySelector('svg.marks text').getAttribute('fill'),
                ]"""
            )
    assert seen["light"] == ["rgb(255, 255, 255)", LIGHT.muted]
    assert seen["dark"] == ["rgb(20, 24, 29)", DARK.muted]


def test_a_bar_filters_and_the_filter_stays(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(server_at("years").address)
    page = desktop.page
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    chart.click(position={"x": 120, "y": 26})
    page.wait_for_url(re.compile(r"theme="), timeout=60_000)
    desktop.settle()
    stated = page.locator(".st-key-statement code").inner_text()
    assert "on the theme " in stated
    # the filters stand in the address, so a reload keeps them
    desktop.open(page.url)
    assert page.locator(".st-key-statement code").inner_text() == stated
    # and so does another page, where the list is as long as the chart said
    page.get_by_role("link", name=text.PAGE_ARTICLES).first.click()
    page.wait_for_url(re.compile(r"/articles.*theme="), timeout=60_000)
    desktop.settle()
    assert page.locator(".st-key-statement code").inner_text() == stated
    number = stated.split(" ", 1)[0]
    assert page.get_by_text(f"of {number} articles, latest first.").count() == 1
    for address, words in ((r"/\?theme=", stated), (r"/$", text.ALL)):
        go_back_to(desktop, address)
        page.locator(".st-key-statement code", has_text=words).wait_for(timeout=60_000)


def go_back_to(visit: Visit, address: str) -> None:
    """Go back as a reader would, who doesn't count: a reload may stand in the history too."""
    for _ in range(4):
        visit.page.go_back()
        visit.page.wait_for_timeout(2_000)
        if re.search(address, visit.page.url):
            return
    raise AssertionError(f"{visit.page.url} isn't {address}")


def test_a_region_on_the_map_filters(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(server_at("years").address)
    shapes = desktop.page.locator("svg.marks .mark-shape path")
    assert shapes.count() >= 17
    box = shapes.nth(2).bounding_box()
    assert box
    desktop.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desktop.page.wait_for_url(re.compile(r"region=KZ-"), timeout=60_000)
    desktop.settle()
    assert "about " in desktop.page.locator(".st-key-statement code").inner_text()


def test_a_file_says_what_the_page_says(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(f"{server_at('sample').address}/?count=occurrences")
    with desktop.page.expect_download() as waiting:
        desktop.page.get_by_role("button", name=text.CSV).first.click()
    body = waiting.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert sum(int(row["value"]) for row in rows) == 19
    assert rows[0]["counted"] == "occurrences"
    assert rows[0]["filters"] == desktop.page.locator(".st-key-statement code").inner_text()


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_only_text(server_at: ServerAt, desktop: Visit, number: int) -> None:
    desktop.open(f"{server_at('years').address}/articles?article=news-{1_100_000 + number}-en")
    title = desktop.page.locator(".st-key-article_title")
    assert HOSTILE[number] in title.inner_text()
    assert desktop.page.title() != "broken"
    assert title.locator("a, img, script").count() == 0


def test_a_row_opens_its_article(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(f"{server_at('sample').address}/articles")
    table = desktop.page.locator("[data-testid=stDataFrame]").first
    table.click(position={"x": 16, "y": 38 + 33})
    desktop.page.wait_for_url(re.compile(r"article="), timeout=60_000)
    desktop.settle()
    assert desktop.page.get_by_text(text.LABELS_TITLE).count() == 1
    assert "society-2026-02-11.txt, article " in desktop.page.content()
    desktop.picture("sample-article-open-1440-light")
