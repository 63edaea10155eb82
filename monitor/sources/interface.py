"""What a source of snapshots promises, live or archived; every implementation passes the same contract tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.model import Capture, Snapshot


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "has it changed?" with (RFC 9110, section 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A live answer with a body."""

    snapshot: Snapshot
    validators: Validators
    final_url: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A live answer without a body: 304 Not Modified."""

    url: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A copy that an archive has made."""

    archive_url: str
    captured_at: datetime
    """By the archive's clock."""


class PageSaver(Protocol):
    """Has an archive keep a page as it is now."""

    def save(self, url: str) -> SavedPage:
        """One try.

        Raises:
            SourceError: no copy was made, or the archive did not say where it is.
        """


class LiveSource(Protocol):
    """Fetches a page as it is now."""

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None) -> Fetched | Unchanged:
        """One page.

        Args:
            policy: id of the policy that the snapshot belongs to.
            url: http or https address.
            validators: from the last answer of this address; sent as If-None-Match and If-Modified-Since.

        Raises:
            SourceError: any failure of the world, with its reason, transience and retry_after.
        """


class HistorySource(Protocol):
    """Lists and fetches archived snapshots."""

    name: str
    """wayback | memento | warc | import"""

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """Captures of an address in capture-time order, `since` <= captured_at <= `until`.

        Captures that are plainly no page (an archived 404, 302 or 503) are listed with their status; the caller decides.

        Raises:
            SourceError: the listing could not be had. An empty or refused listing never passes for "no history": an archive that properly
                answers that it holds nothing gives an empty iterator, everything else raises.
        """

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """The bytes of one capture as the server once sent them.

        Raises:
            NotArchived, PlaybackFailed, RateLimited, Unreachable: see monitor.errors.
        """
