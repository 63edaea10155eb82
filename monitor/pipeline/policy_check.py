"""One policy in a cycle: stores what its sources answered, derives and publishes its history, and notes failures."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.errors import Abandoned, DatabaseDamaged, ReadingStopped, RecordDamaged, SourceError, StoreError, UsageError
from monitor.model import Alert, Notice, Policy, Version
from monitor.pipeline import readability
from monitor.pipeline.backfill import fetch_all_captures
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.cycle_fetch import Before
from monitor.pipeline.faults import INDEX, STATE, attempt, mending, place_of, said
from monitor.pipeline.fetch_job import FetchOutcome
from monitor.pipeline.gather import keep_answers
from monitor.pipeline.notices import STORE_FAULT, queue_move_notice, queue_notice
from monitor.pipeline.outcome import CycleReport, Failure, describe_versions
from monitor.pipeline.refresh import Refresher
from monitor.pipeline.retry import RetryPending, next_try
from monitor.workers.analysis import STOPPED

_LOG = logging.getLogger(__name__)
LATE = 60.0
"""Seconds of a cycle for the policies whose first try was stopped; those whose turn does not come are tried again like failed ones."""
_AFTER_FETCHING = STOPPED | {readability.UNCOMPARED, "internal"}
"""Reasons of failures that leave the fetched page on record: only a derived history makes up for them, not that the page was fetched."""


@dataclass(frozen=True)
class Gathered:
    """A policy whose answers are kept, before its history is derived."""

    policy: Policy
    failed: bool
    """Whether its answers could not be had or kept, which is noted."""
    healthy: bool
    """See `Before.healthy`; and this check did not fail so far."""
    status_changed: bool
    failed_before: bool
    """Whether deriving its history failed the last time."""
    retry: bool
    """Whether that is to be tried again now."""


def check_policy(
    context: MonitorContext, outcome: FetchOutcome, report: CycleReport, before: Before, refresher: Refresher, late: list[Gathered]
) -> list[Alert | Notice]:
    """One policy: a failed fetch is noted, and what the store holds is derived and published all the same.

    What takes long is added to `late`: the other policies come first.
    """
    with context.steady():
        return _checked(context, outcome, report, before, refresher, late)


def _checked(
    context: MonitorContext, outcome: FetchOutcome, report: CycleReport, before: Before, refresher: Refresher, late: list[Gathered]
) -> list[Alert | Notice]:
    policy, check = outcome.policy, before.check(outcome.policy)
    report.checked += 1
    failed_before = check.failures_in_row > 0 and check.reason in _AFTER_FETCHING
    failed = not mending(context, report, lambda: _gather(context, outcome, report, settled=not failed_before))
    healthy = before.healthy(policy) and not failed
    retry = failed_before and not isinstance(outcome.error, RetryPending)
    gathered = Gathered(policy, failed, healthy, failed or check.failures_in_row > 0, failed_before, retry)
    if retry and check.reason in STOPPED | {readability.UNCOMPARED}:
        late.append(gathered)
        return []
    try:
        with context.analysis.hurried():
            return _refreshed(context, gathered, report, before, refresher)
    except ReadingStopped:
        late.append(gathered)
        return []


def check_late(
    context: MonitorContext, late: Sequence[Gathered], report: CycleReport, before: Before, refresher: Refresher, stop: Callable[[], bool]
) -> list[Alert | Notice]:
    """The policies that take long, one after the other, as long as there is time."""
    queued, until = list[Alert | Notice](), time.monotonic() + LATE
    for gathered in late:
        if stop():
            break
        if time.monotonic() < until:
            queued += _refreshed(context, gathered, report, before, refresher)
        elif not gathered.failed:
            says = "Reading the page takes long, and other policies used all the time that a cycle has for such pages."
            _note_failure(context, gathered.policy, report, ReadingStopped(says, reason="reader-time"))
    return queued


def _refreshed(
    context: MonitorContext, gathered: Gathered, report: CycleReport, before: Before, refresher: Refresher
) -> list[Alert | Notice]:
    """Derives and publishes one policy; what fails is noted, and its page says so.

    Raises:
        ReadingStopped, Abandoned: nothing was derived.
    """
    policy = gathered.policy
    try:
        return mending(context, report, lambda: _refresh(context, gathered, report, before, refresher))
    except (ReadingStopped, Abandoned):
        raise
    except (StoreError, OSError) as error:  # nothing can be derived and nobody alerted; usually it was noted already
        _note_store_fault(context, policy, report, error)
    except Exception as error:  # a page that breaks the extraction or the engine must not keep the other policies from being checked
        _note_failure(context, policy, report, _internal(policy, error))
    with suppress(StoreError):
        refresher.page(policy)
    return []


def _refresh(
    context: MonitorContext, gathered: Gathered, report: CycleReport, before: Before, refresher: Refresher
) -> list[Alert | Notice]:
    policy, failed, healthy = gathered.policy, gathered.failed, gathered.healthy

    def page_changed() -> bool:
        return gathered.status_changed or (not healthy and policy.live and readability.refusal(context, policy) is not None)

    refreshed = refresher.policy(policy, page_changed=page_changed, retry=gathered.retry)
    if refreshed.stopped is not None and not failed:
        _note_failure(context, policy, report, refreshed.stopped)
        failed, healthy = True, False
    # The case of nearly every check, which then costs no further query.
    uneventful = refreshed.versions is None and healthy
    failed = failed or (not uneventful and (_note_stop(context, gathered, report) or _note_refusal(context, policy, report)))
    notice = None if uneventful else queue_notice(context, policy)
    # A page that comes another way has a new record, so that its history is never up to date.
    moves = queue_move_notice(context, policy) if refreshed.versions is not None else []
    report.new_versions += describe_versions(context, policy, _news(report, refreshed.versions or [], before))
    report.unchanged += not refreshed.versions and not failed
    return [*refreshed.alerts, *([notice] if notice else []), *moves]


def _news(report: CycleReport, versions: Sequence[Version], before: Before) -> Sequence[Version]:
    """The versions that this cycle found: all that a new index did not hold, unless the old one was set aside in this cycle."""
    if not any(fault.place == INDEX for fault in report.faults):
        return versions
    return [version for version in versions if version.captured_at >= before.began]


def _note_stop(context: MonitorContext, gathered: Gathered, report: CycleReport) -> bool:
    """True when the newest page could not be read or compared within the limits, which is a failure and tried again like one.

    Where that failed the last time and does not now, the success is recorded that was held back when the page was fetched.
    """
    policy = gathered.policy
    stopped = readability.stop(context, policy) if policy.live else None
    if stopped is not None:
        _note_failure(context, policy, report, ReadingStopped(stopped[1], reason=stopped[0]))
    elif gathered.failed_before:
        context.state.record_success(policy.id, policy.urls[0], at=context.now(), sha256=None, etag=None, last_modified=None)
    return stopped is not None


def _note_refusal(context: MonitorContext, policy: Policy, report: CycleReport) -> bool:
    """True when the page shows no policy at present (a bot wall, an error page), which counts as a failed check.

    No retry is scheduled: more requests than the schedule asks for are what bot walls are there to stop.
    """
    refusal = readability.refusal(context, policy) if policy.live else None
    if refusal is not None:
        says = f"{refusal.url} shows no policy at present: {refusal.verdict.says}"
        report.add_failure(Failure(policy.id, refusal.verdict.reason or "refused", says, None))
    return refusal is not None


def _gather(context: MonitorContext, outcome: FetchOutcome, report: CycleReport, *, settled: bool) -> bool:
    """Keeps what one policy's sources answered; False when that failed, which is noted. See `keep_answers` for `settled`."""
    policy = outcome.policy
    try:
        # Local files cost no request, so a run reads them; a web archive is read by `backfill` alone.
        if policy.history.startswith(("warc:", "dir:")):
            _read_local_history(context, policy)
        if outcome.error is not None:
            raise outcome.error
        keep_answers(context, policy, outcome.taken(), settled=settled)
    except RetryPending as error:  # noted when it failed, and not tried again now
        report.add_failure(Failure(policy.id, error.reason, str(error), error.until))
    except SourceError as error:
        _note_failure(context, policy, report, error)
    except UsageError as error:  # a folder or file that the configuration names is gone
        _note_failure(context, policy, report, SourceError(str(error), reason="missing", transient=False))
    except (Abandoned, DatabaseDamaged):
        raise
    except (StoreError, OSError) as error:
        _note_store_fault(context, policy, report, error)
    except Exception as error:  # one page's oddity must not keep the other policies from being checked
        _note_failure(context, policy, report, _internal(policy, error))
    else:
        return True
    return False


