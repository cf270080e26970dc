"""A short share of the fuzzing, and what must hold between a dump and its changed copy."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.press.dump import ParsedDump
from orchestration.press.readers import listing_titles
from tests.conftest import FIXTURES, SAMPLE
from tests.fuzz.dumps import LAYOUTS, bases, mutated
from tests.fuzz.fuzz import check_both_ways, dump_number, run_batch
from tests.fuzz.properties import parse_and_check, unaccounted_bytes

VALID = bases()
COLUMNS = ("section", "title", "date_text", "published_date", "body", "source_url", "source_id")
PAGES = sorted(
    path
    for path in [SAMPLE, *FIXTURES.glob("gold/*/*.txt"), *FIXTURES.glob("dumps/*.txt")]
    if path.name not in ("dev_08.txt", "stray_text.txt")
)
by_name = pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)


def rows(parsed: ParsedDump) -> list[tuple[object, ...]]:
    return list(zip(*(parsed.articles[name].to_pylist() for name in COLUMNS), strict=True))


def text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251")


@given(st.binary(max_size=600))
@settings(deadline=None, max_examples=300)
def test_any_bytes_tile(data: bytes) -> None:
    parse_and_check(data)


@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-16-be"]))
@settings(deadline=None, max_examples=200)
def test_any_text_tiles(content: str, codec: str) -> None:
    parse_and_check(content.encode(codec, "surrogatepass"))


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=300)
def test_mutated_dumps_tile(number: int) -> None:
    data = mutated(Random(number), VALID)
    assert unaccounted_bytes(parse_and_check(data), data) == 0


def test_a_seed_and_a_number_bring_a_dump_back() -> None:
    assert dump_number(7, 3, VALID) == dump_number(7, 3, bases())
    assert len({dump_number(n, 3, VALID) for n in range(50)}) > 40


def test_a_failure_is_counted_and_its_input_saved(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def refuse(data: bytes, _: object) -> ParsedDump:
        raise ValueError(f"{len(data)} bytes")

    monkeypatch.setattr("tests.fuzz.fuzz.parse_dump", refuse)
    folder = tmp_path_factory.mktemp("fuzz")
    figures = run_batch(0, 3, seed=5, deadline=float("inf"), folder=folder)
    assert figures.exceptions == len(figures.failures) == 3
    assert (folder / "fuzz-5-2.bin").read_bytes() == dump_number(2, 5, VALID)
    assert "ValueError" in (folder / "fuzz-5-2.log").read_text()


@pytest.mark.parametrize("valid", VALID)
def test_titles_from_columns_and_one_by_one_agree(valid: bytes) -> None:
    check_both_ways(valid)


def test_a_dump_of_many_pages_agrees_with_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    page = SAMPLE.read_bytes().rstrip() + b"\n"
    monkeypatch.setattr(listing_titles, "MANY", sys.maxsize)
    wanted = rows(parse_and_check(page))
    monkeypatch.undo()
    times = 2 * listing_titles.MANY // len(wanted)
    assert rows(parse_and_check(page * times)) == wanted * times


@by_name
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "kz1048"])
def test_another_encoding_gives_the_same_articles(path: Path, codec: str) -> None:
    plain = text(path.read_bytes())
    # a code page has no letters beyond its own
    plain = plain.encode(codec, "ignore").decode(codec)
    parsed = parse_and_check(plain.encode(codec))
    if codec == "kz1048" and parsed.encoding == "utf-8":
        assert plain.isascii()
    assert rows(parsed) == rows(parse_and_check(plain.encode()))


@by_name
@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_ends_change_no_title(path: Path, ending: str) -> None:
    plain = text(path.read_bytes())
    changed = rows(parse_and_check(plain.replace("\n", ending).encode()))
    wanted = [
        tuple(v.replace("\n", ending) if isinstance(v, str) else v for v in row)
        for row in rows(parse_and_check(plain.encode()))
    ]
    assert changed == wanted


@by_name
@pytest.mark.parametrize("added", sorted(LAYOUTS))
def test_an_appended_page_leaves_the_earlier_ones(path: Path, added: str) -> None:
    data = text(path.read_bytes()).rstrip().encode() + b"\n"
    page = LAYOUTS[added].encode()
    if added == "no_preamble":
        page = b"Society\n" + page
    earlier, both = rows(parse_and_check(data)), rows(parse_and_check(data + page))
    assert both[: len(earlier)] == earlier
    assert both[len(earlier) :] == rows(parse_and_check(page))


def without_one(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, row in enumerate(parse_and_check(data).articles.to_pylist()):
        yield number, data[: row["span_start"]] + data[row["span_end"] :]


def _may_be_body(wanted: list[tuple[object, ...]], number: int) -> bool:
    """Whether the next title would stand under one without a body and begin as no title does."""
    if number == 0 or number + 1 >= len(wanted):
        return False
    (_, _, _, _, body_before, *_), (_, title_after, *_) = wanted[number - 1], wanted[number + 1]
    return not body_before and str(title_after)[:1].islower()


@by_name
def test_dropping_an_article_drops_that_one_alone(path: Path) -> None:
    data = path.read_bytes()
    wanted = rows(parse_and_check(data))
    for number, rest in without_one(data):
        if _may_be_body(wanted, number):
            continue
        assert rows(parse_and_check(rest)) == wanted[:number] + wanted[number + 1 :], number
