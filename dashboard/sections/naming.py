"""What things are called and which colour they have, by id. Nothing is drawn here."""

from dashboard import filters, text
from dashboard.frame import Frame

BEYOND = ("KZ", filters.ABROAD, "none")
"""Places that are no region: they stand beside a map and at the end of a ranking."""


def theme(frame: Frame, key: str) -> str:
    """A theme's name."""
    found = frame.names.themes.get(key)
    return found.name if found else key


def theme_colour(frame: Frame, key: str) -> str:
    """A theme's own shade of its family."""
    found = frame.names.themes[key]
    return frame.palette.shade(found.family, found.rank_in_family)


def family(frame: Frame, key: str) -> str:
    """The palette's key of a theme's family."""
    found = frame.names.themes.get(key)
    return found.family if found else "none"


def place(frame: Frame, key: str) -> str:
    """A place's name."""
    if key == filters.ABROAD:
        return text.part(key)
    found = frame.names.places.get(key)
    return found.name if found else key


def part(frame: Frame, key: str) -> str | None:
    """The part of the country in which a place lies."""
    found = frame.names.places.get(key)
    return found.part if found else None


def publisher(frame: Frame, key: str) -> str:
    """A publisher's name."""
    found = frame.names.publishers.get(key)
    return found.name if found else key
