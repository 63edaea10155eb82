"""What a second reader answered, what it is still to be asked, and what was spent on it: `snapshots/opinions.sqlite`.

A file of its own, since nothing else depends on it: damaged or deleted, it takes opinions away, and no version, verdict or alert.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.model import SecondReading
from monitor.store.codec import dumps, loads, sortable
from monitor.store.database import Closing, SqliteFile
from monitor.store.schema import OPINIONS

FILE = "opinions.sqlite"
MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=30)
"""Before a question is asked again; doubled with each failure, so that the fifth attempt comes after a working day."""
_REMEDY = "delete it together with its -wal and -shm files: the second reader is then asked again about new changes"
_LATEST = """
with asked as (select json_extract(value, '$[0]') as old_sha256, json_extract(value, '$[1]') as new_sha256 from json_each(?))
select old_sha256, new_sha256, reading, exists (select 1 from raised r where r.policy = ? and r.old_sha256 = asked.old_sha256
and r.new_sha256 = asked.new_sha256) from asked join answers using (old_sha256, new_sha256) order by asked_at
"""
_SPEND = """
insert into spent (day, requests, characters) values (?, 1, ?)
on conflict (day) do update set requests = requests + 1, characters = characters + excluded.characters
"""
_FAILED = "update waiting set attempts = attempts + 1, retry_at = ?, says = ? where policy = ? and old_sha256 = ? and new_sha256 = ?"


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """The changes between two texts that a second reader is still to be asked about."""

    policy: str
    old_sha256: str
    new_sha256: str
    captured_at: datetime
    """Of the new version."""
    attempts: int = 0
    says: str | None = None
    """Why the last attempt failed."""

    @property
    def given_up(self) -> bool:
        """Whether it is asked no more."""
        return self.attempts >= MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Spent:
    """What left this machine on one day."""

    requests: int = 0
    characters: int = 0


class Opinions(Closing):
    """Answers by the two texts, the model and the wording of the question. Reading a missing file finds nothing.

    Errors: every method may raise StoreError, with what to do, when the file can't be read or written or is damaged."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, OPINIONS, remedy=_REMEDY, durable=True, private=True)

    def answer(self, old_sha256: str, new_sha256: str, model: str, prompt: str) -> SecondReading | None:
        """What this model said to this wording of the question; None when it was not asked, or gave no answer."""
        sql = "select reading from answers where old_sha256 = ? and new_sha256 = ? and model = ? and prompt = ?"
        found = self._file.row(sql, (old_sha256, new_sha256, model, prompt))
        with self._file.decoding():
            return None if found is None else loads(SecondReading, found[0])

    def keep(self, policy_id: str, old_sha256: str, new_sha256: str, reading: SecondReading) -> None:
        """Store an answer, in place of an earlier one to the same question; the question of that policy waits no more."""
        values = (old_sha256, new_sha256, reading.model, reading.prompt, sortable(reading.asked_at), reading.dropped, dumps(reading))
        with self._file.transaction() as db:
            db.execute("insert or replace into answers values (?, ?, ?, ?, ?, ?, ?)", values)
            db.execute("delete from waiting where policy = ? and old_sha256 = ? and new_sha256 = ?", (policy_id, old_sha256, new_sha256))

    def latest(self, policy_id: str, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], SecondReading]:
        """The latest answer for each pair of a policy's texts that has one, of whatever model."""
        if not pairs or not self._file.path.exists():
            return {}
        rows = self._file.rows(_LATEST, (json.dumps(list(dict.fromkeys(pairs))), policy_id))
        with self._file.decoding():
            return {(old, new): replace(loads(SecondReading, reading), raised=bool(raised)) for old, new, reading, raised in rows}

    def note_raised(self, policy_id: str, old_sha256: str, new_sha256: str) -> None:
        """Store that an answer raised an alert about this policy."""
        with self._file.transaction() as db:
            db.execute("insert or ignore into raised values (?, ?, ?)", (policy_id, old_sha256, new_sha256))

    # --- what waits ---------------------------------------------------------------------------------------------------

    def add_waiting(self, question: WaitingQuestion, now: datetime) -> None:
        """Have a question asked, unless it waits already."""
        values = (question.policy, question.old_sha256, question.new_sha256, sortable(question.captured_at), sortable(now))
        with self._file.transaction() as db:
            db.execute("insert or ignore into waiting values (?, ?, ?, ?, ?, 0, null, null)", values)

    def waiting(self) -> list[WaitingQuestion]:
        """All that wait or were given up, in the order in which they came."""
        return self._questions("select policy, old_sha256, new_sha256, captured_at, attempts, says from waiting order by since, rowid", ())

    def due(self, now: datetime) -> list[WaitingQuestion]:
        """Those to be asked now: what failed least first, so that one that always fails holds up no other."""
        sql = """select policy, old_sha256, new_sha256, captured_at, attempts, says from waiting
                 where attempts < ? and (retry_at is null or retry_at <= ? or retry_at > ?) order by attempts, since, rowid"""
        # A time further away than any wait was planned under a wrong clock.
        return self._questions(sql, (MOST_ATTEMPTS, sortable(now), sortable(now + FIRST_WAIT * 2**MOST_ATTEMPTS)))

    def failed(self, question: WaitingQuestion, says: str, now: datetime, *, retry_after: float | None = None) -> None:
        """Count a failed attempt.

        Args:
            question: that got no answer.
            says: why.
            now: when it failed.
            retry_after: seconds that the reader asked to wait; the longest wait of our own is the most that is granted.
        """
        asked = min(timedelta(seconds=min(retry_after or 0, 1e6)), FIRST_WAIT * 2 ** (MOST_ATTEMPTS - 1))
        retry_at = sortable(now + max(FIRST_WAIT * 2**question.attempts, asked))
        with self._file.transaction() as db:
            db.execute(_FAILED, (retry_at, says, question.policy, question.old_sha256, question.new_sha256))

    def forget(self, question: WaitingQuestion) -> None:
        """Ask it no more."""
        values = (question.policy, question.old_sha256, question.new_sha256)
        with self._file.transaction() as db:
            db.execute("delete from waiting where policy = ? and old_sha256 = ? and new_sha256 = ?", values)

    # --- figures ------------------------------------------------------------------------------------------------------

    def spend(self, now: datetime, characters: int) -> None:
        """Count a request, before it is made: a killed process has spent it as well."""
        with self._file.transaction() as db:
            db.execute(_SPEND, (_day(now), characters))

    def spent(self, now: datetime) -> Spent:
        """What was spent today (UTC)."""
        found = self._file.row("select requests, characters from spent where day = ?", (_day(now),))
        return Spent(*found) if found else Spent()

    def counts(self) -> tuple[int, dict[str, int]]:
        """How many opinions are kept, and how many answers were dropped, by the reason; the most frequent first."""
        rows = self._file.rows("select dropped, count(*) from answers group by dropped order by count(*) desc, dropped")
        return sum(count for dropped, count in rows if dropped is None), {dropped: count for dropped, count in rows if dropped is not None}

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _questions(self, sql: str, values: Sequence[object]) -> list[WaitingQuestion]:
        with self._file.decoding():
            return [
                WaitingQuestion(policy, old, new, datetime.fromisoformat(at), attempts, says)
                for policy, old, new, at, attempts, says in self._file.rows(sql, values)
            ]


def _day(now: datetime) -> str:
    return sortable(now)[:10]
