"""Content codings as servers and archives name them, rightly and wrongly."""

from __future__ import annotations

import gzip
import random
import zlib

import brotli
import pytest
import zstandard

from monitor.errors import Unreachable
from monitor.net.content_coding import ACCEPT_ENCODING, decode_body

PAGE = "<!doctype html><html><body><h1>Privacy</h1><p>Heron Lamps “never” sells your data – für niemanden.</p></body></html>".encode()
LATIN = ("<html><body><p>" + "Für Änderungen gilt: wir müssen Sie fragen. " * 20 + "</p></body></html>").encode("cp1252")
PACK = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstandard.compress}


def decode(body: bytes, coding: str | None, limit: int = 1_000_000) -> bytes:
    return decode_body(body, coding, "https://heron.example/p", limit=limit)


@pytest.mark.parametrize("coding", PACK)
@pytest.mark.parametrize("body", [PAGE, LATIN, b"", b"%PDF-1.7\n" + bytes(200)])
def test_codings_that_are_offered_are_removed(coding: str, body: bytes) -> None:
    assert coding in ACCEPT_ENCODING.split(", ")
    assert decode(PACK[coding](body), coding) == body
    assert decode(PACK[coding](body), coding.upper()) == body
    assert decode(PACK[coding](body), f" {coding};q=1.0 ,") == body


@pytest.mark.parametrize(("alias", "coding"), [("x-gzip", "gzip"), ("brotli", "br"), ("zstandard", "zstd"), ('"gzip"', "gzip")])
def test_codings_have_other_names(alias: str, coding: str) -> None:
    assert decode(PACK[coding](PAGE), alias) == PAGE


def test_codings_are_removed_in_reverse() -> None:
    assert decode(gzip.compress(brotli.compress(PAGE)), "br, gzip") == PAGE
    assert decode(gzip.compress(PAGE), "gzip, utf-8") == PAGE
    assert decode(gzip.compress(PAGE), "gzip, gzip") == PAGE


@pytest.mark.parametrize("coding", [*PACK, "br, gzip"])
@pytest.mark.parametrize("body", [PAGE, LATIN, "Wir verkaufen nichts.".encode("utf-16"), b"%PDF-1.7\n" + bytes(200)])
def test_a_plain_body_under_the_header_of_a_compressed_one_stays(coding: str, body: bytes) -> None:
    assert decode(body, coding) == body


@pytest.mark.parametrize("coding", ["UTF-8", "none", "identity", "ISO-8859-1", "binary", "8bit", "sdch", "compress", "what-ever", "gzip2"])
def test_names_that_are_no_coding_are_ignored_over_a_plain_body(coding: str) -> None:
    assert decode(PAGE, coding) == PAGE
    assert decode(LATIN, coding) == LATIN


@pytest.mark.parametrize("coding", ["UTF-8", "none", "br", "deflate"])
def test_the_bytes_name_their_coding_better_than_the_header(coding: str) -> None:
    for pack in (gzip.compress, zstandard.compress):
        # Where the header names no coding at all, the reader of the page takes the layer off, with a note.
        assert decode(pack(PAGE), coding) in (PAGE, pack(PAGE))
    assert decode(zstandard.compress(PAGE), "gzip") == PAGE


def test_an_unknown_coding_over_bytes_that_are_no_text_is_an_error() -> None:
    with pytest.raises(Unreachable, match="content coding 'compress'") as caught:
        decode(b"\x1f\x9d\x90" + random.Random(1).randbytes(3000), "compress")
    assert (caught.value.reason, caught.value.transient) == ("coding", False)


def test_a_picture_under_a_strange_header_is_passed_on() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(500)
    assert decode(picture, "utf-8") == picture


@pytest.mark.parametrize("coding", PACK)
def test_a_response_that_is_cut_off_is_truncated(coding: str) -> None:
    body = random.Random(3).randbytes(5000)
    with pytest.raises(Unreachable, match="is incomplete; it will be retried") as caught:
        decode(PACK[coding](body)[:3000], coding)
    assert (caught.value.reason, caught.value.transient) == ("truncated", True)


@pytest.mark.parametrize("coding", PACK)
def test_a_damaged_response_is_no_page(coding: str) -> None:
    packed = bytearray(PACK[coding](random.Random(4).randbytes(2000) + PAGE))
    packed[200:260] = bytes(60)
    try:
        found = decode(bytes(packed), coding)
    except Unreachable as error:
        assert error.reason == "truncated"  # noqa: PT017 - without a checksum it may go unnoticed
    else:
        assert coding in ("br", "zstd")
        assert found.endswith(PAGE)


def test_a_gzip_body_without_its_trailer_is_complete() -> None:
    assert decode(gzip.compress(PAGE)[:-8], "gzip") == PAGE


@pytest.mark.parametrize("coding", PACK)
def test_a_bomb_names_the_setting(coding: str) -> None:
    with pytest.raises(Unreachable, match=r"decompresses to more than the 1,000 byte limit; raise `fetch: \{max_bytes: …\}`") as caught:
        decode(PACK[coding](bytes(100_000)), coding, limit=1000)
    assert (caught.value.reason, caught.value.transient) == ("too-large", False)


def test_a_coding_over_a_coding_over_a_coding() -> None:
    """Two are an oversight; each costs a pass over the whole body."""
    twice = gzip.compress(gzip.compress(b"\x00page\x01" * 50))
    assert decode_body(twice, "gzip, gzip", "https://shop.example/", limit=10_000) == b"\x00page\x01" * 50
    with pytest.raises(Unreachable, match="1000 content codings") as refused:
        decode_body(twice, ", ".join(["gzip"] * 1000), "https://shop.example/", limit=10_000)
    assert refused.value.reason == "coding"
