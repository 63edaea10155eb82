"""Live pages from a real server on loopback: the good, the slow, the broken and the hostile."""

from __future__ import annotations

import gzip
import socket
import struct
import zlib
from datetime import UTC, datetime

import pytest

from monitor.errors import Blocked, HttpStatus, RateLimited, Unreachable
from monitor.model import Redirect
from monitor.sources.interface import Fetched, Unchanged, Validators
from monitor.sources.live import HttpSource
from tests.net.web_server import Handler, WebServer


def packed(body: bytes) -> bytes:
    """Gzip without the time of day, so that workers agree on the names of tests."""
    return gzip.compress(body, mtime=0)


NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class Sleeps(list):
    """Waits that are noted down instead of sat through."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
def source(sleeps: Sleeps) -> HttpSource:
    return HttpSource(allow_private=True, sleep=sleeps, now=lambda: NOW, timeout=5, total=20, max_bytes=1_000_000)


def test_a_snapshot_records_its_origin(web: WebServer, source: HttpSource) -> None:
    url = web.page(
        "/privacy", b"<p>We keep it.</p>", headers={"ETag": '"v1"', "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT", "Set-Cookie": "id=7"}
    )

    fetched = source.fetch("acme", url)

    assert isinstance(fetched, Fetched)
    snapshot = fetched.snapshot
    assert (snapshot.policy, snapshot.url, snapshot.captured_at, snapshot.source) == ("acme", url, NOW, "live")
    assert (snapshot.body, snapshot.status, snapshot.media_type) == (b"<p>We keep it.</p>", 200, "text/html; charset=utf-8")
    assert fetched.validators == Validators('"v1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert fetched.final_url == url
    assert "set-cookie" not in snapshot.headers
    assert web.requests[-1][1]["user-agent"].startswith("policy-monitor/")


def test_an_unchanged_page_costs_one_304(web: WebServer, source: HttpSource) -> None:
    def conditional(handler: Handler) -> None:
        same = handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
        handler.answer(304 if same else 200, b"" if same else b"text", {"ETag": '"v1"'})

    web.pages["/privacy"] = conditional
    url = f"{web.address}/privacy"

    assert source.fetch("acme", url, validators=Validators('"v1"', "Mon, 01 Jan 2024 00:00:00 GMT")) == Unchanged(url, NOW, ())
    assert isinstance(source.fetch("acme", url, validators=Validators('"v0"', None)), Fetched)
    assert isinstance(source.fetch("acme", url, validators=Validators()), Fetched)


def test_an_unsolicited_304_is_an_error(web: WebServer, source: HttpSource) -> None:
    with pytest.raises(HttpStatus, match="304"):
        source.fetch("acme", web.page("/privacy", status=304))


@pytest.mark.parametrize(
    ("status", "transient"), [(404, False), (410, False), (401, False), (403, False), (451, False), (204, False), (408, True), (501, True)]
)
def test_error_statuses_raise(web: WebServer, source: HttpSource, sleeps: Sleeps, status: int, transient: bool) -> None:
    with pytest.raises(HttpStatus, match=f"HTTP {status}") as caught:
        source.fetch("acme", web.page("/privacy", status=status))
    assert (caught.value.status, caught.value.reason, caught.value.transient) == (status, f"http-{status}", transient)
    assert sleeps == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_server_errors_are_retried_with_backoff(web: WebServer, source: HttpSource, sleeps: Sleeps, status: int) -> None:
    url = web.page("/privacy", b"broken", status=status)

    with pytest.raises(HttpStatus) as caught:
        source.fetch("acme", url)
    assert caught.value.transient
    assert sleeps == [0.5, 1.0, 2.0]
    assert len(web.paths()) == 4


def test_a_transient_error_is_retried(web: WebServer, source: HttpSource, sleeps: Sleeps) -> None:
    answers = [503, 502, 200]
    web.pages["/privacy"] = lambda handler: handler.answer(answers.pop(0), b"text")

    assert source.fetch("acme", f"{web.address}/privacy").snapshot.body == b"text"
    assert len(sleeps) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_honoured(web: WebServer, source: HttpSource, sleeps: Sleeps, status: int) -> None:
    answers = [(status, b"", {"Retry-After": "7"}), (200, b"text", {})]
    web.pages["/privacy"] = lambda handler: handler.answer(*answers.pop(0))

    source.fetch("acme", f"{web.address}/privacy")
    assert sleeps == [7.0]


def test_a_long_retry_after_is_reported_to_the_caller(web: WebServer, source: HttpSource, sleeps: Sleeps) -> None:
    with pytest.raises(RateLimited, match="3600 s") as caught:
        source.fetch("acme", web.page("/privacy", status=429, headers={"Retry-After": "3600"}))
    assert caught.value.retry_after == 3600
    assert sleeps == []
    assert len(web.paths()) == 1


def test_retries_stay_within_the_total(web: WebServer, sleeps: Sleeps) -> None:
    source = HttpSource(allow_private=True, sleep=sleeps, total=3)

    with pytest.raises(RateLimited):
        source.fetch("acme", web.page("/privacy", status=503, headers={"Retry-After": "10"}))
    assert sleeps == []


def drip(handler: Handler, *, headers: bool) -> None:
    handler.close_connection = True
    if not headers:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not handler.web.stopping.wait(0.02):
        handler.wfile.write(b"X-A: b\r\n"[:1] if headers else b"x")


@pytest.mark.parametrize("headers", [True, False])
def test_a_dripping_server_is_cut_off_at_the_deadline(web: WebServer, headers: bool) -> None:
    web.pages["/privacy"] = lambda handler: drip(handler, headers=headers)
    source = HttpSource(allow_private=True, honour_robots=False, timeout=5, total=0.4)

    with pytest.raises(Unreachable) as caught:
        source.fetch("acme", f"{web.address}/privacy")
    assert (caught.value.reason, caught.value.transient) == ("timeout", True)


def test_a_silent_server_times_out(web: WebServer, sleeps: Sleeps) -> None:
    web.pages["/privacy"] = lambda handler: handler.web.stopping.wait(10) and None
    source = HttpSource(allow_private=True, honour_robots=False, timeout=0.1, retries=1, sleep=sleeps)

    with pytest.raises(Unreachable) as caught:
        source.fetch("acme", f"{web.address}/privacy")
    assert caught.value.reason == "timeout"
    assert len(sleeps) == 1


def test_a_truncated_body_is_never_a_page(web: WebServer, source: HttpSource, sleeps: Sleeps) -> None:
    url = web.page("/privacy", b"half", length=8)

    with pytest.raises(Unreachable, match="closed the connection") as caught:
        source.fetch("acme", url)
    assert (caught.value.reason, caught.value.transient) == ("truncated", True)
    assert len(sleeps) == 3


def test_a_truncated_chunked_body_is_never_a_page(web: WebServer, source: HttpSource) -> None:
    def broken(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nhalf of it")
        handler.close_connection = True

    web.pages["/privacy"] = broken
    with pytest.raises(Unreachable) as caught:
        source.fetch("acme", f"{web.address}/privacy")
    assert caught.value.reason == "truncated"


def test_chunked_bodies_are_read(web: WebServer, source: HttpSource) -> None:
    web.pages["/privacy"] = lambda h: h.wfile.write(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n3\r\nsix\r\n0\r\n\r\n"
    )

    assert source.fetch("acme", f"{web.address}/privacy").snapshot.body == b"foursix"


def test_reset_connections_and_closed_ports(web: WebServer, source: HttpSource, sleeps: Sleeps) -> None:
    def reset(handler: Handler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()

    web.pages["/privacy"] = reset
    with pytest.raises(Unreachable):
        source.fetch("acme", f"{web.address}/privacy")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    with pytest.raises(Unreachable, match="can't be reached"):
        source.fetch("acme", f"http://127.0.0.1:{closed}/privacy")
    assert len(sleeps) >= 6


def test_responses_that_are_not_http(web: WebServer, source: HttpSource) -> None:
    def nonsense(handler: Handler) -> None:
        handler.wfile.write(b"220 mail.example ESMTP\r\n")
        handler.close_connection = True

    web.pages["/privacy"] = nonsense
    with pytest.raises(Unreachable):
        source.fetch("acme", f"{web.address}/privacy")


def test_bodies_over_the_limit_are_refused(web: WebServer, source: HttpSource, sleeps: Sleeps) -> None:
    with pytest.raises(Unreachable, match="1,000,000 byte limit") as caught:
        source.fetch("acme", web.page("/privacy", b"x" * 1_000_001))
    assert (caught.value.reason, caught.value.transient) == ("too-large", False)
    assert sleeps == []


@pytest.mark.parametrize("layers", [1, 2])
def test_a_gzip_bomb_is_not_decompressed(web: WebServer, source: HttpSource, layers: int) -> None:
    bomb = b"\0" * 50_000_000
    for _ in range(layers):
        bomb = packed(bomb)
    url = web.page("/privacy", bomb, headers={"Content-Encoding": ", ".join(["gzip"] * layers)})

    with pytest.raises(Unreachable, match="decompresses to more") as caught:
        source.fetch("acme", url)
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize(
    ("coding", "coded"),
    [
        ("gzip", packed(b"text")),
        ("x-gzip", packed(b"te") + packed(b"xt")),
        ("deflate", zlib.compress(b"text")),
        ("deflate", zlib.compress(b"text")[2:-4]),
        ("identity", b"text"),
        ("gzip", b"text"),
        ("deflate, gzip", packed(zlib.compress(b"text"))),
    ],
)
def test_content_codings(web: WebServer, source: HttpSource, coding: str, coded: bytes) -> None:
    url = web.page("/privacy", coded, headers={"Content-Encoding": coding})

    assert source.fetch("acme", url).snapshot.body == b"text"


@pytest.mark.parametrize(
    ("coding", "coded", "reason"),
    [
        ("gzip", packed(b"text")[:-10], "truncated"),
        ("gzip", b"\x1f\x8b\x08nonsense", "truncated"),
        ("compress", b"\x1f\x9d\x90" * 99, "coding"),
    ],
)
def test_damaged_or_unknown_content_codings(web: WebServer, source: HttpSource, coding: str, coded: bytes, reason: str) -> None:
    with pytest.raises(Unreachable) as caught:
        source.fetch("acme", web.page("/privacy", coded, headers={"Content-Encoding": coding}))
    assert caught.value.reason == reason


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web: WebServer, source: HttpSource, status: int) -> None:
    web.page("/new policy".replace(" ", "%20"), b"text")
    url = web.redirect("/old", "/new policy#top", status)

    fetched = source.fetch("acme", url)
    assert (fetched.snapshot.url, fetched.final_url) == (url, f"{web.address}/new%20policy")


def test_every_step_of_a_redirect_is_noted(web: WebServer, source: HttpSource) -> None:
    web.page("/c", b"text")
    web.redirect("/b", "/c#top", 308)
    url = web.redirect("/a", f"http://localhost:{web.port}/b", 301)
    steps = (Redirect(f"http://localhost:{web.port}/b", 301), Redirect(f"http://localhost:{web.port}/c", 308))
    assert source.fetch("acme", url).snapshot.redirects == steps
    assert source.fetch("acme", f"{web.address}/c").snapshot.redirects == ()


def test_only_the_address_that_sent_the_validators_is_asked_with_them(web: WebServer, source: HttpSource) -> None:
    web.pages["/b"] = lambda handler: handler.answer(304 if handler.headers["If-None-Match"] else 200, b"")
    url = web.redirect("/a", "/b")
    sent = source.fetch("acme", url, validators=Validators('"1"', None, f"{web.address}/b"))
    assert sent == Unchanged(url, NOW, (Redirect(f"{web.address}/b", 302),))
    elsewhere = source.fetch("acme", url, validators=Validators('"1"', None, "https://elsewhere.example/"))
    assert isinstance(elsewhere, Fetched)
    assert [headers.get("if-none-match") for path, headers in web.requests if path != "/robots.txt"] == [None, '"1"', None, None]


def test_a_redirect_to_an_endless_address(web: WebServer, source: HttpSource) -> None:
    with pytest.raises(Unreachable, match="of 9,001 characters") as caught:
        source.fetch("acme", web.redirect("/old", "/" + "x" * 9_000))
    assert (caught.value.reason, caught.value.transient) == ("bad-answer", False)


def test_redirects_with_raw_utf8(web: WebServer, source: HttpSource) -> None:
    web.page("/datenschutz-erkl%C3%A4rung", b"text")
    url = web.redirect("/old", "/datenschutz-erklärung".encode().decode("latin-1"))

    assert source.fetch("acme", url).snapshot.body == b"text"


def test_a_redirect_without_a_location_is_an_error(web: WebServer, source: HttpSource) -> None:
    with pytest.raises(HttpStatus, match="302"):
        source.fetch("acme", web.page("/old", status=302))


@pytest.mark.parametrize("target", ["http://[x", "http://["])
def test_a_redirect_to_an_invalid_url(web: WebServer, source: HttpSource, target: str) -> None:
    with pytest.raises(Unreachable, match="sent an invalid response") as caught:
        source.fetch("acme", web.redirect("/old", target, 302))
    assert (caught.value.reason, caught.value.transient) == ("bad-answer", False)


def test_a_redirect_to_a_refused_address_names_the_page(web: WebServer, source: HttpSource) -> None:
    for target in ("ftp://files.example/policy?session=1", "http://me:pw@files.example/policy", "http://fi\\les.example/"):
        url = web.redirect("/old", target)
        with pytest.raises(Blocked) as caught:
            source.fetch("acme", url)
        assert str(caught.value).startswith(f"{url} redirects to ")
        assert caught.value.reason == "bad-address"


def test_redirect_loops_and_long_chains_end(web: WebServer, source: HttpSource) -> None:
    web.redirect("/a", "/b")
    web.redirect("/b", "/a")
    for n in range(20):
        web.redirect(f"/{n}", f"/{n + 1}")

    for start, says in (("/a", "in a loop"), ("/0", "more than 10 times")):
        with pytest.raises(Unreachable, match=says) as caught:
            source.fetch("acme", web.address + start)
        assert (caught.value.reason, caught.value.transient) == ("redirect-loop", False)


def test_a_redirect_that_only_sets_a_cookie(web: WebServer, source: HttpSource) -> None:
    def guard(handler: Handler) -> None:
        if "seen=1" in (handler.headers["Cookie"] or ""):
            return handler.answer(200, b"text")
        return handler.answer(302, b"", {"Location": "/privacy", "Set-Cookie": "seen=1; Path=/"})

    web.pages["/privacy"] = guard
    assert source.fetch("acme", f"{web.address}/privacy").snapshot.body == b"text"
    source.fetch("acme", f"{web.address}/privacy")
    assert [("cookie" in headers) for path, headers in web.requests if path == "/privacy"] == [False, True, False, True], (
        "no cookie outlives a fetch"
    )


def test_connections_are_reused(web: WebServer, source: HttpSource) -> None:
    ports = set()
    web.pages["/privacy"] = lambda handler: (ports.add(handler.client_address[1]), handler.answer(200, b"text"))[1]
    for _ in range(5):
        source.fetch("acme", f"{web.address}/privacy")
    source.close()

    assert len(ports) == 1


def test_robots_txt_is_honoured(web: WebServer, source: HttpSource) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /private\n")
    web.page("/private/policy", b"text")
    web.page("/privacy", b"text")
    web.redirect("/old", "/private/policy")

    source.fetch("acme", f"{web.address}/privacy")
    for path in ("/private/policy", "/old"):
        with pytest.raises(Blocked, match=r"robots\.txt") as caught:
            source.fetch("acme", web.address + path)
        assert caught.value.reason == "robots"
    assert [path for path, _ in web.requests].count("/robots.txt") == 1


def test_robots_txt_can_be_ignored(web: WebServer) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /\n")

    HttpSource(allow_private=True, honour_robots=False).fetch("acme", web.page("/privacy", b"text"))


@pytest.mark.parametrize("status", [404, 403, 500, 503])
def test_a_robots_txt_that_cannot_be_fetched_forbids_nothing(web: WebServer, source: HttpSource, sleeps: Sleeps, status: int) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /\n", status=status)

    assert source.fetch("acme", web.page("/privacy", b"text")).snapshot.body == b"text"
    assert sleeps == []


def test_robots_txt_behind_a_redirect(web: WebServer, source: HttpSource) -> None:
    web.redirect("/robots.txt", "/rules.txt")
    web.page("/rules.txt", b"User-agent: policy-monitor\nDisallow: /\n")
    with pytest.raises(Blocked):
        source.fetch("acme", web.page("/privacy", b"text"))


def test_five_redirects_of_robots_txt_are_followed(web: WebServer, source: HttpSource) -> None:
    hops = ["/robots.txt", "/1", "/2", "/3", "/4"]
    for here, target in zip(hops, [*hops[1:], "/rules.txt"], strict=True):
        web.redirect(here, target)
    web.page("/rules.txt", b"User-agent: *\nDisallow: /\n")
    with pytest.raises(Blocked, match="robots"):
        source.fetch("acme", web.page("/privacy", b"text"))


def test_a_robots_txt_that_redirects_for_ever_forbids_nothing(web: WebServer, source: HttpSource) -> None:
    web.redirect("/robots.txt", "/robots.txt")
    source.fetch("acme", web.page("/privacy", b"text"))


def test_a_truncated_robots_txt_forbids_nothing(web: WebServer, source: HttpSource) -> None:
    web.page("/robots.txt", b"User-agent: *\nDisallow: /\n", length=500)
    source.fetch("acme", web.page("/privacy", b"text"))
