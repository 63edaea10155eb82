"""The root over all ledgers, and the notes that bind alerts to it."""

from __future__ import annotations

from hashlib import sha256

from monitor.errors import StoreError
from monitor.model import Alert
from monitor.pipeline.context import MonitorContext
from monitor.store.codec import dumps
from monitor.store.ledger import QueuedAlert
from monitor.store.roots import RecordedState


def log_root(context: MonitorContext) -> RecordedState | None:
    """Logs the state of all ledgers, so that its root can be looked up when they have grown; the caller holds the store's lock.

    Returns:
        The state; None when a ledger can't be read or the log can't be written. No check and no alert may fail for that: `verify` says it.
    """
    try:
        return context.archive.roots.log(context.now())
    except StoreError:
        return None


def shown_root(context: MonitorContext) -> RecordedState | None:
    """The state whose root is shown, without writing anything; None when nothing is stored or a ledger can't be read."""
    try:
        state = context.archive.roots.printable()
    except StoreError:
        return None
    return state if state.heads else None


def note_alert(context: MonitorContext, alert: Alert, channels: int) -> None:
    """Notes an alert in the store's ledger, before it is queued.

    After a kill in between there is a note without an alert; as the alert cursor stands where it stood, the next run queues it.

    Raises:
        StoreError: the ledger can't be written.
    """
    digest = sha256(dumps(alert).encode()).hexdigest()
    before = context.state.alert_cursor(alert.policy.id)
    context.archive.record_alert(QueuedAlert(context.now(), alert.id, alert.policy.id, digest, channels, before))
