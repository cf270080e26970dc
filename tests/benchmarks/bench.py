"""Times every stage of the product on synthetic dumps: `python -m tests.benchmarks.bench`.

Holds the command and the order of a run. What is measured stands in `stages`, how in `measuring`,
what it comes to in `report`.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from orchestration.settings import REPOSITORY
from tests.benchmarks.dumps import make_workspace
from tests.benchmarks.measuring import BenchError, Stage, measure
from tests.benchmarks.report import (
    Report,
    compare,
    describe_machine,
    describe_size,
    find_targets,
    show_changes,
    show_report,
)
from tests.benchmarks.stages import STAGES

DAY_ARTICLES = 1_000
RESULT = REPOSITORY / "data" / "bench.json"
# the tables don't fit into the 80 columns that a file is taken to have
_FILE_WIDTH = 132


def run_bench(
    sizes: Sequence[int],
    seed: int = 1,
    day_articles: int = DAY_ARTICLES,
    stages: Sequence[Stage] = STAGES,
    tell: Callable[[str], None] | None = None,
    keep: Callable[[Report], None] | None = None,
) -> Report:
    """Measure all stages for each size.

    Args:
        sizes: numbers of articles.
        seed: of the generator.
        day_articles: about how many articles the added day has.
        stages: references and what they need included; targets of others are left out.
        tell: told what each stage took, for a run takes minutes.
        keep: given the report so far after each size, for a larger one may not come to its end.

    Returns:
        The report, plain data.

    Raises:
        BenchError: a stage failed.
    """
    report: Report = {"machine": describe_machine(), "seed": seed, "sizes": [], "targets": []}
    for articles in sizes:
        if tell:
            tell(f"{articles:,} articles: making or taking the dumps")
        with tempfile.TemporaryDirectory(prefix="baspasoz-bench-") as folder:
            workspace = make_workspace(Path(folder), articles, day_articles, seed)
            measured = {}
            for stage in stages:
                measured[stage] = took = measure(stage, workspace)
                if tell:
                    tell(
                        f"{articles:,} articles: {stage.name}: {took.cpu_seconds:.2f} CPU s, "
                        f"{took.wall_seconds:.2f} s, {took.peak_bytes / 1e6:,.0f} MB"
                    )
            report["sizes"].append(describe_size(workspace, measured))
        report["targets"] = find_targets(report["sizes"])
        if keep:
            keep(report)
    return report


def _sizes(text: str) -> list[int]:
    sizes = [int(part.replace("_", "")) for part in text.split(",") if part.strip()]
    if not sizes or min(sizes) < 1:
        raise ValueError(text)
    return sizes


def _write(path: Path, report: Report) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Run, print, write, compare."""
    parser = argparse.ArgumentParser(prog="bench", description=run_bench.__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[10_000, 100_000], metavar="N,N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--json", type=Path, metavar="OUT.json", default=RESULT, help="write the report here"
    )
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="an earlier report")
    given = parser.parse_args()
    console = Console()
    if not console.is_terminal:
        console.width = _FILE_WIDTH
    # read first: a wrong name should not cost a run
    old = json.loads(given.compare.read_bytes()) if given.compare else None
    progress = Console(stderr=True, highlight=False)
    try:
        report = run_bench(
            given.sizes, given.seed, tell=progress.print, keep=partial(_write, given.json)
        )
    except BenchError as error:
        progress.print(str(error), style="red", markup=False, highlight=False)
        raise SystemExit(1) from error
    console.print(show_report(report))
    if old is not None:
        console.print(show_changes(compare(old, report)))


if __name__ == "__main__":
    main()
