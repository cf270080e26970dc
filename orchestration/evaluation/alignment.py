"""Which occurrence is which labelled item.

An item is its occurrence when file, title and date agree; the ordinal decides among equals. A
parser that loses one item of a page so doesn't spoil the rest of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from orchestration.evaluation.answers import Occurrence
from orchestration.evaluation.gold import GoldItem


def align_items(
    items: Sequence[GoldItem], occurrences: Iterable[Occurrence]
) -> list[Occurrence | None]:
    """The occurrence of each item, None where none agrees; no occurrence is used twice."""
    free: dict[tuple[str, str, str | None], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        free[occurrence.file, _plain(occurrence.title), occurrence.published_date].append(
            occurrence
        )
    keys = [(item.file, _plain(item.title), item.published_date) for item in items]
    aligned: list[Occurrence | None] = [None] * len(items)
    # those in their own place first: a namesake that is out of place must not take it
    for wants_place in (True, False):
        for index, (item, key) in enumerate(zip(items, keys, strict=True)):
            if aligned[index] is not None:
                continue
            same = [o for o in free.get(key, ()) if o.ordinal == item.ordinal or not wants_place]
            if same:
                best = min(same, key=lambda o: (not ends_agree(item, o), o.ordinal))
                aligned[index] = best
                free[key].remove(best)
    return aligned


def ends_agree(item: GoldItem, occurrence: Occurrence) -> bool:
    """Whether the body begins and ends as labelled; a missing label agrees."""
    body = _plain(occurrence.body)
    start, end = (_plain(item.labels.get(name) or "") for name in ("body_start", "body_end"))
    if item.labels.get("body_words") == 0:
        return not body
    return body.startswith(start) and body.endswith(end)


def _plain(text: str) -> str:
    """Text without what undecodable bytes leave and without a meaning in its blanks."""
    return " ".join(text.replace("\ufffd", "").split())
