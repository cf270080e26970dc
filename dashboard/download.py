"""Files for readers: a table as CSV that a spreadsheet can't be tricked by."""

import pandas as pd

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def disarm(value: object) -> object:
    """Text that a spreadsheet would take for a formula, prefixed with an apostrophe."""
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return "'" + value
    return value


def csv_bytes(frame: pd.DataFrame, **constants: str) -> bytes:
    """The table as CSV in UTF-8 with a mark that spreadsheets need.

    Args:
        frame: what to write; its index is left out.
        constants: columns added at the end with the same value in each row, so that a file tells
            on its own what was counted, under which filters, in which generation.
    """
    full = frame.assign(**constants)
    safe = pd.DataFrame(
        {
            disarm(str(name)): (
                full[name]
                if pd.api.types.is_numeric_dtype(full[name])
                else full[name].astype(object).map(disarm, na_action="ignore")
            )
            for name in full.columns
        }
    )
    return safe.to_csv(index=False).encode("utf-8-sig")
