"""One place, publisher or theme by itself, set against everything that fits the other filters."""

from functools import partial

import streamlit as st

from dashboard import charts, queries, shaping, sidebar, text
from dashboard.frame import Frame
from dashboard.panel import panel
from dashboard.sections import naming


def themes_against_all(frame: Frame, side: str, name: str) -> None:
    """The themes of what is chosen on one side of the filters, beside everybody's.

    Args:
        frame: with one value chosen on that side.
        side: region, publisher or kind.
        name: of what is chosen.
    """
    measure = frame.counting.measure
    wider = frame.filters.without(side)
    counts = queries.counts_by(frame.path, frame.filters, "theme", measure)
    ranked = shaping.ranking(
        counts,
        frame.totals.of(measure),
        name=partial(naming.theme, frame),
        colour=lambda key: frame.palette.family(naming.family(frame, key)),
        form="share",
        rows=12,
        last=("none",),
    )
    whole = queries.counts_by(frame.path, wider, "theme", measure)
    ranked = shaping.against(ranked, whole, queries.totals(frame.path, wider).of(measure))
    panel(
        f"profile-{side}",
        text.profile_title(name),
        charts.ranking_bars(ranked, frame.palette, measure=measure, form="share"),
        ranked,
        frame.citation,
        note=f"{text.PROFILE_NOTE} {text.CLICK}",
        on_pick=partial(sidebar.add_filter, "theme"),
    )


def theme_definition(frame: Frame, key: str) -> None:
    """What counts as a theme, in the words of the seed."""
    found = frame.names.themes[key]
    st.subheader(text.theme_profile_title(found.name), anchor=False)
    st.text(found.definition)
