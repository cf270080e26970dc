"""Who publishes: every slug gets a body, from the table first and from its tokens otherwise.

Holds the directory of bodies. How an unknown slug is read is in agency_slugs, its names in
agency_names, and how a text without a source line names its publisher in publishers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import date

import pyarrow as pa

from orchestration.press.agency_names import RegionNames, compose_names
from orchestration.press.agency_patterns import Reading
from orchestration.press.agency_slugs import SlugReader
from orchestration.press.publisher_sentences import TEXT_PREFIX
from orchestration.press.publishers import PublisherPhrases
from orchestration.press.schema import AGENCIES

__all__ = ["Agency", "AgencyDirectory", "PublisherPhrases"]

_NATIONAL = "KZ"
_ABROAD = "abroad"
_TEXT_LEVELS = {
    "ministry": "national", "agency": "national", "committee": "national", "military": "national",
    "mission_abroad": "abroad", "city_akimat": "district", "district_akimat": "district",
    "rural_akimat": "rural",
}  # fmt: skip
# Kinds that speak for a region: from the text each may come with one.
_REGIONAL_KINDS = (
    "communications_service", "regional_akimat", "city_akimat", "district_akimat",
    "local_department", "maslikhat", "police", "court_prosecutor", "territorial_department",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that publishes: the columns of `enriched.agencies`, in their order."""

    agency_id: str
    agency_kind: str
    name_en: str
    name_ru: str | None
    name_kk: str | None
    agency_level: str
    region_id: str | None
    country_code: str | None
    parent_id: str | None
    valid_from: date | None
    valid_to: date | None
    successor_id: str | None
    basis: str
    rule: str


