"""A story: one thing that happened, told later in any language and wording.

What belongs here: drawing a story from the plan and from a row of random integers, and the slots
that its texts share. The sentences are in ``texts``, their order in ``prose``.
"""

from dataclasses import dataclass
from datetime import date

from orchestration.synthetic.agencies import Agency, Roster
from orchestration.synthetic.draws import AGENCY, EVENT, FRAME, OTHER_REGION, OTHER_TOPIC, PLACE
from orchestration.synthetic.facts import upper_first
from orchestration.synthetic.places import ABROAD, NATIONAL, Region, Spot
from orchestration.synthetic.slots import DaySlots, day_slots, event_table, figure_slots
from orchestration.synthetic.trends import TOPICS, Silence

MISSION_FRAME = "mission"
BRIEFING_FRAME = "briefing"
REGION_FRAMES = ("meeting", "visit", "campaign", "launch", "report", "seminar", "reminder")
_OTHER_REGION = 6500  # of 65,536: how often another region is named, or another topic touched
_OTHER_TOPIC = 7500


@dataclass(slots=True)
class Story:
    """What happened; everything that all its tellings share.

    Attributes:
        story_id: Label of the story in the truth.
        topic: Topic code.
        frame: Occasion, a key of the frames.
        spot: Where.
        agency: Who publishes.
        row: Random integers; the source of all figures and names.
        event: Phrase of an announced date per language.
        other_region: Index of another region that is named, or -1.
        other_topic: Code of another topic that is touched, or "".
        target: Wanted length of a body in characters.
    """

    story_id: str
    topic: str
    frame: str
    spot: Spot
    agency: Agency
    row: list[int]
    event: tuple[str, str, str]
    other_region: int
    other_topic: str
    target: int


class Narrator:
    """Draws the stories of one day after another."""

    def __init__(self, regions: tuple[Region, ...], national: tuple[Spot, ...], roster: Roster):
        """Prepare the tables; the same arguments give the same stories from the same rows."""
        self.regions = regions
        self._spots = {
            region.code: [spot for spot in region.spots for _ in range(spot.weight)]
            for region in regions
        }
        self._national = national
        self._roster = roster
        self._count = 0
        self._silent: Agency | None = None
        self.day_slots = day_slots(date(2026, 1, 1))
        self._events = event_table(date(2026, 1, 1))

    def start_day(self, day: date, silence: Silence) -> None:
        """Set the day of the stories that follow, and who is silent on it."""
        self.day_slots = day_slots(day)
        self._events = event_table(day)
        quiet = silence.first <= day <= silence.last
        self._silent = self._roster.by_slug(silence.slug) if quiet else None

    def draw(self, region: str, topic: str, row: list[int], target: int) -> Story:
        """Draw a story.

        Args:
            region: ISO code, ``KZ`` or ``ABROAD``.
            topic: Topic code.
            row: Random integers of 16 bits.
            target: Wanted body length.

        Returns:
            The story with a new id.
        """
        self._count += 1
        if region == ABROAD:
            agency, spot = self._roster.missions[row[PLACE] % len(self._roster.missions)]
            frame = MISSION_FRAME
        elif region == NATIONAL:
            spot = self._national[row[PLACE] % 2]
            agency = self._national_agency(topic, row[AGENCY])
            frame = REGION_FRAMES[row[FRAME] % len(REGION_FRAMES)]
        else:
            spots = self._spots[region]
            spot = spots[row[PLACE] % len(spots)]
            agency, frame = self._regional_agency(region, topic, spot, row[AGENCY])
            frame = frame or REGION_FRAMES[row[FRAME] % len(REGION_FRAMES)]
        other_region = -1
        if row[OTHER_REGION] < _OTHER_REGION and region != ABROAD:
            other_region = row[OTHER_REGION] % len(self.regions)
            if self.regions[other_region].code == region:
                other_region = -1
        other_topic = (
            TOPICS[row[OTHER_TOPIC] % len(TOPICS)] if row[OTHER_TOPIC] < _OTHER_TOPIC else ""
        )
        if other_topic == topic:
            other_topic = ""
        return Story(
            f"s{self._count:07d}",
            topic,
            frame,
            spot,
            agency,
            row,
            self._events[row[EVENT] % len(self._events)],
            other_region,
            other_topic,
            target,
        )

    def _national_agency(self, topic: str, pick: int) -> Agency:
        bodies = self._roster.dedicated[(NATIONAL, topic)]
        # The first of the list speaks twice as often; a silent body's words go to its neighbour.
        index = max(pick % (len(bodies) + 1) - 1, 0)
        if bodies[index] is self._silent:
            index = (index + 1) % len(bodies)
        return bodies[index]

    def _regional_agency(
        self, region: str, topic: str, spot: Spot, pick: int
    ) -> tuple[Agency, str]:
        """Choose who speaks; a communications service also sets the occasion."""
        share = pick % 100
        bodies = self._roster.dedicated.get((region, topic))
        if bodies and share < 58:
            return bodies[pick // 100 % len(bodies)], ""
        if share < 66:
            return self._roster.communications[region], BRIEFING_FRAME
        local = self._roster.local[spot.slug]
        if topic == "20" and share < 80:
            return local[1], ""
        if len(local) > 2 and share < 76:
            return local[2], ""
        if share < 84:
            return local[0], ""
        return self._roster.akimats[region], ""

    def slots(
        self, story: Story, lang: int, subject: str, day: DaySlots | None = None
    ) -> dict[str, str]:
        """Return all slots of a story in one language.

        Args:
            story: The story.
            lang: Index into ``LANGS``.
            subject: What it is about, in the form of the language's templates.
            day: Slots of its day, where that is not the current one.

        Returns:
            Slot name to text.
        """
        values = figure_slots(story.row, lang)
        values |= story.spot.names[lang]
        values |= story.agency.names[lang]
        values |= (day or self.day_slots)[lang]
        values["s"], values["s_"] = subject, upper_first(subject)
        values["on"] = story.event[lang]
        if story.other_region >= 0:
            names = self.regions[story.other_region].names[lang]
            values["oin"] = names["in"]
            values["oof"] = names["bare"]
        return values
