"""Checks that are counted, and gathered: one page that is wrong doesn't hide the next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest


class Tally:
    """What was looked at in one test.

    A plain assert ends a test at its first fault; here a walk through many pages goes on and says
    at its end all that it found.
    """

    def __init__(self) -> None:
        """Nothing was looked at yet."""
        self.views: list[tuple[str, str]] = []
        self.checks = 0
        self.faults: list[str] = []

    def view(self, page: str, state: str) -> None:
        """A page is looked at; what is checked from here on is told under its name."""
        self.views.append((page, state))

    def that(self, is_right: bool, otherwise: object) -> None:
        """Count one check, and note what is wrong if it fails."""
        self.checks += 1
        if not is_right:
            self.faults.append(f"{' '.join(self.views[-1])}: {otherwise}")


@contextmanager
def tallied(record_property: Callable[[str, object], None]) -> Iterator[Tally]:
    """A tally that fails with every fault at once, and leaves its counts for the summary."""
    tally = Tally()
    yield tally
    record_property("views", [list(view) for view in tally.views])
    record_property("checks", tally.checks)
    assert not tally.faults, "\n" + "\n".join(tally.faults)
    assert tally.checks, "nothing was looked at"


def summary(reports: list[pytest.TestReport]) -> str:
    """The counts of a whole run in one line, empty if it walked through no pages.

    Args:
        reports: of tests that passed.
    """
    told = [pair for report in reports for pair in report.user_properties]
    views = [tuple(view) for key, found in told if key == "views" for view in found]
    checks = sum(found for key, found in told if key == "checks")
    if not views:
        return ""
    pages, states = ({view[at] for view in views} for at in (0, 1))
    return (
        f"{len(pages)} pages in {len(states)} states: {len(views)} views, {checks:,} checks; "
        f"{len(reports)} browser tests passed"
    )
