"""Reading a publisher's slug that no table knows, token by token.

Holds how slugs are built and which reading wins. What each token means stands in the seeds
(agency_tokens, agency_region_tokens, mission_cities, districts); names are put together in
agency_names, and known slugs never come here.

The patterns, seen on the portal: `mfa-<city>`; `<body>-<region>`; `<place>-maslihat` and
`maslihat-<place>`; `<region>`; `<region>-<district>`; `<region>-<district>-<village>`;
`<region>-<department>` and the reverse; each with words such as audan, kalasy or akimat thrown in.
The region is read before the district: `sko-zhambyl` is a district of North Kazakhstan.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from orchestration.press.slugs import allowed_distance, key_distance, name_key

_LONGEST = 4  # tokens in the longest phrase of a seed
_MARKS = (
    "akimat_word", "office_word", "district_word", "city_word", "rural_word", "region_word",
    "filler", "test", "national",
)  # fmt: skip
_VILLAGE = re.compile(r".{3,}(?:ovka|evka|skoe|skoye|oe|oye|ino|auyl|aul|bulak|bulaq)")
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


class SlugReader:
    """Reads slugs with the tables of the seeds."""

    def __init__(
        self,
        tokens: pa.Table,
        region_tokens: pa.Table,
        mission_cities: pa.Table,
        districts: pa.Table,
    ) -> None:
        """Index the seeds; columns as in their CSV files, empty cells null."""
        self._tokens: dict[str, list[Token]] = {}
        for row in _rows(tokens):
            token = Token(
                row["token"], row["token_kind"], row["agency_kind"], row["name_en"],
                row["name_ru"], row["name_kk"], row["parent_id"] or None,
            )  # fmt: skip
            self._tokens.setdefault(token.token, []).append(token)
        self._departments = [
            (name_key(token.token), token)
            for group in self._tokens.values()
            for token in group
            if token.token_kind == "department" and len(token.token) >= 6
        ]
        self._regions = {
            (row["token"], row["body_token"]): (row["region_id"], row["also_region_id"])
            for row in _rows(region_tokens)
        }
        self._cities = _index_cities(mission_cities)
        self._districts = tuple(_district(row) for row in _rows(districts))

    def read(self, slug: str) -> Reading:
        """Read a slug; unknown ones give the kind unknown."""
        parts = [part for part in re.split(r"[^0-9a-z]+", slug.lower()) if part]
        if not parts:
            return Reading("unknown", "unknown", "national", is_exact=False)
        if self._token(parts[0], "mission"):
            return self._read_mission(parts)
        reading = self._read_parts(parts)
        if reading.agency_kind == "unknown" or (reading.rest and reading.region_id is None):
            for split in self._unglued(parts):
                better = self._read_parts(split)
                if better.region_id and not better.rest:
                    return better
        return reading

    def _token(self, text: str, *kinds: str) -> Token | None:
        for token in self._tokens.get(text, ()):
            if token.token_kind in kinds:
                return token
        return None

    def _read_mission(self, parts: list[str]) -> Reading:
        token = self._token(parts[0], "mission")
        rest = "-".join(parts[1:])
        city = self._cities.get(name_key(rest)) if rest else None
        if city:
            return Reading("mission", "mission_abroad", "abroad", token, city=city)
        region = self._regions.get((rest, ""))
        if region and region[0]:
            # the ministry's own office in a Kazakh city is no mission abroad
            return Reading("body_region", "territorial_department", "regional", token, region[0])
        near = [
            found for key, found in self._cities.items()
            if key_distance(key, name_key(rest), 1) <= min(1, allowed_distance(key))
        ]  # fmt: skip
        city = near[0] if len(set(near)) == 1 else None
        return Reading(
            "mission", "mission_abroad", "abroad", token, city=city, rest=rest, is_exact=False
        )

    def _unglued(self, parts: list[str]) -> Iterable[list[str]]:
        """Split one token in two where both halves mean something: akimvko, almatybilim."""
        for index, part in enumerate(parts):
            for cut in range(3, len(part) - 2):
                head, tail = part[:cut], part[cut:]
                for word, place in ((head, tail), (tail, head)):
                    known = self._token(
                        word, "body", "department", "maslikhat", "akimat_word", "office_word",
                        "district_word", "city_word",
                    )  # fmt: skip
                    is_place = (place, "") in self._regions or (
                        len(place) >= 5 and self._find_districts(name_key(place), None)
                    )
                    if known and is_place:
                        yield [*parts[:index], head, tail, *parts[index + 1 :]]

    def _read_parts(self, parts: list[str]) -> Reading:
        taken: dict[int, Token | None] = {}
        body = self._take(parts, taken, "body", "maslikhat")
        if body is None and len(parts) > 1 and (first := self._token(parts[0], "body_first")):
            body = first
            taken[0] = first
        region_id, also = self._take_region(parts, taken, body)
        marks = {
            mark.token_kind: mark
            for index, part in enumerate(parts)
            if index not in taken and (mark := self._token(part, *_MARKS))
        }
        for index, part in enumerate(parts):
            if index not in taken and self._token(part, *_MARKS):
                taken[index] = None
        regions = [r for r in (region_id, also) if r] or None
        district, is_exact = self._take_district(parts, taken, regions, marks), True
        department = self._take(parts, taken, "department") if body is None else None
        known = (body.parent_id, body.token) if body else ()
        # one or two letters are initials or an abbreviation that says nothing: zhambyl-t-ryskulov
        rest = [
            part
            for index, part in enumerate(parts)
            if index not in taken and len(part) > 2 and part not in known
        ]
        if rest and body is None and department is None and district is None:
            department = self._near_department(rest)
            if department:
                rest, is_exact = [], False
        if rest and district is None:
            district, used = self._near_district(rest, regions)
            if district:
                rest, is_exact = rest[used:], False
        if (
            district is None
            and region_id
            and not rest
            and {"district_word", "city_word"} & set(marks)
        ):
            district = self._namesake(region_id, marks)
        return self._decide(body or department, region_id, district, rest, marks, is_exact)

    def _take(self, parts: list[str], taken: dict[int, Token | None], *kinds: str) -> Token | None:
        """Take the first phrase of these kinds; one that says only "department" yields."""
        best: tuple[int, int, Token] | None = None
        for start in range(len(parts)):
            for size in range(min(_LONGEST, len(parts) - start), 0, -1):
                if any(index in taken for index in range(start, start + size)):
                    continue
                token = self._token("-".join(parts[start : start + size]), *kinds)
                if token and (best is None or best[2].token == "departament"):
                    best = (start, size, token)
                    break
        if best is None:
            return None
        taken.update(dict.fromkeys(range(best[0], best[0] + best[1]), best[2]))
        return best[2]

    def _take_region(
        self, parts: list[str], taken: dict[int, Token | None], body: Token | None
    ) -> tuple[str | None, str | None]:
        found: list[tuple[int, int, tuple[str, str]]] = []
        start = 0
        while start < len(parts):
            for size in range(min(_LONGEST, len(parts) - start), 0, -1):
                gram = "-".join(parts[start : start + size])
                ids = self._regions.get((gram, body.token if body else "")) or self._regions.get(
                    (gram, "")
                )
                if ids and not any(index in taken for index in range(start, start + size)):
                    found.append((start, size, ids))
                    start += size - 1
                    break
            start += 1
        if not found:
            return None, None
        chosen = found[0]
        if len(found) > 1:
            after = chosen[0] + chosen[1]
            if after < len(parts) and self._token(parts[after], "district_word", "city_word"):
                chosen = found[1]  # abay-audany-vko: the first names a district
        taken.update(dict.fromkeys(range(chosen[0], chosen[0] + chosen[1])))
        return chosen[2][0], chosen[2][1] or None

    def _take_district(
        self,
        parts: list[str],
        taken: dict[int, Token | None],
        regions: list[str] | None,
        marks: Mapping[str, Token],
    ) -> District | None:
        for start in range(len(parts)):
            for size in range(min(_LONGEST, len(parts) - start), 0, -1):
                if any(index in taken for index in range(start, start + size)):
                    continue
                gram = "-".join(parts[start : start + size])
                if regions is None and self._token(gram, "department", "body"):
                    continue
                found = self._find_districts(name_key(gram), regions)
                if found:
                    taken.update(dict.fromkeys(range(start, start + size)))
                    return _choose(found, marks)
        return None

    def _find_districts(self, key: str, regions: list[str] | None) -> list[District]:
        if regions is None:
            return [district for district in self._districts if key in district.keys]
        for region_id in regions:
            found = [d for d in self._districts if d.region_id == region_id and key in d.keys]
            if found:
                return found
        return []

    def _near_district(
        self, rest: list[str], regions: list[str] | None
    ) -> tuple[District | None, int]:
        for size in range(len(rest), 0, -1):
            key = name_key("-".join(rest[:size]))
            limit = allowed_distance(key) if regions else min(1, allowed_distance(key))
            ranked = sorted(
                (
                    (min(key_distance(key, other, limit) for other in d.keys), order, d)
                    for order, d in enumerate(self._districts)
                    if regions is None or d.region_id in regions
                ),
                key=lambda item: item[:2],
            )
            close = [d for distance, _, d in ranked if distance == ranked[0][0] <= limit]
            if limit and close and (regions or len(close) == 1):
                return close[0], size
        return None, 0

    def _near_department(self, rest: list[str]) -> Token | None:
        key = name_key("-".join(rest))
        for other, token in self._departments:
            limit = min(1, allowed_distance(other))
            if limit and (key.startswith(other) or key_distance(key, other, limit) <= limit):
                return token
        return None

    def _namesake(self, region_id: str, marks: Mapping[str, Token]) -> District | None:
        """The district or city that bears its region's name: pavlodar-audan."""
        keys = {name_key(token) for (token, _), ids in self._regions.items() if ids[0] == region_id}
        found = [d for d in self._districts if d.region_id == region_id and d.keys & keys]
        wanted = "district" if "district_word" in marks else "city"
        return next((d for d in found if d.district_kind == wanted), None)

    def _decide(
        self,
        token: Token | None,
        region_id: str | None,
        district: District | None,
        rest: list[str],
        marks: Mapping[str, Token],
        is_exact: bool,
    ) -> Reading:
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
            if is_placed or rest:
                return reading("body_region", token.agency_kind, place_level, exact=is_placed)
            return reading("body", token.agency_kind, "national", exact=False)
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
        if kind:
            level = {"local_department": place_level, "rural_akimat": "rural"}.get(kind, "district")
            if "national" in marks and not is_placed and kind == marks["national"].agency_kind:
                level = "national"
            return reading("word", kind, level, exact=False)
        if region_id:
            return reading("region_unknown", "local_department", "regional", exact=False)
        return reading("unknown", "unknown", "national", exact=False)


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


def _choose(found: list[District], marks: Mapping[str, Token]) -> District:
    """Choose among namesakes: by the word beside the name, else the city.

    Where the regions differ and nothing tells them apart, the region stays open.
    """
    if "district_word" in marks:
        wanted = [d for d in found if d.district_kind != "city"] or found
    else:
        wanted = [d for d in found if d.district_kind == "city"] or found
    if len({d.region_id for d in wanted}) == 1:
        return wanted[0]
    first = wanted[0]
    return District(
        "", first.district_kind, first.name_en, first.name_ru, first.name_kk, first.keys
    )


def _district(row: Mapping[str, str]) -> District:
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


def _index_cities(table: pa.Table) -> dict[str, City]:
    cities: dict[str, City] = {}
    by_country: dict[str, City] = {}
    for row in _rows(table):
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


def _rows(table: pa.Table) -> list[dict[str, str]]:
    return [{name: value or "" for name, value in row.items()} for row in table.to_pylist()]
