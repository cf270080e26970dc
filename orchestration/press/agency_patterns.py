"""Which body the tokens of a slug make: the patterns, and what each says of kind and level.

Holds the decision only. Finding the tokens is in agency_slugs, their meaning in the seeds.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from orchestration.press.agency_lexicon import City, District, Token

_VILLAGE = re.compile(r".{3,}(?:ovka|evka|skoe|skoye|oe|oye|ino|auyl|aul|bulak|bulaq)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a slug says.

    Attributes:
        pattern: the pattern it was read by.
        agency_kind: as in the seed agency_kinds.
        level: national, regional, district, rural or abroad.
        token: the body or department named, if any.
        region_id: ISO 3166-2 code, or None.
        district: the district or city named, if any.
        city: the city abroad, if any.
        rest: what no seed knows.
        is_exact: whether every token was known as it stands.
    """

    pattern: str
    agency_kind: str
    level: str
    token: Token | None = None
    region_id: str | None = None
    district: District | None = None
    city: City | None = None
    rest: str = ""
    is_exact: bool = True


def decide_reading(
    token: Token | None,
    region_id: str | None,
    district: District | None,
    rest: list[str],
    marks: Mapping[str, Token],
    *,
    is_exact: bool,
    is_region_name: bool,
) -> Reading:
    """Decide what body the tokens of a slug make.

    Args:
        token: the body, maslikhat or department named.
        region_id: the region; empty where its token is that of two, None where none is named.
        district: the district or city named.
        rest: tokens that no seed knows.
        marks: other words by their kind.
        is_exact: whether every token so far was known as it stands.
        is_region_name: whether the rest is a region's name too.
    """
    is_placed = region_id is not None or district is not None
    if district and district.region_id:
        region_id = district.region_id
    region_id = region_id or None  # a token of two regions places the body, not where
    left = "-".join(rest)

    def reading(pattern: str, kind: str, level: str, *, exact: bool = True) -> Reading:
        return Reading(
            pattern, kind, level, token, region_id, district, None, left,
            is_exact and exact and not rest,
        )  # fmt: skip

    place_level = "district" if district else "regional"
    if token and token.token_kind == "maslikhat":
        level = place_level if is_placed and not (rest and not district) else "district"
        return reading("maslikhat", "maslikhat", level, exact=is_placed)
    if token and token.token_kind in ("body", "body_first"):
        if is_placed or (rest and token.token_kind == "body"):
            return reading("body_region", token.agency_kind, place_level, exact=is_placed)
        kind = token.agency_kind
        # the body itself, for no region is named
        kind = "committee" if kind == "territorial_department" else kind
        return reading("body", kind, "national", exact=False)
    if token and not is_placed and not rest:
        # a matter without a place is the whole country's: edu, enbek and energo are ministries
        return reading("matter", "ministry", "national", exact=False)
    if token:
        return reading("department", "local_department", place_level, exact=is_placed)
    if "test" in marks:
        return reading("test", "test", "national", exact=False)
    if district:
        if rest or "rural_word" in marks:
            if "office_word" in marks:
                return reading("department", "local_department", "district", exact=False)
            # the village is a name that no table holds: the pattern itself is the evidence
            return Reading(
                "region_district_village", "rural_akimat", "rural", None, region_id, district,
                None, left, is_exact,
            )  # fmt: skip
        kind = "city_akimat" if district.district_kind == "city" else "district_akimat"
        return reading("region_district", kind, "district")
    marked = _kind_by_marks(marks, left)
    if region_id and not rest:
        if marked and marked not in ("akimat", "city_akimat"):
            return reading("region_word", marked, "regional", exact=False)
        return reading("region", "regional_akimat", "regional")
    kind = "district_akimat" if marked == "akimat" else marked or ""
    if region_id and not kind and is_region_name:
        kind = "district_akimat"  # aktobe-astana: a city's district named after another region
    if kind:
        level = {"local_department": place_level, "rural_akimat": "rural"}.get(kind, "district")
        if "national" in marks and not is_placed and kind == marks["national"].agency_kind:
            level = "national"
        return reading("word", kind, level, exact=False)
    if region_id:
        return reading("region_unknown", "local_department", "regional", exact=False)
    # opaque slugs are those of national bodies; which kind of body can't be told
    return reading("unknown", "other", "national", exact=False)


def _kind_by_marks(marks: Mapping[str, Token], left: str) -> str | None:
    for mark, kind in (
        ("rural_word", "rural_akimat"),
        ("office_word", "local_department"),
        ("district_word", "district_akimat"),
        ("city_word", "city_akimat"),
        ("akimat_word", "akimat"),
    ):
        if mark in marks:
            return kind
    if "national" in marks:
        return marks["national"].agency_kind
    return "rural_akimat" if left and _VILLAGE.fullmatch(left) else None
