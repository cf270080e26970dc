"""Source addresses and ids of one day.

What belongs here: taking ids from the portal's counters. How fast the counters rise is in
``rhythm``; who prints a source at all is decided in ``newsroom``.
"""

from orchestration.synthetic.items import source_url

_ARTICLE_KIND = 33  # one of so many sourced releases is a press/article
_WITHOUT_QUERY = 7  # one of so many addresses has no ?lang=kk
NOTHING = ("", 0)


class Sources:
    """Hands out the ids of one day."""

    def __init__(self, ids: list[int], article_id: int):
        """Take the day's free news ids, in random order, and its first press/article id."""
        self._ids = ids
        self._article_id = article_id

    def take(self, slug: str, pick: int) -> tuple[str, int]:
        """Return address and id of a new release of this agency.

        Args:
            slug: The agency's slug; a body without one prints no source.
            pick: Random integer that decides on the kind and form of the address.

        Returns:
            The address and its id, or ``NOTHING``.
        """
        if not slug or not self._ids:
            return NOTHING
        query = "" if pick % _WITHOUT_QUERY == 0 else "?lang=kk"
        if pick % _ARTICLE_KIND == 0:
            self._article_id += 1
            return source_url(slug, self._article_id, "article", query), self._article_id
        govkz_id = self._ids.pop()
        return source_url(slug, govkz_id, query=query), govkz_id
