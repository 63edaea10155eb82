"""One digest over many values: the Merkle tree hash of RFC 6962, section 2.1, with SHA-256.

Leaves and inner nodes are hashed with different first bytes. Without that, the two digests below a node could be passed off as the content
of a leaf.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

_LEAF, _NODE = b"\x00", b"\x01"


def tree_hash(values: Sequence[bytes]) -> str:
    """The root over these values, in this order, as 64 hexadecimal digits."""
    level = [sha256(_LEAF + value).digest() for value in values] or [sha256(b"").digest()]
    while len(level) > 1:
        # RFC 6962 splits at the largest power of two below the number of leaves. Pairing from the left, level by level, gives the same
        # tree: a node without a neighbour moves up as it is.
        pairs = [sha256(_NODE + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def leaf_of(name: str, lines: int, digest: str) -> bytes:
    """What stands for one ledger: its name, its number of lines and the SHA-256 of the last one, each ended by a line feed.

    None of the three can hold a line feed, so no two ledgers give the same bytes.
    """
    return f"{name}\n{lines}\n{digest}\n".encode()


def root_over(heads: Mapping[str, tuple[int, str]]) -> str:
    """The root over all ledgers, sorted by name: by name → (number of lines, SHA-256 of the last line)."""
    return tree_hash([leaf_of(name, *heads[name]) for name in sorted(heads)])
