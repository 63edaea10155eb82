"""Failing policies are retried with growing waits; what a server or a wrong clock asks for has limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import Blocked, HttpStatus, RateLimited, SourceError, Unreachable
from monitor.net.retry import Backoff
from monitor.pipeline.retry import LONGEST_REQUESTED, LONGEST_WAIT, next_try, retry_pending, soon
from monitor.store.state import CheckState
from tests.pipeline.pipeline_world import START

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("failures", "minutes"), [(1, 15), (2, 30), (3, 60), (7, 960), (8, 1440), (1000, 1440)])
def test_the_wait_doubles_up_to_a_day(failures: int, minutes: int) -> None:
    assert next_try(START, failures) - START == timedelta(minutes=minutes)
    assert next_try(START, failures) - START <= LONGEST_WAIT


def test_a_server_may_ask_for_more_but_not_for_years() -> None:
    assert next_try(START, 1, retry_after=7200) == START + 2 * HOUR
    assert next_try(START, 1, retry_after=1) == START + HOUR / 4
    assert next_try(START, 1, retry_after=1e9) == START + LONGEST_REQUESTED


def failing(times: int, retry_in: timedelta | None) -> CheckState:
    return CheckState(
        reason="timeout",
        says="no answer",
        failures_in_row=times,
        retry_at=None if retry_in is None else START + retry_in,
        failing_since=START,
    )


@pytest.mark.parametrize(
    ("check", "waits"),
    [
        (CheckState(), False),
        (failing(1, HOUR), False),
        (failing(2, HOUR), True),
        (failing(2, timedelta(0)), False),
        (failing(2, -HOUR), False),
        (failing(2, timedelta(days=400)), False),
        (failing(2, None), False),
        (replace(failing(1, HOUR), reason="rate-limited"), True),
        (replace(failing(0, HOUR), reason="rate-limited"), False),
    ],
    ids=[
        "never failed",
        "failed once",
        "failed twice",
        "due now",
        "overdue",
        "written by a wrong clock",
        "given up",
        "asked to wait",
        "waited",
    ],
)
def test_only_a_policy_that_keeps_failing_waits(check: CheckState, waits: bool) -> None:
    pending = retry_pending(check, START)
    assert (pending is not None) == waits


def test_the_reason_is_kept_and_force_is_suggested() -> None:
    pending = retry_pending(failing(3, HOUR), START)
    assert pending is not None
    assert (pending.reason, pending.until) == ("timeout", START + HOUR)
    assert str(pending) == "no answer (not due yet; failing since 2026-01-01T00:00:00Z; `run --force` tries now)"


GONE, DOWN = HttpStatus("404", status=404, transient=False), HttpStatus("503", status=503, transient=True)


@pytest.mark.parametrize(
    ("errors", "attempts", "seconds"),
    [
        ([], 1, None),
        ([Unreachable("no answer", reason="timeout")], 1, 0.5),
        ([Unreachable("no answer", reason="timeout")], 3, 2.0),
        ([Unreachable("no answer", reason="timeout")], 4, None),
        ([DOWN], 1, 0.5),
        ([GONE], 1, None),
        ([HttpStatus("408", status=408, transient=True)], 1, None),
        ([Unreachable("certificate", reason="tls")], 1, None),
        ([Unreachable("loop", reason="redirect-loop", transient=False)], 1, None),
        ([Blocked("robots.txt")], 1, None),
        ([RateLimited("slow down", retry_after=20)], 1, 20.0),
        ([RateLimited("slow down", retry_after=90)], 1, None),
        ([RateLimited("slow down")], 1, 0.5),
        ([DOWN, RateLimited("slow down", retry_after=7)], 1, 7.0),
        ([DOWN, GONE], 1, None),
    ],
)
def test_what_may_be_over_in_a_moment_is_retried_within_the_cycle(errors: list[SourceError], attempts: int, seconds: float | None) -> None:
    assert soon([(f"https://a.example/{n}", error) for n, error in enumerate(errors)], attempts, Backoff()) == seconds
