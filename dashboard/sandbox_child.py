"""The process in which one query of a reader runs, and which ends with it.

Started by `sandbox` alone, ahead of time: it imports what it needs, then waits for one request.
Then it opens the snapshot, gives up everything it can (files, processes, privileges, memory) and
only after that looks at the statement. Nothing here may be relied on by the parent: whatever the
child sends is bounded and checked there.

Request, one line of JSON: folder, file, sql, seconds, memory_bytes, rows, result_bytes.
Answer, one line of JSON (outcome and what belongs to it), then an Arrow IPC stream if it has rows.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NOBODY = 65534
_CHUNK_ROWS = 2048
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(check: Callable[..., Any] | None = None) -> None:
    """Answer the request that comes on stdin.

    Args:
        check: takes connection and text, gives the statement; tests pass one that lets everything
            through, to prove that the walls behind it hold as well.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _stand_apart()
    import duckdb

    from orchestration.guarding import NotOneSelectError, one_select

    # what DuckDB and Arrow import late they must import now: later no file can be opened
    with duckdb.connect() as connection:
        connection.execute("select 1").to_arrow_reader(1).read_all()
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    line = sys.stdin.buffer.readline()
    if not line:
        return
    request = json.loads(line)
    try:
        header, table = _answer(request, check or one_select)
    except NotOneSelectError as error:
        header, table = {"outcome": "refused", "count": error.count, "kind": error.kind}, None
    except (duckdb.OutOfMemoryException, MemoryError):
        header, table = {"outcome": "memory"}, None
    except duckdb.Error as error:
        header, table = {"outcome": "wrong", "detail": str(error)}, None
    _send(header, table)


def _answer(request: dict[str, Any], check: Callable[..., Any]) -> tuple[dict[str, Any], Any]:
    import pyarrow as pa

    standing = _statm()
    connection = _open(request)
    _give_up(request, standing)
    started = time.perf_counter()
    reader = connection.execute(check(connection, request["sql"])).to_arrow_reader(_CHUNK_ROWS)
    batches: list[pa.RecordBatch] = []
    rows = size = 0
    cut = ""
    for batch in reader:
        kept = min(batch.num_rows, request["rows"] - rows)
        cut = "rows" if kept < batch.num_rows else ""
        while size + batch.slice(0, kept).nbytes > request["result_bytes"]:
            kept, cut = kept // 2, "bytes"
        batches.append(batch.slice(0, kept))
        if cut:
            break
        rows += kept
        size += batch.nbytes
    table = pa.Table.from_batches(batches, reader.schema)
    return {"outcome": "answered", "cut": cut, "seconds": time.perf_counter() - started}, table


def _open(request: dict[str, Any]) -> Any:
    """The snapshot, read-only, seeing no other file, its settings locked."""
    import duckdb

    from orchestration.guarding import LOCKED

    os.chdir(request["folder"])
    # a log beside it would be played into it; a published snapshot has none, so it is forged
    if os.path.lexists(request["file"] + ".wal"):
        raise duckdb.IOException("a log that was not published stands beside the published file")
    # DuckDB tells the path of its file to whoever asks; from here on it is short
    with contextlib.suppress(OSError):
        os.chroot(".")
    connection = duckdb.connect(
        request["file"],
        read_only=True,
        config={
            **LOCKED,
            "allow_community_extensions": False,
            "allow_persistent_secrets": False,
            "memory_limit": f"{request['memory_bytes'] * 6 // 10 // 1024}KiB",
            "temp_directory": "",
            "threads": 1,
        },
    )
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")
    return connection


def _stand_apart() -> None:
    """Leave the network, and where we are not root, become able to leave the file tree later.

    Linux alone, and only where it lets us: what follows doesn't rest on it.
    """
    if sys.platform == "linux":
        import ctypes

        wanted = _NEW_NETWORK | (0 if os.geteuid() == 0 else _NEW_USER)
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(wanted)


def _give_up(request: dict[str, Any], standing: tuple[int, int] | None) -> None:
    """Whatever a query doesn't need: new files and sockets, writing, processes, privileges.

    Limits that a system doesn't know are passed over: macOS takes RLIMIT_AS without keeping to
    it, so there the parent's watch over the memory is the wall.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(request["seconds"]) + 2
    limits = [
        ("CPU", int(used.ru_utime + used.ru_stime) + seconds),
        ("CORE", 0),
        ("FSIZE", 0),
        ("NPROC", 0),
        ("NOFILE", 0),
    ]
    if standing:
        # what was mapped before, and as much as the memory may still grow
        limits.insert(0, ("AS", standing[0] + max(request["memory_bytes"] - standing[1], 0)))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    for name, value in limits:
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    # should the parent be gone and nobody left to end this
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)


def _statm() -> tuple[int, int] | None:
    """Bytes mapped and bytes held, where the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return None
    return int(pages[0]) * resource.getpagesize(), int(pages[1]) * resource.getpagesize()


def _send(header: dict[str, Any], table: Any) -> None:
    import pyarrow as pa

    out = sys.stdout.buffer
    out.write(json.dumps(header).encode() + b"\n")
    if table is not None:
        options = pa.ipc.IpcWriteOptions(use_threads=False)
        with pa.ipc.new_stream(out, table.schema, options=options) as writer:
            writer.write_table(table)
    out.flush()
    # no clean-up: the process has nothing that anyone would miss
    os._exit(0)


if __name__ == "__main__":
    sys.path[:0] = sys.argv[1:]
    main()
