"""What the reader asks against what the snapshot holds."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import download, filters, queries, queries_article, queries_articles, shaping
from dashboard.filters import Filters
from dashboard.views.articles import is_original

PathOf = Callable[[Path], str]


def test_the_sample_counts(sample_home: Path, path_of: PathOf) -> None:
    totals = queries.totals(path_of(sample_home), Filters())
    assert (totals.articles, totals.junk, totals.occurrences) == (19, 1, 19)
    assert totals.first_day == totals.last_day == dt.date(2026, 2, 11)


@pytest.mark.parametrize("group", queries.GROUPS)
@pytest.mark.parametrize("measure", ["articles", "occurrences"])
def test_groups_add_up(years_home: Path, path_of: PathOf, group: str, measure: str) -> None:
    path = path_of(years_home)
    counts = queries.counts_by(path, Filters(), group, measure)
    assert counts["value"].sum() == queries.totals(path, Filters()).of(measure)
    over_time = queries.counts_over_time(path, Filters(), group, measure, "month")
    assert over_time["value"].sum() == counts["value"].sum()


@pytest.mark.parametrize("columns", ["family", "part"])
@pytest.mark.parametrize("rows", ["region", "theme", "publisher", "kind"])
def test_rows_of_a_heatmap_add_up(
    years_home: Path, path_of: PathOf, rows: str, columns: str
) -> None:
    path = path_of(years_home)
    crossed = queries.counts_crossed(path, Filters(), rows, columns, "articles")
    sums = crossed.groupby("row")["value"].sum().to_dict()
    single = queries.counts_by(path, Filters(), rows, "articles")
    assert sums == dict(zip(single["id"], single["value"], strict=True))


def test_a_profile_is_set_against_all_the_rest(years_home: Path, path_of: PathOf) -> None:
    chosen = Filters(region=("KZ-75",), language=("ru",))
    assert chosen.without("region") == Filters(language=("ru",))
    path = path_of(years_home)
    own = queries.counts_by(path, chosen, "theme", "articles")
    whole = queries.counts_by(path, chosen.without("region"), "theme", "articles")
    ranked = shaping.ranking(
        own, int(own["value"].sum()), name=str, colour=str, form="share", rows=5, last=("none",)
    )
    marked = shaping.against(ranked, whole, int(whole["value"].sum()))
    assert marked["mark"].sum() == pytest.approx(1)
    first = marked.iloc[0]
    everybody = whole.set_index("id")["value"]
    assert first["mark"] == pytest.approx(everybody[first["id"]] / everybody.sum())
    assert "overall" in first["label"]


@pytest.mark.parametrize(
    "chosen",
    [
        Filters(region=("KZ-75",)),
        Filters(region=("abroad", "none")),
        Filters(theme=("6", "12"), language=("ru",)),
        Filters(kind=("mission",), section=("News",)),
        Filters("between", dt.date(2025, 5, 1), dt.date(2025, 5, 31)),
    ],
)
def test_the_list_is_as_long_as_the_count(
    years_home: Path, path_of: PathOf, chosen: Filters
) -> None:
    path = path_of(years_home)
    total = queries.totals(path, chosen).articles
    assert total == queries_articles.article_count(path, chosen, "")
    assert total == len(queries_articles.article_export(path, chosen, "", 10_000))
    assert 0 < total < queries.totals(path, Filters()).articles


def test_a_chosen_theme_is_a_share_of_all_themes(years_home: Path, path_of: PathOf) -> None:
    counts = queries.counts_over_time(
        path_of(years_home), Filters(theme=("6",)), "theme", "articles", "month"
    )
    assert (counts["total"] > counts["value"]).all()


def test_pages_of_the_list_do_not_overlap(years_home: Path, path_of: PathOf) -> None:
    path = path_of(years_home)
    first = set(queries_articles.article_page(path, Filters(), "", 1)["article_id"])
    second = set(queries_articles.article_page(path, Filters(), "", 2)["article_id"])
    assert len(first) == len(second) == queries_articles.PAGE_ROWS
    assert not first & second


def test_labels_say_what_they_rest_on(day_home: Path, path_of: PathOf) -> None:
    path = path_of(day_home)
    listed = queries_articles.article_page(path, Filters(theme=("6",)), "", 1)
    labels = queries_article.article_labels(path, listed["article_id"].iloc[0])
    theme = labels[labels["what"] == "theme"].iloc[0]
    assert (theme["name"], theme["words"]) == ("Education", "school")


def test_reading_leaves_the_snapshot_as_it_was(day_home: Path, path_of: PathOf) -> None:
    path = Path(path_of(day_home))
    before = path.read_bytes()
    queries.dimensions(str(path))
    queries.totals(str(path), Filters(theme=("6",)))
    assert path.read_bytes() == before
    assert not path.with_suffix(".duckdb.wal").exists()


def test_families_have_one_key() -> None:
    assert [queries.family_key(f) for f in ("the world", "rights_government", "none", "")] == [
        "world",
        "rights",
        "none",
        "none",
    ]


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://www.gov.kz/memleket/entities/mam/press/news/details/1?lang=kk", True),
        ("http://www.gov.kz/x", False),
        ("https://gov.kz.example.com/x", False),
        ("https://evilgov.kz/x", False),
        ("https://www.gov.kz@203.0.113.9/x", False),
        ("https://www.gov.kz:8443/x", False),
        ("javascript:alert(1)//.gov.kz", False),
        ("https://203.0.113.9\\.gov.kz/x", False),
        ("https://www.gov.kz/\nx", False),
        (None, False),
    ],
)
def test_only_the_government_is_linked(url: str | None, is_link: bool) -> None:
    assert is_original(url) is is_link


def test_cells_of_a_file_are_disarmed() -> None:
    import pandas as pd

    frame = pd.DataFrame({"name": ["=1+1", "-", "\tx", "plain", None], "value": [-1, 2, 3, 4, 5]})
    lines = download.csv_bytes(frame, filters="@all").decode("utf-8-sig").splitlines()
    assert lines == [
        "name,value,filters",
        "'=1+1,-1,'@all",
        "'-,2,'@all",
        "'\tx,3,'@all",
        "plain,4,'@all",
        ",5,'@all",
    ]


KNOWN = filters.Known(
    values={key: frozenset({"a", "b"}) for key in filters.LISTS},
    first_day=dt.date(2024, 2, 13),
    last_day=dt.date(2026, 2, 11),
)


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"theme": ["a", "b"], "period": ["28d"]},
        {"period": ["between"], "from": ["2025-01-01"], "to": ["2025-03-31"]},
        {"count": ["stories"], "as": ["count"], "step": ["week"], "language": ["b"]},
    ],
)
def test_an_address_is_read_and_written_back(address: dict[str, list[str]]) -> None:
    request = filters.parse_address(address, KNOWN)
    assert not request.problems
    assert filters.write_address(request.filters, request.counting) == address


@pytest.mark.parametrize(
    ("address", "problems"),
    [
        ({"theme": ["a", "zzz"]}, 1),
        ({"period": ["between"], "from": ["2025-13-01"]}, 1),
        ({"period": ["between"], "from": ["2025-06-01"], "to": ["2025-05-01"]}, 1),
        ({"period": ["x"], "count": ["y"], "as": ["z"], "step": [""]}, 4),
    ],
)
def test_what_an_address_can_not_ask_is_said(address: dict[str, list[str]], problems: int) -> None:
    assert len(filters.parse_address(address, KNOWN).problems) == problems


def test_the_period_before_is_as_long_and_within_the_data() -> None:
    recent = filters.latest(Filters(theme=("a",)), KNOWN, 28)
    before = filters.earlier(recent, KNOWN.first_day)
    assert before is not None
    assert (before.first_day, before.last_day) == (dt.date(2025, 12, 18), dt.date(2026, 1, 14))
    assert before.theme == ("a",)
    assert filters.earlier(recent, dt.date(2026, 1, 1)) is None
    assert filters.earlier(Filters(), KNOWN.first_day) is None


def test_every_filter_is_known_by_its_words_in_a_published_file(
    sample_home: Path, path_of: PathOf
) -> None:
    """It has ENUMs, of which the homes that are made for tests know nothing."""
    path = path_of(sample_home)
    known = queries.dimensions.__wrapped__(path)
    assert "en" in known.languages
    assert set(known.languages) <= {"en", "kk", "ru"}
    for chosen in (
        Filters(language=known.languages),
        Filters(section=known.sections),
        Filters(kind=tuple(known.kinds)),
        Filters(publisher=tuple(known.publishers)),
        Filters(theme=(*known.themes, "none")),
    ):
        found = queries.totals.__wrapped__(path, chosen)
        assert found.articles == queries.totals.__wrapped__(path, Filters()).articles, chosen
