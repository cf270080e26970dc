"""The roster has every kind of publisher, and slugs in the portal's patterns."""

import re

import pytest

from orchestration.synthetic.agencies import load_roster
from orchestration.synthetic.places import load_regions
from orchestration.synthetic.trends import TOPICS


@pytest.fixture(scope="module")
def roster():
    return load_roster(load_regions())


def _all(roster):
    yield from roster.akimats.values()
    yield from roster.communications.values()
    yield from (agency for agency, _ in roster.missions)
    for groups in (roster.dedicated, roster.local):
        for bodies in groups.values():
            yield from bodies


def test_slugs_are_well_formed(roster) -> None:
    for agency in _all(roster):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*|", agency.slug), agency.slug
        assert agency.kind in agency.kinds_ok
        assert all(all(names.values()) for names in agency.names)


def test_a_slug_stands_for_one_body(roster) -> None:
    names: dict[str, str] = {}
    for agency in _all(roster):
        if agency.slug:
            assert names.setdefault(agency.slug, agency.names[0]["ag"]) == agency.names[0]["ag"]
    assert len(names) > 700


def test_the_country_has_a_body_for_every_topic(roster) -> None:
    assert all(roster.dedicated[("KZ", topic)] for topic in TOPICS)


def test_names_decline(roster) -> None:
    body = roster.by_slug("emer-akmola")
    assert body.names[0]["ag"] == "the Department of Emergency Situations of the Akmola region"
    assert body.names[1]["agg"].startswith("Департамента по чрезвычайным ситуациям Акмолинской")
    assert body.names[2]["agg"] == "Ақмола облысының Төтенше жағдайлар департаментінің"
