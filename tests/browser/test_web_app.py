"""The app in a real browser: every screen and action, with script and without, by keyboard alone, in every width and both schemes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.cli import main
from tests.cli.conftest import Page, policy_page
from tests.net.web_server import WebServer
from tests.render import hostile
from tests.web.conftest import Site, serving, stored  # noqa: F401 - fixture

from .conftest import PATIENCE, settled
from .test_pages import COLOURS, HANDLERS, RULES


@pytest.fixture(scope="module")
def app(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:  # noqa: F811 - the fixture
    """The example, a live policy with a doubtful snapshot, and one that fails."""
    home, web = tmp_path_factory.mktemp("app"), WebServer()
    (home / "examples").symlink_to(stored / "examples")
    whole, gone = Page(web, "/whole"), Page(web, "/gone")
    extra = "".join(
        f"  - id: {name}\n    name: {title}\n    url: {page.url}\n    tags: [shops]\n"
        for name, title, page in (("larkspur", "Larkspur Bicycles of the Upper Valley", whole), ("heron", "Heron", gone))
    )
    text = (stored / "config.yaml").read_text()
    (home / "config.yaml").write_text(text.replace("policies:\n", "policies:\n" + extra, 1))
    run = ["--config", str(home / "config.yaml"), "run", "--quiet", "--force"]
    main(run)
    whole.body, gone.status = policy_page()[:900], 404
    main(run)
    with serving(home / "config.yaml") as found:
        yield found
    web.stop()


@contextmanager
def visiting(browser: Any, site: Site, path: str, **options: Any) -> Iterator[tuple[Any, list[str]]]:
    """The page, and everything that went wrong or led elsewhere."""
    context = browser.new_context(base_url=site.address, **options)
    context.set_default_timeout(PATIENCE)
    tab, seen = context.new_page(), []
    tab.on("request", lambda request: None if request.url.startswith(site.address) else seen.append(request.url))
    tab.on("console", lambda message: seen.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: seen.append(str(error)))
    try:
        tab.goto(path)
        yield tab, seen
    finally:
        context.close()


def screens(site: Site) -> list[str]:
    decision = re.search(r"/-/doubtful/larkspur/[0-9a-f-]+", site.get("/-/doubtful").text)[0]  # type: ignore[index]
    review = re.search(r"/-/reviews/northwind/[0-9a-f-]+", site.get("/-/reviews").text)[0]  # type: ignore[index]
    asked = ["/-/search", "/-/search?q=sell+information&scope=ever&said=denied", "/-/reviews", review]
    named = [*asked, "/search.html?q=information", "/-/changes", "/-/policies", "/-/add", "/-/doubtful", "/-/alerts", "/-/settings", "/api"]
    return ["/", "/larkspur/index.html", *named, decision]


WIDTHS = (320, 390, 1024, 1440)


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"])
def test_screens_are_clean_and_fit_every_width(browser: Any, app: Site, every: bool) -> None:
    """No violation of WCAG AA, no error in the console, nothing beyond the screen, nothing fetched elsewhere.

    Some: each screen in one width and one scheme, of which every fourth is dark.
    """
    for number, path in enumerate(screens(app)):
        with visiting(browser, app, path, bypass_csp=True, color_scheme="light", reduced_motion="reduce") as (tab, seen):
            for width in WIDTHS if every else (WIDTHS[number % 4],):
                tab.set_viewport_size({"width": width, "height": 844})
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                if width in (390, 1440):
                    found = Axe().run(tab, options=RULES if width == 1440 else COLOURS)
                    assert found.violations_count == 0, (path, width, found.generate_report())
            if every or number % 4 == 0:
                tab.emulate_media(color_scheme="dark")
                found = Axe().run(tab, options=COLOURS)
                assert found.violations_count == 0, (path, "dark", found.generate_report())
            assert seen == [], path


@pytest.mark.parametrize("width", [1024, pytest.param(1440, marks=pytest.mark.slow)])
def test_ten_policies_are_on_the_first_screen_below_the_bar(browser: Any, app: Site, width: int) -> None:
    """One in four has a long name, and no row tells more than one change. What can be done stands beside the heading and covers nothing."""
    with visiting(browser, app, "/", bypass_csp=True, viewport={"width": width, "height": 900}) as (tab, seen):
        tab.evaluate(
            """() => { const body = document.querySelector('.policies tbody')
            const rows = [...body.rows].filter(row => !row.querySelector('.warn, .also'))
            for (const row of body.querySelectorAll('tr')) row.remove()
            for (let n = 0; n < 12; n++) body.append(rows[n % 4 ? 1 : 0].cloneNode(true)) }"""
        )
        for warning in tab.locator(".head .warn").all():  # of what the example does wrong on purpose
            warning.evaluate("one => one.remove()")
        within = "[...document.querySelectorAll('.policy')].filter(e => e.getBoundingClientRect().bottom < innerHeight).length"
        assert tab.evaluate(within) >= 10
        overlap = """() => [...document.querySelectorAll('h1, .lede, .doors a')].some(words => {
            const range = document.createRange()
            range.selectNodeContents(words)
            return [...document.querySelectorAll('.deeds > *')].some(deed => { const b = deed.getBoundingClientRect()
                return [...range.getClientRects()].some(
                    a => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) }) })"""
        assert tab.evaluate(overlap) is False
        tab.get_by_role("link", name="Who says what, by topic").click(trial=True)
        tab.get_by_role("button", name="Check all now").click(trial=True)
        assert seen == []


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_security_policy_stops_nothing_of_ours(browser: Any, app: Site, scripts: bool, every: bool) -> None:
    """Some: half of the screens with script, and the others without."""
    for path in screens(app) if every else screens(app)[scripts::2]:
        with visiting(browser, app, path, java_script_enabled=scripts) as (tab, seen):
            assert tab.locator("h1").is_visible()
            assert tab.locator("nav.bar").is_visible()
            assert seen == [], path


def checked(tab: Any) -> None:
    tab.get_by_text("policy checked:").wait_for()


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_check_is_followed_to_its_end(browser: Any, app: Site, scripts: bool) -> None:
    with visiting(browser, app, "/-/policies?q=larkspur", java_script_enabled=scripts) as (tab, seen):
        tab.get_by_role("button", name="Check now").click()
        tab.wait_for_url("**/-/jobs/*")
        checked(tab)
        assert "Done" in tab.locator("#progress").inner_text()
        tab.get_by_role("link", name="Go on").click()
        assert tab.locator("h1").inner_text().startswith("Larkspur")
        assert seen == []


@pytest.mark.parametrize("scripts", [pytest.param(True, marks=pytest.mark.slow), False])
def test_pause_and_resume_from_the_policys_page(browser: Any, app: Site, scripts: bool) -> None:
    with visiting(browser, app, "/heron/index.html", java_script_enabled=scripts) as (tab, seen):
        tab.get_by_role("button", name="Pause").click()
        tab.get_by_text("Paused", exact=True).wait_for()
        tab.get_by_role("button", name="Resume").click()
        tab.get_by_role("button", name="Pause").wait_for()
        assert seen == []


def test_filters_change_the_table_and_the_address_at_once(browser: Any, app: Site) -> None:
    with visiting(browser, app, "/-/changes") as (tab, seen):
        before = tab.locator("tbody tr").count()
        with tab.expect_response(lambda answer: "severity=critical" in answer.url):
            tab.select_option("#severity", "critical")
        tab.wait_for_url("**severity=critical**")
        tab.wait_for_function(f"document.querySelectorAll('tbody tr').length < {before}")
        tab.get_by_role("link", name="Vendor").click()
        tab.wait_for_url("**sort=vendor**")
        assert tab.locator("th[aria-sort=ascending]").inner_text().startswith("Vendor")
        assert tab.locator("#severity").input_value() == "critical"
        tab.go_back()
        assert seen == []


def test_filters_without_script(browser: Any, app: Site) -> None:
    with visiting(browser, app, "/-/changes", java_script_enabled=False) as (tab, _):
        before = tab.locator("tbody tr").count()
        tab.select_option("#severity", "critical")
        tab.get_by_role("button", name="Show").click()
        tab.wait_for_url("**severity=critical**")
        tab.locator("tbody tr").first.wait_for()
        assert 0 < tab.locator("tbody tr").count() < before


def walk(tab: Any, reached: Callable[[], bool]) -> None:
    """Presses Tab until something has the focus, which must be visible at each step."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        # Of a date, the button of the calendar has the focus last, which Chromium frames by itself.
        assert tab.evaluate("document.activeElement.matches(':focus-visible, input[type=date]')")
        if reached():
            return
    raise AssertionError("not reached by keyboard")


