"""What the truth says of a story: publisher, places, topics.

What belongs here: the step from a story to its labels. How labels are written is in ``items``.
"""

from orchestration.synthetic.items import (
    place_fragment,
    publisher_fragment,
    source_fragment,
    topic_fragment,
)
from orchestration.synthetic.places import Region
from orchestration.synthetic.stories import Story

UNKNOWN = "unknown"

# Codes that a careful reader would also accept beside the primary one.
ALSO_RIGHT = {
    "1": ("20",),
    "4": ("21",),
    "5": ("13",),
    "7": ("21",),
    "8": ("14",),
    "9": ("12",),
    "13": ("5",),
    "18": ("15",),
    "21": ("4", "7"),
    "emergencies": ("21",),
}


def story_facts(
    story: Story, regions: tuple[Region, ...], url: str, govkz_id: int, *, says_publisher: bool
) -> str:
    """Write the labels of a story's telling as a fragment of its truth line.

    Args:
        story: The story.
        regions: The 20 regions, which the story points into.
        url: Source address that is printed, or "".
        govkz_id: Id in that address, or 0.
        says_publisher: Whether the text itself names the publisher.

    Returns:
        The fragment. Without a source line the publisher is what the text says, else unknown.
    """
    agency = story.agency
    kind, kinds_ok = agency.kind, agency.kinds_ok
    if not url:
        if says_publisher:
            kinds_ok = kinds_ok if UNKNOWN in kinds_ok else (*kinds_ok, UNKNOWN)
        else:
            kind, kinds_ok = UNKNOWN, (UNKNOWN,)
    mentioned = story.spot.mentioned
    if story.other_region >= 0:
        mentioned = (*mentioned, regions[story.other_region].code)
    topics = (story.topic, *ALSO_RIGHT.get(story.topic, ()))
    if story.other_topic and story.other_topic not in topics:
        topics = (*topics, story.other_topic)
    return (
        source_fragment(agency.slug, govkz_id, url)
        + publisher_fragment(kind, kinds_ok)
        + place_fragment(story.spot.region, mentioned, story.spot.optional)
        + topic_fragment(story.topic, topics)
        + f'"story": "{story.story_id}", '
    )


def junk_facts(slug: str, govkz_id: int, url: str, kind: str, story_id: str) -> str:
    """Write the labels of a junk item: a publisher where it prints one, nothing else."""
    shown = kind if url else UNKNOWN
    return (
        source_fragment(slug, govkz_id, url)
        + publisher_fragment(shown, (shown,))
        + place_fragment("", (), ())
        + topic_fragment("", ())
        + f'"story": "{story_id}", '
    )
