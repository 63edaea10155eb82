"""Delivers what is due in the outbox, and reports the outcome of each message."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from monitor.model import Alert, DeliveryState, Notice, OutboxItem, Severity
from monitor.notify.dispatch import DispatchReport, dispatch
from monitor.notify.schedule import Wait
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.outcome import AlertOutcome, CycleReport
from monitor.pipeline.reviews import with_review
from monitor.pipeline.second_readings import with_second

_RETRIED = "kept; the next run tries again"
_GIVEN_UP = "given up and kept; once the cause is fixed, `policy-monitor alerts --retry` sends it"


def dispatch_pending(context: MonitorContext, began: datetime | None = None, *, awaited: Collection[str] = ()) -> DispatchReport:
    """One pass over the outbox: every message that is due goes to its channel. `began`: when the cycle did. `awaited`: see `dispatch`."""
    times = {policy: route.timetable for policy, route in context.routes.items()}
    return dispatch(
        context.state,
        context.channels,
        now=context.now,
        timetable=context.timetable,
        timetables=times,
        before_sending=lambda alert: with_second(context, with_review(context, alert)),
        began=began,
        awaited=awaited,
    )


def wait_of(context: MonitorContext, item: OutboxItem) -> Wait | None:
    """What an item waits for by the timetable of its policy: a digest, or the end of the quiet hours. None for one that was tried."""
    route = context.routes.get(item.alert.policy.id)
    timetable = route.timetable if route else context.timetable
    tried = item.attempts or item.state is not DeliveryState.PENDING
    return None if tried else timetable.wait(item.alert, item.queued_at, context.now())


def deliver(
    context: MonitorContext,
    report: CycleReport,
    queued: Sequence[Alert | Notice] = (),
    earlier: Sequence[DispatchReport] = (),
    *,
    stopping: bool = False,
    began: datetime | None = None,
) -> None:
    """Delivers what is due and adds the outcome of each alert and notice to the report.

    Args:
        context: the outbox and the channels.
        report: gets `alerts`, `notices` and `undelivered`.
        queued: the alerts and notices of this cycle; each is reported, also one that no channel is configured for.
        earlier: the passes that this cycle has made already.
        stopping: make no other pass; what is pending is left to the next cycle.
        began: when this cycle did.
    """
    passes = [*earlier] if stopping else [*earlier, dispatch_pending(context, began)]
    queued_ids = {alert.id for alert in queued}
    outcomes = {alert.id: _outcome_of(alert) for alert in queued}
    # Of the outbox, which may hold years of delivered alerts, only those are read that this cycle queued or tried.
    tried = {entry[0] for one in passes for entry in (*one.delivered, *one.pending, *one.failed)}
    for item in context.state.messages(queued_ids | tried, brief=True) if queued_ids | tried else []:
        outcome = outcomes.setdefault(item.alert.id, _outcome_of(item.alert))
        if item.alert.id in queued_ids and item.state is DeliveryState.PENDING:
            outcome.pending.append(item.channel)
            outcome.waits = wait_of(context, item)
    delivered = {key: None for one in passes for key in one.delivered}
    for alert_id, channel in delivered:
        outcomes[alert_id].delivered.append(channel)
    for alert_id, channel, says, next_step in _refusals(passes):
        # Refused in an early pass and accepted in a later one: delivered.
        if (alert_id, channel) not in delivered:
            outcome = outcomes[alert_id]
            outcome.pending += [channel] if channel not in outcome.pending else []
            report.undelivered.append(
                f"{outcome.policy}: alert not delivered to {channel}: {says.removeprefix(f'{channel} ')} ({next_step})"
            )
    shown = [outcome for key, outcome in outcomes.items() if outcome.delivered or outcome.pending or key in queued_ids]
    report.alerts = [outcome for outcome in shown if outcome.notice is None]
    report.notices = [outcome for outcome in shown if outcome.notice is not None]


def _outcome_of(alert: Alert | Notice) -> AlertOutcome:
    if isinstance(alert, Notice):
        return AlertOutcome(alert.policy.id, Severity.NONE, alert.kind.value, alert.says or None)
    return AlertOutcome(alert.policy.id, alert.changelog.severity)


def _refusals(passes: Sequence[DispatchReport]) -> Iterator[tuple[str, str, str, str]]:
    """(alert, channel, why, what comes next): the last refusal of each message, for a message may be tried in more than one pass."""
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for one in passes:
        for refused, next_step in ((one.pending, _RETRIED), (one.failed, _GIVEN_UP)):
            last |= {(alert, channel): (says, next_step) for alert, channel, says in refused}
    for (alert, channel), (says, next_step) in last.items():
        yield alert, channel, says, next_step
