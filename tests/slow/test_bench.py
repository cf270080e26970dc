"""The benchmark itself: whole reports and comparisons; how fast anything is isn't tested here."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.benchmarks import dumps
from tests.benchmarks.bench import STAGES_BY_DEFAULT, run_bench
from tests.benchmarks.measuring import BenchError, Stage, measure
from tests.benchmarks.report import compare, find_targets, show_changes, show_report
from tests.benchmarks.stages import STAGES

pytestmark = pytest.mark.slow

ARTICLES = 300
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
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def report(home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dumps, "CACHE", tmp_path_factory.mktemp("cache"))
        return run_bench([ARTICLES], day_articles=20, stages=STAGES, home=home)


def test_report_has_every_stage_with_its_figures(report: dict[str, Any]) -> None:
    (size,) = report["sizes"]
    assert size["articles"] == ARTICLES
    whole = {name: figures for name, figures in size["stages"].items() if not figures["is_part"]}
    assert list(whole) == [stage.name for stage in STAGES]
    for name, figures in whole.items():
        for figure in FIGURES:
            assert figures[figure] > 0, f"{name}: {figure} is {figures[figure]}"
    assert report["machine"]["cores"] > 0
    # it may be shown to anyone: nothing of this machine's folders
    assert str(Path.home()) not in json.dumps(report)


def test_builds_tell_their_steps(report: dict[str, Any]) -> None:
    stages = report["sizes"][0]["stages"]
    for build in ("whole build", "one day added"):
        steps = [name for name in stages if name.startswith(f"{build}, ")]
        assert len(steps) > 5
        assert 0 < sum(stages[s]["cpu_seconds"] for s in steps) <= stages[build]["cpu_seconds"]
    assert not any(name.startswith("no-op build, ") for name in stages)


def test_a_stage_is_measured_again_and_the_others_are_kept(
    report: dict[str, Any], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "CACHE", tmp_path)
    search = [stage for stage in STAGES if stage.name == "search"]
    again = run_bench([ARTICLES], day_articles=20, stages=search, home=home)
    before, after = (r["sizes"][0]["stages"] for r in (report, again))
    assert list(after) == list(before)
    same = [name for name in before if before[name]["cpu_seconds"] == after[name]["cpu_seconds"]]
    assert set(before) - set(same) <= {"search"}


def test_report_is_shown_with_its_targets(report: dict[str, Any]) -> None:
    shown = _print(show_report(report))
    assert all(stage.name in shown for stage in STAGES)
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
    small = copy.deepcopy(report["sizes"][0])
    large = copy.deepcopy(small) | {"articles": ARTICLES * 10}
    small["stages"]["load"]["cpu_seconds"] = large["stages"]["load"]["cpu_seconds"] = 1.0
    small["stages"]["whole build"]["cpu_seconds"] = 1.0
    large["stages"]["whole build"]["cpu_seconds"] = 13.0
    for size in (small, large):
        # a tenth was worked on of the large one: as much as of the small one
        size["stages"]["label"] |= {"cpu_seconds": 1.0, "articles": ARTICLES}
    targets = find_targets([small, large])
    found = {t["target"]: t["is_met"] for t in targets if "growth" in t["target"]}
    assert found["whole build: growth of CPU for 10 times the articles"] is False
    assert found["load: growth of CPU for 10 times the articles"] is True
    (label,) = [t for t in targets if t["target"].startswith("label: growth")]
    assert label["found"] == pytest.approx(10)
    assert not any(target.startswith("sha256") for target in found)


def test_a_failing_stage_is_told(tmp_path: Path) -> None:
    nothing = dumps.Lot((), 0)
    with pytest.raises(BenchError, match=r"nothing(.|\n)*ZeroDivisionError"):
        measure(Stage("nothing", _fail), dumps.Workspace(tmp_path, nothing, nothing))


def _fail(workspace: dumps.Workspace) -> Any:
    return lambda: 1 // workspace.period.articles


def test_what_is_asked_for_alone_is_left_out_by_default() -> None:
    assert {s.name for s in STAGES} - {s.name for s in STAGES_BY_DEFAULT} == {"models alone"}


def _print(what: Any) -> str:
    console = Console(width=132, record=True, quiet=False)
    with console.capture() as captured:
        console.print(what)
    return captured.get()
