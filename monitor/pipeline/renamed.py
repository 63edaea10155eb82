"""The present ids of policies that were renamed after an alert about them: an alert is kept as it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.model import Alert, OutboxItem
from monitor.pipeline.context import MonitorContext


def ids_by_folder(context: MonitorContext, ids: Iterable[str]) -> dict[str, str]:
    """For those of the ids that policies had when their history began, and have no longer: the ids that they have now."""
    tracked = {policy.id for policy in context.policies}
    now = {context.archive.folder(policy_id): policy_id for policy_id in tracked}
    return {policy_id: now[policy_id] for policy_id in ids if policy_id not in tracked and policy_id in now}


def ids_now(context: MonitorContext, items: Iterable[OutboxItem]) -> Mapping[str, str]:
    """The same for all ids in messages, also for those that a policy had between its first and its present one.

    Nothing notes the latter. A version that such an alert is about is in the history of the policy, and tells which it is.

    Raises:
        StoreError: the index can't be read.
    """
    tracked = {policy.id for policy in context.policies}
    told: dict[str, set[str]] = {}
    for item in items:
        if isinstance(item.alert, Alert) and item.alert.policy.id not in tracked:
            told.setdefault(item.alert.policy.id, set()).add(item.alert.new.snapshot_sha256)
    known = ids_by_folder(context, told)
    for policy_id in told.keys() - known.keys():
        # Two policies may hold the same bytes, and then nothing can be said.
        found = context.index.policies_with(told[policy_id])
        if len(found) == 1 and found <= tracked:
            known |= dict.fromkeys([policy_id], *found)
    return known


def doubled(context: MonitorContext) -> list[str]:
    """Ids that no policy has any more, whose history the index holds a second time under the present id: one was changed by hand.

    A policy that was removed is not among them: nothing else holds its history.

    Raises:
        StoreError: the index or the folder of the archive can't be read.
    """
    tracked = {policy.id for policy in context.policies}
    left = context.index.derivation_keys().keys() - tracked
    if left:
        left -= set(context.archive.policies())
    snapshots = {policy_id: [version.snapshot_sha256 for version in context.index.versions(policy_id)] for policy_id in left}
    return sorted(policy_id for policy_id in left if context.index.policies_with(snapshots[policy_id]) & tracked)
