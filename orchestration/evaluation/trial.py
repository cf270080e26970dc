"""A home that lives for one evaluation: the real steps below Dagster, without tests and publishing.

Holds which steps and models a trial needs. What they do stands where a build has them.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from orchestration import dbt_runner, warehouse
from orchestration.enriching import enrich_pending
from orchestration.evaluation.gold import GoldError
from orchestration.landing import take_dumps
from orchestration.loading import load_deliveries
from orchestration.progress import stage
from orchestration.settings import Limits, Settings
from orchestration.storying import group_pending

MARTS = (
    "fct_articles",
    "fct_article_regions",
    "fct_article_topics",
    "fct_mentions",
    "dim_agencies",
)


@contextmanager
def trial_home() -> Iterator[Settings]:
    """An empty home with an empty landing folder; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="baspasoz-trial-") as folder:
        settings = Settings(
            home=Path(folder) / "home",
            dumps=Path(folder) / "dumps",
            # the files are whole: we copy them ourselves
            limits=replace(Limits.from_environment(), settle_seconds=0),
        )
        settings.dumps.mkdir()
        yield settings


def load_dumps(
    settings: Settings, source: Path, names: Sequence[str], *, has_stories: bool = True
) -> None:
    """Take, parse and enrich the named dumps of a folder, and group them unless told otherwise.

    Raises:
        GoldError: a dump is missing or was refused.
    """
    with stage("take dumps"):
        for name in names:
            path = source / name
            if not path.is_file():
                raise GoldError(f"there is no dump {path}; name its folder with --dumps")
            copy = settings.dumps / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        intake = take_dumps(settings)
        for name, reason in [*intake.refused, *intake.waiting]:
            raise GoldError(f"the dump {name} can't be taken: {reason}")
    with warehouse.open_warehouse(settings.build_db) as connection:
        with stage("load") as advance:
            load_deliveries(settings, connection, progress=advance)
        with stage("enrich") as advance:
            enrich_pending(connection, advance)
        if has_stories:
            with stage("group") as advance:
                group_pending(connection, advance)


def model_labels(settings: Settings, models: Sequence[str] = MARTS) -> None:
    """Make the named models and all that they rest on; no tests.

    Raises:
        DbtError: a seed or model failed.
    """
    select = [f"+{name}" for name in models]
    for command in ("seed", "run"):
        with stage("model"):
            results = dbt_runner.build(settings, select, command=command)
        for result in results:
            if not result.is_good:
                reason = (result.message or result.status).strip().splitlines()[0]
                raise dbt_runner.DbtError(f"{result.name}: {reason}")
