"""Cookies go back to the host that set them, never from https to http, and nowhere else."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.net.address_guard import AddressGuard
from monitor.sources.live import HttpSource
from tests.net.test_connection import certificate
from tests.net.web_server import Handler, WebServer


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[WebServer]:
    cert, key = certificate(tmp_path, "policies.test")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = WebServer(context)
    yield server
    server.stop()


@pytest.fixture
def source(tmp_path: Path) -> HttpSource:
    guard = AddressGuard(allow_private=True, resolve=lambda host, port: [(socket.AF_INET, ("127.0.0.1", port))])
    certified = tmp_path / "cert.pem"
    return HttpSource(guard=guard, honour_robots=False, retries=0, ca_file=str(certified) if certified.exists() else None)


def sent(server: WebServer, path: str) -> list[str | None]:
    return [headers.get("cookie") for asked, headers in server.requests if asked == path]


COOKIES = ("sid=1; Path=/", "sid=1; Path=/; Domain=policies.test", "sid=1; Path=/; Secure")


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_set_over_https_is_not_sent_over_http(secure: WebServer, web: WebServer, source: HttpSource, cookie: str) -> None:
    web.page("/end", b"text")
    secure.redirect("/start", f"http://policies.test:{web.port}/end", headers={"Set-Cookie": cookie})
    source.fetch("acme", f"https://policies.test:{secure.port}/start")
    assert sent(web, "/end") == [None]


def test_a_cookie_set_over_http_follows_to_https_of_the_same_host(secure: WebServer, web: WebServer, source: HttpSource) -> None:
    secure.page("/end", b"text")
    for host, expected in (("policies.test", "sid=1"), ("other.test", None)):
        web.redirect("/start", f"https://policies.test:{secure.port}/end", headers={"Set-Cookie": "sid=1; Path=/"})
        source.fetch("acme", f"http://{host}:{web.port}/start")
        assert sent(secure, "/end")[-1] == expected


@pytest.mark.parametrize("domain", ["", "; Domain=policies.test", "; Domain=.policies.test", "; Domain=test", "; Domain=www.policies.test"])
@pytest.mark.parametrize("target", ["www.policies.test", "other.test", "notpolicies.test"])
def test_a_cookie_is_not_sent_to_another_host(web: WebServer, source: HttpSource, domain: str, target: str) -> None:
    web.page("/end", b"text")
    web.redirect("/start", f"http://{target}:{web.port}/end", headers={"Set-Cookie": f"sid=1; Path=/{domain}"})
    source.fetch("acme", f"http://policies.test:{web.port}/start")
    assert sent(web, "/end") == [None]


def test_nor_to_another_port_of_the_same_host(web: WebServer, source: HttpSource) -> None:
    other = WebServer()
    other.page("/end", b"text")
    web.redirect("/start", f"{other.address}/end", headers={"Set-Cookie": "sid=1; Path=/"})
    source.fetch("acme", f"{web.address}/start")
    assert sent(other, "/end") == [None]
    other.stop()


def test_a_cookie_that_the_page_asks_for_is_returned(web: WebServer, source: HttpSource) -> None:
    def page(handler: Handler) -> None:
        known = handler.headers["Cookie"] or ""
        handler.answer(200 if known else 302, b"text", {} if known else {"Location": "/start", "Set-Cookie": "a=1; Path=/start"})

    web.pages["/start"] = page
    source.fetch("acme", f"{web.address}/start")
    assert sent(web, "/start") == [None, "a=1"]


def test_a_cookie_that_cannot_be_read_is_left_out_in_silence(web: WebServer, source: HttpSource) -> None:
    """The library warns of it with a traceback, which a cron job would mail."""
    url = web.page("/p", b"text", headers={"Set-Cookie": f"a=b; expires=1-Jan-{'9' * 5000}"})
    with pytest.warns(UserWarning, match=r"http\.cookiejar bug"):  # pytest shows what the program does not
        source.fetch("acme", url)
    command = [sys.executable, "-c", "import monitor.net.cookies, warnings; warnings.warn('http.cookiejar bug!\\n…')"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stderr == ""
