"""A store derived anew from its files alone, after what is missing at the end of a policy's record was noted there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from monitor.errors import StoreError
from monitor.model import Policy
from monitor.pipeline import publish
from monitor.pipeline.context import Workshop
from monitor.pipeline.derive import derive


def rebuild(workshop: Workshop, told: Callable[[int, int], None] = lambda done, of: None) -> list[str]:
    """Mends, derives and renders every policy as far as its record goes; what `verify` names as a fault of one never stops the others.

    Args:
        workshop: the store; the caller holds its lock.
        told: called with (policies done, all) after each.

    Returns:
        One sentence for each policy of which something was missing at the end.
    """
    mended = [says for policy_id in workshop.files.policies() if (says := _mend(workshop, policy_id))]
    workshop.index.clear()
    readable = [policy for policy in workshop.policies if _is_readable(workshop, policy)]
    for n, policy in enumerate(readable, start=1):
        derive(workshop, policy, anew=True)
        publish.render(workshop, policy)
        told(n, len(readable))
    publish.overview(replace(workshop, policies=tuple(readable)))
    return mended


def _is_readable(workshop: Workshop, policy: Policy) -> bool:
    """False when its ledger is damaged: there is nothing to derive from, and `verify` says what is wrong with it."""
    try:
        workshop.files.records(policy.id)
    except StoreError:
        return False
    return True


def _mend(workshop: Workshop, policy_id: str) -> str | None:
    try:
        mended = workshop.files.mend(policy_id, at=workshop.now())
        lines = workshop.files.lines(policy_id)
    except StoreError:
        return None
    workshop.state.settle(policy_id, lines)
    return f"{policy_id}: noted in the ledger: {mended.says}." if mended is not None else None
