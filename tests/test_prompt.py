"""Which program the prompt opens, and what our own keeps."""

from pathlib import Path

import pytest

from orchestration import prompt


def program(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)


def test_harlequin_comes_before_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(prompt.sys, "executable", str(tmp_path / "nowhere" / "python"))
    database = tmp_path / "warehouse.duckdb"
    assert prompt.find_program(database) is None
    program(tmp_path, "duckdb")
    assert prompt.find_program(database) == [
        str(tmp_path / "duckdb"),
        "-readonly",
        str(database),
    ]
    program(tmp_path, "harlequin")
    assert prompt.find_program(database) == [
        str(tmp_path / "harlequin"),
        "--read-only",
        str(database),
    ]


def test_a_statement_ends_with_a_semicolon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["select", "1;", " ;", "select 2", "", "select 3"])

    def read(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)
    told: list[str] = []
    prompt.run_prompt(tmp_path / "history", told.append)
    assert [" ".join(t.split()) for t in told] == ["select 1;", "select 2 select 3 ;"]
