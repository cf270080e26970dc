"""Rankings: who, where and what, the largest first."""

from collections.abc import Callable, Sequence
from functools import partial

from dashboard import charts, queries, shaping, sidebar, text
from dashboard.frame import Frame
from dashboard.panel import panel
from dashboard.sections import naming


def themes(frame: Frame, rows: int = 12) -> None:
    """What it is about."""

    def legend(ids: set[str]) -> list[tuple[str, str]]:
        families = {naming.family(frame, i) for i in ids - {"none", shaping.REST}}
        return [(text.family(f), frame.palette.family(f)) for f in text.FAMILIES if f in families]

    _ranking(
        frame,
        "theme",
        text.THEMES_TITLE,
        text.themes_note(frame.counting.measure),
        name=partial(naming.theme, frame),
        colour=lambda key: frame.palette.family(naming.family(frame, key)),
        rows=rows,
        last=("none",),
        legend=legend,
    )


def regions(
    frame: Frame, title: str = text.REGIONS_TITLE, note: str = "", has_beyond: bool = False
) -> None:
    """The figures of the map as bars, region by region.

    Args:
        frame: of the page.
        title: the question.
        note: what a reader must know.
        has_beyond: whether what lies beyond the regions has rows too.
    """

    def legend(ids: set[str]) -> list[tuple[str, str]]:
        parts = {naming.part(frame, i) for i in ids}
        return [(text.part(p), colour) for p, colour in frame.palette.parts.items() if p in parts]

    _ranking(
        frame,
        "region",
        title,
        f"{note} {text.CLICK}".strip(),
        name=partial(naming.place, frame),
        colour=lambda key: frame.palette.part(naming.part(frame, key)),
        rows=20,
        last=naming.BEYOND,
        left_out=() if has_beyond else naming.BEYOND,
        legend=legend,
    )


def publishers(frame: Frame, rows: int = 12) -> None:
    """Who publishes most."""
    _ranking(
        frame,
        "publisher",
        text.PUBLISHERS_TITLE,
        f"{text.PUBLISHERS_NOTE} {text.CLICK}",
        name=partial(naming.publisher, frame),
        colour=partial(_plain_colour, frame),
        rows=rows,
        last=("unknown",),
    )


def kinds(frame: Frame) -> None:
    """What kinds of bodies publish."""
    _ranking(
        frame,
        "kind",
        text.KINDS_TITLE,
        text.CLICK,
        name=lambda key: frame.names.kinds.get(key, key),
        colour=partial(_plain_colour, frame),
        rows=12,
        last=("unknown",),
    )


def _plain_colour(frame: Frame, key: str) -> str:
    is_grey = key in ("unknown", shaping.REST)
    return frame.palette.neutral if is_grey else frame.palette.accent


def _ranking(
    frame: Frame,
    group: str,
    title: str,
    note: str,
    *,
    name: Callable[[str], str],
    colour: Callable[[str], str],
    rows: int,
    last: Sequence[str],
    left_out: Sequence[str] = (),
    legend: Callable[[set[str]], list[tuple[str, str]]] | None = None,
) -> None:
    """One ranking, whose rows filter by what they stand for."""
    measure, form = frame.counting.measure, frame.counting.form
    counts = queries.counts_by(frame.path, frame.filters, group, measure)
    ranked = shaping.ranking(
        counts[~counts["id"].isin(left_out)],
        frame.totals.of(measure),
        name=name,
        colour=colour,
        form=form,
        rows=rows,
        last=last,
    )
    panel(
        f"{group}s",
        title,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=note,
        legend=legend(set(ranked["id"])) if legend else (),
        on_pick=partial(sidebar.add_filter, group),
    )
