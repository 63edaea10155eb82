"""Has a public archive copy each new live version, after alerts were sent, and retries the copies that failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from datetime import datetime

from monitor.errors import SourceError, StoreError
from monitor.model import ArchivedCopy, Policy, SnapshotRecord
from monitor.net.background import run_in_background
from monitor.pipeline import readability
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.refresh import refresh
from monitor.pipeline.retry import next_try
from monitor.sources.interface import PageSaver, SavedPage
from monitor.store.state import PendingCopy
from monitor.timestamps import utc_iso

MAX_ATTEMPTS = 8
"""For one version; with the waits between them they span about two days."""
MAX_PER_CYCLE = 10
"""Copies requested in one cycle; the others follow in the next ones, for the archive makes only a few a minute."""
# Seconds between checks whether to stop: a person who presses Ctrl-C notices no delay.
_TICK = 0.2


class _Stopped(Exception):
    """A stop was requested."""


def save_versions(context: MonitorContext, policies: Sequence[Policy], *, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Has copies made of the versions in force that were captured live and have none, and adds the copies' addresses to the pages.

    After a failure that may pass (the archive is down, or asks for fewer requests) nothing more is requested until the next cycle.

    Args:
        context: its `saver` makes the copies; without one nothing is done.
        policies: whose versions.
        stop: asked several times a second; True ends it, and the next cycle requests what is still missing.

    Returns:
        One sentence for each failed attempt.

    Raises:
        StoreError: the store or the reports can't be written; every copy made so far is noted in a ledger, and the next cycle shows it.
    """
    messages: list[str] = []
    copied: dict[str, Policy] = {}
    for attempt, (policy, record) in enumerate(_missing(context, policies), start=1):
        if stop() or attempt > MAX_PER_CYCLE:
            break
        try:
            _save(context, policy, record, stop)
            copied[policy.id] = policy
        except _Stopped:
            break
        except SourceError as error:
            messages.append(_note_failure(context, policy, record, error))
            if error.transient:  # the archive is busy or down: the other copies would fail as well
                break
    if copied:
        refresh(context, list(copied.values()))
    return messages


def _missing(context: MonitorContext, policies: Sequence[Policy]) -> Iterator[tuple[Policy, SnapshotRecord]]:
    """The snapshots of versions in force, each that has no copy and is due for an attempt."""
    for policy in policies if context.saver else ():
        with suppress(StoreError):  # the check of this policy failed with this error
            yield from [(policy, record) for record in _without_copy(context, policy)]


def _without_copy(context: MonitorContext, policy: Policy) -> Iterator[SnapshotRecord]:
    entries = context.index.entries(policy.id)
    if not policy.live or not entries or entries[-1].version.source != "live" or readability.refusal(context, policy) is not None:
        return
    newest, now = entries[-1].version, context.now()
    saved = {(one.url, one.snapshot_sha256, one.captured_at) for one in context.archive.archived_copies(policy.id)}
    refused = {one.sha256 for one in context.index.rejections(policy.id) if one.verdict.reason != "incomplete"}
    tried = context.state.pending_copies(policy.id)
    current: dict[str, SnapshotRecord] = {}
    # A policy of several pages has one current snapshot per address, and its version is dated by the latest of them.
    for record in context.archive.records(policy.id):
        if record.source == "live" and record.captured_at <= newest.captured_at and record.sha256 not in refused:
            current[record.url] = record
    for url in policy.urls:
        one = current.get(url)
        if one is not None and (url, one.sha256, one.captured_at) not in saved and _is_due(tried.get(url), one, now):
            yield one


def _is_due(tried: PendingCopy | None, record: SnapshotRecord, now: datetime) -> bool:
    # Attempts for an earlier version say nothing about this one.
    if tried is None or tried.snapshot_sha256 != record.sha256:
        return True
    return tried.retry_at is not None and tried.retry_at <= now


def _save(context: MonitorContext, policy: Policy, record: SnapshotRecord, stop: Callable[[], bool]) -> None:
    """Requests one copy and notes its address in the ledger.

    Raises:
        SourceError: there is no copy.
        _Stopped: `stop` became true first.
    """
    assert context.saver is not None  # noqa: S101 - without one, nothing is missing
    copy = _unless_stopped(context.saver, record.url, stop)
    # To the second, as archives state times. Save Page Now responds with an earlier copy if it made one within the last minutes, and that
    # may show the text before this version.
    if copy.captured_at < record.captured_at.replace(microsecond=0):
        says = f"the archive returned its copy of {utc_iso(copy.captured_at)}, which is older than this version"
        raise SourceError(says, reason="older-copy", transient=False)
    saved = ArchivedCopy(record.url, record.sha256, record.captured_at, copy.archive_url, copy.captured_at)
    context.archive.record_copy(policy.id, saved)
    context.state.clear_pending_copy(policy.id, record.url)


def _unless_stopped(saver: PageSaver, url: str, stop: Callable[[], bool]) -> SavedPage:
    """The copy. Making one takes the archive a minute or more, and a stop does not wait for it."""
    outcome = run_in_background(lambda: saver.save(url), "save")
    while not stop():
        with suppress(NotYet):
            return outcome.result(timeout=_TICK)
    raise _Stopped


def _note_failure(context: MonitorContext, policy: Policy, record: SnapshotRecord, error: SourceError) -> str:
    before = context.state.pending_copies(policy.id).get(record.url)
    attempts = 1 + (before.attempts if before is not None and before.snapshot_sha256 == record.sha256 else 0)
    # An excluded page, or an archive without Save Page Now, will give the same response next time.
    permanent = error.reason in ("excluded", "not-archived") or attempts >= MAX_ATTEMPTS
    now = context.now()
    retry_at = None if permanent else next_try(now, attempts, error.retry_after)
    context.state.record_pending_copy(policy.id, record.url, PendingCopy(record.sha256, attempts, retry_at, str(error)))
    next_step = f"next attempt after {utc_iso(retry_at)}" if retry_at else "given up for this version"
    return f"{policy.id}: not copied by the archive: {str(error).rstrip('.')} ({next_step})"
