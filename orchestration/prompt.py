"""The interactive SQL prompt: a program that is installed, else a plain one with history.

Harlequin or DuckDB's own shell open the snapshot read-only and stay on it until they end; the
plain prompt asks for the served snapshot before each statement.
"""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HISTORY_LINES = 1000


def find_program(database: Path) -> list[str] | None:
    """The command line of an installed SQL program, or None."""
    beside = str(Path(sys.executable).parent)
    for name, arguments in (("harlequin", ["--read-only"]), ("duckdb", ["-readonly"])):
        found = shutil.which(name, path=beside) or shutil.which(name)
        if found:
            return [found, *arguments, str(database)]
    return None


def run_prompt(history: Path, run: Callable[[str], None]) -> None:
    """Read statements until the end of input, an empty statement or `.quit`.

    A statement ends with a semicolon and may go over several lines.

    Args:
        history: file that keeps the lines of earlier prompts.
        run: told each statement.
    """
    with _history(history):
        lines: list[str] = []
        while True:
            try:
                line = input("sql> " if not lines else "...> ")
            except EOFError:
                line = ".quit" if not lines else ";"
            except KeyboardInterrupt:
                print()
                lines = []
                continue
            if not lines and line.strip() in ("", ".quit", ".exit", "quit", "exit"):
                return
            lines.append(line)
            if line.rstrip().endswith(";"):
                statement = "\n".join(lines)
                lines = []
                if statement.strip(" ;\n"):
                    run(statement)


@contextlib.contextmanager
def _history(path: Path) -> Iterator[None]:
    """Arrow keys and earlier lines, where Python has readline."""
    try:
        import readline
    except ImportError:
        yield
        return
    with contextlib.suppress(OSError):
        readline.read_history_file(path)
    readline.set_history_length(HISTORY_LINES)
    try:
        yield
    finally:
        # a home that can't be written has no history
        with contextlib.suppress(OSError):
            readline.write_history_file(path)
