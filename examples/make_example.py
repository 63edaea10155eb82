"""Writes `examples/northwind.warc.gz`: a fictional company's policy page, as an archive would have captured it. The output is reproducible.

Run: python examples/make_example.py [FILE]
"""

from __future__ import annotations

import hashlib
import html
import io
import sys
import uuid
from pathlib import Path

from story import STATED, sections
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "https://www.northwind-teapots.example/privacy"
OUT = Path(__file__).with_name("northwind.warc.gz")

# (captured at, version of the text, layout of the page, cosmetic edit). Version 0 is an error page served with status 200.
CAPTURES = [
    ("2010-03-14T09:12:44Z", 1, "table", False),
    ("2012-06-02T17:40:03Z", 1, "table", False),
    ("2013-09-20T05:21:10Z", 2, "table", False),
    ("2015-05-11T22:03:57Z", 0, "table", False),
    ("2016-11-30T11:48:31Z", 3, "plain", False),
    ("2018-05-24T06:30:00Z", 4, "plain", False),
    ("2020-02-18T14:15:16Z", 4, "plain", True),
    ("2022-08-09T03:59:42Z", 5, "plain", True),
    ("2024-04-02T19:26:08Z", 6, "modern", True),
    ("2024-10-01T08:00:21Z", 6, "modern", True),
]

_MENU = {
    "table": ["Home", "Teapots", "Cups", "Tea Club", "Basket"],
    "plain": ["Home", "Shop", "Tea Club", "Journal", "Sign in"],
    "modern": ["Shop", "Gifts", "Tea Club", "Journal", "Stores", "Account", "Basket (0)"],
}
_ERROR = (
    "<html><head><title>Temporarily unavailable</title></head><body>"
    "<h1>503 Service Temporarily Unavailable</h1><p>The server is temporarily unable to service your request. Please try again later.</p>"
    "<hr><address>Kettle/2.2</address></body></html>"
)


def _policy(version: int, cosmetic: bool) -> str:
    parts = ["<h1>Privacy Policy</h1>", f"<p><em>Last updated: {STATED[version]}</em></p>"]
    for n, (heading, paragraphs) in enumerate(sections(version), start=1):
        parts.append(f"<h2>{n}. {html.escape(heading)}</h2>")
        parts += [f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs]
    body = "\n".join(parts)
    return body.replace("e-mail", "email").replace("website", "web site") if cosmetic else body


def _page(version: int, look: str, cosmetic: bool, year: str) -> str:
    if version == 0:
        return _ERROR
    menu = "".join(f'<li><a href="/{item.split()[0].lower()}">{item}</a></li>' for item in _MENU[look])
    policy, footer = _policy(version, cosmetic), f"© {year} Northwind Teapots. All rights reserved."
    head = f'<meta charset="utf-8"><title>Privacy Policy | Northwind Teapots</title><style>.{look}{{margin:1em}}</style>'
    if look == "table":
        return (
            f'<html><head>{head}</head><body><table><tr><td id="menu"><ul>{menu}</ul></td>'
            f'<td id="content">{policy}</td></tr></table><div id="footer">{footer}</div></body></html>'
        )
    return (
        f'<!doctype html><html lang="en"><head>{head}</head><body><header><nav><ul>{menu}</ul></nav></header>'
        f'<main><article class="policy">{policy}</article></main>'
        f"<aside><h3>From the Journal</h3><p>Five ways to warm a pot. Read more in our {year} almanac.</p></aside>"
        f'<footer><p>{footer}</p><a href="/terms">Terms</a> <a href="/privacy">Privacy</a></footer></body></html>'
    )


def _record(writer: WARCWriter, moment: str, body: bytes) -> None:
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), ("Server", "Kettle/2.2")]
    seed = hashlib.sha256(f"{URL} {moment}".encode()).hexdigest()[:32]
    record = writer.create_warc_record(
        URL,
        "response",
        payload=io.BytesIO(body),
        http_headers=StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": moment, "WARC-Record-ID": f"<urn:uuid:{uuid.UUID(seed)}>"},
    )
    writer.write_record(record)


def main(out: Path) -> None:
    """Writes the archive file."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for moment, version, look, cosmetic in CAPTURES:
        _record(writer, moment, _page(version, look, cosmetic, moment[:4]).encode())
    out.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
