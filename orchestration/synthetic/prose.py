"""From templates to a title and a body.

What belongs here: which sentences are taken, in which order, how many, and how they are set
(spaced, glued together, in paragraphs). The sentences are in ``texts``; what fills them is in
``slots``.
"""

import random
from bisect import bisect_left
from itertools import accumulate

from orchestration.synthetic.stories import MISSION_FRAME, Story
from orchestration.synthetic.texts import Texts

SPACED, GLUED, PARAGRAPHS = range(3)
MIN_CHARS = 600
MAX_CHARS = 4000

_CORES = 30
_TAILS = 61
_NEAR = 4  # general sentences that are mixed with the three background sentences of a topic
_FILLED = 8  # characters by which filling its slots lengthens a sentence, on average
# Orders in which the five facts of a release are told.
_ORDERS = tuple(tuple(random.Random(n).sample(range(5), 5)) for n in range(_CORES))
_NEAR_ORDERS = tuple(random.Random(n).sample(range(3 + _NEAR), 3 + _NEAR) for n in range(_TAILS))

Tail = tuple[list[str], list[int]]


class Prose:
    """Writes in one language. Caches what doesn't depend on the story."""

    def __init__(self, texts: Texts):
        """Take the templates of the language."""
        self.texts = texts
        self._cores: dict[tuple[str, str, int], list[tuple[list[str], int]]] = {}
        self._tails: dict[tuple[str, int], list[Tail]] = {}
        self._far = (self._shuffled_far(0), self._shuffled_far(1))

    def subject(self, story: Story) -> str:
        """Return what the story is about, in the form that the templates want."""
        subjects = self.texts.topics[story.topic].subjects
        return subjects[story.row[26] % len(subjects)]

    def title(self, story: Story, wording: int) -> str:
        """Return a title template: half the time the topic's own, else the occasion's."""
        pick = story.row[27]
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
        told, size = self._core(story.topic, story.frame, wording)[salt % _CORES]
        parts = told.copy()
        if story.other_region >= 0:
            others = self.texts.others[salt % len(self.texts.others)]
            parts.append(others[salt % len(others)])
        if story.other_topic:
            background = self.texts.topics[story.other_topic].background
            parts.append(background[salt % len(background)][0])
        tails = self._tail(story.topic, wording)
        tail, lengths = tails[(salt >> 5) % _TAILS]
        parts += tail[: bisect_left(lengths, story.target - size)]
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

    def _core(self, topic: str, frame: str, wording: int) -> list[tuple[list[str], int]]:
        """Return lead and facts in several orders and choices of words, with their lengths."""
        key = (topic, frame, wording)
        if key not in self._cores:
            occasion = self.texts.frames[frame]
            lead = occasion.leads[wording][0]
            facts = self.texts.topics[topic].facts[wording] + occasion.facts[wording]
            cores = []
            for n, order in enumerate(_ORDERS):
                told = [lead[n % len(lead)]]
                told += [facts[index][n % len(facts[index])] for index in order]
                cores.append((told, sum(map(len, told))))
            self._cores[key] = cores
        return self._cores[key]

    def _tail(self, topic: str, wording: int) -> list[Tail]:
        """Return what follows the facts: background, quotes and general sentences.

        Shuffled once, with fixed seeds, and kept with running lengths: taking as much as a body
        needs is then one slice.
        """
        key = (topic, wording)
        if key not in self._tails:
            background = self.texts.topics[topic].background
            tails = []
            for n, far in enumerate(self._far[wording]):
                near = [variants[n % len(variants)] for variants in background]
                near += far[:_NEAR]
                chosen = [near[i] for i in _NEAR_ORDERS[n]] + far[_NEAR:]
                lengths = list(accumulate(len(sentence) + _FILLED for sentence in chosen))
                tails.append((chosen, lengths))
            self._tails[key] = tails
        return self._tails[key]

    def _shuffled_far(self, wording: int) -> list[list[str]]:
        """Return general sentences and quotes in several orders, each beginning with a quote."""
        shuffled = []
        for n in range(_TAILS):
            shuffle = random.Random(1000 * n + wording)
            quotes = list(self.texts.quotes[wording])
            shuffle.shuffle(quotes)
            far = list(self.texts.general) + quotes[1:]
            shuffle.shuffle(far)
            shuffled.append([shuffle.choice(variants) for variants in [quotes[0], *far]])
        return shuffled


def set_text(parts: list[str], style: int) -> str:
    """Join sentences: with spaces, glued as the site does it, or three to a paragraph."""
    if style == SPACED:
        return " ".join(parts)
    if style == GLUED:
        return "".join(parts)
    return "\n".join([" ".join(parts[i : i + 3]) for i in range(0, len(parts), 3)])
