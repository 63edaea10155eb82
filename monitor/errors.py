"""Every error that the program raises on purpose, in one tree; class and attributes decide, never the message's text."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


class MonitorError(Exception):
    """An error with one clear sentence for the user: what, where, and what to do."""


class ConfigError(MonitorError):
    """The configuration can't be used.

    Attributes:
        path: the file at fault, or None when the fault is in the environment.
        line: 1-based line in that file, or None when no line is to blame.
    """

    def __init__(self, says: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.path, self.line = path, line
        where = "" if path is None else f"{path}:{line}: " if line is not None else f"{path}: "
        super().__init__(f"{where}{says}")


class UsageError(MonitorError):
    """The command line asks for something that does not exist: an unknown policy, a missing file, an unreadable date."""


class SourceError(MonitorError):
    """A page or an archive could not be read; the failure belongs to one policy and the run goes on.

    Attributes:
        reason: a short slug for scripts ("timeout", "http-404", "not-archived", "blocked", …).
        transient: True when the same request may work later.
        retry_after: seconds that the server asked us to wait, or None.
    """

    reason = "unreachable"
    transient = True

    def __init__(self, says: str, *, reason: str | None = None, transient: bool | None = None, retry_after: float | None = None) -> None:
        super().__init__(says)
        if reason is not None:
            self.reason = reason
        if transient is not None:
            self.transient = transient
        self.retry_after = retry_after


class Unreachable(SourceError):
    """No answer: name resolution, connection, TLS, timeout, or a server error that outlasted the retries."""


class HttpStatus(SourceError):
    """The server answered, with a status that is no page (404, 410, 500 …)."""

    reason = "http-status"

    def __init__(self, says: str, *, status: int, transient: bool, retry_after: float | None = None) -> None:
        super().__init__(says, reason=f"http-{status}", transient=transient, retry_after=retry_after)
        self.status = status


class RateLimited(SourceError):
    """The server asks for fewer requests (429, or 503 with Retry-After)."""

    reason = "rate-limited"


class Blocked(SourceError):
    """The server refuses us: robots.txt, a firewall, an excluded address."""

    reason = "blocked"
    transient = False


class NotArchived(SourceError):
    """The archive answered properly that it holds no such capture."""

    reason = "not-archived"
    transient = False


class PlaybackFailed(SourceError):
    """The archive lists a capture that it can't play back, or plays back another than the one asked for."""

    reason = "playback-failed"


class ExtractionError(MonitorError):
    """Bytes that can't be read as a document: not text, a broken PDF, a selector that matches nothing.

    Attributes:
        reason: a short slug ("not-text", "empty", "selector", "too-large", …).
    """

    def __init__(self, says: str, *, reason: str) -> None:
        super().__init__(says)
        self.reason = reason


class StoreError(MonitorError):
    """The store on disk can't be read or written, or doesn't hold what it says it holds; the run stops."""


class RecordDamaged(StoreError):
    """One policy's ledger can't be read, or was cut off or altered at its end; the failure belongs to that policy and the run goes on."""


class BytesLost(StoreError):
    """The bytes of one kept snapshot are missing or damaged; the failure belongs to that snapshot and the run goes on.

    Attributes:
        reason: "bytes-missing" or "bytes-damaged".
    """

    def __init__(self, says: str, *, reason: str) -> None:
        super().__init__(says)
        self.reason = reason


class StoreLocked(StoreError):
    """Another process is writing to the store.

    Attributes:
        owner: who holds the lock ("pid 4242 on host since …"), as far as it is known.
        since: when the lock was taken (UTC), or None.
    """

    def __init__(self, says: str, *, owner: str, since: datetime | None) -> None:
        super().__init__(says)
        self.owner, self.since = owner, since


class DeliveryError(MonitorError):
    """One channel did not take one message; it stays in the outbox.

    Attributes:
        channel: the channel's name without secrets ("email", "apprise:slack", …).
        permanent: True when trying again can't help (an address that the server refuses for good).
        retry_after: seconds that the server asked us to wait, or None.
    """

    def __init__(self, says: str, *, channel: str, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(says)
        self.channel, self.permanent, self.retry_after = channel, permanent, retry_after
