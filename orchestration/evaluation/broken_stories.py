"""Stories that the product tore apart or threw together, as misses.

Holds which stories are told; pairs are counted in `pairs`.
"""

from collections import defaultdict
from collections.abc import Sequence

from orchestration.evaluation.measures import Case
from orchestration.evaluation.misses import Miss

_PARTS_SHOWN = 6


def describe_broken_stories(
    cases: Sequence[Case], wanted: Sequence[str], given: Sequence[str]
) -> list[Miss]:
    """Stories that were torn apart, then stories that were thrown together, largest first."""
    torn = _broken(cases, wanted, given, ("one story", "stories"))
    return [*torn, *_broken(cases, given, wanted, ("stories", "one story"))]


def _broken(
    cases: Sequence[Case], keys: Sequence[str], others: Sequence[str], words: tuple[str, str]
) -> list[Miss]:
    groups: dict[str, dict[str, list[Case]]] = defaultdict(lambda: defaultdict(list))
    for case, key, other in zip(cases, keys, others, strict=True):
        groups[key][other].append(case)
    broken = [parts for parts in groups.values() if len(parts) > 1]
    broken.sort(key=lambda parts: -sum(map(len, parts.values())))
    misses = []
    for parts in broken:
        first = next(iter(parts.values()))[0].item
        counted = [f"{len(parts)} {word}" if word == "stories" else word for word in words]
        misses.append(
            Miss(
                field="stories_f1",
                item=" | ".join(
                    " ".join(c.item.name for c in part[:_PARTS_SHOWN])
                    for part in list(parts.values())[:_PARTS_SHOWN]
                ),
                file=first.file,
                ordinal=first.ordinal,
                title=first.title,
                wanted=counted[0],
                given=counted[1],
                rule=None,
                confidence=None,
                evidence=tuple(
                    f"{part[0].item.labels.get('lang') or '?'}: {part[0].item.title}"
                    for part in list(parts.values())[:_PARTS_SHOWN]
                ),
            )
        )
    return misses
