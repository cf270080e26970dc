"""What a build does about a damaged build database: it is made anew from the kept bytes."""

from collections.abc import Callable

from orchestration.settings import Settings
from orchestration.warehouse import damage_of, damage_within, remove_database


def mend_database(
    settings: Settings, say: Callable[[str], None], *, thoroughly: bool = False
) -> bool:
    """Remove a build database that can't be read; the next load makes all of it anew.

    Args:
        settings: the home, whose lock the caller holds.
        say: told what is damaged.
        thoroughly: read every block; else only what is read on opening.

    Returns:
        Whether it was damaged.
    """
    reason = (damage_within if thoroughly else damage_of)(settings.build_db)
    if reason is None:
        return False
    say(f"{settings.build_db} is damaged ({reason}); making it anew from the kept bytes")
    remove_database(settings.build_db)
    return True
