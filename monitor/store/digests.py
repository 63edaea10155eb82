"""SHA-256 digests as the index holds them: 32 bytes instead of 64 letters."""

from __future__ import annotations

import re

_HEX = re.compile(r"[0-9a-f]{64}")


def stored(digest: str) -> bytes | str:
    """A digest as it is stored; what is none is stored as it is, and so found again."""
    return bytes.fromhex(digest) if _HEX.fullmatch(digest) else digest


def shown(value: bytes | str) -> str:
    """What `stored` was given."""
    return value.hex() if isinstance(value, bytes) else value


def shown_in_sql(column: str) -> str:
    """SQL that gives what `stored` was given."""
    return f"case typeof({column}) when 'blob' then lower(hex({column})) else {column} end"
