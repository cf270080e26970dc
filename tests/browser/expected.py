"""What each page must show of each home: its main mark, or the state designed for none."""

from dashboard import text, text_method, text_sql
from tests.dashboard.pages import PAGES

TITLES = {
    "": text.OVERVIEW_TITLE,
    "regions": text.REGIONS_PAGE_TITLE,
    "themes": text.THEMES_PAGE_TITLE,
    "agencies": text.AGENCIES_PAGE_TITLE,
    "stories": text.STORIES_TITLE,
    "articles": text.ARTICLES_TITLE,
    "coverage": text.COVERAGE_TITLE,
    "method": text_method.TITLE,
    "sql": text_sql.TITLE,
}
assert set(TITLES) == set(PAGES)

_CHART = "[data-testid=stVegaLiteChart] svg.marks"
_TABLE = "[data-testid=stDataFrame] canvas"
_MAP = f"{_CHART} .mark-shape path"
_STATEMENT = ".st-key-statement code"
_FIGURES = ".figures .main"

MARKS: dict[str, dict[str, dict[str, int]]] = {
    "sample": {
        "": {_STATEMENT: 1, _FIGURES: 4, _MAP: 17, _CHART: 6},
        "regions": {_STATEMENT: 1, _FIGURES: 4, _MAP: 17, _CHART: 4},
        "themes": {_STATEMENT: 1, _FIGURES: 3, _CHART: 2},
        "agencies": {_STATEMENT: 1, _FIGURES: 3, _CHART: 3},
        "stories": {_STATEMENT: 1, _FIGURES: 4, _TABLE: 1},
        "articles": {_STATEMENT: 1, _TABLE: 1},
        "coverage": {_FIGURES: 4, _TABLE: 1},
        "method": {_TABLE: 3},
        "sql": {_TABLE: 1, _CHART: 1, ".dictionary details": 20},
    },
    "year": {
        "": {_STATEMENT: 1, _FIGURES: 4, _MAP: 17, _CHART: 7},
        "regions": {_STATEMENT: 1, _FIGURES: 4, _MAP: 17, _CHART: 24},
        "themes": {_STATEMENT: 1, _FIGURES: 3, _CHART: 3},
        "agencies": {_STATEMENT: 1, _FIGURES: 3, _CHART: 3},
        "stories": {_STATEMENT: 1, _FIGURES: 4, _TABLE: 1},
        "articles": {_STATEMENT: 1, _TABLE: 1},
        "coverage": {_FIGURES: 4, _CHART: 1, _TABLE: 1},
        "method": {_TABLE: 3},
        "sql": {_TABLE: 1, _CHART: 1, ".dictionary details": 20},
    },
    "empty": {page: {".st-key-empty h1": 1, ".st-key-empty code": 2} for page in PAGES},
}
"""By home and page: how many there are at least of what a selector finds."""
