"""Compressed data, whole and broken, and compressed bombs."""

from __future__ import annotations

import gzip
import random
import resource
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard

from monitor.decompression import CODINGS, Incomplete, TooLarge, Undecodable, decompress
from tests.cpu import cpu, in_pages

LIMIT = 10_000_000
TEXT = b"Heron Lamps shares nothing with anybody. " * 500
NOISE = random.Random(7).randbytes(300_000)
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def raw_deflate(body: bytes) -> bytes:
    return zlib.compress(body, wbits=-15)


def test_every_coding_is_tested() -> None:
    assert tuple(PACK) == CODINGS


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("body", [TEXT, NOISE, b"", b"x"])
def test_what_was_compressed_comes_back(coding: str, body: bytes) -> None:
    assert decompress(coding, PACK[coding](body), LIMIT) == body


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("rubbish", [b"\x00", b"\r\n", b"\x00\x00rubbish" * 20])
def test_what_follows_the_end_is_ignored(coding: str, rubbish: bytes) -> None:
    for body in (TEXT, NOISE):
        assert decompress(coding, PACK[coding](body) + rubbish, LIMIT) == body


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("body", [TEXT, NOISE])
def test_data_that_is_cut_off_is_incomplete(coding: str, body: bytes) -> None:
    packed = PACK[coding](body)
    for kept in (len(packed) // 2, len(packed) - 20, 3):
        with pytest.raises(Incomplete):
            decompress(coding, packed[:kept], LIMIT)


@pytest.mark.parametrize("coding", CODINGS)
def test_text_is_no_compressed_data(coding: str) -> None:
    with pytest.raises(Undecodable):
        decompress(coding, b"<!doctype html><html><p>We share nothing.", LIMIT)


@pytest.mark.parametrize("missing", range(1, 9))
def test_a_gzip_trailer_may_be_missing(missing: int) -> None:
    assert decompress("gzip", gzip.compress(TEXT)[:-missing], LIMIT) == TEXT


def test_a_gzip_trailer_may_not_be_wrong() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-8] ^= 1
    with pytest.raises(Undecodable, match="checksum"):
        decompress("gzip", bytes(packed), LIMIT)
    with pytest.raises(Undecodable, match="checksum"):
        decompress("deflate", zlib.compress(TEXT)[:-1] + b"?", LIMIT)
    assert decompress("deflate", zlib.compress(TEXT)[:-4], LIMIT) == TEXT


def test_raw_deflate_and_gzip_headers_with_names_are_read() -> None:
    assert decompress("deflate", raw_deflate(TEXT), LIMIT) == TEXT
    header = b"\x1f\x8b\x08\x1e\0\0\0\0\0\xff" + b"\x04\0abcd" + b"policy.html\0" + b"a comment\0" + b"\0\0"
    trailer = zlib.crc32(TEXT).to_bytes(4, "little") + len(TEXT).to_bytes(4, "little")
    assert decompress("gzip", header + raw_deflate(TEXT) + trailer, LIMIT) == TEXT
    for cut in (9, 12, 20):
        with pytest.raises(Incomplete):
            decompress("gzip", header[:cut], LIMIT)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_members_follow_one_another(coding: str) -> None:
    assert decompress(coding, PACK[coding](TEXT) + PACK[coding](b"") + PACK[coding](NOISE), LIMIT) == TEXT + NOISE


def test_a_skippable_zstandard_frame_is_skipped() -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\0\0\0note"
    assert decompress("zstd", zstandard.compress(TEXT) + skippable + zstandard.compress(b"end"), LIMIT) == TEXT + b"end"


def test_hundreds_of_thousands_of_empty_members_take_linear_time() -> None:
    def cost(coding: str, members: int) -> float:
        body = PACK[coding](b"") * members
        return min(cpu(lambda: decompress(coding, body, LIMIT)) for _ in range(2))

    assert decompress("gzip", gzip.compress(b"") * 200_000, LIMIT) == b""
    assert cost("gzip", 100_000) < 9 * cost("gzip", 25_000)


def test_hundreds_of_thousands_of_frames_are_refused_at_once() -> None:
    body = zstandard.compress(b"") * 100_000

    def refused() -> None:
        with pytest.raises(Undecodable, match="too many frames"):
            decompress("zstd", body, LIMIT)

    assert in_pages(refused) < 20


@pytest.mark.parametrize("coding", CODINGS)
def test_a_bomb_is_stopped_at_the_limit_in_bounded_memory(coding: str) -> None:
    bomb = PACK[coding](bytes(30_000_000 if coding == "br" else 150_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLarge):
        decompress(coding, bomb, 1_000_000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # in KB, on Linux


def test_a_frame_that_asks_for_gigabytes_of_window_is_refused() -> None:
    # A frame header (RFC 8878, section 3.1.1.1) without content size, whose window descriptor means 3.75 TB.
    with pytest.raises(Undecodable):
        decompress("zstd", b"\x28\xb5\x2f\xfd\x00\xff\x01\x00\x00", LIMIT)


def test_a_body_of_frames_without_content_is_refused() -> None:
    frame, skippable = zstandard.ZstdCompressor().compress(b""), b"\x50\x2a\x4d\x18" + bytes(4)
    assert decompress("zstd", zstandard.ZstdCompressor().compress(b"page") * 50, 1000) == b"page" * 50
    for many in (frame * 20_000, frame + skippable * 20_000):
        with pytest.raises(Undecodable, match="too many frames"):
            decompress("zstd", many, 1000)
