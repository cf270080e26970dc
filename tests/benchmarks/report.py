"""The report of a benchmark: plain data for JSON, targets, and tables for the terminal.

Holds how figures are put together and shown; how they are taken stands in `measuring`. Seconds of
a shared machine say little: ratios to references of the same run do.
"""

import os
import platform
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import numpy as np
import psutil  # type: ignore[import-untyped]
from rich.console import Group, RenderableType
from rich.table import Table

from tests.benchmarks.dumps import Workspace
from tests.benchmarks.measuring import Measured, Stage
from tests.benchmarks.stages import (
    DEFINITIONS,
    DUCKDB,
    FILTER_CHANGE,
    FIRST_PAINT,
    HITS,
    LABEL,
    NOTHING_NEW,
    PLAIN,
    QUERIES,
    SEARCH,
    SHA256,
    STORIES,
    WHOLE_BUILD,
)

Report = dict[str, Any]
_PACKAGES = ("dagster", "dbt-core", "dbt-duckdb", "duckdb", "numpy", "pyarrow")
_REFERENCES = {SHA256: "sha256_ratio", PLAIN: "plain_parser_ratio", DUCKDB: "duckdb_ratio"}

# what any way from dumps to a database has to do: others are told as multiples of it
FLOOR = ("read and hash", "parse", "stage", "load")

PARSE_TO_PLAIN = 12.0
PARSE_TO_SHA256 = 6.0
LOAD_TO_DUCKDB = 2.0
NOTHING_NEW_SECONDS = 8.0
DEFINITIONS_SECONDS = 4.0
TEXT_CHARACTERS, LABEL_MS = 2_000, 0.6
STORIES_MS = 0.6
PEAK_BYTES = 5e9
BUILD_TO_FLOOR = 16.0
PUBLISHED_SHARE = 0.5
# CPU milliseconds that 95 of 100 answers stay within
ANSWERS_MS = {QUERIES: 60.0, SEARCH: 20.0, HITS: 60.0, FILTER_CHANGE: 1_000.0, FIRST_PAINT: 2_000.0}
# ten times the articles may take twelve times the CPU
GROWTH_SLACK = 1.2
# clocks tick in hundredths: of less no growth can be told
LEAST_SECONDS = 0.05


def describe_machine() -> Report:
    """What the figures depend on; no names and no paths."""
    return {
        "cores": os.cpu_count() or 1,
        "memory_bytes": psutil.virtual_memory().total,
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in _PACKAGES},
    }


def describe_size(workspace: Workspace, found: dict[Stage, Measured]) -> Report:
    """The figures of one size.

    Args:
        workspace: tells articles and bytes.
        found: stages and references as measured.
    """
    lots = {stage: _sampled(workspace, stage) for stage in found}
    # by byte, for the added day is smaller than the period that references read
    by_byte = {s.name: m.cpu_seconds / lots[s][0] for s, m in found.items()}
    floor = sum(by_byte[name] for name in FLOOR if name in by_byte)
    stages = {}
    for stage, measured in found.items():
        size, articles = lots[stage]
        steps = [(stage.name, measured.cpu_seconds, measured.wall_seconds)]
        steps += [(f"{stage.name}, {n}", *took) for n, took in measured.told.parts.items()]
        for name, cpu, wall in steps:
            is_whole = name == stage.name
            answers = measured.told.answers_ms
            stages[name] = {
                "cpu_seconds": cpu,
                "wall_seconds": wall,
                "peak_bytes": measured.peak_bytes if is_whole else None,
                "bytes": size,
                "articles": articles,
                "articles_per_cpu_second": articles / cpu if cpu else None,
                "is_reference": stage.is_reference,
                "is_part": not is_whole,
                "is_day": stage.is_day,
                "answers": len(answers),
                "p50_ms": _percentile(answers, 50),
                "p95_ms": _percentile(answers, 95),
                "floor_ratio": cpu / size / floor if floor else None,
                **{
                    ratio: cpu / size / by_byte[reference] if reference in by_byte else None
                    for reference, ratio in _REFERENCES.items()
                },
            }
    build = next((m for s, m in found.items() if s.name == WHOLE_BUILD), None)
    return {
        "articles": workspace.period.articles,
        "files": len(workspace.period.paths),
        "bytes": workspace.period.bytes,
        "characters": workspace.period.characters,
        "text_bytes": workspace.period.text_bytes,
        "published_bytes": build.told.published_bytes if build else None,
        "stages": stages,
    }


