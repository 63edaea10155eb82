"""A page that scripts draw, from the refusal that names the remedy to the version that a browser reads."""

from __future__ import annotations

import json

import pytest

from monitor.errors import SourceError
from tests.cli.conftest import User, policy_page
from tests.net.web_server import WebServer

pytest.importorskip("playwright.async_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser
ADVICE = "pip install 'policy-monitor[browser]' and set `browser: true` for larkspur"


@pytest.fixture(scope="module", autouse=True)
def chromium() -> None:
    from monitor.sources.chromium import browser_name

    try:
        browser_name()
    except SourceError as error:
        pytest.skip(str(error))


@pytest.fixture
def url(web: WebServer) -> str:
    inner = policy_page().decode().partition("<main>")[2].partition("</main>")[0]
    web.page("/text", json.dumps(inner).encode(), headers={"Content-Type": "application/json"})
    script = b"<script>fetch('/text').then(a => a.json()).then(t => { document.querySelector('main').innerHTML = t })</script>"
    return web.page("/privacy", b"<!doctype html><html lang=en><title>Larkspur</title><body><main></main>" + script + b"</body></html>")


def test_an_empty_shell_names_the_remedy_everywhere(user: User, url: str) -> None:
    user.configure({"id": "larkspur", "url": url})

    checked, ran = user("check", "--fetch"), user("run")

    assert checked.code == ran.code == 1
    assert ADVICE in checked.out
    assert ADVICE in ran.err
    for command in (["log", "larkspur"], ["status"], ["doctor", "--offline"]):
        assert ADVICE in user(*command).out, command
    assert user("log", "larkspur", "--format", "json").json["rejected"][0]["reason"] == "empty-shell"


def test_the_remedy_works(user: User, url: str) -> None:
    user.configure({"id": "larkspur", "url": url})
    assert user("run").code == 1
    user.configure({"id": "larkspur", "url": url, "browser": True})

    assert "browser" in user("doctor").out
    assert "title 'Privacy Policy'" in user("check", "--fetch").out
    assert user("run").code == 0
    assert "does NOT share, sell, rent, or trade" in user("show", "larkspur").out
    assert ADVICE not in user("status").out
    assert "does NOT share" in user("extract", url, "--browser").out


def test_a_shell_that_stays_empty_in_a_browser_says_so(user: User, web: WebServer) -> None:
    url = web.page("/privacy", b"<!doctype html><html><body><div id=app></div><script>1</script></body></html>")
    user.configure({"id": "larkspur", "url": url, "browser": True})

    assert user("run").code == 1
    assert "It is just as empty in a browser." in user("log", "larkspur").out


def test_adding_one(user: User, url: str) -> None:
    user("init")
    assert user("add", url, "--name", "Larkspur", "--browser").code == 0
    assert user("check").code == 0
    assert "browser: true" in (user.home / "config.yaml").read_text()


def test_a_file_needs_no_browser(user: User) -> None:
    (user.home / "page.html").write_bytes(policy_page())
    asked = user("extract", "page.html", "--browser")
    assert asked.code == 2
    assert "--browser needs a URL" in asked.err
