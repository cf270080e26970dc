"""What every command shares: options, progress, errors of one line, safe output.

No command stands here, and nothing of what commands do.
"""

import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from orchestration.commands import NothingThere
from orchestration.generations import NoGeneration
from orchestration.guarding import QueryError
from orchestration.job_runs import BuildFailed
from orchestration.kept import KeptBytesError
from orchestration.landing_files import LandingError
from orchestration.locking import HomeBusy
from orchestration.progress import StageClock
from orchestration.search.reading import SearchError
from orchestration.serving import ServeError
from orchestration.settings import Settings, SettingsError
from orchestration.snapshots import PublishError
from orchestration.warehouse import WarehouseError

_WIDE = 130
_NEWS_SECONDS = 0.05
out = Console()
err = Console(stderr=True)

WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        help="Processes that large work is spread over. [default: one a core]",
        envvar="BASPASOZ_WORKERS",
        show_default=False,
        show_envvar=True,
    ),
]
HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="Folder that holds everything that is made. [default: data/warehouse]",
        envvar="BASPASOZ_HOME",
        show_default=False,
        show_envvar=True,
    ),
]
DumpsOption = Annotated[
    Path | None,
    typer.Option(
        "--dumps",
        help="Landing folder with the raw dumps; only ever read. [default: data/dumps]",
        envvar="BASPASOZ_DUMPS",
        show_default=False,
        show_envvar=True,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]

USER_ERRORS = (
    BuildFailed,
    HomeBusy,
    KeptBytesError,
    LandingError,
    NoGeneration,
    NothingThere,
    PublishError,
    QueryError,
    SearchError,
    ServeError,
    SettingsError,
    WarehouseError,
)


def complain(message: str) -> None:
    """Say in one line on stderr what is wrong."""
    err.print(f"baspasoz: {message}", style="red", highlight=False, markup=False, soft_wrap=True)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 delivery", "2 deliveries"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors a user can act on are one line on stderr and exit code 1."""
    try:
        yield
    except USER_ERRORS as error:
        complain(str(error))
        raise typer.Exit(1) from error
    except BrokenPipeError:
        # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        name = f" {error.filename}" if error.filename else ""
        complain(f"{error.strerror or error}{name}; check space and permissions")
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        err.print("baspasoz: interrupted; what was done stays, the next build goes on from there")
        raise typer.Exit(130) from None


def open_settings(
    home: Path | None, dumps: Path | None = None, workers: int | None = None
) -> Settings:
    """Settings from options and environment, for this process and its children."""
    if workers is not None:
        os.environ["BASPASOZ_WORKERS"] = str(workers)
    settings = Settings.from_environment(home, dumps)
    # children and the Dagster definitions read the same settings from the environment
    os.environ.update(settings.as_environment())
    return settings


def say(message: str) -> None:
    """Tell the user something on stderr."""
    err.print(message, style="yellow", highlight=False, markup=False, soft_wrap=True)


def plain_cell(value: object) -> str:
    """A value on one line."""
    return "" if value is None else " ".join(str(value).split())


def printable(text: str) -> str:
    """Text from a dump without control characters that could drive a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "·" for c in text)


def show_rows(
    names: Sequence[str],
    rows: Iterable[Sequence[object]],
    narrow: int | None = None,
    *,
    is_table: bool = False,
) -> None:
    """Rows as a table on a terminal, tab-separated for programs; nothing is cut off.

    Args:
        names: of the columns.
        rows: their values; what looks like markup is shown as it stands.
        narrow: how many columns a narrow terminal shows; None for all.
        is_table: whether a program gets the table, too.
    """
    if not out.is_terminal and not is_table:
        typer.echo("\t".join(names))
        for row in rows:
            typer.echo("\t".join(plain_cell(value) for value in row))
        return
    shown = narrow if narrow and out.width < _WIDE else len(names)
    columns = [Column(name, overflow="fold", no_wrap=name == "id") for name in names[:shown]]
    table = Table(*columns, header_style="bold")
    for row in rows:
        table.add_row(*(Text(printable(plain_cell(value))) for value in row[:shown]))
    out.print(table)


@contextmanager
def terminal_progress(is_quiet: bool) -> Iterator[StageClock]:
    """A clock that tells of stages: a bar while one runs on a terminal, and a line when it ends."""
    # libraries talk to their maintainers through warnings; a user can't act on them
    warnings.simplefilter("ignore")
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    if is_quiet:
        yield StageClock()
        return
    done: dict[str, str] = {}

    def on_end(name: str, seconds: float) -> None:
        # a look that took no time is no news
        if seconds >= _NEWS_SECONDS or name in done:
            line = f"{name:<18} {seconds:>7.1f} s  {done.pop(name, '')}".rstrip()
            err.print(line, style="dim", highlight=False, markup=False)

    if not err.is_terminal:

        def note(name: str, count: int, total: int) -> None:
            done[name] = f"{count:,}/{total:,}"

        yield StageClock(on_advance=note, on_end=on_end)
        return
    with Progress(
        TextColumn("{task.description:<18}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
    ) as progress:
        tasks: dict[str, Any] = {}

        def on_stage(name: str) -> None:
            for task in tasks.values():
                progress.update(task, total=1, completed=1)
                progress.stop_task(task)
            tasks.setdefault(name, progress.add_task(name, total=None, state=""))

        def on_advance(name: str, count: int, total: int) -> None:
            done[name] = f"{count:,}/{total:,}"
            progress.update(tasks[name], completed=count, total=total, state=done[name])

        yield StageClock(on_stage=on_stage, on_advance=on_advance, on_end=on_end)


@contextmanager
def bar_of(name: str, is_quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """One progress bar; the value takes the work done and the work in all."""
    with Progress(console=err, transient=True, disable=is_quiet or not err.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
