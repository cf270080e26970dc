"""Pieces that belong to no article and must be rejected with a reason.

What belongs here: what malformed pieces look like and how they are counted, and the few pieces of
site furniture that are no reject. Traps inside articles are in ``traps``.
"""

TEXT_BEFORE_TITLE = "text_before_first_title"
UNDECODABLE = "undecodable_bytes"
NO_ARTICLES = "no_articles"
KINDS = (TEXT_BEFORE_TITLE, UNDECODABLE, NO_ARTICLES)

STRAY_PARAGRAPHS = (
    "The section is being updated, some materials may be shown with a delay of several hours. "
    "We apologise for the inconvenience and thank our readers for their patience.",
    "Уважаемые читатели, на сайте ведутся технические работы, часть материалов может быть "
    "недоступна. Приносим извинения за неудобства.",
    "Құрметті оқырман, сайтта техникалық жұмыс жүріп жатыр, кейбір материал кешігіп шығуы мүмкін. "
    "Түсіністік танытқаныңызға рақмет.",
    "continuation of the previous page, where the text was cut off in the middle of a sentence.",
)

# Stretches that are invalid UTF-8 whatever ASCII or whole characters stand around them.
BAD_STRETCHES = (
    b"\xff\xfe\xfd",
    b"\xf8\x88\x80\x80\x80",
    b"\x80\x81\x82",
    b"\xc0\xaf",
    b"\xfe\xff\xff\xfe",
)

PAGINATION = "1 2 3 4 5 ... {} >"


def spoil(body: str, mark: str) -> str:
    """Put a mark between two sentences in the second half of a body.

    Args:
        body: The printed body.
        mark: A character that later becomes undecodable bytes.

    Returns:
        The body with the mark after a period; at its middle where there is none.
    """
    at = body.find(". ", len(body) // 2) + 2
    if at == 1:
        at = body.find(".", len(body) // 2) + 1 or len(body) // 2
    return body[:at] + mark + body[at:]
