"""A real Chromium shows kept bytes: what it asks for goes through our gate, and the page is the kept one."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.assemble import http_source
from monitor.config.settings import FetchSettings
from monitor.errors import SourceError, Unreachable
from monitor.model import Redirect, SnapshotRecord, TakenPage
from monitor.sources import camera as camera_module
from monitor.sources.browser import RENDERED
from monitor.sources.camera import MAX_HEIGHT, SCREEN, WIDTH, Camera
from monitor.sources.chromium import browser_name
from tests.net.web_server import WebServer

pytest.importorskip("playwright.async_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser
AT = datetime(2026, 5, 18, tzinfo=UTC)
HTML = {"Content-Type": "text/html"}
RED = b"body{margin:0;background:#f00}"


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
    server.page("/secret.png", b"SECRET", headers={"Content-Type": "image/png", "Access-Control-Allow-Origin": "*"})
    server.page("/secret", b"SECRET", headers={"Access-Control-Allow-Origin": "*"})
    yield server
    server.stop()


def taken(url: str, body: bytes, *, picture: bool = True, total: float = 60.0, **changed: object) -> TakenPage:
    values = {
        "policy": "acme", "sequence": 1, "url": url, "captured_at": AT, "kept_at": AT, "source": "live", "sha256": "0" * 64,
        "size": len(body), "path": "x", "status": 200, "media_type": "text/html; charset=utf-8", "headers": {}, "redirects": (),
    }  # fmt: skip
    source = http_source(FetchSettings(retries=0), [url])
    source.total = total
    return Camera(source).take(url, SnapshotRecord(**(values | changed)), body, picture=picture)  # type: ignore[arg-type]


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """(width, height, the first pixel) of a picture."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        data += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += size + 12
    return width, height, zlib.decompressobj().decompress(data, 4)[1:]


def test_the_whole_page_is_pictured_from_the_kept_bytes(web: WebServer, chromium: str) -> None:
    web.page("/s.css", RED, headers={"Content-Type": "text/css"})
    url = web.page("/privacy", b"<p>Quite another text by now.</p>")
    shown = taken(url, b"<link rel=stylesheet href=/s.css>" + b"<p style='height:100px'>We keep your data.</p>" * 50)
    assert shown.picture is not None
    width, height, first = pixels(shown.picture)
    assert (width, first) == (WIDTH, b"\xff\x00\x00")
    assert 5_000 < height < 8_000
    assert (shown.software, shown.cut, shown.left_out) == (chromium, 0, 0)
    assert [(one.url, one.status, one.body) for one in shown.exchanges] == [(f"{web.address}/s.css", 200, RED)]
    assert web.paths() == ["/s.css"], "the page itself is not asked for again"


def test_pictures_that_load_when_they_come_into_sight_are_there(web: WebServer) -> None:
    web.page("/far.png", b"png", headers={"Content-Type": "image/png"})
    url = web.page("/privacy")
    shown = taken(url, b"<div style='height:9000px'></div><img loading=lazy src=/far.png>", picture=False)
    assert [one.url for one in shown.exchanges] == [f"{web.address}/far.png"]
    assert shown.picture is None


def test_inner_addresses_are_as_closed_as_for_every_fetch(web: WebServer, other: WebServer) -> None:
    web.redirect("/inside.png", f"{other.address}/secret.png")
    url = web.page("/privacy")
    body = f"""<img src="{other.address}/secret.png"><img src="/inside.png"><link rel=stylesheet href="{other.address}/secret">
<iframe src="{other.address}/secret"></iframe><video src="/v.mp4"></video><img src="http://169.254.169.254/latest">
<script>fetch("{other.address}/secret"); new WebSocket("{other.address.replace("http", "ws")}/x"); fetch("/post", {{method: "POST"}});
navigator.sendBeacon("/beacon", "x"); location = "{other.address}/secret"; window.open("{other.address}/secret")</script>""".encode()
    shown = taken(url, body)
    assert other.requests == []
    assert set(web.paths()) == {"/inside.png"}  # a browser may ask a second time where it was led astray
    assert shown.exchanges == ()
    assert shown.left_out >= 6
    assert shown.picture is not None


def test_a_page_can_not_lead_elsewhere(web: WebServer) -> None:
    web.page("/other", b"<body style='margin:0;background:#00f'>")
    url = web.page("/privacy")
    away = b"<meta http-equiv=refresh content='0;url=/other'><script>location.replace('/other')</script>"
    body = b"<body style='margin:0;background:#f00'>" + away
    assert pixels(taken(url, body).picture or b"")[2] == b"\xff\x00\x00"
    assert web.paths() == []


def test_what_was_rendered_before_is_not_run_again(web: WebServer) -> None:
    url = web.page("/privacy")
    body = b"<body style='margin:0;background:#f00'><script>document.body.style.background = '#00f'; fetch('/x')</script>"
    assert pixels(taken(url, body).picture or b"")[2] == b"\x00\x00\xff"
    assert pixels(taken(url, body, headers={RENDERED: "Chromium"}).picture or b"")[2] == b"\xff\x00\x00"
    assert web.paths() == ["/x"]


@pytest.mark.slow
def test_relative_addresses_start_where_the_page_was(web: WebServer) -> None:
    web.page("/legal/s.css", RED, headers={"Content-Type": "text/css"})
    url = web.redirect("/privacy", "/legal/privacy")
    moved = (Redirect(f"{web.address}/legal/privacy", 302),)
    assert taken(url, b"<link rel=stylesheet href=s.css><p>x", redirects=moved).exchanges[0].status == 200


def test_what_is_no_page_needs_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "launched_browser", None)
    shown = taken("https://acme.example/a.pdf", b"%PDF-1.4", media_type="application/pdf")
    assert (shown.picture, shown.exchanges, shown.software) == (None, (), "")


def test_a_page_that_never_ends_is_cut(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "MAX_HEIGHT", 2_000)
    shown = taken(web.page("/privacy"), b"<body style='margin:0'><div style='height:5000px'>x</div>")
    assert (pixels(shown.picture or b"")[1], shown.cut) == (2_000, 3_000)
    assert MAX_HEIGHT > 20 * SCREEN


def test_a_page_that_hangs_the_browser_is_given_up(web: WebServer) -> None:
    with pytest.raises(Unreachable, match=r"did not show .* within 2 s") as raised:
        taken(web.page("/privacy"), b"<p>x</p><script>for (;;) {}</script>", total=2.0)
    assert raised.value.reason == "timeout"


def test_a_missing_browser_is_one_sentence(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SourceError, match="Can't start /nowhere/chromium") as raised:
        taken(web.page("/privacy"), b"<p>x</p>")
    assert raised.value.reason == "no-browser"


@pytest.mark.slow
def test_cookies_and_codings_are_not_noted(web: WebServer) -> None:
    web.page("/s.css", RED, headers={"Content-Type": "text/css", "Set-Cookie": "session=1"})
    (one,) = taken(web.page("/privacy"), b"<link rel=stylesheet href=/s.css>", picture=False).exchanges
    assert "set-cookie" not in one.headers
    assert replace(one, body=b"").url.endswith("/s.css")
