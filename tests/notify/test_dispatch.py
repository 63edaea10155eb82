from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from monitor.errors import DeliveryError, StoreError
from monitor.model import Alert, DeliveryState, Severity
from monitor.notify.dispatch import MOST_ATTEMPTS, dispatch, wait_after
from monitor.notify.email import EmailChannel
from monitor.notify.schedule import Digest, Timetable
from monitor.notify.webhook import WebhookChannel
from monitor.store.state import State

from .conftest import Calls, Mailbox, free_port
from .samples import Clock, alert, withdrawn

HOUR = timedelta(hours=1)


class Recorder:
    joins = False

    def __init__(self, name: str, fails: Callable[[], Exception] | None = None) -> None:
        self.name, self.fails = name, fails
        self.calls: list[tuple[list[str], bool]] = []

    def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
        self.calls.append(([one.id for one in alerts], digest))
        if self.fails:
            raise self.fails()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state.sqlite")


def owe(state: State, clock: Clock, *ids: str, channels: Sequence[str] = ("a",), severity: Severity = Severity.CRITICAL) -> None:
    for number, one in enumerate(ids, start=1):
        queued = alert([withdrawn(severity=severity)], id=one, policy_id=f"p-{one}")
        assert state.advance_alert_cursor(f"p-{one}", number, queued, channels, now=clock())


def states(state: State) -> dict[tuple[str, str], str]:
    return {(item.alert.id, item.channel): item.state.value for item in state.alerts()}


