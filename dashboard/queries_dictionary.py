"""What the published file says of its own tables and columns. Part of the dashboard's reader."""

import pandas as pd
import streamlit as st

from dashboard.opened import read


@st.cache_data(show_spinner=False, max_entries=4)
def dictionary(path: str) -> pd.DataFrame:
    """Columns table_name, table_comment, column_name, data_type, comment; the friendly ones first.

    One row per column of each table and view of the schemas `explore` and `marts`.
    """
    return read(
        path,
        """
        with tables as (
            select schema_name, table_name, comment from duckdb_tables() where not internal
            union all
            select schema_name, view_name, comment from duckdb_views() where not internal
        )
        select
            c.schema_name || '.' || c.table_name as table_name,
            coalesce(t.comment, '') as table_comment,
            c.column_name,
            c.data_type,
            coalesce(c.comment, '') as comment
        from duckdb_columns() as c
        inner join tables as t
            on t.schema_name = c.schema_name and t.table_name = c.table_name
        where c.schema_name in ('explore', 'marts')
        order by c.schema_name, c.table_name, c.column_index
        """,
    )
