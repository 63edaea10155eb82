"""A CDX listing on a loopback web server, and a WaybackHistory that reads it without delays."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from monitor.sources.wayback import WaybackHistory
from tests.net.web_server import WebServer

FAST = 1e6
"""Requests per minute: no waiting."""
URL = "https://acme.example/privacy"
HEADER = '[["urlkey","timestamp","original","mimetype","statuscode","digest","length"]'
DIGEST = "DPDHS65A3A4RAVZF5KTVUBFYG5EVICIA"


def history(address: str, **options: Any) -> WaybackHistory:
    fast = {"requests_per_minute": FAST, "cdx_per_minute": FAST, "replay_per_minute": FAST, "timeout": 5, "sleep": lambda seconds: None}
    return WaybackHistory(address, **(fast | options))


def row(digits: str, *, url: str = URL, digest: str = DIGEST, status: str = "200", length: str = "99") -> str:
    return f'["com,acme)/privacy","{digits}","{url}","text/html","{status}","{digest}","{length}"]'


def sha1(body: bytes) -> str:
    return base64.b32encode(hashlib.sha1(body).digest()).decode()


def listing(web: WebServer, *rows: str) -> WaybackHistory:
    web.page("/cdx/search/cdx", (",\n".join([HEADER, *rows]) + "]\n").encode(), headers={"Content-Type": "application/json"})
    return history(web.address, retries=1)
