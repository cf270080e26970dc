"""The commands of operators: generations, rollback, doctor. Thin.

What they do stands in `generations` and `doctor`.
"""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from orchestration import doctor as examining
from orchestration.generations import Generation, keep_generation, list_generations, roll_back
from orchestration.locking import write_lock
from orchestration.terminal import (
    DumpsOption,
    HomeOption,
    JsonOption,
    err,
    open_settings,
    out,
    plain_errors,
    say,
    show_rows,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (generations, rollback, doctor):
        app.command()(command)


def generations(
    home: HomeOption = None,
    as_json: JsonOption = False,
    keep: Annotated[
        str | None, typer.Option(help="Keep this generation, however old it gets.")
    ] = None,
    release: Annotated[
        str | None, typer.Option(help="Let this one go when it is old, as all others.")
    ] = None,
) -> None:
    """List the published generations, and which of them is served."""
    with plain_errors():
        settings = open_settings(home)
        for given, is_kept in ((keep, True), (release, False)):
            if given:
                with write_lock(settings, say):
                    keep_generation(settings, given, is_kept=is_kept)
        found = list_generations(settings)
        if as_json:
            typer.echo(json.dumps([asdict(line) for line in found], indent=1))
            return
        if not found:
            say(f"nothing is published in {settings.home} yet; run: baspasoz build")
            return
        names = ["generation", "made (UTC)", "articles", "deliveries", "bytes", "served", "kept"]
        is_damaged = any(line.damage for line in found)
        show_rows(
            [*names, "damage"] if is_damaged else names,
            [_row(line)[: None if is_damaged else -1] for line in found],
        )


def _row(line: Generation) -> tuple[object, ...]:
    return (
        line.generation,
        line.created_at,
        line.articles,
        line.deliveries,
        line.byte_count,
        "yes" if line.is_served else "",
        "yes" if line.is_kept else "",
        line.damage or "",
    )


def rollback(
    generation: Annotated[
        str | None,
        typer.Argument(help="Name, or its beginning. [default: the one before the served one]"),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Serve another published generation, proven against its manifest first.

    It stays served until there is something new to build: a build of the same deliveries, code
    and settings publishes nothing, unless it is forced.
    """
    with plain_errors():
        settings = open_settings(home)
        with write_lock(settings, say):
            served = roll_back(settings, generation)
        out.print(
            f"serving {served.generation}, made {served.manifest['created_at']}, "
            f"{served.manifest['article_count']:,} articles",
            highlight=False,
        )
        out.print(
            "It stays until there is something new to build; baspasoz build --force publishes at "
            "once.",
            style="dim",
        )


def doctor(home: HomeOption = None, dumps: DumpsOption = None, as_json: JsonOption = False) -> None:
    """Look for what is wrong: versions, disk, lock, database, kept bytes, snapshots.

    Reads all that is kept and changes nothing. The exit code is 1 when something is wrong.
    """
    with plain_errors():
        settings = open_settings(home, dumps)
        with err.status("looking", spinner="line") as status:
            found = examining.examine(settings, lambda about: status.update(f"looking at {about}"))
        if as_json:
            typer.echo(json.dumps([asdict(finding) for finding in found], indent=1))
        else:
            for finding in found:
                mark = "well " if finding.remedy is None else "WRONG"
                line = f"{mark}  {finding.about:<16} {finding.told}"
                out.print(line, highlight=False, markup=False, soft_wrap=True)
                if finding.remedy:
                    remedy = f"{'':<7}{'':<16} remedy: {finding.remedy}"
                    out.print(remedy, highlight=False, markup=False, soft_wrap=True)
        if any(finding.remedy for finding in found):
            raise typer.Exit(1)