def test_each_alert_is_delivered_once(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2")
    channel = Recorder("a")
    assert dispatch(state, [channel], now=clock).delivered == (("1", "a"), ("2", "a"))
    assert dispatch(state, [channel], now=clock).delivered == ()
    assert channel.calls == [(["1"], False), (["2"], False)]


@pytest.mark.parametrize(
    "fault", [DeliveryError("a is down", channel="a"), RuntimeError("token=hunter2"), TimeoutError("hunter2"), KeyError("hunter2")]
)
def test_a_broken_channel_delays_no_other_and_leaks_no_secret(state: State, clock: Clock, fault: Exception) -> None:
    owe(state, clock, "1", channels=("a", "b"))
    good = Recorder("b")
    report = dispatch(state, [Recorder("a", lambda: fault), good], now=clock)
    assert report.delivered == (("1", "b"),)
    assert report.pending[0][:2] == ("1", "a")
    assert "hunter2" not in report.pending[0][2]
    assert states(state) == {("1", "a"): "pending", ("1", "b"): "delivered"}


def test_waits_grow_and_end(state: State, clock: Clock) -> None:
    owe(state, clock, "1")
    channel = Recorder("a", lambda: DeliveryError("down", channel="a"))
    for attempt in range(1, MOST_ATTEMPTS + 1):
        report = dispatch(state, [channel], now=clock)
        assert len(channel.calls) == attempt
        assert (len(report.pending), len(report.failed)) == ((1, 0) if attempt < MOST_ATTEMPTS else (0, 1))
        clock.forward(wait_after(attempt) - timedelta(seconds=1))
        assert dispatch(state, [channel], now=clock).pending == ()
        clock.forward(timedelta(seconds=1))
    assert state.due(clock()) == []
    assert state.alerts()[0].attempts == MOST_ATTEMPTS
    assert state.retry() == 1
    channel.fails = None
    assert dispatch(state, [channel], now=clock).delivered == (("1", "a"),)


def test_a_permanent_refusal_is_given_up_at_once(state: State, clock: Clock) -> None:
    owe(state, clock, "1")
    report = dispatch(state, [Recorder("a", lambda: DeliveryError("no such user", channel="a", permanent=True))], now=clock)
    assert report.failed == (("1", "a", "no such user"),)
    assert states(state) == {("1", "a"): DeliveryState.FAILED.value}


def test_a_channel_that_was_removed_from_the_configuration(state: State, clock: Clock) -> None:
    owe(state, clock, "1")
    report = dispatch(state, [], now=clock)
    assert report.failed[0][2].startswith("a is no longer in the configuration")


def test_a_dead_channel_is_skipped_after_two_failures(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2", "3", "4")
    channel = Recorder("a", lambda: DeliveryError("down", channel="a"))
    assert len(dispatch(state, [channel], now=clock).pending) == 2
    assert [item.attempts for item in state.alerts()] == [1, 1, 0, 0]


def test_permanent_refusals_do_not_pause_a_channel(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2", "3")
    channel = Recorder("a", lambda: DeliveryError("no", channel="a", permanent=True))
    assert len(dispatch(state, [channel], now=clock).failed) == 3


def test_a_digest_gathers_what_is_due(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2", severity=Severity.MATERIAL)
    channel, timetable = Recorder("a"), Timetable(Digest.DAILY)
    assert dispatch(state, [channel], now=clock, timetable=timetable).delivered == ()
    clock.forward(20 * HOUR)  # 08:00 of the next day
    owe(state, clock, "3", severity=Severity.MATERIAL)
    assert dispatch(state, [channel], now=clock, timetable=timetable).delivered == (("1", "a"), ("2", "a"))
    assert channel.calls == [(["1", "2"], True)]
    clock.forward(24 * HOUR)
    assert dispatch(state, [channel], now=clock, timetable=timetable).delivered == (("3", "a"),)


def test_a_digest_that_fails_stays_one_message(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2", severity=Severity.MATERIAL)
    channel, timetable = Recorder("a", lambda: OSError("down")), Timetable(Digest.WEEKLY)
    clock.forward(7 * 24 * HOUR)
    assert len(dispatch(state, [channel], now=clock, timetable=timetable).pending) == 2
    channel.fails = None
    clock.forward(wait_after(1))
    dispatch(state, [channel], now=clock, timetable=timetable)
    assert channel.calls == [(["1", "2"], True)] * 2


def test_a_digest_is_delivered_as_a_whole_or_not_at_all(state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(state, clock, "1", "2", severity=Severity.MATERIAL)
    channel, timetable = Recorder("a"), Timetable(Digest.DAILY)
    clock.forward(20 * HOUR)
    note, noted = state.delivered, list[str]()

    def stop_after_the_first(alert_id: str, name: str, *, at: datetime) -> None:
        if noted:
            raise KeyboardInterrupt
        noted.append(alert_id)
        note(alert_id, name, at=at)

    with monkeypatch.context() as stopped:
        stopped.setattr(state, "delivered", stop_after_the_first)
        with pytest.raises(KeyboardInterrupt):
            dispatch(state, [channel], now=clock, timetable=timetable)
    dispatch(state, [channel], now=clock, timetable=timetable)
    assert channel.calls == [(["1", "2"], True)] * 2, "the same message once more, under the same Message-ID, rather than a part of it"


def test_a_critical_alert_does_not_wait_for_a_digest(state: State, clock: Clock) -> None:
    owe(state, clock, "1", severity=Severity.MATERIAL)
    owe(state, clock, "2")
    channel = Recorder("a")
    dispatch(state, [channel], now=clock, timetable=Timetable(Digest.WEEKLY))
    assert channel.calls == [(["2"], False)]
    dispatch(state, [channel], now=clock, timetable=Timetable(Digest.WEEKLY, quiet=(time(11), time(13))))
    assert states(state) == {("1", "a"): "pending", ("2", "a"): "delivered"}


def test_each_policy_has_its_own_hours(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2", "3", severity=Severity.MATERIAL)
    channel, own = Recorder("a"), {"p-1": Timetable(), "p-2": Timetable(quiet=(time(11), time(13)))}
    dispatch(state, [channel], now=clock, timetable=Timetable(Digest.DAILY), timetables=own)
    assert channel.calls == [(["1"], False)]
    clock.forward(HOUR)
    dispatch(state, [channel], now=clock, timetable=Timetable(Digest.DAILY), timetables=own)
    assert channel.calls[1:] == [(["2"], False)]
    clock.forward(20 * HOUR)
    dispatch(state, [channel], now=clock, timetable=Timetable(Digest.DAILY), timetables=own)
    assert channel.calls[2:] == [(["3"], True)]


def test_nothing_is_sent_in_quiet_hours(state: State, clock: Clock) -> None:
    owe(state, clock, "1")
    channel, timetable = Recorder("a"), Timetable(quiet=(time(11), time(13)))
    dispatch(state, [channel], now=clock, timetable=timetable)
    assert channel.calls == []
    clock.forward(HOUR)
    dispatch(state, [channel], now=clock, timetable=timetable)
    assert channel.calls == [(["1"], False)]


def test_each_success_is_recorded_before_the_next_message_leaves(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2")

    class Killed(Recorder):
        def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
            if alerts[0].id == "2":
                raise KeyboardInterrupt
            super().deliver(alerts, digest=digest)

    with pytest.raises(KeyboardInterrupt):
        dispatch(state, [Killed("a")], now=clock)
    assert states(state) == {("1", "a"): "delivered", ("2", "a"): "pending"}


def test_an_error_of_the_outbox_is_passed_on(state: State, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(state, clock, "1")

    def broken(*args: object, **options: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(state, "delivered", broken)
    with pytest.raises(StoreError):
        dispatch(state, [Recorder("a")], now=clock)


def test_a_mail_server_that_recovers_gets_the_mail_once(state: State, clock: Clock, smtp_server: Callable[..., Mailbox]) -> None:
    to, sender = "privacy@example.org", "monitor@example.org"
    owe(state, clock, "1", channels=(f"email:{to}",))
    down = EmailChannel(url=f"smtp://127.0.0.1:{free_port()}", sender=sender, to=to, timeout=60)
    assert len(dispatch(state, [down], now=clock).pending) == 1
    box = smtp_server()
    up = EmailChannel(url=f"smtp://127.0.0.1:{box.port}", sender=sender, to=to, timeout=60)
    assert dispatch(state, [up], now=clock).delivered == ()
    clock.forward(timedelta(minutes=1))
    assert dispatch(state, [up], now=clock).delivered == (("1", f"email:{to}"),)
    dispatch(state, [up], now=clock)
    assert len(box.envelopes) == 1


def test_a_webhook_that_asks_for_a_pause_gets_it(state: State, clock: Clock, http_server: Calls) -> None:
    hook = WebhookChannel(f"http://127.0.0.1:{http_server.port}/")
    owe(state, clock, "1", "2", channels=(hook.name,))
    http_server.status, http_server.headers = 429, {"Retry-After": "7200"}
    assert [one[:2] for one in dispatch(state, [hook], now=clock).pending] == [("1", hook.name)]
    assert len(http_server.received) == 1  # the second one was not even tried
    waiting = next(item for item in state.alerts() if item.alert.id == "1")
    assert waiting.next_attempt == clock() + 2 * HOUR

    http_server.status = 200
    clock.forward(HOUR)
    assert dispatch(state, [hook], now=clock).delivered == (("2", hook.name),)
    clock.forward(HOUR)
    assert dispatch(state, [hook], now=clock).delivered == (("1", hook.name),)


def test_no_pause_is_longer_than_a_week(state: State, clock: Clock) -> None:
    owe(state, clock, "1")
    dispatch(state, [Recorder("a", lambda: DeliveryError("later", channel="a", retry_after=1e9))], now=clock)
    assert state.alerts()[0].next_attempt == clock() + timedelta(days=7)


def test_what_came_to_be_known_since_is_added_before_sending(state: State, clock: Clock) -> None:
    owe(state, clock, "1", "2")
    seen: list[str | None] = []

    class Reader(Recorder):
        def deliver(self, alerts: Sequence[Alert], *, digest: bool = False) -> None:
            seen.extend(one.review for one in alerts)
            super().deliver(alerts, digest=digest)

    def reviewed(one: Alert) -> Alert:
        return replace(one, review="Accepted by Kim.") if one.id == "2" else one

    dispatch(state, [Reader("a")], now=clock, before_sending=reviewed)
    assert seen == [None, "Accepted by Kim."]
    assert [item.alert.review for item in state.alerts() if isinstance(item.alert, Alert)] == [None, None], "it is not stored"


def test_a_fault_in_what_is_added_is_a_failed_attempt(state: State, clock: Clock) -> None:
    owe(state, clock, "1")

    def fails(one: Alert) -> Alert:
        raise RuntimeError("hunter2")

    report = dispatch(state, [Recorder("a")], now=clock, before_sending=fails)
    assert (report.delivered, len(report.pending)) == ((), 1)
    assert "hunter2" not in report.pending[0][2]
