"""Whole builds as an operator runs them: any order, killed in the middle, with huge input."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.settings import MIB
from tests.conftest import FIXTURES, SAMPLE

pytestmark = pytest.mark.slow

_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("peak_kib", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def baspasoz(home: Path, dumps: Path, *arguments: str) -> list[str]:
    return [
        sys.executable, "-m", "orchestration.cli", *arguments,
        "--home", str(home), *(["--dumps", str(dumps)] if arguments[0] == "build" else []),
    ]  # fmt: skip


def environment() -> dict[str, str]:
    return {**os.environ, "BASPASOZ_SETTLE_SECONDS": "0"}


def run(home: Path, dumps: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        baspasoz(home, dumps, *arguments), env=environment(), capture_output=True, text=True
    )


def fifty_dumps() -> list[bytes]:
    """Real layouts, copies, edits, a dump that grew, a refused one: fifty in all."""
    dumps = [SAMPLE.read_bytes()]
    dumps += [p.read_bytes() for p in sorted((FIXTURES / "gold").rglob("*.txt"))]
    dumps += [p.read_bytes() for p in sorted((FIXTURES / "dumps").glob("*.txt"))]
    dumps.append(dumps[0].replace(b"167 young children", b"168 young children"))
    dumps.append(dumps[0][:20_000])
    dumps.append(b"no dump at all\n")
    number = 0
    while len(dumps) < 50:
        number += 1
        dumps.append(
            f"Law\nNotaries of Aktobe consult, week {number} 12.02.2026\n"
            f"Free consultations for {number * 3} residents of the Aktobe region.\n"
            f"Source : https://www.gov.kz/memleket/entities/adilet-akt/press/news/details/"
            f"{1_159_900 + number // 2}?lang=kk\n".encode()
        )
    return dumps[:50]


def deliver(folder: Path, dumps: list[bytes], order: list[int]) -> None:
    folder.mkdir(exist_ok=True)
    for n in order:
        (folder / f"dump-{n:02d}.txt").write_bytes(dumps[n])


def test_fifty_deliveries_in_three_orders_give_the_same_marts(tmp_path: Path) -> None:
    dumps, hashes = fifty_dumps(), []
    for seed in range(3):
        home, folder = tmp_path / f"home-{seed}", tmp_path / f"dumps-{seed}"
        order = list(range(50))
        random.Random(seed).shuffle(order)
        deliver(folder, dumps, order[:25])
        if seed == 1:
            deliver(folder, dumps, order)
            process = subprocess.Popen(baspasoz(home, folder, "build"), env=environment())
            while not (home / "build.duckdb").exists() and process.poll() is None:
                time.sleep(0.02)
            time.sleep(0.3)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        else:
            assert run(home, folder, "build").returncode == 0
            deliver(folder, dumps, order[25:])
        done = run(home, folder, "build")
        assert done.returncode == 0, done.stderr
        assert run(home, folder, "verify").returncode == 0
        hashes.append(json.loads(run(home, folder, "hashes", "--json").stdout))
    assert hashes[0] == hashes[1] == hashes[2]
    assert len(hashes[0]) > 10


def test_a_huge_single_line_is_refused_within_a_gigabyte(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "dumps"
    folder.mkdir()
    with (folder / "line.txt").open("wb") as stream:
        for _ in range(500):
            stream.write(b"x" * MIB)
    (folder / "sample.txt").write_bytes(SAMPLE.read_bytes())
    command = [sys.executable, "-c", _MEASURED, *baspasoz(home, folder, "build")]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "a line is longer than 16,777,216 bytes" in done.stderr
    peak = int(done.stdout.split("peak_kib")[1])
    assert peak < MIB, f"{peak:,} KiB"
    listed = json.loads(run(home, folder, "deliveries", "--json").stdout)
    assert {row["file_name"]: row["status"] for row in listed} == {
        "line.txt": "rejected",
        "sample.txt": "loaded",
    }
