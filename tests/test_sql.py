"""SQL for people: formats, the prompt, the example queries, exports."""

import csv
import io
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration import commands
from orchestration.examples import list_examples
from orchestration.results import write_csv
from orchestration.settings import Settings
from orchestration.snapshots import current_snapshot
from tests.test_cli import run

EXAMPLES = list_examples()
THREE = "select topic_id, count(*) as n from marts.fct_article_topics group by 1 order by 1 limit 3"


def sql(home: Path, *arguments: str, text: str = "") -> str:
    result = run("sql", *arguments, "--home", str(home), text=text)
    assert result.exit_code == 0, result.output
    return str(result.stdout)


def test_formats_agree(sample_home: Path, tmp_path: Path) -> None:
    as_json = json.loads(sql(sample_home, THREE, "--format", "json"))
    as_csv = list(csv.DictReader(io.StringIO(sql(sample_home, THREE, "--format", "csv"))))
    sql(sample_home, THREE, "--format", "parquet", "--output", str(tmp_path / "x.parquet"))
    as_parquet = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert len(as_json) == 3
    assert [{**row, "n": int(row["n"])} for row in as_csv] == as_json == as_parquet
    assert "topic_id" in sql(sample_home, THREE, "--format", "table")


def test_an_unknown_format_is_told(sample_home: Path) -> None:
    result = run("sql", "select 1", "--format", "xml", "--home", str(sample_home))
    assert result.exit_code == 2
    assert "table, csv, json, parquet" in result.stderr


def test_formulas_are_disarmed() -> None:
    text = write_csv(["=name"], [["=1+1"], ["+7"], ["@x"], ["\tx"], [-5], [None], ["plain"]])
    assert text.splitlines() == ["'=name", "'=1+1", "'+7", "'@x", "'\tx", "-5", '""', "plain"]


def test_path_is_the_served_file(sample_home: Path) -> None:
    snapshot = current_snapshot(Settings.from_environment(sample_home))
    assert snapshot is not None
    assert sql(sample_home, "--path").strip() == str(snapshot.database)


def test_the_prompt_takes_statements_over_several_lines(sample_home: Path) -> None:
    text = "select 1 as one;\nselect\n  2 as two;\nselect nothing;\nselect 3 as three\n"
    words = [w for w in sql(sample_home, text=text).split() if w not in ("sql>", "...>")]
    assert words == ["one", "1", "two", "2", "three", "3"]


def test_an_example_runs_through_a_pipe(sample_home: Path) -> None:
    listed = run("examples").stdout
    assert len(listed.splitlines()) == len(EXAMPLES)
    text = run("examples", "4").stdout
    assert "2026-02-11" in sql(sample_home, "-", text=text)
    assert run("examples", "no-such").exit_code == 1


def test_there_are_twenty_examples_in_order() -> None:
    assert [e.number for e in EXAMPLES] == list(range(1, 21))
    assert all(e.question.count("?") + e.question.count(".") >= 1 for e in EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_example_queries_run(sample_home: Path, example) -> None:  # type: ignore[no-untyped-def]
    names, _ = commands.query(Settings.from_environment(sample_home), example.sql)
    assert len(names) >= 2


def test_every_published_column_has_a_comment(sample_home: Path) -> None:
    bare = commands.query(
        Settings.from_environment(sample_home),
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where schema_name in ('marts', 'explore') and coalesce(comment, '') = '' "
        "union all select schema_name, view_name, '' from duckdb_views() "
        "where schema_name in ('marts', 'explore') and coalesce(comment, '') = ''",
    )[1]
    assert bare == []


@pytest.mark.parametrize("kind", ["parquet", "csv", "jsonl"])
def test_an_export_explains_itself(sample_home: Path, tmp_path: Path, kind: str) -> None:
    to = tmp_path / "export"
    result = run("export", "--to", str(to), "--format", kind, "--home", str(sample_home))
    assert result.exit_code == 0, result.output
    manifest = json.loads((to / "manifest.json").read_text())
    assert manifest["counts"] == {"articles": 19, "stories": 15, "occurrences": 19}
    assert manifest["tables"]["articles"] == 19
    articles = to / (
        "articles/articles-2026-02.parquet" if kind == "parquet" else f"articles.{kind}"
    )
    read = {"parquet": "read_parquet", "csv": "read_csv", "jsonl": "read_json"}[kind]
    assert duckdb.sql(f"select count(*) from {read}('{articles}')").fetchall() == [(19,)]
    assert "| `article_id` |" in (to / "dictionary.md").read_text()
    assert "GeoNames" in (to / "LICENCES.md").read_text()
    assert set(manifest["files"]) == {
        str(p.relative_to(to)) for p in to.rglob("*") if p.is_file() and p.name != "manifest.json"
    }


def test_an_export_is_filtered(sample_home: Path, tmp_path: Path) -> None:
    to = tmp_path / "export"
    filters = ["--region", "almaty", "--since", "2026-02-01", "--until", "2026-02-11"]
    run("export", "--to", str(to), *filters, "--home", str(sample_home))
    counted = json.loads((to / "manifest.json").read_text())["counts"]["articles"]
    home = Settings.from_environment(sample_home)
    query = "select count(*) from explore.articles where region_name = 'Almaty'"
    assert [(counted,)] == commands.query(home, query)[1]
    assert counted > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "xls"), "parquet, csv, jsonl"),
        (("--region", "Atlantis"), "no region 'Atlantis'"),
    ],
)
def test_an_export_that_can_not_be(
    sample_home: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    to = tmp_path / "export"
    result = run("export", "--to", str(to), *arguments, "--home", str(sample_home))
    assert result.exit_code == 1
    assert words in result.stderr
    assert not to.exists()
    assert not list(tmp_path.glob("*.partial"))


def test_an_export_leaves_what_is_there(sample_home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = run("export", "--to", str(tmp_path), "--home", str(sample_home))
    assert result.exit_code == 1
    assert "not empty" in result.stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_parquet_of_enums_is_read_as_text(sample_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    query = "select region_id from marts.dim_regions"
    sql(sample_home, query, "--format", "parquet", "--output", str(path))
    column = pq.read_table(path)["region_id"]
    assert pa.types.is_dictionary(column.type) or pa.types.is_string(column.type)
    assert "KZ-75" in column.to_pylist()
