"""The `baspasoz` command: thin. What it does stands in `building`, `commands` and `serving`."""

import difflib
import json
import logging
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from orchestration import commands
from orchestration.building import BuildFailed, BuildSummary, build, prepare_home
from orchestration.commands import NothingThere
from orchestration.kept import KeptBytes, KeptBytesError
from orchestration.landing import LandingError
from orchestration.locking import HomeBusy, write_lock
from orchestration.progress import StageClock
from orchestration.publishing import PublishError
from orchestration.serving import (
    ServeError,
    dashboard_command,
    free_port,
    serve,
    ui_command,
    watch,
)
from orchestration.settings import Settings, SettingsError
from orchestration.warehouse import WarehouseError

DASHBOARD_PORT = 8501
UI_PORT = 3000

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help=(
        "Baspasoz turns raw text dumps of Kazakhstan's government press releases into a "
        "warehouse that can be trusted.\n\n"
        "Drop dumps into the landing folder, run **baspasoz build**, then look at them with "
        "**baspasoz dashboard**, query them with **baspasoz sql**, or run things by hand in the "
        "Dagster UI with **baspasoz ui**. Every byte is accounted for: **baspasoz verify** "
        "proves it, **baspasoz trace** shows where an article came from."
    ),
)

_out = Console()
_err = Console(stderr=True)

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

_USER_ERRORS = (
    BuildFailed,
    HomeBusy,
    KeptBytesError,
    LandingError,
    NothingThere,
    PublishError,
    ServeError,
    SettingsError,
    WarehouseError,
)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors a user can act on are one line on stderr and exit code 1."""
    try:
        yield
    except _USER_ERRORS as error:
        _err.print(f"baspasoz: {error}", style="red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        name = f" {error.filename}" if error.filename else ""
        _err.print(
            f"baspasoz: {error.strerror or error}{name}; check space and permissions",
            style="red",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        _err.print("baspasoz: interrupted; what was done stays, the next build goes on from there")
        raise typer.Exit(130) from None


def _settings(home: Path | None, dumps: Path | None = None) -> Settings:
    settings = Settings.from_environment(home, dumps)
    # children and the Dagster definitions read the same settings from the environment
    os.environ.update(settings.as_environment())
    return settings


def _say(message: str) -> None:
    _err.print(message, style="yellow", highlight=False, markup=False, soft_wrap=True)


@app.command(name="build")
def build_command(
    home: HomeOption = None,
    dumps: DumpsOption = None,
    as_json: JsonOption = False,
    force: Annotated[
        bool, typer.Option("--force", help="Model and publish even when nothing is new.")
    ] = False,
) -> None:
    """Take in new dumps, enrich, model, test and publish them.

    Work is in proportion to what is new. When a check fails, the exit code is 1 and readers
    keep the last good snapshot.
    """
    with _plain_errors():
        settings = _settings(home, dumps)
        with _terminal_progress(as_json) as clock:
            summary = build(settings, clock, force=force, say=_say)
        _print_summary(summary, as_json)


@app.command()
def reload(
    deliveries: Annotated[
        list[str], typer.Argument(help="Ids, beginnings of ids or file names of deliveries.")
    ],
    home: HomeOption = None,
    dumps: DumpsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read named deliveries again from their kept bytes and replace their rows, no others."""
    with _plain_errors():
        settings = _settings(home, dumps)
        ids = tuple(commands.find_delivery(settings, given).delivery_id for given in deliveries)
        with _terminal_progress(as_json) as clock:
            summary = build(settings, clock, reload=ids, say=_say)
        _print_summary(summary, as_json)


@app.command()
def rebuild(
    home: HomeOption = None, dumps: DumpsOption = None, as_json: JsonOption = False
) -> None:
    """Make the whole warehouse anew from the kept bytes alone."""
    with _plain_errors():
        settings = _settings(home, dumps)
        with write_lock(settings, _say):
            for path in (settings.build_db, settings.build_db.with_suffix(".duckdb.wal")):
                path.unlink(missing_ok=True)
            with _terminal_progress(as_json) as clock:
                summary = build(settings, clock, force=True, say=_say)
        _print_summary(summary, as_json)


@app.command()
def dashboard(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = DASHBOARD_PORT,
) -> None:
    """Serve the dashboard on this machine until Ctrl-C."""
    _serve(_settings(home), {"Dashboard": (dashboard_command(port), port)})


@app.command()
def ui(
    home: HomeOption = None,
    dumps: DumpsOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = UI_PORT,
) -> None:
    """Serve the Dagster UI, where operators run and watch things, until Ctrl-C."""
    _serve(_settings(home, dumps), {"Dagster UI": (ui_command(port), port)})


