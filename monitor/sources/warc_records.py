"""Records of WARC files (ISO 28500) and of the older ARC files, read with warcio: the only module that imports it."""

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

from warcio.archiveiterator import ArchiveIterator, ARCIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from monitor.errors import PlaybackFailed, Unreachable
from monitor.net.content_coding import decode_body
from monitor.sources.arc import ARC_PROTOCOL, ArcHeaders, is_arc
from monitor.sources.unpacked import UnpackedFiles, is_zstandard
from monitor.timestamps import from_iso

# ISO 28500 also has requests, metadata, warcinfo, conversions and continuations, none of which is a page as received.
_TYPES = frozenset({"response", "revisit", "resource"})
_ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
READ_ERRORS = (
    ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile,
    AttributeError, LookupError, TypeError, NotImplementedError,
)  # fmt: skip
"""What reading a damaged file raises. warcio raises AttributeError for a record without a URI."""


@dataclass(frozen=True, slots=True)
class RecordLocation:
    """Where a record starts."""

    file: str
    """A member of the WACZ file, or "" for the WARC file itself."""
    offset: int


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record's header; None where it states nothing."""

    location: RecordLocation
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
    """Of a revisit: URL and time of the record that holds the bytes."""
    length: int


@dataclass(frozen=True, slots=True)
class WarcPayload:
    """A record's content."""

    body: bytes
    headers: dict[str, str]
    """The site's own, with names in lower case."""


