"""Traps: lines that look like a title because they end in a date.

What belongs here: how a trap is planted in an item that is printed on a page of the list layout.
Nothing else in this package lets a body line end in dd.mm.yyyy.
"""

from datetime import date, timedelta

from orchestration.synthetic.draws import EVENT, OTHER_REGION, OTHER_TOPIC, SUBJECT
from orchestration.synthetic.items import Item, relation_fragment
from orchestration.synthetic.texts import Variants

DEADLINE_PERIOD = "deadline_with_period"
DEADLINE_BARE = "deadline_without_period"
TITLE_DATE = "title_ends_in_date"
TRAPS = (DEADLINE_PERIOD, DEADLINE_BARE, TITLE_DATE)

_TITLE_DATES = (" as of {}", " по состоянию на {}", ": {}")
_MOST_CHARS = 3900
# A deadline is always far from the dates of its page.
_SOONEST_DEADLINE = 20


def plant_trap(item: Item, day: date, row: list[int], deadlines: tuple[Variants, ...]) -> None:
    """Let a body line or the title of an item end in a date that is no publication date.

    Args:
        item: The item; its title, body and truth are changed. Bodies without room stay as they
            are.
        day: Its publication date.
        row: Random integers of 16 bits.
        deadlines: Templates of a deadline in the item's language, without the final period.
    """
    trap = TRAPS[row[SUBJECT] % len(TRAPS)]
    if trap == TITLE_DATE:
        before = day - timedelta(days=1)
        item.title += _TITLE_DATES[item.lang].format(before.strftime("%d.%m.%Y"))
    else:
        body = item.body.replace("\n", " ")
        first, _, rest = body.partition(". ")
        second, _, rest = rest.partition(". ")
        if not rest or len(body) > _MOST_CHARS:
            return
        deadline = day + timedelta(days=_SOONEST_DEADLINE + row[EVENT] % 70)
        sentence = deadlines[row[OTHER_TOPIC] % len(deadlines)][0] % {
            "dl": deadline.strftime("%d.%m.%Y")
        }
        period = "." if trap == DEADLINE_PERIOD else ""
        if period and row[OTHER_REGION] & 1:
            # The last line, so that a source may be glued to the date.
            item.body = f"{body}\n{sentence}{period}"
        else:
            item.body = f"{first}. {second}. {sentence}{period}\n{rest}"
    item.trap = trap
    item.relation = relation_fragment(trap=trap)
