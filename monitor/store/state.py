"""State that can't be derived from the archive: when each policy was checked, the servers' validators, and the queued messages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from threading import RLock
from typing import Any, Literal

from monitor.model import Alert, DeliveryState, Notice, NoticeKind, OutboxItem
from monitor.store import incidents, outbox
from monitor.store.check_log import ADD, LoggedCheck, parse_rows, row_of
from monitor.store.codec import sortable
from monitor.store.database import Closing, SqliteFile
from monitor.store.incidents import ClockJump, OpenFault
from monitor.store.schema import STATE
from monitor.store.spare import spare_of, write_spare
from monitor.timestamps import utc_iso

_REMEDY = (
    "restore it from a backup, or run `policy-monitor run`, which sets it aside and continues with its spare copy: the archive is not"
    " affected, but the latest alerts may be sent again"
)

_BY_POLICY = ("checks", "visits", "considered", "unsaved", "untaken", "check_log")
"""The tables with rows for a policy's id, alerts aside."""
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
insert into visits (policy, url, sha256, first_at, last_at, etag, last_modified, full_at) values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (policy, url) do update set first_at = case when sha256 = excluded.sha256 then first_at else excluded.first_at end,
    sha256 = excluded.sha256, last_at = excluded.last_at, etag = excluded.etag, last_modified = excluded.last_modified,
    full_at = excluded.full_at, unmodified = 0
"""
_UNMODIFIED = "update visits set last_at = ?, unmodified = unmodified + 1 where policy = ? and url = ?"

# Successful checks per transaction. Most checks find nothing new, and each commit waits for the disk: measured, 4 ms for one row, 5 ms for
# 128 of them.
_BATCH_SIZE = 128
_DAY = 86_400.0
_Write = tuple[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class CheckState:
    """The outcome of one policy's checks."""

    last_success: datetime | None = None
    last_failure: datetime | None = None
    reason: str | None = None
    """Slug of the last failure; kept after a success."""
    says: str | None = None
    failures_in_row: int = 0
    """Since the last success."""
    retry_at: datetime | None = None
    """Not before then; None after a success."""
    failing_since: datetime | None = None
    """The first failure after the last success; None after a success."""
    reported_since: datetime | None = None
    """Start of the failure that was reported to people; None when none was, or when the recovery was reported as well."""

    @property
    def last(self) -> datetime | None:
        """The time of the last check, successful or not."""
        return max(filter(None, (self.last_success, self.last_failure)), default=None)


@dataclass(frozen=True, slots=True)
class Unmodified:
    """How long a URL has been answered with 304 Not Modified."""

    since: datetime
    """When its body was last received."""
    times: int
    """Answers without a body since then."""


@dataclass(frozen=True, slots=True)
class PendingCopy:
    """A snapshot that a web archive was asked to save, or of which evidence was to be taken, without success so far."""

    snapshot_sha256: str
    attempts: int
    retry_at: datetime | None
    """None: abandoned."""
    says: str


