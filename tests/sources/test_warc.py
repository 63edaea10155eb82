"""WARC and WACZ files, whole and broken."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import NotArchived, PlaybackFailed, Unreachable
from monitor.sources.warc import WarcHistory

from .sample_warc import PAGES, URL, page, write_sample

MOMENT = datetime(2019, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"", "no capture"),
        (b"this is no archive\n" * 50, "unreadable"),
        (gzip.compress(b"neither is this", mtime=0), "unreadable"),
    ],
)
def test_files_that_are_not_archives(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "broken.warc.gz"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Unreachable, match=says) as caught:
        WarcHistory(path).captures(URL)
    assert str(path) in str(caught.value)
    assert (caught.value.reason, caught.value.transient) == ("bad-file", False)


def test_a_wacz_that_is_not_a_zip(tmp_path: Path) -> None:
    (tmp_path / "broken.wacz").write_bytes(b"no zip")
    with pytest.raises(Unreachable, match="not a zip"):
        WarcHistory(tmp_path / "broken.wacz").captures(URL)
    with zipfile.ZipFile(tmp_path / "bare.wacz", "w") as package:
        package.writestr("datapackage.json", "{}")
    with pytest.raises(Unreachable, match="no capture"):
        WarcHistory(tmp_path / "bare.wacz").captures(URL)


@pytest.mark.parametrize("name", ["sample.warc", "sample.warc.gz"])
def test_records_before_the_damage_are_used(tmp_path: Path, name: str) -> None:
    whole = write_sample(tmp_path / name)
    history = WarcHistory(whole)
    captures = list(history.captures(URL))
    second = history._index[captures[1]].location.offset
    part = tmp_path / f"part-{name}"
    part.write_bytes(whole.read_bytes()[: second + 300])

    damaged = WarcHistory(part)
    assert list(damaged.captures(URL)) == captures[:1]
    assert damaged.fetch("acme", captures[0]).body == PAGES[0][1]
    assert len(damaged.damage) == 1
    assert damaged.damage[0].startswith(f"{part} is ")
    assert history.damage == []


def test_a_record_without_a_url_is_reported(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.warc")
    path.write_bytes(path.read_bytes().replace(b"WARC-Target-URI", b"WARC-Target-URX", 1))

    with pytest.raises(Unreachable, match="unreadable after the record at byte"):
        WarcHistory(path).captures(URL)


def test_garbage_at_the_end_is_reported(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.warc.gz")
    path.write_bytes(path.read_bytes() + b"\0rubbish" * 3)

    history = WarcHistory(path)
    assert len(list(history.captures(URL))) == 3
    assert len(history.damage) == 1


def test_altered_bytes_are_refused(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.warc")
    path.write_bytes(path.read_bytes().replace(b"We never sell", b"We always sell"[:13]))

    history = WarcHistory(path)
    with pytest.raises(PlaybackFailed, match="its own digest"):
        history.fetch("acme", next(history.captures(URL)))


def test_a_file_that_changes_while_open(tmp_path: Path) -> None:
    path = write_sample(tmp_path / "sample.warc.gz")
    history = WarcHistory(path)
    capture = list(history.captures(URL))[1]
    path.write_bytes(path.read_bytes()[:700])

    with pytest.raises(PlaybackFailed, match="download the file again"):
        history.fetch("acme", capture)


def written(tmp_path: Path, body: bytes, *headers: tuple[str, str], status: str = "200 OK", url: str = URL) -> WarcHistory:
    with (tmp_path / "one.warc.gz").open("wb") as stream:
        page(WARCWriter(stream, gzip=True), url, MOMENT, body, status=status, headers=list(headers))
    return WarcHistory(tmp_path / "one.warc.gz", max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(b"text", mtime=0), [("Content-Encoding", "gzip")]),
        (b"4\r\ntext\r\n0\r\n\r\n", [("Transfer-Encoding", "chunked")]),
        (b"text", [("Transfer-Encoding", "chunked")]),
        *((b"text", [("Content-Encoding", coding)]) for coding in ("gzip", "deflate", "br", "zstd", "UTF-8", "none")),
        (brotli.compress(b"text"), [("Content-Encoding", "br")]),
        (zstandard.compress(b"text"), [("Content-Encoding", "zstd")]),
        (zlib.compress(b"text"), [("Content-Encoding", "deflate")]),
        (gzip.compress(b"text", mtime=0)[:-8], [("Content-Encoding", "gzip")]),
    ],
)
def test_codings_are_removed(tmp_path: Path, body: bytes, headers: list[tuple[str, str]]) -> None:
    history = written(tmp_path, body, *headers)
    snapshot = history.fetch("acme", next(history.captures(URL)))

    assert snapshot.body == b"text"
    assert snapshot.headers["warc-record-id"].startswith("<urn:uuid:")
    assert "set-cookie" not in snapshot.headers


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(b"\0" * 2_000_000, mtime=0), [("Content-Encoding", "gzip")]),
        (b"x" * 1_000_001, []),
        (b"\x0b\xff\x80 cut", [("Content-Encoding", "br")]),
        (b"\x1f\x9d\x90" * 200, [("Content-Encoding", "compress")]),
    ],
)
def test_damaged_payloads_are_errors(tmp_path: Path, body: bytes, headers: list[tuple[str, str]]) -> None:
    history = written(tmp_path, body, *headers)
    with pytest.raises(PlaybackFailed):
        history.fetch("acme", next(history.captures(URL)))


def test_archived_errors_keep_their_status(tmp_path: Path) -> None:
    history = written(tmp_path, b"gone", status="410 Gone")
    (capture,) = history.captures(URL)

    assert capture.status == 410
    assert history.fetch("acme", capture).status == 410


def test_other_record_types_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "mixed.warc"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=False)
        writer.write_record(
            writer.create_warc_record("dns:acme.example", "response", payload=io.BytesIO(b"x"), warc_content_type="text/dns")
        )
        http = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
        writer.write_record(writer.create_warc_record(URL, "request", http_headers=http))
        writer.write_record(
            writer.create_warc_record(
                URL,
                "resource",
                payload=io.BytesIO(b"text"),
                warc_content_type="text/html",
                warc_headers_dict={"WARC-Date": "2020-01-02T03:04:05.678Z"},
            )
        )
    history = WarcHistory(path)

    assert history.addresses() == [URL]
    (capture,) = history.captures(URL)
    snapshot = history.fetch("acme", capture)
    assert (snapshot.body, snapshot.status, snapshot.media_type) == (b"text", 200, "text/html")
    assert capture.captured_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_revisit_whose_bytes_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "lonely.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_revisit_record(URL, "sha1:" + "A" * 32, URL, "2018-01-01T00:00:00Z"))
    history = WarcHistory(path)
    (capture,) = history.captures(URL)

    assert capture.status is None
    with pytest.raises(PlaybackFailed, match="does not contain the bytes"):
        history.fetch("acme", capture)


def test_revisits_without_a_reference_are_found_by_digest(tmp_path: Path) -> None:
    path = tmp_path / "digest.warc.gz"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        record = page(writer, URL, MOMENT, b"text")
        revisit = writer.create_revisit_record(URL, record.rec_headers.get_header("WARC-Payload-Digest"), "", "")
        writer.write_record(revisit)
    history = WarcHistory(path)
    last = list(history.captures(URL))[-1]

    assert last.captured_at > MOMENT
    assert history.fetch("acme", last).body == b"text"


def test_captures_of_another_file_are_not_archived(tmp_path: Path) -> None:
    (capture,) = written(tmp_path, b"text").captures(URL)

    with pytest.raises(NotArchived, match=r"2019-01-01"):
        WarcHistory(write_sample(tmp_path / "sample.warc")).fetch("acme", capture)
