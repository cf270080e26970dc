"""How numbers, shares, dates and sizes are written for a reader; nothing else."""

import datetime as dt

import pandas as pd

NBSP = "\u00a0"


def count(value: float) -> str:
    """A whole number with its thousands separated: 1204 is "1,204"."""
    return f"{round(value):,}"


def share(value: float) -> str:
    """A fraction as a percentage: 0.14 is "14 %", 0.004 is "0.4 %", a trace is "<0.1 %"."""
    percent = value * 100
    if percent == 0 or percent >= 9.95:
        return f"{percent:.0f}{NBSP}%"
    if percent < 0.1:
        return f"<0.1{NBSP}%"
    return f"{percent:.1f}".removesuffix(".0") + f"{NBSP}%"


def day(value: dt.date) -> str:
    """A date as "11 Feb 2026", the same in every locale."""
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    return f"{value.day}{NBSP}{months[value.month - 1]}{NBSP}{value.year}"


def day_cell(value: object) -> str:
    """A cell of a table as a day; nothing where it holds none."""
    return "" if pd.isna(value) else day(pd.Timestamp(value).date())  # type: ignore[call-overload, arg-type]


def listing(names: list[str], joiner: str) -> str:
    """Names as a phrase: "a", "a or b", "a, b or c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joiner} {names[-1]}"
