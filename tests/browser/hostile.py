"""Texts that want to be more than text, and a home whose every word from a dump is one of them.

What they try: run a script, fetch something from outside (203.0.113.9 is an address that is no
one's), be a link, be a formula, be markup of the page or of a chart, or break out of a quotation.
A text that runs sets `window.broken` or opens a dialog.
"""

import os
from pathlib import Path

import duckdb

from tests.dashboard.made_home import make_home

OUTSIDE = "203.0.113.9"
HOSTILE = [
    "<script>window.broken=1</script>",
    "</div></section><script>window.broken=1</script>",
    "<img src=x onerror=window.broken=1>",
    f"<img src=http://{OUTSIDE}/beacon.png>",
    "<svg onload=window.broken=1>",
    f"<svg><image href='http://{OUTSIDE}/a.svg'/></svg>",
    f"<iframe src=http://{OUTSIDE}/></iframe>",
    "<iframe srcdoc='<script>parent.broken=1</script>'></iframe>",
    f"<link rel=stylesheet href=http://{OUTSIDE}/a.css>",
    f"<style>@import url(http://{OUTSIDE}/b.css); body {{ display: none }}</style>",
    f"<meta http-equiv=refresh content='0;url=http://{OUTSIDE}/'>",
    f"<base href=http://{OUTSIDE}/>",
    f"<form action=http://{OUTSIDE}/><input name=a autofocus onfocus=window.broken=1></form>",
    f"<video src=http://{OUTSIDE}/v onerror=window.broken=1></video>",
    "<details open ontoggle=window.broken=1>",
    "<a href=javascript:window.broken=1>a link</a>",
    "[a link](javascript:window.broken=1)",
    f"![beacon](http://{OUTSIDE}/markdown.png)",
    f"[![both](http://{OUTSIDE}/in.png)](http://{OUTSIDE}/out)",
    f"<http://{OUTSIDE}/autolink>",
    f"http://{OUTSIDE}/bare-link",
    ":material/warning: :red[coloured] **bold** # heading",
    "$\\href{javascript:window.broken=1}{formula}$",
    f"$$\\includegraphics{{http://{OUTSIDE}/tex.png}}$$",
    f'=HYPERLINK("http://{OUTSIDE}/x","open")',
    "=1+1+cmd|' /C calc'!A0",
    "@SUM(1)*cmd",
    "+window.broken=1",
    "\"><script>window.broken=1</script><a b='",
    "'; window.broken=1; // ${window.broken=1} {{window.broken=1}} `window.broken=1`",
]
STORY = "news-1100000-en"
_STORIES = """
    update marts.fct_articles
    set story_id = 'news-' || (1100000 + (ordinal - 1) // 2 * 2) || '-en';
    insert into marts.fct_stories by name
    select story_id, first(title order by ordinal) as lead_title, count(*) as article_count,
        count(*) as counted_article_count, count(*) as version_count, 'en' as langs,
        1 as lang_count, 1 as agency_count, min(published_date) as first_date, 0 as spread_days
    from marts.fct_articles
    group by story_id
"""
_STORY_ARTICLES = """
    insert into marts.fct_story_articles by name
    select article_id, story_id, if(article_id = story_id, 'lead', 'edit') as story_role,
        title as shared_names, title as shared_numbers, title as shared_words, 0.9 as similarity
    from marts.fct_articles
"""


def make_hostile_home(home: Path) -> Path:
    """Sixty articles over a year; titles, bodies, names and files are the texts above."""
    make_home(home, articles=60, days=365)
    path = Path(os.path.realpath(home / "published" / "current")) / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create temp table t as select unnest($1) as x", [HOSTILE])
        connection.execute("create temp table n as select x, row_number() over () - 1 as i from t")
        every = "(select string_agg(x, chr(10)) from t)"
        connection.execute(
            f"update marts.fct_articles as a set title = n.x, body = n.x || chr(10) || {every} "
            "from n where n.i = (a.ordinal - 1) % (select count(*) from n)"
        )
        for table, column in (
            ("dim_agencies", "agency_name"),
            ("dim_agencies", "agency_kind_name"),
            ("dim_deliveries", "file_name"),
            ("fct_mentions", "matched_text"),
        ):
            connection.execute(
                f"update marts.{table} as a set {column} = n.x from n "
                f"where n.i = hash(a.{column}) % (select count(*) from n)"
            )
        connection.execute("update marts.fct_articles set section = (select x from n where i = 0)")
        connection.execute(_STORIES)
        connection.execute(_STORY_ARTICLES)
    return home
