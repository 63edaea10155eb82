"""What an argument refers to: a file, or the version of a policy in force at some moment (`ID@DATE`)."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.dates import last_moment
from monitor.errors import ExtractionError, UsageError, unreadable
from monitor.model import Document, ExtractionResult, Version
from monitor.timestamps import utc_iso

if TYPE_CHECKING:
    from monitor.cli.app import App
    from monitor.pipeline.context import MonitorContext

# Bytes; more than a page may have (MAX_BYTES), since a person named the file.
_LARGEST = 50_000_000
_ID = re.compile(r"[a-z0-9_-]+")
_COMPRESSED = re.compile(r"The response was (\w+)-compressed without a Content-Encoding header; it")
# The media type that a file's extension declares. It is only a hint; .txt declares none, since Markdown is often saved as .txt.
_MEDIA_TYPES = {".html": "text/html", ".htm": "text/html", ".md": "text/markdown", ".pdf": "application/pdf"}


@dataclass(frozen=True)
class ReferencedText:
    """A text, and where it comes from."""

    ref: str
    document: Document
    captured_at: datetime | None


def find_text(app: App, reference: str) -> ReferencedText:
    """The text of a file, or of a stored version when no file has that name.

    Raises:
        UsageError: there is no such file, policy or version.
        ExtractionError: no document can be extracted from the file.
    """
    path = Path(reference)
    # Files first, so that `diff` needs no configuration; a policy with a file's name is still reached as ID@DATE.
    if os.path.lexists(path) or (os.sep in reference and "@" not in reference):
        return read_file(path, reference)
    policy_id, at, _ = reference.partition("@")
    if not _ID.fullmatch(policy_id) or not (at or app.config.exists()):
        raise UsageError(f"{reference}: no such file (to refer to a stored version, write ID@DATE)")
    context = app.context()
    if not at and policy_id not in {policy.id for policy in context.policies}:
        raise UsageError(f"{reference}: no file and no policy of that name (to refer to a stored version, write ID@DATE)")
    version = find_version(context, reference)
    return ReferencedText(reference, version.document, version.captured_at)


def read_file(path: Path, reference: str, *, select: Sequence[str] = (), remove: Sequence[str] = ()) -> ReferencedText:
    """The document in a file, narrowed by CSS selectors.

    Raises:
        UsageError: the file can't be read.
        ExtractionError: it is empty, or holds no text.
    """
    from monitor.core.extract import read_snapshot
    from monitor.sources.folder import parse_archive_header

    body = read_bytes(path)
    if not body.strip():
        raise ExtractionError(f"{reference}: the file is empty; name one that contains the text of a policy", reason="empty")
    reading = _as_file(read_snapshot(body, media_type=_MEDIA_TYPES.get(path.suffix.lower()), select=select, remove=remove))
    header = parse_archive_header(body)
    return ReferencedText(reference, document_of(reading, reference), header.captured_at if header else None)


def _as_file(reading: ExtractionResult) -> ExtractionResult:
    """The reading with "file" where messages about a page speak of the response of a server."""
    document, error = reading.document, reading.error
    if document is not None and document.notes:
        document = replace(document, notes=tuple(_COMPRESSED.sub(r"The file was \1-compressed; it", note) for note in document.notes))
    if error is not None:
        error = (error[0], error[1].replace("The response", "The file"))
    return replace(reading, document=document, error=error)


def document_of(reading: ExtractionResult, reference: str) -> Document:
    """The document that was extracted from what `reference` names.

    Raises:
        ExtractionError: there is none.
    """
    if reading.document is None:
        reason, says = reading.error or ("not-text", "it contains no text")
        raise ExtractionError(f"{reference}: {says}", reason=reason)
    return reading.document


def read_bytes(path: Path) -> bytes:
    """A file's content.

    Raises:
        UsageError: it can't be read, is a folder, or is larger than any policy.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: {path.stat().st_size:,} bytes exceed the limit of {_LARGEST:,} for a document")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(unreadable(path, error)) from error


def find_version(context: MonitorContext, reference: str) -> Version:
    """The stored version that `ID` or `ID@DATE` refers to: the newest, or the one in force at that moment.

    Raises:
        UsageError: there is no such policy or version, or the date is not valid.
    """
    policy_id, at, date = reference.partition("@")
    policy = context.policy(policy_id)
    moment = last_moment(date) if at else None
    entries = context.index.entries(policy.id)
    if not entries:
        raise UsageError(f"{policy.id} has no versions yet; `policy-monitor status {policy.id}` says why, `run` and `backfill` fetch some")
    found = context.index.version_at(policy.id, moment) if moment else entries[-1].version
    if found is None:
        oldest = utc_iso(entries[0].version.captured_at)
        raise UsageError(
            f"{policy.id} has no version as old as {date}; the oldest is from {oldest}; `backfill {policy.id}` may find older ones"
        )
    return found
