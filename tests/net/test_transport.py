"""Requests over the guarded transport: retries, deadlines, cookies, limits, and what a failure is called."""

from __future__ import annotations

import time
import zlib

import pytest
import requests
from requests.adapters import HTTPAdapter

from monitor.errors import Blocked, Unreachable
from monitor.net.address_guard import AddressGuard
from monitor.net.cookies import CookieJar
from monitor.net.rate_limit import RateLimiter
from monitor.net.retry import Backoff
from monitor.net.transport import Limits, Transport
from tests.net.web_server import Handler, WebServer


class Waits(list[float]):
    """Delays that are recorded instead of slept through."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def transport(waits: Waits) -> Transport:
    return Transport(guard=AddressGuard(allow_private=True), backoff=Backoff(retries=2, sleep=waits), limits=Limits(max_bytes=1_000))


def test_a_response_with_its_status_and_headers(web: WebServer, transport: Transport) -> None:
    url = web.page("/p", b"text", 203, {"X-Made-By": "hand"})
    response = transport.get(url, headers={"Accept": "text/plain"})
    assert (response.url, response.status, response.encoded, response.body()) == (url, 203, b"text", b"text")
    assert response.headers["x-made-by"] == "hand"
    sent = web.requests[-1][1]
    assert sent["accept"] == "text/plain"
    assert sent["accept-encoding"] == "gzip, deflate, br, zstd"
    assert sent["user-agent"].startswith("policy-monitor/")


def test_redirects_are_returned_and_not_followed(web: WebServer, transport: Transport) -> None:
    response = transport.get(web.redirect("/old", "/new"))
    assert (response.status, response.headers["location"]) == (302, "/new")
    assert web.paths() == ["/old"]


def test_an_error_status_is_a_response_once_retries_are_exhausted(web: WebServer, transport: Transport, waits: Waits) -> None:
    assert transport.get(web.page("/p", b"", 503)).status == 503
    assert waits == [0.5, 1.0]
    assert len(web.paths()) == 3


def test_retries_can_be_switched_off(web: WebServer, transport: Transport, waits: Waits) -> None:
    assert transport.get(web.page("/p", b"", 503), retry=False).status == 503
    with pytest.raises(Unreachable):
        transport.get(web.page("/q", b"half", length=9), retry=False)
    assert (waits, web.paths()) == ([], ["/p", "/q"])


def test_the_caller_decides_what_is_final(web: WebServer, transport: Transport, waits: Waits) -> None:
    bodies = [b"", b"", b"listing"]
    web.pages["/p"] = lambda handler: handler.answer(200, bodies.pop(0))
    assert transport.get(f"{web.address}/p", is_final=lambda response: bool(response.encoded)).encoded == b"listing"
    assert len(waits) == 2


def test_a_retry_that_would_miss_the_deadline_is_not_waited_for(web: WebServer, transport: Transport, waits: Waits) -> None:
    url = web.page("/p", b"", 503, {"Retry-After": "20"})
    assert transport.get(url, deadline=time.monotonic() + 10).status == 503
    assert waits == []


def test_a_deadline_that_has_passed_sends_nothing(web: WebServer, transport: Transport) -> None:
    with pytest.raises(Unreachable) as caught:
        transport.get(web.page("/p", b"text"), deadline=time.monotonic() - 1)
    assert caught.value.reason == "timeout"
    assert web.paths() == []


def test_a_delay_before_a_retry_pauses_all_users_of_the_limiter(web: WebServer, transport: Transport, waits: Waits) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    limiter = RateLimiter(100, clock=lambda: now[0], sleep=sleep)
    statuses = [429, 200]
    web.pages["/p"] = lambda handler: handler.answer(statuses.pop(0), b"", {"Retry-After": "25"})
    assert transport.get(f"{web.address}/p", limiter=limiter).status == 200
    assert now[0] == 25
    assert waits == [], "the limiter waits, so that other threads wait too"


def test_cookies_need_a_jar(web: WebServer, transport: Transport) -> None:
    url = web.page("/p", b"", headers={"Set-Cookie": "seen=1"})
    transport.get(url)
    transport.get(url)
    jar = CookieJar()
    transport.get(url, jar=jar)
    transport.get(url, jar=jar)
    assert [headers.get("cookie") for _, headers in web.requests] == [None, None, None, "seen=1"]


def test_a_body_over_the_limit_is_not_retried(web: WebServer, transport: Transport, waits: Waits) -> None:
    with pytest.raises(Unreachable, match="exceeds the 1,000 byte limit") as caught:
        transport.get(web.page("/p", b"x" * 1_001))
    assert (caught.value.reason, caught.value.transient, waits) == ("too-large", False, [])


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_the_body_of_a_redirect_is_not_read_to_its_end(web: WebServer, transport: Transport, coding: str) -> None:
    """requests would read all of it, and unpack it: a bomb behind a redirect took gigabytes."""
    sent = 0

    def endless(handler: Handler) -> None:
        nonlocal sent
        handler.close_connection = True
        handler.wfile.write(f"HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Encoding: {coding}\r\n\r\n".encode())
        block = zlib.compress(bytes(1_000_000), wbits=31) if coding == "gzip" else bytes(1_000_000)
        while sent < 64:
            handler.wfile.write(block if coding == "identity" else block * 1_000)
            sent += 1

    web.pages["/old"] = endless
    response = transport.get(f"{web.address}/old")
    assert (response.status, response.headers["location"], response.encoded) == (302, "/new", b"")
    assert sent < 64, "the connection was closed before all was sent"


def test_a_redirect_is_as_good_when_its_body_breaks_off(web: WebServer, transport: Transport) -> None:
    web.page("/old", b"half", 302, {"Location": "/new"}, length=9)
    assert transport.get(f"{web.address}/old").headers["location"] == "/new"


def test_a_connection_is_used_again_after_a_redirect_with_a_body(web: WebServer, transport: Transport) -> None:
    ports: list[int] = []

    def moved(handler: Handler) -> None:
        ports.append(handler.client_address[1])
        handler.answer(302, b"<p>It is over there.</p>", {"Location": "/new"})

    web.pages["/old"] = moved
    for _ in range(2):
        transport.get(f"{web.address}/old")
    assert len(set(ports)) == 1


def test_the_guard_sees_a_url_before_it_is_repaired(web: WebServer, transport: Transport) -> None:
    for url in (f" {web.address}/p", f"{web.address}/p\n", web.address.replace("//", "//me:pw@")):
        with pytest.raises(Blocked):
            transport.get(url)
    assert web.requests == []


def test_the_message_is_the_innermost_one(transport: Transport) -> None:
    with pytest.raises(Unreachable) as caught:
        transport.get("http://127.0.0.1:9/")
    assert "(Connection refused)" in str(caught.value)
    assert "HTTPConnection" not in str(caught.value)
    assert str(caught.value).endswith("it will be retried.")


def test_connections_are_reused_until_closed(web: WebServer, transport: Transport) -> None:
    ports: list[int] = []

    def page(handler: Handler) -> None:
        ports.append(handler.client_address[1])
        handler.answer(200, b"text")

    web.pages["/p"] = page
    for _ in range(3):
        transport.get(f"{web.address}/p")
    transport.close()
    transport.get(f"{web.address}/p")
    assert len(set(ports[:3])) == 1
    assert len(set(ports)) == 2


_ADDRESSES = [
    "http://example.com",
    "https://example.com:8443/a b/ü?q=ü&r=%41%zz#top",
    "http://EXAMPLE.com//double//slash?",
    "http://bücher.example/datenschutz",
    "http://127.0.0.1:80/%7Ea/../b",
    "http://[::1]:8080/x",
]


@pytest.mark.parametrize("url", _ADDRESSES)
def test_a_request_is_what_the_session_would_prepare(url: str, transport: Transport) -> None:
    """Ours skips what there is none of; where `requests` prepares something new one day, this says so."""
    headers = {"if-none-match": '"a"', "user-agent": "another"}
    theirs = transport._session.prepare_request(requests.Request("GET", url, headers=headers))
    ours = transport._prepared(url, headers)
    adapter = transport._session.get_adapter(url)
    assert isinstance(adapter, HTTPAdapter)
    assert (ours.method, ours.url, ours.body, ours.hooks) == (theirs.method, theirs.url, theirs.body, theirs.hooks)
    assert list(ours.headers.items()) == list(theirs.headers.items())
    assert adapter.request_url(ours, None) == HTTPAdapter.request_url(adapter, theirs, None)
    assert adapter.get_connection_with_tls_context(ours, verify=True) is HTTPAdapter.get_connection_with_tls_context(adapter, theirs, True)


def test_headers_with_line_breaks_are_refused(web: WebServer, transport: Transport) -> None:
    with pytest.raises(Blocked, match="invalid"):
        transport.get(f"{web.address}/", headers={"If-None-Match": "a\r\nHost: other"})


def test_a_proxy_of_the_environment_is_ignored(web: WebServer, transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.page("/", b"hello")
    assert transport.get(f"{web.address}/").encoded == b"hello"
