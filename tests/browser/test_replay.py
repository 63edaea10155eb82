"""Web archives of evidence in ReplayWeb.page itself, on loopback: the policy's text is shown, with its style, and no other server is asked.

The package is not ours to ship, and tests fetch nothing. `npm pack replaywebpage@2.5.3 && tar xzf replaywebpage-2.5.3.tgz`, then
`REPLAYWEBPAGE=$PWD/package python -m pytest tests/browser/test_replay.py -n 0`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from monitor.export.wacz import wacz
from monitor.model import PageExchange, Redirect
from tests.cli.conftest import Page, policy_page
from tests.net.serving import serve

PACKAGE = Path(os.environ.get("REPLAYWEBPAGE", "nowhere"))
AT = datetime(2026, 5, 18, 4, 23, 15, tzinfo=UTC)
URL = "https://www.acme.example/privacy?b=2&a=1"
HTML = b"<!doctype html><title>Acme</title><link rel=stylesheet href='/s.css'><p>We keep it for ever and never sell it.</p>"
STYLE = PageExchange("https://www.acme.example/s.css", AT, 200, {"Content-Type": "text/css"}, b"p { color: rgb(1, 2, 3) }", ())
PATIENCE = 120_000
"""Milliseconds; the worker that replays has a megabyte to start."""

pytestmark = pytest.mark.skipif(
    not (PACKAGE / "ui.js").is_file(), reason="REPLAYWEBPAGE names no unpacked npm package `replaywebpage`; see the beginning of this file"
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


@contextmanager
def replayed(browser: Any, folder: Path, archive: bytes, url: str) -> Iterator[tuple[Any, list[str]]]:
    """The frame in which the page is shown, and the addresses that were asked for; the files lie as docs/guide/evidence.md says."""
    (folder / "replay").mkdir(parents=True)
    shutil.copy(PACKAGE / "ui.js", folder)
    shutil.copy(PACKAGE / "sw.js", folder / "replay")
    (folder / "page.wacz").write_bytes(archive)
    element = f'<replay-web-page source="page.wacz" url="{escape(url)}" style="height: 90vh"></replay-web-page>'
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><script src="ui.js"></script>{element}', encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    serve(server)
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    tab, asked = context.new_page(), []
    tab.on("request", lambda request: asked.append(request.url))
    try:
        tab.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        yield tab.frame_locator("replay-web-page iframe").frame_locator("replay-app-main iframe"), asked
    finally:
        context.close()
        server.shutdown()
        server.server_close()


def shows(frame: Any, text: str) -> Any:
    found = frame.get_by_text(text).first
    found.wait_for(state="visible")
    return found


def elsewhere(asked: list[str]) -> list[str]:
    return [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]


@pytest.mark.parametrize(
    "page",
    [
        PageExchange(URL, AT, 200, {"Content-Type": "text/html"}, HTML, ()),
        PageExchange("https://acme.example/p", AT, 200, {"Content-Type": "text/html"}, HTML, (Redirect(URL, 301),)),
        PageExchange("https://www.acme.example/a b/ü", AT, 200, {"Content-Type": "text/html; charset=utf-8"}, HTML, ()),
    ],
    ids=["a query", "a redirect", "an address with a blank"],
)
def test_an_archive_is_replayed_with_its_style(browser: Any, tmp_path: Path, page: PageExchange) -> None:
    archive = wacz(page, [STYLE], title="Acme", software="policy-monitor", created=AT, signer=None)
    where = page.redirects[-1].url if page.redirects else page.url
    with replayed(browser, tmp_path, archive, where) as (frame, asked):
        found = shows(frame, "We keep it for ever and never sell it.")
        assert found.evaluate("one => getComputedStyle(one).color") == "rgb(1, 2, 3)"
    assert elsewhere(asked) == []


def test_a_signed_archive_of_a_store_is_replayed(browser: Any, tmp_path: Path, web: Any) -> None:
    page, home = Page(web), tmp_path / "home"
    page.body = policy_page()
    home.mkdir()
    subprocess.run("openssl ecparam -genkey -name secp384r1 -noout -out key.pem", shell=True, check=True, cwd=home, timeout=60)
    policies = [{"id": "larkspur", "url": page.url, "evidence": "wacz"}]
    (home / "config.yaml").write_text(json.dumps({"policies": policies, "archive": {"signing_key": "key.pem"}}))
    subprocess.run([sys.executable, "-m", "monitor", "run"], check=True, cwd=home, timeout=600, capture_output=True)
    (archive,) = (home / "snapshots/larkspur/evidence").rglob("*.wacz")
    with replayed(browser, tmp_path / "www", archive.read_bytes(), page.url) as (frame, asked):
        shows(frame, "Larkspur Bicycles runs this shop")
        shows(frame, "Write to privacy@larkspur.example")
    assert elsewhere(asked) == []
