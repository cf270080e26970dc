"""A dashboard server and a browser, started for tests and stopped by them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request

REPOSITORY = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).with_name("screenshots")
LOCAL = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:")
BROWSER_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = (
    "The browser tests need chromium and found none. On Debian: sudo apt-get install chromium"
)


@dataclass
class Server:
    """A running dashboard."""

    address: str
    log: Path


@dataclass
class Visit:
    """One browser window, and everything it asked for outside this machine or complained of."""

    context: BrowserContext
    page: Page
    width: int
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        """Go to an address and wait until the page stands still."""
        self.page.goto(address)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run and no more is being drawn."""
        self.page.wait_for_selector(".st-key-footer", timeout=90_000)
        before = None
        for _ in range(150):
            now = self.page.evaluate(
                """() => [
                    document.querySelector('[data-testid=stApp]')?.dataset.testScriptState,
                    document.querySelectorAll('[data-testid=stVegaLiteChart]').length
                        - document.querySelectorAll('svg.marks').length,
                    document.querySelectorAll('[data-testid=stSkeleton], [data-stale=true]').length,
                    document.querySelector('[data-testid=stMain]').scrollHeight,
                    document.querySelectorAll('.marks path, .marks text').length,
                ].join()"""
            )
            if now == before and re.match(r"(?!running)\w+,0,0,", now):
                return
            before = now
            self.page.wait_for_timeout(120)
        raise AssertionError(f"the page never stood still: {before}")

    def picture(self, name: str) -> None:
        """Save the whole page, not only what the window shows."""
        SCREENSHOTS.mkdir(exist_ok=True)
        size = self.page.viewport_size or {"width": self.width, "height": 900}
        height = self.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollHeight"
        )
        self.page.set_viewport_size({"width": self.width, "height": max(int(height), 500)})
        self.settle()
        self.page.screenshot(path=str(SCREENSHOTS / f"{name}.png"))
        self.page.set_viewport_size(size)

    def charts(self) -> list[int]:
        """How many marks each chart on the page has drawn."""
        return list(
            self.page.evaluate(
                """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].map(
                    c => c.querySelectorAll('svg.marks path, svg.marks text').length
                        || (c.querySelector('canvas.marks') ? 1 : 0))"""
            )
        )

    def fault(self) -> str | None:
        """The first error box on the page."""
        box = self.page.query_selector("[data-testid=stException], [data-testid=stError]")
        return box.inner_text() if box else None


@contextmanager
def serve(home: Path, log: Path) -> Iterator[Server]:
    """Run the dashboard on a free port of this machine over one home."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    options = {
        "--server.port": str(port),
        "--server.address": "127.0.0.1",
        "--server.headless": "true",
        "--browser.gatherUsageStats": "false",
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, *(word for pair in options.items() for word in pair)],
            cwd=REPOSITORY,
            env={**os.environ, "BASPASOZ_HOME": str(home)},
            stdout=out,
            stderr=out,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield Server(f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the dashboard did not start:\n{log.read_text()}")


def launch(playwright: Playwright) -> Browser:
    """Debian's chromium; fails with the remedy where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise AssertionError(NO_BROWSER)
    return playwright.chromium.launch(executable_path=found, args=BROWSER_FLAGS)


@contextmanager
def visit(browser: Browser, width: int, theme: str) -> Iterator[Visit]:
    """A window of that width in that theme."""
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844},
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-GB",
        # west of Greenwich, where a date read as UTC would show as the day before
        timezone_id="America/New_York",
    )
    visited = Visit(context, context.new_page(), width)

    def note(request: Request) -> None:
        if not request.url.startswith(LOCAL):
            visited.foreign.append(request.url)

    context.on("request", note)
    visited.page.on("pageerror", lambda error: visited.errors.append(str(error)))
    try:
        yield visited
    finally:
        context.close()
