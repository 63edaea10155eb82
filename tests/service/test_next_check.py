"""When a policy is due: on its schedule, at its retry, or when its rest is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.model import Policy
from monitor.service.next_check import next_check
from monitor.store.state import CheckState

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_next_check_is_the_retry_if_that_is_sooner() -> None:
    policy = Policy("p", "P", schedule="0 0 1 1 *")
    retry = SUNDAY.replace(hour=13)
    assert next_check(policy, CheckState(failures_in_row=1, retry_at=retry), SUNDAY) == retry
    assert next_check(policy, CheckState(), SUNDAY) > retry
    assert next_check(policy, CheckState(failures_in_row=0, retry_at=retry), SUNDAY) > retry


def test_a_policy_that_keeps_failing_is_next_checked_when_its_rest_is_over() -> None:
    """However often the schedule comes round before: `run` and the daemon leave it alone until then."""
    policy = Policy("p", "P", schedule="0 * * * *")
    for rest in (timedelta(days=6), timedelta(minutes=20)):
        assert next_check(policy, CheckState(failures_in_row=2, retry_at=SUNDAY + rest), SUNDAY) == SUNDAY + rest
    soon = next_check(policy, CheckState(failures_in_row=1, retry_at=SUNDAY + timedelta(days=6)), SUNDAY + timedelta(minutes=1))
    assert soon == SUNDAY + timedelta(hours=1), "after one failure the schedule is kept"
    beyond = CheckState(failures_in_row=2, retry_at=SUNDAY + timedelta(days=400))  # written under a clock that was ahead
    assert next_check(policy, beyond, SUNDAY) == SUNDAY
