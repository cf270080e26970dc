"""Stories: which are told most, and how their articles hang together. As `queries`, read only."""

import pandas as pd
import streamlit as st

from dashboard.facts import FACTS, STORIES, conditions
from dashboard.filters import Filters
from dashboard.opened import codes_of, read

PAGE_STORIES = 200


@st.cache_data(show_spinner=False, max_entries=100)
def most_told(path: str, filters: Filters) -> pd.DataFrame:
    """Stories with an article that fits, the most told first; at most PAGE_STORIES.

    Returns:
        Columns story_id, title, articles, versions, langs, publishers, first_date, spread_days:
        of the whole story, whichever of its articles fit.
    """
    where, parameters = conditions(filters, codes_of(path))
    return read(
        path,
        # stories are numbered in this order
        f"""
        with fitting as (
            select distinct story
            from {FACTS} where not is_junk and not is_told_once and {where}
        )
        select
            s.story_id, s.title, s.articles, s.versions, s.langs, s.publishers, s.first_date,
            s.spread_days
        from {STORIES} as s
        inner join fitting on fitting.story = s.story
        where s.articles > 1
        order by s.story
        limit {PAGE_STORIES}
        """,
        parameters,
    )


@st.cache_data(show_spinner=False, max_entries=100)
def told_again(path: str, filters: Filters) -> tuple[int, int]:
    """Of the articles that fit: stories told by one alone, and stories told by several."""
    where, parameters = conditions(filters, codes_of(path))
    row = read(
        path,
        f"""
        with stories as (
            select count(*) as articles
            from {FACTS} where not is_junk and not is_told_once and {where}
            group by story
        )
        select
            (select count(*) from {FACTS} where not is_junk and is_told_once and {where})
            + count(*) filter (articles = 1) as single,
            count(*) filter (articles > 1) as several
        from stories
        """,
        parameters,
    ).iloc[0]
    return int(row["single"]), int(row["several"])


@st.cache_data(show_spinner=False, max_entries=100)
def story(path: str, story_id: str) -> pd.DataFrame:
    """The articles of a story, the lead first.

    Returns:
        Columns article_id, title, body, published_date, lang, agency_name, story_role,
        similarity, shared_words, shared_names, shared_numbers.
    """
    return read(
        path,
        """
        select
            a.article_id, a.title, a.body, a.published_date, a.lang, g.agency_name, m.story_role,
            m.similarity, m.shared_words, m.shared_names, m.shared_numbers
        from marts.fct_story_articles as m
        inner join marts.fct_articles as a on a.article_id = m.article_id
        left join marts.dim_agencies as g on g.agency_id = a.agency_id
        where m.story_id = $story_id
        order by m.story_role <> 'lead', a.published_date, a.article_id
        """,
        {"story_id": story_id},
    )
