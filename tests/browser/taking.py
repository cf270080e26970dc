"""Files that a page offers, taken as a reader takes them."""

import csv
import io
from pathlib import Path

from dashboard import text
from tests.browser.serving import Visit

CSV, SVG, PNG = text.CSV, text.PICTURES["svg"], text.PICTURES["png"]


def files(opened: Visit, kind: str = CSV) -> list[bytes]:
    """Every file of a kind that the page offers, in the order of the page."""
    buttons = opened.page.get_by_role("button", name=kind, exact=True)
    return [take(opened, number, kind) for number in range(buttons.count())]


def take(opened: Visit, number: int, kind: str = CSV) -> bytes:
    """One of them."""
    button = opened.page.get_by_role("button", name=kind, exact=True).nth(number)
    with opened.page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()


def rows(content: bytes) -> list[dict[str, str]]:
    """A CSV file as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def statement(opened: Visit) -> str:
    """The sentence that says what the page shows."""
    return opened.page.locator(".st-key-statement code").inner_text()
