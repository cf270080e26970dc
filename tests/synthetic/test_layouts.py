"""All layouts of the real site occur."""

import re

from orchestration.synthetic.malformed import PAGINATION
from orchestration.synthetic.pages import SECTIONS


def _texts(run) -> list[bytes]:
    return [(run.folder / name).read_bytes() for name in run.by_file]


def test_headers_with_and_without_the_site_name(run) -> None:
    starts = [data.removeprefix(b"\xef\xbb\xbf") for data in _texts(run)]
    with_site = sum(data.startswith(b"Enbekshi QazaQ") for data in starts)
    assert 0.2 < with_site / len(starts) < 0.9


def test_home_page_has_the_date_on_a_line_of_its_own(run) -> None:
    assert any(re.search(rb"\nMore\r?\n", b"\n" + data) for data in _texts(run))
    assert any(re.search(rb"\n\d\d\.\d\d\.\d{4}\r?\n", data) for data in _texts(run))


def test_line_ends_and_marks_vary(run) -> None:
    texts = _texts(run)
    assert 0.03 < sum(b"\r\n" in data for data in texts) / len(texts) < 0.3
    assert 0.03 < sum(data.startswith(b"\xef\xbb\xbf") for data in texts) / len(texts) < 0.3
    assert any(not data.endswith(b"\n") for data in texts)
    for data in texts:
        assert data.count(b"\r") in (0, data.count(b"\n")), "line ends don't mix within a file"


def test_sources_are_glued_and_on_own_lines_with_and_without_query(run) -> None:
    whole = b"\n".join(_texts(run))
    assert re.search(rb"\nSource : https://", whole)
    assert re.search(rb"\.Source : https://", whole)
    assert re.search(rb"\. Source : https://", whole)
    assert re.search(rb"details/\d+\?lang=kk", whole)
    assert re.search(rb"details/\d+\r?\n", whole)
    assert b"/press/article/details/" in whole


def test_single_article_pages_are_russian(run) -> None:
    singles = [name for name in run.by_file if "-article-" in name]
    assert singles
    for name in singles:
        (record,) = run.by_file[name]
        assert record["lang"] == "ru"
        assert re.search(r"\n\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d \d+\r?\n", run.text(name))
        assert ("Источник : " in run.text(name)) == bool(record["source_url"])
    sections = {run.by_file[name][0]["section"] for name in singles}
    assert None in sections or len(singles) < 4


def test_several_pages_share_a_file_each_with_its_section(run) -> None:
    shared = [
        records for records in run.by_file.values() if len({r["section"] for r in records}) > 1
    ]
    assert shared
    for records in shared:
        assert {r["section"] for r in records} <= set(run.lines(records[0]["file"]))
    assert {r["section"] for r in run.truth} - {None} == set(SECTIONS)


def test_furniture_is_counted_apart(run) -> None:
    pattern = re.compile(re.escape(PAGINATION).replace(r"\{\}", r"\d+"))
    found = sum(len(pattern.findall(run.text(name))) for name in run.by_file)
    assert found == run.summary.furniture
