"""Queued messages. An alert is stored completely, so that sending it again needs no other data."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from monitor.errors import StoreError
from monitor.model import Alert, DeliveryState, Notice, OutboxItem
from monitor.store.alert_texts import in_brief, without_texts
from monitor.store.codec import dumps, from_json, sortable
from monitor.store.database import SqliteFile

LONGEST_WAIT = timedelta(days=8)
"""Longer than the longest wait before an attempt, which is a week (monitor.notify.dispatch)."""
_ITEMS = """
select alert_id, channel, state, attempts, queued_at, next_attempt, delivered_at, says
from deliveries join alerts on alerts.id = alert_id
"""
_OLDEST_FIRST = " order by queued_at, alerts.rowid, deliveries.rowid"


def queue(db: Connection, alert: Alert | Notice, channels: Sequence[str], now: datetime) -> bool:
    """Queue an alert for each channel unless it was queued before; True when it was queued now."""
    # The alert in full, with both texts: what it says must not depend on what a later derivation makes of the history.
    values = (alert.id, alert.policy.id, sortable(alert.created_at), dumps(alert))
    if db.execute("insert or ignore into alerts values (?, ?, ?, ?)", values).rowcount == 0:
        return False
    moment = sortable(now)
    # A channel named twice in the configuration gets one message.
    rows = ((alert.id, channel, DeliveryState.PENDING.value, 0, moment, moment, None, None) for channel in dict.fromkeys(channels))
    db.executemany("insert into deliveries values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    return True


def due(file: SqliteFile, now: datetime) -> list[OutboxItem]:
    """Pending items whose next attempt has come, oldest first; one that is further away than any wait was planned by a wrong clock.

    Their alerts are without the two texts.
    """
    sql = f"{_ITEMS} where state = ? and (next_attempt <= ? or next_attempt > ?) {_OLDEST_FIRST}"
    rows = file.rows(sql, (DeliveryState.PENDING.value, sortable(now), sortable(now + LONGEST_WAIT)))
    return _items(file, rows, without_texts)


def everything(file: SqliteFile, alert_ids: Collection[str] | None = None, *, brief: bool = False) -> list[OutboxItem]:
    """All items, or those of some alerts, oldest first; `brief`: see `in_brief`."""
    shown = in_brief if brief else _whole
    if alert_ids is None:
        return _items(file, file.rows(_ITEMS + _OLDEST_FIRST), shown)
    sql = f"{_ITEMS} where alert_id in (select value from json_each(?)) {_OLDEST_FIRST}"  # noqa: S608 - our own words
    return _items(file, file.rows(sql, (json.dumps(sorted(alert_ids)),)), shown)


def delivered(db: Connection, alert_id: str, channel: str, at: datetime) -> None:
    """Mark an item as delivered."""
    sql = """update deliveries set state = ?, attempts = attempts + 1, delivered_at = ?, says = null
             where alert_id = ? and channel = ? and state <> ?"""
    db.execute(sql, (DeliveryState.DELIVERED.value, sortable(at), alert_id, channel, DeliveryState.DELIVERED.value))


def failed(db: Connection, alert_id: str, channel: str, says: str, retry_at: datetime | None) -> None:
    """Count a failed attempt; a delivered item stays delivered."""
    state = DeliveryState.FAILED if retry_at is None else DeliveryState.PENDING
    sql = """update deliveries set state = ?, attempts = attempts + 1, says = ?, next_attempt = coalesce(?, next_attempt)
             where alert_id = ? and channel = ? and state <> ?"""
    db.execute(sql, (state.value, says, retry_at and sortable(retry_at), alert_id, channel, DeliveryState.DELIVERED.value))


def retry(db: Connection, alert_id: str | None) -> int:
    """Make undelivered items due now; returns how many changed."""
    sql = """update deliveries set state = ?, attempts = 0, next_attempt = queued_at
             where state <> ? and (state = ? or next_attempt > queued_at) and alert_id = coalesce(?, alert_id)"""
    values = (DeliveryState.PENDING.value, DeliveryState.DELIVERED.value, DeliveryState.FAILED.value, alert_id)
    return db.execute(sql, values).rowcount


def _whole(message: Alert | Notice) -> Alert | Notice:
    return message


def _items(file: SqliteFile, rows: list[tuple[Any, ...]], shown: Callable[[Alert | Notice], Alert | Notice]) -> list[OutboxItem]:
    @lru_cache(maxsize=8)  # the rows of one alert's channels are adjacent
    def alert(alert_id: str) -> Alert | Notice:
        return shown(_alert(file, alert_id))

    with file.decoding():
        return [
            OutboxItem(
                alert=alert(row[0]),
                channel=row[1],
                state=DeliveryState(row[2]),
                attempts=row[3],
                queued_at=datetime.fromisoformat(row[4]),
                next_attempt=datetime.fromisoformat(row[5]),
                delivered_at=None if row[6] is None else datetime.fromisoformat(row[6]),
                says=row[7],
            )
            for row in rows
        ]


def _alert(file: SqliteFile, alert_id: str) -> Alert | Notice:
    row = file.row("select alert from alerts where id = ?", (alert_id,))
    try:
        data = json.loads(row[0]) if row else None
        # Only notices have a kind. Alerts were stored before notices existed, so they carry no mark of their own.
        return from_json(Notice, data) if data and "kind" in data else from_json(Alert, data)
    except ValueError as error:
        raise StoreError(f"{file.path} has a damaged alert {alert_id} ({error}); restore the file from a backup") from error
