"""Every page in every state, without a browser."""

import os
import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries_articles, text, text_method, text_sql
from dashboard.filters import Filters
from dashboard.opened import read
from tests.dashboard.made_home import HOSTILE, make_home
from tests.dashboard.pages import PAGES, OpenPage, turn_to

CHARTS = "vega_lite_chart"


def statement(app: AppTest) -> str:
    return str(app.code[0].value)


def words(app: AppTest) -> str:
    return "\n".join(str(e.value) for e in [*app.text, *app.caption, *app.title, *app.subheader])


@pytest.mark.parametrize("page", PAGES)
def test_the_real_sample_is_shown(open_page: OpenPage, sample_home: Path, page: str) -> None:
    app = open_page(sample_home, page)
    assert not app.exception
    if page == "coverage":
        assert text.COVERAGE_SCOPE in words(app)
    elif page == "method":
        assert text_method.INTRO in words(app)
    elif page == "sql":
        assert text_sql.SCOPE in words(app)
    else:
        assert statement(app).startswith("19 articles published on 11")
    assert text.SYNTHETIC not in [w.value for w in app.warning]
    assert "Boundaries: OCHA COD-AB 2023 (CC BY-IGO)" in words(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("home", ["day_home", "years_home"])
def test_a_page_opens(
    open_page: OpenPage, request: pytest.FixtureRequest, home: str, page: str
) -> None:
    app = open_page(request.getfixturevalue(home), page)
    assert not app.exception
    assert text.SYNTHETIC in [w.value for w in app.warning]


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_home_says_what_to_do(open_page: OpenPage, empty_home: Path, page: str) -> None:
    app = open_page(empty_home, page)
    assert not app.exception
    assert app.title[0].value == text.EMPTY_TITLE
    assert [c.value for c in app.code] == [text.EMPTY_COMMAND, text.EMPTY_COMMAND_ELSE]


def test_a_publication_without_articles_says_so(
    open_page: OpenPage, no_articles_home: Path
) -> None:
    app = open_page(no_articles_home)
    assert not app.exception
    assert app.title[0].value == text.NO_ARTICLES_TITLE


def test_a_broken_publication_names_the_remedy(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "current").symlink_to("snapshots/gone")
    app = open_page(tmp_path)
    assert not app.exception
    assert app.title[0].value == text.BROKEN_TITLE


@pytest.mark.parametrize("page", ["", "articles", "coverage", "sql"])
def test_a_publication_of_an_earlier_version_names_the_remedy(
    open_page: OpenPage, tmp_path: Path, page: str
) -> None:
    """As after an upgrade without a build, or a rollback to what was published before it."""
    home = make_home(tmp_path / "home", articles=20, days=3)
    database = os.path.realpath(home / "published" / "current" / "warehouse.duckdb")
    with duckdb.connect(database) as connection:
        connection.execute("alter table marts.fct_articles drop column is_told_once")
    app = open_page(home, page)
    assert not app.exception
    assert app.title[0].value == text.BROKEN_TITLE
    assert [c.value for c in app.code] == [text.EMPTY_COMMAND]
    assert "is_told_once" in words(app)


def test_one_day_is_bars_and_years_are_lines(
    open_page: OpenPage, day_home: Path, years_home: Path
) -> None:
    day = [s.value for s in open_page(day_home).subheader]
    years = [s.value for s in open_page(years_home).subheader]
    assert text.REGIONS_TITLE in day
    assert text.THEMES_TIME_TITLE not in day
    assert text.THEMES_TIME_TITLE in years
    assert text.PLACES_TIME_TITLE in years


@pytest.mark.parametrize(
    "address",
    [
        {"as": "count", "step": "week", "period": "91d"},
        {"count": "stories", "theme": ["6", "12"], "region": ["KZ-75", "abroad"]},
        {"count": "occurrences", "step": "day", "period": "7d"},
        {"period": "between", "from": "2026-01-05", "to": "2026-02-01", "language": ["ru"]},
    ],
)
def test_every_way_to_count_is_drawn(
    open_page: OpenPage, years_home: Path, address: dict[str, object]
) -> None:
    app = open_page(years_home, "", **address)
    assert not app.exception
    assert len(app.get(CHARTS)) >= 5


def test_filters_stand_in_the_address_and_are_stated(open_page: OpenPage, years_home: Path) -> None:
    app = open_page(years_home, "articles", theme=["6"], region=["KZ-75"])
    assert app.multiselect(key="filter_theme").value == ["6"]
    assert "about Almaty; on the theme Education" in statement(app)
    app.multiselect(key="filter_theme").set_value(["6", "12"]).run()
    assert app.query_params["theme"] == ["6", "12"]
    assert app.query_params["region"] == "KZ-75"
    app.button(key="clear_filters").click().run()
    assert "theme" not in app.query_params
    assert app.multiselect(key="filter_region").value == []


def test_filters_survive_a_change_of_page(open_page: OpenPage, years_home: Path) -> None:
    app = open_page(years_home, "", theme=["6"])
    before = statement(app)
    # what the navigation does: another page, and an address without parameters
    turn_to(app, "articles")
    app.query_params.clear()
    app.run()
    assert not app.exception
    assert statement(app) == before
    assert app.query_params["theme"] == "6"


def test_an_address_changed_by_a_link_is_taken_over(open_page: OpenPage, years_home: Path) -> None:
    app = open_page(years_home, "articles", theme=["6"])
    app.query_params["theme"] = "12"
    app.run()
    assert app.multiselect(key="filter_theme").value == ["12"]


def test_a_bad_address_gives_messages_and_defaults(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "", region=["nowhere"], period="soon", count="<b>")
    assert not app.exception
    shown = words(app)
    assert "the place “nowhere”" in shown
    assert "the period “soon”" in shown
    assert "the way to count “<b>”" in shown
    assert "19 articles" in statement(app)


def test_filters_that_leave_nothing_offer_a_way_out(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "", theme=["9"], region=["KZ-27"])
    assert not app.exception
    assert text.NO_MATCH_TITLE in [s.value for s in app.subheader]
    app.button(key="clear_from_page").click().run()
    assert "19 articles" in statement(app)


def test_a_new_generation_appears_and_is_announced(open_page: OpenPage, tmp_path: Path) -> None:
    make_home(tmp_path, articles=20, generation="first")
    app = open_page(tmp_path, "articles")
    assert not app.toast
    make_home(tmp_path, articles=40, generation="second")
    app.run()
    assert not app.exception
    assert "39 articles" in statement(app)
    assert "New data has been published" in app.toast[0].value


def test_an_article_is_read_by_its_address(open_page: OpenPage, sample_home: Path) -> None:
    path = os.path.realpath(sample_home / "published" / "current" / "warehouse.duckdb")
    listed = queries_articles.article_page(path, Filters(), "", 1)
    linked = listed[listed["source_url"].notna()]["article_id"].iloc[0]
    app = open_page(sample_home, "articles", article=linked)
    assert not app.exception
    shown = words(app)
    assert "society-2026-02-11.txt, article " in shown
    assert "Theme: " in shown
    assert "Rests on: " in shown
    assert app.get("link_button")


def test_an_unknown_article_is_said_to_be_unknown(open_page: OpenPage, day_home: Path) -> None:
    assert text.ARTICLE_UNKNOWN in words(open_page(day_home, "articles", article="' or 1=1 --"))


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_stays_text(open_page: OpenPage, day_home: Path, number: int) -> None:
    app = open_page(day_home, "articles", article=f"news-{1_100_000 + number}-en")
    assert not app.exception
    assert HOSTILE[number] in [t.value for t in app.text]
    assert not any(HOSTILE[number][:20] in str(m.value) for m in app.markdown)


def test_a_search_is_understood_or_says_why(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "articles", q="TITLES scripts")
    assert not app.exception
    assert "1 article for “TITLES scripts”, best first." in words(app)
    app.segmented_control(key="order").set_value("date").run()
    assert "latest first." in words(app)
    assert app.query_params["order"] == "date"
    app.text_input(key="search").set_value("100%_ <b>").run()
    assert text.NO_HITS in words(app)
    assert app.query_params["q"] == "100%_ <b>"
    app.text_input(key="search").set_value('"a title').run()
    assert text.SEARCH_PROBLEMS["QUOTE"] in words(app)
    assert "1 article for" in words(app)
    app.text_input(key="search").set_value("***").run()
    assert text.SEARCH_NO_WORDS in words(app)
    assert not app.exception


def test_a_publication_without_an_index_names_the_remedy(
    open_page: OpenPage, tmp_path: Path
) -> None:
    home = make_home(tmp_path, articles=5)
    shutil.rmtree(home / "published" / "current" / "search")
    app = open_page(home, "articles", q="school")
    assert not app.exception
    assert "publish again: baspasoz build" in words(app)


def test_hits_agree_with_the_filters(open_page: OpenPage, years_home: Path) -> None:
    every = words(open_page(years_home, "articles", q="school", theme=["6"]))
    path = os.path.realpath(years_home / "published" / "current" / "warehouse.duckdb")
    wanted = read(
        path,
        "select count(*) as n from marts.fct_articles where primary_topic_id = '6' "
        "and not is_junk and lang <> 'kk' and regexp_matches(lower(title || body), 'school')",
    )["n"].iloc[0]
    assert wanted > 100
    kazakh = read(
        path,
        "select count(*) as n from marts.fct_articles where primary_topic_id = '6' "
        "and not is_junk and lang = 'kk'",
    )["n"].iloc[0]
    assert f"{wanted + kazakh:,} articles for" in every.replace("\u202f", ",").replace("\xa0", ",")


@pytest.mark.parametrize("page", PAGES)
def test_every_view_can_be_linked_to_and_cited(
    open_page: OpenPage, day_home: Path, page: str
) -> None:
    app = open_page(day_home, page, theme=["6", "12"])
    link, cited = (str(code.value) for code in app.code[-2:])
    assert "theme=6&theme=12" in link
    assert cited.endswith(link)
    assert statement(app) in cited or page in ("coverage", "method", "sql")
    assert "Data version 20260212T060000Z-made." in cited
    assert text.SYNTHETIC in cited


def test_hostile_parameters_are_quoted_in_the_link(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "articles", q='"><script>alert(1)</script> a&b')
    assert "<script>" not in str(app.code[-2].value)
    assert "%3Cscript%3E" in str(app.code[-2].value)


def test_every_chart_has_its_files(open_page: OpenPage, day_home: Path) -> None:
    labels = [str(button.proto.label) for button in open_page(day_home).get("download_button")]
    charts = len(open_page(day_home).get(CHARTS))
    assert charts >= 4
    assert [labels.count(name) for name in (text.CSV, "SVG", "PNG")] == [charts] * 3


def test_the_method_page_has_every_definition(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "method")
    assert not app.exception
    assert len(app.expander) == 23
    shown = words(app)
    assert "one false alarm in 10,000 windows" in shown.replace("\u202f", ",").replace("\xa0", ",")
    assert "Shannon" in shown
    assert len(app.dataframe) >= 3
