"""What went wrong with the monitoring itself: the open faults, and a clock that was set back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from monitor.store.codec import sortable
from monitor.store.database import SqliteFile
from monitor.timestamps import EARLIEST

STEP = timedelta(minutes=2)
"""The clock is corrected by less than this all the time (NTP), which disturbs nothing."""
LEAP = timedelta(days=400)
"""So long without any check is more likely a clock that jumped ahead."""

# Times that were written while the clock was ahead would hold back checks and messages until it gets there, which may take decades.
_IN_THE_FUTURE = (
    "update checks set last_success = min(last_success, :now), last_failure = min(last_failure, :now),"
    " failing_since = min(failing_since, :now), retry_at = min(retry_at, :now)",
    "update visits set first_at = min(first_at, :now), last_at = min(last_at, :now)",
    "update deliveries set queued_at = min(queued_at, :now), next_attempt = min(next_attempt, :now) where state = 'pending'",
    "update unsaved set retry_at = min(retry_at, :now)",
    "update untaken set retry_at = min(retry_at, :now)",
)


_LAST_CHECK = "select max(max(coalesce(last_success, ''), coalesce(last_failure, ''))) from checks"
_LAST_QUEUED = "select max(queued_at) from deliveries where state = 'pending'"


@dataclass(frozen=True, slots=True)
class OpenFault:
    """A fault of the store, the reports or the clock that the last cycle met."""

    place: str
    """What it concerns, and its key: "reports", "state.sqlite", "policy larkspur"."""
    since: datetime
    says: str


@dataclass(frozen=True, slots=True)
class ClockJump:
    """The clock said something else than at an earlier check."""

    at: datetime
    """When it was noticed."""
    before: datetime
    """The latest time that an earlier check had recorded."""


def open_faults(file: SqliteFile) -> list[OpenFault]:
    """The faults that the last cycle met, in the order in which they began."""
    rows = file.rows("select place, since, says from faults order by since, place")
    with file.decoding():
        return [OpenFault(row[0], datetime.fromisoformat(row[1]), row[2]) for row in rows]


def replace_faults(db: Connection, gone: Collection[str], found: Sequence[OpenFault]) -> None:
    """Forget the faults of some places and note others; the beginning of one that is noted already stays."""
    db.executemany("delete from faults where place = ?", ((place,) for place in gone))
    sql = "insert into faults values (?, ?, ?) on conflict (place) do update set says = excluded.says"
    db.executemany(sql, ((one.place, sortable(one.since), one.says) for one in found))


def last_jump(file: SqliteFile) -> ClockJump | None:
    """The last time that the clock was found to have jumped; None when it never was."""
    moments = _moments(file)
    return ClockJump(moments["noticed"], moments["before"]) if {"noticed", "before"} <= moments.keys() else None


def jump_at(file: SqliteFile, now: datetime) -> ClockJump | None:
    """The jump that a cycle beginning now has to tell of: the clock is behind what earlier checks recorded, or far ahead of it."""
    found = [moment for name, moment in _moments(file).items() if name == "latest"]
    # A store of an earlier version has no such note, but the times of its checks; `accept` queues messages outside a cycle.
    for sql in (() if found else (_LAST_CHECK,)) + (_LAST_QUEUED,):
        with file.decoding():
            found += [datetime.fromisoformat(row[0]) for row in file.rows(sql) if row[0]]
    latest = max(found, default=None)
    if latest is None or -LEAP < latest - now <= STEP:
        return None
    return ClockJump(now, latest)


def settle(db: Connection, jump: ClockJump) -> None:
    """Note a jump, and make due now whatever waits for a time that the clock showed by mistake.

    Under a clock that shows 1970, nothing is adjusted: it is this one that is wrong.
    """
    moments = {"noticed": jump.at, "before": jump.before}
    if jump.at >= EARLIEST:
        moments["latest"] = jump.at
        for statement in _IN_THE_FUTURE:
            db.execute(statement, {"now": sortable(jump.at)})
    for name, moment in moments.items():
        note_moment(db, name, moment)


def note_moment(db: Connection, name: str, moment: datetime) -> None:
    """Remember a moment by its name; "latest" is never taken from a clock that shows 1970."""
    if name == "latest" and moment < EARLIEST:
        return
    db.execute("insert or replace into clock values (?, ?)", (name, sortable(moment)))


def _moments(file: SqliteFile) -> dict[str, datetime]:
    rows = file.rows("select name, moment from clock")
    with file.decoding():
        return {row[0]: datetime.fromisoformat(row[1]) for row in rows}