def _read_local_history(context: MonitorContext, policy: Policy) -> None:
    """An archive file or a folder on this disk: read again only when it was touched since it was last read completely."""
    state, place = context.state, policy.history
    stamp = _stamp(Path(place.partition(":")[2]))
    if stamp and state.validators(policy.id, place)[0] == stamp and context.archive.records(policy.id):
        return
    result = fetch_all_captures(context, policy, context.history(policy, place))
    if result.failures:
        count = len(result.failures)
        says = f"{place}: {count} capture{'s' * (count > 1)} can't be read{'; the first' * (count > 1)}: {result.failures[0][1]}"
        raise SourceError(says, reason="playback-failed")
    # The history's stamp is kept where a page keeps its ETag. A live policy with a folder has its success noted by the page.
    if not policy.live or stamp:
        state.record_success(policy.id, place, at=context.now(), sha256="", etag=stamp, last_modified=None)


def _stamp(path: Path) -> str | None:
    """Equal as long as a file was not touched; None for a folder, whose files may change without it."""
    try:
        status = path.stat()
    except OSError:
        return None
    return f"{status.st_size}-{status.st_mtime_ns}" if path.is_file() else None


def _note_store_fault(context: MonitorContext, policy: Policy, report: CycleReport, error: Exception) -> None:
    """Nothing of the policy can be kept or derived until its files are repaired; the other policies have their own."""
    reason = "damaged-record" if isinstance(error, RecordDamaged) else STORE_FAULT
    report.add_fault(place_of(policy.id), error)
    _note_failure(context, policy, report, SourceError(said(error), reason=reason, transient=False))


def _internal(policy: Policy, error: Exception) -> SourceError:
    """A bug, reported in one line; --verbose logs its traceback."""
    _LOG.debug("%s", policy.id, exc_info=error)
    what = f"{type(error).__name__}: {next(iter(str(error).splitlines()), 'no details')}"
    return SourceError(f"internal error ({what}); `policy-monitor --verbose run` logs the traceback", reason="internal")


def _note_failure(context: MonitorContext, policy: Policy, report: CycleReport, error: SourceError) -> None:
    if any(known.policy == policy.id for known in report.failed):
        return
    now, retry_at = context.now(), None

    def record() -> datetime:
        at = next_try(now, context.state.check(policy.id).failures_in_row + 1, error.retry_after)
        context.state.record_failure(policy.id, at=now, reason=error.reason, says=str(error), retry_at=at)
        return at

    retry_at = attempt(context, report, STATE, record)
    report.add_failure(Failure(policy.id, error.reason, str(error), retry_at))
