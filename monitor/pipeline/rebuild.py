"""`verify --rebuild`: repairs copies of a store, then derives every history and renders every page from the files alone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from monitor.errors import StoreError
from monitor.model import Policy
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive
from monitor.pipeline.refresh import refresh
from monitor.pipeline.scratch import BESIDE
from monitor.present.phrases import plural
from monitor.store.atomic_write import sweep
from monitor.store.index import Index
from monitor.store.ledger import LedgerRepair, QueuedAlert
from monitor.store.raw import raw_files


def rebuild(context: MonitorContext, on_progress: Callable[[int, int], None] = lambda done, of: None, *, jobs: int | None = 1) -> list[str]:
    """Repairs, derives and renders every policy as far as its ledger can be read; a fault of one policy never stops the others.

    Everything is derived into a new index, which replaces the old one at the end: a rebuild that is killed leaves what was there.
    No alert is queued: what a rebuild finds again was decided when it was new, and what was not decided yet the next cycle decides.

    Args:
        context: the store; the caller holds its lock.
        on_progress: called with (policies done, all) after each.
        jobs: how many at a time, see `helpers_for`.

    Returns:
        One sentence for each policy of which something was missing at the end of its ledger.
    """
    repaired = [says for policy_id in context.archive.policies() if (says := _repair(context, policy_id))]
    repaired += _repair_alerts(context)
    # What was repaired is reported and noted: from here on, the log of roots counts from what is there.
    with suppress(StoreError):
        context.archive.roots.log(context.now(), accept=True)
    sweep(context.archive.root)
    _admit_unrecorded(context)
    readable = tuple(policy for policy in context.policies if _is_readable(context, policy))
    beside = Index(context.archive.root / BESIDE)
    beside.clear()
    for done, policy in enumerate(readable, start=1):
        derive(replace(context, index=beside), policy)
        on_progress(done, len(readable))
    # All of the old one goes, even when it is damaged: it may also hold policies that are no longer tracked.
    context.index.become(beside)
    refresh(replace(context, policies=readable), readable, rerender=True, jobs=jobs)
    return repaired


def _admit_unrecorded(context: MonitorContext) -> None:
    """Takes note of bytes that no line names: the ledger of a copy may have been read before them."""
    archive, found = context.archive, list[str]()
    for policy_id in archive.policies():
        with suppress(StoreError):
            known = {record.path for record in archive.records(policy_id)}
            found += [path for path in raw_files(archive.root, archive.folder(policy_id)) if path not in known]
    if found:
        archive.admit_unrecorded(found)


def _repair_alerts(context: MonitorContext) -> list[str]:
    """Notes which alerts a copy of the state lacks, and adds the notes of alerts that a copy of the store's own ledger lacks."""
    archive = context.archive
    try:
        repair = archive.repair_record(None, at=context.now())
        said = [f"the record of alerts: noted in the ledger: {repair.says}."] if repair is not None else []
        notes, stored = archive.queued_alerts(), context.state.queued_alerts()
        known = {note.alert for note in notes}
        for alert_id, policy, made_at, content, channels in stored if notes else ():
            if alert_id not in known and made_at >= notes[0].at:
                archive.record_alert(QueuedAlert(context.now(), alert_id, policy, sha256(content.encode()).hexdigest(), channels))
        missing = sorted(known - {row[0] for row in stored} - archive.lost_alerts())
        if missing:
            says = f"{plural(len(missing), 'alert')} missing from state.sqlite"
            archive.repair_record(LedgerRepair(context.now(), len(notes), missing=tuple(missing), says=says), at=context.now())
            said.append(f"the record of alerts: noted in the ledger: {says}.")
    except StoreError:
        return []
    return said


def _is_readable(context: MonitorContext, policy: Policy) -> bool:
    """False when its ledger is damaged: there is nothing to derive from, and `verify` says what is wrong with it."""
    try:
        context.archive.records(policy.id)
    except StoreError:
        return False
    return True


def _repair(context: MonitorContext, policy_id: str) -> str | None:
    """Notes in a policy's ledger what a copy of a store in use lacks at its end; None when nothing is missing."""
    try:
        repair = context.archive.repair(policy_id, at=context.now())
        lines = context.archive.line_count(policy_id)
    except StoreError:
        return None
    context.state.rewind_alert_cursor(policy_id, lines)
    return f"{policy_id}: noted in the ledger: {repair.says}." if repair is not None else None
