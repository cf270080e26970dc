"""The SQL page, and how an answer that nobody foresaw is shown."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import download, quick, sandbox, text_sql
from dashboard.charts_quick import quick_chart
from dashboard.colours import LIGHT
from dashboard.quick import Plan
from dashboard.sandbox import Answer
from dashboard.sections.data_dictionary import listed, matching
from orchestration.examples import list_examples
from orchestration.publishing import DATABASE
from orchestration.settings import QueryLimits, Settings
from orchestration.snapshots import attached
from tests.dashboard.pages import OpenPage

COUNT = "select count(*) as n from marts.fct_articles"
DAYS = [dt.date(2026, 1, day) for day in (1, 2, 3)]


def texts(app: AppTest) -> str:
    return "\n".join(str(element.value) for element in [*app.text, *app.caption])


def test_the_page_begins_with_an_answered_question(open_page: OpenPage, sample_home: Path) -> None:
    app = open_page(sample_home, "sql")
    assert not app.exception
    example = list_examples()[0].sql.strip()
    assert app.text_area(key="sql_editor").value == example
    with attached(Settings.from_environment(sample_home).current / DATABASE) as connection:
        answer = connection.execute(example).fetchall()
    assert len(app.dataframe[0].value) == len(answer) > 1
    assert f"{len(answer)} rows, 3 columns, in " in texts(app)


def test_a_query_is_written_run_and_kept_in_the_address(
    open_page: OpenPage, day_home: Path
) -> None:
    app = open_page(day_home, "sql")
    app.text_area(key="sql_editor").set_value(COUNT)
    app.button(key="sql_run").click().run()
    assert not app.exception
    assert app.dataframe[0].value.to_dict("records") == [{"n": 20}]
    assert app.query_params["sql"] == COUNT
    assert text_sql.NO_CHART in texts(app)


def test_a_link_is_a_view(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "sql", sql=COUNT)
    assert app.text_area(key="sql_editor").value == COUNT
    assert app.dataframe[0].value.to_dict("records") == [{"n": 20}]
    # a link or the back button leads to another one
    app.query_params["sql"] = "select 2 as two"
    app.run()
    assert app.text_area(key="sql_editor").value == "select 2 as two"
    assert app.dataframe[0].value.to_dict("records") == [{"two": 2}]


def test_a_click_loads_and_runs_an_example(open_page: OpenPage, sample_home: Path) -> None:
    app = open_page(sample_home, "sql")
    app.button(key="sql_example_4").click().run()
    assert not app.exception
    assert app.text_area(key="sql_editor").value == list_examples()[3].sql.strip()
    assert "2026-02-11" in str(app.dataframe[0].value)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("select titel from marts.fct_articles", "have no column “titel” (perhaps title"),
        ("select x.title from marts.fct_articles", "names the table “x”"),
        ("select * from articles", "There is no table “articles”"),
        ("select count(", "The query breaks off"),
        ("select * from marts.dim_dates where (", "The query breaks off"),
        ("select title, from", "The query breaks off"),
        ("with a as (select 1", "The query breaks off"),
        ("select", "After SELECT nothing stands"),
        ("select 'abc", "A text in the query is not closed"),
        ('select "abc', "A name in the query is not closed"),
        ("select 1 /* abc", "A comment in the query is not closed"),
        ("select 1)", "can’t be understood from “)” on"),
        ("selct 1", "can’t be understood from “selct” on"),
        ("select 1 as x -- it ends in (", "1 row, 1 column"),
        ("copy (select 1) to 'x'", "Only a SELECT is run here, and this is COPY"),
        ("select 1; select 2", "These are 2 statements"),
        ("from read_text('/etc/passwd')", text_sql.NO_FILES),
        ("-- nothing", text_sql.START),
        ("select 1 as x where false", text_sql.NO_ROWS),
        ("select " + "1 + " * 6000 + "1", "more than 20,000 characters"),
        ("select * from range(20000)", "Only the first 10,000 rows came back"),
    ],
)
def test_what_went_wrong_is_said(
    open_page: OpenPage, day_home: Path, statement: str, words: str
) -> None:
    app = open_page(day_home, "sql", sql=statement)
    assert not app.exception
    assert words in texts(app)


def test_a_long_query_has_no_link(open_page: OpenPage, day_home: Path) -> None:
    app = open_page(day_home, "sql", sql="select 1 as n -- " + "ж" * 1200)
    assert text_sql.LONG_LINK in texts(app)
    assert "sql" not in app.query_params
    assert app.dataframe[0].value.to_dict("records") == [{"n": 1}]


def test_the_axes_can_be_changed(open_page: OpenPage, day_home: Path) -> None:
    statement = "select range as a, range * 2 as b, 'x' || range as c from range(5)"
    app = open_page(day_home, "sql", sql=statement)
    found = {box.label: box for box in app.selectbox}
    along, figure = found[text_sql.X], found[text_sql.Y]
    assert (along.value, figure.value) == ("c", "a")
    along.set_value("a").run()
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 1


@pytest.mark.parametrize("outcome", [sandbox.TOO_SLOW, sandbox.MEMORY, sandbox.BUSY, "other"])
def test_each_limit_has_words_of_one_line(outcome: str) -> None:
    said = text_sql.problem(Answer(outcome), QueryLimits())
    assert said
    assert "\n" not in said


def test_every_type_can_be_shown_and_written() -> None:
    table = pa.table(
        {
            "n": pa.array([1, None], pa.int64()),
            "big": pa.array([2**70, 1], pa.decimal128(38, 0)),
            "sum": pa.array([12, 7], pa.decimal128(38, 0)),
            "day": pa.array([dt.date(2026, 1, 1), None]),
            "at": pa.array([dt.datetime(2026, 1, 1, 5), None], pa.timestamp("us", "UTC")),
            "kind": pa.array(["=a", "b"]).dictionary_encode(),
            "list": pa.array([[1, 2], None]),
            "bytes": pa.array([b"\x01", None]),
            "none": pa.nulls(2),
            "yes": pa.array([True, None]),
        }
    )
    frame = quick.frame_of(table)
    assert frame["n"].tolist() == [1, pd.NA]
    assert frame["sum"].tolist() == [12, 7]
    assert frame["big"].tolist() == [str(2**70), "1"]
    assert frame["list"].tolist() == ["[1, 2]", None]
    assert frame["bytes"].tolist() == ["01", None]
    assert frame["at"].iloc[0] == pd.Timestamp("2026-01-01T05:00")
    written = download.csv_bytes(frame).decode("utf-8-sig").splitlines()
    assert written[1].startswith("1,1180591620717411303424,12,2026-01-01,")
    assert ",'=a," in written[1]


def test_columns_of_one_name_are_told_apart() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2]), pa.array([3])], ["a", "a", ""])
    assert list(quick.frame_of(table)) == ["a", "a_2", "column"]


@pytest.mark.parametrize(
    ("columns", "plan"),
    [
        ({"day": DAYS, "n": [1, 2, 3]}, Plan("day", "n")),
        ({"n": [1, 2, 3], "month": ["2026-01", "2026-02", "2026-03"]}, Plan("month", "n")),
        ({"word": ["a", "b", "a"], "name": ["p", "q", "r"], "n": [3, 2, 1]}, Plan("name", "n")),
        ({"topic_id": ["1", "2", "3"], "share": [0.1, 0.2, 0.3]}, Plan("topic_id", "share")),
        ({"article_id": [7, 8, 9], "w": [1, 2, 3], "v": [1.5, 2, 3]}, Plan("w", "v")),
        ({"name": ["a", "b", "c"]}, None),
        ({"n": [1, 2, 3]}, None),
    ],
)
def test_the_chart_follows_from_the_columns(
    columns: dict[str, list[object]], plan: Plan | None
) -> None:
    assert quick.choose(pd.DataFrame(columns)) == plan


def test_lines_are_set_apart_where_days_come_again() -> None:
    frame = pd.DataFrame({"day": DAYS * 2, "lang": ["en"] * 3 + ["ru"] * 3, "n": range(6)})
    assert quick.choose(frame) == Plan("day", "n", "lang")
    assert quick.choose(frame.head(1)) is None


@pytest.mark.parametrize(
    ("plan", "mark"),
    [
        (Plan("day", "n"), "line"),
        (Plan("day", "n", "lang"), "line"),
        (Plan("lang", "n"), "bar"),
        (Plan("n", "m"), "point"),
    ],
)
def test_every_form_is_drawn(plan: Plan, mark: str) -> None:
    frame = pd.DataFrame(
        {"day": DAYS, "lang": ["a", "b", "<b>"], "n": [1, 2, None], "m": [-1.5, 0, 2]}
    )
    marks, kind = quick.points(frame, plan)
    assert len(marks) == (3 if plan.y == "m" and plan.x != "n" else 2)
    drawn = quick_chart(marks, kind, plan, LIGHT).to_dict()
    assert drawn["layer"][0]["mark"]["type"] == mark
    # the zone of the reader must not move a day
    if kind == quick.TIME:
        assert marks["x"].iloc[0] == "2026-01-01T00:00:00"


def test_many_words_are_cut_and_said_so() -> None:
    frame = pd.DataFrame({"name": [f"n{i}" for i in range(100)], "n": range(100)})
    marks, _ = quick.points(frame, Plan("name", "n"))
    assert len(marks) == quick.MOST_BARS
    assert text_sql.drawn(len(marks), len(frame)) == "The chart holds the first 30 of 100 rows."


def test_the_dictionary_is_searched_by_every_word() -> None:
    columns = pd.DataFrame(
        [
            ("marts.fct_articles", "One row per article.", "title", "VARCHAR", "As printed."),
            ("marts.fct_articles", "One row per article.", "lang", "ENUM('en')", "Language."),
            ("marts.dim_topics", "One row per topic.", "family", "VARCHAR", "<b>Family</b>"),
        ],
        columns=["table_name", "table_comment", "column_name", "data_type", "comment"],
    )
    assert len(matching(columns, "")) == 3
    assert matching(columns, "ARTICLE lang")["column_name"].tolist() == ["lang"]
    assert matching(columns, "no such").empty
    shown = listed(columns, is_open=False)
    assert "&lt;b&gt;Family&lt;/b&gt;" in shown
    assert text_sql.ONE_OF in shown
    assert shown.count("<details>") == 2
