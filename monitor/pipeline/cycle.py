"""One cycle over the tracked policies: gather, derive and publish each, then deliver what is owed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.errors import RecordDamaged, SourceError, StoreError, UsageError
from monitor.model import Alert, DeliveryState, Notice, Policy, Severity, Version
from monitor.notify.dispatch import DispatchReport, dispatch
from monitor.pipeline import publish
from monitor.pipeline.archive_copies import save_versions
from monitor.pipeline.backfill import pull_all
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.fetch_pool import TRIP, WORKERS, CircuitBreaker, Outcome, fetch_each, hosts_of
from monitor.pipeline.gather import fetch_pages, keep_answers
from monitor.pipeline.health import write_health
from monitor.pipeline.notices import notify
from monitor.pipeline.retry import Waiting, next_try, waiting
from monitor.store.state import CheckState

_NEVER = CheckState()
_LOG = logging.getLogger(__name__)
_GIVEN_UP = "given up and kept; once that is mended, `policy-monitor alerts --retry` sends it"


@dataclass(frozen=True)
class NewVersion:
    """A version that the index did not hold before this cycle."""

    version: Version
    severity: Severity
    report: str
    """Relative to the reports folder."""


@dataclass(frozen=True)
class Failure:
    """A policy that could not be checked, and when it is tried again."""

    policy: str
    reason: str
    says: str
    retry_at: datetime | None


@dataclass
class AlertOutcome:
    """One alert, or one notice about the monitoring itself, of this cycle, by what became of it on each channel."""

    policy: str
    severity: Severity
    notice: str | None = None
    """The notice's kind; None for an alert."""
    delivered: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)


@dataclass
class Cycle:
    """What one cycle did."""

    checked: int = 0
    unchanged: int = 0
    new_versions: list[NewVersion] = field(default_factory=list)
    alerts: list[AlertOutcome] = field(default_factory=list)
    notices: list[AlertOutcome] = field(default_factory=list)
    """About the monitoring itself: a policy can't be read, or can be again."""
    failed: list[Failure] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    """One sentence per message that a channel did not take, with what becomes of it."""
    unsaved: list[str] = field(default_factory=list)
    """One sentence per version of which an archive made no copy."""
    unpublished: StoreError | None = None
    """Why pages could not be written."""


def run_cycle(
    context: MonitorContext,
    policies: Sequence[Policy],
    *,
    force: bool = True,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[Policy], None] = lambda policy: None,
    workers: int = WORKERS,
) -> Cycle:
    """Checks each policy once and tells people what they must know.

    Pages are fetched side by side; everything is stored, derived and published one policy after the other, in the order in which the
    answers come. The result lists policies in the order given, whatever came first.

    Args:
        context: the store, the sources and the channels; the caller holds the store's lock.
        policies: which to check.
        force: False to leave a policy alone that keeps failing, until its next try is due.
        stop: asked before each policy and while waiting; True ends the cycle at once, and what is owed is left to the next one.
        told: called with each policy before it is checked.
        workers: requests under way at most.

    Raises:
        StoreError: the store can't be read or written; everything acknowledged so far is on disk. Or the reports can't be written; then it
            comes at the end, when all is done that can be.
    """
    cycle, queued, early = Cycle(), list[Alert | Notice](), list[DispatchReport]()
    owed, before = 0, Before(context.state.checks(), context.index.policies_with_rejections())
    for outcome in _outcomes(context, policies, before, force, stop, workers):
        if outcome is not None:
            told(outcome.policy)
            queued += _check(context, outcome, cycle, before)
        elif len(queued) > owed:  # nothing comes at the moment: whoever is slow shall not delay the mails about the others
            owed = len(queued)
            early.append(_dispatch(context))
    if cycle.checked:
        _publish(cycle, lambda: publish.overview(context))
    deliver(context, cycle, queued, early, stopping=stop())
    cycle.unsaved = save_versions(context, policies, stop=stop)
    write_health(context)
    _sort(cycle, [policy.id for policy in policies])
    if cycle.unpublished is not None:
        raise cycle.unpublished
    return cycle


@dataclass(frozen=True)
class Before:
    """How things stood when the cycle began, asked once: thousands of pages without news are the daily bread."""

    checks: Mapping[str, CheckState]
    rejecting: frozenset[str]
    """Policies of which a snapshot was ever refused or quarantined."""

    def check(self, policy: Policy) -> CheckState:
        """How the checks of a policy went."""
        return self.checks.get(policy.id, _NEVER)

    def settled(self, policy: Policy) -> bool:
        """True when nothing about a policy was open."""
        check = self.check(policy)
        return policy.id not in self.rejecting and not check.failures_in_row and check.reported_since is None


