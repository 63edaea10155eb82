"""The command `serve` with the app: a real process, its options, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.web.server import listen
from tests.cli.conftest import Page, User
from tests.net.web_server import Handler, WebServer

from .conftest import TOKEN, WAIT


@contextmanager
def served(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and its address."""
    command = [sys.executable, "-m", "monitor", "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=home)
    watchdog = threading.Timer(WAIT, process.kill)
    watchdog.start()
    try:
        line = process.stderr.readline()  # type: ignore[union-attr]
        yield process, line.split(" at ")[1].split()[0] if " at " in line else line
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()


def test_it_ends_when_asked_even_while_it_checks(user: User, page: Page, web: WebServer) -> None:
    asked, release = threading.Event(), threading.Event()

    def slow(handler: Handler) -> None:
        asked.set()
        release.wait(WAIT)

    user.configure({"id": "larkspur", "name": "Larkspur", "url": page.url})
    with served(user.home) as (process, address):
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        token = TOKEN.search(opener.open(f"{address}-/add").read().decode())[1]  # type: ignore[index]
        web.pages["/privacy"] = slow
        opener.open(f"{address}-/check", data=f"token={token}".encode())
        assert asked.wait(WAIT)
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAIT) == 0
        assert "Traceback" not in process.stderr.read()  # type: ignore[union-attr]
    release.set()
    assert user("status").code == 0


def test_a_port_that_is_taken_is_said() -> None:
    with listen("127.0.0.1", 0) as one, pytest.raises(UsageError, match="choose another port with --port"):
        listen("127.0.0.1", one.getsockname()[1])
    with pytest.raises(UsageError, match="cannot listen on"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--host", "0.0.0.0"), "can be reached from other machines"),
        (("--host", "0.0.0.0", "--allow-remote"), "need --user-header"),
        (("--pages-only", "--host", "127.0.0.2"), "with --pages-only, only --port can be given"),
        (("--proxy", "10.0.0.1"), "need --user-header"),
    ],
)
def test_options_that_do_not_go_together(kept: User, options: tuple[str, ...], says: str) -> None:
    result = kept("serve", *options)
    assert result.code == 2
    assert says in result.err


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn", "itsdangerous"])
def test_without_the_extra_the_reports_are_served_and_it_says_so(kept: User, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr("monitor.cli.serve.find_spec", lambda name: None if name == missing else object())
    served_pages = []
    monkeypatch.setattr("monitor.cli.serve._serve_pages", lambda app, port: served_pages.append(port) or 0)
    result = kept("serve", "--port", "1234")
    assert (result.code, served_pages) == (0, [1234])
    assert result.err == "Actions and the API need `pip install 'policy-monitor[web]'`; only the reports are served.\n"
    assert "need policy-monitor[web]" in kept("serve", "--user-header", "X-User").err


def test_pages_only(kept: User) -> None:
    with served(kept.home, "--pages-only") as (_, address):
        page = urllib.request.urlopen(address).read()
    assert b"Northwind" in page
    assert b'class="bar"' not in page
