"""Decompresses gzip, deflate, Brotli and Zstandard data with a limit on the result, as leniently as browsers do."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import brotli
import zstandard

GZIP_MAGIC = b"\x1f\x8b\x08"
"""RFC 1952, section 2.3.1, with the only compression method that it defines."""
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# RFC 1952, section 2.3: the bits of the flags that announce further header fields.
_HEADER_CRC, _EXTRA, _NAME, _COMMENT = 2, 4, 8, 16
_BLOCK = 65_536
# A Zstandard block of four bytes can expand to 128 KB, and the library has no limit on its output: small pieces bound what comes at once.
_ZSTD_PIECE = 256
# Bytes. RFC 9659 allows 8 MB in HTTP; `zstd -20` and above use more, and a header of six bytes could ask for 2 GB.
_ZSTD_WINDOW = 32 * 1024 * 1024


_MOST_FRAMES = 10_000
"""Of one Zstandard body; each takes as long as a page of text. Compressors that work in parallel make one for each megabyte."""


class Undecodable(ValueError):
    """Bytes that are not what they are said to be."""


class Incomplete(Undecodable):
    """The data ends early."""


class TooLarge(Exception):
    """The data expands to more than the limit."""


def decompress(coding: str, body: bytes, limit: int) -> bytes:
    """The bytes that were compressed.

    Args:
        coding: gzip | deflate | br | zstd.
        body: what the compressor made; what follows its end is ignored.
        limit: in bytes.

    Raises:
        Incomplete, Undecodable, TooLarge.
    """
    out = BytesIO()  # gives its bytes away without a copy, which a list of blocks does not
    for block in _READERS[coding](body):
        if out.tell() + len(block) > limit:
            raise TooLarge
        out.write(block)
    return out.getvalue()


def _gunzip(body: bytes) -> Iterator[bytes]:
    """All members (RFC 1952, section 2.2). What follows the last one is padding. A missing checksum is forgiven, a wrong one is not."""
    start = 0
    while True:
        inflater = _Inflater(body, _after_header(body, start))
        checksum = size = 0
        for block in inflater:
            checksum, size = zlib.crc32(block, checksum), size + len(block)
            yield block
        trailer = body[inflater.end : inflater.end + 8]
        # Some servers never send the trailer. The deflate data states its own end, so nothing of the page is missing.
        if len(trailer) < 8:
            return
        if trailer != checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little"):
            raise Undecodable("incorrect checksum")
        start = inflater.end + 8
        if body[start : start + 3] != GZIP_MAGIC:
            return


def _after_header(body: bytes, start: int) -> int:
    """Where the deflate data of the member begins that starts here."""
    if body[start : start + 3] != GZIP_MAGIC:
        raise Undecodable("no gzip header")
    if len(body) < start + 10:
        raise Incomplete("the gzip header is cut off")
    flags, at = body[start + 3], start + 10
    if flags & _EXTRA:
        at += 2 + int.from_bytes(body[at : at + 2], "little")
    for flag in (_NAME, _COMMENT):
        if flags & flag:
            at = body.find(b"\x00", at) + 1
            if not at:
                raise Incomplete("the gzip header is cut off")
    return at + 2 if flags & _HEADER_CRC else at


class _Inflater:
    """The blocks of one raw deflate stream; afterwards `end` is where it ended.

    The first piece is small and the next ones grow, because zlib copies what follows a stream: with 300,000 empty members and large
    pieces, the copies would take hours.
    """

    def __init__(self, body: bytes, start: int) -> None:
        self._body, self.end = body, start

    def __iter__(self) -> Iterator[bytes]:
        stream, piece = zlib.decompressobj(-zlib.MAX_WBITS), 512
        while not stream.eof:
            taken = self._body[self.end : self.end + piece]
            if not taken:
                raise Incomplete("the compressed data ends early")
            try:
                block = stream.decompress(taken, _BLOCK)
            except zlib.error as error:
                raise Undecodable(str(error).removeprefix("Error ")) from error
            self.end += len(taken) - len(stream.unconsumed_tail) - len(stream.unused_data)
            piece = min(2 * piece, _BLOCK)
            yield block


def _inflate(body: bytes) -> Iterator[bytes]:
    """A zlib stream (RFC 1950) or raw deflate: servers send "deflate" with and without the header. The checksum is not needed."""
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    inflater = _Inflater(body, 2 if wrapped else 0)
    checksum = 1
    for block in inflater:
        checksum = zlib.adler32(block, checksum)
        yield block
    trailer = body[inflater.end : inflater.end + 4]
    if wrapped and len(trailer) == 4 and trailer != checksum.to_bytes(4, "big"):
        raise Undecodable("incorrect checksum")


def _unbrotli(body: bytes) -> Iterator[bytes]:
    """The library refuses what follows the end of a stream together with the end itself; then the last piece is fed byte by byte."""
    stream, done = brotli.Decompressor(), 0
    while done < len(body):
        piece = body[done : done + _BLOCK]
        try:
            block = stream.process(piece, output_buffer_limit=_BLOCK)
        except brotli.error as error:
            if len(piece) == 1:
                raise Undecodable("invalid Brotli data") from error
            yield from _brotli_end(body, done)
            return
        done += len(piece)
        yield block
        yield from _pending(stream)
        if stream.is_finished():
            return
    raise Incomplete("the compressed data ends early")


def _pending(stream: brotli.Decompressor) -> Iterator[bytes]:
    """What the limit on the output held back."""
    try:
        while not stream.is_finished():
            block = stream.process(b"", output_buffer_limit=_BLOCK)
            if not block and stream.can_accept_more_data():
                return
            yield block
    except brotli.error as error:
        raise Undecodable("invalid Brotli data") from error


def _brotli_end(body: bytes, done: int) -> Iterator[bytes]:
    """The rest of a stream that ends in the piece at `done`."""
    stream = brotli.Decompressor()
    for at in range(0, done, _BLOCK):
        stream.process(body[at : at + _BLOCK], output_buffer_limit=_BLOCK)
        for _ in _pending(stream):
            pass
    for at in range(done, min(done + _BLOCK, len(body))):
        try:
            block = stream.process(body[at : at + 1], output_buffer_limit=_BLOCK)
        except brotli.error as error:
            raise Undecodable("invalid Brotli data") from error
        yield block
        yield from _pending(stream)
        if stream.is_finished():
            return
    raise Undecodable("invalid Brotli data")


def _unzstd(body: bytes) -> Iterator[bytes]:
    """All frames; what follows the last one is padding."""
    at = 0
    for _ in range(_MOST_FRAMES):
        stream = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        while not stream.eof:
            piece = body[at : at + _ZSTD_PIECE]
            if not piece:
                raise Incomplete("the compressed data ends early")
            try:
                block = stream.decompress(piece)
            except zstandard.ZstdError as error:
                raise Undecodable(str(error)) from error
            at += len(piece) - len(stream.unused_data)
            yield block
        if not _is_zstd(body[at : at + 4]):
            return
    raise Undecodable("too many frames")


def _is_zstd(magic: bytes) -> bool:
    """True for a frame and for a skippable frame (RFC 8878, sections 3.1.1 and 3.1.2)."""
    return magic == ZSTD_MAGIC or (len(magic) == 4 and magic[1:] == b"\x2a\x4d\x18" and magic[0] >> 4 == 5)


_READERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"gzip": _gunzip, "deflate": _inflate, "br": _unbrotli, "zstd": _unzstd}
CODINGS = tuple(_READERS)
"""What can be decoded, in the order in which it is offered to servers."""
