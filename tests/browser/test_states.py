"""Every page in every state: three homes, desktop and phone, light and dark.

A browser context per width and scheme, in which the pages of all homes are opened one after the
other by their address; what is wrong with one of them is told together at the end.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dashboard import text
from dashboard.colours import DARK, LIGHT, channels
from tests.browser.expected import MARKS, TITLES
from tests.browser.serving import Server, Visit, visit
from tests.browser.tally import Tally, tallied
from tests.dashboard.pages import PAGES

ServerAt = Callable[[str], Server]

SEEING = Path(__file__).with_name("seeing.js").read_text(encoding="utf-8")
GROUNDS = {"light": LIGHT.background, "dark": DARK.background}
_LOOKS, _LOOK_MS = 10, 300
COMPLAINT = re.compile(r"Traceback|Error|Exception|CRITICAL")


@pytest.fixture(
    scope="module",
    params=[(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Visit, str]]:
    width, scheme = request.param
    with visit(browser, width, scheme) as opened:
        opened.page.add_init_script(SEEING)
        yield opened, scheme


@pytest.mark.parametrize("home", MARKS)
def test_each_page_in_each_state(
    server_at: ServerAt,
    window: tuple[Visit, str],
    home: str,
    record_property: Callable[[str, object], None],
) -> None:
    server, (opened, scheme) = server_at(home), window
    told = len(server.log.read_text())
    with tallied(record_property) as tally:
        for page in PAGES:
            tally.view(page or "overview", f"{home} {opened.width} {scheme}")
            opened.open(f"{server.address}/{page}")
            tally.that(opened.fault() is None, opened.fault())
            _look(opened, home, page, scheme, tally)
            log = server.log.read_text()
            said = log[told:]
            tally.that(not COMPLAINT.search(said), f"the server's log says:\n{said[:2000]}")
            told = len(log)
            tally.that(not opened.foreign, f"asked for {opened.foreign}")
            tally.that(not opened.errors, opened.errors)
            opened.foreign.clear()
            opened.errors.clear()


def _look(opened: Visit, home: str, page: str, scheme: str, tally: Tally) -> None:
    seen = opened.page
    for selector, least in MARKS[home][page].items():
        found = seen.locator(selector).count()
        tally.that(found >= least, f"{found} of at least {least}: {selector}")
    heading = seen.locator("[data-testid=stMain] h1").first.inner_text()
    wanted = text.EMPTY_TITLE if home == "empty" else TITLES[page]
    tally.that(heading == wanted, f"its heading is “{heading}”")
    marks = opened.charts()
    tally.that(all(count >= 5 for count in marks), f"a chart is blank: {marks}")
    wide = seen.evaluate("seeing.sideways()")
    tally.that(wide <= opened.width, f"it is {wide} pixels wide and sticks out at the side")
    # on a busy machine a chart is drawn once more when its room has changed
    for _ in range(_LOOKS):
        if not (cut := seen.evaluate("seeing.cut()")):
            break
        seen.wait_for_timeout(_LOOK_MS)
    tally.that(not cut, f"cut off in a chart: {cut}")
    faint = seen.evaluate("seeing.faint()")
    tally.that(faint["seen"] > 10, "hardly a word was measured")
    tally.that(not faint["faults"], f"too faint: {faint['faults']}")
    nameless = seen.evaluate("seeing.nameless()")
    tally.that(not nameless, f"without a name: {nameless}")
    ground = seen.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    known = "rgb" + str(channels(GROUNDS[scheme]))
    tally.that(ground == known, f"its ground is {ground}, not {known}")


def test_the_look_would_find_what_it_looks_for(browser: Browser) -> None:
    """Faint words, words out of their picture, a control without a name and a page too wide."""
    page = """
        <main data-testid="stMain" style="background: #fff">
        <p style="color: #999">faint</p><p style="opacity: .5; color: #333">half</p>
        <p style="color: #666">clear</p>
        <div data-testid="stVegaLiteChart"><svg class="marks" width="60" height="40">
        <path d="M0 0H300V40H0Z" fill="rgb(0, 0, 0)"></path>
        <text x="5" y="20" fill="rgb(40, 40, 40)">dark</text>
        <text x="40" y="20" fill="rgb(255, 255, 255)">runs out of it</text></svg></div>
        <button style="width: 20px; height: 20px"></button>
        <div style="width: 500px; height: 2px"></div></main>
    """
    with visit(browser, 390, "light") as opened:
        opened.page.set_content(page)
        opened.page.evaluate(SEEING)
        faint = opened.page.evaluate("seeing.faint()")["faults"]
        assert [fault.split(" ")[1] for fault in faint] == ["“faint”", "“half”", "“dark”"]
        assert faint[0].startswith("2.85")
        assert opened.page.evaluate("seeing.cut()") == ["runs out of it"]
        nameless = opened.page.evaluate("seeing.nameless()")
        assert [fault[:7] for fault in nameless] == ["<button", "a chart"]
        assert opened.page.evaluate("seeing.sideways()") > 390
