"""Identifies the program by its own files, for results that are valid only as long as the same code would find them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from monitor.core.versions import ENGINE_VERSION, READER_VERSION

_PACKAGE = Path(__file__).parents[1]
# What the fold of a history and the tracing of its statements ask of a text. What is read and compared has versions of its own.
_MADE_OF = ("core/history", "core/screen", "core/text", "core/diff", "core/arrange", "vocabulary")
_KINDS = (".py", ".yaml", ".toml")


@lru_cache(maxsize=1)
def fold_edition() -> str:
    """A digest of the code and the word lists that histories are folded with."""
    files = sorted(path for folder in _MADE_OF for path in (_PACKAGE / folder).rglob("*") if path.suffix in _KINDS)
    digest = hashlib.sha256(f"{READER_VERSION} {ENGINE_VERSION}".encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
