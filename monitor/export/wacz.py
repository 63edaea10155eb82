"""One page with all that it loads as a WACZ file (format 1.1.1), which ReplayWeb.page replays in any browser."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote, urlsplit, urlunsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.model import PageExchange
from monitor.timestamps import timestamp14, utc_iso

VERSION = "1.1.1"
_WARC, _INDEX, _PAGES = "archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
_NOT_KEPT = frozenset({"transfer-encoding", "content-encoding", "content-length", "connection", "set-cookie", "set-cookie2"})
# All of ASCII but what browsers encode in paths and queries alike; what is encoded already stays.
_AS_IT_IS = "%/:?#[]@!$&'()*+,;=~|^`{}\\"


class DigestSigner(Protocol):
    """Signs what an archive's digest says (WACZ Signing and Verification 0.1.0, "anonymous signature")."""

    @property
    def public_key(self) -> str:
        """The key by which others verify, in base64."""

    def sign(self, text: str) -> str:
        """The signature of a text, in base64."""


@dataclass(frozen=True, slots=True)
class _Record:
    """Where a response lies in the WARC, as a line of its index."""

    key: str
    at: datetime
    about: Mapping[str, Any]

    @property
    def line(self) -> str:
        return f"{self.key} {timestamp14(self.at)} {json.dumps(self.about)}"


def wacz(
    page: PageExchange, loaded: Sequence[PageExchange], *, title: str, software: str, created: datetime, signer: DigestSigner | None
) -> bytes:
    """The bytes of a WACZ; the same arguments without a signer give the same bytes.

    Args:
        page: the page itself, as it is kept.
        loaded: what it asked for when it was opened.
        title: of the page.
        software: name and version of this program, and of the browser.
        created: when it is made.
        signer: signs it; None for an archive that has digests alone.
    """
    warc, index = _warc([page, *loaded], software)
    where = as_asked(page.redirects[-1].url if page.redirects else page.url)
    files = {_WARC: warc, _INDEX: index, _PAGES: _pages(where, page.at, title)}
    package: dict[str, Any] = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": title,
        "software": software,
        "created": utc_iso(created),
        "mainPageUrl": where,
        "mainPageDate": utc_iso(page.at),
        "resources": [
            {"name": path.rpartition("/")[2], "path": path, "hash": _hash(content), "bytes": len(content)}
            for path, content in files.items()
        ],
    }
    files[PACKAGE] = _json(package)
    files[DIGEST] = _json(_digest(files[PACKAGE], software, utc_iso(created), signer))
    return _zipped(files, created)


def _digest(package: bytes, software: str, created: str, signer: DigestSigner | None) -> dict[str, Any]:
    found: dict[str, Any] = {"path": PACKAGE, "hash": _hash(package)}
    if signer is not None:
        # Exactly these keys: the specification allows no others.
        found["signedData"] = {
            "hash": found["hash"],
            "created": created,
            "software": software,
            "version": "0.1.0",
            "signature": signer.sign(found["hash"]),
            "publicKey": signer.public_key,
        }
    return found


def _warc(exchanges: Sequence[PageExchange], software: str) -> tuple[bytes, bytes]:
    """The records, and the index of them in the order of its keys."""
    out, lines = io.BytesIO(), list[_Record]()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("data.warc.gz", {"software": software, "format": "WARC File Format 1.1"}))
    seen = set[str]()
    for one in (step for exchange in exchanges for step in _steps(exchange)):
        if one.url in seen:  # a script that asks twice
            continue
        seen.add(one.url)
        start = out.tell()
        record = writer.create_warc_record(
            one.url, "response", payload=io.BytesIO(one.body), http_headers=_http_headers(one),
            warc_headers_dict={"WARC-Date": utc_iso(one.at)},
        )  # fmt: skip
        writer.write_record(record)
        about = {
            "url": one.url, "mime": _mime(one), "status": str(one.status), "digest": record.rec_headers.get_header("WARC-Payload-Digest"),
            "length": str(out.tell() - start), "offset": str(start), "filename": "data.warc.gz",
        }  # fmt: skip
        lines.append(_Record(surt(one.url), one.at, about))
    return out.getvalue(), "".join(f"{line}\n" for line in sorted(one.line for one in lines)).encode()


def _steps(exchange: PageExchange) -> Iterator[PageExchange]:
    """An exchange as the network had it: the redirects that led to the answer, then the answer under the address that gave it."""
    here = exchange.url
    for step in exchange.redirects or ():
        # Steps that a page made by itself had no response of their own.
        if step.status is not None and step.url != here:
            yield PageExchange(as_asked(here), exchange.at, step.status, {"location": step.url}, b"")
        here = step.url
    yield PageExchange(as_asked(here), exchange.at, exchange.status, exchange.headers, exchange.body)


def _http_headers(one: PageExchange) -> StatusAndHeaders:
    phrase = HTTPStatus(one.status).phrase if one.status in HTTPStatus._value2member_map_ else "Unknown"
    kept = [(name, _one_line(value)) for name, value in one.headers.items() if name.lower() not in _NOT_KEPT]
    return StatusAndHeaders(f"{one.status} {phrase}", [*kept, ("Content-Length", str(len(one.body)))], protocol="HTTP/1.1")


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _mime(one: PageExchange) -> str:
    declared = next((value for name, value in one.headers.items() if name.lower() == "content-type"), "")
    return declared.partition(";")[0].strip().lower() or "unk"


def as_asked(url: str) -> str:
    """An address as browsers send it: replay finds no record under "/privacy policy" or "/datenschutzerklärung"."""
    parts = urlsplit(url)
    try:
        host = parts.netloc.encode("ascii", "strict").decode()
    except UnicodeEncodeError:
        try:
            host = parts.netloc.encode("idna").decode()
        except UnicodeError:
            host = parts.netloc
    return urlunsplit((parts.scheme, host, quote(parts.path, safe=_AS_IT_IS), quote(parts.query, safe=_AS_IT_IS), ""))


def surt(url: str) -> str:
    """An address in the order in which indexes sort it: "https://www.acme.example/privacy" → "example,acme)/privacy"."""
    parts = urlsplit(url.lower())
    host = (parts.hostname or "").removeprefix("www.")
    place = ",".join(reversed(host.split("."))) if not host.replace(".", "").isdigit() else host
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    # Blanks divide the fields of a line.
    return f"{place}{port}){parts.path or '/'}{f'?{query}' if query else ''}".replace(" ", "%20")


def _pages(url: str, at: datetime, title: str) -> bytes:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    page = {"id": sha256(f"{url} {utc_iso(at)}".encode()).hexdigest()[:22], "url": url, "ts": utc_iso(at), "title": title}
    return "".join(f"{json.dumps(line)}\n" for line in (head, page)).encode()


def _zipped(files: Mapping[str, bytes], created: datetime) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = ZipInfo(name, created.timetuple()[:6])
            # Replay reads single records out of the WARC: in the ZIP, it must lie as it is.
            info.compress_type = ZIP_STORED if name == _WARC else ZIP_DEFLATED
            info.external_attr, info.create_system = 0o644 << 16, 3
            archive.writestr(info, content)
    return out.getvalue()


def _hash(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()
