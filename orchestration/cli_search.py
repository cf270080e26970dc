"""The command that searches titles and texts; how a query is read stands in `search.asking`."""

import json
from typing import Annotated

import typer

from orchestration import commands
from orchestration.search.asking import Problem, parse_query
from orchestration.search.marking import cut_snippet, find_spans
from orchestration.search.reading import find_hits, open_index
from orchestration.settings import Settings
from orchestration.terminal import (
    HomeOption,
    JsonOption,
    complain,
    counted,
    open_settings,
    plain_errors,
    printable,
)

_SNIPPET = 160


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(search)


def search(
    query: Annotated[str, typer.Argument(help='Words, "phrases", AND, OR, NOT and brackets.')],
    home: HomeOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Hits to show.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Find articles by their words, the best first, in any inflection.

    Try: baspasoz search '"new school" OR мектеп'
    """
    with plain_errors():
        settings = open_settings(home)
        asked = parse_query(query)
        if asked.problem is Problem.LONG:
            complain(f"the query is not taken as typed: {asked.problem.value}")
        elif asked.problem:
            complain(f"in this query {asked.problem.value}; all its words are searched for instead")
        index = open_index(commands.served_snapshot(settings).folder)
        found = find_hits(index, asked.root, limit=limit)
        rows = _read(settings, found.rows.tolist())
        if as_json:
            typer.echo(
                json.dumps({"total": found.total, "hits": rows}, ensure_ascii=False, indent=1)
            )
            return
        typer.echo(f"{counted(found.total, 'article')}, junk included")
        for row in rows:
            spans = find_spans(row["body"], row["lang"], asked.phrases())
            pieces = cut_snippet(row["body"], spans, _SNIPPET)
            typer.echo("")
            typer.echo(printable(f"{row['title']}  ({row['published_date'] or 'no date'})"))
            typer.echo(printable("".join(part for part, _ in pieces)))
            typer.echo(printable(row["article_id"]))


def _read(settings: Settings, rows: list[int]) -> list[dict[str, str]]:
    """Id, date, language and text of rows of `fct_articles`, in their order."""
    if not rows:
        return []
    places = ", ".join(f"({row}, {place})" for place, row in enumerate(rows))
    names, found = commands.query(
        settings,
        f"select a.article_id, a.published_date::varchar as published_date, "
        f"a.lang::varchar as lang, a.title, a.body from marts.fct_articles as a "
        f"inner join (values {places}) as h(number, place) on a.rowid = h.number order by h.place",
    )
    return [dict(zip(names, row, strict=True)) for row in found]
