"""What a page says of itself: its section, the site's name, links and page numbers.

Holds the few fixed words of the pages' furniture. Words that say something about an article's
topic, place or publisher are seeds and don't belong here: a section is no topic.
"""

import re

# The sections of the site in its three languages. "News" heads the home page.
SECTIONS = frozenset(
    """
    society world news law economics business culture science tourism politics economy
    sport sports education health regions incidents общество мир новости право экономика
    бизнес культура наука туризм политика спорт образование здоровье регионы происшествия
    қоғам әлем жаңалықтар құқық экономика бизнес мәдениет ғылым туризм саясат спорт білім
    денсаулық аймақтар оқиғалар
    """.split()
)

SITE_NAMES = frozenset({"enbekshi qazaq", "еңбекші қазақ", "енбекши казах"})

# Links that stand around a list.
LINKS = frozenset(
    {
        "more", "еще", "ещё", "толығырақ",
        "тағы", "read more", "show more", "load more", "all news", "все новости",
        "барлық жаңалықтар", "next", "previous", "back", "home", "main", "главная", "басты бет",
        "далее", "назад", "келесі", "алдыңғы", "latest news", "последние новости",
    }
)  # fmt: skip

# What may stand inside a name without being seen
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
# One to three words, of which the first has a capital: "Ecology", "Охрана труда", "IT and media"
_NAME = re.compile(r"[^\W\d_]+(?:[- ]+[^\W\d_]+){0,2}")

_AROUND_LINKS = " «»‹›<>|·…→←[]"

# "1 2 3 4 5 ... 118 >": at least three page numbers or one with an arrow. A number or a row of
# points can be read in one way only: else a line of many digits would be tried in all of them
_PAGINATION = re.compile(
    r"(?=.*\d)(?:[\s«»‹›<>|·…]|\d{1,5}(?!\d)|\.{2,3}(?!\.))+",
)
_NUMBERS = re.compile(r"\d{1,5}")
_PAGE_NUMBER = re.compile(r"\d{1,5}|[«»‹›<>→←]{1,2}|\.{2,3}|…")
_ARROWS = re.compile(r"[«»‹›<>]|\.{2,3}|…")


def plain_name(text: str) -> str:
    """A line's words without invisible marks, odd blanks and a colon behind them."""
    text = _INVISIBLE.sub("", text).rstrip()
    return " ".join(text.removesuffix(":").split())


def may_name_section(text: str) -> bool:
    """Whether a line reads like the name of a section that isn't known."""
    name = plain_name(text)
    return name[:1].isupper() and _NAME.fullmatch(name) is not None


def match_section(text: str) -> bool:
    """Whether a whole line is the name of a section."""
    return text.casefold() in SECTIONS


def match_site_name(text: str) -> bool:
    """Whether a whole line is the site's name."""
    return text.casefold() in SITE_NAMES


def match_furniture(text: str) -> bool:
    """Whether a whole line is the site's name, a link or page numbers."""
    if text.strip(_AROUND_LINKS).casefold() in LINKS or match_site_name(text):
        return True
    if not _PAGINATION.fullmatch(text):
        return False
    numbers = len(_NUMBERS.findall(text))
    return numbers >= 3 or (numbers >= 1 and _ARROWS.search(text) is not None)


def match_page_number(text: str) -> bool:
    """Whether a whole line is one number, arrow or gap of page numbers printed line by line."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def match_page_arrow(text: str) -> bool:
    """Whether a whole line is an arrow or a gap among page numbers."""
    return match_page_number(text) and not text.isdigit()
