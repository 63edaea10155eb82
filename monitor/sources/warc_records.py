"""Records of WARC files (ISO 28500), read through warcio: the one file that knows it."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from monitor.errors import PlaybackFailed, Unreachable
from monitor.net.content_coding import decode_body
from monitor.timestamps import from_iso

_TYPES = frozenset({"response", "revisit", "resource"})
BROKEN = (
    ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile,
    AttributeError, LookupError, TypeError, NotImplementedError,
)  # fmt: skip
"""What reading a damaged file raises; warcio stumbles (AttributeError) over a record without an address, zipfile over odd features."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins."""

    file: str
    """A member of the WACZ file, or "" for the WARC file itself."""
    offset: int


@dataclass(frozen=True, slots=True)
class Record:
    """A record's header; None where it says nothing."""

    place: Place
    kind: str
    """response | revisit | resource"""
    url: str
    moment: datetime
    identity: str | None
    """WARC-Record-ID"""
    status: int | None
    media_type: str | None
    digest: str | None
    refers_to: tuple[str, datetime] | None
    """Of a revisit: address and moment of the record that holds the bytes."""
    length: int


@dataclass(frozen=True, slots=True)
class Payload:
    """What a record holds."""

    body: bytes
    headers: dict[str, str]
    """The site's own, names in lower case."""


class Container:
    """A WARC file, plain or gzip, or a WACZ file with several."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = path.suffix.lower() == ".wacz"

    def files(self) -> list[str]:
        """Names of the WARC files inside ("" for the file itself), in order."""
        if not self._zip:
            return [""]
        with zipfile.ZipFile(self.path) as package:
            names = [name for name in package.namelist() if name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))]
        return sorted(names)

    def open(self, file: str) -> AbstractContextManager[IO[bytes]]:
        """One of them, seekable."""
        if not self._zip:
            return self.path.open("rb")
        return zipfile.ZipFile(self.path).open(file)

    def records(self, file: str, damaged: Callable[[str], None]) -> Iterator[Record]:
        """Headers of all records in order; at the first broken one it stops and tells `damaged` where."""
        offset = end = 0
        try:
            with self.open(file) as stream:
                reading = ArchiveIterator(stream)
                for raw in reading:
                    offset, end = reading.get_record_offset(), reading.offset  # the first reads to the record's end
                    if _left(raw) and raw.rec_type != "revisit":  # revisits announce lengths of bodies they leave out
                        return damaged(f"broken off in the record at byte {offset:,}")
                    record = _record(raw, Place(file, offset))
                    if record is not None:
                        yield record
                if end < stream.seek(0, os.SEEK_END):  # warcio takes a header cut short for the end of the file
                    damaged(f"unreadable after the record at byte {offset:,}")
        except BROKEN as error:
            damaged(f"unreadable after the record at byte {offset:,} ({_first_line(error)})")

    def payload(self, record: Record, *, limit: int) -> Payload:
        """The bytes of one record, codings undone.

        Raises:
            PlaybackFailed: the record is broken, its bytes don't agree with its digest, or it unfolds to more than `limit` bytes.
        """
        where = f"{self.path} (record at byte {record.place.offset:,})"
        try:
            with self.open(record.place.file) as stream:
                stream.seek(record.place.offset)
                return _payload(next(ArchiveIterator(stream, check_digests=True)), where, limit)
        except Unreachable as error:
            raise PlaybackFailed(str(error), transient=False) from error
        except (*BROKEN, StopIteration) as error:
            raise PlaybackFailed(f"{where} can't be read ({_first_line(error)}); get the file again.", transient=False) from error


def _record(raw: Any, place: Place) -> Record | None:
    say = raw.rec_headers.get_header
    url = (say("WARC-Target-URI") or "").strip("<>")
    if raw.rec_type not in _TYPES or not url.lower().startswith(("http://", "https://")):
        return None
    status = (raw.http_headers.get_statuscode() if raw.http_headers else "") or ""
    refers = (say("WARC-Refers-To-Target-URI") or "").strip("<>"), say("WARC-Refers-To-Date")
    return Record(
        place=place,
        kind=raw.rec_type,
        url=url,
        moment=_moment(say("WARC-Date")),
        identity=say("WARC-Record-ID"),
        status=int(status) if status.isdigit() else 200 if raw.rec_type == "resource" else None,
        media_type=_header(raw, "content-type") or (say("Content-Type") if raw.rec_type == "resource" else None),
        digest=(say("WARC-Payload-Digest") or "").removeprefix("sha1:") or None,
        refers_to=(refers[0], _moment(refers[1])) if refers[0] and refers[1] else None,
        length=int(say("Content-Length") or 0),
    )


def _payload(raw: Any, where: str, limit: int) -> Payload:
    chunked = "chunked" in (_header(raw, "transfer-encoding") or "").lower()
    coded = (ChunkedDataReader(raw.raw_stream) if chunked else raw.raw_stream).read(limit + 1)
    if len(coded) > limit:
        raise PlaybackFailed(f"{where} holds more than {limit:,} bytes, which is no policy.", transient=False)
    if not chunked and _left(raw):
        raise PlaybackFailed(f"{where} is broken off; get the file again.", transient=False)
    # Crawlers disagree on whether the digest of a chunked payload covers its framing, so there it proves nothing.
    if raw.digest_checker.passed is False and not chunked:
        raise PlaybackFailed(f"{where} does not agree with its own digest; get the file again.", transient=False)
    headers = {name.lower(): value for name, value in (raw.http_headers.headers if raw.http_headers else ())}
    headers = {name: value for name, value in headers.items() if not name.startswith("set-cookie")}
    return Payload(decode_body(coded, headers.get("content-encoding"), where, limit=limit), headers)


def _left(raw: Any) -> int:
    """Bytes that a record announces and does not have, once it is read; a header cut short announces nothing and leaves no limit."""
    return int(getattr(raw.raw_stream, "limit", 1))


def _header(raw: Any, name: str) -> str | None:
    value = raw.http_headers.get_header(name) if raw.http_headers else None
    return None if value is None else str(value)


def _moment(text: str | None) -> datetime:
    """To the second: archives list captures so, and WARC 1.1 may say more."""
    return from_iso(text or "").replace(microsecond=0)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
