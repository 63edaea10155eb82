"""What can't be derived from the files: when what was checked, what servers said about it, and what is owed to whom."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from threading import RLock
from types import TracebackType
from typing import Any, Self

from monitor.model import Alert, DeliveryState, Notice, NoticeKind, OutboxItem
from monitor.store import outbox
from monitor.store.codec import sortable
from monitor.store.database import SqliteFile
from monitor.store.schema import STATE

_CURE = (
    "restore it from a backup, or move it away together with the -wal and -shm beside it: the archive stays whole, but alerts still"
    " owed are lost and the latest may be sent once more"
)


_TOGETHER = 128
_Write = tuple[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class CheckState:
    """How the checks of one policy went."""

    last_success: datetime | None = None
    last_failure: datetime | None = None
    reason: str | None = None
    """Slug of the last failure, kept after a success."""
    says: str | None = None
    failures_in_row: int = 0
    """Since the last success."""
    retry_at: datetime | None = None
    """No check before then; None after a success."""
    failing_since: datetime | None = None
    """The first failure after the last success; None after a success."""
    told_of: datetime | None = None
    """Since when the policy was unreadable, as people were told; None when nobody was, or recovery was told too."""

    @property
    def last(self) -> datetime | None:
        """When it was checked last, however that went."""
        return max(filter(None, (self.last_success, self.last_failure)), default=None)


@dataclass(frozen=True, slots=True)
class PendingCopy:
    """A snapshot of which an archive was asked for a copy, in vain so far."""

    snapshot_sha256: str
    attempts: int
    retry_at: datetime | None
    """None: given up."""
    says: str


class State:
    """Checks, validators, what was considered, and the outbox (monitor.notify.interface.Outbox)."""

    def __init__(self, path: Path) -> None:
        self._sqlite = SqliteFile(path, STATE, cure=_CURE, durable=True)
        self._lock, self._later, self._noted = RLock(), list[_Write](), set[str]()

    def transaction(self) -> AbstractContextManager[Connection]:
        """Everything that is written inside the block, together or not at all."""
        return self._file.transaction()

    # --- checks -------------------------------------------------------------------------------------------------------

    def succeeded(
        self,
        policy_id: str,
        url: str,
        *,
        at: datetime,
        sha256: str | None,
        etag: str | None,
        last_modified: str | None,
        whole: bool = True,
    ) -> None:
        """An address answered.

        Args:
            policy_id: whose address it is.
            url: the address.
            at: when.
            sha256: of the bytes; None when the server said that nothing changed (304): then bytes and validators stay as they are.
            etag: the server's validator, for the next question.
            last_modified: likewise.
            whole: False when another address of the policy failed, so that the check as a whole is no success.
        """
        moment = sortable(at)
        writes: list[_Write] = [(_SUCCEEDED, (policy_id, moment))] if whole else []
        if sha256 is None:
            writes.append(("update visits set last_at = ? where policy = ? and url = ?", (moment, policy_id, url)))
        else:
            writes.append((_VISITED, (policy_id, url, sha256, moment, moment, etag, last_modified)))
        with self._lock:
            self._later += writes
            self._noted.add(url)
            full = len(self._later) >= _TOGETHER
        if full:
            self.flush()

    def flush(self) -> None:
        """Writes down the successes that were only noted so far.

        They are written some dozens at a time, since each transaction waits for the disk; a crash before forgets that unchanged pages were
        looked at, and nothing else. Whatever reads or writes this state writes them first.
        """
        with self._lock:
            writes, self._later = self._later, []
            self._noted.clear()
        if writes:
            with self._sqlite.transaction() as db:
                for sql, values in writes:
                    db.execute(sql, values)

    @property
    def _file(self) -> SqliteFile:
        if self._later:
            self.flush()
        return self._sqlite

    def _about(self, url: str) -> SqliteFile:
        """For questions about one address, which must not cost the others' transaction."""
        return self._file if url in self._noted else self._sqlite

    def failed_check(self, policy_id: str, *, at: datetime, reason: str, says: str, retry_at: datetime | None) -> None:
        """A policy could not be checked; it isn't tried again before `retry_at`."""
        with self._file.transaction() as db:
            moment = sortable(at)
            db.execute(_FAILED, (policy_id, moment, reason, says, retry_at and sortable(retry_at), moment))

    def check(self, policy_id: str) -> CheckState:
        """How the checks of a policy went; all None for one that was never checked."""
        row = self._file.row(f"select {_CHECK} from checks where policy = ?", (policy_id,))  # noqa: S608 - our own names
        return CheckState() if row is None else _check_state(row)

    def checks(self) -> dict[str, CheckState]:
        """How the checks of all policies went that were ever checked, by policy."""
        return {row[-1]: _check_state(row) for row in self._file.rows(f"select {_CHECK}, policy from checks")}  # noqa: S608

    def notice(self, notice: Notice, channels: Sequence[str], *, now: datetime) -> bool:
        """Owes a word about how a policy's checks go to each channel, and remembers that it was told, in one transaction.

        Returns:
            True when it was queued; False when it was owed before.
        """
        with self._file.transaction() as db:
            told_of = None if notice.kind is NoticeKind.READABLE_AGAIN else sortable(notice.since)
            db.execute("update checks set told_of = ? where policy = ?", (told_of, notice.policy.id))
            return outbox.queue(db, notice, channels, now)

    def seen(self, policy_id: str, url: str) -> tuple[str, datetime, datetime] | None:
        """The digest of what an address last answered with, and the first and the last time in a row that it did."""
        row = self._about(url).row("select sha256, first_at, last_at from visits where policy = ? and url = ?", (policy_id, url))
        return None if row is None else (row[0], datetime.fromisoformat(row[1]), datetime.fromisoformat(row[2]))

    def validators(self, policy_id: str, url: str) -> tuple[str | None, str | None]:
        """The ETag and Last-Modified that came with the last answer of an address that had a body, as this policy got it.

        Two policies may share an address; what one was told last says nothing about what the other holds.
        """
        row = self._about(url).row("select etag, last_modified from visits where policy = ? and url = ?", (policy_id, url))
        return (None, None) if row is None else (row[0], row[1])

    def forget_validators(self, url: str) -> None:
        """Has the next question to an address answered in full, whatever the server thinks we hold."""
        with self._file.transaction() as db:
            db.execute("update visits set etag = null, last_modified = null where url = ?", (url,))

    # --- copies in an archive -----------------------------------------------------------------------------------------

    def unsaved(self, policy_id: str) -> dict[str, PendingCopy]:
        """By address, what an archive has not made a copy of yet although it was asked."""
        sql = "select url, snapshot_sha256, attempts, retry_at, says from unsaved where policy = ?"
        return {row[0]: PendingCopy(row[1], row[2], _moment(row[3]), row[4]) for row in self._file.rows(sql, (policy_id,))}

    def not_saved(self, policy_id: str, url: str, unsaved: PendingCopy) -> None:
        """Notes an attempt in vain; it replaces what was noted of that address."""
        with self._file.transaction() as db:
            retry_at = unsaved.retry_at and sortable(unsaved.retry_at)
            values = (policy_id, url, unsaved.snapshot_sha256, unsaved.attempts, retry_at, unsaved.says)
            db.execute("insert or replace into unsaved values (?, ?, ?, ?, ?, ?)", values)

    def was_saved(self, policy_id: str, url: str) -> None:
        """Forgets the attempts in vain."""
        with self._file.transaction() as db:
            db.execute("delete from unsaved where policy = ? and url = ?", (policy_id, url))

    # --- alerts -------------------------------------------------------------------------------------------------------

    def considered(self, policy_id: str) -> int:
        """The ledger sequence up to which alerts were decided; 0 when nothing was considered yet."""
        row = self._sqlite.row("select sequence from considered where policy = ?", (policy_id,))
        return 0 if row is None else int(row[0])

    def settle(self, policy_id: str, lines: int) -> None:
        """Takes back what was considered beyond a ledger's end: in a copy, where this state was read later than the ledger."""
        with self._file.transaction() as db:
            db.execute("update considered set sequence = ? where policy = ? and sequence > ?", (lines, policy_id, lines))

    def consider(self, policy_id: str, sequence: int, alert: Alert | None, channels: Sequence[str], *, now: datetime) -> bool:
        """Remembers that a policy was considered up to a ledger sequence, and queues the alert that is owed, in one transaction.

        What lies at or before the sequence that was considered already is settled: nothing is queued for it, whatever a later derivation
        makes of it.

        Returns:
            True when the alert was queued; False when there is none, or it was known.
        """
        with self._file.transaction() as db:
            if sequence <= self.considered(policy_id):
                return False
            db.execute("insert or replace into considered values (?, ?)", (policy_id, sequence))
            return alert is not None and outbox.queue(db, alert, channels, now)

    def due(self, now: datetime) -> list[OutboxItem]:
        """Pending items whose next attempt has come, oldest first."""
        return outbox.due(self._file, now)

    def delivered(self, alert_id: str, channel: str, *, at: datetime) -> None:
        """Marks an item as delivered, durably, before anything else is tried."""
        with self._file.transaction() as db:
            outbox.delivered(db, alert_id, channel, at)

    def failed(self, alert_id: str, channel: str, *, says: str, retry_at: datetime | None) -> None:
        """Counts a failed attempt; `retry_at` None gives up."""
        with self._file.transaction() as db:
            outbox.failed(db, alert_id, channel, says, retry_at)

    def alerts(self) -> list[OutboxItem]:
        """Every item, delivered or not, oldest first; an alert that no channel was configured for has none."""
        return outbox.everything(self._file)

    def owed(self) -> dict[DeliveryState, int]:
        """How many messages stand in each state."""
        return {DeliveryState(row[0]): int(row[1]) for row in self._file.rows("select state, count(*) from deliveries group by state")}

    def retry(self, alert_id: str | None = None) -> int:
        """Makes what was given up or waits for its next attempt due at once, with fresh attempts.

        Args:
            alert_id: of which alert; None for all.

        Returns:
            How many items became due.
        """
        with self._file.transaction() as db:
            return outbox.retry(db, alert_id)

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _check_state(row: Sequence[Any]) -> CheckState:
    success, failure, reason, says, in_row, retry_at, since, told_of = row[:8]
    return CheckState(_moment(success), _moment(failure), reason, says, in_row, _moment(retry_at), _moment(since), _moment(told_of))


_CHECK = "last_success, last_failure, reason, says, failures_in_row, retry_at, failing_since, told_of"
_SUCCEEDED = """
insert into checks (policy, last_success, failures_in_row) values (?, ?, 0)
on conflict (policy) do update set last_success = excluded.last_success, failures_in_row = 0, retry_at = null,
    failing_since = null
"""
_FAILED = """
insert into checks (policy, last_failure, reason, says, failures_in_row, retry_at, failing_since) values (?, ?, ?, ?, 1, ?, ?)
on conflict (policy) do update set last_failure = excluded.last_failure, reason = excluded.reason, says = excluded.says,
    failures_in_row = failures_in_row + 1, retry_at = excluded.retry_at,
    failing_since = coalesce(failing_since, excluded.failing_since)
"""
_VISITED = """
insert into visits (policy, url, sha256, first_at, last_at, etag, last_modified) values (?, ?, ?, ?, ?, ?, ?)
on conflict (policy, url) do update set first_at = case when sha256 = excluded.sha256 then first_at else excluded.first_at end,
    sha256 = excluded.sha256, last_at = excluded.last_at, etag = excluded.etag, last_modified = excluded.last_modified
"""
