"""A folder of dated files as a history. A file's date comes from its name, from an archive header on top, or from the caller.

An archive header is a Markdown quotation at the very top that links to the capture: exports of policy collections have one
("> *Archived on 2016-12-29: [original](https://web.archive.org/web/20161229045112id_/https%3A//a.example/p)*").
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from monitor.core.extract.file_kinds import OTHER, PDF, WORD, kind_of, unpacked
from monitor.errors import NotArchived, PlaybackFailed, UsageError, remedy, system_message, unreadable
from monitor.model import Capture, Snapshot
from monitor.net.response import MAX_BYTES
from monitor.net.urls import address_key
from monitor.sources.interface import in_range
from monitor.timestamps import from_timestamp14

_MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".docx": WORD,
}
_NAMES_OF_FILES = {PDF: "a PDF file", WORD: "a Word document"}
# Of files as crawlers keep them: 20200101000000.html.gz.
_COMPRESSED = frozenset({".gz", ".br", ".zst"})
# 20100518042315, 20100518042315-1a2b3c4d (as our own store names files), 20100518042315_final
_DATED_NAME = re.compile(r"(\d{14})(?:[-_.].*)?")
# 2019-03-01, privacy-2019-03-01, 2019-03-01T08-30-00Z, 20190301_final: what people call the pages that they save.
_DATE_IN_NAME = re.compile(
    r"(?<!\d)(\d{4})(-?)(\d{2})\2(\d{2})(?:[T_ -](\d{2})([-:.]?)(\d{2})(?:\6(\d{2}))?Z?)?(?!\d)",
)
# An archive header is at the very top; a longer quotation there is the policy's own.
_HEADER_CHARS = 4_000
_CAPTURE_LINK = re.compile(
    # https://web.archive.org/web/20161229045112id_/https%3A//a.example/p, and pywb: http://host/collection/20200102030405/http://a.example/
    r"https?://[^\s()<>\"]{1,500}?/(?:web/)?(?P<digits>\d{14})(?P<mode>[a-z]{2}_)?/(?P<original>https?(?::|%3A)[^\s()<>\"]+)",
    re.I,
)
_QUOTED_LINE = re.compile(r"\s*>")


class FolderHistory:
    """The files of one folder, each a capture of one page.

    Args:
        directory: holds YYYYMMDDHHMMSS.(html|md|txt|pdf|docx), compressed (.gz, .br, .zst) or not, files with one ISO date in their
            names, or files with an archive header. Subfolders and hidden files are ignored.
        url: the page's URL, for files that do not name one.
        date: the capture time, for files that do not state one.

    Attributes:
        skipped: (path, one sentence) for each file that is not a capture.

    Raises:
        UsageError: the folder does not exist or can't be read.
    """

    name = "import"

    def __init__(self, directory: Path, *, url: str, date: datetime | None = None) -> None:
        self.directory, self._url, self._date = Path(directory), url, date
        self.skipped: list[tuple[str, str]] = []
        try:
            files = sorted(path for path in self.directory.iterdir() if path.is_file() and not path.name.startswith("."))
        except OSError as error:
            raise UsageError(f"can't read the folder {self.directory} ({system_message(error)}); name a folder of dated files") from error
        self._paths: dict[Capture, Path] = {}
        for path in files:
            found = self._capture_of(path)
            if isinstance(found, Capture):
                # Two files of one second with equal bytes are one capture.
                self._paths.setdefault(found, path)
            else:
                self.skipped.append((str(path), f"{path} was skipped: {found}."))

    def captures(self, url: str | None = None, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """See HistorySource.captures; without a URL, the captures of every file."""
        key = None if url is None else address_key(url)
        wanted = (
            capture
            for capture in self._paths
            if (key is None or address_key(capture.url) == key) and in_range(capture.captured_at, since, until)
        )
        return iter(sorted(wanted, key=lambda capture: capture.captured_at))

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """See HistorySource.fetch. The bytes are the file's, archive header included."""
        path = self._paths.get(capture)
        if path is None:
            raise NotArchived(f"{self.directory} has no file for {capture.url} at {capture.captured_at:%Y-%m-%d %H:%M:%S}.")
        try:
            body = path.read_bytes()
        except OSError as error:
            raise PlaybackFailed(f"Can't read {path} ({system_message(error)}); {remedy(error)}.", transient=False) from error
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

    def _capture_of(self, path: Path) -> Capture | str:
        """The capture that a file holds, or why it holds none."""
        named = Path(path.stem) if path.suffix.lower() in _COMPRESSED else path
        media_type = _MEDIA_TYPES.get(named.suffix.lower())
        if media_type is None:
            return f"its extension is not one of {', '.join(sorted(_MEDIA_TYPES))}"
        try:
            if path.stat().st_size > MAX_BYTES:
                return f"it exceeds the {MAX_BYTES:,} byte limit"
            body = path.read_bytes()
        except OSError as error:
            return unreadable("it", error)
        return _content_fault(body, media_type) or self._dated(path, body, media_type)

    def _dated(self, path: Path, body: bytes, media_type: str) -> Capture | str:
        """The file name outranks the header: it is what whoever arranged the folder sees."""
        header = parse_archive_header(unpacked(body)[0]) if media_type.startswith("text/") else None
        moment = _name_moment(path) or (header.captured_at if header else self._date)
        if moment is None:
            remedy = "name it 2019-03-01.html or 20190301083000.html, or give the date with `import dir --date`"
            return f"neither its name nor an archive header states the capture date; {remedy}"
        url, archive_url = (header.original, header.archive_url) if header else (self._url, None)
        return Capture(url, moment, self.name, archive_url, media_type=media_type, digest=_digest(body), length=len(body))


