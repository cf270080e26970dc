"""From a seed to a folder of dumps and their truth.

What belongs here: the run itself, day by day. What a day brings is in ``newsroom``, how it is
printed in ``pages``; the command line is elsewhere.
"""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from orchestration.synthetic import LANGS, PREFIX, TRUTH_FILES
from orchestration.synthetic.agencies import load_roster
from orchestration.synthetic.deliveries import DRAWS, DumpWriter, plan_pages
from orchestration.synthetic.draws import BITS, WIDTH
from orchestration.synthetic.malformed import STRAY_PARAGRAPHS
from orchestration.synthetic.newsroom import DayPages, Newsroom
from orchestration.synthetic.notices import due, make_series
from orchestration.synthetic.pages import SECTIONS, Page, Printout
from orchestration.synthetic.places import load_national_spots, load_regions
from orchestration.synthetic.prose import Prose
from orchestration.synthetic.rhythm import (
    ARTICLE_ID_BASE,
    ARTICLE_IDS_A_DAY,
    MIN_DAYS,
    make_rhythm,
)
from orchestration.synthetic.sources import Sources
from orchestration.synthetic.stories import Narrator
from orchestration.synthetic.summary import SyntheticSummary, Tally, plan_summary
from orchestration.synthetic.texts import load_texts
from orchestration.synthetic.trends import make_trends

TRUTH, TRUTH_SUMMARY, TRUTH_MALFORMED = TRUTH_FILES

# Lengths of bodies: logarithmic normal, then held between the ends.
_LENGTH = (7.25, 0.5)
_LENGTH_ENDS = (620, 3800)
_EMPTY_FILE_CHANCE = 1 / 60


