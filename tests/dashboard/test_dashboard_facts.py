"""The numbers of charts against plain SQL over the marts, under many filters."""

import datetime as dt
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from dashboard import queries, queries_articles, queries_stories
from dashboard.filters import LISTS, Filters
from dashboard.opened import codes_of, open_snapshot, read
from tests.dashboard import plain_sql

PathOf = Callable[[Path], str]
Rows = list[tuple[Any, ...]]

_NAMES = {"region": "place"}
_RANDOM_SETS = 25


@pytest.fixture(scope="module")
def path(years_home: Path) -> str:
    return str((years_home / "published" / "current" / "warehouse.duckdb").resolve())


@pytest.fixture(scope="module")
def filter_sets(path: str) -> list[Filters]:
    """None, each filter alone, several at random; with values that occur and that don't."""
    rnd = random.Random(11)
    codes = codes_of(path)
    known = {key: sorted(codes[_NAMES.get(key, key)]) for key in LISTS}
    known["region"] += ["abroad", "nowhere"]
    sets = [Filters()]
    sets += [Filters(**{key: tuple(values[:2])}) for key, values in known.items()]
    sets += [Filters(region=("abroad",)), Filters(theme=("nothing of this kind",))]
    for _ in range(_RANDOM_SETS):
        keys = rnd.sample(LISTS, rnd.randint(1, 3))
        lists = {k: tuple(rnd.sample(known[k], min(len(known[k]), 3))) for k in keys}
        first = dt.date(2024, 3, 1) + dt.timedelta(days=rnd.randint(0, 500))
        period = {"period": "between", "first_day": first, "last_day": first + dt.timedelta(90)}
        sets.append(Filters(**lists, **(period if rnd.random() < 0.5 else {})))
    return sets


def plain(path: str, select: str, filters: Filters, rest: str = "") -> Rows:
    where, parameters = plain_sql.fitting(filters)
    return rows(read(path, f"select {select} {plain_sql.SOURCE} where {where} {rest}", parameters))


def rows(frame: Any) -> Rows:
    """Rows in an order of their own, every missing value as None."""
    found = [
        tuple(None if value != value else value for value in row)
        for row in frame.itertuples(index=False, name=None)
    ]
    return sorted(found, key=str)


@pytest.mark.parametrize("measure", queries.MEASURES)
@pytest.mark.parametrize("group", queries.GROUPS)
def test_counts_are_those_of_the_marts(
    path: str, filter_sets: list[Filters], group: str, measure: str
) -> None:
    value = plain_sql.MEASURES[measure]
    some = 0
    for chosen in filter_sets:
        found = rows(queries.counts_by.__wrapped__(path, chosen, group, measure))
        wanted = plain(
            path, f"{plain_sql.GROUPS[group]} as id, {value} as value", chosen, "group by 1"
        )
        assert found == wanted, chosen
        some += bool(found)
    assert some > len(filter_sets) / 2


@pytest.mark.parametrize(
    ("group", "step", "measure"),
    product(("theme", "region", "family"), queries.STEPS, queries.MEASURES),
)
def test_counts_over_time_are_those_of_the_marts(
    path: str, filter_sets: list[Filters], group: str, step: str, measure: str
) -> None:
    period, value = plain_sql.STEPS[step], plain_sql.MEASURES[measure]
    for chosen in filter_sets[::4]:
        found = queries.counts_over_time.__wrapped__(path, chosen, group, measure, step)
        wanted = plain(
            path,
            f"{period} as period, {plain_sql.GROUPS[group]} as id, {value} as value",
            chosen,
            "and a.published_date is not null group by 1, 2",
        )
        assert rows(found.drop(columns="total")) == wanted, chosen
        wider = chosen.without(group) if group in ("theme", "region") else chosen
        totals = plain(
            path,
            f"{period} as period, {value} as total",
            wider,
            "and a.published_date is not null group by 1",
        )
        periods = set(found["period"])
        assert rows(found[["period", "total"]].drop_duplicates()) == [
            row for row in totals if row[0] in periods
        ], chosen


