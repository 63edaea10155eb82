"""`pack`: stores snapshots and derived data compactly; everything that could be read before can be read afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.errors import RecordDamaged, StoreError
from monitor.pipeline.context import MonitorContext
from monitor.store.packing import Packed


def pack(
    context: MonitorContext, policy_ids: Sequence[str] | None = None, on_progress: Callable[[int, int], None] = lambda done, of: None
) -> Packed:
    """Packs the bytes, the texts and the index of policies, tracked or not. Killed at any moment, it can be run again.

    Args:
        context: the store; the caller holds its lock.
        policy_ids: which; None for all that have anything stored.
        on_progress: called with (policies done, all) after each.

    Returns:
        What was packed, with bytes of files before and after, without those of the index.

    Raises:
        StoreError: nothing can be written, as on a full disk. What was not packed is as it was.
    """
    chosen = context.archive.policies() if policy_ids is None else policy_ids
    total = Packed()
    for done, policy_id in enumerate(chosen, start=1):
        total += _pack_policy(context, policy_id)
        on_progress(done, len(chosen))
    context.index.vacuum()
    return total


def _pack_policy(context: MonitorContext, policy_id: str) -> Packed:
    """One policy; a damaged ledger keeps its own policy from being packed, and no other."""
    total = Packed()
    try:
        for done in context.archive.pack(policy_id):
            total += done
        records = sorted(context.archive.records(policy_id), key=lambda record: (record.url, record.captured_at))
    except RecordDamaged as error:
        return total + Packed(lost=(str(error),))
    context.index.pack(policy_id, [record.sha256 for record in records])
    return total


def index_size(context: MonitorContext) -> int:
    """Bytes that the index takes, its log included."""
    path = context.index.path
    try:
        return sum(one.stat().st_size for one in (path, path.with_name(f"{path.name}-wal")) if one.exists())
    except OSError as error:
        raise StoreError(f"can't read {path}: {error.strerror}") from error
