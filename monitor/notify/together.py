"""Which alerts share a message without a digest: the same change that several policies made at the same time.

When a company changes the terms of its five products, or five shops take over the new text of the platform that they all run on, five mails
say the same thing, and the one that says something else is overlooked between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model import Alert, OutboxItem
from monitor.notify.digest import same_as
from monitor.notify.presenter import CONTENTS, alerted_changes

_Key = tuple[object, ...]


@dataclass(slots=True)
class _Batch:
    items: list[OutboxItem] = field(default_factory=list)
    policies: set[str] = field(default_factory=set)


def together(items: Sequence[OutboxItem], began: datetime | None = None) -> list[list[OutboxItem]]:
    """The messages to send, in the order of their first alerts; nearly all have one alert.

    Args:
        items: what may be sent now, each by itself, oldest first.
        began: when the run began. What was queued before it is not joined with what this run found: after a kill between a server's "OK"
            and our record of it, the same alerts make the same message again, with the same Message-ID, and mail programs show it once.
            For the same reason only alerts that were tried equally often are joined.
    """
    if len(items) < 2:
        return [[item] for item in items]
    batches: list[_Batch] = []
    open_: dict[_Key, _Batch] = {}
    for item in items:
        key = _key(item, began)
        batch = open_.get(key) if key is not None else None
        # The same change of one policy at two times is two events. And a message names no more policies than its table of contents.
        if batch is None or item.alert.policy.id in batch.policies or len(batch.items) >= CONTENTS:
            batch = _Batch()
            batches.append(batch)
            if key is not None:
                open_[key] = batch
        batch.items.append(item)
        batch.policies.add(item.alert.policy.id)
    return [batch.items for batch in batches]


def _key(item: OutboxItem, began: datetime | None) -> _Key | None:
    """Equal for alerts that say the same; None for what stands by itself."""
    if not isinstance(item.alert, Alert):
        return None
    changes = alerted_changes(item.alert)
    # Without any change there is nothing that two policies could have in common.
    return (same_as(changes), item.attempts, began is not None and item.queued_at >= began) if changes else None
