"""Code pages are believed for words, not for stray bytes; what stays unread is a reject."""

import pytest

from orchestration.press.code_pages import guess_code_page
from orchestration.press.dump import parse_dump
from tests.fuzz.properties import TODAY, parse_and_check

ENGLISH = "Society\nSchool repaired in Aksu 11.02.2026\nThe roof is new and the hall is warm.\n"
RUSSIAN = "Общество\nВ Аксу починили школу 11.02.2026\nКрыша новая, в зале тепло.\n"
KAZAKH = "Қоғам\nАқсуда мектеп жөнделді 11.02.2026\nШатыры жаңа, ішіндегі зал жылы.\n"


@pytest.mark.parametrize(
    "stray",
    [
        b"\xff\xfe\xfa",
        b"\xff\xfe\xfa broken \xc3",
        b"\xe0\xe1\xe2\xe3\xe4\xe5",
        b"\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89",
        b"caf\xe9, na\xefve, Stra\xdfe, se\xf1or, gar\xe7on",
        b"\xc3",
        b"\x92",
        b"\xfd \xfd \xfd \xfd \xfd \xfd \xfd \xfd \xfd",
    ],
)
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, KAZAKH, ENGLISH * 50], ids="erkl")
def test_stray_bytes_are_rejects_with_their_offsets(text: str, stray: bytes) -> None:
    data = text.encode() + b"It was " + stray + b" end.\n"
    parsed = parse_and_check(data)
    assert parsed.encoding == "utf-8"
    assert parsed.encoding_confidence is not None and parsed.encoding_confidence < 1
    assert set(parsed.rejects["reason"].to_pylist()) == {"undecodable_bytes"}
    spans = zip(*(parsed.rejects[n].to_pylist() for n in ("span_start", "span_end")), strict=True)
    cut = b"".join(data[start:end] for start, end in spans)
    assert cut == bytes(byte for byte in stray if byte >= 0x80)
    for body in parsed.articles["body"].to_pylist():
        assert "\ufffd" not in body


@pytest.mark.parametrize(
    ("text", "codec", "page"),
    [
        (RUSSIAN, "cp1251", "windows-1251"),
        (KAZAKH, "kz1048", "kz1048"),
        (ENGLISH + "Школа открыта.\n", "cp1251", "windows-1251"),
        (RUSSIAN.replace("Крыша новая", "КРЫША НОВАЯ"), "cp1251", "windows-1251"),
        (ENGLISH.replace("new and", "«new» – and"), "cp1251", "windows-1251"),
        (ENGLISH.replace("new and", "new – and"), "cp1251", "windows-1251"),
        (ENGLISH.replace("The roof", "The town’s roof"), "cp1251", "windows-1251"),
    ],
)
def test_words_of_a_code_page_are_read(text: str, codec: str, page: str) -> None:
    parsed = parse_and_check(text.encode(codec))
    assert parsed.encoding == page
    assert (
        parsed.articles["body"].to_pylist()
        == parse_dump(text.encode(), TODAY).articles["body"].to_pylist()
    )


def test_more_words_are_surer() -> None:
    few = guess_code_page((ENGLISH + "Школа открыта.\n").encode("cp1251"))
    many = guess_code_page((RUSSIAN * 20).encode("cp1251"))
    marks = guess_code_page(ENGLISH.replace("new", "«new»").encode("cp1251"))
    assert few and many and marks
    assert marks[1] < few[1] < many[1] == 0.95


@pytest.mark.parametrize("codec", ["koi8-r", "cp866"])
def test_other_code_pages_are_no_invented_cyrillic(codec: str) -> None:
    data = (RUSSIAN * 5).encode(codec)
    assert guess_code_page(data) is None
    assert "can't be decoded" in str(parse_and_check(data).reject_reason)