def synthesize(
    articles: int,
    days: int,
    seed: int,
    out: Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> SyntheticSummary:
    """Write synthetic dumps and their truth into a folder.

    Equal arguments give equal bytes, whatever the time, the machine or ``PYTHONHASHSEED``.
    Synthetic dumps and truth files of an earlier run in the folder are replaced; other files stay.

    Args:
        articles: Number of articles, junk and retellings included.
        days: Length of the period, at least 30; it ends on ``rhythm.LAST_DAY``.
        seed: Seed of everything that is random.
        out: Folder to write to; made when it is missing.
        progress: Called after each day with the number of articles written so far.

    Returns:
        What was planted, as in ``truth_summary.json``.

    Raises:
        ValueError: Fewer than one article or fewer than 30 days are asked for.
    """
    if articles < 1:
        raise ValueError(f"articles must be at least 1, not {articles}")
    if days < MIN_DAYS:
        raise ValueError(f"days must be at least {MIN_DAYS}, not {days}")
    out.mkdir(parents=True, exist_ok=True)
    _clear(out)
    with _no_collection():
        return _Run(articles, days, seed, out).write(progress)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the cyclic collector, which took an eighth of a run.

    A run makes millions of small objects, and no cycles among them: its memory doesn't grow.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _clear(out: Path) -> None:
    """Remove what an earlier run left, or two runs would mix."""
    for path in [*out.glob(f"{PREFIX}*.txt"), *(out / name for name in TRUTH_FILES)]:
        path.unlink(missing_ok=True)


class _Run:
    """One run: the plan, the desk and the writer."""

    def __init__(self, articles: int, days: int, seed: int, out: Path):
        self._rng = np.random.default_rng(seed)
        regions = load_regions()
        roster = load_roster(regions)
        self._trends = make_trends(regions, days, self._rng)
        self._rhythm = make_rhythm(articles, days, self._trends.volume, self._rng)
        self._series = make_series(regions, roster, articles / days)
        self._narrator = Narrator(regions, load_national_spots(), roster)
        prose = [Prose(load_texts(lang)) for lang in LANGS]
        self._newsroom = Newsroom(self._narrator, prose, self._trends.silence.slug)
        self._writer = DumpWriter(out)
        self._tally = Tally()
        self._out = out
        self._summary = plan_summary(seed, self._rhythm, self._trends, len(self._series))
        # Even a small run holds one piece of each malformed kind.
        self._first_malformed = next(
            i for i in range(days // 4, days) if self._rhythm.counts[i] or i == days - 1
        )

    def write(self, progress: Callable[[int], None] | None) -> SyntheticSummary:
        """Write all days, then the summary."""
        done = 0
        with (
            (self._out / TRUTH).open("wb", buffering=1 << 20) as truth,
            (self._out / TRUTH_MALFORMED).open("w", encoding="utf-8", newline="\n") as malformed,
        ):
            for index, count in enumerate(self._rhythm.counts):
                for printout in self._print_day(index):
                    self._tally.add_file(printout)
                    truth.writelines(printout.truth)
                    malformed.write(_malformed_lines(printout))
                done += count
                if progress:
                    progress(done)
        self._tally.fill(self._summary)
        self._summary.bytes = self._writer.bytes_written
        text = json.dumps(self._summary.to_json(), ensure_ascii=False, indent=2)
        (self._out / TRUTH_SUMMARY).write_text(text + "\n", encoding="utf-8", newline="\n")
        return self._summary

    def _print_day(self, index: int) -> list[Printout]:
        rng, count = self._rng, self._rhythm.counts[index]
        day = self._rhythm.days[index]
        draws = rng.integers(0, 1 << BITS, size=(len(SECTIONS), DRAWS)).tolist()
        order = rng.permutation(len(SECTIONS)).tolist()
        if not count:
            self._newsroom.start_day(day, DayPages((), ()), Sources([], 0))
            return []
        pages = plan_pages(count, order, draws)
        self._fill(index, pages)
        items = self._newsroom.items
        self._tally.add_items(items)
        for item in items:
            if item.page >= 0:
                pages[item.page].items.append(item)
        if index == self._first_malformed:
            _plant_stray(pages)
        for page in pages:
            if page.is_home:
                page.stray = ""
        singles = [item for item in items if item.page < 0]
        printed = list(self._writer.write_day(day, pages, singles, draws))
        if index == self._first_malformed or rng.random() < _EMPTY_FILE_CHANCE:
            printed.append(self._writer.write_empty(day, SECTIONS[order[0]], draws[0]))
        return printed

    def _fill(self, index: int, pages: list[Page]) -> None:
        """Let the desk make exactly the day's number of items."""
        rng, count, day = self._rng, self._rhythm.counts[index], self._rhythm.days[index]
        first_id, end_id = self._rhythm.id_start[index : index + 2]
        ids = (rng.permutation(end_id - first_id) + first_id).tolist()
        rows = rng.integers(0, 1 << BITS, size=(count, WIDTH)).tolist()
        cells = np.searchsorted(self._trends.cumulative[index], rng.random(count)).tolist()
        targets = np.clip(rng.lognormal(*_LENGTH, count), *_LENGTH_ENDS).astype(int).tolist()

        newsroom = self._newsroom
        shown = DayPages([page.section for page in pages], [not page.is_home for page in pages])
        article_id = ARTICLE_ID_BASE + index * ARTICLE_IDS_A_DAY
        newsroom.start_day(day, shown, Sources(ids, article_id))
        self._narrator.start_day(day, self._trends.silence)
        newsroom.spoil_next = newsroom.spoil_next or index == self._first_malformed
        used = 0
        for series in due(self._series, day)[:count]:
            newsroom.add_notice(series, rows[used])
            used += 1
        while len(newsroom.items) < count:
            region, topic = self._trends.cells[min(cells[used], len(self._trends.cells) - 1)]
            newsroom.add(rows[used], region, topic, targets[used])
            used += 1
        # A release in three languages may pass the day's number; its last translations give way.
        del newsroom.items[count:]


def _plant_stray(pages: list[Page]) -> None:
    """Put a paragraph before the first title of the first list page."""
    for page in pages:
        if page.items and not page.is_home:
            page.stray = STRAY_PARAGRAPHS[0]
            return


def _malformed_lines(printout: Printout) -> str:
    return "".join(
        json.dumps({"file": printout.name, "kind": kind, "line": line, "ordinal": ordinal}) + "\n"
        for kind, line, ordinal in printout.malformed
    )
