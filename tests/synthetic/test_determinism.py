"""The same arguments give the same bytes, anywhere and at any time."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import REPOSITORY
from orchestration.synthetic.generate import synthesize

ARGUMENTS = (900, 40, 3)


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("first")
    synthesize(*ARGUMENTS, folder)
    return _hashes(folder)


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_another_process_with_another_hash_seed_writes_the_same(
    first: dict[str, str], tmp_path: Path, hash_seed: str
) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from orchestration.synthetic.generate import synthesize;"
        f"synthesize(*{ARGUMENTS!r}, Path(sys.argv[1]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Asia/Almaty", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=REPOSITORY, env=environment, check=True
    )
    assert _hashes(tmp_path) == first


def test_another_seed_writes_something_else(first: dict[str, str], tmp_path: Path) -> None:
    articles, days, seed = ARGUMENTS
    synthesize(articles, days, seed + 1, tmp_path)
    assert _hashes(tmp_path)["truth.jsonl"] != first["truth.jsonl"]


def test_a_second_run_replaces_the_first_and_keeps_foreign_files(
    first: dict[str, str], tmp_path: Path
) -> None:
    foreign = tmp_path / "society-2026-02-11.txt"
    foreign.write_text("kept")
    synthesize(400, 30, 9, tmp_path)
    synthesize(*ARGUMENTS, tmp_path)
    found = _hashes(tmp_path)
    assert found.pop(foreign.name)
    assert found == first


def test_progress_ends_at_the_number_of_articles(tmp_path: Path) -> None:
    seen: list[int] = []
    summary = synthesize(300, 30, 1, tmp_path, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == summary.articles == 300


@pytest.mark.parametrize(("articles", "days"), [(0, 40), (-5, 40), (100, 29)])
def test_impossible_wishes_are_refused(tmp_path: Path, articles: int, days: int) -> None:
    with pytest.raises(ValueError, match="must be at least"):
        synthesize(articles, days, 1, tmp_path / "never")
    assert not (tmp_path / "never").exists()


def test_few_articles_over_many_days_are_written(tmp_path: Path) -> None:
    summary = synthesize(5, 60, 1, tmp_path)
    assert summary.articles == 5
    assert len((tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()) == 5
