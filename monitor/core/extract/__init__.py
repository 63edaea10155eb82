"""Reads what a snapshot says: HTML, Markdown, plain text or PDF in, one canonical Markdown document out."""

from .snapshot import READER_VERSION, read_snapshot

__all__ = ["READER_VERSION", "read_snapshot"]
