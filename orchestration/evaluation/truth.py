"""Synthetic truth beside what a home holds: which story each planted article was put in.

Holds the matching alone. The counts are made in `story_scores`, the comparison of what was parsed
in `synthetic.compare`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from orchestration.evaluation.story_scores import StoryItem


def match_stories(
    truth: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]
) -> Iterator[StoryItem]:
    """Match planted articles with rows by file and ordinal; junk and what is missing is left out.

    Args:
        truth: records of a truth.jsonl.
        rows: what was found, with `file`, `ordinal`, `article_id`, `lang`, `story_id` and
            `series_id`.
    """
    found = {(row["file"], row["ordinal"]): row for row in rows}
    for record in truth:
        row = found.get((record["file"], record["ordinal"]))
        if row is None or record["is_junk"]:
            continue
        yield StoryItem.of_labels(
            record, row["article_id"], record["lang"], row["story_id"], row["series_id"]
        )
