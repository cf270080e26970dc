"""What a name may mean: the rows of the seed `region_terms`, as an article is read with them.

Holds records only. How the rows are compiled stands in `regions`, how one of them is chosen in
`region_reading`.
"""

from dataclasses import dataclass
from typing import NamedTuple

from orchestration.press.matching import Match

NATIONAL = "KZ"


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """One row of the seed: what a term may mean."""

    kind: str
    entity_id: str
    rule: str
    term: str
    base: str
    weight: float
    needs: frozenset[str]
    valid_from: str
    valid_to: str

    def holds_on(self, day: str) -> bool:
        """Tell whether the row holds on a day, an ISO date."""
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)

    @property
    def is_plain_place(self) -> bool:
        """Whether the name alone means a place inside the country."""
        return self.kind == "region" and not self.needs and self.entity_id != NATIONAL


class Meant:
    """All that the rows of a name say it may mean.

    Attributes:
        meanings: the rows, the likeliest first.
        plain: those that need nothing else.
        is_dated: whether one of them holds on some days only.
        may_be_plain: whether one of them is a place that needs nothing else.
        may_be_capital: whether one of them is a foreign capital.
    """

    __slots__ = ("is_dated", "may_be_capital", "may_be_plain", "meanings", "plain")

    def __init__(self, meanings: tuple[Meaning, ...]) -> None:
        """Take the rows."""
        self.meanings = meanings
        self.plain = tuple(meaning for meaning in meanings if not meaning.needs)
        self.is_dated = any(meaning.valid_from or meaning.valid_to for meaning in meanings)
        self.may_be_plain = any(meaning.is_plain_place for meaning in meanings)
        self.may_be_capital = any(meaning.rule == "country_capital" for meaning in meanings)


class Found(NamedTuple):
    """A name found in a field, with all that its rows say it may mean."""

    match: Match
    meant: Meant
