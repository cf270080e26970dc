"""The search of the Articles page as a reader uses it, against what plain SQL finds."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import duckdb

from dashboard import text
from tests.browser.serving import Server, Visit
from tests.browser.taking import files, rows

ServerAt = Callable[[str], Server]
HomeOf = Callable[[str], Path]

# what is typed, and the titles that must be found; the made-up bodies repeat their title
QUERIES = {
    "energy": "title ilike '%energy%'",
    "Energy residents": "title ilike '%energy%' and title ilike '%residents%'",
    "energy AND residents": "title ilike '%energy%' and title ilike '%residents%'",
    "energy OR immigration": "title ilike '%energy%' or title ilike '%immigration%'",
    "energy NOT residents": "title ilike '%energy%' and title not ilike '%residents%'",
    "(energy OR immigration) NOT residents": (
        "(title ilike '%energy%' or title ilike '%immigration%') and title not ilike '%residents%'"
    ),
    '"results of the year"': "title ilike '%results of the year%'",
    '"opened this week" AND technology': "title ilike 'technology%opened this week%'",
    # in a Kazakh text a word of English is found only as it stands there
    "technologies": "title ilike '%technology%' and lang <> 'kk'",
}
FILTERS = "&region=KZ-75&region=KZ&language=en&kind=akimat&kind=ministry"
FITTING = """
    and primary_region_id in ('KZ-75', 'KZ') and lang = 'en'
    and agency_id in (
        select agency_id from marts.dim_agencies where agency_kind in ('akimat', 'ministry')
    )
"""


def known(home: Path, where: str) -> set[str]:
    path = os.path.realpath(home / "published" / "current" / "warehouse.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        sql = f"select article_id from marts.fct_articles where not is_junk and ({where})"
        return {article for (article,) in connection.execute(sql).fetchall()}


def listed(opened: Visit) -> set[str]:
    (content,) = files(opened)
    return {row["article_id"] for row in rows(content)}


def test_a_query_is_typed_and_its_hits_are_marked(server_at: ServerAt, desktop: Visit) -> None:
    desktop.open(f"{server_at('years').address}/articles")
    page = desktop.page
    field = page.get_by_role("searchbox", name=text.SEARCH)
    field.fill("immigration")
    field.press("Enter")
    page.wait_for_url(re.compile(r"q=immigration"), timeout=60_000)
    page.locator(".st-key-hits .item").first.wait_for(timeout=60_000)
    desktop.settle()
    marked = page.locator(".st-key-hits mark").all_inner_texts()
    titles = page.locator(".st-key-hits button.title").all_inner_texts()
    assert len(marked) >= len(titles) > 5
    assert {word.casefold() for word in marked} == {"immigration"}
    assert all("immigration" in title.casefold() for title in titles)
    # a hit opens its article with the same words marked
    page.locator(".st-key-hits button.title").first.click()
    page.wait_for_url(re.compile(r"article="), timeout=60_000)
    desktop.settle()
    assert page.locator(".st-key-article_title").inner_text() == titles[0]
    inside = page.locator(".st-key-article_marked mark").all_inner_texts()
    assert {word.casefold() for word in inside} == {"immigration"}


def test_words_that_follow_each_other_are_marked_together(
    server_at: ServerAt, desktop: Visit
) -> None:
    phrase = "opened this week"
    asked = quote(f'"{phrase}"')
    desktop.open(f"{server_at('years').address}/articles?q={asked}")
    titles = desktop.page.locator(".st-key-hits button.title").all_inner_texts()
    assert titles
    assert all(phrase in title for title in titles)
    assert set(desktop.page.locator(".st-key-hits mark").all_inner_texts()) <= {
        phrase,
        *phrase.split(),
    }


def test_each_query_finds_what_sql_finds_whatever_the_filters(
    server_at: ServerAt, home_of: HomeOf, desktop: Visit
) -> None:
    base, home = server_at("years").address, home_of("years")
    for number, (asked, where) in enumerate(QUERIES.items()):
        # each query without filters, every third with them too
        for filters, fitting in [("", ""), (FILTERS, FITTING)][: 1 + (number % 3 == 0)]:
            wanted = known(home, f"({where}) {fitting}")
            assert wanted
            desktop.open(f"{base}/articles?q={quote(asked)}{filters}")
            assert listed(desktop) == wanted, asked + filters
            first = desktop.page.get_by_text(re.compile(r"articles? for “")).first.inner_text()
            assert f"{len(wanted):,} article" in first, asked + filters


def test_what_is_not_there_is_said(server_at: ServerAt, desktop: Visit) -> None:
    base = server_at("years").address
    for asked in ('"week this opened"', "energy AND unheardof", "NOTHINGLIKETHIS"):
        desktop.open(f"{base}/articles?q={quote(asked)}")
        assert desktop.page.get_by_text(text.NO_HITS).count() == 1, asked
        assert desktop.page.locator(".st-key-hits").count() == 0, asked


def test_a_query_that_breaks_off_says_why(server_at: ServerAt, desktop: Visit) -> None:
    base = server_at("years").address
    for asked, name in (
        ('"opened this', "QUOTE"),
        ("(energy", "BRACKET"),
        ("energy AND", "OPERATOR"),
        ("NOT energy", "ONLY_NOT"),
    ):
        desktop.open(f"{base}/articles?q={quote(asked)}")
        assert desktop.page.get_by_text(text.SEARCH_PROBLEMS[name]).count() == 1, asked
        assert desktop.fault() is None
