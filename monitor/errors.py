"""All errors that the program raises on purpose. Callers decide by class and attributes, never by the message."""

from __future__ import annotations

import errno
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

_E = TypeVar("_E", bound=BaseException)


def without_variables(error: _E) -> _E:
    """The error, for keeping: the functions that it passed through hold no variables any more. Its traceback keeps their lines.

    A page that unpacked to more than its limit was held by the error that said so, for as long as that was.
    """
    # `from None` hides from people what an error was raised in place of; it is there all the same.
    chain, seen = [error.__cause__, error.__context__], {id(error)}
    traces = [error.__traceback__]
    while chain:
        one = chain.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            traces.append(one.__traceback__)
            chain += [one.__cause__, one.__context__]
    while traces:
        if (trace := traces.pop()) is not None:
            with suppress(RuntimeError):  # the function still runs
                trace.tb_frame.clear()
            traces.append(trace.tb_next)
    return error


_REMEDIES = {
    errno.ENOENT: "check its name",
    errno.ENOTDIR: "check its name",
    errno.EISDIR: "name a file in it",
    errno.EACCES: "give this user read permission on it and on its folders",
    errno.EPERM: "give this user read permission on it and on its folders",
    errno.ELOOP: "name the file that the links should lead to",
}


def system_message(error: OSError) -> str:
    """What the operating system says, without its number: "Permission denied", not "[Errno 13] Permission denied: 'a.md'"."""
    return error.strerror or str(error) or type(error).__name__


def remedy(error: OSError) -> str:
    """What to do about a file that can't be read."""
    return _REMEDIES.get(error.errno or 0, "copy it to another place, or name another")


def unreadable(path: Path | str, error: OSError) -> str:
    """One sentence for a file or a folder that can't be read: what, where and what to do."""
    return f"can't read {path} ({system_message(error)}); {remedy(error)}"


def given_up(says: str) -> str:
    """What is said of a failure after which nothing is tried again: a command that ran once can only be run again."""
    return says.replace("; it will be retried", "; try again later").replace(" and will be retried", "; try again later")


class MonitorError(Exception):
    """Base class. The message is one sentence for the user: what happened, where, and what to do."""


class ConfigError(MonitorError):
    """The configuration is invalid.

    Attributes:
        says: the sentence without the place.
        path: the file, or None when the fault is in the environment.
        line: 1-based line in that file, or None when the fault has no line.
    """

    def __init__(self, says: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.says, self.path, self.line = says, path, line
        where = "" if path is None else f"{path}:{line}: " if line is not None else f"{path}: "
        super().__init__(f"{where}{says}")


class UsageError(MonitorError):
    """The command line names something that does not exist or is invalid: an unknown policy, a missing file, a malformed date."""


class SourceError(MonitorError):
    """A page or an archive could not be read. This affects one policy; the run continues.

    Attributes:
        reason: a short slug for scripts ("timeout", "http-404", "not-archived", "blocked", …).
        transient: True when the same request may succeed later.
        retry_after: seconds that the server asked to wait, or None.
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
    """No usable response: name resolution, connection, TLS, timeout, or a malformed or incomplete response."""


class HttpStatus(SourceError):
    """The server responded with an error status (404, 410, 500 …)."""

    reason = "http-status"

    def __init__(self, says: str, *, status: int, transient: bool, retry_after: float | None = None) -> None:
        super().__init__(says, reason=f"http-{status}", transient=transient, retry_after=retry_after)
        self.status = status


class RateLimited(SourceError):
    """The server asks for fewer requests (429, or 503 with Retry-After)."""

    reason = "rate-limited"


class Blocked(SourceError):
    """The request is not allowed: robots.txt, a firewall, a private address, a page excluded from an archive."""

    reason = "blocked"
    transient = False


class NotArchived(SourceError):
    """The archive responded that it holds no such capture."""

    reason = "not-archived"
    transient = False


class PlaybackFailed(SourceError):
    """The archive lists a capture but can't play it back, or plays back another one than requested."""

    reason = "playback-failed"


class ExtractionError(MonitorError):
    """The bytes can't be read as a document: not text, a damaged PDF, a selector that matches nothing.

    Attributes:
        reason: a short slug ("not-text", "empty", "selector", "too-large", …).
    """

    def __init__(self, says: str, *, reason: str) -> None:
        super().__init__(says)
        self.reason = reason


class StoreError(MonitorError):
    """The store can't be read or written, or is damaged; the run stops."""


class RecordDamaged(StoreError):
    """One policy's ledger can't be read, or its end was removed or altered. This affects that policy; the run continues."""


class DatabaseDamaged(StoreError):
    """One of the two SQLite files is no database, or holds values that can't be read. A cycle sets it aside and continues without it.

    Attributes:
        path: the file.
    """

    def __init__(self, says: str, *, path: Path) -> None:
        super().__init__(says)
        self.path = path


class ReportsUnwritable(StoreError):
    """Pages can't be written. They can be rendered again at any time; the run continues, and alerts are sent."""


class BytesLost(StoreError):
    """The bytes of one stored snapshot are missing or damaged. This affects that snapshot; the run continues.

    Attributes:
        reason: "bytes-missing" or "bytes-damaged".
    """

    def __init__(self, says: str, *, reason: str) -> None:
        super().__init__(says)
        self.reason = reason


class StoreLocked(StoreError):
    """Another process is writing to the store.

    Attributes:
        owner: who holds the lock ("pid 4242 on host since …"), if known.
        since: when the lock was acquired (UTC), or None.
    """

    def __init__(self, says: str, *, owner: str, since: datetime | None) -> None:
        super().__init__(says)
        self.owner, self.since = owner, since


class DeliveryError(MonitorError):
    """A message could not be delivered to a channel; it stays in the outbox.

    Attributes:
        channel: the channel's name without secrets ("email", "apprise:slack", …).
        permanent: True when retrying can't help (the server rejects the address for good).
        retry_after: seconds that the server asked to wait, or None.
    """

    def __init__(self, says: str, *, channel: str, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(says)
        self.channel, self.permanent, self.retry_after = channel, permanent, retry_after


class ReadingStopped(SourceError):
    """Reading a snapshot or comparing two texts was stopped, because it took too much time or memory or crashed.

    Attributes:
        hurried: True when only the short first try was stopped, so that it is worth another one.
    """

    reason = "reader-crash"

    def __init__(self, says: str, *, reason: str, hurried: bool = False) -> None:
        super().__init__(says, reason=reason)
        self.hurried = hurried


class PluginStopped(SourceError):
    """A plug-in that reads a policy's pages is missing or fails. Deriving without it would take versions away, so they stay as they are."""

    reason = "plugin-fault"


class Abandoned(MonitorError):
    """The program is to stop: what was being read is left for the next time."""


class ReaderFailed(MonitorError):
    """A second reader gave no answer: nothing depends on it, and the question is asked again later.

    Attributes:
        reason: a short slug ("timeout", "unreachable", "http-500", "redirect", "not-chat").
        retry_after: seconds that the server asked to wait, or None.
    """

    def __init__(self, says: str, *, reason: str, retry_after: float | None = None) -> None:
        super().__init__(says)
        self.reason, self.retry_after = reason, retry_after


class AnswerDropped(MonitorError):
    """An answer of a second reader can't be used: it breaks the form, or says what the texts do not.

    Attributes:
        reason: a short slug ("not-json", "schema", "invented-quote", "wrong-number", "negation" …).
    """

    def __init__(self, says: str, *, reason: str) -> None:
        super().__init__(says)
        self.reason = reason