def _name_moment(path: Path) -> datetime | None:
    """The time that a file's name states, in UTC; midnight where it is a date alone. None where there is none, or more than one."""
    name = path.name.partition(".")[0] if path.suffix.lower() in _COMPRESSED else path.stem
    dates = [_digits_of(found) for found in _DATE_IN_NAME.finditer(name)]
    found = _DATED_NAME.fullmatch(name)
    digits = found[1] if found else dates[0] if len(dates) == 1 else ""
    try:
        return from_timestamp14(digits) if digits else None
    except ValueError:  # 20199999080000.txt
        return None


def _digits_of(found: re.Match[str]) -> str:
    year, _, month, day, hour, _, minute, second = found.groups()
    return "".join((year, month, day, hour or "00", minute or "00", second or "00"))


def _content_fault(body: bytes, media_type: str) -> str | None:
    """Why these bytes can't be what the extension says, or None."""
    if not body.strip():
        return None  # an archive's empty response is evidence: the screen refuses it and `log` lists it
    kind, says = kind_of(unpacked(body)[0], media_type)
    if media_type in _NAMES_OF_FILES:
        return None if kind == media_type else f"it is not {_NAMES_OF_FILES[media_type]} despite its name"
    # JSON is text: it is kept, and the reader says that it is no policy.
    return f"it is {says}" if kind == OTHER and "JSON" not in says else None


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


@dataclass(frozen=True, slots=True)
class ArchiveHeader:
    """What an archive header states."""

    captured_at: datetime
    original: str
    """The page's own URL."""
    archive_url: str
    """The capture's URL, as the header spells it."""


def parse_archive_header(body: bytes) -> ArchiveHeader | None:
    """The archive header of a text, or None when it has none.

    A header is a Markdown quotation (lines that begin with ">") at the very top that links to a capture by its 14 digits.

    >>> found = parse_archive_header(b"> *Archived on 2016-12-29: [original](https://web.archive.org/web/20161229045112id_/https%3A//a.example/p)*")
    >>> found.original
    'https://a.example/p'
    """
    text = body[:_HEADER_CHARS].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    quotation = []
    for line in text.splitlines():
        if not _QUOTED_LINE.match(line):
            break
        quotation.append(line)
    found = _CAPTURE_LINK.search("\n".join(quotation))
    if found is None:
        return None
    try:
        moment = from_timestamp14(found["digits"])
    except ValueError:
        return None
    return ArchiveHeader(moment, unquote(found["original"]), found[0])
