"""A home full of texts that want to be more than text: nothing runs and nothing is fetched."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog

from tests.browser.hostile import HOSTILE, OUTSIDE, STORY
from tests.browser.serving import Server, Visit, visit
from tests.dashboard.pages import PAGES

ServerAt = Callable[[str], Server]

QUERY = (
    "select title, body, count(*) over () as n, published_date from marts.fct_articles "
    "order by ordinal limit 30"
)
INJECTED = """outside => {
    const found = [];
    if (window.broken) found.push('a script ran');
    for (const e of document.querySelectorAll('[src], [href], [action], [data]')) {
        for (const name of ['src', 'href', 'action', 'data']) {
            const value = e.getAttribute(name) || '';
            if (value.includes(outside) || /^\\s*javascript:/i.test(value))
                found.push(e.tagName + ' ' + name + '=' + value);
        }
    }
    for (const e of document.querySelectorAll('*'))
        for (const a of e.attributes)
            if (a.name.startsWith('on') && a.value.includes('broken'))
                found.push(e.tagName + ' ' + a.name);
    for (const e of document.querySelectorAll('script'))
        if (e.textContent.includes('broken')) found.push('a script');
    return found;
}"""


def look(
    server: Server, browser: Browser, addresses: list[str], see: Callable[[Visit], None]
) -> None:
    """Open each address in turn, and find nothing there that a text brought with it."""
    dialogs: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with visit(browser, 1440, "light") as opened:
        opened.page.on("dialog", dismiss)
        for address in addresses:
            opened.open(f"{server.address}/{address}")
            see(opened)
            assert opened.page.evaluate(INJECTED, OUTSIDE) == [], address
            assert opened.fault() is None, address
        assert opened.foreign == [], "a request left this machine"
        assert opened.errors == []
        assert dialogs == []
    log = server.log.read_text()
    assert "Traceback" not in log
    assert "Error" not in log


def test_there_are_thirty_texts() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) == 30


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_hostile_texts(server_at: ServerAt, browser: Browser, page: str) -> None:
    opened_by = {"sql": f"sql?sql={quote(QUERY)}", "stories": f"stories?story={STORY}"}
    address = opened_by.get(page, page)
    look(server_at("hostile"), browser, [address], lambda opened: None)


def test_every_hostile_text_is_read_as_it_stands(server_at: ServerAt, browser: Browser) -> None:
    """As titles a third of them, as the body of each article all of them."""
    numbers = range(0, len(HOSTILE), 3)

    def see(opened: Visit) -> None:
        number = numbers[len(seen)]
        seen.append(number)
        title = opened.page.locator(".st-key-article_title").inner_text()
        body = opened.page.locator(".st-key-article_text").inner_text()
        assert HOSTILE[number] in title
        for text in HOSTILE:
            assert text in body

    seen: list[int] = []
    addresses = [f"articles?article=news-{1_100_000 + number}-en" for number in numbers]
    look(server_at("hostile"), browser, addresses, see)
    assert len(seen) == 10


def test_the_look_would_find_what_it_looks_for(browser: Browser) -> None:
    with visit(browser, 1440, "light") as opened:
        opened.context.route("**/*", lambda route: route.abort())
        opened.page.set_content(f"<main>{HOSTILE[0]}{HOSTILE[2]}{HOSTILE[3]}{HOSTILE[15]}</main>")
        opened.page.wait_for_function("window.broken === 1")
        found = opened.page.evaluate(INJECTED, OUTSIDE)
        assert "a script ran" in found
        assert "IMG onerror" in found
        assert "A href=javascript:window.broken=1" in found
        assert any(OUTSIDE in what for what in found)
        assert any(OUTSIDE in address for address in opened.foreign)
