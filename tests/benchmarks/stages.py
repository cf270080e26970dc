"""What is measured: the product's own functions, stage by stage, and what they are compared with.

Each function prepares a stage and gives back the work that is timed. Stages run in the order of
`STAGES`: each finds in its home what the ones before it made. How time and memory are taken
stands in `measuring`.
"""

import hashlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration import dbt_runner, loading, warehouse
from orchestration.enriching import BATCH_ARTICLES, enrich_batch
from orchestration.landing import take_dumps
from orchestration.press.dump import Dump, parse_lot
from orchestration.publishing import DATABASE
from orchestration.seeds import load_lexicon
from orchestration.settings import REPOSITORY, Settings
from tests.benchmarks.dumps import CACHE, DAY, Workspace
from tests.benchmarks.measuring import Stage, Told, Work
from tests.benchmarks.plain_parser import parse_plainly

LATEST = loading.RELEASE_DAY + timedelta(days=1)
SHA256, PLAIN, DUCKDB = "sha256", "plain parser", "DuckDB load"
DEFINITIONS, LABEL = "definitions", "label"
QUERIES, SEARCH, HITS = "dashboard queries", "search", "page of hits"
FIRST_PAINT, FILTER_CHANGE = "first paint", "filter change"
_DEFINITIONS = "import orchestration.definitions"
WHOLE_BUILD, NOTHING_NEW, DAY_ADDED = "whole build", "no-op build", "one day added"
STORIES = f"{WHOLE_BUILD}, group"
# costs as much an article at any size: of a million it would take a quarter of an hour
_LABEL_ARTICLES = 100_000


def _hash(workspace: Workspace) -> Work:
    data = [path.read_bytes() for path in workspace.period.paths]
    return lambda: [hashlib.sha256(d).digest() for d in data]


def _parse_plainly(workspace: Workspace) -> Work:
    # it knows nothing of damaged bytes: they are made whole before
    texts = [path.read_bytes().decode("utf-8", "replace") for path in workspace.period.paths]
    data = [text.encode() for text in texts]
    return lambda: [None for d in data if parse_plainly(d) is None]


def _load_by_duckdb(workspace: Workspace) -> Work:
    rows, target = workspace.parquet / "articles.parquet", workspace.folder / "reference.duckdb"
    with duckdb.connect(str(workspace.by_stage.build_db), read_only=True) as connection:
        connection.execute(f"copy raw.articles to '{rows}' (format parquet, compression zstd)")
    return lambda: _create_from(rows, target)


def _create_from(rows: Path, target: Path) -> None:
    _remove_database(target)
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"create table articles as from '{rows}'")


def _load_definitions(workspace: Workspace) -> Work:
    """What each process of Dagster's does first; dbt's project is parsed before."""
    settings = workspace.by_stage
    dbt_runner.prepare_manifest(settings)
    _run_python(["-c", _DEFINITIONS], **settings.as_environment())
    return partial(_run_python, ["-c", _DEFINITIONS], **settings.as_environment())


def _keep(workspace: Workspace) -> Work:
    return lambda: take_dumps(workspace.by_stage)


def _read_and_hash(workspace: Workspace) -> Work:
    # without its index the landing folder is read again, and every file is known by its hash
    settings = workspace.by_stage
    index = settings.home / "landing.json"

    def work() -> None:
        index.unlink(missing_ok=True)
        take_dumps(settings)

    return work


def _parse(workspace: Workspace) -> Work:
    lots = _lots(workspace)
    return lambda: [None for lot in lots if parse_lot(lot, LATEST) is None]


def _lots(workspace: Workspace) -> list[list[Dump]]:
    """The dumps as loading parses them: together, up to some bytes."""
    lots: list[list[Dump]] = [[]]
    for path in workspace.period.paths:
        data = path.read_bytes()
        size = sum(len(dump.data) for dump in lots[-1])
        if size + len(data) > loading.LOT_BYTES or len(lots[-1]) >= loading.LOT_DELIVERIES:
            lots.append([])
        lots[-1].append(Dump(data, hashlib.sha256(data).hexdigest()))
    return lots


def _stage(workspace: Workspace) -> Work:
    parsed = [parse_lot(lot, LATEST) for lot in _lots(workspace)]
    tables = {
        "staged_articles": pa.concat_tables([p.articles for p in parsed]),
        "staged_rejects": pa.concat_tables([p.rejects for p in parsed]),
    }

    def work() -> None:
        for name, table in tables.items():
            pq.write_table(table, workspace.parquet / f"{name}.parquet", compression="zstd")

    return work


def _load(workspace: Workspace) -> Work:
    """All of loading but the parsing, whose results are taken down beforehand."""
    settings = workspace.by_stage
    parsed: list[Any] = []

    def take_down(
        function: Callable[[Any], Any], items: Iterable[Any], *, workers: int
    ) -> Iterator[Any]:
        for result in map(function, items):
            parsed.append(result)
            yield result

    def replay(
        function: Callable[[Any], Any], items: Iterable[Any], *, workers: int
    ) -> Iterator[Any]:
        return iter(parsed)

    _load_raw(settings, take_down)
    return partial(_load_raw, settings, replay)


