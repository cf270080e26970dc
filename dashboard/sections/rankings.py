"""Rankings: who, where and what, the largest first."""

from functools import partial

from dashboard import charts, queries, shaping, sidebar, text
from dashboard.frame import Frame
from dashboard.panel import panel
from dashboard.sections import naming


def themes(frame: Frame, rows: int = 12) -> None:
    """What it is about."""
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "theme", measure),
        frame.totals.of(measure),
        name=partial(naming.theme, frame),
        colour=lambda key: frame.palette.family(naming.family(frame, key)),
        form=form,
        rows=rows,
        last=("none",),
    )
    panel(
        "themes",
        text.THEMES_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=text.themes_note(measure),
        legend=[
            (text.family(key), frame.palette.family(key))
            for key in text.FAMILIES
            if key
            in {naming.family(frame, i) for i in ranked["id"] if i not in ("none", shaping.REST)}
        ],
        on_pick=partial(sidebar.add_filter, "theme"),
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
    measure, form = frame.counting.measure, frame.counting.form
    counts = queries.counts_by(frame.path, frame.filters, "region", measure)
    if not has_beyond:
        counts = counts[~counts["id"].isin(naming.BEYOND)]
    ranked = shaping.ranking(
        counts,
        frame.totals.of(measure),
        name=partial(naming.place, frame),
        colour=lambda key: frame.palette.part(naming.part(frame, key)),
        form=form,
        rows=20,
        last=naming.BEYOND,
    )
    panel(
        "regions",
        title,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=f"{note} {text.CLICK}".strip(),
        legend=[
            (text.part(key), colour)
            for key, colour in frame.palette.parts.items()
            if key in {naming.part(frame, i) for i in ranked["id"]}
        ],
        on_pick=partial(sidebar.add_filter, "region"),
    )


def publishers(frame: Frame, rows: int = 12) -> None:
    """Who publishes most."""
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "publisher", measure),
        frame.totals.of(measure),
        name=partial(naming.publisher, frame),
        colour=lambda key: (
            frame.palette.neutral if key in ("unknown", shaping.REST) else frame.palette.accent
        ),
        form=form,
        rows=rows,
        last=("unknown",),
    )
    panel(
        "publishers",
        text.PUBLISHERS_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=f"{text.PUBLISHERS_NOTE} {text.CLICK}",
        on_pick=partial(sidebar.add_filter, "publisher"),
    )


def kinds(frame: Frame) -> None:
    """What kinds of bodies publish."""
    measure, form = frame.counting.measure, frame.counting.form
    ranked = shaping.ranking(
        queries.counts_by(frame.path, frame.filters, "kind", measure),
        frame.totals.of(measure),
        name=lambda key: frame.names.kinds.get(key, key),
        colour=lambda key: frame.palette.neutral if key == "unknown" else frame.palette.accent,
        form=form,
        rows=12,
        last=("unknown",),
    )
    panel(
        "kinds",
        text.KINDS_TITLE,
        charts.ranking_bars(ranked, frame.palette, measure=measure, form=form),
        ranked,
        frame.citation,
        note=text.CLICK,
        on_pick=partial(sidebar.add_filter, "kind"),
    )
