"""An item of a dump and its line of truth.

What belongs here: the fields that the truth states of an item, written fast. Where the item lands
in a file is decided in ``pages``; what it says in ``newsroom``.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from json.encoder import encode_basestring

from orchestration.synthetic import LANGS

BAD_BYTES_MARK = "\ue000"
"""Stands in a text where the file gets undecodable bytes; never written itself."""

SHOWN = 60


@dataclass(slots=True)
class Stamp:
    """A publication date in the spellings that are needed."""

    iso: str
    dotted: str

    @classmethod
    def of(cls, day: date) -> "Stamp":
        """Spell a date."""
        return cls(day.isoformat(), day.strftime("%d.%m.%Y"))


@dataclass(slots=True, eq=False)
class Item:
    """One article occurrence.

    Attributes:
        number: Running number; the item's id in the truth.
        title: As printed, without the date.
        body: As printed, without source line and undecodable bytes.
        url: Source address; empty where no source line is printed.
        lang: Index into ``LANGS``.
        stamp: Publication date.
        facts: Fragment of the truth line: publisher, places, topics, story.
        relation: Fragment of the truth line: relation, series, junk, trap.
        page: Index of the day's page; -1 for a page of its own.
        kind: What kind of item it is, for counting (see ``mixture``).
        is_spoiled: Whether undecodable bytes are put into the printed body.
        trap: Kind of a planted trap line, or "".
    """

    number: int
    title: str
    body: str
    url: str
    lang: int
    stamp: Stamp
    facts: str
    relation: str
    page: int
    kind: str
    is_spoiled: bool = False
    trap: str = ""


def item_id(number: int) -> str:
    """Spell an item's id."""
    return f"i{number:07d}"


@cache
def _list(values: tuple[str, ...]) -> str:
    return '["' + '", "'.join(values) + '"]' if values else "[]"


def _escaped(value: str) -> str:
    """Spell a printed text as JSON; most hold nothing to escape, and none a control character."""
    return encode_basestring(value) if '"' in value or "\\" in value else f'"{value}"'


def _text(value: str) -> str:
    return f'"{value}"' if value else "null"


@cache
def publisher_fragment(kind: str, kinds_ok: tuple[str, ...]) -> str:
    """Write the kinds of a publisher."""
    return f'"publisher_kind": "{kind}", "publisher_kinds_ok": {_list(kinds_ok)}, '


@cache
def place_fragment(region: str, mentioned: tuple[str, ...], optional: tuple[str, ...]) -> str:
    """Write where the matter is and which regions are named; no region is null.

    A region that may be named or not, the seat of the government, is right as the place too:
    "a museum in Astana" is about Astana for one reader and about the country for another.
    """
    right = (region, *optional) if region else ()
    return (
        f'"primary_region": {_text(region)}, '
        f'"primary_region_ok": {_list(right)}, '
        f'"mentioned_regions": {_list(mentioned)}, "mentioned_optional": {_list(optional)}, '
    )


@cache
def topic_fragment(topic: str, topics_ok: tuple[str, ...]) -> str:
    """Write the topics; no topic is null."""
    return f'"theme_primary": {_text(topic)}, "themes_ok": {_list(topics_ok)}, '


def source_fragment(slug: str, govkz_id: int, url: str) -> str:
    """Write the printed source; null where none is printed."""
    if not url:
        return '"agency_slug": null, "govkz_id": null, "source_url": null, '
    return f'"agency_slug": "{slug}", "govkz_id": {govkz_id}, "source_url": "{url}", '


def relation_fragment(
    *,
    relation: str = "",
    of: int = 0,
    revision_of: int = 0,
    series: str = "",
    junk_reason: str = "",
    trap: str = "",
) -> str:
    """Write the part of a truth line that tells how the item stands to others."""
    link = f'{{"type": "{relation}", "of": "{item_id(of)}"}}' if relation else "null"
    return (
        f'"relation": {link}, "revision_of": {revision_of or "null"}, "series": {_text(series)}, '
        f'"is_junk": {"true" if junk_reason else "false"}, "junk_reason": {_text(junk_reason)}, '
        f'"trap": {_text(trap)}, '
    )


PLAIN = relation_fragment()


def truth_line(item: Item, file: str, ordinal: int, line: int, section: str, breaks: int) -> str:
    """Write an item's line of ``truth.jsonl``, line feed included.

    Args:
        item: The item.
        file: Name of its file.
        ordinal: Its place among the file's items, from 1.
        line: Line of its title in the file, from 1.
        section: Section of its page; empty where the page has none.
        breaks: Line breaks in its body.

    Returns:
        One JSON object. ``body_start`` and ``body_end`` stay inside the first and last line, so
        that they are found in the bytes whatever the line ends are.
    """
    body = item.body
    words = body.count(" ") + breaks + 1 if body else 0
    start = body[:SHOWN].partition("\n")[0]
    end = body[-SHOWN:].rpartition("\n")[2]
    return (
        f'{{"item_id": "{item_id(item.number)}", "file": "{file}", "ordinal": {ordinal}, '
        f'"line": {line}, "title": {_escaped(item.title)}, '
        f'"published_date": "{item.stamp.iso}", "section": {_text(section)}, '
        f'"lang": "{LANGS[item.lang]}", {item.facts}{item.relation}"body_words": {words}, '
        f'"body_start": {_escaped(start)}, "body_end": {_escaped(end)}}}\n'
    )


def source_url(slug: str, govkz_id: int, kind: str = "news", query: str = "") -> str:
    """Spell the portal's address of a release; ``kind`` is ``news`` or ``article``."""
    return f"https://www.gov.kz/memleket/entities/{slug}/press/{kind}/details/{govkz_id}{query}"
