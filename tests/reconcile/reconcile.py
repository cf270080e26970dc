"""Do all places tell the same numbers? `python -m tests.reconcile.reconcile`.

Builds a synthetic year, draws filter sets, and compares articles, stories and occurrences from
the dashboard's totals with the sums of parts, the rows listed and an export.
"""

import argparse
import logging
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.building import build
from orchestration.progress import StageClock
from orchestration.settings import Settings
from orchestration.snapshots import current_snapshot
from orchestration.synthetic.generate import synthesize
from tests.reconcile import sources
from tests.reconcile.filter_sets import FilterSet, draw_filter_sets


@dataclass
class Outcome:
    """What was compared.

    Attributes:
        comparisons: pairs of numbers.
        articles: sum of the totals, to show that the sets aren't empty.
        differences: what differed, in words.
    """

    comparisons: int = 0
    articles: int = 0
    differences: list[str] = field(default_factory=list)

    def compare(self, place: str, total: sources.Counts, found: sources.Counts, at: object) -> None:
        """Compare one place with the totals."""
        for count, value in found.items():
            self.comparisons += 1
            if value != total[count]:
                self.differences.append(f"{place}: {value} {count}, not {total[count]}: {at}")


def reconcile(settings: Settings, sets: int, seed: int) -> Outcome:
    """Compare all places for so many filter sets of a built home."""
    snapshot = current_snapshot(settings)
    assert snapshot is not None
    database, outcome = str(snapshot.database), Outcome()
    for chosen in draw_filter_sets(database, sets, seed):
        _compare(settings, database, chosen, outcome)
    return outcome


def _compare(settings: Settings, database: str, chosen: FilterSet, outcome: Outcome) -> None:
    total = sources.total(database, chosen)
    outcome.articles += total["articles"]
    places = {
        **sources.dashboard_parts(database, chosen),
        **sources.mart_parts(database, chosen),
        "rows listed": sources.listed(database, chosen),
        **sources.exported(settings, chosen),
    }
    for place, found in places.items():
        outcome.compare(place, total, found, chosen)


def build_year(folder: Path, articles: int, seed: int) -> Settings:
    """A home with a synthetic year."""
    os.environ["BASPASOZ_SETTLE_SECONDS"] = "0"
    synthesize(articles, 365, seed, folder / "dumps")
    settings = Settings.from_environment(folder / "home", folder / "dumps")
    build(settings, StageClock())
    return settings


def main() -> None:
    """Build, compare, print; exit code 1 for a difference."""
    parser = argparse.ArgumentParser(prog="reconcile", description=__doc__)
    parser.add_argument("--articles", type=int, default=6_000)
    parser.add_argument("--sets", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    # streamlit's cache says that it runs without a server
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="baspasoz-reconcile-") as folder:
        settings = build_year(Path(folder), given.articles, given.seed)
        outcome = reconcile(settings, given.sets, given.seed)
    for difference in outcome.differences:
        print(difference)
    print(
        f"{given.sets} filter sets on {given.articles:,} articles of a synthetic year, "
        f"{outcome.articles:,} articles in all sets: {outcome.comparisons:,} comparisons, "
        f"{len(outcome.differences)} differences"
    )
    raise SystemExit(bool(outcome.differences))


if __name__ == "__main__":
    main()
