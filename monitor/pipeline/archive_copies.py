"""Copies in a public archive of what was met live: asked for after people were told, and asked for again where it failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from datetime import datetime

from monitor.errors import SourceError
from monitor.model import ArchivedCopy, Policy, SnapshotRecord
from monitor.net.background import run_in_background
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.retry import next_try
from monitor.sources.interface import PageSaver, SavedPage
from monitor.store.state import PendingCopy
from monitor.timestamps import utc_iso

TRIES = 8
"""For one version; they reach over some two days."""
MOST_A_CYCLE = 10
"""Copies asked for in one cycle; the others come with the next: the archive makes a few a minute."""
_TICK = 0.2
"""Seconds between looks at whether to stop."""


class _Stopped(Exception):
    """The program is to end."""


def save_versions(context: MonitorContext, policies: Sequence[Policy], *, stop: Callable[[], bool] = lambda: False) -> list[str]:
    """Has copies made of the versions in force that were met live and have none, and notes their addresses.

    After a failure that may pass (the archive is down, or asks for fewer requests) it is left alone until the next cycle.

    Args:
        context: its `saver` makes the copies; without one nothing is done.
        policies: whose versions.
        stop: asked several times a second; True ends it, and what was not saved is asked for again by the next cycle.

    Returns:
        One sentence for each attempt in vain.
    """
    said: list[str] = []
    asked = 0
    for policy in policies if context.saver else ():
        for record in list(_without_copy(context, policy)):
            asked += 1
            if stop() or asked > MOST_A_CYCLE:
                return said
            error = _save(context, policy, record, stop)
            if isinstance(error, _Stopped):
                return said
            if error is not None:
                said.append(_note(context, policy, record, error))
                if error.transient:
                    return said
    return said


def _without_copy(context: MonitorContext, policy: Policy) -> Iterator[SnapshotRecord]:
    """The snapshots that make up the version in force, each that has no copy and is to be asked for now."""
    entries = context.index.entries(policy.id)
    if not policy.live or not entries or entries[-1].version.source != "live" or publish.refusal(context, policy) is not None:
        return
    newest, now = entries[-1].version, context.now()
    saved = {(one.url, one.snapshot_sha256, one.captured_at) for one in context.files.archived_copies(policy.id)}
    refused = {one.sha256 for one in context.index.rejections(policy.id) if one.verdict.reason != "incomplete"}
    tried = context.state.pending_copies(policy.id)
    current: dict[str, SnapshotRecord] = {}
    for record in context.files.records(policy.id):
        if record.source == "live" and record.captured_at <= newest.captured_at and record.sha256 not in refused:
            current[record.url] = record
    for url in policy.urls:
        one = current.get(url)
        if one is not None and (url, one.sha256, one.captured_at) not in saved and _due(tried.get(url), one, now):
            yield one


def _due(tried: PendingCopy | None, record: SnapshotRecord, now: datetime) -> bool:
    if tried is None or tried.snapshot_sha256 != record.sha256:
        return True
    return tried.retry_at is not None and tried.retry_at <= now


def _save(context: MonitorContext, policy: Policy, record: SnapshotRecord, stop: Callable[[], bool]) -> SourceError | _Stopped | None:
    """Asks once and notes the copy; why there is none, else."""
    assert context.saver is not None  # noqa: S101 - save_versions has looked
    try:
        copy = _unless_stopped(context.saver, record.url, stop)
        if copy.captured_at < record.captured_at.replace(microsecond=0):
            says = f"the archive answered with its copy of {utc_iso(copy.captured_at)}, made before this version was met"
            raise SourceError(says, reason="older-copy", transient=False)
    except (SourceError, _Stopped) as error:
        return error
    saved = ArchivedCopy(record.url, record.sha256, record.captured_at, copy.archive_url, copy.captured_at)
    context.files.record_copy(policy.id, saved)
    context.state.clear_pending_copy(policy.id, record.url)
    derive(context, policy)
    publish.render(context, policy)
    return None


def _unless_stopped(saver: PageSaver, url: str, stop: Callable[[], bool]) -> SavedPage:
    """The copy; making one takes the archive a minute and more, and nobody who stops us waits for that."""
    outcome = run_in_background(lambda: saver.save(url), "save")
    while not stop():
        with suppress(NotYet):
            return outcome.result(timeout=_TICK)
    raise _Stopped


def _note(context: MonitorContext, policy: Policy, record: SnapshotRecord, error: SourceError) -> str:
    before = context.state.pending_copies(policy.id).get(record.url)
    attempts = 1 + (before.attempts if before is not None and before.snapshot_sha256 == record.sha256 else 0)
    hopeless = error.reason in ("excluded", "not-archived") or attempts >= TRIES
    now = context.now()
    retry_at = None if hopeless else next_try(now, attempts, error.retry_after)
    context.state.record_pending_copy(policy.id, record.url, PendingCopy(record.sha256, attempts, retry_at, str(error)))
    next_step = f"asked again after {utc_iso(retry_at)}" if retry_at else "given up for this version"
    return f"{policy.id}: no copy in the archive yet: {str(error).rstrip('.')} ({next_step})"
