"""The controls of the filters, and their place in the address.

What a filter means is in `filters`; how it selects is in `queries`. The controls are drawn by the
frame, the same on every page, so their values live as long as the visit; the address is read when
a visit begins or when it was changed by anything but these controls (a link, the back button).
"""

import datetime as dt
from collections.abc import Iterable

import streamlit as st

from dashboard import filters, text
from dashboard.filters import ABROAD, BETWEEN, LISTS, Counting, Filters
from dashboard.queries import Dimensions

_WIDGET = {key: f"filter_{key}" for key in (*LISTS, "period", "dates")}
_COUNTING = {"measure": "counting_measure", "form": "counting_form", "step": "counting_step"}


def add_filter(key: str, value: str) -> None:
    """Set one filter to one value, or clear it if that is its value already; for callbacks."""
    name = _WIDGET[key]
    st.session_state[name] = [] if st.session_state.get(name) == [value] else [value]


def clear() -> None:
    """Take every filter away; how things are counted stays."""
    for key in LISTS:
        st.session_state[_WIDGET[key]] = []
    st.session_state[_WIDGET["period"]] = "all"


def read_address(names: Dimensions, page: str) -> tuple[str, ...]:
    """Take over what the address asks for, if it is news; returns what could not be used.

    A click on the navigation clears the address without meaning to: on another page, an address
    without filters keeps those of the page before.
    """
    asked = {k: st.query_params.get_all(k) for k in filters.KEYS if k in st.query_params}
    written = st.session_state.get("address")
    moved = st.session_state.get("page") != page
    st.session_state["page"] = page
    if written is not None and (asked == written or (moved and not asked)):
        return ()
    request = filters.parse_address(asked, names.known())
    for key in LISTS:
        st.session_state[_WIDGET[key]] = list(getattr(request.filters, key))
    st.session_state[_WIDGET["period"]] = request.filters.period
    days = request.filters.first_day, request.filters.last_day
    if request.filters.period == BETWEEN and days[0] and days[1]:
        st.session_state[_WIDGET["dates"]] = days
    for name, widget in _COUNTING.items():
        st.session_state[widget] = getattr(request.counting, name)
    return request.problems


def controls(names: Dimensions) -> tuple[Filters, Counting]:
    """Draw the controls and return what they say."""
    with st.sidebar:
        with st.container(key="product", gap="xsmall"):
            st.title(text.PRODUCT, anchor=False)
            st.caption(text.TAGLINE)
        st.subheader(text.FILTERS, anchor=False)
        period, days = _period(names)
        chosen = {
            "region": _choice("region", text.REGION, _place_names(names), text.REGION_HELP),
            "theme": _choice(
                "theme",
                text.THEME,
                {key: theme.name for key, theme in names.themes.items()},
                text.THEME_HELP,
            ),
            "kind": _choice("kind", text.KIND, dict(names.kinds)),
            "publisher": _choice(
                "publisher",
                text.PUBLISHER,
                {key: publisher.name for key, publisher in names.publishers.items()},
            ),
            "language": _choice(
                "language", text.LANGUAGE, {key: text.language(key) for key in names.languages}
            ),
            "section": _choice(
                "section",
                text.SECTION,
                {key: text.section(key) for key in names.sections},
                text.SECTION_HELP,
            ),
        }
        st.button(text.RESET, on_click=clear, width="stretch", key="clear_filters")
        st.subheader(text.COUNTING, anchor=False)
        counting = Counting(
            measure=_list("measure", text.MEASURE, text.MEASURES, text.MEASURE_HELP),
            form=_switch("form", text.FORM, text.FORMS),
            step=_list("step", text.STEP, text.STEPS),
        )
    return Filters(period=period, first_day=days[0], last_day=days[1], **chosen), counting


def write_address(chosen: Filters, counting: Counting) -> None:
    """Put the filters into the address, beside what else a page keeps there."""
    wanted = filters.write_address(chosen, counting)
    standing = {k: st.query_params.get_all(k) for k in st.query_params}
    if {k: v for k, v in standing.items() if k in filters.KEYS} != wanted:
        others = {k: v for k, v in standing.items() if k not in filters.KEYS}
        st.query_params.from_dict({**wanted, **others})
    st.session_state["address"] = wanted


def terms(chosen: Filters, names: Dimensions) -> list[str]:
    """The filters in words, for the sentence that states them."""
    spelt = {
        "region": _place_names(names),
        "theme": {key: theme.name for key, theme in names.themes.items()},
        "kind": dict(names.kinds),
        "publisher": {key: publisher.name for key, publisher in names.publishers.items()},
        "language": {key: text.language(key) for key in names.languages},
        "section": {key: text.section(key) for key in names.sections},
    }
    return [
        text.term(key, [spelt[key].get(value, value) for value in values])
        for key in LISTS
        if (values := getattr(chosen, key))
    ]


def _place_names(names: Dimensions) -> dict[str, str]:
    order = {"oblast": 0, "city": 0, "national": 1, "abroad": 3, "none": 4}
    ranked = sorted(names.places.values(), key=lambda place: order.get(place.kind, 5))
    spelt = {place.place_id: place.name for place in ranked if place.kind != "abroad"}
    spelt[ABROAD] = text.ALL_ABROAD
    return spelt | {place.place_id: place.name for place in ranked if place.kind == "abroad"}


def _choice(
    key: str, label: str, options: dict[str, str], note: str | None = None
) -> tuple[str, ...]:
    name = _WIDGET[key]
    # a new generation may have dropped a value that was chosen in the one before
    st.session_state[name] = [v for v in st.session_state.get(name, []) if v in options]
    return tuple(
        st.multiselect(
            label,
            list(options),
            format_func=lambda value: options.get(value, value),
            key=name,
            placeholder=text.ANY,
            help=note,
        )
    )


def _list(key: str, label: str, options: dict[str, str], note: str | None = None) -> str:
    value = st.selectbox(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=_COUNTING[key],
        help=note,
    )
    return str(value)


def _switch(key: str, label: str, options: dict[str, str], note: str | None = None) -> str:
    value = st.segmented_control(
        label,
        list(options),
        format_func=lambda option: options.get(option, option),
        key=_COUNTING[key],
        required=True,
        help=note,
        width="stretch",
    )
    return str(value)


def _period(names: Dimensions) -> tuple[str, tuple[dt.date | None, dt.date | None]]:
    period = str(
        st.selectbox(
            text.PERIOD,
            list(text.PERIODS),
            format_func=lambda key: text.PERIODS.get(key, key),
            key=_WIDGET["period"],
        )
    )
    if period != BETWEEN or names.first_day is None or names.last_day is None:
        return period, filters.preset_days(period if period != BETWEEN else "all", names.last_day)
    name = _WIDGET["dates"]
    st.session_state[name] = _within(
        st.session_state.get(name, ()), names.first_day, names.last_day
    )
    days = st.date_input(
        text.DATES,
        key=name,
        min_value=names.first_day,
        max_value=names.last_day,
        format="DD.MM.YYYY",
    )
    picked = list(days) if isinstance(days, Iterable) else [days]
    # while only the first day has been clicked the period is that day alone
    return period, (picked[0], picked[-1]) if picked else (names.first_day, names.last_day)


def _within(days: Iterable[dt.date], first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    kept = tuple(min(max(day, first), last) for day in days)
    return kept or (first, last)
