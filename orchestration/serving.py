"""Runs the dashboard and the Dagster UI as child processes of this one, on this machine only."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.dagster_home import prepare_home
from orchestration.settings import REPOSITORY, Settings

HOST = "127.0.0.1"
_READY_SECONDS = 120.0
_STOP_SECONDS = 10.0


class ServeError(RuntimeError):
    """A server could not be started or ended by itself; the message says why."""


@dataclass(frozen=True)
class Server:
    """A server that runs: its name, its address and its process."""

    name: str
    address: str
    process: subprocess.Popen[bytes]


def dashboard_command(port: int) -> list[str]:
    """How the dashboard is started."""
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(REPOSITORY / "dashboard" / "app.py"),
        f"--server.port={port}",
        f"--server.address={HOST}",
        "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]


def ui_command(port: int, *, is_read_only: bool = False) -> list[str]:
    """How the Dagster UI is started: with its daemon, or alone where nobody may start anything."""
    name = "dagster-webserver" if is_read_only else "dagster"
    program = shutil.which(name, path=str(Path(sys.executable).parent))
    if program is None:
        raise ServeError(f"{name} is not installed beside this Python; run: make setup")
    return [
        program,
        "--read-only" if is_read_only else "dev",
        "--module-name",
        "orchestration.definitions",
        "--host",
        HOST,
        "--port",
        str(port),
    ]


@contextmanager
def serve(
    settings: Settings, commands: dict[str, tuple[list[str], int]], say: Callable[[str], None]
) -> Iterator[list[Server]]:
    """Run servers while the block runs; each gets a process group of its own.

    Args:
        settings: the home that they serve.
        commands: by name, the command and its port.
        say: told each address when it answers.

    Raises:
        ServeError: a port is taken, or a server ended before it answered.
    """
    prepare_home(settings)
    servers: list[Server] = []
    try:
        for name, (command, port) in commands.items():
            _check_port(name, port)
            servers.append(_start(settings, name, command, port))
        for server in servers:
            _wait_until_ready(server, settings)
            say(f"{server.name}: {server.address}")
        yield servers
    finally:
        _stop(servers)


def watch(servers: list[Server]) -> None:
    """Wait until the user interrupts.

    Raises:
        ServeError: a server ended by itself.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            for server in servers:
                if server.process.poll() is not None:
                    raise ServeError(
                        f"{server.name} ended by itself (exit code {server.process.returncode})"
                    )
            time.sleep(0.5)


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that is free."""
    for port in range(wanted, wanted + 50):
        if _is_free(port):
            return port
    raise ServeError(f"no free port from {wanted} to {wanted + 49}; name one with --port")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _check_port(name: str, port: int) -> None:
    if not _is_free(port):
        raise ServeError(f"port {port} for the {name} is taken; choose another with --port")


def _start(settings: Settings, name: str, command: list[str], port: int) -> Server:
    environment = {
        **os.environ,
        **settings.as_environment(),
        "PYTHONPATH": str(REPOSITORY),
    }
    log = settings.home / "logs" / f"{name.lower().replace(' ', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=REPOSITORY,
            stdout=stream,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    return Server(name, f"http://{HOST}:{port}", process)


def _wait_until_ready(server: Server, settings: Settings) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise ServeError(
                f"the {server.name} did not start; its log is in {settings.home / 'logs'}"
            )
        try:
            with urllib.request.urlopen(server.address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise ServeError(
        f"the {server.name} does not answer at {server.address}; its log is in "
        f"{settings.home / 'logs'}"
    )


def _stop(servers: list[Server]) -> None:
    """End every process of every group that was started here."""
    for server in servers:
        _signal(server, signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    for server in servers:
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(max(0.1, deadline - time.monotonic()))
        # a child that outlived its parent is still in the group
        _signal(server, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(2)


def _signal(server: Server, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(server.process.pid, number)