def _outcomes(
    context: MonitorContext, policies: Sequence[Policy], before: Before, force: bool, stop: Callable[[], bool], workers: int
) -> Iterator[Outcome | None]:
    """What each policy's addresses answer; those that are not asked come first."""
    held = {policy.id: None if force else waiting(before.check(policy), context.now()) for policy in policies}
    asked = [policy for policy in policies if policy.live and held[policy.id] is None]
    for policy in policies:
        if stop():
            return
        if not policy.live or held[policy.id] is not None:
            yield Outcome(policy, error=held[policy.id])
    sources = {policy.id: context.live(policy) for policy in asked}
    breaker = CircuitBreaker(_doubtful(before, asked))
    yield from fetch_each(
        asked, lambda policy: fetch_pages(context, sources[policy.id], policy), breaker=breaker, stop=stop, workers=workers
    )


def _doubtful(before: Before, policies: Sequence[Policy]) -> dict[str, int]:
    """Hosts of which no policy could be read the last time: one failure more, and they are left alone."""
    failing: dict[str, list[bool]] = {}
    for policy in policies:
        for host in hosts_of(policy):
            failing.setdefault(host, []).append(before.check(policy).failures_in_row > 0)
    return {host: TRIP - 1 for host, each in failing.items() if all(each)}


def _sort(cycle: Cycle, order: Sequence[str]) -> None:
    place = {policy_id: n for n, policy_id in enumerate(order)}
    cycle.new_versions.sort(key=lambda new: place[new.version.policy])
    cycle.failed.sort(key=lambda failure: place[failure.policy])
    for told in (cycle.alerts, cycle.notices):
        told.sort(key=lambda one: place.get(one.policy, -1))


def _check(context: MonitorContext, outcome: Outcome, cycle: Cycle, before: Before) -> list[Alert | Notice]:
    """One policy: a failure of the world is noted, and what is held is derived and published all the same."""
    policy = outcome.policy
    cycle.checked += 1
    failures = len(cycle.failed)
    troubled = before.check(policy).failures_in_row > 0
    _gather(context, outcome, cycle)
    failed = len(cycle.failed) > failures
    try:
        found = derive(context, policy)
        quiet = found is None and not failed and before.settled(policy)
        failed = failed or (not quiet and _turned_away(context, policy, cycle))
        if found is not None or failed or troubled or publish.behind(context, policy):
            _publish(cycle, lambda: publish.render(context, policy))
        queued: list[Alert | Notice] = [*publish.queue_alerts(context, policy)]
        notice = None if quiet else notify(context, policy)
        queued += [notice] if notice else []
    except RecordDamaged as error:  # nothing can be derived, nor anybody told; as a rule it was noted when something was to be kept
        if not failed:
            _note_failure(context, policy, cycle, _damaged(error))
        return []
    except (StoreError, OSError):
        raise
    except Exception as error:
        _note_failure(context, policy, cycle, _internal(policy, error))
        return []
    cycle.new_versions += describe(context, policy, found or [])
    cycle.unchanged += not found and not failed
    return queued


def _publish(cycle: Cycle, write: Callable[[], None]) -> None:
    """Writes pages. Where that can't be done, everybody is told of what changed all the same, and the cycle ends with the error."""
    try:
        write()
    except StoreError as error:
        cycle.unpublished = cycle.unpublished or error


def _turned_away(context: MonitorContext, policy: Policy, cycle: Cycle) -> bool:
    """True when the page shows no policy at present: an answer, but no check. The next try is the schedule's: haste makes walls higher."""
    refusal = publish.refusal(context, policy) if policy.live else None
    if refusal is not None:
        says = f"{refusal.url} shows no policy at present: {refusal.verdict.says}"
        cycle.failed.append(Failure(policy.id, refusal.verdict.reason or "refused", says, None))
    return refusal is not None


def _gather(context: MonitorContext, outcome: Outcome, cycle: Cycle) -> None:
    policy = outcome.policy
    try:
        if policy.history.startswith(("warc:", "dir:")):
            _pull_local(context, policy)
        if outcome.error is not None:
            raise outcome.error
        keep_answers(context, policy, outcome.answers)
    except Waiting as error:  # known already, and not tried again now
        cycle.failed.append(Failure(policy.id, error.reason, str(error), error.until))
    except SourceError as error:
        _note_failure(context, policy, cycle, error)
    except UsageError as error:  # a folder or file that the configuration names is gone
        _note_failure(context, policy, cycle, SourceError(str(error), reason="missing", transient=False))
    except RecordDamaged as error:
        _note_failure(context, policy, cycle, _damaged(error))
    except StoreError:
        raise
    except Exception as error:  # one page's oddity must not keep the other policies from being checked
        _note_failure(context, policy, cycle, _internal(policy, error))


