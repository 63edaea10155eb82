"""Reads what a snapshot says: HTML, Markdown, plain text or PDF in, one canonical Markdown document out."""

from monitor.core.extract.reader import read_snapshot

__all__ = ["read_snapshot"]
