"""From a page without a text to the one that has it, through the same gate; real servers on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from monitor.assemble import live_source
from monitor.errors import Blocked, SourceError
from monitor.model import Policy
from monitor.pipeline.follow import FOLLOWED, MOST_PAGES, fetch_text, text_address
from monitor.sources.interface import Fetched, Validators
from monitor.sources.live import HttpSource
from tests.net.web_server import WebServer

TEXT = b"<html><body><h1>Privacy</h1><p>We keep your orders for ten years because the law asks for it.</p></body></html>"
PLAIN, FRAMES = Policy("acme", "Acme"), Policy("acme", "Acme", follow="frame")


@pytest.fixture
def web() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.stop()


def fetch(policy: Policy, url: str, *, allow_private: bool = True, validators: Validators | None = None) -> Fetched:
    source = HttpSource(allow_private=allow_private, timeout=5, total=20, sleep=lambda seconds: None)
    found = fetch_text(source, policy, url, validators=validators)
    source.close()
    assert isinstance(found, Fetched)
    return found


def refresh(to: str, body: str = "") -> bytes:
    return f'<html><head><meta http-equiv="refresh" content="0; url={to}"></head><body>{body}</body></html>'.encode()


def framing(to: str, tag: str = "iframe src") -> bytes:
    return f"<html><body><h1>Privacy Policy</h1><{tag}='{to}'></{tag.split(maxsplit=1)[0]}></body></html>".encode()


def test_a_page_that_only_sends_on_is_followed_like_a_redirect(web: WebServer) -> None:
    web.page("/legal/text", TEXT)
    web.page("/moved", refresh("/legal/text"))
    found = fetch(PLAIN, web.page("/privacy", refresh("moved", "<p>You are being sent on.</p>")))
    assert found.snapshot.body == TEXT
    assert text_address(found.snapshot) == found.snapshot.headers[FOLLOWED] == f"{web.address}/legal/text"
    assert web.paths() == ["/privacy", "/moved", "/legal/text"]


def test_the_steps_are_noted(web: WebServer) -> None:
    web.page("/text", TEXT)
    web.redirect("/lent", "/text", 301)
    web.page("/moved", framing("/lent"))
    found = fetch(FRAMES, web.redirect("/privacy", "/start") and web.page("/start", refresh("/moved")).replace("/start", "/privacy"))
    steps = [(step.url.removeprefix(web.address), step.status) for step in found.snapshot.redirects or ()]
    assert steps == [("/start", 302), ("/moved", None), ("/lent", None), ("/text", 301)]


@pytest.mark.parametrize("lead", [refresh, framing])
def test_a_page_leads_to_no_private_address_of_another_policy(web: WebServer, lead: Callable[[str], bytes]) -> None:
    inner, outer = web.page("/text", TEXT), WebServer()
    url = outer.page("/privacy", lead(inner))
    source = live_source(None, [inner, url])
    assert isinstance(source.fetch("inner", inner), Fetched)
    web.requests.clear()
    with pytest.raises(Blocked):
        fetch_text(source, FRAMES, url)
    assert web.requests == []
    outer.stop()


def test_loops_end_and_a_page_with_a_text_stays(web: WebServer) -> None:
    web.page("/b", refresh("/a"))
    assert fetch(PLAIN, web.page("/a", refresh("/b"))).snapshot.body == refresh("/a")
    policy = TEXT.replace(b"</p>", b" We sell none of it." * 20 + b"</p>").replace(
        b"<body>", b"<meta http-equiv=refresh content='900; url=/news'>"
    )
    assert fetch(PLAIN, web.page("/policy", policy)).snapshot.body == policy


def test_a_login_is_not_followed(web: WebServer) -> None:
    page = refresh("/login?next=/privacy")
    assert fetch(PLAIN, web.page("/privacy", page)).snapshot.body == page
    assert web.paths() == ["/privacy"]


@pytest.mark.parametrize("tag", ["iframe src", "object data", "embed src"])
def test_what_a_page_frames_is_fetched_where_the_configuration_says_so(web: WebServer, tag: str) -> None:
    web.page("/frame/text", TEXT)
    url = web.page("/privacy", framing("/frame/text", tag))
    assert fetch(PLAIN, url).snapshot.body == framing("/frame/text", tag)
    assert fetch(FRAMES, url).snapshot.body == TEXT


def test_framesets_and_frames_in_frames(web: WebServer) -> None:
    web.page("/menu", b"<html><body><a href=/>Home</a></body></html>")
    web.page("/text", TEXT)
    web.page("/inner", framing("/text"))
    url = web.page("/privacy", b"<html><frameset cols='9,*'><frame src=/menu><frame src=/inner></frameset></html>")
    assert fetch(FRAMES, url).snapshot.body == TEXT
    assert fetch(FRAMES, web.page("/other", framing("/inner"))).snapshot.body == TEXT


def test_a_frame_that_cannot_be_fetched_is_passed_over(web: WebServer) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /counter", headers={"Content-Type": "text/plain"})
    web.page("/text", TEXT)
    url = web.page("/privacy", b"<html><body><h1>Privacy</h1><iframe src=/counter></iframe><iframe src=/text></iframe></body></html>")
    assert fetch(FRAMES, url).snapshot.body == TEXT


def test_frames_without_end_are_given_up(web: WebServer) -> None:
    for n in range(12):
        web.page(f"/{n}", framing(f"/{n + 1}"))
    assert fetch(FRAMES, f"{web.address}/0").snapshot.body == framing("/2")
    assert len(web.paths()) == MOST_PAGES


def test_a_page_with_a_text_of_its_own_is_not_left_for_a_frame(web: WebServer) -> None:
    page = TEXT.replace(b"</body>", b"<iframe src=/film></iframe></body>")
    assert fetch(FRAMES, web.page("/privacy", page)).snapshot.body == page


def test_the_page_around_a_frame_is_never_asked_for_conditionally(web: WebServer) -> None:
    web.page("/text", TEXT)
    url = web.page("/privacy", framing("/text"), headers={"ETag": '"1"'})
    assert fetch(FRAMES, url, validators=Validators('"1"')).validators == Validators()
    assert all("if-none-match" not in headers for _, headers in web.requests)


def test_robots_and_the_address_guard_apply_to_each_step(web: WebServer) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /frame/", headers={"Content-Type": "text/plain"})
    web.page("/frame/text", TEXT)
    with pytest.raises(Blocked):
        fetch(FRAMES, web.page("/privacy", framing("/frame/text")))
    with pytest.raises(Blocked):
        fetch(PLAIN, web.page("/moved", refresh("/frame/text")))
    with pytest.raises(SourceError):
        fetch(FRAMES, web.page("/other", framing("http://10.255.255.1:9/text")), allow_private=False)
    assert "/frame/text" not in web.paths()
