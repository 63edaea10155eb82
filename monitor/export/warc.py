"""The raw captures of a policy as one standard WARC 1.1 file (ISO 28500), for pywb and every other replay tool."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.model import SnapshotRecord
from monitor.timestamps import utc_iso

# Headers about the bytes on the wire, not about the body that was stored, and cookies of our own session.
_TRANSPORT_HEADERS = {"transfer-encoding", "content-encoding", "content-length", "connection", "set-cookie", "content-type"}


def write_warc(out: Path, records: Iterable[SnapshotRecord], read: Callable[[SnapshotRecord], bytes], *, software: str) -> int:
    """Writes each capture as a response record, oldest first, atomically; returns the number of records.

    Args:
        out: the file; gzipped record by record when its name ends in .gz.
        records: what to write.
        read: returns a record's bytes.
        software: name and version of this program, for the warcinfo record.
    """
    # In the same folder, so that `replace` is atomic: no reader sees half a file.
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            count = _write(file, records, read, gzip=out.name.endswith(".gz"), name=out.name, software=software)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)
    return count


def _write(
    file: BinaryIO, records: Iterable[SnapshotRecord], read: Callable[[SnapshotRecord], bytes], *, gzip: bool, name: str, software: str
) -> int:
    writer, count = WARCWriter(file, gzip=gzip, warc_version="WARC/1.1"), 0
    writer.write_record(writer.create_warcinfo_record(name, {"software": software, "format": "WARC File Format 1.1"}))
    # By capture, not by arrival: backfilled captures are older than those that were here before them.
    for record in sorted(records, key=lambda r: (r.captured_at, r.sequence)):
        body = read(record)
        writer.write_record(
            writer.create_warc_record(
                record.url,
                "response",
                payload=io.BytesIO(body),
                http_headers=_http_headers(record, len(body)),
                warc_headers_dict={"WARC-Date": utc_iso(record.captured_at), "WARC-Record-ID": _record_id(record)},
            )
        )
        count += 1
    return count


def _http_headers(record: SnapshotRecord, length: int) -> StatusAndHeaders:
    status = record.status or 200  # imported files have none, and a response record needs one
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unknown"
    kept = [(name, value) for name, value in record.headers.items() if name.lower() not in _TRANSPORT_HEADERS]
    own = [("Content-Type", record.media_type or "application/octet-stream"), ("Content-Length", str(length))]
    return StatusAndHeaders(f"{status} {phrase}", [*own, *kept], protocol="HTTP/1.1")


def _record_id(record: SnapshotRecord) -> str:
    """Depends on the capture alone, so that exporting twice gives the same records."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{record.url} {utc_iso(record.captured_at)} {record.sha256}')}>"
