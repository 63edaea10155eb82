"""Faults of this machine: a cycle continues despite each, names it, and tells people once when it begins and once when it is over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from monitor.errors import DatabaseDamaged, StoreError
from monitor.model import MONITOR, Notice, NoticeKind
from monitor.pipeline.context import MonitorContext
from monitor.store.incidents import ClockJump, OpenFault
from monitor.timestamps import EARLIEST, utc_iso

if TYPE_CHECKING:
    from monitor.pipeline.outcome import CycleReport

T = TypeVar("T")
STATE, INDEX, REPORTS, TEXTS, HEALTH, CLOCK, COPIES, RECORD = (
    "state.sqlite",
    "index.sqlite",
    "reports",
    "texts",
    "health.json",
    "clock",
    "archive copies",
    "record",
)
"""Places of faults that concern no single policy."""
REPEATED = timedelta(days=5)
"""Alerts of so many days may be sent again when the state is lost with its copy: a message is tried for little longer."""
TOLD = timedelta(days=1)
"""How long `status` and the health say that the clock jumped."""
# Both databases, and the second one once more should the spare copy turn out to be damaged as well.
_MENDS = 3


def said(error: Exception) -> str:
    """An error in one line; an error of the system with the file that it concerns."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return next(iter(str(error).splitlines()), type(error).__name__)


def place_of(policy_id: str) -> str:
    """The place of a fault in one policy's files."""
    return f"policy {policy_id}"


def mending(context: MonitorContext, report: CycleReport, work: Callable[[], T]) -> T:
    """The result of some work, which is done again once a damaged database was set aside.

    Raises:
        StoreError: anything else about the store.
    """
    for _ in range(_MENDS):
        try:
            return work()
        except DatabaseDamaged as error:
            _mend(context, report, error)
    return work()


def attempt(context: MonitorContext, report: CycleReport, place: str, work: Callable[[], T], *, serious: bool = True) -> T | None:
    """The result of some work; None when the store or the disk did not allow it, which is noted as a fault of that place."""
    try:
        return mending(context, report, work)
    except (StoreError, OSError) as error:
        report.add_fault(place, error, serious=serious)
        return None


def _mend(context: MonitorContext, report: CycleReport, error: DatabaseDamaged) -> None:
    why = said(error).partition(": ")[0]
    if error.path == context.state.path:
        aside = context.state.set_aside()
        recover_state(context)
        says = f"{why}: it was moved to {aside.name}, and {_continued(context)}"
    else:
        aside = context.index.set_aside()
        says = f"{why}: it was moved to {aside.name}, and everything in it is derived again from the files; you can delete it"
    report.add_fault(error.path.name, says)


def _continued(context: MonitorContext) -> str:
    if context.state.restored:
        return "its spare copy took its place; an alert that was sent after that copy was made may be sent again"
    return "as there was no spare copy, a new one was begun; alerts of the last days may be sent again"


def recover_state(context: MonitorContext) -> None:
    """Begins a state where there is none, so that it does not alert to everything that was ever captured.

    The spare copy knows what is decided. Without one, what was kept more than some days ago counts as decided.
    """
    now = context.now()
    context.state.note_clock(now)
    if context.state.restored:
        return
    for policy in context.policies:
        try:
            records = context.archive.records(policy.id)
        except StoreError:
            continue
        old = [record.sequence for record in records if record.kept_at < now - REPEATED]
        if old:
            context.state.advance_alert_cursor(policy.id, max(old), None, (), now=now)


def open_store(context: MonitorContext, report: CycleReport) -> None:
    """Before anything is checked: a missing state is created, and a clock that jumped is reported and delays nothing.

    Raises:
        StoreError: the state can't be read or written.
    """
    known = context.state.exists()
    if not known and context.archive.policies():
        recover_state(context)
    if not known and context.state.restored:
        report.add_fault(STATE, f"it was missing, and {_continued(context)}")
    jump = context.state.settle_clock(context.now())
    if jump is not None:
        report.clock = clock_says(jump)
        report.add_fault(CLOCK, report.clock)


def clock_says(jump: ClockJump) -> str:
    """What is wrong with the clock, in one sentence."""
    now, before = utc_iso(jump.at), utc_iso(jump.before)
    if jump.at < EARLIEST:
        return f"the clock jumped back: it says {now}, and an earlier check was made at {before}; set it (timedatectl set-ntp true)"
    if jump.at < jump.before:
        return (
            f"the clock jumped back: it says {now}, and an earlier check was made at {before}, so it was ahead then, or is behind now;"
            " versions are ordered as they were captured, and nothing waits for that time"
        )
    return f"the clock jumped ahead, or nothing was checked for {(jump.at - jump.before).days} days: it says {now}, after {before}"


def recent_jump(context: MonitorContext) -> ClockJump | None:
    """The jump of the clock that `status` and the health still report."""
    jump = context.state.last_clock_jump()
    return jump if jump is not None and abs(context.now() - jump.at) <= TOLD else None


def tell_faults(context: MonitorContext, report: CycleReport, checked: Collection[str]) -> list[Notice]:
    """Remembers the faults of a cycle and queues the notices about those that are new and those that are over.

    Args:
        context: the state remembers them.
        report: of the cycle, with its faults.
        checked: ids of the policies that it checked; faults of others stay as they are.

    Raises:
        StoreError: the state can't be read or written.
    """
    now, known = context.now(), {fault.place: fault for fault in context.state.open_faults()}
    # A jump of the clock is over once it is noticed, and remembered elsewhere.
    found = {fault.place: fault for fault in report.faults if fault.place != CLOCK}
    new = [OpenFault(place, now, fault.says) for place, fault in found.items() if place not in known]
    places = {place_of(policy_id) for policy_id in checked}
    over = [
        one for place, one in known.items() if place not in found and (place in places or (checked and not place.startswith("policy ")))
    ]
    updated = [OpenFault(place, known[place].since, fault.says) for place, fault in found.items() if place in known]
    queued: list[Notice] = []
    channels = context.route(MONITOR).channels
    # What was repaired automatically, such as a damaged index, is reported once; its end is not news.
    lasting = [one for one in over if not one.place.endswith(".sqlite")]
    for kind, faults in ((NoticeKind.FAULT, new), (NoticeKind.FAULT_OVER, lasting)):
        notice = _notice(kind, faults, now) if faults else None
        gone = [one.place for one in over] if kind is NoticeKind.FAULT_OVER else []
        noted = [*new, *updated] if kind is NoticeKind.FAULT else []
        if notice is None and not gone and not noted:
            continue
        if context.state.replace_faults(gone, noted, notice, channels, now=now) and notice is not None:
            queued.append(notice)
    return queued


def _notice(kind: NoticeKind, faults: Sequence[OpenFault], now: datetime) -> Notice:
    since = min(fault.since for fault in faults)
    says = "\n".join(f"{fault.place}: {fault.says}" for fault in faults)
    digest = hashlib.sha256(f"{kind.value}\n{since.isoformat()}\n{now.isoformat()}\n{says}".encode()).hexdigest()[:16]
    return Notice(digest, MONITOR, kind, since, faults[0].place, says, now)