class WarcContainer:
    """A WARC or ARC file, plain or compressed, or a WACZ file with several."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = path.suffix.lower() == ".wacz"
        self._unpacked = UnpackedFiles()

    def files(self) -> list[str]:
        """Names of the WARC files inside ("" for the file itself), sorted."""
        if not self._zip:
            return [""]
        with zipfile.ZipFile(self.path) as package:
            names = [name for name in package.namelist() if name.startswith("archive/") and name.endswith(_ENDINGS)]
        return sorted(names)

    def open(self, file: str) -> AbstractContextManager[IO[bytes]]:
        """Open one of them; seekable. One that was compressed as a whole is its unpacked copy."""
        copy = self._unpacked.get(file)
        return copy.open("rb") if copy is not None else self._as_stored(file)

    def _as_stored(self, file: str) -> AbstractContextManager[IO[bytes]]:
        return zipfile.ZipFile(self.path).open(file) if self._zip else self.path.open("rb")

    def records(self, file: str, damaged: Callable[[str], None]) -> Iterator[WarcRecord]:
        """The headers of all records in order; stops at the first damaged one and reports to `damaged` where.

        A compressed WARC file has each record in a gzip member of its own, so that it can be read from any of them. Files that somebody
        packed as a whole, with gzip or Zstandard, are unpacked to a temporary copy first.
        """
        with self._as_stored(file) as stream:
            zstandard = is_zstandard(stream)
        # warcio, which can't read Zstandard, takes such bytes for ARC records where they have no line feed early on.
        found, fault = ([], "no record in its compressed data") if zstandard else self._listed(file)
        if fault is not None:
            with self._as_stored(file) as stream:
                why = self._unpacked.add(file, stream)
            if self._unpacked.get(file) is not None:
                again, fault_again = self._listed(file)
                # A member that is cut off must not count for more in the copy, where its end is less plain.
                if len(again) > len(found) and (why is None or "non-chunked" in fault):
                    found, fault = again, why or fault_again
                else:
                    self._unpacked.drop(file)
        yield from found
        if fault is not None:
            damaged(fault)

    def _listed(self, file: str) -> tuple[list[WarcRecord], str | None]:
        """The records up to the first damaged one, and where that is."""
        found: list[WarcRecord] = []
        offset = end = 0
        try:
            with self.open(file) as stream:
                reading = _reading(stream)
                for raw in reading:
                    offset, end = reading.get_record_offset(), reading.offset  # get_record_offset() reads to the end of the record
                    if _missing_bytes(raw) and raw.rec_type != "revisit":  # a revisit states the length of a body that it omits
                        return found, f"truncated in the record at byte {offset:,}"
                    record = _record(raw, RecordLocation(file, offset))
                    if record is not None:
                        found.append(record)
                if end < stream.seek(0, os.SEEK_END):  # warcio mistakes a truncated header for the end of the file
                    return found, f"unreadable after the record at byte {offset:,}"
        except READ_ERRORS as error:
            return found, f"unreadable after the record at byte {offset:,} ({_first_line(error)})"
        return found, None

    def payload(self, record: WarcRecord, *, limit: int) -> WarcPayload:
        """The bytes of one record, decoded.

        Raises:
            PlaybackFailed: the record is damaged, its bytes do not match its digest, or it decompresses to more than `limit` bytes.
        """
        where = f"{self.path} (record at byte {record.location.offset:,})"
        try:
            with self.open(record.location.file) as stream:
                return _payload(next(_reading(stream, record.location.offset, check_digests=True)), where, limit)
        except Unreachable as error:
            raise PlaybackFailed(str(error), transient=False) from error
        except (*READ_ERRORS, StopIteration) as error:
            raise PlaybackFailed(f"{where} can't be read ({_first_line(error)}); download the file again.", transient=False) from error


def _reading(stream: IO[bytes], offset: int = 0, *, check_digests: bool = False) -> Any:
    """The records from this place on; those of an ARC file with WARC headers."""
    arc = is_arc(stream)
    stream.seek(offset)
    if not arc:
        return ArchiveIterator(stream, check_digests=check_digests)
    reading = ARCIterator(stream, arc2warc=True)
    reading.loader.arc_parser = ArcHeaders()
    return reading


def _record(raw: Any, location: RecordLocation) -> WarcRecord | None:
    header = raw.rec_headers.get_header
    url = (header("WARC-Target-URI") or "").strip("<>")
    if raw.rec_type not in _TYPES or not url.lower().startswith(("http://", "https://")):
        return None
    status = (raw.http_headers.get_statuscode() if raw.http_headers else "") or ""
    refers = (header("WARC-Refers-To-Target-URI") or "").strip("<>"), header("WARC-Refers-To-Date")
    return WarcRecord(
        location=location,
        kind=raw.rec_type,
        url=url,
        moment=_moment(header("WARC-Date")),
        # warcio makes up a new one for a record of an ARC file each time that it is read.
        identity=None if raw.rec_headers.protocol == ARC_PROTOCOL else header("WARC-Record-ID"),
        status=int(status) if status.isdecimal() else 200 if raw.rec_type == "resource" else None,
        media_type=_header(raw, "content-type") or (header("Content-Type") if raw.rec_type == "resource" else None),
        digest=(header("WARC-Payload-Digest") or "").removeprefix("sha1:") or None,
        refers_to=(refers[0], _moment(refers[1])) if refers[0] and refers[1] else None,
        length=int(header("Content-Length") or 0),
    )


def _payload(raw: Any, where: str, limit: int) -> WarcPayload:
    chunked = "chunked" in (_header(raw, "transfer-encoding") or "").lower()
    coded = (ChunkedDataReader(raw.raw_stream) if chunked else raw.raw_stream).read(limit + 1)
    if len(coded) > limit:
        raise PlaybackFailed(f"{where} exceeds the {limit:,} byte limit.", transient=False)
    if not chunked and _missing_bytes(raw):
        raise PlaybackFailed(f"{where} is truncated; download the file again.", transient=False)
    # Crawlers disagree on whether the digest of a chunked payload covers the chunk framing, so a mismatch proves nothing there.
    if raw.digest_checker.passed is False and not chunked:
        raise PlaybackFailed(f"{where} does not match its own digest; download the file again.", transient=False)
    headers = {name.lower(): value for name, value in (raw.http_headers.headers if raw.http_headers else ())}
    headers = {name: value for name, value in headers.items() if not name.startswith("set-cookie")}
    return WarcPayload(decode_body(coded, headers.get("content-encoding"), where, limit=limit), headers)


def _missing_bytes(raw: Any) -> int:
    """Bytes by which a record, once read, falls short of its stated length; after a truncated header there is no `limit` attribute."""
    return int(getattr(raw.raw_stream, "limit", 1))


def _header(raw: Any, name: str) -> str | None:
    value = raw.http_headers.get_header(name) if raw.http_headers else None
    return None if value is None else str(value)


def _moment(text: str | None) -> datetime:
    """To the second, as archives list captures; WARC 1.1 allows fractions."""
    return from_iso(text or "").replace(microsecond=0)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