class AgencyDirectory:
    """All bodies: those of the table, those that slugs spell, those that texts name."""

    def __init__(
        self, known: Mapping[str, Agency], reader: SlugReader, regions: Mapping[str, RegionNames],
        text_names: Mapping[str, tuple[str, str, str]],
    ) -> None:  # fmt: skip
        """Use `from_seeds` or `from_tables` instead."""
        self._known = dict(known)
        self._reader = reader
        self._regions = dict(regions)
        self._text_names = dict(text_names)
        self._akimats = {
            agency.region_id: agency.agency_id
            for agency in reversed(list(known.values()))
            if agency.agency_kind == "regional_akimat" and agency.rule != "agencies, weak"
        }
        self._memo: dict[str, Agency] = {}

    @classmethod
    def from_seeds(cls, seeds: Mapping[str, pa.Table]) -> "AgencyDirectory":
        """Build from the seeds by file name.

        Raises:
            KeyError: a seed or a column is missing.
        """
        return cls.from_tables(
            seeds["agencies"],
            seeds["agency_tokens"],
            seeds["agency_region_tokens"],
            seeds["mission_cities"],
            seeds["districts"],
            seeds["agency_region_names"],
            seeds.get("agency_towns"),
        )

    @classmethod
    def from_tables(
        cls,
        agencies: pa.Table,
        tokens: pa.Table,
        region_tokens: pa.Table,
        mission_cities: pa.Table,
        districts: pa.Table,
        region_names: pa.Table,
        towns: pa.Table | None = None,
    ) -> "AgencyDirectory":
        """Build from tables with the columns of the seeds of these names, all text.

        Raises:
            KeyError: a column is missing.
        """
        known = {
            row["agency_id"]: Agency(
                agency_id=row["agency_id"],
                agency_kind=row["agency_kind"],
                name_en=row["name_en"],
                name_ru=row["name_ru"] or None,
                name_kk=row["name_kk"] or None,
                agency_level=row["agency_level"],
                region_id=row["region_id"] or None,
                country_code=row["country_code"] or None,
                parent_id=row["parent_id"] or None,
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
                successor_id=row["successor_id"] or None,
                basis="table",
                rule=f"agencies, {row['status']}",
            )
            for row in agencies.to_pylist()
        }
        regions = {
            row["region_id"]: RegionNames(
                row["name_en"], row["name_ru_genitive"], row["name_kk_genitive"]
            )
            for row in region_names.to_pylist()
        }
        text_names = {
            row["token"]: (row["name_en"], row["name_ru"], row["name_kk"])
            for row in tokens.to_pylist()
            if row["token_kind"] == "from_text"
        }
        national = {
            agency.agency_id: agency.agency_kind
            for agency in known.values()
            if agency.agency_level == "national" and agency.agency_kind not in ("test", "other")
        }
        reader = SlugReader(tokens, region_tokens, mission_cities, districts, towns, national)
        return cls(known, reader, regions, text_names)

    def resolve(self, slug: str) -> Agency:
        """Give the body of a slug or of a `text:` id; never fails.

        The table beats every rule. Basis `rule` means that each token was known as it stands,
        `inferred` that a spelling, a place or the whole body was guessed.
        """
        agency = self._memo.get(slug)
        if agency is None:
            agency = self._memo[slug] = self._resolve(slug)
        return agency

    def _resolve(self, slug: str) -> Agency:
        known = self._known.get(slug) or self._known.get(slug.strip().lower())
        if known:
            return known
        if slug.startswith(TEXT_PREFIX):
            return self._from_text(slug)
        reading = self._reader.read(slug)
        names = compose_names(slug, reading, self._regions)
        if reading.pattern == "branch" and reading.token:
            head = self._known[reading.token.token].name_en
            names = replace(names, en=names.en.replace(reading.token.token, head, 1))
        region_id = reading.region_id
        if region_id is None and reading.level == "national" and reading.agency_kind != "unknown":
            region_id = _NATIONAL
        return Agency(
            agency_id=slug,
            agency_kind=reading.agency_kind,
            name_en=names.en,
            name_ru=names.ru,
            name_kk=names.kk,
            agency_level=reading.level,
            region_id=None if reading.level == _ABROAD else region_id,
            country_code=reading.city.country_code if reading.city else None,
            parent_id=self._parent(reading),
            valid_from=None,
            valid_to=None,
            successor_id=None,
            basis="rule" if reading.is_exact else "inferred",
            rule=reading.pattern + (f" {reading.token.token}" if reading.token else ""),
        )

    def _parent(self, reading: Reading) -> str | None:
        if reading.token and reading.token.parent_id in self._known:
            return reading.token.parent_id
        if reading.agency_kind in ("city_akimat", "district_akimat", "local_department"):
            return self._akimats.get(reading.region_id)
        return None

    def _from_text(self, text_id: str) -> Agency:
        kind, _, region_id = text_id.removeprefix(TEXT_PREFIX).partition(":")
        name_en, name_ru, name_kk = self._text_names.get(kind, (kind, "", ""))
        region = self._regions.get(region_id)
        if kind == "communications_service":
            is_central = region_id == _NATIONAL
            name_en = f"{'Central' if is_central else 'Regional'} {name_en}"
        level = _TEXT_LEVELS.get(kind, "regional")
        if region_id == _NATIONAL:
            level = "national"
        place = "" if region is None or region_id == _NATIONAL else f", {region.en}"
        return Agency(
            agency_id=text_id,
            agency_kind=kind,
            name_en=f"{name_en}{place} (from the text)",
            name_ru=f"{name_ru} {region.ru if place and region else ''}".strip() + " (по тексту)",
            name_kk=(f"{region.kk} " if place and region else "") + f"{name_kk} (мәтін бойынша)",
            agency_level=level,
            region_id=region_id or (_NATIONAL if level == "national" else None),
            country_code=None,
            parent_id=None,
            valid_from=None,
            valid_to=None,
            successor_id=None,
            basis="inferred",
            rule="publisher_phrases",
        )

    def text_ids(self) -> list[str]:
        """All ids that evidence from a text can carry."""
        ids = [f"{TEXT_PREFIX}{kind}" for kind in self._text_names]
        ids += [
            f"{TEXT_PREFIX}{kind}:{region_id}"
            for kind in _REGIONAL_KINDS
            for region_id in self._regions
            if region_id != _NATIONAL or kind == "communications_service"
        ]
        return ids

    def resolve_all(self, slugs: Iterable[str]) -> pa.Table:
        """Give the table of bodies: the seed's and those seen.

        Args:
            slugs: slugs and `text:` ids seen, in any order, repeated or not.

        Returns:
            Schema AGENCIES, sorted by agency_id.
        """
        ids = sorted({*self._known, *(slug for slug in slugs if slug)})
        rows = [astuple(self.resolve(slug)) for slug in ids]
        columns = list(zip(*rows, strict=True))
        arrays = [pa.array(c, f.type) for c, f in zip(columns, AGENCIES, strict=True)]
        return pa.Table.from_arrays(arrays, schema=AGENCIES)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
