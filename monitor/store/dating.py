"""When live snapshots were captured, where the clock was wrong: the ledger shows in which order they arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.model import ReviewDecision, SnapshotRecord
from monitor.timestamps import EARLIEST

_STEP = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Dating:
    """The records of a ledger with the times at which they can have been captured."""

    records: list[SnapshotRecord]
    clock_said: dict[int, datetime] = field(default_factory=dict)
    """The times that a wrong clock gave, by sequence, of the records that carry another time here."""
    _shown: dict[tuple[str, datetime], datetime] = field(default_factory=dict)
    _written: dict[tuple[str, datetime], datetime] = field(default_factory=dict)

    def shown(self, sha256: str, captured_at: datetime) -> datetime:
        """The time of a record here, for its digest and the time in the ledger."""
        return self._shown.get((sha256, captured_at), captured_at)

    def written(self, sha256: str, captured_at: datetime) -> datetime:
        """The reverse of `shown`."""
        return self._written.get((sha256, captured_at), captured_at)


def date_records(records: Sequence[SnapshotRecord]) -> Dating:
    """Corrects the times of live snapshots that contradict the order in which they arrived.

    A clock that was ahead was set right later, so of two times in the wrong order the earlier-learned one is wrong, unless the other is
    older than this program. What is wrong is dated just before the next live snapshot: by then, its text had been seen. Archived captures
    keep their dates, in whatever order they arrived.
    """
    live = [n for n, record in enumerate(records) if record.source == "live"]
    times = [records[n].captured_at for n in live]
    if all(one <= other for one, other in pairwise(times)):
        return Dating(list(records))
    dated, dating = list(records), Dating([])
    for n, moment in zip(live, in_order(times), strict=True):
        record = records[n]
        if moment != record.captured_at:
            dated[n] = replace(record, captured_at=moment)
            dating.clock_said[record.sequence] = record.captured_at
            dating._shown[record.sha256, record.captured_at] = moment
            dating._written[record.sha256, moment] = record.captured_at
    return replace(dating, records=dated)


def date_decisions(decisions: Sequence[ReviewDecision], dating: Dating) -> list[ReviewDecision]:
    """Decisions with the times that their snapshots have here; the last one counts, also after one given while the clock was ahead."""
    given = in_order([one.given_at for one in decisions])
    return [
        replace(one, captured_at=dating.shown(one.snapshot_sha256, one.captured_at), given_at=at)
        for one, at in zip(decisions, given, strict=True)
    ]


def in_order(times: Sequence[datetime]) -> list[datetime]:
    """Times that were taken one after the other, corrected so that they never fall; see `date_records`."""
    good = _trusted(times)
    found: list[datetime] = []
    start = 0
    while start < len(times):
        end = next((n for n in range(start, len(times)) if good[n]), len(times))
        found += _between(found[-1] if found else None, times[end] if end < len(times) else None, end - start)
        found += [times[end]] if end < len(times) else []
        start = end + 1
    return found


def _trusted(times: Sequence[datetime]) -> list[bool]:
    """Which times do not contradict a later one. One before EARLIEST, after one that is not, is a clock without battery (1970)."""
    good = [True] * len(times)
    plausible = False
    for n, moment in enumerate(times):
        good[n] = moment >= EARLIEST or not plausible
        plausible = plausible or moment >= EARLIEST
    earliest: datetime | None = None
    for n in range(len(times) - 1, -1, -1):
        if good[n]:
            good[n] = earliest is None or times[n] <= earliest
            earliest = times[n] if good[n] else earliest
    return good


def _between(after: datetime | None, before: datetime | None, count: int) -> list[datetime]:
    """Times of some snapshots of which only their neighbours' times are known: seconds before the next one, or after the last one."""
    if before is None:
        assert after is not None or not count  # noqa: S101 - the last time that is left is never doubted
        return [after + _STEP * n for n in range(1, count + 1)] if after else []
    step = _STEP if after is None else min(_STEP, (before - after) / (count + 1))
    return [before - step * n for n in range(count, 0, -1)]
