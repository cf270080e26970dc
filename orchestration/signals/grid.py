"""Daily counts as a matrix: one row per key, one column per day of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Counts of each key on each day.

    Attributes:
        keys: one tuple per row, sorted.
        first_day: date of the first column.
        counts: articles or stories, keys by days.
        exposure: the same of all keys, by day: how much was delivered.
    """

    keys: list[tuple[str, ...]]
    first_day: date
    counts: Counts
    exposure: Counts

    def day(self, index: int) -> date:
        """The date of a column."""
        return self.first_day + timedelta(days=int(index))


def make_grid(rows: pa.Table, key_columns: Sequence[str]) -> Grid | None:
    """Lay rows out as a matrix.

    Args:
        rows: `published_date`, `row_count` and the columns of the key; no nulls.
        key_columns: names of the columns of the key.

    Returns:
        The grid, or None when there are no rows.
    """
    if rows.num_rows == 0:
        return None
    days = rows["published_date"].cast(pa.date32()).cast(pa.int32()).to_numpy()
    columns = [rows[name].cast(pa.string()).to_pylist() for name in key_columns]
    listed = list(zip(*columns, strict=True))
    keys = sorted(set(listed))
    number = {key: index for index, key in enumerate(keys)}
    first = int(days.min())
    counts = np.zeros((len(keys), int(days.max()) - first + 1), dtype=np.int64)
    cells = (np.array([number[key] for key in listed]), days - first)
    np.add.at(counts, cells, rows["row_count"].to_numpy())
    return Grid(keys, date(1970, 1, 1) + timedelta(days=first), counts, counts.sum(axis=0))
