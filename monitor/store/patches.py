"""Bytes compressed against their predecessors: one Zstandard file each, which says what it was made from and is never changed.

A key frame is an ordinary Zstandard file. Any other begins with a skippable frame (RFC 8878, section 3.1.2) that holds JSON: the file whose
content is needed to read this one, that content's SHA-256, and how many files lie between this one and the key frame. Programs that do not
know it skip it, so `zstd -d --patch-from=CONTENT FILE` reads it.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass

import zstandard

KEY_EVERY = 50
"""A key frame and what hangs on it, at most: what one damaged file can take with it, and what reading one page may cost."""
MOST_BYTES = 16_000_000
"""Longer content is never compressed against other content, nor other content against it: both are held in memory at once."""
LEVEL = 19
"""Against a predecessor, level 19 makes files half as large as level 9 does; it takes 8 ms for a page of 60 kB, once."""
# What `zstd -d` reads without further options (zstd(1), --memory).
_WINDOW = 1 << 27
_MAGIC = struct.Struct("<II")
_SKIPPABLE = 0x184D2A50
# A note names a file and a digest; a longer one is not ours.
_MOST_NOTE = 1_000


class Unreadable(ValueError):
    """A file that does not give the content it should; the message is the second half of a sentence."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a file was compressed against."""

    path: str
    """As it is written in the file; the caller knows relative to which folder, and whether it may be read."""
    sha256: str
    """Of the content."""
    depth: int
    """Files from this one to the key frame: at least 1."""


@dataclass(frozen=True, slots=True)
class Patch:
    """A file taken apart: its base, None for a key frame, and its Zstandard frame."""

    base: Base | None
    frame: bytes


def make(content: bytes, base: Base | None = None, base_content: bytes = b"") -> bytes:
    """A file for some content; equal arguments give equal files.

    Args:
        content: what is compressed.
        base: what it is compressed against; None for a key frame.
        base_content: the base's content.
    """
    if base is None:
        return frame_of(content)
    note = json.dumps({"patch_from": base.path, "sha256": base.sha256, "depth": base.depth}, separators=(",", ":")).encode()
    return _MAGIC.pack(_SKIPPABLE, len(note)) + note + frame_of(content, base_content)


def frame_of(content: bytes, prefix: bytes = b"") -> bytes:
    """The Zstandard frame of some content, compressed against a prefix if there is one."""
    against = _raw(prefix) if prefix else None
    return zstandard.ZstdCompressor(LEVEL, dict_data=against, write_checksum=True, write_content_size=True).compress(content)


def take_apart(data: bytes) -> Patch:
    """A file's base and frame.

    Raises:
        Unreadable: it is not one of ours.
    """
    if len(data) < _MAGIC.size:
        raise Unreadable("is cut off")
    magic, length = _MAGIC.unpack_from(data)
    if magic != _SKIPPABLE:
        return Patch(None, data)
    end = _MAGIC.size + length
    if length > _MOST_NOTE or len(data) < end:
        raise Unreadable("is cut off")
    try:
        note = json.loads(data[_MAGIC.size : end])
        base = Base(note["patch_from"], note["sha256"], note["depth"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreadable("does not say what it was compressed against") from None
    # The types too: a tampered file may hold anything.
    if not (isinstance(base.path, str) and isinstance(base.sha256, str) and type(base.depth) is int and 0 < base.depth < KEY_EVERY):
        raise Unreadable("does not say what it was compressed against")
    return Patch(base, data[end:])


def content_of(patch: Patch, base_content: bytes = b"", *, most: int) -> bytes:
    """The content of a file.

    Args:
        patch: the file.
        base_content: the content of its base.
        most: bytes that the content may have: the file may have been replaced by a decompression bomb.

    Raises:
        Unreadable: it is damaged, was made from another base, or has more content.
    """
    try:
        size = zstandard.frame_content_size(patch.frame)
        # Before anything is decompressed: the library allocates what the frame announces. -1: it announces nothing, and ours always do.
        if not 0 <= size <= most:
            raise Unreadable(f"does not decompress to at most {most} bytes")
        reader = zstandard.ZstdDecompressor(dict_data=_raw(base_content) if patch.base and base_content else None, max_window_size=_WINDOW)
        return reader.decompress(patch.frame, allow_extra_data=False)
    except (zstandard.ZstdError, MemoryError) as error:
        raise Unreadable(f"does not decompress ({error})") from None


def _raw(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
