"""Answers of `queries` made ready to draw: ranked, folded, filled and put into words. Pure.

Reads nothing and draws nothing. Frames in and out are small: a row per mark.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence

import pandas as pd

from dashboard import formats, text

REST = "rest"
"""Id of the row that folds what a ranking has no room for."""

FINISHED, UNFINISHED, EMPTY, GAP = "finished", "unfinished", "empty", "gap"


def ranking(
    counts: pd.DataFrame,
    total: int,
    *,
    name: Callable[[str], str],
    colour: Callable[[str], str],
    form: str,
    rows: int,
    last: Sequence[str] = (),
) -> pd.DataFrame:
    """The largest groups, the rest as one row, and rows such as "not stated" at the end.

    Args:
        counts: columns id, value.
        total: the denominator of shares.
        name: a group's name.
        colour: a group's colour.
        form: share or count; decides which of them a label begins with.
        rows: how many groups have a row of their own.
        last: ids that stand at the end whatever their size.

    Returns:
        Columns id, name, value, total, share, colour, label, short, place; sorted by place.
    """
    largest = counts[~counts["id"].isin(last)].sort_values(["value", "id"], ascending=[False, True])
    ends = counts[counts["id"].isin(last)]
    # one group too many is shown, not folded: "other (1)" would take the same row
    shown = largest if len(largest) <= rows + 1 else largest.head(rows)
    folded = largest.iloc[len(shown) :]
    frame = pd.concat([shown, ends], ignore_index=True)[["id", "value"]]
    frame["name"] = frame["id"].map(name)
    frame["colour"] = frame["id"].map(colour)
    if len(folded):
        rest = {
            "id": REST,
            "value": folded["value"].sum(),
            "name": text.other(len(folded)),
            "colour": colour(REST),
        }
        at = len(shown)
        frame = pd.concat(
            [frame.iloc[:at], pd.DataFrame([rest]), frame.iloc[at:]], ignore_index=True
        )
    frame["value"] = frame["value"].astype(int)
    frame["total"] = total
    frame["share"] = frame["value"] / max(total, 1)
    return _labelled(frame, form).assign(place=range(len(frame)))


def _labelled(frame: pd.DataFrame, form: str) -> pd.DataFrame:
    shares = [formats.share(v) for v in frame["share"]]
    counts = [formats.count(v) for v in frame["value"]]
    first, second = (shares, counts) if form == "share" else (counts, shares)
    return frame.assign(
        short=first, label=[f"{a} ({b})" for a, b in zip(first, second, strict=True)]
    )


def against(ranked: pd.DataFrame, whole: pd.DataFrame, whole_total: int) -> pd.DataFrame:
    """A ranking with `mark`, each group's share among everything, and labels that say both.

    Args:
        ranked: of `ranking`.
        whole: columns id, value, of everything that it is compared with.
        whole_total: the denominator of those.
    """
    shares = {
        str(i): v / max(whole_total, 1) for i, v in zip(whole["id"], whole["value"], strict=True)
    }
    rest = sum(shares.values()) - sum(shares.get(str(i), 0.0) for i in ranked["id"])
    marks = [rest if i == REST else shares.get(str(i), 0.0) for i in ranked["id"]]
    labels = [
        text.against(formats.share(s), formats.share(m))
        for s, m in zip(ranked["share"], marks, strict=True)
    ]
    return ranked.assign(
        mark=marks, label=labels, short=[formats.share(s) for s in ranked["share"]]
    )


def matrix(
    counts: pd.DataFrame,
    totals: pd.DataFrame,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    name: Callable[[str], str],
    column_name: Callable[[str], str],
) -> pd.DataFrame:
    """Every row with every column, those that never meet with 0.

    Args:
        counts: columns row, column, value.
        totals: columns id, value: of each row, the denominator of its shares.
        rows: ids, in order.
        columns: ids, in order.
        name: of a row.
        column_name: of a column.

    Returns:
        Columns id, name, place, column_id, column, column_place, value, total, share.
    """
    values = {
        (r, c): int(v) for r, c, v in counts[["row", "column", "value"]].itertuples(index=False)
    }
    wholes = dict(zip(totals["id"], totals["value"], strict=True))
    cells = [
        {
            "id": row,
            "name": name(row),
            "place": at,
            "column_id": column,
            "column": column_name(column),
            "column_place": column_at,
            "value": values.get((row, column), 0),
            "total": int(wholes.get(row, 0)),
        }
        for at, row in enumerate(rows)
        for column_at, column in enumerate(columns)
    ]
    frame = pd.DataFrame(cells)
    return frame.assign(share=frame["value"] / frame["total"].clip(lower=1))


def step_for(first: dt.date, last: dt.date, asked: str) -> str:
    """Day, week or month: as asked, else so that a chart has some 10 to 60 points."""
    if asked != "auto":
        return asked
    days = (last - first).days + 1
    if days <= 62:
        return "day"
    return "week" if days <= 240 else "month"


def over_time(
    counts: pd.DataFrame,
    *,
    delivered: Collection[dt.date],
    step: str,
    first: dt.date,
    last: dt.date,
    data_end: dt.date,
    ids: Sequence[str],
    name: Callable[[str], str],
) -> pd.DataFrame:
    """Every period with every series, each in one of four states.

    A period in which nothing at all was delivered is a gap (null), not a zero. Where something
    was delivered but nothing fits the filters, the number is 0 and there is no share. The period
    in which the data ends before the calendar does is unfinished.

    Args:
        counts: columns period, id, value, total.
        delivered: periods in which anything was delivered, whatever the filters.
        step: day, week or month.
        first: first day shown.
        last: last day shown.
        data_end: the data's own last day.
        ids: the series, in order.
        name: a series' name.

    Returns:
        Columns period, middle, id, name, value, total, share, state, when; ordered by series and
        period. The middle of the period is where its point stands.
    """
    totals = {_day(p): int(t) for p, t in zip(counts["period"], counts["total"], strict=True)}
    values = {
        (_day(p), i): int(v)
        for p, i, v in zip(counts["period"], counts["id"], counts["value"], strict=True)
    }
    rows = []
    for series in ids:
        for period in periods(first, last, step):
            total = totals.get(period, 0)
            value = values.get((period, series), 0) if period in delivered else None
            end = period_end(period, step)
            half = (end - period + dt.timedelta(days=0 if step == "day" else 1)) / 2
            rows.append(
                {
                    "period": period,
                    "middle": dt.datetime.combine(period, dt.time()) + half,
                    "id": series,
                    "name": name(series),
                    "value": value,
                    "total": total,
                    "share": value / total if value is not None and total else None,
                    "state": _state(period in delivered, total, end > min(last, data_end)),
                    "when": text.period_name(period, step),
                }
            )
    columns = ["period", "middle", "id", "name", "value", "total", "share", "state", "when"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"value": "float64", "share": "float64"})


def _state(is_delivered: bool, total: int, is_cut: bool) -> str:
    if not is_delivered:
        return GAP
    if not total:
        return EMPTY
    return UNFINISHED if is_cut else FINISHED


def periods(first: dt.date, last: dt.date, step: str) -> list[dt.date]:
    """First day of every period that touches the days from `first` to `last`."""
    day = period_start(first, step)
    found = []
    while day <= last:
        found.append(day)
        day = period_end(day, step) + dt.timedelta(days=1)
    return found


def period_start(day: dt.date, step: str) -> dt.date:
    """First day of the period that holds the day."""
    if step == "month":
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday()) if step == "week" else day


def period_end(start: dt.date, step: str) -> dt.date:
    """Last day of the period that begins on `start`."""
    if step == "month":
        return (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return start + dt.timedelta(days=6 if step == "week" else 0)


def gaps(frame: pd.DataFrame, step: str) -> pd.DataFrame:
    """Runs of periods in which nothing was delivered: columns start, end."""
    found: list[dict[str, dt.date]] = []
    for period in sorted(set(frame.loc[frame["state"] == GAP, "period"])):
        end = period_end(period, step) + dt.timedelta(days=1)
        if found and found[-1]["end"] == period:
            found[-1]["end"] = end
        else:
            found.append({"start": period, "end": end})
    return pd.DataFrame(found, columns=["start", "end"])


def coverage(counts: pd.DataFrame, step: str, whole: str, pale: str) -> pd.DataFrame:
    """Periods with their lower bound of coverage, ready to draw.

    Args:
        counts: of `queries_coverage.coverage`.
        step: day, week or month.
        whole: colour of a period whose days are all covered.
        pale: colour of one of which some are known in part or not at all.

    Returns:
        Columns period, start, end, when, seen, spanned, share, least, kind, state, colour.
    """
    rows = []
    for row in counts.itertuples():
        start = _day(row.period)
        end = period_end(start, step) + dt.timedelta(days=1)
        days, covered, missing = int(row.days), int(row.covered), int(row.missing)  # type: ignore[arg-type]
        kind = "none" if missing == days else "full" if covered == days else "part"
        share = int(row.seen) / int(row.spanned) if int(row.spanned) else float(kind != "none")  # type: ignore[arg-type]
        rows.append(
            {
                "period": start,
                "start": f"{start}T00:00:00",
                "end": f"{end}T00:00:00",
                "when": text.period_name(start, step),
                "seen": int(row.seen),  # type: ignore[arg-type]
                "spanned": int(row.spanned),  # type: ignore[arg-type]
                "share": share,
                "least": formats.share(share),
                "kind": kind,
                "state": text.coverage_state(days, covered, missing),
                "colour": whole if kind == "full" else pale,
            }
        )
    return pd.DataFrame(rows)


def spread(heights: Sequence[float], least: float, top: float) -> list[float]:
    """The heights moved apart so that labels at them don't overlap.

    Args:
        heights: where the labels would stand, in any order.
        least: smallest distance wanted.
        top: no label ends up above it while there is room below.

    Returns:
        A height for each, in the order given.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [0.0] * len(heights)
    floor = float("-inf")
    for i in order:
        placed[i] = max(heights[i], floor)
        floor = placed[i] + least
    ceiling = top
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - least
    return placed


def _day(value: object) -> dt.date:
    return pd.Timestamp(value).date()  # type: ignore[arg-type]
