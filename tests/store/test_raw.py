"""Where bytes are stored, and that what is read is what was written."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import BytesLost, StoreError
from monitor.model import SnapshotRecord
from monitor.store.raw import is_missing, raw_path, read_raw, safe_policy, suffix_for, write_raw
from tests.sampling import examples

from .examples import NOON, URL, snapshot


def written(root: Path, body: bytes = b"<html>text</html>") -> SnapshotRecord:
    one = snapshot(body=body)
    path = raw_path(one, one.sha256)
    write_raw(root, path, body)
    return SnapshotRecord("acme", 1, URL, NOON, NOON, "live", one.sha256, len(body), path)


def test_names_consist_of_time_and_digest() -> None:
    one, digest = snapshot(), "1a2b3c4d" + "0" * 56
    short = "acme/raw/2020/20200517120000-1a2b3c4d.html.gz"
    assert raw_path(one, digest) == short
    assert raw_path(one, digest, taken=[short]) == f"acme/raw/2020/20200517120000-{digest}.html.gz"
    assert raw_path(replace(one, captured_at=NOON.replace(year=987)), digest).startswith("acme/raw/0987/09870517")


@settings(max_examples=examples(40), deadline=None)
@given(body=st.binary(max_size=2_000))
def test_bytes_survive_a_round_trip(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    root = tmp_path_factory.mktemp("raw")
    assert read_raw(root, written(root, body)) == body


def test_the_gzip_header_has_no_time_and_no_name(tmp_path: Path) -> None:
    content = (tmp_path / written(tmp_path).path).read_bytes()
    assert content[3:8] == bytes(5), "no flags, so no name; modification time 0"


@pytest.mark.parametrize(
    ("content", "reason", "says"),
    [
        (None, "bytes-missing", "is missing"),
        (b"", "bytes-damaged", "is damaged: it does not decompress to 17 bytes"),
        (gzip.compress(b"<html>TEXT</html>", mtime=0), "bytes-damaged", "was altered"),
        (gzip.compress(bytes(30_000_000), mtime=0), "bytes-damaged", "is damaged"),
        (gzip.compress(b"<html>text</html>", mtime=0) * 2, "bytes-damaged", "is damaged"),
    ],
)
def test_losses_have_a_reason_and_a_remedy(tmp_path: Path, content: bytes | None, reason: str, says: str) -> None:
    record = written(tmp_path)
    path = tmp_path / record.path
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert is_missing(tmp_path, record) is (content is None)
    with pytest.raises(BytesLost, match=f"{says}.*restore it from a backup") as caught:
        read_raw(tmp_path, record)
    assert caught.value.reason == reason
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "path",
    [
        "acme/raw/2020/../../../etc/passwd",
        "/etc/passwd",
        "other/raw/2020/20200517120000-1a2b3c4d.html.gz",
        "acme/raw/2020/20200517120000-1A2B3C4D.html.gz",
        "acme/raw/2020/20200517120000-1a2b3c4d.html",
        "acme/raw/２０２０/20200517120000-1a2b3c4d.html.gz",
        "acme\\raw\\2020\\20200517120000-1a2b3c4d.html.gz",
    ],
)
def test_a_record_cannot_name_another_file(tmp_path: Path, path: str) -> None:
    record = replace(written(tmp_path), path=path)
    assert is_missing(tmp_path, record)
    with pytest.raises(BytesLost, match="not a path for bytes"):
        read_raw(tmp_path, record)


@pytest.mark.parametrize(
    ("media_type", "body", "suffix"),
    [
        ("text/html; charset=x", b"", "html"),
        ("TEXT/PLAIN", b"<html>", "txt"),
        ("text/css", b"a{}", "txt"),
        ("image/png", b"\x89PNG", "bin"),
        (None, b"\xef\xbb\xbf<HTML>", "html"),
        ("application/octet-stream", b"<!-- saved -->", "html"),
        (None, b"%PDF-1.7", "pdf"),
        (None, b"", "bin"),
    ],
)
def test_suffixes(media_type: str | None, body: bytes, suffix: str) -> None:
    assert suffix_for(media_type, body) == suffix


def test_ids_that_are_safe_as_folders() -> None:
    for policy in ("a", "acme", "a.b-c_d", "0", "a" * 100):
        assert safe_policy(policy) == policy
    for policy in ("", "..", "a..b", "A", "-a", "a/b", "a" * 101, "ä"):
        with pytest.raises(StoreError, match="can't be a folder name: use at most 100 of a-z, 0-9"):
            safe_policy(policy)
