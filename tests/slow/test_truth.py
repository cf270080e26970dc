"""A build on synthetic dumps finds what was planted, all of it and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.synthetic import PREFIX
from tests.conftest import SAMPLE

pytestmark = pytest.mark.slow


def baspasoz(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments],
        env={**os.environ, "BASPASOZ_SETTLE_SECONDS": "0"},
        capture_output=True,
        text=True,
    )


def test_what_was_planted_is_found(tmp_path: Path) -> None:
    dumps, home = str(tmp_path / "dumps"), str(tmp_path / "home")
    made = baspasoz(
        "synthesize", "--articles", "3000", "--days", "60", "--seed", "7", "--out", dumps
    )
    assert made.returncode == 0, made.stderr
    built = baspasoz("build", "--home", home, "--dumps", dumps, "--json")
    assert built.returncode == 0, built.stderr
    truth = str(tmp_path / "dumps" / "truth.jsonl")
    compared = baspasoz("check-truth", truth, "--home", home, "--json")
    assert compared.returncode == 0, compared.stdout
    within = json.loads(compared.stdout)["stories"]["pairs"]["within a language"]
    assert within["precision"] >= 0.98
    assert within["recall"] >= 0.95
    manifest = json.loads((Path(home) / "published" / "current" / "manifest.json").read_text())
    assert manifest["is_synthetic"]
    assert not manifest["is_mixed"]
    listed = json.loads(baspasoz("deliveries", "--home", home, "--json").stdout)
    assert all(row["file_name"].startswith(PREFIX) for row in listed)


def test_real_beside_synthetic_is_warned_of(tmp_path: Path) -> None:
    dumps, home = tmp_path / "dumps", str(tmp_path / "home")
    baspasoz("synthesize", "--articles", "60", "--days", "30", "--out", str(dumps))
    (dumps / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    built = baspasoz("build", "--home", home, "--dumps", str(dumps))
    assert built.returncode == 0, built.stderr
    assert "synthetic and real dumps stand in one home" in built.stderr
