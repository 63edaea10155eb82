"""`verify --rebuild`: repairs copies of a store, then derives every history and renders every page from the files alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.errors import StoreError
from monitor.model import Policy
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.refresh import refresh


def rebuild(context: MonitorContext, on_progress: Callable[[int, int], None] = lambda done, of: None) -> list[str]:
    """Repairs, derives and renders every policy as far as its ledger can be read; a fault of one policy never stops the others.

    No alert is queued: what a rebuild finds again was decided when it was new, and what was not decided yet the next cycle decides.

    Args:
        context: the store; the caller holds its lock.
        on_progress: called with (policies done, all) after each.

    Returns:
        One sentence for each policy of which something was missing at the end of its ledger.
    """
    repaired = [says for policy_id in context.archive.policies() if (says := _repair(context, policy_id))]
    # All of it, even when it is damaged: it may also hold policies that are no longer tracked.
    context.index.clear()
    readable = tuple(policy for policy in context.policies if _is_readable(context, policy))
    refresh(replace(context, policies=readable), readable, rederive=True, rerender=True, on_progress=on_progress)
    return repaired


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