def test_a_policy_is_added_and_a_snapshot_decided_on_by_keyboard_alone(browser: Any, app: Site) -> None:
    decision = screens(app)[-1]
    with visiting(browser, app, "/-/add", viewport={"width": 1024, "height": 800}) as (tab, seen):
        walk(tab, lambda: tab.evaluate("document.activeElement.id") == "url")
        tab.keyboard.type("https://kites.example/privacy")
        walk(tab, lambda: tab.evaluate("document.activeElement.id") == "name")
        tab.keyboard.type("Kites")
        tab.keyboard.press("Enter")
        tab.get_by_text("Added").first.wait_for()
        tab.goto(decision)
        walk(tab, lambda: tab.evaluate("document.activeElement.className") == "page")
        tab.goto(decision)
        walk(tab, lambda: tab.evaluate("document.activeElement.value") == "reject")
        tab.keyboard.press("Enter")
        tab.get_by_text("rejected the snapshot").wait_for()
        assert seen == []


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"])
def test_payloads_do_nothing_in_a_browser(browser: Any, app: Site, every: bool) -> None:
    """With the security policy switched off, so that escaping alone holds. Some: each payload in one place, and each place with some."""
    whole = " ".join(hostile.PAYLOADS)
    pieces = [whole[at : at + 190] for at in range(0, len(whole), 190)]
    with visiting(browser, app, "/-/add", bypass_csp=True) as (tab, _):
        tab.on("dialog", lambda dialog: dialog.dismiss())
        for number, piece in enumerate(pieces):
            for place in TYPED if every else (TYPED[number % len(TYPED)],):
                tab.goto(place.format(quoted(piece)))
                settled(tab)
                assert tab.evaluate("window.hacked") is None, piece
                assert tab.evaluate(HANDLERS) == 0, piece
                assert tab.locator(OURS).count() == 0, piece


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_search_and_reviews_by_keyboard_alone(browser: Any, app: Site, scripts: bool) -> None:
    with visiting(browser, app, "/-/search", java_script_enabled=scripts, viewport={"width": 1024, "height": 800}) as (tab, seen):
        walk(tab, lambda: tab.locator("#q:focus").count() == 1)
        tab.keyboard.type('"trade your personal information" shar*')
        walk(tab, lambda: tab.locator("#scope:focus").count() == 1)
        tab.keyboard.type("In a")
        walk(tab, lambda: tab.locator("form button:focus").count() == 1)
        tab.keyboard.press("Enter")
        tab.wait_for_url("**scope=ever**")
        assert "Found in" in tab.locator(".count").inner_text()
        assert tab.locator(".found q").count() > 0
        tab.goto("/-/reviews?policy=northwind&archived=1")
        before = tab.locator(".reviews input").count()
        assert before > 1
        walk(tab, lambda: tab.locator(".reviews input:focus").count() == 1)
        tab.keyboard.press("Space")
        walk(tab, lambda: tab.locator("#decision:focus").count() == 1)
        tab.keyboard.type("Acc")
        walk(tab, lambda: tab.locator("#note:focus").count() == 1)
        tab.keyboard.type(f"Known, {scripts}.")
        walk(tab, lambda: tab.locator("fieldset button:focus").count() == 1)
        tab.keyboard.press("Enter")
        tab.get_by_text("1 review recorded in the ledger.").wait_for()
        assert f"Known, {scripts}." in tab.locator(".reviews").inner_text()
        assert seen == []


