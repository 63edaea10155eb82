"""Open faults have a beginning that stays, and a clock that was ahead makes nothing wait."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import MONITOR, Notice, NoticeKind
from monitor.store.incidents import LEAP, STEP, ClockJump, OpenFault
from monitor.store.state import PendingCopy, State

from .examples import URL, alert

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
AHEAD = NOW + timedelta(days=3)
DAY = timedelta(days=1)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State(tmp_path / "state.sqlite") as opened:
        yield opened


def notice(at: datetime = NOW) -> Notice:
    return Notice("n1", MONITOR, NoticeKind.FAULT, at, "reports", "reports: full", at)


def test_a_fault_keeps_its_beginning_and_takes_the_last_words(state: State) -> None:
    assert state.open_faults() == []
    assert state.replace_faults([], [OpenFault("reports", NOW, "full")], notice(), ["email"], now=NOW)
    state.replace_faults([], [OpenFault("reports", NOW + DAY, "read-only")], None, [], now=NOW + DAY)
    assert state.open_faults() == [OpenFault("reports", NOW, "read-only")]
    assert [item.alert for item in state.alerts()] == [notice()]
    state.replace_faults(["reports"], [], None, [], now=NOW)
    assert state.open_faults() == []


def test_faults_are_listed_in_the_order_in_which_they_began(state: State) -> None:
    state.replace_faults([], [OpenFault("b", NOW, "x"), OpenFault("c", NOW - DAY, "x"), OpenFault("a", NOW, "x")], None, [], now=NOW)
    assert [one.place for one in state.open_faults()] == ["c", "a", "b"]


def test_a_notice_that_cannot_be_queued_leaves_the_faults_untold(state: State) -> None:
    naive = notice(NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        state.replace_faults([], [OpenFault("reports", NOW, "full")], naive, ["email"], now=NOW)
    assert state.open_faults() == []


# --- the clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("later", [timedelta(0), DAY, -STEP, LEAP - DAY])
def test_small_steps_and_ordinary_pauses_are_no_jump(state: State, later: timedelta) -> None:
    assert state.settle_clock(NOW) is None, "nothing is known of an earlier time"
    state.note_clock(NOW)
    assert state.settle_clock(NOW + later) is None
    assert state.last_clock_jump() is None


@pytest.mark.parametrize("at", [NOW - STEP - timedelta(seconds=1), NOW - 400 * DAY, NOW + LEAP])
def test_a_jump_is_noticed_once_and_remembered(state: State, at: datetime) -> None:
    state.note_clock(NOW)
    jump = state.settle_clock(at)
    assert jump == ClockJump(at, NOW) == state.last_clock_jump()
    if at.year >= 2026:
        assert state.settle_clock(at + timedelta(minutes=1)) is None


def test_a_clock_without_battery_is_told_each_time_and_changes_nothing(state: State) -> None:
    state.record_success("acme", URL, at=NOW, sha256="a", etag=None, last_modified=None)
    state.note_clock(NOW)
    for seconds in (0, 60):
        wrong = datetime(1970, 1, 1, 0, 0, seconds // 60, tzinfo=UTC)
        assert state.settle_clock(wrong) == ClockJump(wrong, NOW)
        state.note_clock(wrong)
    assert state.check("acme").last_success == NOW
    assert state.settle_clock(NOW + DAY) is None


def test_what_waits_for_a_time_that_the_clock_showed_by_mistake_is_due_now(state: State) -> None:
    state.advance_alert_cursor("acme", 1, alert(), ["email", "chat", "done"], now=AHEAD)
    state.delivered("alert-1", "done", at=AHEAD)
    state.failed("alert-1", "chat", says="busy", retry_at=AHEAD + timedelta(hours=6))
    state.record_failure("acme", at=AHEAD, reason="timeout", says="no answer", retry_at=AHEAD + DAY)
    state.record_pending_copy("acme", URL, PendingCopy("a", 1, AHEAD + DAY, "busy"))
    state.record_success("other", URL, at=AHEAD, sha256="a", etag=None, last_modified=None)
    state.note_clock(AHEAD)
    assert state.due(NOW) == []
    assert state.settle_clock(NOW) is not None
    assert {(item.channel, item.queued_at, item.next_attempt) for item in state.due(NOW)} == {("email", NOW, NOW), ("chat", NOW, NOW)}
    check = state.check("acme")
    assert (check.last_failure, check.failing_since, check.retry_at) == (NOW, NOW, NOW)
    assert state.check("other").last_success == NOW
    assert state.pending_copies("acme")[URL].retry_at == NOW
    content = state.last_content("other", URL)
    assert content is not None
    assert content[1:] == (NOW, NOW)


def test_a_store_of_an_earlier_version_knows_the_time_by_its_checks(state: State) -> None:
    state.record_success("acme", URL, at=NOW - DAY, sha256="a", etag=None, last_modified=None)
    state.record_failure("other", at=AHEAD, reason="timeout", says="no answer", retry_at=None)
    assert state.settle_clock(NOW) == ClockJump(NOW, AHEAD)


def test_a_message_that_was_queued_ahead_of_time_shows_that_the_clock_was_wrong(state: State) -> None:
    state.note_clock(NOW - DAY)
    state.advance_alert_cursor("acme", 1, alert(), ["email"], now=AHEAD)
    assert state.settle_clock(NOW) == ClockJump(NOW, AHEAD)
    assert [item.channel for item in state.due(NOW)] == ["email"]


@pytest.mark.parametrize(("wait", "due"), [(timedelta(days=7), 0), (timedelta(days=9), 1), (timedelta(days=20_000), 1)])
def test_no_message_waits_longer_than_the_longest_wait(state: State, wait: timedelta, due: int) -> None:
    state.advance_alert_cursor("acme", 1, alert(), ["email"], now=NOW)
    state.failed("alert-1", "email", says="busy", retry_at=NOW + wait)
    assert len(state.due(NOW)) == due


# --- the spare copy --------------------------------------------------------------------------------------------------


def test_the_spare_copy_has_what_cannot_be_had_again(state: State) -> None:
    state.advance_alert_cursor("acme", 1, alert(1), ["email"], now=NOW)
    state.advance_alert_cursor("acme", 2, alert(2), ["email"], now=NOW)
    state.delivered("alert-1", "email", at=NOW)
    state.record_failure("acme", at=NOW, reason="timeout", says="no answer", retry_at=None)
    state.write_spare()
    spare = state.path.with_name("state.spare.sqlite")
    assert spare.stat().st_mode & 0o777 == 0o600
    with State(spare) as copy:
        assert [item.alert.id for item in copy.alerts()] == ["alert-2"], "delivered messages would only make it large"
        assert copy.alert_cursor("acme") == 2
        assert copy.check("acme") == state.check("acme")
    assert not list(spare.parent.glob("*.tmp"))


def test_the_spare_copy_is_written_only_when_something_changed(state: State) -> None:
    state.write_spare()
    assert not list(state.path.parent.iterdir()), "there is nothing to copy"
    state.advance_alert_cursor("acme", 1, None, [], now=NOW)
    state.write_spare()
    spare = state.path.with_name("state.spare.sqlite")
    before = spare.stat().st_ino
    state.record_success("acme", URL, at=NOW, sha256="a", etag=None, last_modified=None)
    state.write_spare()
    assert spare.stat().st_ino == before, "when an unchanged page was checked is no loss"
    state.failed("alert-1", "email", says="busy", retry_at=None)
    state.write_spare()
    assert spare.stat().st_ino != before


def test_a_damaged_state_is_set_aside_and_its_copy_takes_its_place(state: State) -> None:
    state.advance_alert_cursor("acme", 7, alert(), ["email"], now=NOW)
    state.write_spare()
    state.close()
    state.path.write_bytes(b"no database" * 999)
    aside = state.set_aside()
    assert (aside.name, state.exists(), state.restored) == ("state.sqlite.damaged", False, False)
    assert state.alert_cursor("acme") == 0, "reading creates nothing"
    state.note_clock(NOW)
    assert (state.alert_cursor("acme"), state.restored, len(state.alerts())) == (7, True, 1)


def test_a_second_damaged_file_replaces_the_first_one(state: State) -> None:
    for content in (b"one", b"two"):
        state.path.write_bytes(content)
        assert state.set_aside().read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"no database" * 99, None])
def test_a_copy_that_is_damaged_too_is_not_used(state: State, content: bytes | None) -> None:
    spare = state.path.with_name("state.spare.sqlite")
    spare.mkdir() if content is None else spare.write_bytes(content)
    state.note_clock(NOW)
    assert (state.restored and content != b"", state.alert_cursor("acme")) == (False, 0)


def test_the_state_can_be_used_after_a_copy_of_an_earlier_version_was_restored(state: State) -> None:
    state.advance_alert_cursor("acme", 7, None, [], now=NOW)
    state.write_spare()
    spare = state.path.with_name("state.spare.sqlite")
    with closing(sqlite3.connect(spare)) as file, file:
        file.executescript(
            "drop table faults; drop table clock; drop table check_log; drop table untaken; delete from migrations where number >= 5"
        )
    state.set_aside()
    state.note_clock(NOW)
    assert (state.alert_cursor("acme"), state.open_faults()) == (7, [])
