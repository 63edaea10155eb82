"""A tiny WARC file of a made-up company, written here."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

URL = "https://acme.example/privacy"
PAGES = [
    (datetime(2019, 3, 1, 8, 0, 0, tzinfo=UTC), b"<html><body><p>We never sell your data.</p></body></html>"),
    (datetime(2020, 3, 1, 8, 0, 0, tzinfo=UTC), b"<html><body><p>We may sell your data.</p></body></html>"),
    (datetime(2021, 3, 1, 8, 0, 0, tzinfo=UTC), b"<html><body><p>We may sell your data.</p></body></html>"),
]


def page(
    writer: WARCWriter, url: str, moment: datetime, body: bytes, *, status: str = "200 OK", headers: list[tuple[str, str]] | None = None
) -> object:
    http = StatusAndHeaders(status, [("Content-Type", "text/html"), ("Set-Cookie", "a=b"), *(headers or [])], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict={"WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    )
    writer.write_record(record)
    return record


def write_sample(path: Path) -> Path:
    """Three captures; the last is a revisit record."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=path.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "sample"}))
        for moment, body in PAGES[:2]:
            record = page(writer, URL, moment, body)
        revisit = writer.create_revisit_record(
            URL,
            record.rec_headers.get_header("WARC-Payload-Digest"),
            URL,
            PAGES[1][0].strftime("%Y-%m-%dT%H:%M:%SZ"),
            warc_headers_dict={"WARC-Date": PAGES[2][0].strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        writer.write_record(revisit)
    return path
