"""What was delivered, and how much of what was published that is: as `queries`, read only.

Filters of articles don't apply: a counter of ids knows neither regions nor themes.
"""

import pandas as pd
import streamlit as st

from dashboard.opened import read

_STEPS = {
    "day": "date_day",
    "week": "date_trunc('week', date_day)::date",
    "month": "date_trunc('month', date_day)::date",
}


@st.cache_data(show_spinner=False, max_entries=20)
def coverage(path: str, step: str) -> pd.DataFrame:
    """Columns period, seen, spanned, days, covered, partial, missing: days of each state."""
    return read(
        path,
        f"""
        select
            {_STEPS[step]} as period,
            sum(seen_id_count)::bigint as seen,
            sum(spanned_id_count)::bigint as spanned,
            count(*) as days,
            count(*) filter (coverage_state = 'covered') as covered,
            count(*) filter (coverage_state = 'partial') as partial,
            count(*) filter (coverage_state = 'no coverage') as missing,
            min(coverage_setting) as setting
        from marts.agg_coverage_daily
        group by 1
        order by 1
        """,
    )


@st.cache_data(show_spinner=False, max_entries=20)
def holes(path: str) -> pd.DataFrame:
    """Columns first_day, last_day, day_count, missing_id_count: runs of days without delivery."""
    return read(
        path,
        "select first_day, last_day, day_count, missing_id_count from marts.agg_coverage_holes "
        "order by first_day",
    )


@st.cache_data(show_spinner=False, max_entries=20)
def deliveries(path: str) -> pd.DataFrame:
    """Columns file_name, status, delivery_date, articles, rejects, bytes, encoding, reason."""
    return read(
        path,
        """
        select
            file_name, status, delivery_date, article_count as articles, reject_count as rejects,
            byte_count as bytes, encoding, coalesce(reject_reason, '') as reason
        from marts.dim_deliveries
        order by delivery_date desc nulls first, file_name
        """,
    )


@st.cache_data(show_spinner=False, max_entries=20)
def rejects(path: str) -> pd.DataFrame:
    """Columns reason, pieces, bytes: what is no article, the most first."""
    return read(
        path,
        """
        select reason, count(*) as pieces, sum(span_end - span_start)::bigint as bytes
        from marts.fct_rejects
        group by reason
        order by pieces desc, reason
        """,
    )
