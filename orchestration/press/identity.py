"""Which article an occurrence is, and which revision of it.

Identity is a function of the occurrence alone, so that any order of deliveries gives the same
articles: gov.kz kind, id and detected language when there is an id; else a hash of date,
language, normalised title and the first characters of the normalised body.
"""

import hashlib

BODY_CHARS = 100
ID_DIGITS = 16


def resolve_article_id(
    kind: str | None, govkz_id: int | None, lang: str, date_text: str, title: str, body: str
) -> str:
    """The article that an occurrence belongs to.

    Args:
        kind: news or article; None without a source line.
        govkz_id: its id there; None without one.
        lang: detected language of the text.
        date_text: date as printed, so that an impossible one still tells articles apart.
        title: title as `normalise_for_identity` gives it.
        body: body as it gives it.
    """
    if kind is not None and govkz_id is not None:
        return f"{kind}-{govkz_id}-{lang}"
    return f"text-{_hash(date_text[:10], lang, title, body[:BODY_CHARS])}"


def resolve_revision_id(title: str, body: str) -> str:
    """The revision: another text, another id; blanks don't count.

    Args:
        title: the repaired title.
        body: the repaired body.
    """
    return _hash(_on_one_line(title), _on_one_line(body))


def _on_one_line(text: str) -> str:
    # a repaired text has no other blanks than single ones and one or two line ends
    line = text.replace("\n\n", " ").replace("\n", " ")
    return " ".join(line.split()) if "  " in line else line.strip()


def resolve_content_id(title: str, body: str) -> str:
    """The same for texts that differ in case, punctuation and blanks alone.

    Args:
        title: title as `normalise_for_identity` gives it.
        body: body as it gives it.
    """
    return _hash(title, body)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_DIGITS]
