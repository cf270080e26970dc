"""Putting together the names of bodies that were read from slugs, in three languages.

Holds the templates only; the words come from the seeds agency_tokens and agency_region_names.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.press.agency_lexicon import City, District
from orchestration.press.agency_patterns import Reading

_RU_ADJECTIVE = re.compile(r"(\w+[сц]к)ий район\b")
_MISSIONS = {
    "embassy": ("Embassy of Kazakhstan in {country} ({city})", "Посольство Казахстана ({city})"),
    "consulate": (
        "Consulate of Kazakhstan in {city} ({country})",
        "Консульство Казахстана ({city})",
    ),
    "permanent_mission": (
        "Permanent Mission of Kazakhstan in {city} ({country})",
        "Постоянное представительство Казахстана ({city})",
    ),
    "mission": (
        "Mission of Kazakhstan in {city} ({country})",
        "Представительство Казахстана ({city})",
    ),
}


@dataclass(frozen=True, slots=True)
class Names:
    """A body's names; Russian and Kazakh are None where they can't be built."""

    en: str
    ru: str | None = None
    kk: str | None = None


@dataclass(frozen=True, slots=True)
class RegionNames:
    """A region's English name and its Russian and Kazakh genitives."""

    en: str
    ru: str
    kk: str


def compose_names(slug: str, reading: Reading, regions: Mapping[str, RegionNames]) -> Names:
    """Name the body that a slug was read as.

    Args:
        slug: the slug, the name of last resort.
        reading: what the slug says.
        regions: names by region id.
    """
    if reading.pattern == "mission":
        return _mission_names(slug, reading.city)
    if reading.pattern == "matter" and reading.token:
        return Names(f"National body for {reading.token.name_en} ({slug})")
    place = _place_names(reading, regions)
    kind = reading.agency_kind
    rest = reading.rest.replace("-", " ").title()
    if kind == "rural_akimat":
        village = rest or slug
        ru = f"Сельский акимат {village}" + (f", {place.ru}" if place and place.ru else "")
        return Names(f"Rural Akimat of {village}" + (f", {place.en}" if place else ""), ru)
    if reading.pattern == "branch" and reading.token:
        # its table name is the directory's; here the slug stands for it
        where = f", {place.en}" if place else f" ({rest})" if rest else ""
        return Names(f"Branch of {reading.token.token}{where}")
    if reading.token is not None and reading.token.token_kind != "mission":
        return _body_names(reading, place, rest)
    if place and rest and kind in ("city_akimat", "district_akimat"):
        return Names(
            f"Akimat of {rest} {'city' if kind == 'city_akimat' else 'District'}, {place.en}"
        )
    if place and kind in ("regional_akimat", "city_akimat", "district_akimat"):
        return Names(
            f"Akimat of {place.en}",
            f"Акимат {place.ru}" if place.ru else None,
            f"{place.kk} әкімдігі" if place.kk else None,
        )
    if kind == "local_department" and place:
        return Names(f"Department {rest or slug}, {place.en}")
    return Names(f"{slug} (read from the slug)")


def _body_names(reading: Reading, place: Names | None, rest: str) -> Names:
    token = reading.token
    if token is None:
        raise ValueError("a body without a token has no name")
    en, ru, kk = token.name_en, token.name_ru, token.name_kk
    if token.token_kind == "department":
        en, ru, kk = f"Department of {en}", f"Управление {ru}", f"{kk} басқармасы"
        if reading.level == "district":
            ru, kk = ru.replace("Управление", "Отдел"), f"{token.name_kk} бөлімі"
    if place is None:
        return Names(f"{en}, {rest}" if rest else en, ru, kk)
    if token.token_kind == "maslikhat":
        kk = "мәслихаты"
        return Names(f"{en} of {place.en}", f"{ru} {place.ru}", f"{place.kk} {kk}")
    return Names(
        f"{en}, {place.en}",
        f"{ru} {place.ru}" if place.ru else None,
        f"{place.kk} {kk[:1].lower()}{kk[1:]}" if place.kk else None,
    )


def _place_names(reading: Reading, regions: Mapping[str, RegionNames]) -> Names | None:
    if reading.district:
        return _district_names(reading.district)
    if reading.region_id and reading.region_id in regions:
        found = regions[reading.region_id]
        return Names(found.en, found.ru, found.kk)
    return None


def _district_names(district: District) -> Names:
    word = "city" if district.district_kind == "city" else "District"
    ru = _RU_ADJECTIVE.sub(r"\1ого района", district.name_ru)
    ru = re.sub(r"^район\b", "района", ru, flags=re.IGNORECASE)
    ru = re.sub(r"^город\b", "города", ru)
    return Names(f"{district.name_en} {word}", ru, f"{district.name_kk}ның")


def _mission_names(slug: str, city: City | None) -> Names:
    if city is None:
        return Names(f"Mission of Kazakhstan abroad ({slug})")
    en, ru = _MISSIONS.get(city.mission_kind, _MISSIONS["mission"])
    return Names(
        en.format(city=city.city_en, country=city.country_en), ru.format(city=city.city_ru)
    )
