"""Each alert is queued once and stays queued until it is delivered, whatever happens in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.model import Alert, DeliveryState
from monitor.notify.interface import Outbox
from monitor.store.state import CheckState, State
from tests.sampling import examples

from .examples import NOON, URL, alert, moment


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "snapshots" / "state.sqlite") as opened:
        yield opened


def succeed(state: State, day: int, digest: str | None = "a", etag: str | None = '"1"', policy: str = "acme") -> None:
    state.record_success(policy, URL, at=moment(day), sha256=digest, etag=etag, last_modified=None)


def states(state: State) -> dict[tuple[str, str], DeliveryState]:
    return {(item.alert.id, item.channel): item.state for item in state.alerts()}


def test_it_is_an_outbox(state: State) -> None:
    port: Outbox = state
    assert port.due(NOON) == []


def test_reading_creates_nothing(state: State, tmp_path: Path) -> None:
    assert state.check("acme") == CheckState()
    assert state.last_content("acme", URL) is None
    assert state.validators("acme", URL) == (None, None)
    assert state.alert_cursor("acme") == 0
    assert state.alerts() == state.due(NOON) == []
    assert list(tmp_path.iterdir()) == []


# --- checks ----------------------------------------------------------------------------------------------------------


def test_failures_are_counted_until_a_success(state: State) -> None:
    for day in range(3):
        state.record_failure("acme", at=moment(day), reason="timeout", says=f"No answer {day}.", retry_at=moment(day + 1))
    assert state.check("acme") == CheckState(None, moment(2), "timeout", "No answer 2.", 3, moment(3), failing_since=moment(0))
    succeed(state, 4)
    assert state.check("acme") == CheckState(moment(4), moment(2), "timeout", "No answer 2.", 0, None)
    state.record_failure("acme", at=moment(5), reason="http-500", says="Broken.", retry_at=None)
    assert state.check("acme") == CheckState(moment(4), moment(5), "http-500", "Broken.", 1, None, failing_since=moment(5))


def test_last_content_dates_from_the_last_change(state: State) -> None:
    for day, digest in enumerate("aabbb"):
        succeed(state, day, digest)
    assert state.last_content("acme", URL) == ("b", moment(2), moment(4))
    succeed(state, 5, "a")
    assert state.last_content("acme", URL) == ("a", moment(5), moment(5))


def test_not_modified_keeps_bytes_and_validators(state: State) -> None:
    succeed(state, 0, "a", '"1"')
    succeed(state, 3, None, None)
    assert state.last_content("acme", URL) == ("a", moment(0), moment(3))
    assert state.validators("acme", URL) == ('"1"', None)
    assert state.check("acme").last_success == moment(3)


def test_validators_are_those_of_the_last_response(state: State) -> None:
    succeed(state, 0, "a", '"1"', policy="other")
    succeed(state, 1, "b", '"2"')
    assert state.validators("acme", URL) == ('"2"', None)
    assert state.validators("other", URL) == ('"1"', None), "each policy's own, though they share the address"
    succeed(state, 2, "b", None)
    assert state.validators("acme", URL) == (None, None)


def test_an_alert_is_queued_once_and_stored_completely(state: State, tmp_path: Path) -> None:
    assert state.advance_alert_cursor("acme", 3, alert(), ["email", "chat", "email"], now=NOON)
    assert not state.advance_alert_cursor("acme", 3, alert(), ["email"], now=moment(1))
    state.close()
    with State(tmp_path / "snapshots/state.sqlite") as again:
        items = again.alerts()
        assert [(item.alert, item.channel) for item in items] == [(alert(), "email"), (alert(), "chat")]
        assert {(i.state, i.attempts, i.queued_at, i.next_attempt) for i in items} == {(DeliveryState.PENDING, 0, NOON, NOON)}
        assert again.alert_cursor("acme") == 3


def test_alerts_up_to_the_cursor_are_decided(state: State) -> None:
    assert not state.advance_alert_cursor("acme", 5, None, ["email"], now=NOON)
    assert state.alert_cursor("acme") == 5
    assert not state.advance_alert_cursor("acme", 4, alert(1), ["email"], now=NOON)
    assert not state.advance_alert_cursor("acme", 5, alert(2), ["email"], now=NOON)
    assert state.alert_cursor("acme") == 5
    assert state.alerts() == []
    assert state.advance_alert_cursor("acme", 6, alert(1), ["email"], now=NOON)
    assert not state.advance_alert_cursor("acme", 7, alert(1), ["email"], now=NOON)
    assert (state.alert_cursor("acme"), state.alert_cursor("other")) == (7, 0)
    assert len(state.alerts()) == 1


def test_an_alert_without_channels_is_decided_too(state: State) -> None:
    assert state.advance_alert_cursor("acme", 1, alert(), [], now=NOON)
    assert state.due(NOON) == []
    assert state.alert_cursor("acme") == 1


def test_an_alert_that_cannot_be_stored_leaves_the_cursor_unchanged(state: State) -> None:
    naive = datetime(2020, 1, 1)  # noqa: DTZ001
    broken = Alert("x", alert().policy, alert().old, alert().new, alert().changelog, None, naive)
    with pytest.raises(ValueError, match="no time zone"):
        state.advance_alert_cursor("acme", 3, broken, ["email"], now=NOON)
    assert state.alert_cursor("acme") == 0
    assert state.advance_alert_cursor("acme", 3, alert(), ["email"], now=NOON)


def test_due_items_are_returned_oldest_first(state: State) -> None:
    state.advance_alert_cursor("acme", 1, alert(2), ["email"], now=moment(0))
    state.advance_alert_cursor("acme", 2, alert(1), ["email"], now=moment(0))
    state.advance_alert_cursor("acme", 3, alert(3), ["email"], now=moment(2))
    assert [item.alert.id for item in state.due(moment(1))] == ["alert-2", "alert-1"]
    assert [item.alert.id for item in state.due(moment(2))] == ["alert-2", "alert-1", "alert-3"]
    assert [item.alert.id for item in state.alerts()] == ["alert-2", "alert-1", "alert-3"]


def test_a_failed_delivery_is_due_again_at_its_retry_time(state: State) -> None:
    state.advance_alert_cursor("acme", 1, alert(), ["email", "chat"], now=NOON)
    state.failed("alert-1", "email", says="Mailbox full.", retry_at=moment(2))
    state.delivered("alert-1", "chat", at=moment(1))
    assert state.due(moment(1)) == []
    (item,) = state.due(moment(2))
    assert (item.channel, item.attempts, item.says, item.next_attempt) == ("email", 1, "Mailbox full.", moment(2))
    state.delivered("alert-1", "email", at=moment(3))
    assert state.due(moment(99)) == []
    assert [(i.channel, i.attempts, i.delivered_at, i.says) for i in state.alerts()] == [
        ("email", 2, moment(3), None),
        ("chat", 1, moment(1), None),
    ]


def test_delivered_items_stay_delivered(state: State) -> None:
    state.advance_alert_cursor("acme", 1, alert(), ["email"], now=NOON)
    state.delivered("alert-1", "email", at=moment(1))
    state.delivered("alert-1", "email", at=moment(2))
    state.failed("alert-1", "email", says="Late.", retry_at=moment(3))
    assert state.retry() == 0
    (item,) = state.alerts()
    assert (item.state, item.delivered_at, item.attempts, item.says) == (DeliveryState.DELIVERED, moment(1), 1, None)


def test_items_given_up_can_be_retried(state: State) -> None:
    state.advance_alert_cursor("acme", 1, alert(1), ["email", "chat"], now=NOON)
    state.advance_alert_cursor("acme", 2, alert(2), ["email"], now=NOON)
    for alert_id in ("alert-1", "alert-2"):
        state.failed(alert_id, "email", says="No.", retry_at=None)
    assert states(state)["alert-1", "email"] is DeliveryState.FAILED
    assert [item.channel for item in state.due(moment(9))] == ["chat"]
    assert state.retry("alert-1") == 1
    assert states(state)["alert-2", "email"] is DeliveryState.FAILED
    assert [(i.alert.id, i.channel, i.attempts) for i in state.due(NOON)] == [("alert-1", "email", 0), ("alert-1", "chat", 0)]
    state.failed("alert-1", "email", says="Later.", retry_at=moment(50))
    assert state.retry() == 2
    assert len(state.due(NOON)) == 3


@settings(max_examples=examples(40), deadline=None)
@given(given_alert=st.from_type(Alert))
def test_any_alert_survives_a_round_trip(tmp_path_factory: pytest.TempPathFactory, given_alert: Alert) -> None:
    with State(tmp_path_factory.mktemp("state") / "state.sqlite") as state:
        assert state.advance_alert_cursor("acme", 1, given_alert, ["email"], now=NOON)
        assert [item.alert for item in state.alerts()] == [given_alert]


def test_writes_inside_a_transaction_happen_together_or_not_at_all(state: State) -> None:
    class StoppedError(Exception):
        pass

    with pytest.raises(StoppedError), state.transaction():  # noqa: PT012
        succeed(state, 0)
        state.advance_alert_cursor("acme", 1, alert(), ["email"], now=NOON)
        raise StoppedError
    assert state.check("acme") == CheckState()
    assert state.alert_cursor("acme") == 0
    with state.transaction():
        succeed(state, 0)
        state.advance_alert_cursor("acme", 1, alert(), ["email"], now=NOON)
    assert state.check("acme").last_success == moment(0)
    assert state.alert_cursor("acme") == 1


def test_concurrent_decisions_queue_one_alert(state: State, tmp_path: Path) -> None:
    with State(tmp_path / "snapshots" / "state.sqlite") as other:
        queued = [
            s.advance_alert_cursor("acme", 1, alert(), ["email"], now=NOON + timedelta(seconds=n))
            for n, s in enumerate((state, other, state))
        ]
        assert queued == [True, False, False]
        assert len(other.alerts()) == 1


def test_a_damaged_alert_is_reported(state: State, tmp_path: Path) -> None:
    state.advance_alert_cursor("acme", 1, alert(), ["email"], now=NOON)
    with sqlite3.connect(tmp_path / "snapshots" / "state.sqlite") as db:
        db.execute("update alerts set alert = '{}'")
    with pytest.raises(StoreError, match="damaged alert alert-1"):
        state.due(NOON)
