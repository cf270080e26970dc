"""Pages in the layouts of the real site.

What belongs here: headers, where the date and the source stand, blank lines, line ends, the byte
order mark; and at which line an item's title ends up. What is on a page is decided in
``newsroom``, which pages share a file in ``deliveries``.
"""

from dataclasses import dataclass, field

from orchestration.synthetic.items import BAD_BYTES_MARK, Item, truth_line
from orchestration.synthetic.malformed import (
    BAD_STRETCHES,
    PAGINATION,
    TEXT_BEFORE_TITLE,
    UNDECODABLE,
    spoil,
)

SITE = "Enbekshi QazaQ"
HOME = "News"
SECTIONS = (
    "Society",
    "World",
    HOME,
    "Law",
    "Economics",
    "Business",
    "Culture",
    "Science",
    "Tourism",
    "Politics",
)
_SOURCE = "Source : "
_SOURCE_RU = "Источник : "
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Page:
    """How one page is printed.

    Attributes:
        section: Section line; empty on a single-article page without a header.
        is_home: Whether the date stands alone on the line after the title.
        has_site: Whether the site's name stands above the section.
        is_airy: Whether blank lines stand between articles.
        has_source_line: Whether the source has a line of its own; else it is glued.
        glue: What stands between a body and a glued source.
        clock: Time and views after the date of a single-article page.
        stray: A paragraph before the first title, or "".
        pages_total: Number in the pagination at the end, or 0.
        items: What is on the page.
    """

    section: str
    is_home: bool = False
    has_site: bool = False
    is_airy: bool = False
    has_source_line: bool = False
    glue: str = ""
    clock: str = ""
    stray: str = ""
    pages_total: int = 0
    items: list[Item] = field(default_factory=list)

    def header(self) -> list[str]:
        """Lines above the first title."""
        lines = [SITE, ""] if self.has_site else []
        if self.section:
            lines.append(self.section)
            if self.is_home:
                lines.append("More")
            if self.has_site:
                lines.append("")
        if self.stray:
            lines.append(self.stray)
        return lines


@dataclass(slots=True)
class Printout:
    """A file being printed.

    Attributes:
        name: File name.
        lines: Its lines so far; a body of several lines is one entry.
        line: Number of the next line, from 1.
        ordinal: Number of articles so far.
        truth: Truth lines of its articles, encoded.
        malformed: Kind, line and ordinal (0: none) of each malformed piece.
        furniture: Number of pagination lines.
    """

    name: str
    lines: list[str] = field(default_factory=list)
    line: int = 1
    ordinal: int = 0
    truth: list[bytes] = field(default_factory=list)
    malformed: list[tuple[str, int, int]] = field(default_factory=list)
    furniture: int = 0

    def add(self, text: str, breaks: int = 0) -> None:
        """Print a line; a body of several lines tells how many line breaks it holds."""
        self.lines.append(text)
        self.line += breaks + 1

    def add_page(self, page: Page) -> None:
        """Print a page below what is there."""
        for text in page.header():
            if page.stray and text is page.stray:
                self.malformed.append((TEXT_BEFORE_TITLE, self.line, 0))
            self.add(text)
        for item in page.items:
            self._add_item(item, page)
            if page.is_airy:
                self.add("")
        # Below an article without a source it would look like a line of its body.
        if page.pages_total and page.items[-1].url:
            if not page.is_airy:
                self.add("")
            self.add(PAGINATION.format(page.pages_total))
            self.furniture += 1

    def _add_item(self, item: Item, page: Page) -> None:
        self.ordinal += 1
        body = item.body
        breaks = body.count("\n") if "\n" in body else 0
        self.truth.append(
            truth_line(item, self.name, self.ordinal, self.line, page.section, breaks).encode()
        )
        if page.clock:
            self.add(item.title)
            self.add(f"{item.stamp.dotted} {page.clock}")
            self.add("")
        elif page.is_home:
            self.add(item.title)
            self.add(item.stamp.dotted)
        else:
            self.add(f"{item.title} {item.stamp.dotted}")
        if item.is_spoiled:
            body = spoil(body, BAD_BYTES_MARK)
            at = self.line + body.count("\n", 0, body.index(BAD_BYTES_MARK))
            self.malformed.append((UNDECODABLE, at, self.ordinal))
        if not item.url:
            if body:
                self.add(body, breaks)
            return
        source = (_SOURCE_RU if page.clock else _SOURCE) + item.url
        if body and not page.has_source_line:
            self.add(f"{body}{page.glue}{source}", breaks)
        else:
            if body:
                self.add(body, breaks)
            self.add(source)

    def to_bytes(
        self, *, is_crlf: bool = False, has_bom: bool = False, ends: bool = True, salt: int = 0
    ) -> bytes:
        """Encode the file.

        Args:
            is_crlf: Whether lines end in CR LF.
            has_bom: Whether it begins with a byte order mark.
            ends: Whether the last line ends in a line end.
            salt: Chooses the undecodable bytes.

        Returns:
            The bytes of the dump.
        """
        # Line by line: most are ASCII and cost nothing to encode, unless joined to one that is not.
        data = b"\n".join([line.encode() for line in self.lines])
        if ends:
            data += b"\n"
        if is_crlf:
            data = data.replace(b"\n", b"\r\n")
        if any(kind == UNDECODABLE for kind, _, _ in self.malformed):
            stretch = BAD_STRETCHES[salt % len(BAD_STRETCHES)]
            data = data.replace(BAD_BYTES_MARK.encode(), stretch)
        return _BOM + data if has_bom else data
