"""The desk: which items a day brings, new ones and tellings of earlier ones.

What belongs here: the mixture of new releases, copies, edits, re-wordings, translations, notices
and junk. How pages look is in ``pages``; what is said is in ``stories`` and ``prose``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from orchestration.synthetic import junk
from orchestration.synthetic.draws import KIND, LANG, NUMBER, PAGE, PICK, SALT, SOURCE, VARIANT
from orchestration.synthetic.items import PLAIN, Item, Stamp, relation_fragment
from orchestration.synthetic.labels import junk_facts, story_facts
from orchestration.synthetic.mixture import (
    COPY,
    EDIT,
    JUNK,
    NEW,
    NOTICE,
    REWORDING,
    TRANSLATION,
    choose_kind,
    choose_lang,
    prints_source,
)
from orchestration.synthetic.notices import Series
from orchestration.synthetic.places import NATIONAL
from orchestration.synthetic.prose import GLUED, MIN_CHARS, PARAGRAPHS, SPACED, Prose
from orchestration.synthetic.slots import DaySlots, figure_slots
from orchestration.synthetic.sources import NOTHING, Sources
from orchestration.synthetic.stories import Narrator, Story
from orchestration.synthetic.traps import plant_trap

# One of so many ...
_SINGLE_PAGE = 120  # Russian releases stands on a page of its own
_TRAP = 110  # new releases on a list page holds a trap
_SPOILED = 330  # new releases is printed with undecodable bytes
_UPPER_CASE = 33  # titles is in upper case
_MARKED_UP = 71  # bodies begins with its title in asterisks
_STYLES = (SPACED, SPACED, GLUED, PARAGRAPHS, PARAGRAPHS)
_KEPT = 400


@dataclass(slots=True, eq=False)
class Release:
    """An item together with what is needed to tell it again."""

    item: Item
    story: Story
    wording: int
    salt: int
    style: int
    govkz_id: int
    section: str
    day: DaySlots


@dataclass(slots=True)
class DayPages:
    """What the desk knows of a day's pages: their sections, and which are plain lists."""

    sections: Sequence[str]
    is_list: Sequence[bool]


