"""Which pages a day has and which of them share a dump.

What belongs here: layouts of the day's pages and the writing of dump files. How a page is printed
is in ``pages``.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from orchestration.synthetic import PREFIX
from orchestration.synthetic.items import Item
from orchestration.synthetic.malformed import NO_ARTICLES, STRAY_PARAGRAPHS
from orchestration.synthetic.pages import HOME, SECTIONS, Page, Printout

ITEMS_A_PAGE = 30
DRAWS = 12
"""Random integers (16 bits) that one page uses."""

# Chances of 65,536.
_HOME_LAYOUT = 42_000
_HAS_SITE = 36_000
_IS_AIRY = 16_000
_OWN_SOURCE_LINE = 26_000
_SPACE_GLUE = 20_000
_PAGINATION = 2_000
_STRAY = 400
_SHARED_FILE = 26_000
_CRLF = 8_000
_BOM = 6_500
_NO_FINAL_NEWLINE = 10_000


def plan_pages(count: int, order: list[int], draws: list[list[int]]) -> list[Page]:
    """Plan the pages of a day.

    Args:
        count: Articles of the day.
        order: A permutation of the sections' indexes.
        draws: Random integers, ``DRAWS`` for each section.

    Returns:
        One to ten pages with different sections, without items yet.
    """
    # Two pages as soon as it makes sense: a copy needs another section to stand in.
    fewest = 2 if count >= ITEMS_A_PAGE // 2 else 1
    number = min(max(round(count / ITEMS_A_PAGE), fewest), len(SECTIONS))
    pages = []
    for index, draw in zip(order[:number], draws, strict=False):
        section = SECTIONS[index]
        pages.append(
            Page(
                section,
                is_home=section == HOME and draw[0] < _HOME_LAYOUT,
                has_site=draw[1] < _HAS_SITE,
                is_airy=draw[2] < _IS_AIRY,
                has_source_line=draw[3] < _OWN_SOURCE_LINE,
                glue=" " if draw[4] < _SPACE_GLUE else "",
                pages_total=20 + draw[5] % 200 if draw[5] < _PAGINATION else 0,
                stray=STRAY_PARAGRAPHS[draw[6] % 4] if draw[6] < _STRAY else "",
            )
        )
    return pages


def single_page(item: Item, number: int) -> Page:
    """Plan the page of a single Russian article, with or without a header."""
    clock = f"{9 + number % 9:02d}:{number * 7 % 60:02d}:{number * 13 % 60:02d} {40 + number % 900}"
    section = SECTIONS[number % len(SECTIONS)] if number & 1 else ""
    return Page(section, has_site=bool(section), clock=clock, has_source_line=True, items=[item])


class DumpWriter:
    """Writes the dumps of one day after another into a folder."""

    def __init__(self, folder: Path):
        """Take the folder; it must exist."""
        self._folder = folder
        self.bytes_written = 0
        self._singles = 0

    def write_day(
        self, day: date, pages: list[Page], singles: list[Item], draws: list[list[int]]
    ) -> Iterator[Printout]:
        """Write a day's dumps; pages without items are left out.

        Args:
            day: Date in the file names.
            pages: Pages with their items.
            singles: Items that have a page and a file of their own.
            draws: Random integers, ``DRAWS`` for each page.

        Yields:
            Each file as it was printed.
        """
        printout: Printout | None = None
        draw = draws[0]
        for page, page_draw in zip(pages, draws, strict=False):
            if not page.items:
                continue
            # A stray paragraph begins a dump: below another page it might end that page's body.
            if printout is not None and page.stray:
                yield self._write(printout, draw)
                printout = None
            if printout is None:
                draw = page_draw
                printout = Printout(f"{PREFIX}{page.section.lower()}-{day.isoformat()}.txt")
            else:
                printout.add("")
            printout.add_page(page)
            if page_draw[7] >= _SHARED_FILE:
                yield self._write(printout, draw)
                printout = None
        if printout is not None:
            yield self._write(printout, draw)
        for item in singles:
            self._singles += 1
            printout = Printout(f"{PREFIX}article-{day.isoformat()}-{self._singles}.txt")
            printout.add_page(single_page(item, self._singles))
            yield self._write(printout, draws[0])

    def write_empty(self, day: date, section: str, draw: list[int]) -> Printout:
        """Write a dump that holds a header and no article."""
        printout = Printout(f"{PREFIX}{section.lower()}-{day.isoformat()}-2.txt")
        printout.add_page(Page(section, has_site=True))
        printout.malformed.append((NO_ARTICLES, 0, 0))
        return self._write(printout, draw)

    def _write(self, printout: Printout, draw: list[int]) -> Printout:
        data = printout.to_bytes(
            is_crlf=draw[8] < _CRLF,
            has_bom=draw[9] < _BOM,
            ends=draw[10] >= _NO_FINAL_NEWLINE,
            salt=draw[11],
        )
        (self._folder / printout.name).write_bytes(data)
        self.bytes_written += len(data)
        return printout