ASKED = ("/-/search?q={0}&scope=ever&tag={0}", "/-/reviews?by={0}&note={0}&tag={0}&policy={0}")
TYPED = ("/-/changes?vendor={0}&week={0}", "/-/policies?q={0}", "/-/add?url={0}&name={0}", *ASKED)
OURS = "script:not([src^='/-/']), iframe, object, embed, img, image, video, audio, base, link:not([href^='/']),"
OURS += " marquee, template, math, animate, style"
"""Elements that no page of the app has."""


def quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text.encode("utf-8", "replace"), safe="")


def test_a_form_of_another_site_is_refused_by_the_browser_or_by_us(browser: Any, app: Site, tmp_path: Path) -> None:
    token = app.token()
    (tmp_path / "evil.html").write_text(
        f'<form method="post" action="{app.address}/-/pause"><input name="token" value="{token}"><input name="policy" value="northwind">'
        "<button>Win</button></form>"
    )
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    tab = context.new_page()
    tab.goto(f"{app.address}/-/policies")  # so that it has a cookie
    tab.goto((tmp_path / "evil.html").as_uri())
    tab.get_by_role("button").click()
    tab.get_by_text("nothing was done").wait_for()
    context.close()
    assert app.get("/api/policies/northwind").json()["paused"] is False
