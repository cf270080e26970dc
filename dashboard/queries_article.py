"""One article, with all that is known of it: as `queries`, read only."""

import pandas as pd
import streamlit as st

from dashboard.opened import read

ARTICLES = """
    from marts.fct_articles as a
    left join marts.dim_topics as t on t.topic_id = a.primary_topic_id
    left join marts.dim_regions as r on r.region_id = a.primary_region_id
    left join marts.dim_agencies as g on g.agency_id = a.agency_id
"""


@st.cache_data(show_spinner=False, max_entries=100)
def article(path: str, article_id: str) -> dict[str, object] | None:
    """One article with its text, names and provenance, junk included; None when there is none."""
    rows = read(
        path,
        f"""
        select
            a.*, g.agency_name, g.agency_kind_name, r.region_name, t.topic_name,
            d.file_name, d.byte_count, d.is_synthetic
        {ARTICLES}
        left join marts.dim_deliveries as d on d.delivery_id = a.delivery_id
        where a.article_id = $article_id
        """,
        {"article_id": article_id},
    )
    if rows.empty:
        return None
    return {name: _plain(rows[name].iloc[0]) for name in rows.columns}


@st.cache_data(show_spinner=False, max_entries=100)
def article_labels(path: str, article_id: str) -> pd.DataFrame:
    """Columns what, name, role, is_primary, confidence, words: each label and what it rests on."""
    return read(
        path,
        """
        with evidence as (
            select
                entity_kind,
                entity_id,
                string_agg(distinct matched_text, ', ' order by matched_text) as words
            from marts.fct_mentions
            where article_id = $article_id
            group by all
        )
        select
            'theme' as what, t.topic_name as name, null as role, l.is_primary, l.confidence,
            e.words, l.topic_rank as place
        from marts.fct_article_topics as l
        inner join marts.dim_topics as t on t.topic_id = l.topic_id
        left join evidence as e on e.entity_kind = 'topic' and e.entity_id = l.topic_id
        where l.article_id = $article_id
        union all
        select
            'place', r.region_name, l.role, l.is_primary, l.confidence, e.words,
            row_number() over (order by l.is_primary desc, l.score desc)
        from marts.fct_article_regions as l
        inner join marts.dim_regions as r on r.region_id = l.region_id
        left join evidence as e
            on (e.entity_kind = 'region' and e.entity_id = l.region_id)
            or (e.entity_kind = 'country' and 'ABROAD:' || e.entity_id = l.region_id)
        where l.article_id = $article_id
        union all
        select 'publisher', g.agency_name, null, true, null, e.words, 1
        from marts.fct_articles as a
        inner join marts.dim_agencies as g on g.agency_id = a.agency_id
        left join evidence as e on e.entity_kind = 'agency' and e.entity_id = a.agency_id
        where a.article_id = $article_id
        order by what desc, place
        """,
        {"article_id": article_id},
    )


@st.cache_data(show_spinner=False, max_entries=100)
def article_occurrences(path: str, article_id: str) -> pd.DataFrame:
    """Every time the article was delivered: file, place in it, bytes, section, date."""
    return read(
        path,
        """
        select d.file_name, o.ordinal, o.span_start, o.span_end, o.section, o.published_date,
            o.is_current
        from marts.fct_occurrences as o
        left join marts.dim_deliveries as d on d.delivery_id = o.delivery_id
        where o.article_id = $article_id
        order by d.file_name, o.ordinal
        """,
        {"article_id": article_id},
    )


def _plain(value: object) -> object:
    """A cell as a plain Python value, every kind of missing one as None."""
    if pd.api.types.is_scalar(value) and pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