@app.command()
def run(
    home: HomeOption = None,
    dumps: DumpsOption = None,
    dashboard_port: Annotated[int, typer.Option(help="Port of the dashboard.")] = DASHBOARD_PORT,
    ui_port: Annotated[int, typer.Option(help="Port of the Dagster UI.")] = UI_PORT,
) -> None:
    """Build, then serve the dashboard and the Dagster UI until Ctrl-C."""
    with _plain_errors():
        settings = _settings(home, dumps)
        with _terminal_progress(False) as clock:
            summary = build(settings, clock, say=_say)
        _print_summary(summary, False)
        first, second = free_port(dashboard_port), free_port(ui_port)
    _serve(
        settings,
        {
            "Dashboard": (dashboard_command(first), first),
            "Dagster UI": (ui_command(second), second),
        },
    )


def _serve(settings: Settings, servers: dict[str, tuple[list[str], int]]) -> None:
    def say(message: str) -> None:
        _out.print(message, highlight=False, markup=False, soft_wrap=True)

    with _plain_errors():
        _err.print("starting; this takes some seconds", style="dim")
        with serve(settings, servers, say) as running:
            _out.print("Ctrl-C stops it.", style="dim")
            watch(running)
        _err.print("stopped", style="dim")


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SQL statement; without it, a prompt.")] = "",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Query the published snapshot: the marts, read-only.

    Try: baspasoz sql "select table_name, comment from duckdb_tables()"
    """
    with _plain_errors():
        settings = _settings(home)
        if query:
            _run_query(settings, query, as_json)
            return
        _err.print(f"{commands.served_snapshot(settings).database}; empty line or Ctrl-D ends")
        while (line := _prompt()).strip():
            try:
                _run_query(settings, line, as_json)
            except typer.Exit:
                continue


def _prompt() -> str:
    try:
        return input("sql> ")
    except EOFError:
        return ""


def _run_query(settings: Settings, query: str, as_json: bool) -> None:
    try:
        names, rows = commands.query(settings, query)
    except duckdb.Error as error:
        _err.print(f"baspasoz: {str(error).strip()}", style="red", highlight=False, markup=False)
        raise typer.Exit(1) from error
    if as_json:
        values = [dict(zip(names, row, strict=True)) for row in rows]
        typer.echo(json.dumps(values, ensure_ascii=False, default=str, indent=1))
        return
    if not sys.stdout.isatty():
        typer.echo("\t".join(names))
        for row in rows:
            typer.echo("\t".join(_plain_cell(value) for value in row))
        return
    table = Table(*names, header_style="bold")
    for row in rows:
        table.add_row(*(Text(_plain_cell(value)) for value in row))
    _out.print(table)


def _plain_cell(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


@app.command()
def verify(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Read every delivery again and prove that each byte and each row is accounted for."""
    with _plain_errors():
        settings = _settings(home)
        if not settings.build_db.exists():
            raise NothingThere(f"nothing is built in {settings.home} yet; run: baspasoz build")
        with _bar("verifying", as_json) as advance:
            found = commands.verify(settings, advance)
        if as_json:
            typer.echo(json.dumps(vars(found), ensure_ascii=False, indent=1))
        else:
            _out.print(
                f"{found.accounted_bytes:,} of {found.byte_count:,} bytes accounted for "
                f"in {found.deliveries:,} deliveries",
                highlight=False,
            )
            if found.refused_count:
                _out.print(f"{found.refused_count:,} were refused at the door: not kept")
        for name, problem in found.problems:
            _err.print(f"{name}: {problem}", style="red", highlight=False, markup=False)
        if found.problems:
            raise typer.Exit(1)


