"""Long values of the index in packed form: compressed against the texts that they quote, or a note of the block that they are in.

A column holds text as long as a value is new; `pack` replaces it by a blob. Blobs name texts by their digests, so that they stay readable
whatever becomes of the rows beside them, as long as those texts are kept (see `bases_of`).
"""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from monitor.store.patches import KEY_EVERY, Base, Patch, Unreadable, content_of, frame_of

Stored = str | bytes
"""What a column holds."""
HEAD = 98
"""The first bytes of a blob, which name its bases."""
DEEPEST = KEY_EVERY
"""Texts from a text to the one that stands for itself."""
# 2 was a note of where the same changelog stands, until blocks came.
_PACKED, _ITEM = 1, 3
_DIGEST = 32
_MOST_BASES = 3
_IN_BLOCK = struct.Struct("<BIH")
# Of a text; pages of 20 MB are the longest that are fetched.
_MOST_BYTES = 100_000_000
# Characters. A history is read in order, so one text is the base of the next.
_CACHED = 4_000_000
# Blocks: a history is read in order, its changelogs and those of the versions beside it.
_OPEN = 3


def pack(value: str, bases: Sequence[tuple[str, str]] = ()) -> bytes:
    """A value's packed form.

    Args:
        value: the value.
        bases: at most three texts that it resembles or quotes: (SHA-256, text).
    """
    names = b"".join(bytes.fromhex(digest) for digest, _ in bases)
    prefix = "".join(text for _, text in bases).encode()
    return bytes((_PACKED, len(bases))) + names + frame_of(value.encode(), prefix)


def item(block: int, place: int) -> bytes:
    """What a row holds whose value is in a block; the number of the block comes first."""
    return _IN_BLOCK.pack(_ITEM, block, place)


def block_of(value: bytes) -> int | None:
    """The number of the block that a value is in; None for any other value. The first five bytes are enough."""
    return int.from_bytes(value[1:5], "little") if value[:1] == bytes((_ITEM,)) else None


def bases_of(value: Stored) -> list[str]:
    """The digests of the texts that a value is packed against; the first `HEAD` bytes of it are enough.

    Raises:
        Unreadable: it is none of ours.
    """
    if isinstance(value, str) or block_of(value) is not None:
        return []
    count = value[1] if len(value) > 1 and value[0] == _PACKED else _MOST_BASES + 1
    if count > _MOST_BASES or len(value) < 2 + _DIGEST * count:
        raise Unreadable("a packed value is damaged")
    return [value[2 + _DIGEST * n : 2 + _DIGEST * (n + 1)].hex() for n in range(count)]


class PackedTexts:
    """Unpacks values; the texts and blocks that were needed last are kept.

    Args:
        fetch: the stored form of the text with a digest, or None.
        block: that of a block by its number, or None.
    """

    def __init__(self, fetch: Callable[[str], Stored | None], block: Callable[[int], bytes | None] = lambda _: None) -> None:
        self._fetch, self._block = fetch, block
        # By what is stored: in a file that took this one's place, another block may have the number.
        self._open: OrderedDict[bytes, list[str]] = OrderedDict()
        self._cache: OrderedDict[str, str] = OrderedDict()
        self._cached = 0

    def plain(self, value: Stored) -> str:
        """A value as it was before it was packed.

        Raises:
            Unreadable: it is damaged, or a text that it was packed against is missing.
        """
        if isinstance(value, str):
            return value
        if block_of(value) is not None:
            return self._item(value)
        return self._unpacked(value, [self.text(digest) for digest in bases_of(value)])

    def text(self, sha256: str) -> str:
        """The text with that digest; raises what `plain` does."""
        waiting: list[tuple[str, Stored]] = []
        digest: str | None = sha256
        # Not recursive: a tampered index could have us follow texts in a circle.
        while digest is not None and digest not in self._cache:
            value = self._fetch(digest)
            if value is None or digest in (one for one, _ in waiting):
                raise Unreadable(f"the text {digest[:16]}…, which another value was packed against, is missing")
            waiting.append((digest, value))
            digest = next(iter(bases_of(value)), None)
        text = "" if digest is None else self._recall(digest)
        for name, value in reversed(waiting):
            text = value if isinstance(value, str) else self._unpacked(value, [text] if bases_of(value) else [])
            self._remember(name, text)
        return text

    def chain(self, sha256: str) -> Iterator[str]:
        """The digests of a text and of those that it is packed against, one after the other."""
        digest: str | None = sha256
        seen = set[str]()
        while digest is not None and digest not in seen:
            yield digest
            seen.add(digest)
            value = self._fetch(digest)
            digest = None if value is None else next(iter(bases_of(value)), None)

    def forget(self) -> None:
        """Drops what is kept."""
        self._cache.clear()
        self._open.clear()
        self._cached = 0

    def _item(self, value: bytes) -> str:
        if len(value) != _IN_BLOCK.size:
            raise Unreadable("a packed value is damaged")
        number, place = (int(one) for one in _IN_BLOCK.unpack(value)[1:])
        block = self._block(number)
        if block is None or block_of(block) is not None:
            raise Unreadable(f"the block {number}, which holds a value, is missing")
        if block not in self._open:
            self._open[block] = self.plain(block).split("\n")
        self._open.move_to_end(block)
        while len(self._open) > _OPEN:
            self._open.popitem(last=False)
        if place >= len(self._open[block]):
            raise Unreadable(f"the block {number} does not hold a value that should be in it")
        return self._open[block][place]

    def _recall(self, digest: str) -> str:
        self._cache.move_to_end(digest)
        return self._cache[digest]

    def _remember(self, digest: str, text: str) -> None:
        self._cache[digest] = text
        self._cached += len(text)
        while self._cached > _CACHED and len(self._cache) > 1:
            self._cached -= len(self._cache.popitem(last=False)[1])

    @staticmethod
    def _unpacked(value: bytes, texts: Sequence[str]) -> str:
        if value[0] != _PACKED:
            raise Unreadable("a value stands in another place than it says")
        frame = value[2 + _DIGEST * len(texts) :]
        base = Base("", "", 1) if texts else None
        return content_of(Patch(base, frame), "".join(texts).encode(), most=_MOST_BYTES).decode()
