"""Who publishes: bodies of every kind, with slugs in the portal's patterns.

What belongs here: the roster and who speaks about which topic in which region. Many slugs follow
the patterns without being known anywhere else, so that unseen ones are met. No text belongs here
beyond the names of the bodies.
"""

from dataclasses import dataclass, field

from orchestration.synthetic.facts import read_table, upper_first
from orchestration.synthetic.places import NATIONAL, Region, Spot, mission_spot

COMMUNICATIONS = "communications service"
MISSION = "embassy/mission"
TEST_SLUG = "test-test"


@dataclass(frozen=True, slots=True)
class Agency:
    """One publisher.

    Attributes:
        slug: The portal's slug; empty for bodies that never print a source.
        kind: Coarse kind, as in the labelled sets.
        kinds_ok: All kinds that count as right.
        names: Per language the slots ``ag agg`` (nominative, genitive) and capitalised ``Ag agg_``.
    """

    slug: str
    kind: str
    kinds_ok: tuple[str, ...]
    names: tuple[dict[str, str], dict[str, str], dict[str, str]]


@dataclass(slots=True)
class Roster:
    """All publishers, by what they speak about.

    Attributes:
        dedicated: Bodies of a region (or ``KZ``) for a topic.
        akimats: The akimat of each region.
        local: Bodies of one place, by the slug of the place.
        communications: Each region's communications service.
        missions: Missions abroad with their spots.
    """

    dedicated: dict[tuple[str, str], list[Agency]] = field(default_factory=dict)
    akimats: dict[str, Agency] = field(default_factory=dict)
    local: dict[str, list[Agency]] = field(default_factory=dict)
    communications: dict[str, Agency] = field(default_factory=dict)
    missions: list[tuple[Agency, Spot]] = field(default_factory=list)

    def by_slug(self, slug: str) -> Agency:
        """Return the dedicated body with this slug; StopIteration where there is none."""
        return next(a for group in self.dedicated.values() for a in group if a.slug == slug)


def _kk_genitive(name: str) -> str:
    """Add the genitive ending to a Kazakh possessive form; those end in ы or і."""
    return name + ("нің" if name.endswith("і") else "ның")


def _agency(
    slug: str, kind: str, kinds_ok: tuple[str, ...], en: str, ru: str, ru_gen: str, kk: str
) -> Agency:
    kk_gen = _kk_genitive(kk)
    names = (
        {"ag": en, "Ag": upper_first(en), "agg": en, "agg_": upper_first(en)},
        {"ag": ru, "Ag": ru, "agg": ru_gen, "agg_": ru_gen},
        {"ag": kk, "Ag": kk, "agg": kk_gen, "agg_": kk_gen},
    )
    return Agency(slug, kind, kinds_ok, names)


def _regional(row: dict[str, str], region: Region) -> Agency:
    en, ru, kk = region.names
    return _agency(
        row["slug"].format(**region.tokens),
        row["kind"],
        tuple(row["kinds_ok"].split(",")),
        f"{row['en']} {en['of']}",
        f"{row['ru']} {ru['of']}",
        f"{row['ru_gen']} {ru['of']}",
        f"{kk['of']} {row['kk']}",
    )


def _place_bodies(spot: Spot) -> list[Agency]:
    """Akimat and maslikhat of one city or district."""
    en, ru, kk = spot.names
    city = "города " if en["pof"][:4] != "the " else ""
    bodies = []
    for kind, slug, name_en, name_ru, name_kk in (
        ("akimat", spot.slug, "the Akimat", "Акимат", "әкімдігі"),
        ("maslikhat", f"{spot.slug}-maslihat", "the Maslikhat", "Маслихат", "мәслихаты"),
    ):
        of_ru = f"{city}{ru['pof']}"
        bodies.append(
            _agency(
                slug,
                kind,
                (kind,),
                f"{name_en} of {en['pof']}",
                f"{name_ru} {of_ru}",
                f"{name_ru}а {of_ru}",
                f"{kk['pof']} {name_kk}",
            )
        )
    return bodies


def _mission(row: dict[str, str]) -> Agency:
    country_kk = f"Қазақстанның {row['country_kk_in']}ғы"
    if row["post"] == "consulate":
        en = f"the Consulate General of Kazakhstan in {row['city_en']}"
        ru, ru_gen = "Генеральное консульство", "Генерального консульства"
        where, kk = row["city_ru_in"], f"{country_kk} Бас консулдығы"
    else:
        en = f"the Embassy of Kazakhstan in {row['country_en']}"
        ru, ru_gen = "Посольство", "Посольства"
        where, kk = row["country_ru_in"], f"{country_kk} елшілігі"
    return _agency(
        row["slug"],
        MISSION,
        (MISSION,),
        en,
        f"{ru} Казахстана {where}",
        f"{ru_gen} Казахстана {where}",
        kk,
    )


def _communications(region: Region) -> Agency:
    en, ru, kk = region.names
    return _agency(
        "",
        COMMUNICATIONS,
        (COMMUNICATIONS, "unknown"),
        f"the Regional Communications Service {en['of']}",
        f"Региональная служба коммуникаций {ru['of']}",
        f"Региональной службы коммуникаций {ru['of']}",
        f"{kk['of']} Өңірлік коммуникациялар қызметі",
    )


def load_roster(regions: tuple[Region, ...]) -> Roster:
    """Build the roster of all publishers of these regions, the country and its missions."""
    roster = Roster()
    for region in regions:
        for row in read_table("regional_bodies"):
            agency = _regional(row, region)
            if row["topics"] == "*":
                roster.akimats[region.code] = agency
                continue
            for topic in row["topics"].split(","):
                roster.dedicated.setdefault((region.code, topic), []).append(agency)
        for spot in region.spots:
            roster.local[spot.slug] = _place_bodies(spot)
        roster.communications[region.code] = _communications(region)
    for row in read_table("rural"):
        body = _agency(
            row["slug"], "akimat", ("akimat",), row["en"], row["ru"], row["ru_gen"], row["kk"]
        )
        roster.local[row["place"]].append(body)
    for row in read_table("national_bodies"):
        names = [row[key] for key in ("en", "ru", "ru_gen", "kk")]
        agency = _agency(row["slug"], row["kind"], tuple(row["kinds_ok"].split(",")), *names)
        for topic in row["topics"].split(","):
            roster.dedicated.setdefault((NATIONAL, topic), []).append(agency)
    for row in read_table("missions"):
        roster.missions.append((_mission(row), mission_spot(row)))
    return roster
