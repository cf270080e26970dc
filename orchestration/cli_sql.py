"""The commands for people who write SQL: query, examples, export. They change nothing in a home."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from orchestration import commands, results
from orchestration.commands import NothingThere
from orchestration.examples import find_example, list_examples
from orchestration.exporting import ExportError, Filters, export
from orchestration.guarding import QueryError
from orchestration.prompt import find_program, run_prompt
from orchestration.settings import Settings
from orchestration.terminal import (
    HomeOption,
    JsonOption,
    complain,
    err,
    open_settings,
    out,
    plain_errors,
    show_rows,
)

FormatOption = Annotated[
    str, typer.Option("--format", "-f", help="table, csv, json or parquet.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (sql, examples):
        app.command()(command)
    app.command(name="export")(export_command)


def sql(
    query: Annotated[
        str | None, typer.Argument(help="One SELECT; - reads it from stdin; without it, a prompt.")
    ] = None,
    home: HomeOption = None,
    format_: FormatOption = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write it here.")] = None,
    path: Annotated[bool, typer.Option("--path", help="Print the file, for other tools.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Our own prompt in any case.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Query the published snapshot, read-only: schemas **marts** and **explore**.

    Try: baspasoz sql "from explore.days", or baspasoz examples
    """
    with plain_errors():
        settings = open_settings(home)
        chosen = "json" if as_json else format_
        if chosen and chosen not in results.FORMATS:
            raise typer.BadParameter(f"--format is one of {', '.join(results.FORMATS)}")
        if output is not None and chosen not in ("csv", "json", "parquet"):
            raise typer.BadParameter("--output needs --format csv, json or parquet")
        if path:
            typer.echo(str(commands.served_snapshot(settings).database))
        elif query is not None:
            _run(settings, sys.stdin.read() if query == "-" else query, chosen, output)
        else:
            _prompt(settings, chosen, plain)


def _prompt(settings: Settings, chosen: str, plain: bool) -> None:
    database = commands.served_snapshot(settings).database
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    program = find_program(database) if is_terminal and not plain else None
    if program:
        raise typer.Exit(subprocess.run(program, check=False).returncode)
    err.print(f"{database}; a statement ends with ;  an empty line or Ctrl-D ends the prompt")

    def run(statement: str) -> None:
        try:
            _run(settings, statement, chosen, None)
        except QueryError as error:
            complain(str(error))

    run_prompt(settings.home / "sql_history", run)


def _run(settings: Settings, query: str, chosen: str, output: Path | None) -> None:
    if chosen == "parquet":
        _write(results.write_parquet(commands.query_arrow(settings, query)), output)
        return
    names, rows = commands.query(settings, query)
    if chosen in ("csv", "json"):
        write = results.write_csv if chosen == "csv" else results.write_json
        _write(write(names, rows).rstrip("\n").encode() + b"\n", output)
    else:
        show_rows(names, rows, is_table=chosen == "table")


def _write(content: bytes, output: Path | None) -> None:
    if output is not None:
        output.write_bytes(content)
        return
    if content.startswith(b"PAR1") and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is no text; name a file with --output")
    typer.echo(content, nl=False)


def examples(
    which: Annotated[str, typer.Argument(help="Number or name; without it, a list.")] = "",
) -> None:
    """List the example queries with their questions, or print one.

    Run one: baspasoz examples 3 | baspasoz sql -
    """
    with plain_errors():
        if not which:
            for example in list_examples():
                typer.echo(f"{example.number:>2}  {example.question}")
            return
        found = find_example(which)
        if found is None:
            raise NothingThere(f"no example {which!r}; list them with: baspasoz examples")
        typer.echo(found.sql, nl=False)


def export_command(
    to: Annotated[Path, typer.Option("--to", help="New or empty folder.")],
    home: HomeOption = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="parquet, csv or jsonl.")
    ] = "parquet",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day.")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Id or name; may be repeated.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Id or name; may be repeated.")] = None,
    agency: Annotated[list[str] | None, typer.Option(help="Id or name; may be repeated.")] = None,
) -> None:
    """Write articles and what belongs to them as files, with dictionary, manifest and licences.

    Filters take primary regions and topics, as the counts do; junk is left out.
    """
    with plain_errors():
        settings = open_settings(home)
        filters = Filters(
            since=since.date() if since else None,
            until=until.date() if until else None,
            regions=tuple(region or ()),
            topics=tuple(topic or ()),
            agencies=tuple(agency or ()),
        )
        try:
            manifest = export(settings, to, format_, filters)
        except ExportError as error:
            raise NothingThere(str(error)) from error
        counts = manifest["counts"]
        out.print(
            f"{counts['articles']:,} articles, {counts['stories']:,} stories, "
            f"{counts['occurrences']:,} occurrences in {len(manifest['files']):,} files: {to}",
            highlight=False,
            markup=False,
        )
