"""The queue's own rules, on a real SQLite file; see test_state for the outbox as the pipeline uses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import DeliveryState, Notice, NoticeKind, Policy
from monitor.store import outbox
from monitor.store.alert_texts import in_brief, without_texts
from monitor.store.database import SqliteFile
from monitor.store.schema import STATE

from .examples import NOON, alert, moment


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    opened = SqliteFile(tmp_path / "state.sqlite", STATE, remedy="restore it", durable=True)
    yield opened
    opened.close()


def notice() -> Notice:
    return Notice("notice-1", Policy("acme", "Acme"), NoticeKind.UNREADABLE, NOON, "timeout", "No response.", NOON)


def test_notices_and_alerts_share_the_queue(file: SqliteFile) -> None:
    with file.transaction() as db:
        assert outbox.queue(db, alert(), ["email"], NOON)
        assert outbox.queue(db, notice(), ["email", "chat"], moment(1))
    assert [(item.alert, item.channel) for item in outbox.everything(file)] == [
        (alert(), "email"),
        (notice(), "email"),
        (notice(), "chat"),
    ]
    # What is due is held together, so without the texts; the outbox has them.
    assert [item.alert for item in outbox.due(file, NOON)] == [without_texts(alert())]
    assert [item.alert for item in outbox.everything(file, {"alert-1", "notice-1"}, brief=True)] == [in_brief(alert()), notice(), notice()]


def test_an_id_is_queued_once(file: SqliteFile) -> None:
    with file.transaction() as db:
        assert outbox.queue(db, alert(), ["email"], NOON)
        assert not outbox.queue(db, alert(), ["email", "chat"], NOON)
    assert [item.channel for item in outbox.everything(file)] == ["email"]


def test_retry_counts_only_what_it_changes(file: SqliteFile) -> None:
    with file.transaction() as db:
        outbox.queue(db, alert(), ["a", "b", "c", "d"], NOON)
        outbox.delivered(db, "alert-1", "a", moment(1))
        outbox.failed(db, "alert-1", "b", "Rejected.", None)
        outbox.failed(db, "alert-1", "c", "Busy.", moment(3))
        assert outbox.retry(db, "alert-9") == 0
        assert outbox.retry(db, "alert-1") == 2, "b was given up, c waits; a is delivered, d is due anyway"
        assert outbox.retry(db, None) == 0
    states = {item.channel: (item.state, item.attempts) for item in outbox.everything(file)}
    assert states == {
        "a": (DeliveryState.DELIVERED, 1),
        "b": (DeliveryState.PENDING, 0),
        "c": (DeliveryState.PENDING, 0),
        "d": (DeliveryState.PENDING, 0),
    }


def test_times_keep_their_microseconds(file: SqliteFile) -> None:
    exact = datetime(2026, 1, 1, 0, 0, 0, 7, tzinfo=UTC)
    with file.transaction() as db:
        outbox.queue(db, alert(), ["email"], exact)
        outbox.delivered(db, "alert-1", "email", exact)
    (item,) = outbox.everything(file)
    assert item.queued_at == item.next_attempt == item.delivered_at == exact
