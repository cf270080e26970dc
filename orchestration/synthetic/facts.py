"""Readers of the small tab-separated tables in ``data/``.

What belongs here: how a table is read. What the tables mean stands in the module that uses them;
no sentence of a release belongs here (see ``texts``).
"""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read_table(name: str) -> list[dict[str, str]]:
    """Read ``data/<name>.tsv`` as one dict per row, in file order.

    Args:
        name: Stem of the file.

    Returns:
        The rows; every column is text.
    """
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def upper_first(text: str) -> str:
    """Return the text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]
