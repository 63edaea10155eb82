"""The archive header that some collections put on top of an extracted policy: when it was captured, and where the original is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from monitor.model import from_timestamp14

_TOP = 4_000
"""Characters in which a header is looked for."""

_LINK = re.compile(
    r"https?://[^\s()<>\"]+?/(?:web/)?(?P<digits>\d{14})(?P<mode>[a-z]{2}_)?/(?P<original>https?(?::|%3A)[^\s()<>\"]+)", re.I
)
_OPENING = re.compile(r"\s*>")


@dataclass(frozen=True, slots=True)
class ArchiveHeader:
    """What the header says."""

    captured_at: datetime
    original: str
    """The page's own address."""
    archive_url: str
    """The capture's address, as the header has it."""


def parse_archive_header(body: bytes) -> ArchiveHeader | None:
    """Reads the header off the first lines of a text, or gives None when it has none.

    A header is a Markdown quotation (lines that begin with ">") at the very top which links to a capture by its 14 digits.

    >>> found = parse_archive_header(b"> *Archived on 2016-12-29: [original](https://web.archive.org/web/20161229045112id_/https%3A//a.example/p)*")
    >>> found.original
    'https://a.example/p'
    """
    text = body[:_TOP].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    quotation = []
    for line in text.splitlines():
        if not _OPENING.match(line):
            break
        quotation.append(line)
    found = _LINK.search("\n".join(quotation))
    if found is None:
        return None
    try:
        moment = from_timestamp14(found["digits"])
    except ValueError:
        return None
    return ArchiveHeader(moment, unquote(found["original"]), found[0])
