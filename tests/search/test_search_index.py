"""What is found, in three languages, and what an index takes over from the last one."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.search.asking import parse_query
from orchestration.search.index import IndexingError, build_index
from orchestration.search.reading import SearchError, find_hits, open_index
from orchestration.snapshots import list_files

ARTICLES = [
    ("en1", "en", "Three schools opened", "Pupils met the minister in COVID-19 times."),
    ("en2", "en", "Roads", "The school road was repaired. A schooner sailed past Өскемен."),
    ("ru1", "ru", "В Алматы открыли школу", "Ученики новых школ получили учебники в Kaspi."),
    ("ru2", "ru", "Ёлка в школьном дворе", "Новые дороги. Школа далеко."),
    ("kk1", "kk", "Жаңа мектептер ашылды", "Мектебіміздің оқушылары министрлігіне барды."),
    ("kk2", "kk", "Елдің жолдары", "Жолаушылар елордада. Мектеп жаңа емес, ескі. Алма, алмасу."),
    ("kk3", "kk", "Jaña mektep", "Mektepte oqushylar."),
    ("none", "en", "", ""),
]  # fmt: skip
Rows = list[tuple[str, str, str, str]]


def make_database(folder: Path, articles: Rows) -> Path:
    folder.mkdir()
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("""
            create schema marts;
            create table marts.fct_articles (
                article_id text, lang text, title text, body text, published_date date,
                primary_region_id text, primary_topic_id text, agency_id text, section text,
                is_junk boolean
            );
            create table marts.dim_regions (region_id text, region_kind text);
            create table marts.dim_agencies (agency_id text, agency_kind text);
        """)
        if articles:
            connection.executemany(
                "insert into marts.fct_articles by name "
                "select ? as article_id, ? as lang, ? as title, ? as body, false as is_junk",
                articles,
            )
    return path


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """Ids of what a query finds, in the order of the letters."""
    folder = tmp_path_factory.mktemp("search") / "snapshot"
    build_index(make_database(folder, ARTICLES), folder / "search", None)
    opened = open_index(folder)

    def ids(query: str) -> list[str]:
        return sorted(
            ARTICLES[row][0] for row in find_hits(opened, parse_query(query).root, limit=99).rows
        )

    return ids


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("school", "en1 en2"),
        ("SCHOOLS", "en1 en2"),
        ("schooner", "en2"),
        ("школы", "ru1 ru2"),
        ("дорога", "ru2"),
        ("елка", "ru2"),
        ("ёлки", "ru2"),
        ("kaspi", "ru1"),
        ("Өскемен", "en2"),
        ("мектеп", "kk1 kk2 kk3"),
        ("мектептердің", "kk1 kk2 kk3"),
        ("министрлік", "kk1"),
        # a short word goes on with endings only: жолдары yes, жолаушылар no
        ("жол", "kk2"),
        ("ел", "kk2"),
        ("елдер", "kk2"),
        # endings may be cut, but what is left must not go on with other letters
        ("алматы", "kk2 ru1"),
        ("new schools", ""),
        ("minister pupil", "en1"),
        ("COVID-19", "en1"),
        ("19 covid", "en1"),
        ("“19 covid”", ""),
        ('"school road"', "en2"),
        ('"road school"', ""),
        ('"новые школы"', "ru1"),
        ('"жаңа мектеп"', "kk1 kk3"),
        ("school AND road", "en2"),
        ("school OR мектеп", "en1 en2 kk1 kk2 kk3"),
        ("school NOT road", "en1"),
        ("school -road", "en1"),
        ("(pupils OR sailed) school", "en1 en2"),
        ("жаңа NOT (ескі OR oqushylar)", "kk1"),
        ("nowhere", ""),
        # as large as patterns get
        ('"мектептеріміздің министрліктеріндегі оқушыларымыздан балаларымызға"', ""),
        ('"don\'t a_b 1 2"', ""),
        ("body:school title:*", ""),
    ],
)
def test_what_is_found(find: Callable[[str], list[str]], query: str, wanted: str) -> None:
    assert find(query) == wanted.split()


def test_a_hit_in_the_title_comes_first(tmp_path: Path) -> None:
    articles = [
        ("a", "en", "Roads", "A school far away."),
        ("b", "en", "School", "Roads, far away."),
    ]
    path = make_database(tmp_path / "s", articles)
    build_index(path, path.parent / "search", None)
    found = find_hits(open_index(path.parent), parse_query("school").root, limit=9).rows
    assert [articles[row][0] for row in found] == ["b", "a"]


@pytest.mark.parametrize("articles", [[], ARTICLES])
def test_unchanged_texts_are_taken_over(tmp_path: Path, articles: Rows) -> None:
    first = make_database(tmp_path / "first", articles)
    build_index(first, first.parent / "search", None)
    # another order of rows: the index is the same, what its numbers lead to is not
    second = make_database(tmp_path / "second", articles[::-1])
    told = build_index(second, second.parent / "search", first.parent / "search")
    assert told["taken_over"] == told["documents"] == len(articles)
    rows = find_hits(open_index(second.parent), parse_query("schooner").root, limit=9).rows
    assert [articles[::-1][row][0] for row in rows] == (["en2"] if articles else [])


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    first = make_database(tmp_path / "first", ARTICLES)
    build_index(first, first.parent / "search", None)
    before = list_files(first.parent / "search")
    changed = [("new", "ru", "Новая школа", ""), *ARTICLES[1:]]
    changed[2] = ("ru1", "ru", "В Алматы открыли больницу", "")
    second = make_database(tmp_path / "second", changed)
    told = build_index(second, second.parent / "search", first.parent / "search")
    assert (told["taken_over"], told["documents"]) == (6, 8)
    assert list_files(first.parent / "search") == before, "a published index never changes"
    opened = open_index(second.parent)
    found = {q: {changed[row][0] for row in find_hits(opened, parse_query(q).root, limit=9).rows}
             for q in ("школа", "больница", "pupils")}  # fmt: skip
    assert found == {"школа": {"new", "ru2"}, "больница": {"ru1"}, "pupils": set()}


def test_a_changed_language_is_indexed_anew(tmp_path: Path) -> None:
    first = make_database(tmp_path / "first", ARTICLES)
    build_index(first, first.parent / "search", None)
    other = [(i, "ru" if i == "kk2" else lang, t, b) for i, lang, t, b in ARTICLES]
    second = make_database(tmp_path / "second", other)
    told = build_index(second, second.parent / "search", first.parent / "search")
    assert told["taken_over"] == len(ARTICLES) - 1


def test_an_index_that_lacks_an_article_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.search.index._form_batch", lambda batch: [])
    path = make_database(tmp_path / "s", ARTICLES)
    with pytest.raises(IndexingError, match="0 documents instead of 8"):
        build_index(path, path.parent / "search", None)


def test_a_missing_or_damaged_index_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="baspasoz build"):
        open_index(tmp_path)
    path = make_database(tmp_path / "s", ARTICLES)
    build_index(path, path.parent / "search", None)
    (path.parent / "search" / "meta.json").write_text("{")
    with pytest.raises(SearchError, match="baspasoz build --force"):
        open_index(path.parent)
