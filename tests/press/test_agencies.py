"""Who publishes: slugs seen and unseen, and texts that name their publisher themselves."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest

from orchestration.press.agencies import AgencyDirectory, PublisherPhrases
from orchestration.press.evidence import ArticleText
from orchestration.press.schema import AGENCIES
from orchestration.press.slugs import key_distance, name_key

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "dbt_project" / "seeds"
NAMES = (
    "agencies", "agency_kinds", "agency_region_names", "agency_region_tokens", "agency_tokens",
    "agency_towns", "districts", "mission_cities", "publisher_phrases",
)  # fmt: skip


def _read(path: Path, delimiter: str) -> list[dict[str, str]]:
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, quoting=quoting))


def _table(rows: list[dict[str, str]]) -> pa.Table:
    return pa.table(
        {name: pa.array([row[name] or None for row in rows], pa.string()) for name in rows[0]}
    )


@pytest.fixture(scope="module")
def seeds() -> dict[str, pa.Table]:
    return {name: _table(_read(SEEDS / f"{name}.csv", ",")) for name in NAMES}


@pytest.fixture(scope="module")
def directory(seeds: dict[str, pa.Table]) -> AgencyDirectory:
    return AgencyDirectory.from_seeds(seeds)


@pytest.fixture(scope="module")
def phrases(seeds: dict[str, pa.Table]) -> PublisherPhrases:
    return PublisherPhrases.from_seeds(seeds)


SEEN = _read(HERE / "agency_seen_slugs.tsv", "\t")
OWN = _read(HERE / "agency_slug_cases.tsv", "\t")
TEXTS = _read(HERE / "publisher_cases.tsv", "\t")


@pytest.mark.parametrize("row", SEEN, ids=lambda row: row["slug"])
def test_every_seen_slug_has_a_kind(directory: AgencyDirectory, row: dict[str, str]) -> None:
    agency = directory.resolve(row["slug"])
    assert agency.agency_kind != "unknown"
    assert agency.basis == "table"
    if row["region_id"]:
        assert agency.region_id == row["region_id"]


@pytest.mark.parametrize("row", OWN, ids=lambda row: row["slug"])
def test_unseen_slugs_are_read_as_a_person_would(
    directory: AgencyDirectory, row: dict[str, str]
) -> None:
    agency = directory.resolve(row["slug"])
    place = agency.country_code if row["level"] == "abroad" else agency.region_id
    assert (agency.agency_kind, place or "", agency.agency_level) == (
        row["agency_kind"],
        row["place"],
        row["level"],
    )


def test_rules_alone_agree_with_the_table(seeds: dict[str, pa.Table]) -> None:
    agencies = seeds["agencies"]
    single = [slug for slug in agencies["agency_id"].to_pylist() if "-" not in slug]
    known = pa.array([slug in single for slug in agencies["agency_id"].to_pylist()])
    directory = AgencyDirectory.from_seeds({**seeds, "agencies": agencies.filter(known)})
    composed = [row for row in agencies.to_pylist() if "-" in row["agency_id"]]
    right = sum(
        directory.resolve(row["agency_id"]).agency_kind == row["agency_kind"]
        and directory.resolve(row["agency_id"]).region_id == row["region_id"]
        for row in composed
    )
    assert right >= 0.94 * len(composed)


@pytest.mark.parametrize("slug", ["", "-", "xyzzy", "ҚАЗАҚ", "a" * 300, "💥", "..", "mfa-"])
def test_any_slug_resolves(directory: AgencyDirectory, slug: str) -> None:
    agency = directory.resolve(slug)
    assert agency.basis == "inferred"
    assert agency.agency_id == slug


def test_table_beats_rule(directory: AgencyDirectory) -> None:
    assert directory.resolve("zhetysu-almaty").region_id == "KZ-19"
    assert directory.resolve("mti-kzpp").agency_kind == "committee"
    assert directory.resolve("Kvv").agency_kind == "military"


def test_a_token_that_means_two_regions_stays_open(directory: AgencyDirectory) -> None:
    assert directory.resolve("kgd-alm").region_id is None
    assert directory.resolve("adilet-alm").region_id == "KZ-19"
    assert directory.resolve("esil-maslihat").region_id is None


def test_names_are_composed_in_three_languages(directory: AgencyDirectory) -> None:
    agency = directory.resolve("kostanai-densaulyk")
    assert agency.name_en == "Department of Public Health, Kostanay Region"
    assert agency.name_ru == "Управление здравоохранения Костанайской области"
    assert agency.name_kk == "Қостанай облысының денсаулық сақтау басқармасы"
    assert agency.parent_id == "kostanay"
    assert directory.resolve("mfa-prague").name_en == "Embassy of Kazakhstan in Czechia (Prague)"


def test_the_whole_table(directory: AgencyDirectory, seeds: dict[str, pa.Table]) -> None:
    table = directory.resolve_all(["kgd-almaty", "zz", "kgd-almaty", "", *directory.text_ids()])
    assert table.schema == AGENCIES
    ids = table["agency_id"].to_pylist()
    assert ids == sorted(set(ids))
    assert {"kgd-almaty", "zz", "text:communications_service:KZ-75"} <= set(ids)
    kinds = set(seeds["agency_kinds"]["agency_kind"].to_pylist())
    assert set(table["agency_kind"].to_pylist()) <= kinds
    parents = {parent for parent in table["parent_id"].to_pylist() if parent}
    assert parents <= set(ids)


def test_successions_point_to_known_bodies(seeds: dict[str, pa.Table]) -> None:
    rows = seeds["agencies"].to_pylist()
    ids = {row["agency_id"] for row in rows}
    assert {row["successor_id"] for row in rows if row["successor_id"]} <= ids
    for row in rows:
        if row["valid_from"] and row["valid_to"]:
            assert row["valid_from"] < row["valid_to"]


def test_every_kind_has_a_coarse_kind(seeds: dict[str, pa.Table]) -> None:
    for row in seeds["agency_kinds"].to_pylist():
        assert row["publisher_kind"], row["agency_kind"]


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: f"{row['lang']} {row['body'][:50]}")
def test_texts_name_their_publisher(phrases: PublisherPhrases, row: dict[str, str]) -> None:
    found = phrases.evidence(ArticleText(row["title"], row["body"], row["lang"]))
    if row["expected"] == "none":
        assert found == []
        return
    assert found[0].entity_id == row["expected"]
    assert row["rule"] in {evidence.rule for evidence in found}


def test_each_rule_has_two_right_and_one_wrong() -> None:
    for rule in {(row["lang"], row["rule"]) for row in TEXTS}:
        rows = [row for row in TEXTS if (row["lang"], row["rule"]) == rule]
        assert sum(row["expected"] != "none" for row in rows) >= 2, rule
        assert sum(row["expected"] == "none" for row in rows) >= 1, rule


def test_text_evidence_is_in_the_directory(
    directory: AgencyDirectory, phrases: PublisherPhrases
) -> None:
    known = set(directory.text_ids())
    for row in TEXTS:
        for found in phrases.evidence(ArticleText(row["title"], row["body"], row["lang"])):
            assert found.entity_id in known
            text = row["title"] if found.field == "title" else row["body"]
            assert 0 <= found.char_start < found.char_end <= len(text)


def test_a_slug_is_the_only_evidence(phrases: PublisherPhrases) -> None:
    url = "https://www.gov.kz/memleket/entities/dsm/press/news/details/933375?lang=kk"
    body = "This was said at a briefing at the Regional Communications Service."
    (found,) = phrases.evidence(ArticleText("Title", body, "en", "dsm", url))
    assert (found.entity_id, found.rule, found.field) == ("dsm", "source_url", "source_url")
    assert url[found.char_start : found.char_end] == "dsm"


def test_a_long_text_is_read_at_both_ends(phrases: PublisherPhrases) -> None:
    middle = "The weather was fine and the guests were many. " * 40
    signed = ArticleText("T", f"{middle} Press Service of the National Guard", "en")
    assert phrases.evidence(signed)[0].entity_id == "text:military"
    buried = ArticleText(
        "T", f"{middle} According to the Ministry of Energy, all is well. {middle}", "en"
    )
    assert phrases.evidence(buried) == []


def test_name_keys_make_spellings_equal() -> None:
    pairs = [("Kostanai", "Qostanay"), ("Korgaljin", "Қорғалжын"), ("selinograd", "Tselinograd"),
             ("Kurchum", "Kurshum"), ("zhetysu", "Жетісу"), ("aqmola", "Akmola")]  # fmt: skip
    for one, other in pairs:
        assert name_key(one) == name_key(other), (one, other)
    assert key_distance("osakarov", "osakarovka", 2) == 1
    assert key_distance("almaty", "aktobe", 1) == 2


def test_renamed_bodies_have_a_successor_and_a_day(directory: AgencyDirectory) -> None:
    old = directory.resolve("mdai")
    assert (old.successor_id, old.valid_to) == ("maidd", directory.resolve("maidd").valid_from)
    assert directory.resolve("mcs").successor_id == "mam"
    known = {row["agency_id"]: row for row in _read(SEEDS / "agencies.csv", ",")}
    for row in known.values():
        assert not row["successor_id"] or row["successor_id"] in known, row
