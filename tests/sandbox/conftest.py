"""One attacked home and one sandbox for the whole run, and the sum of it at the end."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.sandbox import Sandbox
from orchestration.settings import QueryLimits
from tests.sandbox.attempting import CANARY, Record, Target, make_target

LIMITS = QueryLimits(seconds=1.5, memory_mib=384, rows=1000, characters=10_000_000)
RECORD = Record()


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    return make_target(tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(replace(LIMITS))
    yield made
    made.close()


@pytest.fixture(scope="session")
def record() -> Record:
    return RECORD


@pytest.fixture(autouse=True)
def _canary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_CANARY", CANARY)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if RECORD.tried:
        terminalreporter.write_line(
            f"{RECORD.tried} attacks tried, {RECORD.through} through; "
            f"after {RECORD.changed} of them a file of the home had another hash; "
            f"longest query {RECORD.longest:.2f} s (limit {LIMITS.seconds} s), "
            f"largest process {RECORD.largest / 2**20:.0f} MiB (limit {LIMITS.memory_mib} MiB)"
        )
