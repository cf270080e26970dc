"""The map of the regions, and what lies beyond them."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import charts, formats, queries, shaping, sidebar, text
from dashboard.frame import Frame
from dashboard.geo import boundaries
from dashboard.panel import panel
from dashboard.sections import naming


def region_map(frame: Frame, is_whole: bool = False) -> None:
    """Where it is about.

    Args:
        frame: of the page.
        is_whole: whether all places are shown, whichever are chosen.
    """
    measure, form = frame.counting.measure, frame.counting.form
    chosen = frame.filters.without("region") if is_whole else frame.filters
    total = queries.totals(frame.path, chosen).of(measure)
    counts = queries.counts_by(frame.path, chosen, "region", measure)
    values = dict(zip(counts["id"], counts["value"], strict=True))
    mapped = pd.DataFrame(
        [
            {
                "id": place.place_id,
                "name": place.name,
                "kind": place.kind,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "value": int(values.get(place.place_id, 0)),
                "total": total,
                "share": int(values.get(place.place_id, 0)) / max(total, 1),
            }
            for place in frame.names.places.values()
            if place.kind in ("oblast", "city")
        ]
    )
    mapped["label"] = [
        f"{formats.share(s)} ({formats.count(v)})"
        for s, v in zip(mapped["share"], mapped["value"], strict=True)
    ]
    panel(
        "map",
        text.MAP_TITLE,
        charts.regions_map(mapped, frame.palette, measure=measure),
        mapped,
        frame.citation,
        note=text.map_note(
            bool((mapped["value"] == 0).any()), chosen.is_open, chosen != frame.filters
        ),
        on_pick=partial(sidebar.add_filter, "region"),
        picks=(charts.PICK, f"{charts.PICK}city"),
    )
    beyond = shaping.ranking(
        pd.DataFrame(
            {"id": naming.BEYOND, "value": [int(values.get(i, 0)) for i in naming.BEYOND]}
        ),
        total,
        name=partial(naming.place, frame),
        colour=lambda _: frame.palette.neutral,
        form=form,
        rows=3,
        last=naming.BEYOND,
    )
    panel(
        "beyond",
        text.ELSEWHERE_TITLE,
        charts.ranking_bars(beyond, frame.palette, measure=measure, form=form),
        beyond,
        frame.citation,
        on_pick=partial(sidebar.add_filter, "region"),
    )
    st.caption(boundaries.ATTRIBUTION)