@pytest.mark.parametrize("measure", queries.MEASURES)
def test_crossed_counts_are_those_of_the_marts(
    path: str, filter_sets: list[Filters], measure: str
) -> None:
    value = plain_sql.MEASURES[measure]
    for chosen, pair in product(filter_sets[::5], (("region", "theme"), ("kind", "family"))):
        found = rows(queries.counts_crossed.__wrapped__(path, chosen, *pair, measure))
        one, two = (plain_sql.GROUPS[group] for group in pair)
        select = f'{one} as "row", {two} as "column", {value} as value'
        assert found == plain(path, select, chosen, "group by 1, 2"), chosen


def test_totals_are_those_of_the_marts(path: str, filter_sets: list[Filters]) -> None:
    for chosen in filter_sets:
        ((*counts, first, last),) = plain(
            path,
            """
            count(*), count(distinct a.story_id), coalesce(sum(a.occurrence_count), 0)::bigint,
            count(distinct a.agency_id) filter (a.agency_id <> 'unknown'),
            count(distinct a.primary_region_id) filter (r.region_kind in ('oblast', 'city')),
            count(*) filter (a.agency_id = 'unknown'),
            count(*) filter (a.published_date is null),
            min(a.published_date) as first_day, max(a.published_date) as last_day
            """,
            chosen,
        )
        found = queries.totals.__wrapped__(path, chosen)
        assert [
            found.articles, found.stories, found.occurrences, found.publishers, found.regions,
            found.without_publisher, found.without_date,
        ] == counts, chosen  # fmt: skip
        days = [None if day is None else day.date() for day in (first, last)]
        assert [found.first_day, found.last_day] == days, chosen


def test_shares_and_stories_are_those_of_the_marts(path: str, filter_sets: list[Filters]) -> None:
    several = 0
    for chosen in filter_sets:
        ((sure,),) = plain(
            path,
            "count(*) filter (a.primary_topic_confidence = 'high') / nullif(count(*), 0)",
            chosen,
            "and a.primary_topic_id <> 'none'",
        )
        assert queries.sure_share.__wrapped__(path, chosen) == pytest.approx(sure or 0.0)
        where, parameters = plain_sql.fitting(chosen)
        stories = f"""
            with s as (
                select a.story_id, count(*) as n {plain_sql.SOURCE} where {where} group by 1
            )
        """
        ((single, told_again),) = rows(
            read(
                path,
                f"{stories} select count(*) filter (n = 1), count(*) filter (n > 1) from s",
                parameters,
            )
        )
        assert queries_stories.told_again.__wrapped__(path, chosen) == (single, told_again), chosen
        most = read(
            path,
            f"""
            {stories}
            select f.story_id
            from marts.fct_stories as f
            inner join s using (story_id)
            where f.counted_article_count > 1
            order by
                f.counted_article_count desc, f.version_count desc, f.first_date desc nulls last,
                f.story_id
            limit 200
            """,
            parameters,
        )
        found = queries_stories.most_told.__wrapped__(path, chosen)
        assert found["story_id"].tolist() == most["story_id"].tolist(), chosen
        several += bool(len(found))
    assert several > len(filter_sets) / 2


def test_the_list_of_articles_is_that_of_the_marts(path: str, filter_sets: list[Filters]) -> None:
    for chosen in filter_sets:
        where, parameters = plain_sql.fitting(chosen)
        wanted = read(
            path,
            f"select a.article_id {plain_sql.SOURCE} where {where} "
            "order by a.published_date desc nulls last, a.article_id",
            parameters,
        )["article_id"].tolist()
        assert queries_articles.article_count.__wrapped__(path, chosen, "") == len(wanted)
        pages = [
            queries_articles.article_page.__wrapped__(path, chosen, "", number)["article_id"]
            for number in (1, 2)
        ]
        assert [*pages[0], *pages[1]] == wanted[: 2 * queries_articles.PAGE_ROWS], chosen


def test_facts_are_made_again_when_a_snapshot_is_opened_again(path: str) -> None:
    before = queries.totals.__wrapped__(path, Filters())
    open_snapshot.clear()
    assert queries.totals.__wrapped__(path, Filters()) == before
