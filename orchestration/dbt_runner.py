"""Runs dbt inside this process: a subprocess of it takes nine seconds to start.

Holds how dbt is called and what its results are; models and tests stand in `dbt_project`.
"""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from orchestration.fingerprint import modelling_fingerprint
from orchestration.settings import DBT_PROJECT, Settings

OnNode = Callable[[str, str, float], None]


class DbtError(RuntimeError):
    """dbt could not run; the message is dbt's own first line."""


@dataclass(frozen=True)
class NodeResult:
    """What became of one seed, model, test or unit test.

    Attributes:
        unique_id: dbt's name of the node.
        name: short name.
        resource_type: seed, model, test or unit_test.
        status: success, pass, fail, warn, error or skipped.
        message: dbt's message; for a test the number of failing rows.
        seconds: how long it took.
        failures: failing rows of a test.
        sql: compiled SQL, to look at failing rows.
    """

    unique_id: str
    name: str
    resource_type: str
    status: str
    message: str | None
    seconds: float
    failures: int | None
    sql: str | None

    @property
    def is_good(self) -> bool:
        """Whether it did what it should; a warning does."""
        return self.status in ("success", "pass", "warn", "no-op")


def prepare_manifest(settings: Settings) -> Path:
    """Path of the project's manifest, parsed anew when the project has changed.

    Raises:
        DbtError: the project can't be parsed.
    """
    manifest = settings.dbt_target / "manifest.json"
    mark = settings.dbt_target / "fingerprint"
    fingerprint = modelling_fingerprint()
    settings.dbt_target.mkdir(parents=True, exist_ok=True)
    # whoever parses at the same time would write the file that the other one reads
    with FileLock(settings.dbt_target / "parse.lock"):
        if manifest.exists() and mark.exists() and mark.read_text() == fingerprint:
            return manifest
        _invoke(settings, ["parse"])
        mark.write_text(fingerprint)
    return manifest


def build(
    settings: Settings,
    select: Sequence[str] = (),
    on_node: OnNode | None = None,
    command: str = "build",
) -> list[NodeResult]:
    """Build seeds and models, and test what came out.

    Args:
        settings: the home whose build database dbt writes.
        select: node names; empty builds all.
        on_node: told name, status and seconds of each node when it ends.
        command: build, or another command that yields results of nodes.

    Returns:
        Results in the order in which the nodes ended. Failing tests are results, not errors.

    Raises:
        DbtError: dbt itself failed.
    """
    arguments = [command]
    if command == "build":
        # unit tests prove the SQL, not the data: the test suite runs them
        arguments += ["--exclude-resource-type", "unit_test"]
    if select:
        arguments += ["--select", *select]
    result = _invoke(settings, arguments, on_node)
    return [_node_result(found) for found in result.results]


def generate_docs(settings: Settings) -> Path:
    """Write dbt's static documentation as one HTML file; returns its path."""
    _invoke(settings, ["docs", "generate", "--static"])
    return settings.dbt_target / "static_index.html"


def _invoke(settings: Settings, arguments: list[str], on_node: OnNode | None = None) -> Any:
    settings.dbt_target.mkdir(parents=True, exist_ok=True)
    with _environment(settings.as_environment()):
        # dbt takes two seconds to import: not before it is needed
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.adapters.factory import reset_adapters
        from dbt.cli.main import dbtRunner

        callbacks = [_listener(on_node)] if on_node else []
        try:
            outcome = dbtRunner(callbacks=callbacks).invoke(
                [
                    "--quiet",
                    "--no-use-colors",
                    "--no-send-anonymous-usage-stats",
                    "--no-version-check",
                    "--log-path",
                    str(settings.dbt_target / "logs"),
                    *arguments,
                    "--project-dir",
                    str(DBT_PROJECT),
                    "--profiles-dir",
                    str(DBT_PROJECT),
                    "--target-path",
                    str(settings.dbt_target),
                ]
            )
        finally:
            # lets go of the database, so that others may open it
            reset_adapters()
            DuckDBConnectionManager.close_all_connections()
            gc.collect()
    if outcome.exception is not None:
        raise DbtError(f"dbt {arguments[0]} failed: {outcome.exception}")
    return outcome.result


def _listener(on_node: OnNode) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        if event.info.name == "NodeFinished":
            info = event.data.node_info
            on_node(info.node_name, info.node_status, event.data.run_result.execution_time)

    return listen


def _node_result(found: Any) -> NodeResult:
    node = found.node
    return NodeResult(
        unique_id=node.unique_id,
        name=node.name,
        resource_type=str(node.resource_type),
        status=str(found.status),
        message=found.message,
        seconds=found.execution_time,
        failures=found.failures,
        sql=getattr(node, "compiled_code", None),
    )


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
