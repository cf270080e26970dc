"""One query that a reader typed, run on a snapshot in a process of its own, within limits.

DuckDB's read-only mode is no sandbox: a COPY can write over the very file that is read, and a
memory limit is passed many times over. So each query has its own process (`sandbox_child`), which
gives up its privileges and its right to open anything before it looks at the statement; this
module starts it, waits no longer than the limits say, watches its memory from outside, ends it,
and trusts nothing that it says: an answer is bounded in bytes and validated.

A process takes a few tenths of a second to import DuckDB and Arrow, so one is kept ready that
waits for the next query; each answers one query and ends. Words for a reader are in `text_sql`.
"""

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from orchestration.settings import REPOSITORY, QueryLimits

ANSWERED, REFUSED, WRONG = "answered", "refused", "wrong"
TOO_LONG, TOO_SLOW, MEMORY, BUSY, FAILED = "too_long", "too_slow", "memory", "busy", "failed"

CHILD = Path(__file__).with_name("sandbox_child.py")
_READY = b"ready\n"
_LOOK_SECONDS = 0.02 if sys.platform == "linux" else 0.1
_START_SECONDS = 30.0
_HEADER_BYTES = 1024 * 1024
_DETAIL_CHARACTERS = 400


@dataclass(frozen=True)
class Answer:
    """What became of a query.

    Attributes:
        outcome: ANSWERED or why there is no table.
        table: the rows.
        cut: "rows" or "bytes" if there were more than the limit lets through, else "".
        seconds: how long the query ran.
        peak_bytes: the most memory that its process was seen to hold.
        detail: of WRONG, what the database says; of REFUSED, what it was: "COPY".
        count: of REFUSED, how many statements there were.
    """

    outcome: str
    table: pa.Table | None = None
    cut: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0
    detail: str = ""
    count: int = 0


class Sandbox:
    """Runs queries, at most so many at once."""

    def __init__(self, limits: QueryLimits, command: list[str] | None = None) -> None:
        """Start nothing yet.

        Args:
            limits: of each query and of all together.
            command: how a child is started; tests give their own.
        """
        self.limits = limits
        self._command = command or child_command()
        self._running = threading.BoundedSemaphore(limits.parallel)
        self._lock = threading.Lock()
        self._waiting = 0
        self._spare: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def warm(self) -> None:
        """Have a process ready for the next query."""
        with self._lock:
            if self._spare is None or self._spare.poll() is not None:
                self._spare = self._start()

    def close(self) -> None:
        """End the process that waits."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare:
            _end(spare)

    def ask(self, path: str, sql: str) -> Answer:
        """Run one SELECT on the database at that path.

        Never raises for what the statement does; the answer says what went wrong.
        """
        if len(sql) > self.limits.characters:
            return Answer(TOO_LONG)
        if "\0" in sql:
            # the database would take what stands before it for the whole
            return Answer(FAILED)
        with self._lock:
            if self._waiting >= self.limits.waiting + self.limits.parallel:
                return Answer(BUSY)
            self._waiting += 1
        try:
            if not self._running.acquire(timeout=self.limits.waiting_seconds):
                return Answer(BUSY)
            try:
                return self._run(path, sql)
            finally:
                self._running.release()
        finally:
            with self._lock:
                self._waiting -= 1

    def _run(self, path: str, sql: str) -> Answer:
        with self._lock:
            child, self._spare = self._spare, None
        if child is None or child.poll() is not None:
            child = self._start()
        try:
            return self._exchange(child, path, sql)
        finally:
            _end(child)
            self.warm()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            env={},
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _exchange(self, child: subprocess.Popen[bytes], path: str, sql: str) -> Answer:
        assert child.stdin
        limits, memory = self.limits, self.limits.memory_mib * 1024 * 1024
        request = {
            "folder": str(Path(path).parent),
            "file": Path(path).name,
            "sql": sql,
            "seconds": limits.seconds,
            "memory_bytes": memory,
            "rows": limits.rows,
            "result_bytes": limits.result_bytes,
        }
        listener = _Listener(child)
        # the query's time begins when there is somebody to take it
        if listener.hear(_START_SECONDS, until=_READY) != ANSWERED:
            return Answer(FAILED)
        listener.received.clear()
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.close()
        except OSError:
            return Answer(FAILED)
        begun = time.monotonic()
        outcome = listener.hear(limits.seconds, limits.result_bytes + _HEADER_BYTES, memory)
        took = time.monotonic() - begun
        if outcome != ANSWERED:
            return Answer(outcome, seconds=took, peak_bytes=listener.peak)
        child.wait(1)
        return _understood(bytes(listener.received), child.returncode, took, listener.peak)


class _Listener:
    """Hears a child out, with an eye on the clock and on the memory that it holds."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout
        self.received = bytearray()
        self.peak = 0
        self._pid = child.pid
        self._out = child.stdout.fileno()
        os.set_blocking(self._out, False)

    def hear(
        self, seconds: float, most: int = _HEADER_BYTES, memory: int = 0, until: bytes = b""
    ) -> str:
        """Collect what it says until it ends; ANSWERED, or the limit that was hit."""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            while True:
                if selector.select(_LOOK_SECONDS):
                    part = os.read(self._out, 1 << 20)
                    self.received += part
                    if not part or (until and self.received.endswith(until)):
                        return ANSWERED if part or not until else FAILED
                if memory:
                    self.peak = max(self.peak, held_bytes(self._pid))
                    if self.peak > memory:
                        return MEMORY
                if time.monotonic() > deadline:
                    return TOO_SLOW
                if len(self.received) > most:
                    return FAILED


def held_bytes(pid: int) -> int:
    """The memory that a process holds now; 0 where the system doesn't tell."""
    if sys.platform == "linux":
        try:
            statm = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
        except OSError:
            return 0
        return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")
    told = subprocess.run(
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, check=False
    )
    return int(told.stdout or 0) * 1024


def _understood(received: bytes, code: int, took: float, peak: int) -> Answer:
    """What the child said; it is believed only as far as it can be checked."""
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return Answer(TOO_SLOW, seconds=took, peak_bytes=peak)
    head, _, body = received.partition(b"\n")
    try:
        header = json.loads(head)
        outcome = str(header["outcome"])
        if outcome == ANSWERED:
            table = pa.ipc.open_stream(body).read_all()
            table.validate(full=True)
            cut = str(header["cut"])
            return Answer(ANSWERED, table, cut, float(header["seconds"]), peak)
        if outcome == REFUSED:
            kind, count = str(header["kind"])[:40], int(header["count"])
            return Answer(REFUSED, detail=kind, count=count, seconds=took, peak_bytes=peak)
        if outcome in (WRONG, MEMORY):
            detail = _one_line(str(header.get("detail", "")))
            return Answer(outcome, detail=detail, seconds=took, peak_bytes=peak)
    except (ValueError, KeyError, TypeError, pa.ArrowException):
        pass
    return Answer(FAILED, seconds=took, peak_bytes=peak)


def _one_line(message: str) -> str:
    """What the database says, without the statement that it repeats under it."""
    said = message.split("\nLINE ")[0].split("\n\n")[0]
    line = " ".join(said.split())
    return line if len(line) <= _DETAIL_CHARACTERS else line[: _DETAIL_CHARACTERS - 1] + "…"


def child_command() -> list[str]:
    """How a child is started: isolated from the environment, and from what lies in its folder."""
    found = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return [sys.executable, "-I", "-S", "-B", str(CHILD), str(REPOSITORY), *found]


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
