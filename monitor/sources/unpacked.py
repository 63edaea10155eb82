"""Temporary copies of archive files that were compressed as a whole, so that records can be read from the middle."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import zstandard

from monitor.decompression import GZIP_MAGIC, ZSTD_MAGIC

MOST_BYTES = 8_000_000_000
"""Of one copy."""
_BLOCK = 1 << 20
# Small, because zlib copies what follows a member.
_PIECE = 16_384
# A .warc.zst file may open with a skippable frame that holds the dictionary of the others (IIPC, "Zstandard Compression for WARC Files").
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
_MOST_DICTIONARY = 64_000_000


class UnpackedFiles:
    """The copies, by name; they are removed with this object."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._paths: dict[str, Path] = {}

    def get(self, name: str) -> Path | None:
        """The copy of this name, if there is one."""
        return self._paths.get(name)

    def drop(self, name: str) -> None:
        """Remove a copy."""
        self._paths.pop(name).unlink(missing_ok=True)

    def add(self, name: str, stream: IO[bytes]) -> str | None:
        """Make a copy of what a stream holds compressed; none is made of a stream that is not compressed.

        Returns:
            Why the copy is incomplete, or None.
        """
        unpacking = _unpacking(stream)
        if unpacking is None:
            return None
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="policy-monitor-")
        path = Path(self._folder.name) / str(len(self._paths))
        self._paths[name] = path
        try:
            with path.open("wb") as copy:
                return _copied(unpacking, copy, MOST_BYTES)
        except OSError as error:
            self.drop(name)
            return f"packed as a whole and can't be unpacked ({error.strerror}); run `warcio recompress` on it"


def is_zstandard(stream: IO[bytes]) -> bool:
    """True for Zstandard data, with or without a dictionary before it; the stream is left at its start."""
    magic = stream.read(4)
    stream.seek(0)
    return magic in (ZSTD_MAGIC, _DICTIONARY_MAGIC)


def _copied(blocks: Iterator[bytes], copy: IO[bytes], left: int) -> str | None:
    try:
        for block in blocks:
            left -= len(block)
            if left < 0:
                return f"packed as a whole and larger than {MOST_BYTES:,} bytes; run `warcio recompress` on it"
            copy.write(block)
    except (EOFError, zlib.error, zstandard.ZstdError) as error:
        return f"damaged where its compression ends ({error})"
    return None


def _unpacking(stream: IO[bytes]) -> Iterator[bytes] | None:
    magic = stream.read(4)
    stream.seek(0)
    if magic.startswith(GZIP_MAGIC):
        return _gunzipped(stream)
    dictionary = None
    if magic == _DICTIONARY_MAGIC:
        stream.seek(4)
        packed = stream.read(min(int.from_bytes(stream.read(4), "little"), _MOST_DICTIONARY))
        if packed.startswith(ZSTD_MAGIC):
            packed = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MOST_DICTIONARY)
        dictionary = zstandard.ZstdCompressionDict(packed)
    elif magic != ZSTD_MAGIC:
        return None
    reader = zstandard.ZstdDecompressor(dict_data=dictionary).stream_reader(stream, read_across_frames=True)
    return iter(lambda: reader.read(_BLOCK), b"")


def _gunzipped(stream: IO[bytes]) -> Iterator[bytes]:
    """Unlike gzip.GzipFile, everything up to the damage."""
    inflater, rest = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    while block := rest or stream.read(_PIECE):
        yield inflater.decompress(block)
        rest = b""
        if inflater.eof:
            rest = inflater.unused_data or stream.read(_PIECE)
            if not rest.startswith(GZIP_MAGIC[:1]):  # padding, or the end
                return
            inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    raise EOFError("it ends early")