def _sampled(workspace: Workspace, stage: Stage) -> tuple[float, int]:
    """Bytes and articles that a stage worked on."""
    lot = workspace.day if stage.is_day else workspace.period
    if stage.most_articles is None or lot.articles <= stage.most_articles:
        return lot.bytes, lot.articles
    # as it samples: every so many
    every = -(-lot.articles // stage.most_articles)
    return lot.bytes / every, lot.articles // every


def _percentile(answers: tuple[float, ...], percent: int) -> float | None:
    return float(np.percentile(answers, percent)) if answers else None


def find_targets(sizes: list[Report]) -> list[Report]:
    """The targets, what was found, and whether they are met; of stages that ran."""
    targets = []
    for size in sizes:
        at, stages = f"at {size['articles']:,} articles", size["stages"]
        if (parse := stages.get("parse")) and PLAIN in stages and SHA256 in stages:
            what = f"parse: speed of the plain parser, {at}"
            targets.append(_at_least(what, 1 / parse["plain_parser_ratio"], PARSE_TO_PLAIN))
            what = f"parse: CPU of sha256, {at}"
            targets.append(_at_most(what, parse["sha256_ratio"], PARSE_TO_SHA256))
        if (load := stages.get("load")) and DUCKDB in stages:
            what = f"load: CPU of DuckDB's own, {at}"
            targets.append(_at_most(what, load["duckdb_ratio"], LOAD_TO_DUCKDB))
        if label := stages.get(LABEL):
            what = f"{LABEL}: CPU ms for {TEXT_CHARACTERS:,} characters, {at}"
            share = label["articles"] / size["articles"]
            texts = share * size["characters"] / TEXT_CHARACTERS
            targets.append(_at_most(what, 1_000 * label["cpu_seconds"] / texts, LABEL_MS))
        if stories := stages.get(STORIES):
            what = f"{STORIES}: CPU ms an article, {at}"
            found = 1_000 * stories["cpu_seconds"] / stories["articles"]
            targets.append(_at_most(what, found, STORIES_MS))
        if definitions := stages.get(DEFINITIONS):
            what = f"{DEFINITIONS}: CPU seconds, {at}"
            targets.append(_at_most(what, definitions["cpu_seconds"], DEFINITIONS_SECONDS))
        if nothing_new := stages.get(NOTHING_NEW):
            what = f"{NOTHING_NEW}: CPU seconds, {at}"
            targets.append(_at_most(what, nothing_new["cpu_seconds"], NOTHING_NEW_SECONDS))
        for name, wanted in ANSWERS_MS.items():
            if name in stages and (found := stages[name]["p95_ms"]) is not None:
                what = f"{name}: CPU ms that 95 of 100 stay within, {at}"
                targets.append(_at_most(what, found, wanted))
        if (build := stages.get(WHOLE_BUILD)) and build["floor_ratio"] is not None:
            what = f"{WHOLE_BUILD}: CPU of reading, parsing, staging and loading, {at}"
            targets.append(_at_most(what, build["floor_ratio"], BUILD_TO_FLOOR))
        if size["published_bytes"]:
            what = f"published file: bytes for one of text, {at}"
            found = size["published_bytes"] / size["text_bytes"]
            targets.append(_at_most(what, found, PUBLISHED_SHARE))
        what = f"peak memory of any stage, GB, {at}"
        # what others need is not ours
        own = [stage for stage in stages.values() if not stage["is_reference"]]
        peak = max(stage["peak_bytes"] or 0 for stage in own)
        targets.append(_at_most(what, peak / 1e9, PEAK_BYTES / 1e9))
    for small, large in pairwise(sorted(sizes, key=lambda size: int(size["articles"]))):
        fold = large["articles"] / small["articles"]
        for name, stage in large["stages"].items():
            earlier = small["stages"].get(name)
            if not stage["is_reference"] and earlier and earlier["cpu_seconds"] >= LEAST_SECONDS:
                growth = _whole(large, stage) / _whole(small, earlier)
                what = f"{name}: growth of CPU for {fold:g} times the articles"
                targets.append(_at_most(what, growth, fold * GROWTH_SLACK))
    return targets


def _whole(size: Report, stage: Report) -> float:
    """CPU seconds of all articles where a sample of them was worked on."""
    sampled = 1.0 if stage["is_day"] else size["articles"] / stage["articles"]
    return float(stage["cpu_seconds"] * sampled)


def _at_least(what: str, found: float, wanted: float) -> Report:
    return {"target": what, "wanted": f"≥ {wanted:g}", "found": found, "is_met": found >= wanted}


def _at_most(what: str, found: float, wanted: float) -> Report:
    return {"target": what, "wanted": f"≤ {wanted:g}", "found": found, "is_met": found <= wanted}


def show_report(report: Report) -> RenderableType:
    """Tables of all sizes, then the targets."""
    return Group(*map(_show_size, report["sizes"]), _show_targets(report["targets"]))


def _show_size(size: Report) -> Table:
    table = Table(
        title=f"{size['articles']:,} articles, {size['files']:,} files, {size['bytes']:,} bytes",
        caption="The last columns: CPU as a multiple of each reference, and of the floor (reading, "
        "parsing, staging and loading), on the same bytes. p50 and p95: CPU of one answer.",
    )
    table.add_column("stage", no_wrap=True)
    for name in ("CPU s", "wall s", "peak MB", "MB read", "articles / CPU s", "p50 ms", "p95 ms"):
        table.add_column(name, justify="right")
    for name in _REFERENCES:
        table.add_column(f"× {name}", justify="right")
    table.add_column("× floor", justify="right")
    for name, stage in size["stages"].items():
        table.add_row(
            f"  {name.partition(', ')[2]}" if stage["is_part"] else name,
            f"{stage['cpu_seconds']:.3f}",
            f"{stage['wall_seconds']:.3f}",
            f"{stage['peak_bytes'] / 1e6:,.0f}" if stage["peak_bytes"] else "",
            f"{stage['bytes'] / 1e6:,.1f}",
            f"{stage['articles_per_cpu_second']:,.0f}" if stage["cpu_seconds"] else "",
            _multiple(stage["p50_ms"]),
            _multiple(stage["p95_ms"]),
            *(_multiple(stage[ratio]) for ratio in (*_REFERENCES.values(), "floor_ratio")),
            style="dim" if stage["is_reference"] else "",
        )
    return table


def _multiple(ratio: float | None) -> str:
    if ratio is None:
        return ""
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _show_targets(targets: list[Report]) -> Table:
    table = Table(title="Targets")
    table.add_column("target")
    table.add_column("wanted", justify="right")
    table.add_column("found", justify="right")
    table.add_column("")
    for target in targets:
        verdict = "[green]met[/]" if target["is_met"] else "[red]not met[/]"
        table.add_row(target["target"], target["wanted"], f"{target['found']:.2f}", verdict)
    return table


def compare(old: Report, new: Report) -> list[Report]:
    """What changed between two reports: for each size and stage that both have, new over old.

    `cpu` is the plain ratio of seconds; `cpu_to_plain_parser` divides by the plain parser of the
    same run, so that another machine, or a busier one, doesn't count as a change.
    """
    changes = []
    before = {size["articles"]: size["stages"] for size in old["sizes"]}
    for size in new["sizes"]:
        for name, stage in size["stages"].items():
            earlier = before.get(size["articles"], {}).get(name)
            if earlier is None:
                continue
            figures = {
                "cpu": "cpu_seconds",
                "cpu_to_plain_parser": "plain_parser_ratio",
                "wall": "wall_seconds",
                "peak": "peak_bytes",
            }
            if any(not side[key] for side in (stage, earlier) for key in figures.values()):
                continue
            changes.append(
                {"articles": size["articles"], "stage": name}
                | {figure: stage[key] / earlier[key] for figure, key in figures.items()}
            )
    return changes


def show_changes(changes: list[Report]) -> Table:
    """The changes as a table; what got a tenth better or worse is coloured."""
    table = Table(title="Changes", caption="New over old: below 1 is better.")
    table.add_column("articles", justify="right")
    table.add_column("stage")
    for name in ("CPU", "CPU to plain parser", "wall", "peak"):
        table.add_column(name, justify="right")
    for change in changes:
        figures = [change[name] for name in ("cpu", "cpu_to_plain_parser", "wall", "peak")]
        table.add_row(f"{change['articles']:,}", change["stage"], *map(_change, figures))
    return table


def _change(ratio: float) -> str:
    colour = "green" if ratio < 0.9 else "red" if ratio > 1.1 else "default"
    return f"[{colour}]{ratio:.2f}[/]"
