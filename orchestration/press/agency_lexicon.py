"""What the tokens of slugs mean: the seeds, indexed for reading.

Holds records and the keys under which slugs may name them. How tokens combine is in
agency_slugs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from orchestration.press.slugs import name_key

_RU_DISTRICT = re.compile(r"\b(?:район|города?|имени|им)\b\.?|\bГ\.А\.", re.IGNORECASE)
_KK_DISTRICT = re.compile(r"\s+(?:ауданы|қаласы)$", re.IGNORECASE)
_EN_DISTRICT = re.compile(r"\s+(?:district|city)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One row of agency_tokens."""

    token: str
    token_kind: str
    agency_kind: str
    name_en: str
    name_ru: str
    name_kk: str
    parent_id: str | None


@dataclass(frozen=True, slots=True)
class District:
    """A district or city, with the keys under which slugs may name it."""

    region_id: str
    district_kind: str
    name_en: str
    name_ru: str
    name_kk: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class City:
    """A city abroad with a mission."""

    country_code: str
    country_en: str
    city_en: str
    city_ru: str
    mission_kind: str


def parse_district(row: Mapping[str, str]) -> District:
    """Read a row of districts or agency_towns: bare names, and the keys of all spellings."""
    name_en = _EN_DISTRICT.sub("", row["name_en"])
    name_kk = _KK_DISTRICT.sub("", row["name_kk"])
    stem = _RU_DISTRICT.sub("", row["name_ru"]).strip()
    stem = re.sub(r"(?:ский|цкий)$", "", stem)
    names = [name for name in (name_en, name_kk, stem) if name]
    names += [word for name in names for word in name.split()[-1:] if len(word) >= 6]
    names += [word for name in names for word in name.split()[:1] if len(word) >= 6]
    return District(
        row["region_id"], row["district_kind"], name_en, row["name_ru"], row["name_kk"],
        frozenset(map(name_key, names)),
    )  # fmt: skip


def index_cities(table: pa.Table) -> dict[str, City]:
    """Index mission_cities by the keys of city tokens and, behind them, of countries."""
    cities: dict[str, City] = {}
    by_country: dict[str, City] = {}
    for row in read_rows(table):
        city = City(
            row["country_code"],
            row["country_en"],
            row["city_en"],
            row["city_ru"],
            row["mission_kind"],
        )
        cities[name_key(row["city_token"])] = city
        by_country.setdefault(name_key(row["country_en"]), city)
    # mfa-<country> is met too: it means the first city of that country, its capital
    return by_country | cities


def read_rows(table: pa.Table) -> list[dict[str, str]]:
    """The rows of a seed, empty cells as empty text."""
    return [{name: value or "" for name, value in row.items()} for row in table.to_pylist()]
