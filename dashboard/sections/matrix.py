"""Heatmaps: two sides of the articles set against each other."""

from collections.abc import Callable, Sequence
from functools import partial

from dashboard import queries, shaping, sidebar, text
from dashboard.charts_matrix import matrix_heatmap
from dashboard.frame import Frame
from dashboard.panel import panel
from dashboard.sections import naming

_PARTS = (*(part for part in text.PARTS if part != "none"), "none")


def regions_by_family(frame: Frame) -> None:
    """What is said about each region."""
    rows = _largest(frame, "region", 40, naming.BEYOND)
    _matrix(
        frame, "regions-themes", text.REGIONS_MATRIX_TITLE, "region", rows,
        partial(naming.place, frame), "family",
    )  # fmt: skip


def themes_by_part(frame: Frame) -> None:
    """Where each theme is talked about."""
    rows = _largest(frame, "theme", 40, ("none",))
    _matrix(
        frame, "themes-places", text.THEMES_MATRIX_TITLE, "theme", rows,
        partial(naming.theme, frame), "part",
    )  # fmt: skip


def publishers_by_family(frame: Frame) -> None:
    """What each of the largest publishers talks about."""
    rows = _largest(frame, "publisher", 20, ("unknown",))
    _matrix(
        frame, "publishers-themes", text.AGENCIES_MATRIX_TITLE, "publisher", rows,
        partial(naming.publisher, frame), "family",
    )  # fmt: skip


def kinds_by_family(frame: Frame) -> None:
    """What each kind of body talks about."""
    rows = _largest(frame, "kind", 20, ("unknown",))
    _matrix(
        frame, "kinds-themes", text.KINDS_MATRIX_TITLE, "kind", rows,
        lambda key: frame.names.kinds.get(key, key), "family",
    )  # fmt: skip


def _largest(frame: Frame, group: str, most: int, last: Sequence[str]) -> list[str]:
    counts = queries.counts_by(frame.path, frame.filters, group, frame.counting.measure)
    ids = [str(i) for i in counts["id"]]
    return [i for i in ids if i not in last][:most] + [i for i in last if i in ids]


def _matrix(
    frame: Frame,
    key: str,
    title: str,
    rows_group: str,
    rows: list[str],
    name: Callable[[str], str],
    columns_group: str,
) -> None:
    measure, form = frame.counting.measure, frame.counting.form
    counts = queries.counts_crossed(frame.path, frame.filters, rows_group, columns_group, measure)
    if columns_group == "family":
        counts = counts.assign(column=counts["column"].map(queries.family_key))
        heads, word, axis = list(text.FAMILIES), text.family, text.FAMILY_COLUMNS
    else:
        heads, word, axis = list(_PARTS), text.part, text.PART_COLUMNS
    cells = shaping.matrix(
        counts,
        queries.counts_by(frame.path, frame.filters, rows_group, measure),
        rows=rows,
        columns=[head for head in heads if head in set(counts["column"])],
        name=name,
        column_name=word,
    )
    panel(
        key,
        title,
        matrix_heatmap(cells, frame.palette, measure=measure, form=form, columns=axis),
        cells,
        frame.citation,
        note=text.matrix_note(measure, form),
        on_pick=partial(sidebar.add_filter, rows_group),
    )
