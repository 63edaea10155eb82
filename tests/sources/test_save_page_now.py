"""Save Page Now on a loopback server: where the copy is named, and every way in which none is made."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.errors import Blocked, HttpStatus, NotArchived, RateLimited, SourceError, Unreachable
from monitor.sources.interface import SavedPage
from monitor.sources.save_page_now import SAVES_PER_MINUTE, WaybackSaver
from tests.net.web_server import WebServer

URL = "https://acme.example/privacy"
COPY = f"/web/20200102030405/{URL}"
MOMENT = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def saver(web: WebServer) -> WaybackSaver:
    return WaybackSaver(web.address, sleep=lambda seconds: None)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (302, {"Location": COPY}),
        (200, {"Content-Location": COPY}),
        (200, {"Link": f'<{URL}>; rel="original", <{{base}}{COPY}>; rel="first memento"; datetime="x"'}),
    ],
)
def test_the_copy_is_named_in_one_of_three_ways(web: WebServer, status: int, headers: dict[str, str]) -> None:
    named = {name: value.replace("{base}", web.address) for name, value in headers.items()}
    web.page(f"/save/{URL}", b"", status, named)
    found = saver(web).save(URL)
    assert found.captured_at == MOMENT
    assert found == SavedPage(web.address + COPY, MOMENT)
    assert web.paths() == [f"/save/{URL}"], "a single request"


@pytest.mark.parametrize(
    ("status", "body", "error", "reason"),
    [
        (403, b"", Blocked, "excluded"),
        (200, b"<h1>Blocked Site Error</h1>", Blocked, "excluded"),
        (520, b"page excluded from the Wayback Machine", Blocked, "excluded"),
        (404, b"", NotArchived, "not-archived"),
        (429, b"", RateLimited, "rate-limited"),
        (500, b"", HttpStatus, "http-500"),
        (200, b"saving in progress", Unreachable, "not-saved"),
    ],
)
def test_no_copy(web: WebServer, status: int, body: bytes, error: type[SourceError], reason: str) -> None:
    web.page(f"/save/{URL}", body, status)
    with pytest.raises(error) as caught:
        saver(web).save(URL)
    assert caught.value.reason == reason
    assert len(web.paths()) == 1, "no retry: the caller decides"


@pytest.mark.parametrize("other", ["/web/20200102030405/https://other.example/", "/login", "/web/20209902030405/" + URL])
def test_a_copy_of_another_page_is_an_error(web: WebServer, other: str) -> None:
    web.redirect(f"/save/{URL}", other)
    with pytest.raises(Unreachable) as caught:
        saver(web).save(URL)
    assert (caught.value.reason, caught.value.transient) == ("not-saved", True)


def test_invalid_urls_are_not_sent(web: WebServer) -> None:
    with pytest.raises(Blocked):
        saver(web).save("file:///etc/passwd")
    assert web.requests == []


def test_saves_are_rate_limited(web: WebServer) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    web.redirect(f"/save/{URL}", COPY)
    slow = WaybackSaver(web.address, clock=lambda: now[0], sleep=sleep)
    for _ in range(int(SAVES_PER_MINUTE) + 1):
        slow.save(URL)
    assert now[0] == 60
    slow.close()
