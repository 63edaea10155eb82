"""Small pages for the tests of the extractor."""

from __future__ import annotations

from monitor.core.extract.blocks import write
from monitor.core.extract.html import read_page
from monitor.core.extract.page_reading import PageReading

PROSE = "We keep your orders for ten years, as the tax law of this country asks of us, and we erase them after that. "
"""A sentence long enough to count as prose."""


def read(body: str, *, head: str = "", url: str | None = None, select: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> PageReading:
    """A page with this body, read."""
    return read_page(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", url=url, select=select, remove=remove)


def text_of(body: str, *, url: str | None = None) -> str:
    """The canonical text of a page with this body."""
    return write(read(body, url=url).blocks)
