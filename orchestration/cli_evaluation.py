"""The commands that say how good the labels are and why an article has its own: thin.

What they do stands in `evaluation` and `explaining`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from orchestration.commands import NothingThere
from orchestration.dbt_runner import DbtError
from orchestration.evaluation.gold import GoldError
from orchestration.progress import listen
from orchestration.terminal import (
    HomeOption,
    JsonOption,
    open_settings,
    plain_errors,
    terminal_progress,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(name="evaluate")(evaluate_command)
    app.command(name="evaluate-topics")(evaluate_topics_command)
    app.command(name="fit-stories")(fit_stories_command)
    app.command(name="explain")(explain_command)


def evaluate_command(
    gold: Annotated[Path, typer.Argument(help="Labelled items, one JSON object per line.")],
    dumps: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the labelled dumps. [default: that of the labels]", show_default=False
        ),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep the scores for the dashboard's Method page.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Build labelled dumps in a home of their own and score every label that they have.

    Scores come with 95 % intervals, worst classes, and misses with the words they rest on. The
    home is gone afterwards; your own isn't touched.
    """
    # numpy and the pipeline are not imported before they are needed
    from orchestration.evaluation.evaluating import evaluate
    from orchestration.evaluation.report import render_evaluation
    from orchestration.method import save_scores

    with _errors(), _progress(as_json):
        found = evaluate(gold, dumps)
        if save:
            save_scores(gold, found.as_json())
    _echo(found.as_json() if as_json else render_evaluation(found))


def evaluate_topics_command(
    titles: Annotated[Path, typer.Argument(help=".tsv or .tsv.gz of id, code and text.")],
    as_json: JsonOption = False,
) -> None:
    """Score the topics on titles that others have labelled with codes of the same scheme."""
    from orchestration.evaluation.foreign import evaluate_topics
    from orchestration.evaluation.report import render_topics

    with _errors(), _progress(as_json):
        found = evaluate_topics(titles)
    _echo(found.as_json() if as_json else render_topics(found))


def fit_stories_command(
    golds: Annotated[
        list[Path], typer.Argument(help="Labelled items, one JSON object per line; several sets.")
    ],
    synthetic: Annotated[int, typer.Option(help="Articles that the generator adds.")] = 6_000,
    seed: Annotated[int, typer.Option(help="The generator's seed.")] = 7,
    as_json: JsonOption = False,
) -> None:
    """Fit how much each kind of evidence counts for a story, and write the seeds of it.

    Needs scikit-learn, which the development requirements bring. Figures are cross-validated: each
    pair is judged by a model that saw neither of its documents.
    """
    from orchestration.evaluation.report import render_fits
    from orchestration.evaluation.story_seeds import fit_stories

    with _errors(), _progress(as_json):
        found = fit_stories(golds, synthetic, seed)
    _echo({"fits": [asdict(fit) for fit in found]} if as_json else render_fits(found))


def explain_command(
    article_id: Annotated[str, typer.Argument(help="As in marts.fct_articles.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show why an article has its labels: the words, the rule that chose, how sure it is."""
    from orchestration.explaining import explain
    from orchestration.explanation_text import render_explanation

    with _errors():
        found = explain(open_settings(home), article_id)
    _echo(found.as_json() if as_json else render_explanation(found))


@contextmanager
def _errors() -> Iterator[None]:
    """Errors of a labelled set are one line too."""
    with plain_errors():
        try:
            yield
        except (GoldError, DbtError) as error:
            raise NothingThere(str(error)) from error


@contextmanager
def _progress(is_quiet: bool) -> Iterator[None]:
    with terminal_progress(is_quiet) as clock, listen(clock):
        yield


def _echo(told: str | dict[str, Any]) -> None:
    if isinstance(told, dict):
        told = json.dumps(told, ensure_ascii=False, indent=1)
    typer.echo(told)
