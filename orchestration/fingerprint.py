"""What a stage's output depends on besides its input: the code and the seeds, as one hash.

A home remembers the fingerprint of each stage; when it differs, the stage runs again over all
that it has. No version number to forget.
"""

import hashlib
from functools import cache
from pathlib import Path

from orchestration.settings import DBT_PROJECT, REPOSITORY, SEEDS

_PRESS = REPOSITORY / "orchestration" / "press"
# modules and seeds that look at finished articles and leave them as they are
_STORIES = "story_"
_PARSING = (
    "code_pages", "columns", "date_ends", "decode", "dump", "lines", "refusals", "schema",
    "sections", "source", "spans", "titles",
)  # fmt: skip


@cache
def parsing_fingerprint() -> str:
    """Changes when a dump may be cut otherwise."""
    files = [_PRESS / f"{name}.py" for name in _PARSING]
    return _hash([*files, *sorted((_PRESS / "readers").glob("*.py"))])


@cache
def enriching_fingerprint() -> str:
    """Changes when the evidence found in an article may be other."""
    files = [*sorted(_PRESS.glob("*.py")), *sorted(SEEDS.glob("*.csv"))]
    return _hash([file for file in files if not file.name.startswith(_STORIES)])


@cache
def storying_fingerprint() -> str:
    """Changes when articles may be grouped otherwise."""
    files = [*sorted(_PRESS.glob(f"{_STORIES}*.py")), *sorted(SEEDS.glob(f"{_STORIES}*.csv"))]
    steps = sorted((REPOSITORY / "orchestration").glob("story*.py"))
    return _hash([_PRESS / "schema.py", *steps, *files])


@cache
def searching_fingerprint() -> str:
    """Changes when the words of a text may be indexed otherwise."""
    search = REPOSITORY / "orchestration" / "search"
    return _hash(
        [
            _PRESS / "word_forms.py",
            *(search / f"{name}.py" for name in ("index", "narrowing", "words")),
        ]
    )


@cache
def modelling_fingerprint() -> str:
    """Changes when the marts may be other for the same evidence."""
    kinds = ("*.sql", "*.yml", "*.csv", "*.py")
    folders = ("models", "macros", "seeds", "tests")
    files = [f for d in folders for kind in kinds for f in (DBT_PROJECT / d).rglob(kind)]
    ours = [REPOSITORY / "orchestration" / f"{name}.py" for name in ("copying", "publishing")]
    signals = sorted((REPOSITORY / "orchestration" / "signals").glob("*.py"))
    return _hash([DBT_PROJECT / "dbt_project.yml", *ours, *signals, *sorted(files)])


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
