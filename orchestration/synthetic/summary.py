"""What was planted, in figures.

What belongs here: counting and the form of ``truth_summary.json``. The truth of each article is
written by ``items``.
"""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date

from orchestration.synthetic import LANGS, PREFIX
from orchestration.synthetic.items import Item
from orchestration.synthetic.junk import REASONS
from orchestration.synthetic.malformed import KINDS
from orchestration.synthetic.pages import Printout
from orchestration.synthetic.rhythm import Rhythm
from orchestration.synthetic.traps import TRAPS
from orchestration.synthetic.trends import BURST_FACTOR, Trends


@dataclass(slots=True)
class SyntheticSummary:
    """Counts of one run; also the content of ``truth_summary.json``.

    Attributes:
        prefix: What marks the file names.
        seed: Seed of the run.
        days: Days of the period, hole included.
        first_day: First day, ISO.
        last_day: Last day, ISO.
        articles: Items in ``truth.jsonl``, junk included.
        files: Dump files.
        bytes: Bytes of the dump files.
        with_source: Items with a source line.
        languages: Items per language.
        kinds: Items that are new, copies, edits, re-wordings, translations, notices.
        junk: Junk items per reason.
        malformed: Malformed pieces per kind; each is listed in ``truth_malformed.jsonl``.
        traps: Items with a line that ends in a date that is no publication date, per kind.
        furniture: Lines of site furniture other than headers; they are no rejects.
        series: Number of weekly series.
        hole: Days without any delivery.
        bursts: Region, topic, dates and factor of each burst.
        silence: Slug and dates of the agency that falls silent.
        topic_drift: Per topic, the planted factor between the first and the last day.
    """

    seed: int
    days: int
    first_day: str = ""
    last_day: str = ""
    articles: int = 0
    files: int = 0
    bytes: int = 0
    with_source: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    junk: dict[str, int] = field(default_factory=dict)
    malformed: dict[str, int] = field(default_factory=dict)
    traps: dict[str, int] = field(default_factory=dict)
    furniture: int = 0
    series: int = 0
    hole: list[str] = field(default_factory=list)
    bursts: list[dict[str, object]] = field(default_factory=list)
    silence: dict[str, str] = field(default_factory=dict)
    topic_drift: dict[str, float] = field(default_factory=dict)
    prefix: str = PREFIX

    def to_json(self) -> dict[str, object]:
        """Return the content of ``truth_summary.json``."""
        return asdict(self)


class Tally:
    """Counts items and files while they are written."""

    def __init__(self) -> None:
        """Start at zero."""
        self._kinds: Counter[str] = Counter()
        self._langs: Counter[int] = Counter()
        self._traps: Counter[str] = Counter()
        self._malformed: Counter[str] = Counter()
        self._sourced = 0
        self._files = 0
        self._furniture = 0

    def add_items(self, items: list[Item]) -> None:
        """Count a day's items."""
        self._kinds.update([item.kind for item in items])
        self._langs.update([item.lang for item in items])
        self._traps.update([item.trap for item in items if item.trap])
        self._sourced += sum([1 for item in items if item.url])

    def add_file(self, printout: Printout) -> None:
        """Count a file."""
        self._files += 1
        self._furniture += printout.furniture
        self._malformed.update([kind for kind, _, _ in printout.malformed])

    def fill(self, summary: SyntheticSummary) -> None:
        """Put the counts into a summary."""
        summary.articles = sum(self._kinds.values())
        summary.files = self._files
        summary.with_source = self._sourced
        summary.furniture = self._furniture
        summary.languages = {lang: self._langs[i] for i, lang in enumerate(LANGS)}
        summary.junk = {reason: self._kinds[reason] for reason in REASONS}
        others = sorted(set(self._kinds) - set(REASONS))
        summary.kinds = {kind: self._kinds[kind] for kind in others}
        summary.malformed = {kind: self._malformed[kind] for kind in KINDS}
        summary.traps = {trap: self._traps[trap] for trap in TRAPS}


def plan_summary(seed: int, rhythm: Rhythm, trends: Trends, series: int) -> SyntheticSummary:
    """Begin a summary with what is planned before anything is written."""

    def span(first: date, last: date) -> dict[str, str]:
        return {"first": first.isoformat(), "last": last.isoformat()}

    silence = trends.silence
    return SyntheticSummary(
        seed,
        len(rhythm.days),
        first_day=rhythm.days[0].isoformat(),
        last_day=rhythm.days[-1].isoformat(),
        series=series,
        hole=[day.isoformat() for day in rhythm.hole],
        bursts=[
            {
                "region": burst.region,
                "topic": burst.topic,
                "factor": BURST_FACTOR,
                **span(burst.first, burst.last),
            }
            for burst in trends.bursts
        ],
        silence={
            "slug": silence.slug,
            "topic": silence.topic,
            **span(silence.first, silence.last),
        },
        topic_drift={topic: round(drift, 3) for topic, drift in trends.topic_drift.items()},
    )
