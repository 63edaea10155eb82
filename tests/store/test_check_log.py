"""The log of checks: every one of them, whatever the policy is called and wherever the page comes from."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.store.check_log import LoggedCheck, monday, parse_rows, row_of
from monitor.store.state import State

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state.sqlite")


def succeed(state: State, at: datetime, policy: str = "acme", *, url: str = "https://acme.example/", complete: bool = True) -> None:
    state.record_success(policy, url, at=at, sha256="1" * 64, etag=None, last_modified=None, complete=complete)


def fail(state: State, at: datetime, reason: str = "timeout") -> None:
    state.record_failure("acme", at=at, reason=reason, says="It failed.", retry_at=None)


@given(st.integers(0, 8_000_000_000))
def test_a_check_is_found_again_to_the_minute(second: int) -> None:
    at = datetime.fromtimestamp(second, UTC)
    week, policy, made = row_of("acme", at)
    assert (policy, monday(at).weekday(), len(made) <= 5) == ("acme", 0, True)
    (found,) = parse_rows([(week, made)])
    assert found == LoggedCheck(at.replace(second=0, microsecond=0))


def test_weeks_begin_on_monday_in_utc() -> None:
    kiritimati = timezone(14 * HOUR)
    assert monday(datetime(2026, 11, 23, 13, 59, tzinfo=kiritimati)) == MONDAY - timedelta(days=7)
    assert monday(datetime(2026, 11, 23, 14, 0, tzinfo=kiritimati)) == MONDAY
    assert monday(MONDAY + timedelta(days=7) - timedelta(microseconds=1)) == MONDAY


@pytest.mark.parametrize(("reason", "kept"), [("timeout", "timeout"), ("a b\tc", "a-b-c"), ("", "failed"), ("x!y", "x!y")])
def test_any_reason_can_be_read_back(reason: str, kept: str) -> None:
    week, _, made = row_of("acme", MONDAY, reason)
    (found,) = parse_rows([(week, made)])
    assert found.failure == kept


def test_checks_are_listed_in_order_with_their_failures(state: State) -> None:
    succeed(state, MONDAY - HOUR)
    succeed(state, MONDAY + 2 * HOUR, "birch")
    fail(state, MONDAY + 3 * HOUR)
    succeed(state, MONDAY + 9 * HOUR)
    assert state.logged_checks("acme") == [
        LoggedCheck(MONDAY - HOUR),
        LoggedCheck(MONDAY + 3 * HOUR, "timeout"),
        LoggedCheck(MONDAY + 9 * HOUR),
    ]
    assert state.logged_checks("cedar") == []


def test_a_document_of_two_pages_is_one_check(state: State) -> None:
    for url in ("https://acme.example/1", "https://acme.example/2"):
        succeed(state, MONDAY, url=url)
    succeed(state, MONDAY + HOUR, url="https://acme.example/1", complete=False)
    fail(state, MONDAY + HOUR)
    assert state.logged_checks("acme") == [LoggedCheck(MONDAY), LoggedCheck(MONDAY + HOUR, "timeout")]


def test_a_years_checks_take_ten_kilobytes() -> None:
    made = [row_of("acme", MONDAY + 6 * HOUR * n) for n in range(4 * 365)]
    assert sum(len(one) + 1 for _, _, one in made) + 53 * 20 < 10_000


def test_checks_go_with_a_policy_that_is_renamed(state: State) -> None:
    succeed(state, MONDAY)
    state.copy_policy("acme", "acme-inc")
    state.forget_policy("acme")
    assert (state.logged_checks("acme"), state.logged_checks("acme-inc")) == ([], [LoggedCheck(MONDAY)])


def test_a_file_of_an_earlier_version_is_brought_up_to_date(state: State, tmp_path: Path) -> None:
    succeed(state, MONDAY)
    state.flush()
    with state.transaction() as db:
        db.execute("drop table check_log")
        db.execute("drop table untaken")
        db.execute("delete from migrations where number >= 6")
    state.close()
    with State(tmp_path / "state.sqlite") as again:
        assert again.logged_checks("acme") == []
        succeed(again, MONDAY + HOUR)
        assert again.logged_checks("acme") == [LoggedCheck(MONDAY + HOUR)]


def test_a_damaged_row_is_named(state: State) -> None:
    succeed(state, MONDAY)
    with state.transaction() as db:
        db.execute("update check_log set made = 'x'")
    with pytest.raises(StoreError, match="holds a value that can't be read"):
        state.logged_checks("acme")


def test_the_spare_copy_has_the_checks_and_is_no_older_than_a_day(state: State, tmp_path: Path) -> None:
    succeed(state, MONDAY)
    state.flush()
    state.write_spare()
    spare = tmp_path / "state.spare.sqlite"
    copied = State(spare)
    assert copied.logged_checks("acme") == [LoggedCheck(MONDAY)]
    copied.close()
    before = spare.read_bytes()
    succeed(state, MONDAY + HOUR)
    state.write_spare()
    assert spare.read_bytes() == before
    old = spare.stat().st_mtime - 90_000
    os.utime(spare, (old, old))
    state.write_spare()
    assert spare.read_bytes() != before


def test_since_when_checks_are_logged(state: State) -> None:
    assert state.checks_logged_since() is None
    succeed(state, MONDAY + 9 * HOUR)
    succeed(state, MONDAY + 2 * HOUR, "birch")
    assert state.checks_logged_since() == MONDAY + 2 * HOUR
    fail(state, MONDAY - 30 * HOUR)
    assert state.checks_logged_since() == MONDAY - 30 * HOUR


def test_checks_under_a_clock_that_was_set_back_are_kept_where_it_put_them(state: State) -> None:
    for at in (MONDAY + 5 * HOUR, MONDAY + 3 * HOUR, MONDAY + 5 * HOUR):
        succeed(state, at)
    assert state.logged_checks("acme") == [LoggedCheck(MONDAY + 5 * HOUR), LoggedCheck(MONDAY + 3 * HOUR)]
