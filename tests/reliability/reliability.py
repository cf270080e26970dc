"""Runs the suite: kills, reads, full disks, damage, browser sessions; prints what came of it.

Works below Dagster, whose start-up would dominate. `--share` is what CI runs: the same parts,
fewer times.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from orchestration.seeds import load_lexicon, load_story_lexicon
from orchestration.settings import Settings
from tests.conftest import SAMPLE
from tests.reliability import faults, kills, reads, sessions
from tests.reliability.report import Report


@dataclass(frozen=True)
class Amounts:
    """How much of each part."""

    load_kills: int
    publish_kills: int
    random_kills: int
    publishes: int
    publisher_kills: int
    reads: int
    sessions: int
    session_seconds: int
    has_damage: bool


WHOLE = Amounts(100, 100, 100, 50, 20, 5_000, 20, 120, True)
SHARE = Amounts(20, 12, 8, 5, 2, 200, 5, 10, False)


def main() -> int:
    """Run it; the exit code is 1 when anything was lost, doubled, torn or left unmended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", action="store_true", help="what CI runs")
    parser.add_argument("--folder", type=Path, help="work here and leave it there")
    arguments = parser.parse_args()
    amounts = SHARE if arguments.share else WHOLE
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="baspasoz-reliability-"))
    folder.mkdir(parents=True, exist_ok=True)
    # what ran before in a shell that became this process isn't ours
    started, spent_before = time.monotonic(), sum(os.times()[:4])
    os.environ["BASPASOZ_SETTLE_SECONDS"] = "0"
    try:
        report = run_parts(amounts, folder)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder, ignore_errors=True)
    spent = sum(os.times()[:4]) - spent_before
    print(f"{report}; {time.monotonic() - started:,.0f} s, {spent:,.0f} s of CPU")
    return 0 if report.is_good else 1


def run_parts(amounts: Amounts, folder: Path) -> Report:
    """All parts, one after the other."""
    report = Report()
    template = make_template(folder / "template")
    # children find the seeds in memory
    load_lexicon()
    load_story_lexicon()
    loading = faults.make_home(folder / "loading")
    half = amounts.random_kills // 2
    kills.kill_loads(loading, amounts.load_kills, half, report)
    faults.no_keys(loading, report)
    publishing = faults.copy_home(template, folder / "publishing")
    kills.kill_publishes(publishing, amounts.publish_kills, amounts.random_kills - half, report)
    reads.read_through(
        publishing, amounts.publishes, amounts.publisher_kills, amounts.reads, report
    )
    if amounts.has_damage:
        faults.fill_disks(template, folder / "disks", report)
        faults.damage_database(folder / "database", report)
        faults.damage_snapshot(template, folder / "snapshot", report)
    sessions.visit(template, amounts.sessions, amounts.session_seconds, report)
    return report


def make_template(place: Path) -> Settings:
    """A home with the sample, built by the pipeline in a process of its own."""
    settings = faults.make_home(place) if not place.exists() else _settings(place)
    shutil.copy(SAMPLE, settings.dumps)
    # this process never opens a database: what it forks must be free of one
    command = [sys.executable, "-m", "orchestration.cli", "build", "--json"]
    ended = os.spawnve(
        os.P_WAIT, sys.executable, command, {**os.environ, **settings.as_environment()}
    )
    assert ended == 0, "the template could not be built"
    return settings


def _settings(place: Path) -> Settings:
    return Settings.from_environment(place / "home", place / "dumps")


if __name__ == "__main__":
    sys.exit(main())