def _pull_local(context: MonitorContext, policy: Policy) -> None:
    """An archive file or a folder on this disk: read again only when it was touched since it was last read whole."""
    state, place = context.state, policy.history
    stamp = _stamp(Path(place.partition(":")[2]))
    if stamp and state.validators(policy.id, place)[0] == stamp and context.files.records(policy.id):
        return
    pulled = pull_all(context, policy, context.history(policy, place))
    if pulled.failures:
        says = f"{place}: {len(pulled.failures)} captures can't be read; the first: {pulled.failures[0][1]}"
        raise SourceError(says, reason="playback-failed")
    if not policy.live or stamp:
        state.record_success(policy.id, place, at=context.now(), sha256="", etag=stamp, last_modified=None)


def _stamp(path: Path) -> str | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_size}-{status.st_mtime_ns}" if path.is_file() else None


def _damaged(error: RecordDamaged) -> SourceError:
    """Nothing of the policy can be kept until somebody mends its record; the other policies have theirs."""
    return SourceError(str(error), reason="damaged-record", transient=False)


def _internal(policy: Policy, error: Exception) -> SourceError:
    """A fault of the program, told in one line; --verbose logs its trace."""
    _LOG.debug("%s", policy.id, exc_info=error)
    what = f"{type(error).__name__}: {next(iter(str(error).splitlines()), 'no details')}"
    return SourceError(f"internal error ({what}); `policy-monitor --verbose run` logs the trace", reason="internal")


def _note_failure(context: MonitorContext, policy: Policy, cycle: Cycle, error: SourceError) -> None:
    now = context.now()
    retry_at = next_try(now, context.state.check(policy.id).failures_in_row + 1, error.retry_after)
    context.state.record_failure(policy.id, at=now, reason=error.reason, says=str(error), retry_at=retry_at)
    cycle.failed.append(Failure(policy.id, error.reason, str(error), retry_at))


def describe(context: MonitorContext, policy: Policy, versions: Sequence[Version]) -> list[NewVersion]:
    """New versions with what they changed and where it is shown."""
    wanted = {(v.captured_at, v.sha256) for v in versions}
    found, old = [], None
    for entry in context.index.entries(policy.id) if wanted else ():
        version = entry.version
        if (version.captured_at, version.sha256) in wanted:
            severity = entry.changelog.severity if entry.changelog else Severity.NONE
            found.append(NewVersion(version, severity, publish.report_path(policy.id, old, version)))
        old = version
    return found


def deliver(
    context: MonitorContext, cycle: Cycle, queued: Sequence[Alert | Notice], early: Sequence[DispatchReport] = (), *, stopping: bool = False
) -> None:
    """Empties the outbox as far as the channels take it; a channel that does not is told in `undelivered`.

    Args:
        context: the outbox and the channels.
        cycle: is told what became of each alert.
        queued: the alerts of this cycle.
        early: what earlier passes of this cycle did.
        stopping: leave what is owed to the next cycle.
    """
    reports = [*early] if stopping else [*early, _dispatch(context)]
    alerts = {alert.id: _told(alert) for alert in queued}
    items = context.state.alerts() if queued or any(report != DispatchReport() for report in reports) else []
    for item in items:
        alerts.setdefault(item.alert.id, _told(item.alert))
        if item.alert.id in {alert.id for alert in queued} and item.state is DeliveryState.PENDING:
            alerts[item.alert.id].pending.append(item.channel)
    taken = {key: None for report in reports for key in report.delivered}
    for alert_id, channel in taken:
        alerts[alert_id].delivered.append(channel)
    for alert_id, channel, says, next_step in _refused(reports):
        if (alert_id, channel) not in taken:
            told = alerts[alert_id]
            told.pending += [channel] if channel not in told.pending else []
            cycle.undelivered.append(f"{told.policy}: the alert was not taken by {channel}: {says} ({next_step})")
    shown = [told for key, told in alerts.items() if told.delivered or told.pending or key in {alert.id for alert in queued}]
    cycle.alerts = [told for told in shown if told.notice is None]
    cycle.notices = [told for told in shown if told.notice is not None]


def _told(alert: Alert | Notice) -> AlertOutcome:
    if isinstance(alert, Notice):
        return AlertOutcome(alert.policy.id, Severity.NONE, alert.kind.value)
    return AlertOutcome(alert.policy.id, alert.changelog.severity)


def _dispatch(context: MonitorContext) -> DispatchReport:
    times = {policy: route.timetable for policy, route in context.routes.items()}
    return dispatch(context.state, context.channels, now=context.now, timetable=context.timetable, timetables=times)


def _refused(reports: Sequence[DispatchReport]) -> Iterator[tuple[str, str, str, str]]:
    """(alert, channel, why, what comes next) of each refusal, the last one of each message alone."""
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for report in reports:
        for refused, next_step in ((report.pending, "kept; the next run tries again"), (report.failed, _GIVEN_UP)):
            last |= {(alert, channel): (says, next_step) for alert, channel, says in refused}
    for (alert, channel), (says, next_step) in last.items():
        yield alert, channel, says, next_step
