"""A dashboard in a browser and a Python reader stay well while a build publishes under them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.serving import launch, serve, visit
from tests.conftest import SAMPLE

LATER = b"""Law
Notaries of Aktobe will answer questions of citizens 12.02.2026
The chamber of notaries of the Aktobe region invites residents to free consultations.
Source : https://www.gov.kz/memleket/entities/adilet-akt/press/news/details/1159900?lang=kk
"""
pytestmark = pytest.mark.slow

# as an analyst would write it: the published path, opened again for each question
READER = """
import sys, time, duckdb
seen = []
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        row = connection.execute(
            "select count(*), max(revision_count) from marts.fct_articles").fetchone()
    if row not in seen:
        seen.append(row)
        print(*row, flush=True)
    time.sleep(0.02)
"""


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def reader(home: Path) -> Iterator["subprocess.Popen[str]"]:
    path = home / "published" / "current" / "warehouse.duckdb"
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()


def test_a_build_over_a_changed_dump_disturbs_nobody(
    home: Path, reader: "subprocess.Popen[str]", browser: Browser, tmp_path: Path
) -> None:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    # one release edited, one more at the end: a new revision and a new article
    (dumps / SAMPLE.name).write_bytes(
        SAMPLE.read_bytes().replace(b"for February 16", b"for February 17")
    )
    (dumps / "later.txt").write_bytes(LATER)
    with (
        serve(home, tmp_path / "dashboard.log") as server,
        visit(browser, 1440, "light") as opened,
    ):
        opened.open(server.address)
        first = opened.page.locator(".st-key-footer").inner_text()
        build = subprocess.Popen(
            [
                sys.executable, "-m", "orchestration.cli", "build",
                "--home", str(home), "--dumps", str(dumps),
            ],
            env={**os.environ, "BASPASOZ_SETTLE_SECONDS": "0"},
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        views = 0
        while build.poll() is None:
            opened.open(f"{server.address}/{'articles' if views % 2 else ''}")
            assert opened.fault() is None
            views += 1
            opened.page.wait_for_timeout(500)
        assert build.returncode == 0, build.stderr.read() if build.stderr else ""
        assert views >= 2
        opened.open(server.address)
        assert opened.fault() is None
        assert opened.page.locator(".st-key-footer").inner_text() != first
        assert opened.errors == []
    assert "Traceback" not in (tmp_path / "dashboard.log").read_text()
    assert reader.poll() is None, reader.stderr.read() if reader.stderr else ""
    assert reader.stdout
    assert [reader.stdout.readline().split() for _ in range(2)] == [["20", "1"], ["21", "2"]]