class State(Closing):
    """Checks, validators, the alert cursors, and the outbox (monitor.notify.interface.Outbox)."""

    def __init__(self, path: Path) -> None:
        self._sqlite = SqliteFile(path, STATE, remedy=_REMEDY, durable=True, private=True, spare=spare_of(path))
        self._worth_a_copy = False
        self._lock, self._buffered, self._buffered_urls = RLock(), list[_Write](), set[str]()

    def transaction(self) -> AbstractContextManager[Connection]:
        """All writes of the block, or none of them."""
        return self._file.transaction()

    # --- checks -------------------------------------------------------------------------------------------------------

    def record_success(
        self,
        policy_id: str,
        url: str,
        *,
        at: datetime,
        sha256: str | None,
        etag: str | None,
        last_modified: str | None,
        complete: bool = True,
    ) -> None:
        """Record that a URL was fetched.

        Args:
            policy_id: the policy of the URL.
            url: the URL.
            at: the time.
            sha256: of the bytes; None after 304 Not Modified, which leaves digest and validators as they are.
            etag: the server's validator, for the next request.
            last_modified: likewise.
            complete: False when another URL of the policy failed, so that the policy as such was not checked.
        """
        moment = sortable(at)
        writes: list[_Write] = [(_SUCCEEDED, (policy_id, moment)), (ADD, row_of(policy_id, at))] if complete else []
        if sha256 is None:
            writes.append((_UNMODIFIED, (moment, policy_id, url)))
        else:
            writes.append((_VISITED, (policy_id, url, sha256, moment, moment, etag, last_modified, moment)))
        with self._lock:
            self._buffered += writes
            self._buffered_urls.add(url)
            full = len(self._buffered) >= _BATCH_SIZE
        if full:
            self.flush()

    @contextmanager
    def steady(self) -> Iterator[None]:
        """See `SqliteFile.steady`."""
        with self._sqlite.steady():
            yield

    def flush(self) -> None:
        """Write the buffered successes.

        A crash before that loses nothing but the times at which unchanged pages were checked. Every other read or write of this state
        flushes first.
        """
        with self._lock:
            writes, self._buffered = self._buffered, []
            self._buffered_urls.clear()
        if writes:
            with self._sqlite.transaction() as db:
                for sql, values in writes:
                    db.execute(sql, values)

    @property
    def _file(self) -> SqliteFile:
        if self._buffered:
            self.flush()
        return self._sqlite

    def _file_for(self, url: str) -> SqliteFile:
        """The file for a query about one URL; flushes only if that URL has buffered writes, so that queries do not defeat the batching."""
        return self._file if url in self._buffered_urls else self._sqlite

    def record_failure(self, policy_id: str, *, at: datetime, reason: str, says: str, retry_at: datetime | None) -> None:
        """Record that a policy could not be checked; the next attempt is at `retry_at`."""
        with self._file.transaction() as db:
            moment = sortable(at)
            db.execute(_FAILED, (policy_id, moment, reason, says, retry_at and sortable(retry_at), moment))
            db.execute(ADD, row_of(policy_id, at, reason))

    def check(self, policy_id: str) -> CheckState:
        """The outcome of a policy's checks; all None for one that was never checked."""
        row = self._file.row(f"select {_CHECK} from checks where policy = ?", (policy_id,))  # noqa: S608 - our own names
        with self._file.decoding():
            return CheckState() if row is None else _check_state(row)

    def checks(self) -> dict[str, CheckState]:
        """The outcome of the checks of every policy that was ever checked, by id."""
        with self._file.decoding():
            return {row[-1]: _check_state(row) for row in self._file.rows(f"select {_CHECK}, policy from checks")}  # noqa: S608

    def logged_checks(self, policy_id: str) -> list[LoggedCheck]:
        """Every check of a policy since checks are logged, in the order in which they were made."""
        with self._file.decoding():
            return list(parse_rows(self._file.rows("select week, made from check_log where policy = ? order by week", (policy_id,))))

    def checks_logged_since(self) -> datetime | None:
        """The first check of any policy that was logged; None when none was."""
        rows = self._file.rows("select week, made from check_log where week = (select min(week) from check_log)")
        with self._file.decoding():
            return min((one.at for one in parse_rows(rows)), default=None)

    def notice(self, notice: Notice, channels: Sequence[str], *, now: datetime) -> bool:
        """Queue a notice about a policy's checks for each channel, and remember that it was reported, in one transaction.

        Returns:
            True when it was queued; False when it had been queued before.
        """
        with self._file.transaction() as db:
            self._worth_a_copy = True
            if notice.kind is not NoticeKind.COMES_FROM_ELSEWHERE:
                reported = None if notice.kind is NoticeKind.READABLE_AGAIN else sortable(notice.since)
                db.execute("update checks set told_of = ? where policy = ?", (reported, notice.policy.id))
            return outbox.queue(db, notice, channels, now)

    def last_content(self, policy_id: str, url: str) -> tuple[str, datetime, datetime] | None:
        """The digest of a URL's last content, and the first and last time of the unbroken series of responses with it."""
        file = self._file_for(url)
        row = file.row("select sha256, first_at, last_at from visits where policy = ? and url = ?", (policy_id, url))
        with file.decoding():
            return None if row is None else (row[0], datetime.fromisoformat(row[1]), datetime.fromisoformat(row[2]))

    def validators(self, policy_id: str, url: str) -> tuple[str | None, str | None]:
        """The ETag and Last-Modified of a URL's last response with a body, as received for this policy.

        Two policies may share a URL; the response to one says nothing about what is stored for the other.
        """
        row = self._file_for(url).row("select etag, last_modified from visits where policy = ? and url = ?", (policy_id, url))
        return (None, None) if row is None else (row[0], row[1])

    def unmodified(self, policy_id: str, url: str) -> Unmodified | None:
        """How long a URL has been answered without a body; None when no body was received by a version that noted when."""
        file = self._file_for(url)
        row = file.row("select full_at, unmodified from visits where policy = ? and url = ?", (policy_id, url))
        with file.decoding():
            return None if row is None or row[0] is None else Unmodified(datetime.fromisoformat(row[0]), int(row[1]))

    def slow_hosts(self) -> dict[str, float]:
        """Hosts whose last answer took long, with its seconds."""
        with self._file.decoding():
            return {row[0]: float(row[1]) for row in self._file.rows("select host, seconds from hosts")}

    def record_slow_hosts(self, hosts: Mapping[str, float]) -> None:
        """Remember which hosts are slow, instead of those that were."""
        with self._file.transaction() as db:
            db.execute("delete from hosts")
            db.executemany("insert into hosts values (?, ?)", hosts.items())

    def copy_policy(self, policy_id: str, new_id: str) -> None:
        """Note under another id what is known of a policy's checks; alerts keep the id that they were sent with.

        For a new id of the same policy: first this, then the id changes, then `forget_policy` of the old one; a crash in between loses
        nothing.
        """
        self._worth_a_copy = True
        with self._file.transaction() as db:
            for table in _BY_POLICY:
                columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
                names, values = ", ".join(columns), ", ".join("?" if name == "policy" else name for name in columns)
                db.execute(f"insert or replace into {table} ({names}) select {values} from {table} where policy = ?", (new_id, policy_id))  # noqa: S608

    def forget_policy(self, policy_id: str) -> None:
        """Forget the checks of a policy that is no longer tracked under this id."""
        with self._file.transaction() as db:
            for table in _BY_POLICY:
                db.execute(f"delete from {table} where policy = ?", (policy_id,))  # noqa: S608 - our own names

    # --- the monitoring itself ----------------------------------------------------------------------------------------

    def open_faults(self) -> list[OpenFault]:
        """The faults that the last cycle met."""
        return incidents.open_faults(self._file)

    def replace_faults(
        self, gone: Sequence[str], found: Sequence[OpenFault], notice: Notice | None, channels: Sequence[str], *, now: datetime
    ) -> bool:
        """Forget the faults of some places, note others, and queue the notice about it, in one transaction; True when one was queued."""
        self._worth_a_copy = True
        with self._file.transaction() as db:
            incidents.replace_faults(db, gone, found)
            return notice is not None and outbox.queue(db, notice, channels, now)

    def settle_clock(self, now: datetime) -> ClockJump | None:
        """The jump of the clock that was not told yet; whatever waits for a time that it showed by mistake is due now."""
        jump = incidents.jump_at(self._file, now)
        if jump is not None:
            with self._file.transaction() as db:
                incidents.settle(db, jump)
        return jump

    def last_clock_jump(self) -> ClockJump | None:
        """The last jump of the clock that a cycle noticed."""
        return incidents.last_jump(self._file)

    def note_clock(self, now: datetime) -> None:
        """Remember that a cycle ran at this time."""
        with self._file.transaction() as db:
            incidents.note_moment(db, "latest", now)

    # --- a damaged file -----------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The file."""
        return self._sqlite.path

    @property
    def restored(self) -> bool:
        """True once the missing file was replaced by its spare copy."""
        return self._sqlite.restored

    def exists(self) -> bool:
        """True when there is a file, damaged or not; an empty one is none."""
        return self.path.exists() and (self.path.is_dir() or self.path.stat().st_size > 0)

    def set_aside(self) -> Path:
        """Rename the damaged file and return its new path; the next write continues with the spare copy, or begins a new file."""
        with self._lock:
            self._buffered.clear()
            self._buffered_urls.clear()
            return self._sqlite.set_aside()

    def write_spare(self) -> None:
        """Replace the spare copy, if what can't be had again has changed since it was written.

        Raises:
            StoreError: it can't be written.
        """
        spare = spare_of(self.path)
        if (self._worth_a_copy or _is_old(spare, self.path)) and self.exists():
            with self._file.transaction() as db:
                write_spare(db, spare)
            self._worth_a_copy = False

    # --- copies in a web archive, and evidence --------------------------------------------------------------------------

    def pending_copies(self, policy_id: str) -> dict[str, PendingCopy]:
        """The failed attempts to save a policy's pages to a web archive, by URL."""
        return self._pending("unsaved", policy_id)

    def record_pending_copy(self, policy_id: str, url: str, pending: PendingCopy) -> None:
        """Record a failed attempt; it replaces the previous one for that URL."""
        self._record_pending("unsaved", policy_id, url, pending)

    def clear_pending_copy(self, policy_id: str, url: str) -> None:
        """Forget the failed attempts for a URL."""
        self._clear_pending("unsaved", policy_id, url)

    def pending_evidence(self, policy_id: str) -> dict[str, PendingCopy]:
        """The failed attempts to take a picture or an archive of a policy's pages, by URL."""
        return self._pending("untaken", policy_id)

    def record_pending_evidence(self, policy_id: str, url: str, pending: PendingCopy) -> None:
        """Record a failed attempt; it replaces the previous one for that URL."""
        self._record_pending("untaken", policy_id, url, pending)

    def clear_pending_evidence(self, policy_id: str, url: str) -> None:
        """Forget the failed attempts for a URL."""
        self._clear_pending("untaken", policy_id, url)

    def _pending(self, table: Literal["unsaved", "untaken"], policy_id: str) -> dict[str, PendingCopy]:
        sql = f"select url, snapshot_sha256, attempts, retry_at, says from {table} where policy = ?"  # noqa: S608 - one of two names
        with self._file.decoding():
            return {row[0]: PendingCopy(row[1], row[2], _moment(row[3]), row[4]) for row in self._file.rows(sql, (policy_id,))}

    def _record_pending(self, table: Literal["unsaved", "untaken"], policy_id: str, url: str, pending: PendingCopy) -> None:
        with self._file.transaction() as db:
            retry_at = pending.retry_at and sortable(pending.retry_at)
            values = (policy_id, url, pending.snapshot_sha256, pending.attempts, retry_at, pending.says)
            db.execute(f"insert or replace into {table} values (?, ?, ?, ?, ?, ?)", values)  # noqa: S608

    def _clear_pending(self, table: Literal["unsaved", "untaken"], policy_id: str, url: str) -> None:
        with self._file.transaction() as db:
            db.execute(f"delete from {table} where policy = ? and url = ?", (policy_id, url))  # noqa: S608

    # --- alerts -------------------------------------------------------------------------------------------------------

    def alert_cursor(self, policy_id: str) -> int:
        """The ledger sequence up to which alerts have been decided; 0 when none have."""
        # Past the buffer: it holds checks only, and this is asked for every policy of a cycle.
        row = self._sqlite.row("select sequence from considered where policy = ?", (policy_id,))
        with self._sqlite.decoding():
            return 0 if row is None else int(row[0])

    def rewind_alert_cursor(self, policy_id: str, lines: int) -> None:
        """Move the cursor back to a ledger's end. In a copy it can be beyond it, when the state was read after the ledger."""
        with self._file.transaction() as db:
            db.execute("update considered set sequence = ? where policy = ? and sequence > ?", (lines, policy_id, lines))

    def advance_alert_cursor(self, policy_id: str, sequence: int, alert: Alert | None, channels: Sequence[str], *, now: datetime) -> bool:
        """Record that alerts are decided up to a ledger sequence, and queue the resulting alert, in one transaction.

        Whatever is at or before the cursor is decided: nothing is queued for it, even if a later derivation judges it differently.

        Returns:
            True when an alert was queued; False when there is none, or it had been queued before.
        """
        with self._file.transaction() as db:
            # Inside the transaction: another process may have decided since the caller looked.
            if sequence <= self.alert_cursor(policy_id):
                return False
            self._worth_a_copy = True
            db.execute("insert or replace into considered values (?, ?)", (policy_id, sequence))
            return alert is not None and outbox.queue(db, alert, channels, now)

    def queue_alert(self, alert: Alert, channels: Sequence[str], *, now: datetime) -> bool:
        """Queue an alert that decides nothing about the policy's cursor, such as one that a second reader raised.

        Returns:
            True when it was queued; False when it had been queued before.
        """
        with self._file.transaction() as db:
            self._worth_a_copy = True
            return outbox.queue(db, alert, channels, now)

    def due(self, now: datetime) -> list[OutboxItem]:
        """The pending items that are due, oldest first."""
        return outbox.due(self._file, now)

    def delivered(self, alert_id: str, channel: str, *, at: datetime) -> None:
        """Mark an item as delivered, durably, before anything else is attempted."""
        with self._file.transaction() as db:
            self._worth_a_copy = True
            outbox.delivered(db, alert_id, channel, at)

    def failed(self, alert_id: str, channel: str, *, says: str, retry_at: datetime | None) -> None:
        """Count a failed attempt; `retry_at` None gives up."""
        with self._file.transaction() as db:
            self._worth_a_copy = True
            outbox.failed(db, alert_id, channel, says, retry_at)

    def alerts(self) -> list[OutboxItem]:
        """Every item, delivered or not, oldest first. An alert queued without a configured channel has none."""
        return outbox.everything(self._file)

    def messages(self, alert_ids: Collection[str], *, brief: bool = False) -> list[OutboxItem]:
        """The items of these alerts and notices, oldest first; `brief`: without any words but the headlines."""
        return outbox.everything(self._file, alert_ids, brief=brief)

    def deliveries(self) -> dict[tuple[str, str], tuple[str, int, str, str | None]]:
        """Of each item, by alert and channel: its state, the attempts, when it was queued, and when it was delivered. Reads no alert."""
        rows = self._file.rows("select alert_id, channel, state, attempts, queued_at, delivered_at from deliveries order by rowid")
        with self._file.decoding():
            return {(row[0], row[1]): (row[2], row[3], *(one and utc_iso(datetime.fromisoformat(one)) for one in row[4:])) for row in rows}

    def queued_alerts(self) -> list[tuple[str, str, datetime, str, int]]:
        """Every alert as it is stored: its id, its policy, when it was made, its JSON, and for how many channels it was queued.

        Notices about failing checks are left out.
        """
        sql = """select id, policy, created_at, alert, (select count(*) from deliveries where alert_id = id) from alerts
                 where json_extract(alert, '$.kind') is null order by rowid"""
        with self._file.decoding():
            return [(row[0], row[1], datetime.fromisoformat(row[2]), row[3], int(row[4])) for row in self._file.rows(sql)]

    def delivery_counts(self) -> dict[DeliveryState, int]:
        """The number of messages in each state."""
        with self._file.decoding():
            return {DeliveryState(row[0]): int(row[1]) for row in self._file.rows("select state, count(*) from deliveries group by state")}

    def refused_deliveries(self) -> dict[str, list[tuple[DeliveryState, str]]]:
        """Per channel, oldest first: the state of each message that was tried in vain, and why."""
        sql = "select channel, state, says from deliveries where state <> 'delivered' and attempts > 0 order by queued_at, rowid"
        found: dict[str, list[tuple[DeliveryState, str]]] = {}
        with self._file.decoding():
            for channel, state, says in self._file.rows(sql):
                found.setdefault(channel, []).append((DeliveryState(state), says or "no reason was given"))
        return found

    def retry(self, alert_id: str | None = None) -> int:
        """Make items due now that were given up or wait for their next attempt; their attempts count from zero.

        Args:
            alert_id: the alert; None for all.

        Returns:
            The number of items that became due.
        """
        with self._file.transaction() as db:
            return outbox.retry(db, alert_id)

    def close(self) -> None:
        """Close the file; the next use reopens it."""
        self._file.close()


def _is_old(spare: Path, original: Path) -> bool:
    """Whether there is no copy, or none of the last day: that checks were made can't be had again, and they are made all the time."""
    try:
        return spare.stat().st_mtime < original.stat().st_mtime - _DAY
    except OSError:
        return not spare.exists()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _check_state(row: Sequence[Any]) -> CheckState:
    success, failure, reason, says, in_row, retry_at, since, reported = row[:8]
    return CheckState(_moment(success), _moment(failure), reason, says, int(in_row), _moment(retry_at), _moment(since), _moment(reported))
