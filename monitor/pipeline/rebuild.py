"""A store derived anew from its files alone, after what is missing at the end of a policy's record was noted there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.errors import StoreError
from monitor.model import Policy
from monitor.pipeline import publish
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.derive import derive


def rebuild(context: MonitorContext, told: Callable[[int, int], None] = lambda done, of: None) -> list[str]:
    """Mends, derives and renders every policy as far as its record goes; what `verify` names as a fault of one never stops the others.

    Args:
        context: the store; the caller holds its lock.
        told: called with (policies done, all) after each.

    Returns:
        One sentence for each policy of which something was missing at the end.
    """
    mended = [says for policy_id in context.files.policies() if (says := _mend(context, policy_id))]
    context.index.clear()
    readable = [policy for policy in context.policies if _is_readable(context, policy)]
    for n, policy in enumerate(readable, start=1):
        derive(context, policy, anew=True)
        publish.render(context, policy)
        told(n, len(readable))
    publish.overview(replace(context, policies=tuple(readable)))
    return mended


def _is_readable(context: MonitorContext, policy: Policy) -> bool:
    """False when its ledger is damaged: there is nothing to derive from, and `verify` says what is wrong with it."""
    try:
        context.files.records(policy.id)
    except StoreError:
        return False
    return True


def _mend(context: MonitorContext, policy_id: str) -> str | None:
    try:
        mended = context.files.repair(policy_id, at=context.now())
        lines = context.files.line_count(policy_id)
    except StoreError:
        return None
    context.state.rewind_alert_cursor(policy_id, lines)
    return f"{policy_id}: noted in the ledger: {mended.says}." if mended is not None else None
