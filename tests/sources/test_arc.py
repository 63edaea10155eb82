"""ARC files: plain and compressed, of both versions, with and without their first record."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from monitor.sources.arc import is_arc
from monitor.sources.warc import WarcHistory

from .sample_warc import write_sample

URL = "http://www.heron.example/privacy"
BODIES = {"20050101000000": b"<html><p>We never sell your data.</p></html>", "20060101000000": b"<html><p>We may sell it.</p></html>"}
FIELDS = {1: "", 2: "200 ABCDEF - 0 heron.arc "}


def arc(version: int = 1, *, opening: bool = True, headers: bytes = b"Content-Type: text/html\r\n") -> list[bytes]:
    """The records of a file."""
    about = f"{version} 0 Heron\nURL IP-address Archive-date Content-type Archive-length\n".encode()
    records = []
    if opening:
        records.append(f"filedesc://heron.arc 0.0.0.0 20050101000000 text/plain {FIELDS[version]}{len(about)}\n".encode() + about + b"\n")
    records.append(f"dns:www.heron.example 10.0.0.1 20050101000000 text/dns {FIELDS[version]}3\n".encode() + b"abc\n")
    for digits, body in BODIES.items():
        block = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n" + body
        records.append(f"{URL} 10.0.0.1 {digits} text/html {FIELDS[version]}{len(block)}\n".encode() + block + b"\n")
    return records


PACKINGS = {
    "heron.arc": b"".join,
    "heron.arc.gz": lambda records: b"".join(map(gzip.compress, records)),
    "whole.arc.gz": lambda records: gzip.compress(b"".join(records)),
}


@pytest.mark.parametrize("name", PACKINGS)
@pytest.mark.parametrize("version", FIELDS)
@pytest.mark.parametrize("opening", [True, False])
def test_captures_are_read(tmp_path: Path, name: str, version: int, opening: bool) -> None:
    (tmp_path / name).write_bytes(PACKINGS[name](arc(version, opening=opening)))
    history = WarcHistory(tmp_path / name)
    captures = list(history.captures(URL))
    assert [f"{capture.captured_at:%Y%m%d%H%M%S}" for capture in captures] == list(BODIES)
    for capture, body in zip(captures, BODIES.values(), strict=True):
        snapshot = history.fetch("heron", capture)
        assert (snapshot.body, snapshot.status, snapshot.media_type) == (body, 200, "text/html")
        assert "warc-record-id" not in snapshot.headers
    assert history.damage == []
    assert history.addresses() == [URL]


def test_a_truncated_file_is_read_up_to_the_damage(tmp_path: Path) -> None:
    (tmp_path / "cut.arc").write_bytes(b"".join(arc())[:-20])
    history = WarcHistory(tmp_path / "cut.arc")
    assert len(list(history.captures(URL))) == 1
    assert "truncated in the record" in history.damage[0]


@pytest.mark.parametrize(
    "start", [b"", b"WARC/1.0\r\n", b"<html> one 2 three", b"a b c d e", b"\x1f\x8b\x08\xff\xff\xff", b"x: 1 2 20050101 3 z"]
)
def test_other_files_are_no_arc_files(start: bytes) -> None:
    assert not is_arc(io.BytesIO(start))


@pytest.mark.parametrize("name", ["sample.warc", "sample.warc.gz"])
def test_warc_files_are_no_arc_files(tmp_path: Path, name: str) -> None:
    with write_sample(tmp_path / name).open("rb") as stream:
        assert not is_arc(stream)
