"""Where a story can happen: places of 20 regions, the country as a whole, missions abroad.

What belongs here: names in the case forms that the templates use. Who publishes about a place is
in ``agencies``; how often a region speaks is in ``trends``.
"""

from dataclasses import dataclass

from orchestration.synthetic.facts import read_table, upper_first

NATIONAL = "KZ"
ABROAD = "ABROAD"

Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """One place with its names.

    Attributes:
        region: ISO 3166-2 code, ``KZ``, or ``ABROAD:<ISO country>``.
        slug: What an akimat of the place uses on the portal; empty where there is none.
        names: Per language, the slots ``pin pof rin rof pl pc`` (locative, genitive or bare form
            of the place and the region, plain label, city) and the capitalised ``Pin Rin``.
        mentioned: Kazakh regions that a text about this place names.
        optional: Regions whose mention is neither right nor wrong.
        weight: Share of stories inside its region.
    """

    region: str
    slug: str
    names: tuple[Names, Names, Names]
    mentioned: tuple[str, ...]
    optional: tuple[str, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Region:
    """One of the 20 regions with its spots and the tokens that slugs are built from."""

    code: str
    weight: int
    tokens: dict[str, str]
    names: tuple[Names, Names, Names]
    spots: tuple[Spot, ...]


def _names(pin: str, pof: str, rin: str, rof: str, pl: str, pc: str) -> Names:
    return {
        "pin": pin,
        "Pin": upper_first(pin),
        "pof": pof,
        "rin": rin,
        "Rin": upper_first(rin),
        "rof": rof,
        "pl": pl,
        "pc": pc,
    }


def _region_names(row: dict[str, str]) -> tuple[Names, Names, Names]:
    """Names of a region; ``bare`` is what follows "from" in English, the genitive elsewhere."""
    return (
        {"in": f"in {row['en']}", "of": f"of {row['en']}", "bare": row["en"]},
        {"in": row["ru_in"], "of": row["ru_of"], "bare": row["ru_of"]},
        {"in": f"{row['kk']}нда", "of": f"{row['kk']}ның", "bare": f"{row['kk']}ның"},
    )


def _spot(row: dict[str, str], region: tuple[Names, Names, Names]) -> Spot:
    en, ru, kk = region
    label = upper_first(row["en"].removeprefix("the "))
    return Spot(
        row["code"],
        row["slug"],
        (
            _names(f"in {row['en']}", row["en"], en["in"], en["of"], label, label),
            _names(row["ru_in"], row["ru_of"], ru["in"], ru["of"], row["ru"], row["ru"]),
            _names(f"{row['kk']}нда", f"{row['kk']}ның", kk["in"], kk["of"], row["kk"], row["kk"]),
        ),
        (row["code"],),
        # Cities publish more than a district of the same region does.
        weight=3 if row["type"] == "city" else 1,
    )


def load_regions() -> tuple[Region, ...]:
    """Load the 20 regions with their places."""
    places = read_table("places")
    regions = []
    for row in read_table("regions"):
        names = _region_names(row)
        spots = tuple(_spot(place, names) for place in places if place["code"] == row["code"])
        tokens = {key: row[key] for key in ("akimat", "token", "adilet", "dept")}
        regions.append(Region(row["code"], int(row["weight"]), tokens, names, spots))
    return tuple(regions)


def load_national_spots() -> tuple[Spot, ...]:
    """Load the country as a whole: once without a city, once with the government's seat.

    Astana as the seat of the government is an optional mention.
    """
    whole = (
        ("in Kazakhstan", "Kazakhstan", "of Kazakhstan", "Kazakhstan"),
        ("в Казахстане", "Казахстана", "Казахстана", "Казахстан"),
        ("Қазақстанда", "Қазақстанның", "Қазақстанның", "Қазақстан"),
    )
    seat = (
        ("in Astana", "Astana"),
        ("в Астане", "Астана"),
        ("Астана қаласында", "Астана"),
    )
    plain = [_names(a, b, a, c, d, d) for a, b, c, d in whole]
    seated = [
        _names(pin, b, a, c, d, city) for (a, b, c, d), (pin, city) in zip(whole, seat, strict=True)
    ]
    return (
        Spot(NATIONAL, "", (plain[0], plain[1], plain[2]), ()),
        Spot(NATIONAL, "", (seated[0], seated[1], seated[2]), (), ("KZ-71",)),
    )


def mission_spot(row: dict[str, str]) -> Spot:
    """Build the spot of one mission abroad from its row of ``data/missions.tsv``."""
    country = row["country_en"]
    return Spot(
        f"{ABROAD}:{row['iso']}",
        "",
        (
            _names(
                f"in {row['city_en']}",
                row["city_en"],
                f"in {country}",
                f"of {country}",
                row["city_en"],
                row["city_en"],
            ),
            _names(
                row["city_ru_in"],
                row["city_ru_of"],
                row["country_ru_in"],
                row["country_ru_of"],
                row["city_ru"],
                row["city_ru"],
            ),
            _names(
                f"{row['city_kk']} қаласында",
                f"{row['city_kk']} қаласының",
                row["country_kk_in"],
                row["country_kk_of"],
                row["city_kk"],
                row["city_kk"],
            ),
        ),
        (),
    )
