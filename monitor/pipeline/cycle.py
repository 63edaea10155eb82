"""One cycle over the tracked policies: fetch, keep, derive and publish each, then deliver the alerts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from monitor.errors import Abandoned, ReportsUnwritable, StoreError, StoreLocked
from monitor.model import Alert, Notice, Policy
from monitor.notify.dispatch import DispatchReport
from monitor.pipeline import sql_rows
from monitor.pipeline.archive_copies import save_versions
from monitor.pipeline.attention import failing_channels, needs_attention
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle_fetch import Asked, Before, cycle_outcomes
from monitor.pipeline.delivery import deliver
from monitor.pipeline.early_messages import EarlyMessages
from monitor.pipeline.evidence import take_evidence
from monitor.pipeline.faults import COPIES, HEALTH, INDEX, RECORD, REPORTS, STATE, TEXTS, attempt, mending, open_store, tell_faults
from monitor.pipeline.fetch_pool import FetchPool
from monitor.pipeline.health import write_health
from monitor.pipeline.outcome import CycleReport
from monitor.pipeline.policy_check import Gathered, check_late, check_policy
from monitor.pipeline.refresh import Refresher
from monitor.pipeline.second_reader import consult
from monitor.pipeline.witness import stamp_root
from monitor.workers.memory_release import keep_large_blocks_apart


def run_cycle(
    context: MonitorContext,
    policies: Sequence[Policy],
    *,
    force: bool = True,
    in_full: bool = False,
    pool: FetchPool | None = None,
    stop: Callable[[], bool] = lambda: False,
    on_policy: Callable[[Policy], None] = lambda policy: None,
) -> CycleReport:
    """Checks each policy once and alerts people to what changed.

    Pages of different hosts are fetched at the same time; everything is stored, derived and published one policy after the other, in the
    order in which the answers arrive. The report lists policies in the order given, whichever answered first.

    Args:
        context: the store, the sources and the channels; the caller holds the store's lock.
        policies: which to check.
        force: False to skip a policy that keeps failing until its next try is due.
        in_full: ask for the pages themselves, and accept no "not modified".
        pool: of a daemon, for all its cycles. The cycle ends when the prompt hosts are done, and includes what slow ones have answered
            since the last; policies that are still being fetched are left out. None: a pool of its own, which is waited for.
        stop: asked before each policy and while waiting; True ends the cycle at once, and leaves undelivered alerts to the next one.
        on_policy: called with each policy as its answers are processed.

    What this machine is to blame for (a full disk, one policy's folder, a damaged database) stops nothing but what it concerns, and is
    among the report's faults.

    Raises:
        StoreError: the state can't be read at all, so it is unknown what is due; nothing was done.
    """
    keep_large_blocks_apart()
    report, queued = CycleReport(), list[Alert | Notice]()
    refresher = Refresher(context, queue_alerts=True)
    began = context.now()
    mending(context, report, lambda: open_store(context, report))
    before = mending(context, report, lambda: Before(context.state.checks(), context.index.policies_with_rejections(), began))
    late, checked, concerned = list[Gathered](), set[str](), {policy.id: policy for policy in policies}
    early = EarlyMessages(context, report, policies, began)

    def send_early() -> None:
        queued.extend(_consult(context, report, refresher, stop))
        early.send(queued, checked - {gathered.policy.id for gathered in late})

    try:
        for outcome in cycle_outcomes(Asked(context, before, force, in_full, stop), policies, pool):
            if outcome is None:  # nothing arrives at the moment: a slow host must not delay the alerts about the others
                send_early()
                continue
            checked.add(outcome.policy.id)
            concerned[outcome.policy.id] = outcome.policy
            on_policy(outcome.policy)
            queued += check_policy(context, outcome, report, before, refresher, late)
        if late:
            send_early()
        queued += check_late(context, late, report, before, refresher, stop)
    except Abandoned:  # the next cycle continues with what is stored
        pass
    # Before the messages leave, so that they have both verdicts.
    queued += _consult(context, report, refresher, stop)
    health = _finish(context, report, refresher, checked, queued, early.passes, stop, began)
    attempt(context, report, COPIES, lambda: report.uncopied.extend(save_versions(context, list(concerned.values()), stop=stop)))
    _take_evidence(context, report, list(concerned.values()), stop)
    if not stop():
        attempt(context, report, COPIES, lambda: report.uncopied.extend(stamp_root(context)))
    attempt(context, report, HEALTH, lambda: write_health(context, written=health))
    report.sort([policy.id for policy in policies])
    return report


def _finish(
    context: MonitorContext,
    report: CycleReport,
    refresher: Refresher,
    checked: Collection[str],
    queued: list[Alert | Notice],
    early: Sequence[DispatchReport],
    stop: Callable[[], bool],
    began: datetime,
) -> Mapping[str, Any] | None:
    """The overview, the notices about faults, and the messages; the state remembers that a cycle ran.

    Returns:
        The figures of the health as they are written; None if they could not be. A failure to write them is reported with the other
        faults. What is reported changes them, so they may be written once more.
    """
    shown = attempt(context, report, REPORTS, refresher.overview) if report.checked else None
    health = attempt(context, report, HEALTH, lambda: write_health(context))
    _add_unwritable(report, refresher)
    attempt(context, report, RECORD, context.archive.roots.check_writable, serious=False)
    queued += attempt(context, report, STATE, lambda: tell_faults(context, report, checked)) or []
    attempt(context, report, STATE, lambda: deliver(context, report, queued, early, stopping=stop(), began=began))
    report.failing_channels = attempt(context, report, STATE, lambda: failing_channels(context)) or []
    # The overview names faults and channels that fail; most cycles change nothing about them.
    if report.checked and attempt(context, report, STATE, lambda: needs_attention(context)) != shown:
        attempt(context, report, REPORTS, refresher.overview)
        _add_unwritable(report, refresher)
    attempt(context, report, INDEX, lambda: sql_rows.bring_up_to_date(context), serious=False)
    attempt(context, report, STATE, lambda: context.state.note_clock(context.now()))
    attempt(context, report, STATE, context.state.write_spare)
    return health


def _consult(context: MonitorContext, report: CycleReport, refresher: Refresher, stop: Callable[[], bool]) -> Sequence[Alert]:
    """Asks the second reader; the alerts that it raised. What goes wrong is said, and changes nothing else."""
    try:
        consulted = consult(context, report.new_versions, stop=stop)
    except StoreLocked:  # another process is writing, so that this one must not
        raise
    except StoreError as error:
        report.second_reader += [says] if (says := f"no second reading: {error}") not in report.second_reader else []
        return ()
    report.second_reader += consulted.troubles
    for policy in consulted.policies:
        attempt(context, report, REPORTS, partial(refresher.page, policy))
    return consulted.alerts


def _take_evidence(context: MonitorContext, report: CycleReport, policies: Sequence[Policy], stop: Callable[[], bool]) -> None:
    try:
        report.untaken += mending(context, report, lambda: take_evidence(context, policies, stop=stop))
    except StoreLocked:  # as for the second reader
        raise
    except (StoreError, OSError) as error:
        report.add_fault(COPIES, error, serious=False)


def _add_unwritable(report: CycleReport, refresher: Refresher) -> None:
    for kind, error in refresher.unwritable.items():
        place, serious = (REPORTS, True) if kind is ReportsUnwritable else (TEXTS, False)
        report.add_fault(place, error, serious=serious)
