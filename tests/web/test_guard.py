"""Attacks on the app as bytes on a socket and as requests of other sites: refused, bounded, and the app goes on."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from monitor.web.access import Access, access_of
from monitor.web.guard import LARGEST_BODY, Guard
from monitor.web.jobs import Jobs
from monitor.web.server import listen, make_server
from tests.cli.conftest import User
from tests.cli.test_serve import ODD
from tests.event_loop import run_alone
from tests.sampling import sampled

from .conftest import TOKEN, WAIT, Site, serving


def raw(site: Site, request: bytes) -> bytes:
    """All that the server answers until it closes the connection; it may do so before it has read everything."""
    found = b""
    with socket.create_connection(("127.0.0.1", site.port), timeout=WAIT) as connection, suppress(ConnectionError):
        connection.sendall(request)
        while part := connection.recv(65536):
            found += part
    return found


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def get(path: bytes, host: bytes = b"127.0.0.1", more: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + more + b"Connection: close\r\n\r\n"


MORE_ODD = [
    b"/-/assets/../templates/app.html.j2", b"/-/assets/%2e%2e/desk.py", b"/-/doubtful/northwind/..%2f", b"/-/jobs/%0d%0aSet-Cookie:a",
    b"/api/policies/..%2f..%2fetc/versions", b"/.git/config", b"/northwind/.hidden", b"/northwind/index.html%00", b"/-//", b"/%5c%5cserver",
]  # fmt: skip
HOSTS = [b"evil.example", b"127.0.0.1.evil.example", b"127.0.0.1\r\nHost: a.example", b"", b"localhost:80:80", b"[::1"]


@pytest.mark.parametrize("path", [*ODD, *MORE_ODD], ids=lambda path: path[:24].decode("latin-1"))
def test_odd_paths_are_answered_and_lead_nowhere(standing: Site, path: bytes) -> None:
    answer = raw(standing, get(path))
    assert status(answer) in {400, 404, 414}, answer[:200]
    assert b"Traceback" not in answer
    assert b"policies:" not in answer
    assert standing.get("/northwind/index.html").status_code == 200


@pytest.mark.parametrize("host", HOSTS)
def test_other_names_of_this_machine_are_refused(standing: Site, host: bytes) -> None:
    for path in (b"/", b"/api/policies", b"/-/add"):
        assert status(raw(standing, get(path, host))) in {400, 403}


def test_a_link_out_of_the_reports_is_not_followed(site: Site, kept: User) -> None:
    (kept.home / "reports" / "out.html").symlink_to(kept.home / "config.yaml")
    (kept.home / "reports" / "round").symlink_to("round")
    assert site.get("/out.html").status_code == 404
    assert site.get("/round").status_code == 404


def test_every_answer_has_the_headers(standing: Site) -> None:
    paths = ("/", "/northwind/index.html", "/-/changes", "/-/add", "/api", "/api/policies", "/nope", "/api/nope", "/changes.json", "/%00")
    for path in paths:
        headers = standing.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers


def test_pages_have_no_inline_script_or_style_of_ours(standing: Site) -> None:
    for path in ("/-/changes", "/-/policies", "/-/add", "/-/doubtful?all=1", "/-/alerts", "/-/settings", "/api"):
        text = standing.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " on" not in "".join(part.partition(">")[0] for part in text.split("<input")[1:]).replace(" one", "")
        assert text.count("<script") == 1


# --- forms of other sites -----------------------------------------------------------------------------------------------


FORMS = ["/-/check", "/-/add", "/-/pause", "/-/resume", "/-/decide", "/-/alerts/test"]


@pytest.mark.parametrize("path", sampled(FORMS, 2))
def test_a_form_without_our_token_does_nothing(site: Site, kept: User, path: str) -> None:
    before = (kept.home / "config.yaml").read_bytes()
    fields = {"policy": "northwind", "url": "https://kites.example/p"}
    good = site.token()
    for token in ("", "x", good[:-1], good + "a", site.visitor.cookies["policy_monitor_form"]):
        assert site.post(path, fields | {"token": token}).status_code == 403
    site.visitor.cookies.clear()
    assert site.visitor.post(site.address + path, data=fields | {"token": good}, timeout=WAIT).status_code == 403, "no cookie"
    site.visitor.cookies.set("policy_monitor_form", "a" * 24)
    assert site.visitor.post(site.address + path, data=fields | {"token": good}, timeout=WAIT).status_code == 403, "another one's cookie"
    assert (kept.home / "config.yaml").read_bytes() == before
    assert site.jobs.latest() == []


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_does_nothing_even_with_the_token(standing: Site, path: str, headers: dict[str, str]) -> None:
    answer = standing.post(path, {"policy": "northwind"}, headers=headers)
    assert answer.status_code == 403
    assert "nothing was done" in answer.text
    assert standing.jobs.latest() == []


def test_our_own_origin_is_accepted(site: Site) -> None:
    answer = site.post("/-/pause", {"policy": "northwind"}, headers={"Origin": site.address, "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200


def test_nothing_is_done_by_asking(site: Site, kept: User) -> None:
    before = (kept.home / "config.yaml").read_bytes()
    token = site.token()
    for path in (*FORMS, "/-/add?url=https://kites.example/p"):
        site.get(path, params={"token": token, "policy": "northwind"})
    assert (kept.home / "config.yaml").read_bytes() == before
    assert site.jobs.latest() == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "ODD"])
def test_other_methods_are_refused(standing: Site, method: str) -> None:
    assert status(raw(standing, get(b"/").replace(b"GET", method.encode(), 1))) in {400, 403, 405}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=a", ""])
def test_only_forms_are_read(standing: Site, kind: str) -> None:
    answer = standing.visitor.post(
        standing.address + "/-/check", data="token=" + standing.token(), headers={"Content-Type": kind}, timeout=WAIT
    )
    assert answer.status_code == 415


# --- too much, too slow -------------------------------------------------------------------------------------------------


def test_a_huge_body_is_refused_before_it_is_read(standing: Site) -> None:
    head = b"POST /-/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n"
    assert status(raw(standing, head)) == 413
    body = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    chunked = b"POST /-/check HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body * 2
    assert status(raw(standing, chunked)) == 413
    just_too_long = f"POST /-/add HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {LARGEST_BODY + 1}\r\n\r\n".encode()
    assert status(raw(standing, just_too_long)) == 413
    assert standing.post("/-/add", {f"f{n}": "" for n in range(100)}).status_code == 400


def test_a_huge_head_is_refused(standing: Site) -> None:
    assert status(raw(standing, get(b"/" + b"a" * 100_000))) in {400, 414}
    assert status(raw(standing, get(b"/?q=" + b"a" * 10_000))) == 414
    assert status(raw(standing, get(b"/", more=b"X-A: " + b"a" * 20_000 + b"\r\n"))) in {400, 431}


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "])
def test_who_never_finishes_asking_is_disconnected(site: Site, monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr("monitor.web.server.ASKING", 0.1)
    assert raw(site, sent) == b""


def test_who_never_finishes_a_form_is_answered(kept: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guard.__init__, "__kwdefaults__", {"receiving": 0.1, "answering": 30.0})
    with serving(kept.home / "config.yaml") as standing:
        answer = raw(standing, b"POST /-/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\ntoken=")
        assert status(answer) == 408


def test_connections_are_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    held = [socket.create_connection(("127.0.0.1", site.port), timeout=WAIT) for _ in range(101)]
    try:
        assert status(raw(site, get(b"/-/add"))) == 503
    finally:
        for one in held:
            one.close()


# --- behind a reverse proxy ---------------------------------------------------------------------------------------------


@pytest.fixture
def proxied(kept: User) -> Iterator[Site]:
    access = access_of("127.0.0.1", remote=False, public_url="https://Policies.example", user_header="X-Remote-User", proxies=[])
    with serving(kept.home / "config.yaml", access) as found:
        found.visitor.headers.update({"Host": "policies.example", "X-Remote-User": "ada@reader.example"})
        yield found


def test_the_proxys_user_is_shown_and_acts(proxied: Site) -> None:
    page = proxied.get("/-/policies")
    assert "ada@reader.example" in page.text
    assert "Secure" in page.headers["Set-Cookie"]
    # The visitor keeps no cookie that is only for https, so it is sent by hand.
    word = page.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    cookie = {"Cookie": f"policy_monitor_form={word}", "Origin": "https://policies.example"}
    token = TOKEN.search(proxied.get("/-/add", headers=cookie).text)[1]

    def paused(**headers: str) -> int:
        sent = {"token": token, "policy": "northwind"}
        address = proxied.address + "/-/pause"
        return proxied.visitor.post(address, data=sent, headers=cookie | headers, timeout=WAIT, allow_redirects=False).status_code

    assert paused(**{"X-Remote-User": "mallory"}) == 403, "another user's token"
    assert paused(Origin=proxied.address) == 403, "another origin"
    assert paused(Cookie="policy_monitor_form=" + "a" * 24) == 403, "another cookie"
    assert paused() == 303


def test_without_a_user_nothing_is_shown(proxied: Site) -> None:
    del proxied.visitor.headers["X-Remote-User"]
    for path in ("/", "/-/policies", "/api/policies", "/-/assets/app.css"):
        assert proxied.get(path).status_code == 401
    for wrong in ("", "a" * 300):
        assert proxied.get("/", headers={"X-Remote-User": wrong}).status_code == 401
    twice = get(b"/", b"policies.example", b"X-Remote-User: a\r\nX-Remote-User: b\r\n")
    assert status(raw(proxied, twice)) == 401


def test_the_feed_names_the_public_address(proxied: Site) -> None:
    assert 'href="https://policies.example/northwind/' in proxied.get("/-/feed.atom").text


def test_a_stop_waits_for_nobody(tmp_path: Path) -> None:
    async def endless(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        while True:
            await send({"type": "http.response.body", "body": b"a" * 65536, "more_body": True})  # type: ignore[operator]

    server, listening = make_server(Guard(endless, Access())), listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    with socket.create_connection(listening.getsockname(), timeout=WAIT) as slow:
        slow.sendall(get(b"/"))
        slow.recv(10)
        server.should_exit = True
        thread.join(WAIT)
        assert not thread.is_alive()
    assert Jobs().stop(0)


# --- the guard alone ----------------------------------------------------------------------------------------------------


def asked(
    app: Any, *, method: str = "GET", body: list[dict[str, Any]] | None = None, **scope: Any
) -> tuple[int, dict[bytes, bytes], bytes]:
    """What the guard answers around an application: status, headers and body."""
    sent, arriving = list[dict[str, Any]](), list(body or [{"type": "http.request", "body": b"", "more_body": False}])
    about = {
        "type": "http",
        "method": method,
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"127.0.0.1")],
        **scope,
    }

    async def receive() -> dict[str, Any]:
        return arriving.pop(0) if arriving else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    run_alone(Guard(app, Access(), receiving=0.05, answering=0.2)(about, receive, send))
    begins = [message for message in sent if message["type"] == "http.response.start"]
    assert len(begins) == 1, sent
    return begins[0]["status"], dict(begins[0]["headers"]), b"".join(message.get("body", b"") for message in sent)


async def fine(scope: Any, receive: Any, send: Any) -> None:
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"private")]})
    await send({"type": "http.response.body", "body": message["body"]})


def test_headers_of_the_app_are_kept_and_ours_are_added() -> None:
    status, headers, _ = asked(fine)
    assert status == 200
    assert headers[b"cache-control"] == b"private"
    assert b"Cache-Control" not in headers
    assert headers[b"X-Frame-Options"] == b"DENY"


def test_a_body_in_pieces_arrives_whole() -> None:
    pieces = [{"type": "http.request", "body": one, "more_body": more} for one, more in ((b"a", True), (b"", True), (b"b", False))]
    assert asked(fine, method="POST", body=pieces)[2] == b"ab"


def test_who_leaves_while_sending_does_nothing() -> None:
    called = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        called.append(scope)

    gone = [{"type": "http.request", "body": b"a", "more_body": True}, {"type": "http.disconnect"}]
    assert asked(app, method="POST", body=gone)[0] == 400
    assert called == []


def test_an_app_that_fails_before_it_answers() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError("secret")

    status, headers, body = asked(app)
    assert status == 500
    assert b"secret" not in body
    assert b"Content-Security-Policy" in headers


def test_an_app_that_fails_after_it_has_answered() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await fine(scope, receive, send)
        raise ZeroDivisionError("secret")

    assert asked(app)[0] == 200


def test_an_app_that_never_answers() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(60)

    assert asked(app)[0] == 408


@pytest.mark.parametrize(
    ("scope", "status"),
    [
        ({"method": "PUT"}, 405),
        ({"path": "/a\0"}, 404),
        ({"path": "/a\\b"}, 404),
        ({"path": "/a/../b"}, 404),
        ({"path": "/\ufffd"}, 404),
        ({"path": "/a\u2028"}, 404),
        ({"query_string": b"a" * 9000}, 414),
        ({"headers": [(b"host", b"127.0.0.1"), (b"x", b"a" * 17000)]}, 431),
        ({"headers": []}, 403),
        ({"method": "POST", "headers": [(b"host", b"127.0.0.1"), (b"content-length", b"1e3")]}, 413),
        ({"method": "POST", "headers": [(b"host", b"127.0.0.1"), (b"content-length", b"-1")]}, 413),
        ({"client": None}, 200),
    ],
)
def test_requests_that_are_refused(scope: dict[str, Any], status: int) -> None:
    assert asked(fine, **scope)[0] == status


def test_what_is_no_request_is_passed_on() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    run_alone(Guard(app, Access())({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
