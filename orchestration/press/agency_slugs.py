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
from dataclasses import replace

import pyarrow as pa

from orchestration.press.agency_lexicon import (
    District,
    Token,
    index_cities,
    parse_district,
    read_rows,
)
from orchestration.press.agency_patterns import Reading, decide_reading
from orchestration.press.slugs import allowed_distance, key_distance, name_key

_LONGEST = 4  # tokens in the longest phrase of a seed
_MARKS = (
    "akimat_word", "office_word", "district_word", "city_word", "rural_word", "region_word",
    "filler", "test", "national",
)  # fmt: skip


class SlugReader:
    """Reads slugs with the tables of the seeds."""

    def __init__(
        self,
        tokens: pa.Table,
        region_tokens: pa.Table,
        mission_cities: pa.Table,
        districts: pa.Table,
        towns: pa.Table | None = None,
        national: Mapping[str, str] | None = None,
    ) -> None:
        """Index the seeds; columns as in their CSV files, empty cells null.

        Args:
            tokens: seed agency_tokens.
            region_tokens: seed agency_region_tokens.
            mission_cities: seed mission_cities.
            districts: seed districts.
            towns: seed agency_towns.
            national: kind of each known national body by its slug.
        """
        self._national = dict(national or {})
        self._tokens: dict[str, list[Token]] = {}
        for row in read_rows(tokens):
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
            for row in read_rows(region_tokens)
        }
        self._cities = index_cities(mission_cities)
        places = [*read_rows(districts), *(read_rows(towns) if towns is not None else ())]
        self._districts = tuple(map(parse_district, places))
        self._region_keys = {
            name_key(token): ids
            for (token, of_body), ids in self._regions.items()
            if not of_body and len(token) >= 5
        }

    def read(self, slug: str) -> Reading:
        """Read a slug; of opaque ones the kind is other."""
        parts = [part for part in re.split(r"[^0-9a-z]+", slug.lower()) if part]
        if not parts:
            return Reading("unknown", "unknown", "national", is_exact=False)
        if self._token(parts[0], "mission"):
            return self._read_mission(parts)
        reading = self._read_parts(parts)
        if parts[0] in self._national and parts[0] in reading.rest.split("-"):
            return self._read_branch(parts, reading)
        if reading.pattern == "unknown" or (reading.rest and reading.region_id is None):
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

    def _read_branch(self, parts: list[str], reading: Reading) -> Reading:
        """A national body's slug with more behind it: its regional department or its committee."""
        kind = self._national[parts[0]]
        if reading.region_id or reading.district:
            level = "district" if reading.district else "regional"
            if kind in ("ministry", "committee", "agency"):
                kind = "territorial_department"
        else:
            level = "national"
            if len(parts) > 1 and kind == "ministry":
                kind = "committee"
        return replace(
            reading,
            pattern="branch",
            agency_kind=kind,
            level=level,
            token=Token(parts[0], "branch", kind, "", "", "", parts[0]),
            rest="-".join(part for part in reading.rest.split("-") if part != parts[0]),
            is_exact=False,
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
        return decide_reading(
            body or department, region_id, district, rest, marks, is_exact=is_exact,
            is_region_name=self._region_of("-".join(rest), None) is not None,
        )  # fmt: skip

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
                ids = self._region_of(gram, body)
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

    def _region_of(self, gram: str, body: Token | None) -> tuple[str, str] | None:
        """Region and former region of a token, whose meaning may hang on the body before it."""
        return (
            self._regions.get((gram, body.token if body else ""))
            or self._regions.get((gram, ""))
            or self._region_keys.get(name_key(gram))
        )

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
