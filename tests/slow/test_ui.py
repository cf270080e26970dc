"""The Dagster UI with its real daemon: new dumps are taken by themselves, on this machine alone."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest

from orchestration.settings import Settings

pytestmark = pytest.mark.slow

LATER = b"""Law
Notaries of Aktobe will answer questions of citizens 12.02.2026
The chamber of notaries of the Aktobe region invites residents to free consultations.
Source : https://www.gov.kz/memleket/entities/adilet-akt/press/news/details/1159900?lang=kk
"""
# far more than it takes on a quiet machine: see README for what was measured
PATIENCE = 420.0


@pytest.fixture
def settings(sample_home: Path, tmp_path: Path) -> Settings:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    (tmp_path / "dumps").mkdir()
    return Settings.from_environment(tmp_path / "home", tmp_path / "dumps")


@contextmanager
def ui(settings: Settings, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`baspasoz ui` until the block ends; its process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "orchestration.cli", "ui", "--home", str(settings.home),
            "--dumps", str(settings.dumps), "--port", str(port), *options,
        ],
        env={**os.environ, "BASPASOZ_SETTLE_SECONDS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        assert "Dagster UI: http://127.0.0.1" in process.stdout.readline()
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=60)


def ask(address: str, query: str) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{address}/graphql",
        json.dumps({"query": query}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return dict(json.load(answer))


def titles(settings: Settings) -> list[str]:
    database = settings.current.resolve() / "warehouse.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        return [r[0] for r in connection.execute("select title from marts.fct_articles").fetchall()]


def strangers(process: subprocess.Popen[str]) -> list[str]:
    """Addresses that the servers listen at and that others than this machine can reach."""
    parent = psutil.Process(process.pid)
    return [
        f"{connection.laddr.ip}:{connection.laddr.port}"
        for found in [parent, *parent.children(recursive=True)]
        for connection in connections(found)
        if connection.status == psutil.CONN_LISTEN
        and connection.laddr.ip not in ("127.0.0.1", "::1")
    ]


def connections(process: psutil.Process) -> list[Any]:
    """What a process listens at; one that has ended meanwhile listens at nothing."""
    try:
        return list(process.net_connections("inet"))
    except psutil.NoSuchProcess:
        return []


def test_a_dropped_dump_is_published_without_a_click(settings: Settings) -> None:
    before = len(titles(settings))
    with ui(settings) as (process, _):
        assert strangers(process) == []
        (settings.dumps / "later.txt").write_bytes(LATER)
        started = time.monotonic()
        while len(titles(settings)) == before and time.monotonic() - started < PATIENCE:
            time.sleep(1)
        print(f"published {time.monotonic() - started:.0f} s after it was dropped")
        assert len(titles(settings)) == before + 1
        assert strangers(process) == []


def test_read_only_starts_nothing(settings: Settings) -> None:
    with ui(settings, "--read-only") as (process, address):
        assert strangers(process) == []
        shown = ask(address, "{ assetNodes { assetKey { path } } }")
        assert len(shown["data"]["assetNodes"]) > 50
        repository = (
            '{repositoryName: "__repository__", repositoryLocationName: "orchestration.definitions"'
        )
        refused = ask(
            address,
            "mutation { launchRun(executionParams: {selector: "
            f'{repository}, pipelineName: "publish"}}, runConfigData: "{{}}"}}) {{ __typename '
            "... on PythonError { message } } }",
        )
        assert refused["data"]["launchRun"]["__typename"] == "UnauthorizedError", refused
