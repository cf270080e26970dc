"""Conventions as tests; each failure says what to do."""

import ast
import csv
import re
from pathlib import Path

import pytest
import yaml

from orchestration.settings import DBT_PROJECT, REPOSITORY, SEEDS

PURE = REPOSITORY / "orchestration" / "press"
ENGINES = {"dagster", "dagster_dbt", "duckdb", "streamlit", "pyspark", "dbt", "polars", "pandas"}
README = (REPOSITORY / "README.md").read_text()


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", sorted(PURE.rglob("*.py")), ids=lambda p: p.name)
def test_press_is_pure(path: Path) -> None:
    assert not tops(path) & ENGINES, "press takes and gives Arrow; move engines out of it"
    ours = {n for n in imports(path) if n.startswith("orchestration.")}
    outside = {n for n in ours if not n.startswith("orchestration.press")}
    assert not outside, "press imports nothing of the rest; pass what it needs as an argument"
    assert "open(" not in re.sub(r'""".*?"""', "", path.read_text(), flags=re.S), (
        "press reads no file; read it in orchestration.seeds and pass it on"
    )


def test_signals_are_pure() -> None:
    for path in (REPOSITORY / "orchestration" / "signals").glob("*.py"):
        assert not tops(path) & ENGINES, f"{path.name} takes and gives Arrow"


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "orchestration" / "engines").glob("*.py")), ids=lambda p: p.name
)
def test_engines_hold_no_rules(path: Path) -> None:
    assert not any(n.startswith("orchestration.press") for n in imports(path)), (
        "an engine runs functions that it is given; it doesn't know them"
    )


def test_only_queries_read_the_snapshot() -> None:
    readers = {p.name for p in (REPOSITORY / "dashboard").rglob("*.py") if "duckdb" in tops(p)}
    allowed = {"opened.py", "sandbox_child.py"}
    assert readers <= allowed, "read by dashboard/opened.py alone, a reader's SQL in the sandbox"


def test_charts_never_import_streamlit() -> None:
    for path in (REPOSITORY / "dashboard").rglob("chart*.py"):
        assert "streamlit" not in tops(path), f"{path.name} draws; pages show"


def test_the_dashboard_knows_little_of_the_pipeline() -> None:
    # besides the settings: the rules and the examples of SQL, which the command line has too
    shared = {"orchestration.settings", "orchestration.guarding", "orchestration.examples"}
    search = ("asking", "marking", "narrowing", "reading")
    shared |= {f"orchestration.search.{name}" for name in search}
    for path in (REPOSITORY / "dashboard").rglob("*.py"):
        ours = {n for n in imports(path) if n.startswith("orchestration")}
        assert ours <= shared, f"{path.name}: read the published snapshot"


def test_what_the_dashboard_shares_imports_nothing_of_the_pipeline() -> None:
    for name in ("settings", "guarding", "examples"):
        path = REPOSITORY / "orchestration" / f"{name}.py"
        assert not any(n.startswith("orchestration") for n in imports(path)), path.name


def test_only_the_publish_step_writes_the_search_index() -> None:
    for path in (REPOSITORY / "orchestration").rglob("*.py"):
        if path.name not in ("publishing.py", "index.py"):
            assert "orchestration.search.index" not in imports(path), f"{path.name}: read it"


def test_the_generator_is_independent() -> None:
    for path in (REPOSITORY / "orchestration" / "synthetic").rglob("*.py"):
        assert not any(n.startswith("orchestration.press") for n in imports(path)), (
            f"{path.name}: agreeing with the generator means something only without press"
        )


def test_source_is_used_in_staging_alone() -> None:
    for path in (DBT_PROJECT / "models").rglob("*.sql"):
        if "staging" not in path.parts:
            assert "source(" not in path.read_text(), f"{path.name}: ref a staging model"


def test_every_seed_column_is_text() -> None:
    listed = yaml.safe_load((SEEDS / "_seeds.yml").read_text())["seeds"]
    types = {s["name"]: s["config"]["column_types"] for s in listed}
    for path in sorted(SEEDS.glob("*.csv")):
        with path.open(encoding="utf-8") as stream:
            header = next(csv.reader(stream))
        assert list(types.get(path.stem, {})) == header, (
            f"list the columns of {path.name} in dbt_project/seeds/_seeds.yml as varchar"
        )


def marts() -> list[str]:
    return sorted(p.stem for p in (DBT_PROJECT / "models" / "marts").rglob("*.sql"))


def test_marts_begin_with_their_grain() -> None:
    for path in (DBT_PROJECT / "models" / "marts").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text()).get("models", []):
            assert model["description"].startswith("One row per "), model["name"]
            for column in model["columns"]:
                assert column.get("description"), f"{model['name']}.{column['name']}"


@pytest.mark.parametrize("mart", marts())
def test_readme_names_every_mart(mart: str) -> None:
    assert f"`{mart}`" in README, "name it in README, What is in it"


def test_readme_names_every_command() -> None:
    from orchestration.cli import app

    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"baspasoz {name}" in README, f"name it in README: baspasoz {name}"


def test_readme_names_every_page() -> None:
    from dashboard import text

    for title in (getattr(text, name) for name in dir(text) if name.startswith("PAGE_")):
        assert title in README, f"name the page {title} in README"


def test_readme_names_every_make_target() -> None:
    makefile = (REPOSITORY / "Makefile").read_text()
    for target in re.findall(r"^([a-z-]+):.*##", makefile, flags=re.M):
        assert f"make {target}" in README, f"name it in README: make {target}"


def test_the_lock_has_hashes_and_no_address() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text()
    names = re.findall(r"^[A-Za-z0-9_.-]+==", lock, flags=re.M)
    assert len(names) > 100
    assert lock.count("--hash=sha256:") >= len(names)
    assert "://" not in lock, "compile it with --no-emit-index-url: make lock"


def test_a_region_has_one_english_name() -> None:
    """Readers see regions and their bodies side by side."""

    def names(seed: str) -> dict[str, str]:
        with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            return {row["region_id"]: row["name_en"] for row in csv.DictReader(file)}

    of_bodies = names("agency_region_names")
    for region_id, name in names("regions").items():
        assert of_bodies[region_id] == name, f"write {name} in both seeds"
