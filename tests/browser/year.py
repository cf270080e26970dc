"""A synthetic year as readers would have it: dumps invented, then built by the real pipeline."""

from pathlib import Path

from orchestration.building import build
from orchestration.progress import StageClock
from orchestration.settings import Settings
from orchestration.synthetic.generate import synthesize


def make_year_home(home: Path, articles: int = 1500) -> Path:
    """Articles over 365 days, with stories, refused pieces and days of which nothing came.

    Args:
        home: folder of the home; made when missing.
        articles: how many.
    """
    dumps = home.with_name(f"{home.name}-dumps")
    synthesize(articles, 365, 5, dumps)
    build(Settings.from_environment(home, dumps), StageClock())
    return home
