"""From templates to a title and a body.

What belongs here: which sentences are taken, in which order, how many, and how they are set
(spaced, glued together, in paragraphs). The sentences are in ``texts``; what fills them is in
``slots``.
"""

import random

from orchestration.synthetic.draws import SUBJECT, TITLE
from orchestration.synthetic.stories import MISSION_FRAME, Story
from orchestration.synthetic.texts import Texts

SPACED, GLUED, PARAGRAPHS = range(3)
MIN_CHARS = 600
MAX_CHARS = 4000

# Few ready-made orders: with six times as many a run took half as long again, because they no
# longer fitted the processor's cache.
_CORES = 10
_TAILS = 6
_NEAR = 4  # general sentences that are mixed with the three background sentences of a topic
_SENTENCE = 96  # characters of a filled sentence, on average
# Orders in which the five facts of a release are told, and what follows them.
_ORDERS = tuple(tuple(random.Random(n).sample(range(5), 5)) for n in range(_CORES))
_NEAR_ORDERS = tuple(random.Random(n).sample(range(3 + _NEAR), 3 + _NEAR) for n in range(_CORES))


class Prose:
    """Writes in one language. Caches what doesn't depend on the story."""

    def __init__(self, texts: Texts):
        """Take the templates of the language."""
        self.texts = texts
        self._cores: dict[tuple[str, str, int], list[list[str]]] = {}
        self._near: dict[tuple[str, int], list[list[str]]] = {}
        shuffled = [[self._shuffle(wording, n) for n in range(_CORES)] for wording in (0, 1)]
        self._opening = [[opening for opening, _ in orders] for orders in shuffled]
        self._far = [[far for _, far in orders] for orders in shuffled]

    def subject(self, story: Story) -> str:
        """Return what the story is about, in the form that the templates want."""
        subjects = self.texts.topics[story.topic].subjects
        return subjects[story.row[SUBJECT] % len(subjects)]

    def title(self, story: Story, wording: int) -> str:
        """Return a title template: half the time the topic's own, else the occasion's."""
        pick = story.row[TITLE]
        # A mission's trade news is not about the trade of its host country.
        is_own = pick & 1 and (story.frame != MISSION_FRAME or story.topic != "18")
        if is_own:
            titles = self.texts.topics[story.topic].titles[wording]
        else:
            titles = self.texts.frames[story.frame].titles[wording]
        pick >>= 1
        variants = titles[pick % len(titles)]
        return variants[pick % len(variants)]

    def sentences(self, story: Story, wording: int, salt: int) -> list[str]:
        """Choose and order the sentence templates of a body.

        Args:
            story: What is told.
            wording: 0 or 1; the facts have two wordings.
            salt: Random integer of the telling: order and choice of words.

        Returns:
            Templates whose joint length is near the story's target.
        """
        parts = self._core(story.topic, story.frame, wording)[salt % _CORES].copy()
        if story.other_region >= 0:
            others = self.texts.others[salt % len(self.texts.others)]
            parts.append(others[salt % len(others)])
        if story.other_topic:
            background = self.texts.topics[story.other_topic].background
            parts.append(background[salt % len(background)][0])
        wanted = story.target // _SENTENCE - len(parts)
        if wanted > 0:
            order = salt // _CORES % _CORES
            near = self._close_by(story.topic, wording)[order]
            parts += near[:wanted]
            if wanted > len(near):
                far = self._far[wording][order][salt // _CORES // _CORES % _TAILS]
                parts += far[: wanted - len(near)]
        closings = self.texts.closings[salt % len(self.texts.closings)]
        parts.append(closings[0])
        return parts

    def body(self, parts: list[str], slots: dict[str, str], style: int) -> str:
        """Fill and join the sentences; the result has 600 to 4,000 characters."""
        text = set_text(parts, style) % slots
        if MIN_CHARS <= len(text) <= MAX_CHARS:
            return text
        spare = 0
        while len(text) < MIN_CHARS:
            parts.insert(-1, self.texts.general[spare][0])
            spare += 1
            text = set_text(parts, style) % slots
        while len(text) > MAX_CHARS:
            del parts[-2]
            text = set_text(parts, style) % slots
        return text

    def _core(self, topic: str, frame: str, wording: int) -> list[list[str]]:
        """Return lead and facts in several orders and choices of words."""
        key = (topic, frame, wording)
        if key not in self._cores:
            occasion = self.texts.frames[frame]
            lead = occasion.leads[wording][0]
            facts = self.texts.topics[topic].facts[wording] + occasion.facts[wording]
            self._cores[key] = [
                [lead[n % len(lead)], *(facts[i][n % len(facts[i])] for i in order)]
                for n, order in enumerate(_ORDERS)
            ]
        return self._cores[key]

    def _close_by(self, topic: str, wording: int) -> list[list[str]]:
        """Return what follows the facts: background, a quote, some general sentences."""
        key = (topic, wording)
        if key not in self._near:
            background = self.texts.topics[topic].background
            orders = []
            for n, order in enumerate(_NEAR_ORDERS):
                near = [variants[n % len(variants)] for variants in background]
                near += self._opening[wording][n]
                orders.append([near[i] for i in order])
            self._near[key] = orders
        return self._near[key]

    def _shuffle(self, wording: int, n: int) -> tuple[list[str], list[list[str]]]:
        """Return a quote and some general sentences, and several orders of all the others."""
        chance = random.Random(100 * n + wording)
        quotes = list(self.texts.quotes[wording])
        general = list(self.texts.general)
        chance.shuffle(quotes)
        chance.shuffle(general)
        opening = [quotes[0], *general[: _NEAR - 1]]
        rest = quotes[1:] + general[_NEAR - 1 :]
        far = []
        for _ in range(_TAILS):
            chance.shuffle(rest)
            far.append([chance.choice(variants) for variants in rest])
        return [chance.choice(variants) for variants in opening], far


def set_text(parts: list[str], style: int) -> str:
    """Join sentences: with spaces, glued as the site does it, or three to a paragraph."""
    if style == SPACED:
        return " ".join(parts)
    if style == GLUED:
        return "".join(parts)
    return "\n".join([" ".join(parts[i : i + 3]) for i in range(0, len(parts), 3)])
