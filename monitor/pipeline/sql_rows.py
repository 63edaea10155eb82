"""Keeps what `index.sqlite` has for people's SQL up to date: the names of the policies, the reviews, the messages, old changelogs.

What each version changed is written with the history (see `monitor.store.sql_views`); all else comes from other files and is copied here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from monitor.export import datasets, records
from monitor.model import Policy
from monitor.pipeline.context import MonitorContext
from monitor.pipeline.renamed import doubled, ids_by_folder, ids_now
from monitor.pipeline.reviews import reviews_key, reviews_of
from monitor.store.atomic_write import disk_errors, write_atomically
from monitor.store.index import REMEDY
from monitor.store.sql_views import ALERT_COLUMNS, REVIEW_COLUMNS, TRACKED_COLUMNS

Row = tuple[Any, ...]
Key = tuple[str, str]
"""Alert and channel."""
METADATA = "index.metadata.json"
"""Beside the index: what Datasette shows about the views."""
_POLICY, _REPORT = ALERT_COLUMNS.index("policy"), ALERT_COLUMNS.index("report")
_DELIVERY = tuple(ALERT_COLUMNS.index(name) for name in ("state", "attempts", "queued_at", "delivered_at"))


def bring_up_to_date(context: MonitorContext) -> None:
    """Writes the rows that differ from what the configuration, the ledgers and the state say; the caller holds the store's lock.

    Raises:
        StoreError: something can't be read or written.
    """
    index = context.index
    if not index.path.exists():
        return
    index.tables.renew_views()
    for policy_id in doubled(context):
        index.forget(policy_id)
    for policy_id in index.tables.unlisted():
        index.tables.list_changes(policy_id, index.entries(policy_id))
    index.tables.put_tracked(map(_tracked, context.policies))
    _copy_reviews(context)
    _copy_alerts(context)
    _describe(context)


def faults(context: MonitorContext) -> Iterator[str]:
    """One sentence for each row that was altered since it was copied. What is only older than its source is no fault."""
    tables = context.index.tables
    held = tables.review_keys()
    for policy in context.policies:
        if policy.id in held and held[policy.id] == _key(context, policy) and tables.reviews(policy.id) != _reviews(context, policy):
            yield f"the reviews of {policy.id} in the index are not those of the ledger; {REMEDY}"
    copied = tables.alerts()
    stored = {(row[0], row[1]): row[2:] for row in _alerts(context, {alert for alert, _ in copied})} if copied else {}
    tracked = {policy.id for policy in context.policies}
    for (alert, channel), row in copied.items():
        source = stored.get((alert, channel), ())
        # Renamed since it was copied, or before it was told which id followed which.
        older = bool(source) and not {row[_POLICY], source[_POLICY]} <= tracked
        if _lasting(row, older) != _lasting(source, older):
            yield f"the message {alert} to {channel} in the index is not what state.sqlite has; {REMEDY}"


def _tracked(policy: Policy) -> Row:
    about = {
        "policy": policy.id, "service": policy.name, "document": policy.document, "urls": policy.urls, "tags": policy.tags,
        "live": policy.live,
    }  # fmt: skip
    return _row(TRACKED_COLUMNS, about)


def _row(columns: tuple[str, ...], record: dict[str, Any]) -> Row:
    cells = (datasets.flat(name, records.storable(record.get(name))) for name in columns)
    # As SQLite gives it back, so that rows can be compared.
    return tuple(int(cell) if isinstance(cell, bool) else cell for cell in cells)


# --- reviews -----------------------------------------------------------------------------------------------------------


def _copy_reviews(context: MonitorContext) -> None:
    held = context.index.tables.review_keys()
    wanted = {policy.id: (policy, key) for policy in context.policies if (key := _key(context, policy)) is not None}
    # As long as the views show the changes of a policy that is tracked no more, they show what was decided about them.
    if gone := held.keys() - wanted.keys():
        gone -= context.index.derivation_keys().keys() - {policy.id for policy in context.policies}
    for policy_id in gone:
        context.index.tables.put_reviews(policy_id, None)
    for policy_id, (policy, key) in wanted.items():
        if held.get(policy_id) != key:
            context.index.tables.put_reviews(policy_id, key, _reviews(context, policy))


def _key(context: MonitorContext, policy: Policy) -> str | None:
    """What identifies a policy's reviews and the history that they are placed in; None when there are none."""
    reviews = reviews_key(context, policy)
    return f"{reviews} {context.index.derivation_key(policy.id)}" if reviews else None