class Newsroom:
    """Turns rows of random integers into the items of one day after another."""

    def __init__(self, narrator: Narrator, prose: Sequence[Prose], watched: str):
        """Take the writers; ``watched`` is the agency whose silence must be seen."""
        self._narrator = narrator
        self._prose = prose
        self._watched = watched
        self._number = 0
        self._yesterday: list[Release] = []
        self._today: list[Release] = []
        self._day = date.min
        self._stamp = Stamp("", "")
        self._pages = DayPages((), ())
        self._sources = Sources([], 0)
        self._retell = {COPY: self._copy, EDIT: self._edit, REWORDING: self._reword}
        self.items: list[Item] = []
        self.spoil_next = False

    def start_day(self, day: date, pages: DayPages, sources: Sources) -> None:
        """Begin a day; call it for days without articles too, so that old news gets stale."""
        self._day, self._stamp = day, Stamp.of(day)
        self._yesterday, self._today = self._today[-_KEPT:], []
        self._pages, self._sources = pages, sources
        self.items = []

    def add(self, row: list[int], region: str, topic: str, target: int) -> None:
        """Add one item, or three for a release in all languages.

        Args:
            row: Random integers of 16 bits.
            region: Region of a new story.
            topic: Topic of a new story.
            target: Body length of a new story.
        """
        kind = choose_kind(row[KIND])
        if kind == JUNK:
            self._add_junk(row, region, topic)
            return
        retell = self._retell.get(kind)
        # Early on there may be nothing to tell again.
        if retell is None or not retell(row):
            story = self._narrator.draw(region, topic, row, target)
            self._tell(story, row, is_translated=kind == TRANSLATION)

    def add_notice(self, series: Series, row: list[int]) -> None:
        """Add this week's notice of a series."""
        texts = self._prose[series.lang].texts
        story = self._narrator.draw(NATIONAL, series.topic, row, 0)
        story.spot, story.agency = series.spot, series.agency
        story.other_region, story.other_topic = -1, ""
        slots = self._narrator.slots(story, series.lang, "")
        slots["nn"] = series.name[series.lang]
        body = texts.notice_body % slots
        if len(body) < MIN_CHARS:
            body = f"{body} {texts.general[0][0]}"
        url, govkz_id = self._sources.take(series.agency.slug, row[SOURCE])
        facts = story_facts(story, self._narrator.regions, url, govkz_id, says_publisher=True)
        title = texts.notice_titles[series.title] % slots
        relation = relation_fragment(series=series.series_id)
        self._put(title, body, url, series.lang, facts, relation, self._page(row), NOTICE)

    def _put(
        self,
        title: str,
        body: str,
        url: str,
        lang: int,
        facts: str,
        relation: str,
        page: int,
        kind: str,
        stamp: Stamp | None = None,
    ) -> Item:
        self._number += 1
        stamp = stamp or self._stamp
        item = Item(self._number, title, body, url, lang, stamp, facts, relation, page, kind)
        self.items.append(item)
        return item

    def _page(self, row: list[int]) -> int:
        return row[PAGE] % len(self._pages.sections)

    def _facts(self, story: Story, url: str, govkz_id: int) -> str:
        says = self._prose[0].texts.frames[story.frame].publisher
        return story_facts(story, self._narrator.regions, url, govkz_id, says_publisher=says)

    def _write(
        self, story: Story, lang: int, wording: int, salt: int, style: int
    ) -> tuple[str, str]:
        prose = self._prose[lang]
        slots = self._narrator.slots(story, lang, prose.subject(story))
        title = prose.title(story, wording) % slots
        body = prose.body(prose.sentences(story, wording, salt), slots, style)
        if salt % _UPPER_CASE == 0:
            title = title.upper()
        elif salt % _MARKED_UP == 0 and len(body) < 3700:
            body = f"*{title}* {body}"
        return title, body

    def _tell(self, story: Story, row: list[int], *, is_translated: bool) -> None:
        """Add a new release, in one language or in all."""
        draw, salt = row[LANG], row[SALT]
        lang = choose_lang(draw)
        wording, style = salt & 1, _STYLES[(row[PAGE] >> 8) % len(_STYLES)]
        slug = story.agency.slug
        is_sourced = prints_source(row[SOURCE], is_watched=slug == self._watched)
        url, govkz_id = self._sources.take(slug, row[SOURCE]) if is_sourced else NOTHING
        title, body = self._write(story, lang, wording, salt, style)
        facts, page = self._facts(story, url, govkz_id), self._page(row)
        item = self._put(title, body, url, lang, facts, PLAIN, page, NEW)
        if is_translated:
            relation = relation_fragment(relation=TRANSLATION, of=item.number)
            for other in (lang - 1) % 3, (lang + 1) % 3:
                title, body = self._write(story, other, wording, salt, style)
                self._put(title, body, url, other, facts, relation, page, TRANSLATION)
            return
        if salt % _TRAP == 0 and self._pages.is_list[page]:
            plant_trap(item, self._day, row, self._prose[lang].texts.deadlines)
            return
        if salt % _SPOILED == 1 or self.spoil_next:
            item.is_spoiled, self.spoil_next = True, False
        elif lang == 1 and salt % _SINGLE_PAGE == 2:
            item.page = -1
        section = self._pages.sections[page]
        told_on = self._narrator.day_slots
        self._today.append(Release(item, story, wording, salt, style, govkz_id, section, told_on))

    def _print_again(self, item: Item, body: str, relation: str, page: int, kind: str) -> None:
        """Put an earlier item's title, source and date over this body."""
        self._put(
            item.title,
            body,
            item.url,
            item.lang,
            item.facts,
            relation,
            page,
            kind,
            item.stamp,
        )

    def _copy(self, row: list[int]) -> bool:
        """Print a release of today or yesterday again in another section."""
        pool = self._today if row[LANG] & 1 else self._yesterday
        if not pool:
            return False
        release = pool[row[PICK] % len(pool)]
        page, sections = self._page(row), self._pages.sections
        if sections[page] == release.section:
            page = (page + 1) % len(sections)
        if sections[page] == release.section:
            return False
        item = release.item
        relation = relation_fragment(relation=COPY, of=item.number)
        self._print_again(item, item.body, relation, page, COPY)
        return True

    def _edit(self, row: list[int]) -> bool:
        """Deliver yesterday's release again under its id, with changed figures and an addition."""
        pool = [release for release in self._yesterday if release.govkz_id]
        if not pool:
            return False
        release = pool[row[PICK] % len(pool)]
        # Its old text is not printed again: revisions of one id would lose their order.
        self._yesterday.remove(release)
        item = release.item
        prose = self._prose[item.lang]
        changed = figure_slots(row, item.lang)
        subject = prose.subject(release.story)
        slots = self._narrator.slots(release.story, item.lang, subject, release.day)
        slots["a"], slots["k"] = changed["a"], changed["k"]
        parts = prose.sentences(release.story, release.wording, release.salt)
        parts[-1] = prose.texts.updates[row[VARIANT] % len(prose.texts.updates)][0]
        body = prose.body(parts, slots, release.style)
        relation = relation_fragment(relation=EDIT, of=item.number, revision_of=release.govkz_id)
        self._print_again(item, body, relation, self._page(row), EDIT)
        return True

    def _reword(self, row: list[int]) -> bool:
        """Tell a release of the day again: other words, other order, the same facts."""
        if not self._today:
            return False
        release = self._today[row[PICK] % len(self._today)]
        lang, style = release.item.lang, _STYLES[row[VARIANT] % len(_STYLES)]
        title, body = self._write(release.story, lang, 1 - release.wording, row[SALT], style)
        facts = self._facts(release.story, "", 0)
        relation = relation_fragment(relation=REWORDING, of=release.item.number)
        self._put(title, body, "", lang, facts, relation, self._page(row), REWORDING)
        return True

    def _add_junk(self, row: list[int], region: str, topic: str) -> None:
        reason = junk.REASONS[row[PICK] % len(junk.REASONS)]
        lang, slug, title, body, kind = 0, "", junk.ERROR_TITLE, "", "unknown"
        if reason == junk.TEST_ENTITY:
            lang, slug = row[VARIANT] % 3, junk.PLACEHOLDER_SLUG
            title, body = junk.placeholder_entry(lang, 1 + row[NUMBER] % 900)
        elif reason == junk.EMPTY_ITEM:
            title = junk.SYMBOL_TITLES[row[NUMBER] % len(junk.SYMBOL_TITLES)]
        elif reason == junk.EMPTY_BODY:
            lang = row[VARIANT] % 3
            story = self._narrator.draw(region, topic, row, 0)
            prose = self._prose[lang]
            slots = self._narrator.slots(story, lang, prose.subject(story))
            title = prose.title(story, 0) % slots
            slug, kind = story.agency.slug, story.agency.kind
        url, govkz_id = self._sources.take(slug, row[SOURCE])
        facts = junk_facts(slug, govkz_id, url, kind, f"j{self._number + 1:07d}")
        relation = relation_fragment(junk_reason=reason)
        self._put(title, body, url, lang, facts, relation, self._page(row), reason)