@app.command()
def trace(
    article_id: Annotated[str, typer.Argument(help="As in marts.fct_articles.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show where an article came from: deliveries, byte spans, revisions, the original text."""
    with _plain_errors():
        found = commands.trace(_settings(home), article_id)
        if as_json:
            typer.echo(json.dumps([vars(o) for o in found], ensure_ascii=False, indent=1))
            return
        revisions = list(dict.fromkeys(o.revision_id for o in found))
        typer.echo(f"{article_id}: {len(found)} occurrences, {len(revisions)} revisions")
        previous = None
        for occurrence in found:
            number = revisions.index(occurrence.revision_id) + 1
            typer.echo("")
            typer.echo(f"occurrence  {occurrence.occurrence_id}  (revision {number})")
            typer.echo(f"delivery    {occurrence.delivery_id}")
            typer.echo(f"names       {', '.join(occurrence.file_names)}")
            typer.echo(
                f"place       article {occurrence.ordinal}, bytes {occurrence.span[0]:,}"
                f" to {occurrence.span[1]:,}"
            )
            typer.echo(f"source      {occurrence.source_url or 'none printed'}")
            typer.echo(f"flags       {occurrence.flags or 'none'}")
            if previous is not None and previous.revision_id != occurrence.revision_id:
                for line in _difference(previous, occurrence):
                    typer.echo(f"  {line}")
            elif previous is None:
                typer.echo("")
                typer.echo(_printable(occurrence.original))
            previous = occurrence


def _difference(before: commands.Occurrence, after: commands.Occurrence) -> list[str]:
    """Sentences that went and came."""
    old, new = ([o.title, *o.body.replace(". ", ".\n").splitlines()] for o in (before, after))
    return [
        _printable(line)
        for line in difflib.unified_diff(old, new, "before", "after", n=0, lineterm="")
        if not line.startswith("@@")
    ]


def _printable(text: str) -> str:
    """Text from a dump without control characters that could drive a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "·" for c in text)


@app.command()
def deliveries(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the deliveries of this home, refused ones with their reasons."""
    with _plain_errors():
        settings = _settings(home)
        names, rows = commands.query(
            settings,
            "select left(delivery_id, 12) as id, file_name, name_count as names, status, "
            "byte_count as bytes, article_count as articles, reject_count as rejects, "
            "delivery_date as date, encoding, coalesce(reject_reason, '') as reason "
            "from marts.dim_deliveries order by file_name",
        )
        if as_json:
            values = [dict(zip(names, row, strict=True)) for row in rows]
            typer.echo(json.dumps(values, ensure_ascii=False, default=str, indent=1))
            return
        table = Table(*names, header_style="bold")
        for row in rows:
            table.add_row(*(Text(_printable(_plain_cell(value))) for value in row))
        _out.print(table)


@app.command()
def forget(
    delivery: Annotated[str, typer.Argument(help="Id, beginning of an id, or file name.")],
    home: HomeOption = None,
    dumps: DumpsOption = None,
    yes: YesOption = False,
) -> None:
    """Remove one delivery: its kept bytes and everything that came from it alone."""
    with _plain_errors():
        settings = _settings(home, dumps)
        record = commands.find_delivery(settings, delivery)
        names = ", ".join(s.file_name for s in record.sightings)
        _out.print(f"delivery  {record.delivery_id}", highlight=False)
        _out.print(f"names     {names}", highlight=False, markup=False)
        _out.print(f"bytes     {record.byte_count:,}", highlight=False)
        going, staying = commands.count_articles(settings, record.delivery_id)
        _out.print(f"articles  {going:,} go; {staying:,} stay through other deliveries")
        _out.print(
            "The file in the landing folder, if it is still there, is not touched and not taken "
            "again unless it changes.",
            style="dim",
        )
        if not yes and not typer.confirm("Forget it? Its kept bytes can't be brought back."):
            raise typer.Exit(1)
        with write_lock(settings, _say):
            KeptBytes(settings.kept_dir).forget(record.delivery_id)
            with _terminal_progress(False) as clock:
                summary = build(settings, clock, say=_say)
        _print_summary(summary, False)


@app.command()
def hashes(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print a hash of each published table's content: equal content, equal hashes."""
    with _plain_errors():
        found = commands.hash_tables(_settings(home))
        if as_json:
            typer.echo(json.dumps(found, indent=1))
            return
        for name, value in found.items():
            typer.echo(f"{value}  {name}")


@app.command()
def docs(home: HomeOption = None) -> None:
    """Write dbt's documentation of every table as one HTML file that needs no network."""
    with _plain_errors():
        settings = _settings(home)
        prepare_home(settings)
        from orchestration import dbt_runner

        with write_lock(settings, _say):
            path = dbt_runner.generate_docs(settings)
        typer.echo(str(path))


@contextmanager
def _terminal_progress(is_quiet: bool) -> Iterator[StageClock]:
    """A clock whose stages show as bars on the terminal, if there is one."""
    # libraries talk to their maintainers through warnings; a user can't act on them
    warnings.simplefilter("ignore")
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    if is_quiet or not _err.is_terminal:
        yield StageClock()
        return
    with Progress(
        TextColumn("{task.description:<18}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=_err,
        transient=True,
    ) as progress:
        tasks: dict[str, Any] = {}

        def on_stage(name: str) -> None:
            for task in tasks.values():
                progress.update(task, total=1, completed=1)
                progress.stop_task(task)
            tasks.setdefault(name, progress.add_task(name, total=None, state=""))

        def on_advance(name: str, done: int, total: int) -> None:
            progress.update(tasks[name], completed=done, total=total, state=f"{done:,}/{total:,}")

        yield StageClock(on_stage=on_stage, on_advance=on_advance)


@contextmanager
def _bar(name: str, is_quiet: bool) -> Iterator[Callable[[int, int], None]]:
    with Progress(console=_err, transient=True, disable=is_quiet or not _err.is_terminal) as bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_summary(summary: BuildSummary, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=1))
        return
    for name, reason in summary.intake.refused:
        _say(f"refused  {name}: {reason}")
    for name, reason in summary.intake.waiting:
        _say(f"waiting  {name}: {reason}")
    if not summary.is_new:
        _out.print("Nothing new: the published snapshot is up to date.")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, count in summary.counts.items():
        table.add_row(name, f"{count:,}")
    table.add_row("generation", summary.generation or "none")
    if summary.is_new:
        spent = ", ".join(f"{n} {s:.1f} s" for n, s in summary.seconds.items() if s >= 0.05)
        table.add_row("time", spent)
    _out.print(table, highlight=False)


if __name__ == "__main__":
    app()