def _reviews(context: MonitorContext, policy: Policy) -> list[Row]:
    found = records.reviews(reviews_of(context, policy), context.index.entries(policy.id))
    return [_row(REVIEW_COLUMNS, {"policy": policy.id, **one}) for one in found]


# --- messages ----------------------------------------------------------------------------------------------------------


def _copy_alerts(context: MonitorContext) -> None:
    held, now = context.index.tables.alerts(), context.state.deliveries()
    changed = _renamed(held, ids_by_folder(context, {str(row[_POLICY]) for row in held.values()}))
    held |= changed
    for key, delivery in now.items():
        if key in held and delivery != tuple(held[key][place] for place in _DELIVERY):
            changed[key] = _delivered(held[key], delivery)
    # An alert holds two texts in full: only those that are new are read.
    for alert, channel, *row in _alerts(context, {alert for alert, _ in now.keys() - held.keys()}):
        changed[alert, channel] = _delivered(tuple(row), now[alert, channel])
    context.index.tables.change_alerts(changed, held.keys() - now.keys())


def follow_renaming(context: MonitorContext, old: str, new: str) -> None:
    """Gives what was told of a policy its new id, so that the views can be joined."""
    if context.index.path.exists():
        context.index.tables.change_alerts(_renamed(context.index.tables.alerts(), {old: new}), ())


def _renamed(rows: Mapping[Key, Row], ids: Mapping[str, str]) -> dict[Key, Row]:
    """Those of the rows whose policy has another id now, with that id."""
    changed = {}
    for key, row in rows.items():
        if (old := row[_POLICY]) in ids:
            cells = list(row)
            cells[_POLICY], cells[_REPORT] = ids[old], records.moved_report(row[_REPORT], old, ids[old])
            changed[key] = tuple(cells)
    return changed


def _alerts(context: MonitorContext, ids: set[str]) -> Iterator[Row]:
    """(alert, channel, *row) of all messages of these alerts; of a message that is no alert, the row says no more than that."""
    renamed = ids_now(context, context.state.messages(ids, brief=True)) if ids else {}
    # One after the other: each holds two texts.
    for item in (item for alert in sorted(ids) for item in context.state.messages({alert})):
        about = next(records.alerts([item], renamed), {"id": item.alert.id, "channel": item.channel})
        yield (item.alert.id, item.channel, *_row(ALERT_COLUMNS, about))


def _delivered(row: Row, delivery: Row) -> Row:
    cells = list(row)
    for place, cell in zip(_DELIVERY, delivery, strict=True):
        cells[place] = cell
    return tuple(cells)


def _lasting(row: Row, older: bool) -> Row:
    """What does not change while a message is delivered, nor in a row that is `older` than a renaming; the next run copies the rest."""
    left_out = {*_DELIVERY, _POLICY, _REPORT} if older else _DELIVERY
    return tuple(cell for place, cell in enumerate(row) if place not in left_out)


# --- for Datasette -----------------------------------------------------------------------------------------------------

_SHORTENED = {
    "headline": "the change in one sentence, with the beginnings of its quotes; null for mere wording",
    "section": "the nearest heading above it; empty for mere wording",
}
"""What the view of changes has otherwise than the exported table."""


def _describe(context: MonitorContext) -> None:
    path = context.archive.root / METADATA
    tables = context.index.tables
    data = datasets.description("index", hidden=tables.names(), only=tables.view_columns())
    data["databases"]["index"]["tables"]["changes"]["columns"] |= _SHORTENED
    text = json.dumps(data, indent=1).encode() + b"\n"
    with disk_errors("write", path):
        if not path.exists() or path.read_bytes() != text:
            write_atomically(path, text)
