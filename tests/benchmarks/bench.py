"""Times every stage of the product on synthetic dumps: `python -m tests.benchmarks.bench`.

Holds the command and the order of a run. What is measured stands in `stages`, how in `measuring`,
what it comes to in `report`.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console

from orchestration.settings import REPOSITORY
from tests.benchmarks.dumps import make_workspace
from tests.benchmarks.kept import keep_measured, kept_measured
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

STAGES_BY_DEFAULT = tuple(stage for stage in STAGES if not stage.is_on_demand)

DAY_ARTICLES = 1_000
RESULT = REPOSITORY / "data" / "bench.json"
# the tables don't fit into the 80 columns that a file is taken to have
_FILE_WIDTH = 152


def run_bench(
    sizes: Sequence[int],
    seed: int = 1,
    day_articles: int = DAY_ARTICLES,
    stages: Sequence[Stage] = STAGES_BY_DEFAULT,
    tell: Callable[[str], None] | None = None,
    keep: Callable[[Report], None] | None = None,
    home: Path | None = None,
) -> Report:
    """Measure all stages for each size.

    Args:
        sizes: numbers of articles.
        seed: of the generator.
        day_articles: about how many articles the added day has.
        stages: references and what they need included; targets of others are left out.
        tell: told what each stage took, for a run takes minutes.
        keep: given the report so far after each size, for a larger one may not come to its end.
        home: a folder that keeps what stages make and what they took, by size; one that is there
            already is gone on with: stages can be measured again, or later, without the others,
            which are reported as they were measured.

    Returns:
        The report, plain data.

    Raises:
        BenchError: a stage failed.
    """
    report: Report = {"machine": describe_machine(), "seed": seed, "sizes": [], "targets": []}
    for articles in sizes:
        if tell:
            tell(f"{articles:,} articles: making or taking the dumps")
        with _folder(home, articles) as folder:
            workspace = make_workspace(folder, articles, day_articles, seed)
            for stage in stages:
                took = measure(stage, workspace)
                keep_measured(folder, stage, took)
                if tell:
                    tell(
                        f"{articles:,} articles: {stage.name}: {took.cpu_seconds:.2f} CPU s, "
                        f"{took.wall_seconds:.2f} s, {took.peak_bytes / 1e6:,.0f} MB"
                    )
            report["sizes"].append(describe_size(workspace, kept_measured(folder, STAGES)))
        report["targets"] = find_targets(report["sizes"])
        if keep:
            keep(report)
    return report


@contextmanager
def _folder(home: Path | None, articles: int) -> Iterator[Path]:
    if home is not None:
        folder = home.resolve() / str(articles)
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="baspasoz-bench-") as temporary:
        yield Path(temporary)


def _stages(text: str) -> tuple[Stage, ...]:
    names = {name.strip() for name in text.split(",")}
    if unknown := names - {stage.name for stage in STAGES}:
        raise argparse.ArgumentTypeError(
            f"there is no stage {sorted(unknown)[0]!r}; there are: "
            + ", ".join(stage.name for stage in STAGES)
        )
    return tuple(stage for stage in STAGES if stage.name in names)


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
    parser.add_argument(
        "--stages",
        type=_stages,
        default=STAGES_BY_DEFAULT,
        metavar="NAME,NAME",
        help="measure these alone; what they read must be in --home, and what was measured there "
        "before is reported too",
    )
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help="keep what stages make and took, for later runs"
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
            given.sizes,
            given.seed,
            stages=given.stages,
            tell=progress.print,
            keep=partial(_write, given.json),
            home=given.home,
        )
    except BenchError as error:
        progress.print(str(error), style="red", markup=False, highlight=False)
        raise SystemExit(1) from error
    console.print(show_report(report))
    if old is not None:
        console.print(show_changes(compare(old, report)))


if __name__ == "__main__":
    main()
