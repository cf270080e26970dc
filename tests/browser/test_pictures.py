"""Pictures, links and citations: what a reader takes away says where it comes from."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import vl_convert
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from dashboard import formats, text
from tests.browser.serving import Server, Visit, visit
from tests.browser.taking import PNG, SVG, files, statement, take

ServerAt = Callable[[str], Server]
HomeOf = Callable[[str], Path]

SVG_TAG = "{http://www.w3.org/2000/svg}"
FILTERED = "?theme=6&theme=12&region=KZ-75&as=count"


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Visit]:
    with visit(browser, 1440, "light") as opened:
        opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield opened
        assert not opened.foreign
        assert not opened.errors


def generation(home: Path) -> str:
    manifest = home / "published" / "current" / "manifest.json"
    return str(json.loads(manifest.read_text(encoding="utf-8"))["generation"])


def words(svg: bytes) -> str:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG_TAG}svg"
    return " ".join("".join(found.itertext()) for found in root.iter(f"{SVG_TAG}text"))


@pytest.mark.parametrize("page", ["", "regions", "themes", "agencies", "coverage"])
def test_every_picture_is_a_picture_of_its_chart(
    server_at: ServerAt, home_of: HomeOf, desktop: Visit, page: str
) -> None:
    desktop.open(f"{server_at('years').address}/{page}")
    titles = desktop.page.locator("[data-testid=stMain] h3").all_inner_texts()
    drawn = files(desktop, SVG)
    # tables have a heading too, and no picture
    shown = [title for title in titles if title not in (text.REJECTS_TITLE, text.DUMPS_TITLE,
                                                        text.HOLES_TITLE)]  # fmt: skip
    assert len(drawn) == len(shown) > 0
    for title, svg in zip(shown, drawn, strict=True):
        said = words(svg)
        assert title in said
        assert generation(home_of("years")) in said
        assert said.count(" ") > 20
    # drawing a PNG takes a second, so one of each page
    number = len(drawn) - 1
    _same_picture(take(desktop, number, PNG), drawn[number])


def _same_picture(png: bytes, svg: bytes) -> None:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    root = ElementTree.fromstring(svg)
    wide, high = (float(root.attrib[side]) for side in ("width", "height"))
    assert abs(picture.width - 2 * wide) <= 2
    assert abs(picture.height - 2 * high) <= 2
    redrawn = Image.open(io.BytesIO(vl_convert.svg_to_png(svg.decode(), scale=2))).convert("RGB")
    assert ImageChops.difference(picture, redrawn).getbbox() is None
    colours = picture.getcolors(maxcolors=1 << 24)
    assert colours
    assert len(colours) > 20, "it is blank"


def test_a_picture_says_its_filters(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(f"{server_at('years').address}/{FILTERED}")
    said = words(take(desktop, 0, SVG))
    assert statement(desktop).split(":")[0] in said
    assert "Education" in said


def test_copy_link_gives_the_same_view(
    server_at: ServerAt, desktop: Visit, browser: Browser
) -> None:
    desktop.open(f"{server_at('years').address}/regions{FILTERED}")
    stated, before = statement(desktop), files(desktop)
    link = _copied(desktop, text.COPY_LINK)
    assert urlsplit(link).path == "/regions"
    assert parse_qs(urlsplit(link).query) == {
        "theme": ["6", "12"],
        "region": ["KZ-75"],
        "as": ["count"],
    }
    with visit(browser, 390, "dark") as other:
        other.open(link)
        assert statement(other) == stated
        assert files(other) == before


def test_a_citation_finds_the_view_again(
    server_at: ServerAt, home_of: HomeOf, desktop: Visit
) -> None:
    desktop.open(f"{server_at('years').address}/themes{FILTERED}")
    cited = _copied(desktop, text.CITE)
    assert text.PAGE_THEMES in cited
    assert statement(desktop) in cited
    assert text.SYNTHETIC in cited
    assert generation(home_of("years")) in cited
    days = {formats.day(dt.date.today() - dt.timedelta(days=ago)) for ago in (0, 1)}
    assert any(f"Accessed {day}." in cited for day in days)
    assert cited.endswith(desktop.page.url.split("?")[1])


def _copied(opened: Visit, label: str) -> str:
    """What a click on the button puts on the clipboard."""
    page = opened.page
    page.get_by_role("button", name=label).click()
    code = page.locator("[data-testid=stPopoverBody] [data-testid=stCode]")
    code.hover()
    code.locator("button").click()
    copied = str(page.evaluate("() => navigator.clipboard.readText()"))
    assert copied == code.locator("code").inner_text()
    page.keyboard.press("Escape")
    return copied
