"""One synthetic run that the tests of this folder read, and never change."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from orchestration.synthetic.compare import read_truth
from orchestration.synthetic.generate import TRUTH, synthesize
from orchestration.synthetic.summary import SyntheticSummary

ARTICLES = 6000
DAYS = 120
SEED = 7


@dataclass(frozen=True)
class Run:
    """A finished run: its folder, what it says of itself, its truth by file."""

    folder: Path
    summary: SyntheticSummary
    truth: list[dict[str, Any]]
    by_file: dict[str, list[dict[str, Any]]]
    kept_lines: dict[str, list[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a dump as text, undecodable bytes left out."""
        return (self.folder / name).read_bytes().decode("utf-8-sig", "ignore")

    def lines(self, name: str) -> list[str]:
        """Return a dump's lines, whatever its line ends."""
        if name not in self.kept_lines:
            self.kept_lines[name] = self.text(name).replace("\r\n", "\n").split("\n")
        return self.kept_lines[name]

    def printed(self, record: dict[str, Any]) -> str:
        """Return the lines between an item's title and the next one's, as printed."""
        items = self.by_file[record["file"]]
        end = items[record["ordinal"]]["line"] - 1 if record["ordinal"] < len(items) else None
        return "\n".join(self.lines(record["file"])[record["line"] : end])

    def body(self, record: dict[str, Any]) -> str:
        """Return an item's body, from its recorded start to its recorded end."""
        if not record["body_words"]:
            return ""
        printed = re.split("(?:Source|Источник) : ", self.printed(record))[0]
        start = printed.index(record["body_start"])
        return printed[start : printed.rindex(record["body_end"]) + len(record["body_end"])]


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("synthetic")
    summary = synthesize(ARTICLES, DAYS, SEED, folder)
    truth = list(read_truth(folder / TRUTH))
    by_file: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in truth:
        by_file[record["file"]].append(record)
    return Run(folder, summary, truth, dict(by_file))
