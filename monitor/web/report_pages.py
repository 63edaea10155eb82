"""The pages of the reports, as they lie on disk, with the app's bar at their top."""

from __future__ import annotations

import gzip
import mimetypes
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from monitor.web.guard import POLICY

# The page's own policy, which forbids forms and other style sheets; the header that takes its place allows no more than the app needs.
_OWN_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="[^"]{0,2000}">\n?')
_REFERRER = b'<meta name="referrer" content="no-referrer">\n'
_STYLE_DIGEST = re.compile(rb"sha256-[A-Za-z0-9+/]{43}=")
_HEAD_ENDS, _MAST_ENDS = b"</head>", b"</header>"
# Bytes within which both are: the style is part of the head.
_HEAD = 200_000
_PACKED = frozenset({".json", ".csv"})
_TYPES = {
    ".atom": "application/atom+xml",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".csv": "text/csv",
    ".gz": "application/gzip",
}


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of the reports as it is sent."""

    body: bytes
    media_type: str
    security_policy: str | None
    """None for the app's own."""


def find_page(reports: Path, path: str) -> Path | None:
    """The file that a path of the reports names; None if there is none, or if a link leads out of the folder.

    Args:
        reports: the folder.
        path: decoded, with or without a slash before it: "northwind/index.html", "" or "northwind/".
    """
    relative = path.lstrip("/")
    if relative.startswith(".") or "/." in relative or "\0" in relative:
        return None
    try:
        root = reports.resolve()
        found = (root / relative).resolve()
        found = found / "index.html" if found.is_dir() else found
        if not found.exists() and found.suffix in _PACKED:  # all changes of all policies: kept packed, and sent as they are asked for
            found = found.with_name(f"{found.name}.gz")
        return found if found.resolve().is_relative_to(root) and found.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name that is too long, links in a circle
        return None


def read_page(path: Path, bar: str, *, unpack: bool = False) -> ReportFile:
    """A file, with the bar and the app's style in a page of HTML.

    Args:
        path: the file.
        bar: HTML for below the page's own masthead.
        unpack: whether it is packed and is to be sent as what it holds.

    Raises:
        OSError: it can't be read, or is damaged.
    """
    body = path.read_bytes()
    if unpack:
        try:
            body, path = gzip.decompress(body), path.with_suffix("")
        except (EOFError, zlib.error) as error:
            raise OSError(f"{path} is damaged; `policy-monitor report` writes it again") from error
    if path.suffix != ".html":
        guessed = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return ReportFile(body, guessed, "default-src 'none'; frame-ancestors 'none'")
    head = body[:_HEAD]
    own = _OWN_POLICY.search(head)
    if own is None or _HEAD_ENDS not in head or _MAST_ENDS not in head:  # not one of ours
        return ReportFile(body, "text/html; charset=utf-8", "default-src 'none'; frame-ancestors 'none'")
    styles = " ".join(f"'{match.decode()}'" for match in _STYLE_DIGEST.findall(own[0]))
    head = (head[: own.start()] + head[own.end() :]).replace(_REFERRER, b"", 1)
    head = head.replace(_HEAD_ENDS, b'<link rel="stylesheet" href="/-/assets/app.css">\n' + _HEAD_ENDS, 1)
    head = head.replace(_MAST_ENDS, _MAST_ENDS + b"\n" + bar.encode("utf-8", "replace"), 1)
    # The overview has a script beside it; no other page has one.
    scripts = "'self'" if b"script-src" in own[0] else "'none'"
    policy = POLICY.format(styles=f" {styles}" if styles else "", scripts=scripts)
    return ReportFile(head + body[_HEAD:], "text/html; charset=utf-8", policy)
