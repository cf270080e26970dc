"""A large dump read window by window gives what it gives as a whole."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from orchestration.press import columns, decode, dump
from orchestration.press.lines import index_lines
from orchestration.press.readers import listing
from orchestration.press.windows import read_by_windows
from orchestration.settings import REPOSITORY

LIMIT = 25_000
PAGES = sorted((REPOSITORY / "data" / "dumps").glob("*.txt"))


def _large() -> bytes:
    return b"\n".join(path.read_bytes() for path in PAGES * 6)


@pytest.mark.parametrize("window_bytes", [1_000, 20_000, 90_000, 1 << 30])
def test_windows_give_what_the_whole_gives(window_bytes: int) -> None:
    data = _large()
    whole = listing.read(index_lines(data), LIMIT)
    found = read_by_windows(listing, data, LIMIT, window_bytes)
    assert len(whole.articles) >= 100
    for name in ("starts", "ends", "days", "flags"):
        assert np.array_equal(getattr(found.articles, name), getattr(whole.articles, name)), name
    for name in ("titles", "dates", "bodies", "sources", "urls"):
        pairs = zip(getattr(found.articles, name), getattr(whole.articles, name), strict=True)
        assert all(np.array_equal(one, other) for one, other in pairs), name
    sections = [
        [parsed.articles.section_names[place] for place in parsed.articles.sections.tolist()]
        for parsed in (found, whole)
    ]
    assert sections[0] == sections[1]
    assert list(found.spans) == list(whole.spans)
    assert found.rejects == whole.rejects


def test_a_large_dump_is_read_by_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = _large()
    whole = dump.parse_dump(data, date(2030, 1, 1))
    monkeypatch.setattr(dump, "WINDOW_BYTES", 50_000)
    found = dump.parse_lot([dump.Dump(data, whole.delivery_id)], date(2030, 1, 1))
    assert found.articles.equals(whole.articles)
    assert found.deliveries == [whole.delivery_row]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_large_dumps_in_any_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Law\n" + "".join(
        f"Нотариусы области консультируют граждан {n % 28 + 1:02}.01.2026\n"
        f"Палата приглашает жителей на приём, это приглашение номер {n}.\n\n"
        for n in range(2_000)
    )
    data = text.encode(encoding)
    whole = dump.parse_dump(data, date(2030, 1, 1))
    monkeypatch.setattr(dump, "WINDOW_BYTES", 50_000)
    found = dump.parse_dump(data, date(2030, 1, 1))
    assert len(whole.articles) == 2_000
    assert found.articles.equals(whole.articles)
    assert list(found.spans) == list(whole.spans)


def test_damage_in_a_large_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _large().replace(b" the ", b" th\xff ").replace(b" and ", b" \xef\xbf\xbd ")
    whole = dump.parse_dump(data, date(2030, 1, 1))
    monkeypatch.setattr(dump, "WINDOW_BYTES", 50_000)
    monkeypatch.setattr(columns, "_CHUNK_BYTES", 70_000)
    monkeypatch.setattr(decode, "_PART_BYTES", 3_000)
    found = dump.parse_dump(data, date(2030, 1, 1))
    assert whole.bytes_of("reject") > 1_000
    assert found.articles.equals(whole.articles)
    assert found.rejects.equals(whole.rejects)
    assert list(found.spans) == list(whole.spans)
