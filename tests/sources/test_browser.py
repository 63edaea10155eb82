"""A real Chromium on pages that scripts draw, and on pages that want out."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.assemble import live_source
from monitor.config.settings import FetchSettings
from monitor.errors import HttpStatus, SourceError, Unreachable
from monitor.sources import browser as browser_module
from monitor.sources.browser import RENDERED, BrowserSource
from monitor.sources.chromium import browser_name, executable, launched_browser
from monitor.sources.interface import Fetched, LiveSource, Validators
from monitor.sources.live import HttpSource
from tests.net.web_server import WebServer

pytest.importorskip("playwright.async_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser

SHELL = b"""<!doctype html><html lang="en"><head><title>Privacy</title><link rel="stylesheet" href="/look.css"></head>
<body><div id="app"></div><script src="/app.js"></script></body></html>"""
APP = b"""fetch('/api/policy?lang=en', {headers: {'X-Key': 'k'}}).then(a => a.json()).then(found => {
  document.getElementById('app').innerHTML = found.map(text => '<p>' + text + '</p>').join('')})"""
TEXTS = b'["We never sell your data.", "We keep it for a year."]'


@pytest.fixture(scope="module", autouse=True)
def chromium() -> str:
    try:
        return browser_name()
    except SourceError as error:
        pytest.skip(str(error))


@pytest.fixture
def other() -> Iterator[WebServer]:
    """Another server on this machine, which nobody wrote into the configuration."""
    server = WebServer()
    server.page("/secret", b"SECRET", headers={"Access-Control-Allow-Origin": "*"})
    yield server
    server.stop()


def app(web: WebServer, script: bytes = APP) -> str:
    web.page("/app.js", script, headers={"Content-Type": "text/javascript"})
    web.page("/look.css", b"p{color:black}", headers={"Content-Type": "text/css"})
    web.page("/api/policy", TEXTS, headers={"Content-Type": "application/json"})
    return web.page("/privacy", SHELL, headers={"ETag": '"shell"', "X-Made-By": "hand"})


def source(url: str, **fetch: object) -> LiveSource:
    return live_source(FetchSettings(**fetch), [url], browser=True)


def drawn(url: str, **fetch: object) -> str:
    return source(url, **fetch).fetch("acme", url).snapshot.body.decode()


def test_a_page_built_by_scripts_is_read_as_rendered(web: WebServer, chromium: str) -> None:
    url = app(web)

    plain = live_source(None, [url]).fetch("acme", url)
    assert isinstance(plain, Fetched)
    assert b"never sell" not in plain.snapshot.body

    fetched = source(url).fetch("acme", url, validators=Validators('"shell"', None))
    assert isinstance(fetched, Fetched)
    snapshot = fetched.snapshot
    assert b"<p>We never sell your data.</p><p>We keep it for a year.</p>" in snapshot.body
    assert (snapshot.url, snapshot.source, snapshot.status, snapshot.media_type) == (url, "live", 200, "text/html; charset=utf-8")
    assert snapshot.headers["x-made-by"] == "hand"
    assert snapshot.headers[RENDERED] == chromium
    assert not {"content-length", "etag"} & snapshot.headers.keys()  # they speak of the shell
    assert fetched.validators == Validators()


def test_the_page_is_requested_once_and_all_requests_have_one_user_agent(web: WebServer) -> None:
    url = app(web)

    drawn(url, user_agent="watcher/1 (us@example.org)")

    assert sorted(web.paths()) == ["/api/policy?lang=en", "/app.js", "/look.css", "/privacy"]
    assert {headers["user-agent"] for _, headers in web.requests} == {"watcher/1 (us@example.org)"}
    assert next(headers for path, headers in web.requests if path.startswith("/api"))["x-key"] == "k"


def test_a_redirect_is_followed_before_the_browser_sees_the_page(web: WebServer) -> None:
    app(web)
    url = web.redirect("/old", "/privacy", headers={"Set-Cookie": "seen=1"})

    fetched = source(url).fetch("acme", url)

    assert isinstance(fetched, Fetched)
    assert (fetched.final_url, fetched.snapshot.url) == (f"{web.address}/privacy", url)
    assert b"never sell" in fetched.snapshot.body
    assert "seen=1" in next(headers for path, headers in web.requests if path.startswith("/api"))["cookie"]


@pytest.mark.slow
def test_where_a_script_leads_is_noted_too(web: WebServer) -> None:
    app(web, b"if (location.pathname === '/privacy') location.href = '/moved'; else document.body.append('We keep logs.')")
    web.page("/legal", SHELL)
    web.redirect("/moved", "/legal", 307)
    url = web.redirect("/old", "/privacy", 301)
    snapshot = source(url).fetch("acme", url).snapshot
    assert b"We keep logs." in snapshot.body
    steps = [(step.url.removeprefix(web.address), step.status) for step in snapshot.redirects or ()]
    assert steps == [("/privacy", 301), ("/moved", None), ("/legal", 307)]


WAYS_OUT = {
    "fetch": "fetch('{secret}').then(a => a.text()).then(text => document.body.append(text))",
    "image": "new Image().src = '{secret}'",
    "redirect": "fetch('/leap').then(a => a.text()).then(text => document.body.append(text))",
    "navigation": "location.href = '{secret}'",
    "frame": "let f = document.createElement('iframe'); f.src = '{secret}'; document.body.append(f)",
    "socket": "new WebSocket('{secret}'.replace('http', 'ws'))",
    "beacon": "navigator.sendBeacon('{secret}', 'x')",
    "form": "document.body.insertAdjacentHTML('beforeend', '<form method=post action={secret}></form>'); document.forms[0].submit()",
    "popup": "window.open('{secret}')",
    "worker": "new Worker(URL.createObjectURL(new Blob(['fetch(\"{secret}\")'])))",
    "stylesheet": "document.head.insertAdjacentHTML('beforeend', '<link rel=stylesheet href={secret}><link rel=preconnect href={secret}>')",
    "name": "fetch('http://localhost:{port}/secret')",
}


LEAVING = ["navigation", "form"]
STAYING = [way for way in WAYS_OUT if way not in LEAVING]


@pytest.mark.parametrize(
    "ways",
    [STAYING, *([way] for way in LEAVING), *(pytest.param([way], marks=pytest.mark.slow) for way in STAYING)],
    ids=["all that stay on the page", *LEAVING, *STAYING],
)
def test_a_page_reaches_no_private_address(web: WebServer, other: WebServer, ways: list[str]) -> None:
    secret = f"{other.address}/secret"
    web.redirect("/leap", secret)
    tries = "".join(f";try {{{WAYS_OUT[way]}}} catch {{}}" for way in ways)
    url = app(web, APP + tries.replace("{secret}", secret).replace("{port}", str(other.port)).encode())

    html = drawn(url)

    assert other.requests == []
    assert "SECRET" not in html
    assert "We never sell your data." in html  # and the page is read all the same


def test_public_resources_may_be_requested(web: WebServer, other: WebServer) -> None:
    """The contrary of the above: the same page gets through where private addresses are allowed, so the test above can fail."""
    url = app(web, APP + f";fetch('{other.address}/secret').then(a => a.text()).then(text => document.body.append(text))".encode())
    assert "SECRET" in drawn(url, allow_private=True)


def test_the_browser_has_no_network_access_of_its_own(web: WebServer) -> None:
    """Without our answering its requests, nothing arrives anywhere, whatever we forget to intercept."""
    url = web.page("/privacy", b"here")

    async def go() -> str:
        async with launched_browser() as started:
            page = await started.new_page()
            with pytest.raises(Exception, match="ERR_"):
                await page.goto(url)
            return page.url

    with_loop = threading.Thread(target=lambda: asyncio.run(go()))
    with_loop.start()
    with_loop.join()
    assert web.requests == []


def test_shadow_trees_of_web_components_are_read(web: WebServer) -> None:
    url = app(
        web,
        b"""
        class Clause extends HTMLElement { connectedCallback() {
            this.attachShadow({mode: 'open'}).innerHTML = '<p>We never <slot></slot> it.</p><the-rest></the-rest>' } }
        class Rest extends HTMLElement { connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML = '<p>Nor lend it.</p>' } }
        customElements.define('a-clause', Clause); customElements.define('the-rest', Rest)
        document.getElementById('app').innerHTML = '<a-clause><b>sell</b></a-clause>'""",
    )
    html = drawn(url)
    assert "<p>We never <b>sell</b> it.</p>" in html
    assert "<p>Nor lend it.</p>" in html


def test_robots_txt_applies_to_the_requests_of_a_page(web: WebServer) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /api/", headers={"Content-Type": "text/plain"})
    url = app(web)

    assert "never sell" not in drawn(url)
    assert "/api/policy?lang=en" not in web.paths()


@pytest.mark.slow
def test_a_resource_over_the_size_limit_is_left_out(web: WebServer) -> None:
    url = app(web)
    web.page("/api/policy", b'["' + b"x" * 200_000 + b'"]', headers={"Content-Type": "application/json"})

    assert "xxx" not in drawn(url, max_bytes=100_000)


def test_a_rendered_page_over_the_size_limit_is_refused(web: WebServer) -> None:
    url = app(web, b"document.body.append('y'.repeat(300000))")

    with pytest.raises(Unreachable, match="exceeds the 100,000 byte limit") as caught:
        drawn(url, max_bytes=100_000)
    assert caught.value.reason == "too-large"


def test_scripts_that_never_end_time_out(web: WebServer) -> None:
    url = app(web, b"for (;;) {}")
    slow = BrowserSource(HttpSource(allow_private=True, total=4))
    with pytest.raises(Unreachable, match="did not finish within") as caught:
        slow.fetch("acme", url)
    assert caught.value.reason == "timeout"


def test_a_page_that_never_settles_is_read_as_it_is(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_module, "_MAX_SETTLE_SECONDS", 2.0)
    url = app(web, APP + b";setInterval(() => document.body.append('tick '), 50)")
    assert "never sell" in drawn(url)


def test_anything_but_html_is_kept_as_received(web: WebServer) -> None:
    url = web.page("/privacy.pdf", b"%PDF-1.4 bytes", headers={"Content-Type": "application/pdf"})
    snapshot = source(url).fetch("acme", url).snapshot
    assert (snapshot.body, snapshot.media_type) == (b"%PDF-1.4 bytes", "application/pdf")


def test_an_error_status_is_an_error(web: WebServer) -> None:
    with pytest.raises(HttpStatus, match="HTTP 404"):
        drawn(web.page("/privacy", SHELL, status=404))
    url = app(web, b"location.href = '/gone'")
    with pytest.raises(HttpStatus, match="HTTP 404"):
        drawn(url)


@pytest.mark.slow
def test_several_pages_are_rendered_at_once(web: WebServer) -> None:
    url = app(web)
    shared, found = source(url), []

    def one() -> None:
        found.append(shared.fetch("acme", url).snapshot.body)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [b"never sell" in body for body in found] == [True] * 3


def test_without_playwright_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, web: WebServer) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(SourceError, match=r"pip install 'policy-monitor\[browser\]'") as caught:
        drawn(app(web))
    assert (caught.value.reason, caught.value.transient) == ("no-browser", False)


def test_without_a_browser_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, web: WebServer, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(SourceError, match=r"Can.t start .*nothing .*apt-get install chromium.*CHROMIUM") as caught:
        drawn(app(web))
    assert caught.value.reason == "no-browser"


def test_the_browser_is_not_given_our_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, web: WebServer) -> None:
    real, note = executable(), tmp_path / "environment"
    if real is None:
        pytest.skip("Playwright's own Chromium: its path is not known here")
    wrapper = tmp_path / "chromium"
    wrapper.write_text(f'#!/bin/sh\nenv > "{note}"\nexec "{real}" "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(wrapper))
    monkeypatch.setenv("SMTP_PASSWORD", "tell-nobody")
    assert "never sell" in drawn(app(web))
    assert "PATH=" in note.read_text()
    assert "tell-nobody" not in note.read_text()


def test_no_browser_is_left_behind_when_the_program_is_killed(web: WebServer, tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    url = app(web, b"for (;;) {}")
    program = f"from monitor.assemble import live_source; live_source(None, ['{url}'], browser=True).fetch('acme', '{url}')"
    running = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
    try:
        while "/app.js" not in web.paths():
            assert running.poll() is None
            time.sleep(0.1)
        children = psutil.Process(running.pid).children(recursive=True)
        assert any("chrom" in child.name() for child in children)
    finally:
        running.kill()
        running.wait()
    _, left = psutil.wait_procs(children, timeout=30)
    assert [child for child in left if child.status() != psutil.STATUS_ZOMBIE] == []