def _load_raw(settings: Settings, run_in_order: Callable[..., Iterator[Any]]) -> None:
    _remove_database(settings.build_db)
    with (
        patch.object(loading, "run_in_order", run_in_order),
        warehouse.open_warehouse(settings.build_db) as connection,
    ):
        loading.load_deliveries(settings, connection)


def _label(workspace: Workspace) -> Work:
    """Text, language, identity, agencies, regions and topics, in batches and in this process."""
    every = -(-workspace.period.articles // _LABEL_ARTICLES)
    with duckdb.connect(str(workspace.by_stage.build_db), read_only=True) as connection:
        rows = connection.execute(f"from raw.articles where rowid % {every} = 0").to_arrow_table()
    batches = [pa.Table.from_batches([b]) for b in rows.to_batches(BATCH_ARTICLES)]
    load_lexicon()
    return lambda: [None for batch in batches if enrich_batch(batch) is None]


def _run_models(workspace: Workspace) -> Work:
    """All models without their tests, over the home that was built."""
    settings = workspace.by_command
    # the project is parsed once for all builds of a home
    dbt_runner.prepare_manifest(settings)

    def work() -> None:
        bad = [r for r in dbt_runner.build(settings, command="run") if not r.is_good]
        assert not bad, f"dbt: {[(b.name, b.message) for b in bad]}"

    return work


def _build(workspace: Workspace) -> Work:
    workspace.clear()
    # whoever builds for the first time compiles Dagster and dbt too: that isn't ours
    _run_python(["-c", "import dagster, dagster_dbt, dbt.cli.main, orchestration.cli"])
    return partial(_run_command, workspace.by_command)


def _build_again(workspace: Workspace) -> Work:
    return partial(_run_command, workspace.by_command)


def _build_day(workspace: Workspace) -> Work:
    assert not (workspace.landing / DAY).exists(), f"measure {WHOLE_BUILD!r} too: the day is there"
    workspace.land(workspace.day, DAY)
    return partial(_run_command, workspace.by_command)


def _run_command(settings: Settings) -> Told:
    """The command as a user types it, in an interpreter of its own; it tells its steps."""
    folders = ["--home", str(settings.home), "--dumps", str(settings.dumps)]
    summary = json.loads(_run_python(["-m", "orchestration.cli", "build", "--json", *folders]))
    steps = {name: (cpu, summary["seconds"][name]) for name, cpu in summary["cpu_seconds"].items()}
    published = (settings.current / DATABASE).stat().st_size
    return Told(parts=steps if summary["is_new"] else {}, published_bytes=published)


def _run_python(arguments: list[str], **variables: str) -> str:
    """Run Python on them; what it printed."""
    environment = (
        os.environ
        | variables
        | {
            "BASPASOZ_SETTLE_SECONDS": "0",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(CACHE / "bytecode"),
        }
    )
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stderr.strip() or done.stdout}"
    return done.stdout


def _served(module: str, name: str, workspace: Workspace) -> Work:
    """What reads the published file; imported here, for its libraries take room and time."""
    # Streamlit warns at each call that no server is there
    logging.disable(logging.WARNING)
    found = import_module(f"tests.benchmarks.{module}")
    work: Work = getattr(found, name)(workspace)
    return work


def _remove_database(path: Path) -> None:
    for file in (path, path.with_name(f"{path.name}.wal")):
        file.unlink(missing_ok=True)


STAGES = (
    Stage(SHA256, _hash, is_repeatable=True, is_reference=True),
    Stage(PLAIN, _parse_plainly, is_repeatable=True, is_reference=True),
    Stage(DEFINITIONS, _load_definitions, is_repeatable=True),
    Stage("keep", _keep),
    Stage("read and hash", _read_and_hash, is_repeatable=True),
    Stage("parse", _parse, is_repeatable=True),
    Stage("stage", _stage, is_repeatable=True),
    Stage("load", _load, is_repeatable=True),
    Stage(DUCKDB, _load_by_duckdb, is_repeatable=True, is_reference=True),
    Stage(LABEL, _label, is_repeatable=True, most_articles=_LABEL_ARTICLES),
    Stage(WHOLE_BUILD, _build),
    Stage(NOTHING_NEW, _build_again),
    Stage("models alone", _run_models, is_on_demand=True),
    Stage("snapshot opened", partial(_served, "pages", "open_anew"), is_repeatable=True),
    Stage(QUERIES, partial(_served, "pages", "ask_pages")),
    Stage(FILTER_CHANGE, partial(_served, "pages", "change_filters")),
    Stage(FIRST_PAINT, partial(_served, "pages", "visit_pages")),
    Stage(SEARCH, partial(_served, "searches", "search_index")),
    Stage(HITS, partial(_served, "searches", "list_hits")),
    Stage("question to DuckDB", partial(_served, "question", "ask_duckdb"), is_repeatable=True),
    Stage("question to pandas", partial(_served, "question", "ask_pandas"), is_repeatable=True),
    Stage("question to Polars", partial(_served, "question", "ask_polars"), is_repeatable=True),
    Stage("question to SQLite", partial(_served, "question", "ask_sqlite"), is_repeatable=True),
    Stage(DAY_ADDED, _build_day, is_day=True),
)
