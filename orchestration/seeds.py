"""Reads the reference facts: the seeds of the dbt project are their only home.

Every column is text, empty cells are null: a code such as 1 is a name, not a number.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from orchestration.press.enrich import Lexicon
from orchestration.press.story_common import CommonSigns
from orchestration.press.story_score import PairModel, read_models
from orchestration.settings import SEEDS


class SeedError(ValueError):
    """A seed can't be read; the message names the file and the row."""


@cache
def read_seeds(folder: Path = SEEDS) -> dict[str, pa.Table]:
    """All seeds by file name, every column text.

    Raises:
        SeedError: a file is no table of equal columns.
    """
    return {path.stem: read_seed(path) for path in sorted(folder.glob("*.csv"))}


@cache
def load_lexicon(folder: Path = SEEDS) -> Lexicon:
    """The seeds, compiled for matching; once per process.

    Raises:
        SeedError: a seed is missing or holds a row that can't be used.
    """
    try:
        return Lexicon.from_seeds(read_seeds(folder))
    except (KeyError, ValueError) as error:
        raise SeedError(f"seeds in {folder}: {error}") from error


@dataclass(frozen=True)
class StoryLexicon:
    """What the grouping of stories knows."""

    common: CommonSigns
    models: dict[str, PairModel]


@cache
def load_story_lexicon(folder: Path = SEEDS) -> StoryLexicon:
    """The seeds of the stories, compiled; once per process.

    Raises:
        SeedError: a seed is missing or holds a row that can't be used.
    """
    seeds = read_seeds(folder)
    try:
        return StoryLexicon(
            CommonSigns.from_table(seeds["story_common_signs"]),
            read_models(seeds["story_weights"], seeds["story_fits"]),
        )
    except (KeyError, ValueError) as error:
        raise SeedError(f"seeds in {folder}: {error}") from error


def read_seed(path: Path) -> pa.Table:
    """One seed, every column text.

    Raises:
        SeedError: the file is no table of equal columns.
    """
    try:
        header = path.open(encoding="utf-8").readline().strip().split(",")
        return csv.read_csv(
            path,
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
                quoted_strings_can_be_null=True,
            ),
        )
    except (pa.ArrowInvalid, OSError) as error:
        raise SeedError(f"{path}: {error}") from error
