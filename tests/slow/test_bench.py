"""The benchmark itself: whole reports and comparisons; how fast anything is isn't tested here."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.benchmarks import dumps
from tests.benchmarks.bench import run_bench
from tests.benchmarks.measuring import BenchError, Stage, measure
from tests.benchmarks.report import compare, find_targets, show_changes, show_report
from tests.benchmarks.stages import STAGES

pytestmark = pytest.mark.slow

ARTICLES = 300
# each starts Dagster anew, for half a minute: they are left to the slow test
COMMANDS = ("whole build", "no-op build", "one day added")
FIGURES = (
    "cpu_seconds",
    "wall_seconds",
    "peak_bytes",
    "bytes",
    "articles",
    "articles_per_cpu_second",
    "sha256_ratio",
    "plain_parser_ratio",
    "duckdb_ratio",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dumps, "CACHE", tmp_path_factory.mktemp("cache"))
        return run_bench([ARTICLES], day_articles=20, stages=_without_commands())


def _without_commands() -> list[Stage]:
    return [stage for stage in STAGES if stage.name not in COMMANDS]


def _check(report: dict[str, Any], stages: list[Stage]) -> None:
    (size,) = report["sizes"]
    assert size["articles"] == ARTICLES
    assert list(size["stages"]) == [stage.name for stage in stages]
    for name, figures in size["stages"].items():
        for figure in FIGURES:
            assert figures[figure] > 0, f"{name}: {figure} is {figures[figure]}"


def test_report_has_every_stage_with_its_figures(report: dict[str, Any]) -> None:
    _check(report, _without_commands())
    assert report["machine"]["cores"] > 0
    # it may be shown to anyone: nothing of this machine's folders
    assert str(Path.home()) not in json.dumps(report)


def test_report_is_shown_with_its_targets(report: dict[str, Any]) -> None:
    shown = _print(show_report(report))
    assert all(stage.name in shown for stage in _without_commands())
    assert "parse: CPU of sha256, at 300 articles" in shown


def test_compare_tells_what_changed(report: dict[str, Any]) -> None:
    slower = copy.deepcopy(report)
    slower["sizes"][0]["stages"]["parse"]["cpu_seconds"] *= 2
    changes = {change["stage"]: change for change in compare(report, slower)}
    assert changes["parse"]["cpu"] == pytest.approx(2)
    assert changes["load"]["cpu"] == pytest.approx(1)
    assert "2.00" in _print(show_changes(list(changes.values())))


def test_compare_leaves_out_what_only_one_report_has(report: dict[str, Any]) -> None:
    other = copy.deepcopy(report)
    del other["sizes"][0]["stages"]["parse"]
    assert "parse" not in {change["stage"] for change in compare(other, report)}
    other["sizes"][0]["articles"] = ARTICLES + 1
    assert compare(other, report) == []


def test_growth_is_a_target_between_two_sizes(report: dict[str, Any]) -> None:
    small = report["sizes"][0]
    large = copy.deepcopy(small) | {"articles": ARTICLES * 10}
    large["stages"]["enrich"]["cpu_seconds"] = small["stages"]["enrich"]["cpu_seconds"] * 13
    found = {
        t["target"]: t["is_met"] for t in find_targets([small, large]) if "growth" in t["target"]
    }
    assert found["enrich: growth of CPU for 10 times the articles"] is False
    assert found["load: growth of CPU for 10 times the articles"] is True
    assert not any(target.startswith("sha256") for target in found)


def test_a_failing_stage_is_told(tmp_path: Path) -> None:
    nothing = dumps.Lot((), 0)
    with pytest.raises(BenchError, match=r"nothing(.|\n)*ZeroDivisionError"):
        measure(Stage("nothing", _fail), dumps.Workspace(tmp_path, nothing, nothing))


def _fail(workspace: dumps.Workspace) -> Any:
    return lambda: 1 // workspace.period.articles


def test_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "CACHE", tmp_path)
    report = run_bench([ARTICLES], day_articles=20)
    _check(report, list(STAGES))
    assert any("no-op build" in target["target"] for target in report["targets"])


def _print(what: Any) -> str:
    console = Console(width=132, record=True, quiet=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()
