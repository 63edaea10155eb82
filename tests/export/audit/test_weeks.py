"""The weeks of a policy: quiet ones are told, and gaps are gaps."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.export.audit.report import AuditedCheck, AuditedWeek, CheckOutcome, WeekStanding
from monitor.export.audit.weeks import weeks_of
from monitor.model import HistoryEntry, Severity

from .sample import DAY, END, NOW, START, changed, check, entry

NO_POLICY, FAILED = CheckOutcome.NO_POLICY, CheckOutcome.FAILED
LONG_AGO = START - 100 * DAY


def weeks(
    *checks: AuditedCheck,
    begun: tuple[HistoryEntry, ...] = (),
    tracked: datetime | None = LONG_AGO,
    logged: datetime | None = LONG_AGO,
    watched: bool = True,
    start: datetime = START,
    end: datetime = END,
    now: datetime = NOW,
) -> list[AuditedWeek]:
    return list(weeks_of(start, end, now=now, checks=checks, begun=begun, tracked_since=tracked, logged_since=logged, watched=watched))


def test_every_week_is_told() -> None:
    found = weeks(check(1), check(2), check(8), begun=(changed(),))
    assert [(one.standing.value, one.says) for one in found] == [
        ("unchanged", "Checked twice, nothing changed."),
        ("changed", "Checked once: 1 change."),
        ("gap", "GAP: no successful check. No check was made."),
    ]
    assert [(one.answered, one.versions, one.severity) for one in found] == [
        (2, 0, Severity.NONE),
        (1, 1, Severity.CRITICAL),
        (0, 0, Severity.NONE),
    ]


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ([check(1, FAILED, "timeout")], "GAP: no successful check. 1 check failed (timeout)."),
        ([check(1, FAILED, "timeout"), check(2, FAILED, "dns")], "GAP: no successful check. 2 checks failed (timeout, dns)."),
        ([check(1, NO_POLICY, "bot-wall")], "GAP: no successful check. 1 check showed no policy (bot-wall)."),
        (
            [check(1, FAILED, None), check(2, NO_POLICY, "stub"), check(3)],
            "Checked once, nothing changed. 1 check failed; 1 check showed no policy (stub).",
        ),
    ],
)
def test_checks_in_vain_are_told_with_their_reasons(checks: list[AuditedCheck], says: str) -> None:
    assert weeks(*checks)[0].says == says


def test_weeks_are_cut_to_the_period_and_end_today() -> None:
    found = weeks(start=START + 2 * DAY, end=END + 30 * DAY, now=START + 15 * DAY)
    assert [one.start for one in found] == [START + 2 * DAY, START + 7 * DAY, START + 14 * DAY]
    assert [one.over for one in found] == [True, True, False]
    one_day = weeks(start=START, end=START + DAY - timedelta(microseconds=1))
    assert [(one.start, one.end) for one in one_day] == [(START, START + DAY)]
    assert weeks(start=NOW + DAY, end=NOW + 9 * DAY) == []


def test_a_check_at_midnight_belongs_to_the_week_that_begins() -> None:
    found = weeks(check(7), check(14))
    assert [one.answered for one in found] == [0, 1, 1]


@pytest.mark.parametrize(
    ("tracked", "logged", "watched", "standing"),
    [
        (None, None, True, WeekStanding.BEFORE),
        (START + 9 * DAY, START + 9 * DAY, True, WeekStanding.BEFORE),
        (LONG_AGO, None, True, WeekStanding.UNLOGGED),
        (LONG_AGO, START + 9 * DAY, True, WeekStanding.UNLOGGED),
        (LONG_AGO, START + 3 * DAY, True, WeekStanding.UNLOGGED),
        (LONG_AGO, LONG_AGO, True, WeekStanding.GAP),
        (LONG_AGO, LONG_AGO, False, WeekStanding.NOT_WATCHED),
        (START + 3 * DAY, LONG_AGO, True, WeekStanding.GAP),
    ],
)
def test_a_week_without_checks(tracked: datetime | None, logged: datetime | None, watched: bool, standing: WeekStanding) -> None:
    assert weeks(tracked=tracked, logged=logged, watched=watched)[0].standing is standing


def test_a_week_that_was_only_partly_logged_says_so() -> None:
    (first, *_) = weeks(check(5), logged=START + 4 * DAY)
    assert first.says == "Checked once, nothing changed. Checks were not logged in the whole week."
    (first, *_) = weeks(check(5, FAILED, "dns"), logged=START + 4 * DAY)
    assert (first.standing, first.says) == (WeekStanding.GAP, "GAP: no successful check. 1 check failed (dns).")


def test_what_was_found_in_archives_is_no_check() -> None:
    (first, *_) = weeks(begun=(entry(1, "a", source="wayback"),), tracked=None)
    assert first.says == "Known from an archive or a file: first version on record."
    (first, *_) = weeks(begun=(entry(1, "a"), changed()), end=START + 21 * DAY)
    assert first.says == "No successful check is logged in this week: first version on record."


DAYS = st.floats(0, 20.99, allow_nan=False)


@given(
    st.lists(st.tuples(DAYS, st.sampled_from(list(CheckOutcome))), max_size=40),
    st.lists(DAYS, max_size=5),
    st.none() | st.floats(-40, 25),
    st.none() | st.floats(-40, 25),
    st.booleans(),
)
def test_nothing_is_lost_between_the_weeks(
    made: list[tuple[float, CheckOutcome]],
    begun: list[float],
    tracked: float | None,
    logged: float | None,
    watched: bool,
) -> None:
    checks = sorted((check(day, outcome) for day, outcome in made), key=lambda one: one.at)
    found = weeks(
        *checks,
        begun=tuple(entry(day, str(day)) for day in begun),
        tracked=None if tracked is None else START + tracked * DAY,
        logged=None if logged is None else START + logged * DAY,
        watched=watched,
    )
    assert [one.start for one in found] == [START, START + 7 * DAY, START + 14 * DAY]
    assert all(one.end == other.start for one, other in pairwise(found))
    assert sum(one.answered + one.no_policy + one.failed for one in found) == len(checks)
    assert sum(one.versions for one in found) == len(begun)
    for one in found:
        # Whatever else is said of a week: without a successful check it is never called quiet, and with one never a gap.
        assert (one.standing is WeekStanding.UNCHANGED) <= (one.answered > 0)
        assert (one.standing is WeekStanding.GAP) <= (one.answered == 0)
        assert one.says.startswith("GAP: ") is (one.standing is WeekStanding.GAP)
