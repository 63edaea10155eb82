"""One cycle over the tracked policies: gather, derive and publish each, then deliver what is owed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.errors import SourceError, StoreError, UsageError
from monitor.model import Alert, DeliveryState, Policy, Severity, Version
from monitor.notify.dispatch import DispatchReport, dispatch
from monitor.pipeline import publish
from monitor.pipeline.backfill import pull_all
from monitor.pipeline.backoff import next_try
from monitor.pipeline.derive import derive
from monitor.pipeline.gather import gather_live
from monitor.pipeline.workshop import Workshop

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
class Told:
    """One alert of this cycle, by what became of it on each channel."""

    policy: str
    severity: Severity
    delivered: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)


@dataclass
class Cycle:
    """What one cycle did."""

    checked: int = 0
    unchanged: int = 0
    new_versions: list[NewVersion] = field(default_factory=list)
    alerts: list[Told] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    undelivered: list[str] = field(default_factory=list)
    """One sentence per message that a channel did not take, with what becomes of it."""


def run_cycle(
    workshop: Workshop,
    policies: Sequence[Policy],
    *,
    stop: Callable[[], bool] = lambda: False,
    told: Callable[[Policy], None] = lambda policy: None,
) -> Cycle:
    """Checks each policy once and tells people what they must know.

    Args:
        workshop: the store, the sources and the channels; the caller holds the store's lock.
        policies: which to check.
        stop: asked before each policy; True ends the cycle early (alerts owed so far are still delivered).
        told: called with each policy before it is checked.

    Raises:
        StoreError: the store can't be read or written; everything acknowledged so far is on disk.
    """
    cycle, queued = Cycle(), []
    for policy in policies:
        if stop():
            break
        told(policy)
        queued += _check(workshop, policy, cycle)
    if cycle.checked:
        publish.overview(workshop)
    deliver(workshop, cycle, queued)
    return cycle


def _check(workshop: Workshop, policy: Policy, cycle: Cycle) -> list[Alert]:
    """One policy: a failure of the world is noted, and what is held is derived and published all the same."""
    cycle.checked += 1
    failures = len(cycle.failed)
    troubled = workshop.state.check(policy.id).failures_in_row > 0
    _gather(workshop, policy, cycle)
    failed = len(cycle.failed) > failures
    try:
        found = derive(workshop, policy)
        failed = failed or _turned_away(workshop, policy, cycle)
        if found is not None or failed or troubled:
            publish.render(workshop, policy)
        queued = publish.consider(workshop, policy)
    except (StoreError, OSError):
        raise
    except Exception as error:
        _note_failure(workshop, policy, cycle, _internal(policy, error))
        return []
    cycle.new_versions += describe(workshop, policy, found or [])
    cycle.unchanged += not found and not failed
    return queued


def _turned_away(workshop: Workshop, policy: Policy, cycle: Cycle) -> bool:
    """True when the page shows no policy at present: an answer, but no check. The next try is the schedule's: haste makes walls higher."""
    refusal = publish.refusal(workshop, policy) if policy.live else None
    if refusal is not None:
        says = f"{refusal.url} shows no policy at present: {refusal.verdict.says}"
        cycle.failed.append(Failure(policy.id, refusal.verdict.reason or "refused", says, None))
    return refusal is not None


def _gather(workshop: Workshop, policy: Policy, cycle: Cycle) -> None:
    try:
        if policy.history.startswith(("warc:", "dir:")):
            _pull_local(workshop, policy)
        if policy.live:
            gather_live(workshop, policy)
    except SourceError as error:
        _note_failure(workshop, policy, cycle, error)
    except UsageError as error:  # a folder or file that the configuration names is gone
        _note_failure(workshop, policy, cycle, SourceError(str(error), reason="missing", transient=False))
    except StoreError:
        raise
    except Exception as error:  # one page's oddity must not keep the other policies from being checked
        _note_failure(workshop, policy, cycle, _internal(policy, error))


def _pull_local(workshop: Workshop, policy: Policy) -> None:
    """An archive file or a folder on this disk: read again only when it was touched since it was last read whole."""
    state, place = workshop.state, policy.history
    stamp = _stamp(Path(place.partition(":")[2]))
    if stamp and state.validators(place)[0] == stamp and workshop.files.records(policy.id):
        return
    pulled = pull_all(workshop, policy, workshop.history(policy, place))
    if pulled.failures:
        says = f"{place}: {len(pulled.failures)} captures can't be read; the first: {pulled.failures[0][1]}"
        raise SourceError(says, reason="playback-failed")
    if not policy.live or stamp:
        state.succeeded(policy.id, place, at=workshop.now(), sha256="", etag=stamp, last_modified=None)


def _stamp(path: Path) -> str | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_size}-{status.st_mtime_ns}" if path.is_file() else None


def _internal(policy: Policy, error: Exception) -> SourceError:
    """A fault of the program, told in one line; --verbose logs its trace."""
    _LOG.debug("%s", policy.id, exc_info=error)
    what = f"{type(error).__name__}: {next(iter(str(error).splitlines()), 'no details')}"
    return SourceError(f"internal error ({what}); `policy-monitor --verbose run` logs the trace", reason="internal")


def _note_failure(workshop: Workshop, policy: Policy, cycle: Cycle, error: SourceError) -> None:
    now = workshop.now()
    retry_at = next_try(now, workshop.state.check(policy.id).failures_in_row + 1, error.retry_after)
    workshop.state.failed_check(policy.id, at=now, reason=error.reason, says=str(error), retry_at=retry_at)
    cycle.failed.append(Failure(policy.id, error.reason, str(error), retry_at))


def describe(workshop: Workshop, policy: Policy, versions: Sequence[Version]) -> list[NewVersion]:
    """New versions with what they changed and where it is shown."""
    wanted = {(v.captured_at, v.sha256) for v in versions}
    found, old = [], None
    for entry in workshop.index.entries(policy.id) if wanted else ():
        version = entry.version
        if (version.captured_at, version.sha256) in wanted:
            severity = entry.changelog.severity if entry.changelog else Severity.NONE
            found.append(NewVersion(version, severity, publish.report_path(policy.id, old, version)))
        old = version
    return found


def deliver(workshop: Workshop, cycle: Cycle, queued: Sequence[Alert]) -> None:
    """Empties the outbox as far as the channels take it; a channel that does not is told in `undelivered`."""
    times = {policy: route.timetable for policy, route in workshop.routes.items()}
    report = dispatch(workshop.state, workshop.channels, now=workshop.now, timetable=workshop.timetable, timetables=times)
    alerts = {alert.id: Told(alert.policy.id, alert.changelog.severity) for alert in queued}
    items = workshop.state.alerts() if report != DispatchReport() or queued else []
    for item in items:
        alerts.setdefault(item.alert.id, Told(item.alert.policy.id, item.alert.changelog.severity))
        if item.alert.id in {alert.id for alert in queued} and item.state is DeliveryState.PENDING:
            alerts[item.alert.id].pending.append(item.channel)
    for alert_id, channel in report.delivered:
        alerts[alert_id].delivered.append(channel)
    for refused, next_step in ((report.pending, "kept; the next run tries again"), (report.failed, _GIVEN_UP)):
        for alert_id, channel, says in refused:
            told = alerts[alert_id]
            told.pending += [channel] if channel not in told.pending else []
            cycle.undelivered.append(f"{told.policy}: the alert was not taken by {channel}: {says} ({next_step})")
    cycle.alerts = [told for key, told in alerts.items() if told.delivered or told.pending or key in {alert.id for alert in queued}]
