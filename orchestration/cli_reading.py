"""The commands that prove, trace and list what a home holds; SQL stands in `cli_sql`."""

import difflib
import json
from typing import Annotated

import typer

from orchestration import commands
from orchestration.commands import NothingThere
from orchestration.dagster_home import prepare_home
from orchestration.locking import write_lock
from orchestration.terminal import (
    HomeOption,
    JsonOption,
    bar_of,
    counted,
    err,
    open_settings,
    out,
    plain_errors,
    printable,
    say,
    show_rows,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (verify, trace, deliveries, hashes, docs):
        app.command()(command)


def verify(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Read every delivery again and prove that each byte and each row is accounted for."""
    with plain_errors():
        settings = open_settings(home)
        if not settings.build_db.exists():
            raise NothingThere(f"nothing is built in {settings.home} yet; run: baspasoz build")
        with bar_of("verifying", as_json) as advance:
            found = commands.verify(settings, advance)
        if as_json:
            typer.echo(json.dumps(vars(found), ensure_ascii=False, indent=1))
        else:
            out.print(
                f"{found.accounted_bytes:,} of {found.byte_count:,} bytes accounted for "
                f"in {counted(found.deliveries, 'delivery', 'deliveries')}",
                highlight=False,
            )
            if found.refused_count:
                out.print(f"{found.refused_count:,} were refused at the door: not kept")
        for name, problem in found.problems:
            err.print(f"{name}: {problem}", style="red", highlight=False, markup=False)
        if found.problems:
            raise typer.Exit(1)


def trace(
    article_id: Annotated[str, typer.Argument(help="As in marts.fct_articles.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show where an article came from: deliveries, byte spans, revisions, the original text."""
    with plain_errors():
        found = commands.trace(open_settings(home), article_id)
        if as_json:
            typer.echo(json.dumps([vars(o) for o in found], ensure_ascii=False, indent=1))
            return
        revisions = list(dict.fromkeys(o.revision_id for o in found))
        typer.echo(
            f"{article_id}: {counted(len(found), 'occurrence')}, "
            f"{counted(len(revisions), 'revision')}"
        )
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
                typer.echo(printable(occurrence.original))
            previous = occurrence


def _difference(before: commands.Occurrence, after: commands.Occurrence) -> list[str]:
    """Sentences that went and came."""
    old, new = ([o.title, *o.body.replace(". ", ".\n").splitlines()] for o in (before, after))
    return [
        printable(line)
        for line in difflib.unified_diff(old, new, "before", "after", n=0, lineterm="")
        if not line.startswith("@@")
    ]


def deliveries(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the deliveries of this home, refused ones with their reasons."""
    with plain_errors():
        settings = open_settings(home)
        names, rows = commands.query(
            settings,
            "select left(delivery_id, 12) as id, file_name, status, article_count as articles, "
            "reject_count as rejects, coalesce(reject_reason, '') as reason, "
            "name_count as names, byte_count as bytes, delivery_date as date, encoding "
            "from marts.dim_deliveries order by file_name",
        )
        if as_json:
            values = [dict(zip(names, row, strict=True)) for row in rows]
            typer.echo(json.dumps(values, ensure_ascii=False, default=str, indent=1))
            return
        show_rows(names, rows, narrow=6)


def hashes(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Print a hash of each published table's content: equal content, equal hashes."""
    with plain_errors():
        found = commands.hash_tables(open_settings(home))
        if as_json:
            typer.echo(json.dumps(found, indent=1))
            return
        for name, value in found.items():
            typer.echo(f"{value}  {name}")


def docs(home: HomeOption = None) -> None:
    """Write dbt's documentation of every table as one HTML file that needs no network."""
    with plain_errors():
        settings = open_settings(home)
        prepare_home(settings)
        from orchestration import dbt_runner

        with write_lock(settings, say):
            path = dbt_runner.generate_docs(settings)
        typer.echo(str(path))
