"""The example queries: one file each in `example_queries`, whose first lines ask the question.

Every one of them runs in the tests on a built home. A new one is a new file.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "example_queries"


@dataclass(frozen=True)
class Example:
    """A query that answers a question.

    Attributes:
        number: place in the list, from 1.
        name: what to ask for it by.
        question: what it answers.
        sql: the whole file, its comment included.
    """

    number: int
    name: str
    question: str
    sql: str


def list_examples() -> list[Example]:
    """All examples in order."""
    return [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def find_example(given: str) -> Example | None:
    """The example with this number or name."""
    for example in list_examples():
        if given in (str(example.number), example.name):
            return example
    return None


def _read(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    number, _, name = path.stem.partition("_")
    comment = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        comment.append(line.removeprefix("--").strip())
    return Example(int(number), name, " ".join(comment), text)
