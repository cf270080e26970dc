"""Items that are junk: test entries, error pages, empty shells.

What belongs here: what junk looks like. How often it comes is in ``newsroom``.
"""

from orchestration.synthetic.agencies import TEST_SLUG

TEST_ENTITY = "test_entity"
SERVER_ERROR = "server_error"
EMPTY_BODY = "empty_body"
EMPTY_ITEM = "empty_item"
REASONS = (TEST_ENTITY, SERVER_ERROR, EMPTY_BODY, EMPTY_ITEM)

ERROR_TITLE = "502 Bad Gateway"
SYMBOL_TITLES = ("-", "***", "—", "...", "- - -")
PLACEHOLDER_SLUG = TEST_SLUG

# Title and body per language, in the order of LANGS; the title gets a number.
TEST_ENTRIES = (
    (
        "Test entry {}",
        "Checking how the card of an entry is shown. Do not delete this entry. {0} {0} {0}",
    ),
    (
        "проверка карточки {}",
        "Проверка отображения карточки на сайте. Не удалять до конца проверки. {0} {0} {0}",
    ),
    (
        "сынақ жазба {}",
        "Жазба карточкасының көрінуін тексеру. Тексеру аяқталғанша өшірмеңіз. {0} {0} {0}",
    ),
)


def placeholder_entry(lang: int, number: int) -> tuple[str, str]:
    """Return title and body of a test entry."""
    title, body = TEST_ENTRIES[lang]
    return title.format(number), body.format(number)
