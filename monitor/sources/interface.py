"""The contract of a snapshot source, live or archived; every implementation passes the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.model import Capture, Redirects, Snapshot, SnapshotRecord, TakenPage


@dataclass(frozen=True, slots=True)
class Validators:
    """A server's validators for conditional requests (RFC 9110, section 13)."""

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None
    """The address that sent them, after redirects; no other one is asked with them. None: unknown, every one is."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A live response with a body."""

    snapshot: Snapshot
    validators: Validators
    final_url: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A live response without a body: 304 Not Modified."""

    url: str
    checked_at: datetime
    redirects: Redirects = None


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A copy that an archive has made."""

    archive_url: str
    captured_at: datetime
    """By the archive's clock."""


class PageSaver(Protocol):
    """Asks an archive to save a page as it is now."""

    def save(self, url: str) -> SavedPage:
        """Make a single attempt.

        Raises:
            SourceError: no copy was made, or the archive did not state its URL.
        """


class LiveSource(Protocol):
    """Fetches a page as it is now."""

    def fetch(self, policy: str, url: str, *, validators: Validators | None = None, led_from: str | None = None) -> Fetched | Unchanged:
        """Fetch one page.

        Args:
            policy: id of the policy that the snapshot belongs to.
            url: http or https address.
            validators: from the last response for this URL; sent as If-None-Match and If-Modified-Since.
            led_from: the configured address, where another one led here; private addresses are open to those that name them only.

        Raises:
            SourceError: any failure, with its reason, whether it is transient, and retry_after.
        """


def in_range(moment: datetime, since: datetime | None, until: datetime | None) -> bool:
    """True when `since` <= moment <= `until`; None leaves that end open."""
    return (since is None or moment >= since) and (until is None or moment <= until)


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an outside authority signed: that a root existed at a time."""

    at: datetime
    by: str
    """The name in the authority's certificate."""


class RootWitness(Protocol):
    """Has roots signed by somebody outside, who can't be made to sign another one for the past."""

    def stamp(self, root: str) -> bytes:
        """A signed token for a root; raises SourceError when there is none to be had now, and ConfigError when the set-up is wrong."""

    def check(self, token: bytes, root: str) -> Timestamp:
        """What a token says; raises ValueError when it is not a valid one for this root, and ConfigError when the set-up is wrong."""


class PageCamera(Protocol):
    """Shows kept bytes in a browser."""

    def take(self, url: str, record: SnapshotRecord, body: bytes, *, picture: bool) -> TakenPage:
        """A page as a browser shows it.

        Args:
            url: the address as configured; private addresses are open to the page that names them only.
            record: of the snapshot.
            body: its bytes, which the browser is given instead of asking for the page again.
            picture: whether a picture is taken; else the page is only loaded.

        Raises:
            SourceError: there is no browser, or it failed.
        """


class HistorySource(Protocol):
    """Lists and fetches archived snapshots."""

    name: str
    """wayback | memento | warc | import"""

    def captures(self, url: str, *, since: datetime | None = None, until: datetime | None = None) -> Iterator[Capture]:
        """The captures of a URL in order of capture time, `since` <= captured_at <= `until`.

        Captures that are not a page (an archived 404, 302 or 503) are listed with their status; the caller decides.

        Raises:
            SourceError: the listing could not be fetched. Only an archive's explicit statement that it holds nothing gives an
                empty iterator; an empty, damaged or refused listing raises, so that a failure is never mistaken for "no history".
        """

    def fetch(self, policy: str, capture: Capture) -> Snapshot:
        """The bytes of one capture as the server once sent them.

        Raises:
            NotArchived, PlaybackFailed, RateLimited, Unreachable: see monitor.errors.
        """
