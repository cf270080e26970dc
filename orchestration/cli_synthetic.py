"""The commands that invent dumps with a known truth, and compare a home with it: thin."""

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from orchestration import commands
from orchestration.commands import NothingThere
from orchestration.terminal import (
    HomeOption,
    JsonOption,
    bar_of,
    open_settings,
    out,
    plain_errors,
    printable,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(synthesize)
    app.command(name="check-truth")(check_truth)


def synthesize(
    to: Annotated[Path, typer.Option("--out", help="Folder for the dumps and their truth.")],
    articles: Annotated[int, typer.Option(help="How many articles, junk included.")] = 30_000,
    days: Annotated[int, typer.Option(help="How many days they spread over, from 30.")] = 730,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Invent dumps in the real layouts, with truth.jsonl beside them.

    For demos, benchmarks and measuring: every name begins with synthetic-, and every page that
    shows such data says so.
    """
    with plain_errors():
        # numpy is not imported before it is needed
        from orchestration.synthetic.generate import synthesize as generate

        started = time.process_time()
        with bar_of("writing", as_json) as advance:
            try:
                found = generate(
                    articles, days, seed, to, progress=lambda done: advance(done, articles)
                )
            except ValueError as error:
                raise typer.BadParameter(str(error)) from error
        seconds = time.process_time() - started
        if as_json:
            told = found.to_json() | {"cpu_seconds": round(seconds, 3)}
            typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
            return
        out.print(
            f"{found.articles:,} articles of {found.days:,} days in {found.files:,} dumps, "
            f"{found.bytes:,} bytes, in {seconds:.1f} CPU seconds "
            f"({found.articles / max(seconds, 1e-9):,.0f} a second): {to}",
            highlight=False,
            markup=False,
        )


def check_truth(
    truth: Annotated[Path, typer.Argument(help="truth.jsonl that synthesize wrote.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare what a home holds of synthetic dumps with their truth."""
    with plain_errors():
        from orchestration.evaluation.report import story_lines
        from orchestration.evaluation.story_scores import count_stories
        from orchestration.evaluation.truth import match_stories
        from orchestration.synthetic.compare import compare_with_truth, read_truth

        if not truth.is_file():
            raise NothingThere(f"{truth} doesn't exist; write one with: baspasoz synthesize")
        settings = open_settings(home)
        rows = list(commands.synthetic_rows(settings))
        found = compare_with_truth(truth, rows)
        stories = count_stories(match_stories(read_truth(truth), rows))
        rejects = commands.count_rejects(settings)
        planted = commands.planted_rejects(truth)
        result = {
            "expected": found.expected,
            "found": found.found,
            "missing": found.missing,
            "extra": found.extra,
            "right": found.right,
            "wrong": found.wrong,
            "rejects": rejects,
            "planted": planted,
            "stories": stories.as_json(),
        }
        if as_json:
            typer.echo(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            out.print(
                f"{found.found:,} of {found.expected:,} articles found, {found.missing:,} "
                f"missing, {found.extra:,} that were not planted",
                highlight=False,
            )
            for name, right in found.right.items():
                out.print(
                    f"{name:<16} {right:,} right, {found.wrong[name]:,} wrong", highlight=False
                )
            for reason in sorted(set(rejects) | set(planted)):
                out.print(
                    f"{reason:<24} {planted.get(reason, 0):,} planted, "
                    f"{rejects.get(reason, 0):,} rejected",
                    highlight=False,
                )
            for line in story_lines(stories):
                out.print(line, highlight=False, markup=False)
            for miss in found.misses:
                out.print(printable(f"  {miss}"), highlight=False, markup=False, soft_wrap=True)
        if not found.is_exact or rejects != planted:
            raise typer.Exit(1)
