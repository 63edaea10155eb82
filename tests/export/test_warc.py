"""What another library reads from the WARC files that we write; `tests/pipeline/test_export_warc.py` replays them in pywb."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.export.warc import write_warc
from monitor.model import SnapshotRecord
from tests.render import sample

BODIES = {1: b"<p>Old</p>", 2: b"\x00\xff binary", 3: b""}


def record(sequence: int, day: str, **fields: Any) -> SnapshotRecord:
    body = BODIES[sequence]
    return SnapshotRecord(
        **{
            "policy": "x", "sequence": sequence, "url": "https://x.example/privacy", "captured_at": sample.at(day), "kept_at": sample.NOW,
            "source": "live", "sha256": hashlib.sha256(body).hexdigest(), "size": len(body), "path": f"{sequence}.html", "status": 200,
            "media_type": "text/html; charset=utf-8", "headers": {"Server": "nginx", "Content-Length": "9999"}, **fields,
        }
    )  # fmt: skip


RECORDS = [record(2, "2016-12-29"), record(1, "2010-05-18"), record(3, "2016-12-29")]


def body_of(one: SnapshotRecord) -> bytes:
    return BODIES[one.sequence]


def read(path: Path) -> list[tuple[str, dict[str, str], str, dict[str, str], bytes]]:
    """(type, WARC headers, HTTP status line, HTTP headers, body) of each record."""
    found = []
    with path.open("rb") as file:
        for one in ArchiveIterator(file):
            body = one.content_stream().read()
            http = one.http_headers
            status, headers = (http.get_statuscode(), dict(http.headers)) if http else ("", {})
            found.append((one.rec_type, dict(one.rec_headers.headers), status, headers, body))
    return found


@pytest.mark.parametrize("name", ["out.warc", "out.warc.gz"])
def test_every_capture_is_read_back_oldest_first(tmp_path: Path, name: str) -> None:
    assert write_warc(tmp_path / name, RECORDS, body_of, software="policy-monitor 0") == 3
    info, *responses = read(tmp_path / name)
    assert info[0] == "warcinfo"
    assert b"software: policy-monitor 0" in info[4]
    assert [body for *_, body in responses] == [BODIES[1], BODIES[2], BODIES[3]]
    assert [headers["WARC-Date"] for _, headers, *_ in responses] == ["2010-05-18T04:23:15Z", *["2016-12-29T04:23:15Z"] * 2]
    assert {headers["WARC-Target-URI"] for _, headers, *_ in responses} == {"https://x.example/privacy"}


def test_only_a_name_ending_in_gz_is_compressed_and_record_by_record(tmp_path: Path) -> None:
    for name in ("out.warc", "out.warc.gz"):
        write_warc(tmp_path / name, RECORDS, body_of, software="s")
    assert (tmp_path / "out.warc").read_bytes().startswith(b"WARC/1.1\r\n")
    compressed = (tmp_path / "out.warc.gz").read_bytes()
    assert compressed.count(b"\x1f\x8b\x08") == 4
    assert gzip.decompress(compressed).startswith(b"WARC/1.1\r\n")


def test_headers_of_the_transport_are_replaced_by_those_of_the_stored_body(tmp_path: Path) -> None:
    names = ("Transfer-Encoding", "Content-Encoding", "Content-Length", "Connection", "Set-Cookie", "content-type")
    kept = record(1, "2010-05-18", headers={**dict.fromkeys(names, "old"), "Server": "nginx", "ETag": "e"})
    write_warc(tmp_path / "out.warc", [kept], body_of, software="s")
    _, (_, _, status, headers, body) = read(tmp_path / "out.warc")
    assert status == "200"
    assert headers == {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Server": "nginx", "ETag": "e"}


@pytest.mark.parametrize(("status", "line"), [(404, b"404 Not Found"), (None, b"200 OK"), (799, b"799 Unknown")])
def test_the_status_is_the_captures_own(tmp_path: Path, status: int | None, line: bytes) -> None:
    write_warc(tmp_path / "out.warc", [record(1, "2010-05-18", status=status, media_type=None)], body_of, software="s")
    content = (tmp_path / "out.warc").read_bytes()
    assert b"HTTP/1.1 " + line + b"\r\n" in content
    assert b"Content-Type: application/octet-stream\r\n" in content


def test_the_same_capture_has_the_same_record_id_in_every_export(tmp_path: Path) -> None:
    def ids(records: list[SnapshotRecord]) -> list[str]:
        write_warc(tmp_path / "out.warc", records, body_of, software="s")
        return [headers["WARC-Record-ID"] for kind, headers, *_ in read(tmp_path / "out.warc") if kind == "response"]

    first = ids(RECORDS)
    assert ids(RECORDS[::-1]) == first
    assert len(set(first)) == 3
    assert ids([replace(RECORDS[1], url="https://y.example/")]) != first[:1]


def raising(error: Exception) -> Callable[[SnapshotRecord], bytes]:
    def read(one: SnapshotRecord) -> bytes:
        raise error

    return read


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out.warc"
    out.write_bytes(b"old")
    with pytest.raises(OSError, match="gone"):
        write_warc(out, RECORDS, raising(OSError("gone")), software="s")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.warc", b"old")]


def test_no_records_make_a_file_that_says_who_wrote_it(tmp_path: Path) -> None:
    assert write_warc(tmp_path / "out.warc", [], body_of, software="s") == 0
    assert [kind for kind, *_ in read(tmp_path / "out.warc")] == ["warcinfo"]
