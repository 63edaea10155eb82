"""Which histories in the store belong to a tracked policy, and what happened to the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.model import Policy, SnapshotRecord
from monitor.net.urls import address_key
from monitor.pipeline.context import MonitorContext


@dataclass(frozen=True, slots=True)
class UnclaimedHistory:
    """A history that no policy claims."""

    folder: str
    says: str
    """What happened, as far as is known, and what to do."""


def kept_histories(context: MonitorContext, removed: Collection[str]) -> list[str]:
    """The folders of histories whose policy was removed on purpose."""
    claimed = {context.archive.folder(policy.id) for policy in context.policies}
    return [name for name in removed if name not in claimed and name in _stored(context)]


def unclaimed_histories(context: MonitorContext, removed: Collection[str]) -> list[UnclaimedHistory]:
    """The histories that neither a tracked policy nor `removed:` in the configuration claims, with what to do about each."""
    claimed = {context.archive.folder(policy.id) for policy in context.policies} | set(removed)
    found = []
    for folder in _stored(context):
        if folder not in claimed:
            found.append(UnclaimedHistory(folder, _says(context, folder)))
    return found


def _stored(context: MonitorContext) -> list[str]:
    """The folders with a history; none when the store can't be read, which is reported elsewhere."""
    try:
        return [context.archive.folder(policy_id) for policy_id in context.archive.policies()]
    except StoreError:
        return []


def _says(context: MonitorContext, folder: str) -> str:
    place = f"{context.archive.root.name}/{folder}"
    heir = _heir(context, folder)
    if heir is None:
        gone = f"if it should no longer be tracked, add it to `removed: [{folder}]` in the configuration"
        return f"{place} contains a history without a policy; if its id was changed, add `folder: {folder}` to the policy; {gone}"
    if _records(context, heir.id):
        new = f"to continue the earlier one, set `folder: {folder}` for {heir.id!r}; the later captures stay beside it"
        return f"{place} holds an earlier history of the page that {heir.id!r} tracks, whose own history started from scratch; {new}"
    return f"{place} holds the history of the page that {heir.id!r} tracks now: add `folder: {folder}` to that policy to continue it"


def _heir(context: MonitorContext, folder: str) -> Policy | None:
    """The policy that tracks the page of which a folder holds the history."""
    pages = {address_key(record.url) for record in _records(context, folder)[-50:]}
    return next((policy for policy in context.policies if pages & set(map(address_key, policy.urls))), None)


def _records(context: MonitorContext, policy_id: str) -> list[SnapshotRecord]:
    try:
        return context.archive.records(policy_id)
    except StoreError:
        return []
