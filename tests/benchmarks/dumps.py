"""The dumps that a benchmark reads, and the folders that it works in.

Holds how dumps are made once and kept for later runs: in the system's folder for temporary files,
by size, seed and the generator's own code. What is done with them stands in `stages`.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow.compute as pc

from orchestration.press.dump import parse_dump
from orchestration.settings import REPOSITORY, Limits, Settings
from orchestration.synthetic.generate import TRUTH, synthesize

# 100,000 articles make two years: sizes differ in the length of the period, not in its days.
ARTICLES_A_DAY = 137
DAYS = (30, 2_920)
# folder of the landing folder
DAY = "day"
CACHE = Path(tempfile.gettempdir()) / "baspasoz-bench"
_GENERATOR = REPOSITORY / "orchestration" / "synthetic"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Lot:
    """Dump files that are measured together.

    Attributes:
        paths: the files, sorted.
        articles: how many articles the truth says are in them.
    """

    paths: tuple[Path, ...]
    articles: int

    @cached_property
    def bytes(self) -> int:
        """Bytes of all files."""
        return sum(path.stat().st_size for path in self.paths)

    @property
    def characters(self) -> int:
        """Characters of titles and bodies, source lines left out."""
        return self._text_sizes[0]

    @property
    def text_bytes(self) -> int:
        """Bytes of titles and bodies, source lines left out."""
        return self._text_sizes[1]

    @cached_property
    def _text_sizes(self) -> tuple[int, int]:
        sizes = [0, 0]
        for path in self.paths:
            articles = parse_dump(path.read_bytes(), date.max).articles
            for name in ("title", "body"):
                for place, measure in enumerate((pc.utf8_length, pc.binary_length)):
                    sizes[place] += pc.sum(measure(articles[name])).as_py() or 0
        return sizes[0], sizes[1]


@dataclass(frozen=True)
class Workspace:
    """The folders of one size.

    Attributes:
        folder: everything that the stages make.
        period: the dumps of the whole period.
        day: the dumps of the day that is added at the end.
    """

    folder: Path
    period: Lot
    day: Lot

    @property
    def landing(self) -> Path:
        """The landing folder."""
        return self.folder / "landing"

    @property
    def parquet(self) -> Path:
        """Where Parquet files are written."""
        return self.folder / "parquet"

    @property
    def by_stage(self) -> Settings:
        """The home in which the steps up to loading are measured alone."""
        return self._settings("by-stage")

    @property
    def by_command(self) -> Settings:
        """The home that `baspasoz build` makes."""
        return self._settings("by-command")

    def _settings(self, name: str) -> Settings:
        return Settings(self.folder / name, self.landing, Limits(settle_seconds=0))

    def land(self, lot: Lot, name: str) -> None:
        """Copy dumps into a folder of the landing folder."""
        target = self.landing / name
        target.mkdir(parents=True, exist_ok=True)
        for path in lot.paths:
            shutil.copy2(path, target / path.name)

    def clear(self) -> None:
        """Take away what `baspasoz build` made, and the added day."""
        shutil.rmtree(self.by_command.home, ignore_errors=True)
        shutil.rmtree(self.landing / DAY, ignore_errors=True)


def make_workspace(folder: Path, articles: int, day_articles: int, seed: int) -> Workspace:
    """Make the dumps of one size, or take those of an earlier run, and lay them in the folder.

    Args:
        folder: empty, or that of an earlier run of the same size and seed.
        articles: how many, in a period that fits.
        day_articles: about how many the added day has.
        seed: of the generator.
    """
    days = min(max(articles // ARTICLES_A_DAY, DAYS[0]), DAYS[1])
    period = _make_lot(articles, days, seed)
    # a month of which one day is taken: the generator knows no shorter period
    month = _make_lot(DAYS[0] * day_articles, DAYS[0], seed + 1)
    workspace = Workspace(folder, period, _day_of(month, day_articles))
    workspace.parquet.mkdir(parents=True, exist_ok=True)
    workspace.land(period, "period")
    return workspace


def _make_lot(articles: int, days: int, seed: int) -> Lot:
    name = f"{articles}-{days}-{seed}"
    folder = CACHE / f"{name}-{_generator_id()}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        for outdated in CACHE.glob(f"{name}-*"):
            shutil.rmtree(outdated, ignore_errors=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=CACHE))
        synthesize(articles, days, seed, unfinished)
        unfinished.rename(folder)
    return Lot(tuple(sorted(folder.glob("*.txt"))), articles)


def _generator_id() -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in _GENERATOR.rglob("*") if p.suffix in (".py", ".tsv", ".txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _day_of(month: Lot, wanted: int) -> Lot:
    """The day's dumps whose number of articles is nearest to what is wanted."""
    with (month.paths[0].parent / TRUTH).open("rb") as truth:
        counts = Counter(_date(json.loads(line)["file"]) for line in truth)
    day = min(counts, key=lambda found: (abs(counts[found] - wanted), found))
    return Lot(tuple(p for p in month.paths if _date(p.name) == day), counts[day])


def _date(name: str) -> str:
    found = _DATE.search(name)
    assert found, f"{name} has no date in its name"
    return found.group()
