"""Dumps parsed in one go give what they give one by one: nothing of one is seen from another."""

import pytest

from orchestration.press.dump import Dump, parse_dump, parse_lot
from tests.conftest import FIXTURES, SAMPLE
from tests.fuzz.properties import TODAY, check_lot

FILES = [SAMPLE, *sorted((FIXTURES / "dumps").glob("*.txt"))]
ARTICLE = "Notaries of Aktobe consult 12.02.2026\nThe chamber invites residents.\n"
LINK = "https://www.gov.kz/memleket/entities/adilet-akt/press/news/details/1159900?lang=kk"
# the end of one and the beginning of the next: together each pair would mean something else
NEIGHBOURS = {
    "a marker, then an address": (f"Law\n{ARTICLE}Source :", f"{LINK}\n\nLaw\n{ARTICLE}"),
    "a text, then a date alone": (f"{ARTICLE}Words without an end", f"12.02.2026\n{ARTICLE}"),
    "a section word, then a title": (f"{ARTICLE}Society", f"{ARTICLE}"),
    "a section, then none": (f"Law\n{ARTICLE}", ARTICLE),
    "a carriage return, then a line": (f"{ARTICLE}More words\r", ARTICLE),
    "a site's name, then a section": (f"{ARTICLE}Enbekshi QazaQ", f"Society\n{ARTICLE}"),
    "page numbers, then more": (f"{ARTICLE}1\n2", f"3\n>\nLaw\n{ARTICLE}"),
    "no article, then some": ("Enbekshi QazaQ\n\nSociety\n", ARTICLE),
    "blank lines, then blank lines": (f"{ARTICLE}\n\n \n", f"\n\n\u00a0\n{ARTICLE}"),
}


def test_all_fixtures_in_one_lot() -> None:
    check_lot([(p.read_bytes(), parse_dump(p.read_bytes(), TODAY)) for p in FILES])


@pytest.mark.parametrize("name", NEIGHBOURS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_neighbours_are_strangers(name: str, is_turned: bool) -> None:
    pair = [text.encode() for text in NEIGHBOURS[name]]
    if is_turned:
        pair.reverse()
    check_lot([(data, parse_dump(data, TODAY)) for data in (*pair, SAMPLE.read_bytes())])


def test_every_encoding_and_damage_beside_sound_ones() -> None:
    text = f"Law\n{ARTICLE}Нотариусы консультируют.\n"
    dumps = [
        text.encode(),
        text.encode("utf-16"),
        text.encode("cp1251") * 3,
        text.encode("utf-8-sig"),
        text.encode().replace(b"invites", b"inv\xff\xfeites"),
        text.encode() + b"\xef\xbf\xbd",
        b"",
        b" \n",
        b"\x00\x01\x02\x03" * 20,
        b"Just words\n",
    ]
    check_lot([(data, parse_dump(data, TODAY)) for data in dumps])


def test_an_empty_lot() -> None:
    lot = parse_lot([], TODAY)
    assert (lot.deliveries, lot.articles.num_rows, lot.rejects.num_rows) == ([], 0, 0)


def test_a_lot_of_one() -> None:
    data = SAMPLE.read_bytes()
    lot = parse_lot([Dump(data, parse_dump(data, TODAY).delivery_id)], TODAY)
    assert lot.articles.num_rows == 20
