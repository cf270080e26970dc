"""The command as a user meets it: exit codes, one-line errors, output that says what is so."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from orchestration.cli import app
from tests.conftest import SAMPLE


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=text)


def test_help_teaches() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for word in ("build", "dashboard", "verify", "trace", "landing folder"):
        assert word in result.output


def test_sql_prints_rows(sample_home: Path) -> None:
    result = run("sql", "select count(*) as n from marts.fct_articles", "--home", str(sample_home))
    assert result.output == "n\n20\n"


def test_sql_json(sample_home: Path) -> None:
    result = run("sql", "select 1 as one", "--json", "--home", str(sample_home))
    assert json.loads(result.output) == [{"one": 1}]


HARMFUL = {
    "copy marts.fct_articles to '{database}'": "COPY",
    "copy (select 1) to '{folder}/out.csv'": "COPY",
    "explain analyze copy (select 1) to '{folder}/out.csv'": "COPY",
    "prepare p as copy (select 1) to '{folder}/out.csv'": "PREPARE",
    "export database '{folder}/out'": "EXPORT",
    "attach '{folder}/other.duckdb'": "ATTACH",
    "set enable_external_access = true": "SET",
    "drop table marts.fct_articles": "DROP",
    "create table x as select 1": "CREATE",
    "install httpfs": "only SELECT",
    "select * from read_text('{folder}/secret.txt')": "disabled",
    "select * from read_csv('{folder}/secret.txt')": "disabled",
    "from '{folder}/secret.txt'": "baspasoz",
    "select * from glob('{folder}/*')": "disabled",
    "select 1; drop table marts.fct_articles": "2 statements",
    "select nothing": "nothing",
    "selec 1": "syntax error",
    "": "no statement",
}


@pytest.mark.parametrize("query", HARMFUL)
def test_sql_only_reads_the_marts(sample_home: Path, tmp_path: Path, query: str) -> None:
    database = (sample_home / "published" / "current" / "warehouse.duckdb").resolve()
    before = database.read_bytes()
    (tmp_path / "secret.txt").write_text("secret")
    told = run("sql", query.format(database=database, folder=tmp_path), "--home", str(sample_home))
    assert told.exit_code == 1
    assert told.stderr.startswith("baspasoz: ")
    assert HARMFUL[query] in told.stderr
    assert told.stderr.count("\n") == 1
    assert told.stdout == ""
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]


@pytest.mark.parametrize(
    "query", ["explain select 1", "show tables", "values (1);", "select 1 -- c"]
)
def test_sql_takes_every_way_of_reading(sample_home: Path, query: str) -> None:
    assert run("sql", query, "--home", str(sample_home)).exit_code == 0


def test_verify_says_the_bytes(sample_home: Path) -> None:
    result = run("verify", "--home", str(sample_home))
    assert result.exit_code == 0
    assert "44,281 of 44,281 bytes accounted for" in result.output


def test_trace_shows_place_and_text(sample_home: Path) -> None:
    result = run("trace", "news-1159318-en", "--home", str(sample_home))
    assert "bytes 8 to" in result.output
    assert "The weekly campaign" in result.output


def test_deliveries_and_hashes(sample_home: Path) -> None:
    lines = run("deliveries", "--home", str(sample_home)).output.splitlines()
    assert lines[0].split("\t")[:3] == ["id", "file_name", "status"]
    assert lines[1].split("\t")[1:4] == [SAMPLE.name, "loaded", "20"]
    listed = json.loads(run("deliveries", "--json", "--home", str(sample_home)).output)
    assert listed[0]["file_name"] == SAMPLE.name
    assert "fct_articles" in run("hashes", "--home", str(sample_home)).output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sql", "select 1"), "nothing is published"),
        (("verify",), "nothing is built"),
        (("build", "--dumps", "/no/such/folder"), "doesn't exist; make a folder"),
        (("build", "--dumps", str(SAMPLE)), "is a file; make a folder"),
        (("rebuild",), "no delivery is kept"),
        (("trace", "x"), "nothing is built"),
        (("forget", "nothing"), "no delivery called"),
    ],
)
def test_errors_say_what_to_do(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments, "--home", str(tmp_path / "home"))
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "home").exists()


def test_a_home_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("build", "--home", str(tmp_path / "file" / "home"), "--dumps", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith("baspasoz: ")


def test_a_bad_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASPASOZ_MAX_FILE_BYTES", "much")
    result = run("build")
    assert result.exit_code == 1
    assert "BASPASOZ_MAX_FILE_BYTES='much'" in result.stderr


def test_forget_asks_and_says_what_goes(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    result = run("forget", SAMPLE.name, "--home", str(home), text="n\n")
    assert result.exit_code == 1
    assert "20 go; 0 stay" in result.output
    still = run("sql", "select count(*) as n from marts.fct_articles", "--home", str(home))
    assert still.output == "n\n20\n"
