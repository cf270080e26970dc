"""The `baspasoz` command: thin. What it does stands in `building`, `commands` and `serving`.

Commands that change a home or serve it stand here; those that choose what is served and look for
faults in `cli_operating`, those that read a home in `cli_reading` and `cli_sql`, those that measure
labels in `cli_evaluation`, those that invent dumps in `cli_synthetic`.
"""

import json
from typing import Annotated

import typer
from rich.table import Table

from orchestration import (
    cli_evaluation,
    cli_operating,
    cli_reading,
    cli_search,
    cli_sql,
    cli_synthetic,
    commands,
)
from orchestration.building import BuildSummary, build
from orchestration.kept import KeptBytes
from orchestration.locking import write_lock
from orchestration.serving import dashboard_command, free_port, serve, ui_command, watch
from orchestration.settings import Settings
from orchestration.terminal import (
    DumpsOption,
    HomeOption,
    JsonOption,
    WorkersOption,
    YesOption,
    err,
    open_settings,
    out,
    plain_errors,
    say,
    terminal_progress,
)

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


@app.command(name="build")
def build_command(
    home: HomeOption = None,
    dumps: DumpsOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
    force: Annotated[
        bool, typer.Option("--force", help="Model and publish even when nothing is new.")
    ] = False,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept", help="Publish although articles or labels went that were served before."
        ),
    ] = False,
) -> None:
    """Take in new dumps, enrich, model, test and publish them.

    Work is in proportion to what is new. When a check fails, the exit code is 1 and readers
    keep the last good snapshot.
    """
    with plain_errors():
        settings = open_settings(home, dumps, workers)
        with terminal_progress(as_json) as clock:
            summary = build(settings, clock, force=force, accept=accept, say=say)
        _print_summary(summary, as_json)


@app.command()
def reload(
    deliveries: Annotated[
        list[str], typer.Argument(help="Ids, beginnings of ids or file names of deliveries.")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read named deliveries again from their kept bytes and replace their rows, no others."""
    with plain_errors():
        settings = open_settings(home)
        ids = tuple(commands.find_delivery(settings, given).delivery_id for given in deliveries)
        with terminal_progress(as_json) as clock:
            summary = build(settings, clock, reload=ids, take_new=False, say=say)
        _print_summary(summary, as_json)


@app.command()
def rebuild(
    home: HomeOption = None, workers: WorkersOption = None, as_json: JsonOption = False
) -> None:
    """Make the whole warehouse anew from the kept bytes alone.

    The landing folder isn't looked at: baspasoz build takes what is new in it.
    """
    with plain_errors():
        settings = open_settings(home, workers=workers)
        if not KeptBytes(settings.kept_dir).records():
            raise commands.NothingThere(
                f"no delivery is kept in {settings.home}; take some in with: baspasoz build"
            )
        with terminal_progress(as_json) as clock:
            summary = build(settings, clock, rebuild=True, take_new=False, say=say)
        _print_summary(summary, as_json)


@app.command()
def dashboard(
    home: HomeOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = DASHBOARD_PORT,
) -> None:
    """Serve the dashboard on this machine until Ctrl-C."""
    _serve(open_settings(home), {"Dashboard": (dashboard_command(port), port)})


@app.command()
def ui(
    home: HomeOption = None,
    dumps: DumpsOption = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = UI_PORT,
    read_only: Annotated[
        bool,
        typer.Option("--read-only", help="Show runs, start none: no buttons, sensor or schedule."),
    ] = False,
) -> None:
    """Serve the Dagster UI, where operators run and watch things, until Ctrl-C.

    While it runs, new dumps in the landing folder are taken in and published by themselves.
    """
    command = ui_command(port, is_read_only=read_only)
    _serve(open_settings(home, dumps), {"Dagster UI": (command, port)})


@app.command()
def run(
    home: HomeOption = None,
    dumps: DumpsOption = None,
    dashboard_port: Annotated[int, typer.Option(help="Port of the dashboard.")] = DASHBOARD_PORT,
    ui_port: Annotated[int, typer.Option(help="Port of the Dagster UI.")] = UI_PORT,
    workers: WorkersOption = None,
) -> None:
    """Build, then serve the dashboard and the Dagster UI until Ctrl-C."""
    with plain_errors():
        settings = open_settings(home, dumps, workers)
        with terminal_progress(False) as clock:
            summary = build(settings, clock, say=say)
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
    def tell(message: str) -> None:
        out.print(message, highlight=False, markup=False, soft_wrap=True)

    with plain_errors():
        err.print("starting; this takes some seconds", style="dim")
        with serve(settings, servers, tell) as running:
            out.print("Ctrl-C stops it.", style="dim")
            watch(running)
        err.print("stopped", style="dim")


@app.command()
def forget(
    delivery: Annotated[str, typer.Argument(help="Id, beginning of an id, or file name.")],
    home: HomeOption = None,
    yes: YesOption = False,
) -> None:
    """Remove one delivery: its kept bytes and everything that came from it alone."""
    with plain_errors():
        settings = open_settings(home)
        record = commands.find_delivery(settings, delivery)
        names = ", ".join(s.file_name for s in record.sightings)
        out.print(f"delivery  {record.delivery_id}", highlight=False)
        out.print(f"names     {names}", highlight=False, markup=False)
        out.print(f"bytes     {record.byte_count:,}", highlight=False)
        going, staying = commands.count_articles(settings, record.delivery_id)
        out.print(f"articles  {going:,} go; {staying:,} stay through other deliveries")
        out.print(
            "The file in the landing folder, if it is still there, is not touched and not taken "
            "again unless it changes.",
            style="dim",
        )
        if not yes and not typer.confirm("Forget it? Its kept bytes can't be brought back."):
            raise typer.Exit(1)
        with write_lock(settings, say):
            KeptBytes(settings.kept_dir).forget(record.delivery_id)
            with terminal_progress(False) as clock:
                summary = build(settings, clock, take_new=False, say=say)
        _print_summary(summary, False)


def _print_summary(summary: BuildSummary, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=1))
        return
    for name, reason in summary.intake.refused:
        say(f"refused  {name}: {reason}")
    for name, reason in summary.rejected:
        say(f"rejected {name}: {reason}")
    for name, reason in summary.intake.waiting:
        say(f"waiting  {name}: {reason}")
    for name in summary.intake.ignored:
        say(f"ignored  {name}: left by an operating system, no dump")
    if summary.is_mixed:
        say(
            "warning: synthetic and real dumps stand in one home; give each a --home of its own, "
            "and remove what doesn't belong here with: baspasoz forget"
        )
    if not summary.is_new:
        out.print("Nothing new: the published snapshot is up to date.")
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, count in summary.counts.items():
        table.add_row(name, f"{count:,}")
    table.add_row("generation", summary.generation or "none")
    if summary.is_new:
        spent = ", ".join(f"{n} {s:.1f} s" for n, s in summary.seconds.items() if s >= 0.05)
        table.add_row("time", spent)
    out.print(table, highlight=False)


cli_sql.register(app)
cli_search.register(app)
cli_reading.register(app)
cli_operating.register(app)
cli_evaluation.register(app)
cli_synthetic.register(app)


if __name__ == "__main__":
    app()
