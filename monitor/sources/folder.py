"""A folder of dated files as a history: dated by their names, by an archive header, or by the caller."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from monitor.errors import NotArchived, PlaybackFailed, UsageError
from monitor.model import Capture, Snapshot
from monitor.net.response import MAX_BYTES
from monitor.net.urls import address_key
from monitor.timestamps import from_timestamp14

_MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
}
_NAME = re.compile(r"(\d{14})(?:[-_.].*)?")


class FolderHistory:
    """The files of one folder, each a capture of one page.

    Args:
        directory: holds YYYYMMDDHHMMSS.(html|md|txt|pdf), or files with an archive header; subfolders and hidden files are not read.
        url: the page's address, for files that name none.
        date: the moment of capture for files that name none.

    Attributes:
        left_out: (path, one plain sentence) for each file that is no capture.

    Raises:
        UsageError: the folder does not exist or can't be read.
    """

    name = "import"

    def __init__(self, directory: Path, *, url: str, date: datetime | None = None) -> None:
        self.directory, self._url, self._date = Path(directory), url, date
        self.left_out: list[tuple[Path, str]] = []
        try:
            files = sorted(path for path in self.directory.iterdir() if path.is_file() and not path.name.startswith("."))
        except OSError as error:
            raise UsageError(f"The folder {self.directory} can't be read ({error.strerror}); give one that holds dated files.") from error
        self._found: dict[Capture, Path] = {}
        for path in files:
            found = self._look(path)
            if isinstance(found, Capture):
                self._found.setdefault(found, path)
            else:
                self.left_out.append((path, f"{path} was left out: {found}."))

    def captures(self, url: str | None = None, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures; without an address, those of every file."""
        key = None if url is None else address_key(url)
        wanted = (
            capture
            for capture in self._found
            if (key is None or address_key(capture.url) == key)
            and (since is None or capture.captured_at >= since)
            and (until is None or capture.captured_at <= until)
        )
        return iter(sorted(wanted, key=lambda capture: capture.captured_at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch. The bytes are the file's, header included."""
        path = self._found.get(capture)
        if path is None:
            raise NotArchived(f"{self.directory} holds no file for {capture.url} at {capture.captured_at:%Y-%m-%d %H:%M:%S}.")
        try:
            body = path.read_bytes()
        except OSError as error:
            raise PlaybackFailed(f"{path} can't be read ({error.strerror}).", transient=False) from error
        if _digest(body) != capture.digest:
            raise PlaybackFailed(f"{path} has changed since the folder was listed; import it again.", transient=False)
        return Snapshot(
            policy=policy,
            url=capture.url,
            captured_at=capture.captured_at,
            source=self.name,
            body=body,
            media_type=capture.media_type,
            headers={"content-location": path.name},
            archive_url=capture.archive_url,
            archive_digest=capture.digest,
        )

    def _look(self, path: Path) -> Capture | str:
        """The capture that a file is, or why it is none."""
        media_type = _MEDIA_TYPES.get(path.suffix.lower())
        if media_type is None:
            return f"its ending is none of {', '.join(sorted(_MEDIA_TYPES))}"
        try:
            if path.stat().st_size > MAX_BYTES:
                return f"it is larger than {MAX_BYTES:,} bytes, which is no policy"
            body = path.read_bytes()
        except OSError as error:
            return f"it can't be read ({error.strerror})"
        return _unreadable(body, media_type) or self._dated(path, body, media_type)

    def _dated(self, path: Path, body: bytes, media_type: str) -> Capture | str:
        """Dated by the name first: it is what the person who laid the folder out can see."""
        header = parse_archive_header(body) if media_type != "application/pdf" else None
        moment = _name_moment(path) or (header.captured_at if header else self._date)
        if moment is None:
            return "neither its name nor an archive header on top tells the date of capture; give one with --date"
        url, where = (header.original, header.archive_url) if header else (self._url, None)
        return Capture(url, moment, self.name, where, media_type=media_type, digest=_digest(body), length=len(body))


def _name_moment(path: Path) -> datetime | None:
    found = _NAME.fullmatch(path.stem)
    try:
        return from_timestamp14(found[1]) if found else None
    except ValueError:
        return None


def _unreadable(body: bytes, media_type: str) -> str | None:
    if not body.strip():
        return None  # an archive's empty answer is evidence: the screen refuses it, and `log` shows that it was met
    if media_type == "application/pdf":
        return None if b"%PDF-" in body[:1024] else "it is no PDF, whatever its name says"
    wide = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "it is a binary file, not a text" if b"\0" in body and not wide else None


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


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
