"""Sessions as browsers have them: websockets to a real dashboard that keep asking for pages.

A session speaks Streamlit's own protocol: it opens pages and sets filters in the address, and waits
until each run of the script has ended. No browser, so that 20 of them fit beside the server.
"""

import asyncio
import itertools
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from orchestration.settings import MIB, Settings
from tests.browser.serving import serve
from tests.reliability.report import Report

PAGES = ("", "regions", "themes", "agencies", "stories", "articles", "coverage")
QUERIES = ("", "language=en", "theme=12", "measure=occurrences")
PATIENCE = 120.0


@dataclass
class Seen:
    """What sessions met.

    Attributes:
        runs: pages that were shown.
        faults: pages that ended with an exception, with its words.
    """

    runs: int
    faults: list[str]


def visit(settings: Settings, sessions: int, seconds: float, report: Report) -> None:
    """Hold so many sessions for so long; memory of the server before and after."""
    with serve(settings.home, settings.home / "dashboard.log") as server:
        process = _listener(server.address)
        # what the server loads once is no leak
        _hold(server.address, sessions, 0.0)
        before = _memory(process)
        seen = _hold(server.address, sessions, seconds)
        after = _memory(process)
    report.reads += seen.runs
    report.reader_errors += len(seen.faults)
    for fault in seen.faults[:3]:
        report.note(f"  a session failed: {fault}")
    log = Path(settings.home / "dashboard.log").read_text(encoding="utf-8")
    report.reader_errors += log.count("Traceback")
    report.note(
        f"sessions: {sessions} for {seconds:.0f} s, {seen.runs:,} pages, memory "
        f"{before / MIB:.0f} MiB before, {after / MIB:.0f} MiB after"
    )


def _hold(address: str, sessions: int, seconds: float) -> Seen:
    async def all_of_them() -> list[Seen]:
        return await asyncio.gather(*(_session(address, n, seconds) for n in range(sessions)))

    seen = asyncio.run(all_of_them())
    return Seen(sum(s.runs for s in seen), [fault for s in seen for fault in s.faults])


async def _session(address: str, number: int, seconds: float) -> Seen:
    """One session: a page, then the next, at least each once."""
    seen = Seen(0, [])
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    deadline = time.monotonic() + seconds
    wishes = itertools.cycle((page, query) for query in QUERIES for page in PAGES)
    async with connect(url, subprotocols=["streamlit"], max_size=None) as socket:
        for page, query in itertools.islice(wishes, number, None):
            message = BackMsg()
            message.rerun_script.query_string = query
            message.rerun_script.page_name = page
            await socket.send(message.SerializeToString())
            seen.runs += 1
            while True:
                answer = ForwardMsg()
                told = await asyncio.wait_for(socket.recv(), PATIENCE)
                answer.ParseFromString(told if isinstance(told, bytes) else told.encode())
                kind = answer.WhichOneof("type")
                if kind == "delta" and answer.delta.new_element.HasField("exception"):
                    seen.faults.append(answer.delta.new_element.exception.message)
                if kind == "script_finished":
                    break
            if seen.runs >= len(PAGES) and time.monotonic() >= deadline:
                return seen
            # a reader looks at a page before the next click
            await asyncio.sleep(0.5)
    return seen


def _listener(address: str) -> psutil.Process:
    """The server: the child of this process that listens there."""
    port = int(address.rsplit(":", 1)[1])
    for child in psutil.Process().children(recursive=True):
        if any(c.laddr.port == port for c in child.net_connections("tcp") if c.laddr):
            return child
    raise AssertionError(f"nobody listens at {address}")


def _memory(process: psutil.Process) -> int:
    """Bytes that the server alone holds."""
    return int(process.memory_full_info().uss)
