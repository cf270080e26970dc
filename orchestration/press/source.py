"""The source line of an article: where the release stands on gov.kz.

Holds the marker in three languages and the parts of the address. What a slug means belongs to
`agencies`.
"""

import re
from dataclasses import dataclass

_MARKERS = (
    "Source", "Источник", "Дереккөз", "Дереккөзі", "Қайнар көзі", "Көзі", "Derekköz", "Derekkoz",
)  # fmt: skip
_MARKER = rb"(?:" + b"|".join(m.encode() for m in _MARKERS) + rb")"

# Blank, no-break blank or zero-width mark, any number
_GAP = rb"(?:[ \t]|\xc2\xa0|\xe2\x80[\x8b-\x8f])*"
_LINK = rb"https?://[^\s<>\"]+"

LINE = re.compile(_MARKER + _GAP + rb":" + _GAP + rb"(" + _LINK + rb")", re.IGNORECASE)
# the marker with nothing behind it, at the end of an article
BARE = re.compile(_MARKER + _GAP + rb":" + _GAP + rb"\Z", re.IGNORECASE)
GOVKZ = b"gov.kz/memleket/entities/"

_ADDRESS = re.compile(
    r"https?://(?:www\.|beta\.)?gov\.kz/memleket/entities/(?P<slug>[^/?#\s]+)"
    r"(?:/press/(?P<kind>news|article)/details/(?P<id>\d{1,18}))?"
)
_LANG = re.compile(r"[?&]lang=([A-Za-z]{2})")


@dataclass(frozen=True, slots=True)
class SourceAddress:
    """Parts of an address; all None when it isn't one of gov.kz."""

    slug: str | None
    kind: str | None
    govkz_id: int | None
    lang: str | None


def parse_source_url(url: str) -> SourceAddress:
    """Take an address apart.

    Args:
        url: as printed, with or without ``?lang=``.
    """
    found = _ADDRESS.match(url)
    if found is None:
        return SourceAddress(None, None, None, None)
    lang = _LANG.search(url, found.end())
    number = found["id"]
    return SourceAddress(
        slug=found["slug"].lower(),
        kind=found["kind"],
        govkz_id=int(number) if number else None,
        lang=lang.group(1).lower() if lang else None,
    )
