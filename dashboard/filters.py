"""What a reader asks for, as a value: parsed from an address and written back into one.

Pure: it knows neither Streamlit (`sidebar` has the controls) nor SQL (`queries` applies it). A
value that can't be used gives a message and the default, never an error.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import text

ABROAD = "abroad"
"""Stands for every country abroad at once; dim_regions has a row for each country."""

PERIODS: dict[str, int | None] = {"all": None, "7d": 7, "28d": 28, "91d": 91, "365d": 365}
"""Presets and their length in days, counted back from the data's own last day."""
BETWEEN = "between"

MEASURES = ("articles", "stories", "occurrences")
FORMS = ("share", "count")
STEPS = ("auto", "day", "week", "month")
LISTS = ("region", "theme", "kind", "publisher", "language", "section")
KEYS = ("period", "from", "to", *LISTS, "count", "as", "step")
"""Every name that the filters use in an address."""


@dataclass(frozen=True)
class Known:
    """What may be asked for: the values of each list, and the data's first and last day."""

    values: Mapping[str, frozenset[str]]
    first_day: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True)
class Filters:
    """Which articles; an empty tuple leaves a side open.

    Attributes:
        period: a preset's name or "between".
        first_day: first day taken, None with "all".
        last_day: last day taken, None with "all".
        region: ids of places written about, or ABROAD.
        theme: topic ids.
        kind: kinds of publisher.
        publisher: agency ids.
        language: language codes.
        section: sections of the site.
    """

    period: str = "all"
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    region: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    section: tuple[str, ...] = ()

    def without(self, side: str) -> "Filters":
        """The same with one side left open: region, theme, kind, publisher, language, section."""
        lists = {key: () if key == side else getattr(self, key) for key in LISTS}
        return Filters(self.period, self.first_day, self.last_day, **lists)

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return self == Filters()


@dataclass(frozen=True)
class Counting:
    """How the articles are counted and shown.

    Attributes:
        measure: articles, stories or occurrences.
        form: share or count.
        step: auto, day, week or month.
    """

    measure: str = "articles"
    form: str = "share"
    step: str = "auto"


@dataclass(frozen=True)
class Request:
    """An address, read: the filters, the counting, and what could not be used."""

    filters: Filters
    counting: Counting
    problems: tuple[str, ...] = ()


def parse_address(address: Mapping[str, Sequence[str]], known: Known) -> Request:
    """Read an address's parameters; each may be repeated."""
    problems: list[str] = []

    def one(key: str, allowed: Iterable[str], default: str) -> str:
        value = next(iter(address.get(key, ())), default)
        if value in allowed:
            return value
        problems.append(text.bad_value(key, value))
        return default

    lists: dict[str, tuple[str, ...]] = {}
    for key in LISTS:
        asked = tuple(dict.fromkeys(v for v in address.get(key, ()) if v))
        unknown = [v for v in asked if v not in known.values.get(key, frozenset())]
        problems.extend(text.bad_value(key, v) for v in unknown[:3])
        lists[key] = tuple(v for v in asked if v not in unknown)
    period = one("period", (*PERIODS, BETWEEN), "all")
    days: tuple[dt.date | None, dt.date | None]
    if period == BETWEEN:
        days = _between(address, known, problems)
        period = BETWEEN if days[0] else "all"
    else:
        days = preset_days(period, known.last_day)
    filters = Filters(period=period, first_day=days[0], last_day=days[1], **lists)
    counting = Counting(
        measure=one("count", MEASURES, "articles"),
        form=one("as", FORMS, "share"),
        step=one("step", STEPS, "auto"),
    )
    return Request(filters, counting, tuple(problems))


def preset_days(period: str, last_day: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a preset; both None for "all" and where no day is known."""
    length = PERIODS[period]
    if length is None or last_day is None:
        return None, None
    return last_day - dt.timedelta(days=length - 1), last_day


def write_address(filters: Filters, counting: Counting) -> dict[str, list[str]]:
    """The parameters that `parse_address` reads back; defaults are left out."""
    address: dict[str, list[str]] = {}
    if filters.period != "all":
        address["period"] = [filters.period]
    if filters.period == BETWEEN and filters.first_day and filters.last_day:
        address["from"] = [filters.first_day.isoformat()]
        address["to"] = [filters.last_day.isoformat()]
    for key in LISTS:
        if values := getattr(filters, key):
            address[key] = list(values)
    default = Counting()
    for key, name in (("count", "measure"), ("as", "form"), ("step", "step")):
        if (value := getattr(counting, name)) != getattr(default, name):
            address[key] = [value]
    return address


def earlier(filters: Filters, first_day: dt.date | None) -> Filters | None:
    """The same filters over the period of equal length just before.

    Args:
        filters: with both days set.
        first_day: of the data.

    Returns:
        None where the data does not reach back over the whole of that period.
    """
    if filters.first_day is None or filters.last_day is None or first_day is None:
        return None
    length = filters.last_day - filters.first_day
    last = filters.first_day - dt.timedelta(days=1)
    if last - length < first_day:
        return None
    return _replace_days(filters, last - length, last)


def latest(filters: Filters, known: Known, days: int) -> Filters:
    """The same filters over the data's last `days` days."""
    if known.last_day is None:
        return filters
    return _replace_days(filters, known.last_day - dt.timedelta(days=days - 1), known.last_day)


def _replace_days(filters: Filters, first: dt.date, last: dt.date) -> Filters:
    lists = {key: getattr(filters, key) for key in LISTS}
    return Filters(period=BETWEEN, first_day=first, last_day=last, **lists)


def _between(
    address: Mapping[str, Sequence[str]], known: Known, problems: list[str]
) -> tuple[dt.date | None, dt.date | None]:
    first = _day(address, "from", known.first_day, problems)
    last = _day(address, "to", known.last_day, problems)
    if first and last and first > last:
        problems.append(text.BAD_ORDER)
        return None, None
    return first, last


def _day(
    address: Mapping[str, Sequence[str]],
    key: str,
    default: dt.date | None,
    problems: list[str],
) -> dt.date | None:
    value = next(iter(address.get(key, ())), "")
    if not value:
        return default
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        problems.append(text.bad_value(key, value))
        return default
