"""Archive files that somebody packed as a whole."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
import zstandard

from monitor.errors import Unreachable
from monitor.sources import unpacked
from monitor.sources.unpacked import UnpackedFiles
from monitor.sources.warc import WarcHistory

from .sample_warc import PAGES, URL, write_sample


def blocks(body: bytes) -> bytes:
    """As bgzip and pigz pack: in members that do not end where records end."""
    return b"".join(gzip.compress(body[at : at + 700]) for at in range(0, len(body), 700))


def with_dictionary(body: bytes) -> bytes:
    words = zstandard.ZstdCompressionDict(b"WARC/1.0 WARC-Type: response WARC-Target-URI: " * 20)
    frame = zstandard.compress(words.as_bytes())
    return b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame + zstandard.ZstdCompressor(dict_data=words).compress(body)


@pytest.mark.parametrize("pack", [gzip.compress, blocks, zstandard.compress, with_dictionary])
def test_all_captures_are_read(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "packed.warc.gz"
    path.write_bytes(pack(write_sample(tmp_path / "sample.warc").read_bytes()))
    history = WarcHistory(path)
    captures = list(history.captures(URL))
    assert [capture.captured_at for capture in captures] == [moment for moment, _ in PAGES]
    assert [history.fetch("acme", capture).body for capture in reversed(captures)] == [body for _, body in reversed(PAGES)]
    assert history.damage == []


def test_packed_bytes_that_have_no_line_feed_are_not_taken_for_arc_records(tmp_path: Path) -> None:
    """Record IDs are random, and with them the compressed bytes: some have none."""
    path, packed = tmp_path / "packed.warc.zst", b"\n"
    while b"\n" in packed:
        packed = zstandard.compress(write_sample(tmp_path / "sample.warc").read_bytes())
    path.write_bytes(packed)
    assert len(list(WarcHistory(path).captures(URL))) == len(PAGES)


def test_a_cut_off_file_of_zstandard_is_named_damaged(tmp_path: Path) -> None:
    path = tmp_path / "packed.warc.zst"
    path.write_bytes(zstandard.compress(write_sample(tmp_path / "sample.warc").read_bytes())[:30])
    with pytest.raises(Unreachable, match=r"damaged where its compression ends|no record in its compressed data"):
        list(WarcHistory(path).captures(URL))


def test_a_packed_file_that_is_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "packed.warc.gz"
    path.write_bytes(gzip.compress(write_sample(tmp_path / "sample.warc").read_bytes())[:-30])
    history = WarcHistory(path)
    assert len(list(history.captures(URL))) >= 2
    assert len(history.damage) == 1
    assert "damaged where its compression ends" in history.damage[0]


def test_a_file_that_is_only_damaged_is_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "cut.warc.gz"
    whole = write_sample(tmp_path / "sample.warc.gz").read_bytes()
    path.write_bytes(whole[: whole.rindex(b"\x1f\x8b\x08") - 60])
    history = WarcHistory(path)
    assert len(list(history.captures(URL))) == 1
    assert "packed" not in history.damage[0]


def test_copies_have_a_limit_that_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MOST_BYTES", 1000)
    copies = UnpackedFiles()
    why = copies.add("big", io.BytesIO(gzip.compress(bytes(5000))))
    assert why == "packed as a whole and larger than 1,000 bytes; run `warcio recompress` on it"


def test_copies_vanish_with_their_owner() -> None:
    copies = UnpackedFiles()
    assert copies.add("one", io.BytesIO(b"plain")) is None
    assert copies.get("one") is None
    assert copies.add("two", io.BytesIO(gzip.compress(b"text"))) is None
    path = copies.get("two")
    assert path is not None
    assert path.read_bytes() == b"text"
    copies.drop("two")
    assert not path.exists()
    copies.add("three", io.BytesIO(gzip.compress(b"text")))
    kept = copies.get("three")
    assert kept is not None
    del copies
    assert not kept.exists()
