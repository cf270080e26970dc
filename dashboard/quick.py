"""The answer of any query made ready to show: a frame that can be drawn, and how to draw it. Pure.

Nobody knows beforehand what columns there are, so everything here is decided from the values.
"""

import re
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

TIME, NUMBER, WORDS = "time", "number", "words"
MOST_APART = 6
MOST_BARS = 30
_ISO_DAY = re.compile(r"\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?)?")
_ID = re.compile(r"(^|_)id$")


@dataclass(frozen=True)
class Plan:
    """What a quick chart shows.

    Attributes:
        x: the column along which it runs; its kind decides the form.
        y: a column of numbers.
        by: a column that sets lines apart, or "".
    """

    x: str
    y: str
    by: str = ""


def frame_of(table: pa.Table) -> pd.DataFrame:
    """The table with a name of its own for each column, and only values that can be shown."""
    names: list[str] = []
    for name in table.column_names:
        shown, again = name or "column", 2
        while shown in names:
            shown, again = f"{name}_{again}", again + 1
        names.append(shown)
    columns = [_column(table.column(place)) for place in range(table.num_columns)]
    return pd.DataFrame(dict(zip(names, columns, strict=True)))


def _column(values: pa.ChunkedArray) -> pd.Series:
    kind = values.type
    if pa.types.is_dictionary(kind):
        values = values.cast(kind.value_type)
        kind = values.type
    try:
        if pa.types.is_decimal(kind):
            # sums of whole numbers come as decimals of 38 places
            values = values.cast(pa.int64() if kind.scale == 0 else pa.float64())
            kind = values.type
        if pa.types.is_integer(kind):
            return values.to_pandas(types_mapper={kind: pd.Int64Dtype()}.get)
        if pa.types.is_floating(kind) or pa.types.is_boolean(kind) or pa.types.is_string(kind):
            return values.to_pandas()
        if pa.types.is_date(kind):
            return values.to_pandas(date_as_object=True)
        if pa.types.is_timestamp(kind):
            return values.to_pandas().dt.tz_localize(None)
    except (pa.ArrowException, ValueError, OverflowError):
        pass
    return pd.Series([None if v is None else _as_text(v) for v in values.to_pylist()], dtype=object)


def _as_text(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def kind_of(values: pd.Series) -> str:
    """TIME, NUMBER or WORDS."""
    if pd.api.types.is_bool_dtype(values):
        return WORDS
    if pd.api.types.is_numeric_dtype(values):
        return NUMBER
    if pd.api.types.is_datetime64_any_dtype(values):
        return TIME
    known = values.dropna()
    if len(known) and all(_ISO_DAY.fullmatch(str(value)) for value in known):
        return TIME
    return WORDS


def choose(frame: pd.DataFrame) -> Plan | None:
    """The chart that most likely answers the question; None if there is none."""
    kinds = {str(name): kind_of(frame[name]) for name in frame}
    numbers = [name for name, kind in kinds.items() if kind == NUMBER and not _ID.search(name)]
    if not numbers or len(frame) < 2:
        return None
    y = numbers[0]
    words = [name for name, kind in kinds.items() if kind == WORDS]
    for time in (name for name, kind in kinds.items() if kind == TIME):
        if not frame[time].duplicated().any():
            return Plan(time, y)
        by = next((w for w in words if not frame.duplicated([time, w]).any()), "")
        if by in apart(frame):
            return Plan(time, y, by)
    if words:
        plain = [name for name in words if not _ID.search(name)] or words
        return Plan(next((w for w in plain if not frame[w].duplicated().any()), plain[0]), y)
    return Plan(y, numbers[1]) if len(numbers) > 1 else None


def apart(frame: pd.DataFrame) -> list[str]:
    """Columns of words with few enough values to have a colour each."""
    return [
        str(name)
        for name in frame
        if kind_of(frame[name]) == WORDS and 2 <= frame[name].nunique() <= MOST_APART
    ]


def points(frame: pd.DataFrame, plan: Plan) -> tuple[pd.DataFrame, str]:
    """The marks of a chart, and the kind of its x.

    Returns:
        Columns x, y, by, place; only rows that have both values, of words at most MOST_BARS.
    """
    kind = kind_of(frame[plan.x])
    found = pd.DataFrame(
        {
            "x": frame[plan.x],
            "y": pd.to_numeric(frame[plan.y]).astype(float),
            "by": frame[plan.by].astype(str) if plan.by else "",
        }
    )
    found = found[found["y"].notna() & found["x"].notna()]
    if kind == WORDS:
        found = found.assign(x=found["x"].astype(str)).head(MOST_BARS)
    elif kind == TIME:
        days = pd.to_datetime(found["x"].astype(str), errors="coerce", format="ISO8601")
        # without a zone, or a browser west of Greenwich shows the day before
        found = found.assign(x=days.dt.strftime("%Y-%m-%dT%H:%M:%S"))[days.notna()]
    else:
        found = found.assign(x=found["x"].astype(float))
    return found.assign(place=range(len(found))), kind
