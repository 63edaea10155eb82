"""What is counted of a report."""

from __future__ import annotations

from dataclasses import replace

from monitor.export.audit.report import CheckOutcome, WeekStanding

from . import sample


def test_checks_weeks_and_open_changes_are_counted() -> None:
    cedar = sample.cedar()
    assert [cedar.count(outcome) for outcome in CheckOutcome] == [2, 1, 1]
    assert [cedar.weeks_that_were(standing) for standing in (WeekStanding.GAP, WeekStanding.UNCHANGED)] == [1, 2]
    assert (sample.birch().unreviewed, sample.birch(reviewed=False).unreviewed) == (0, 1)


def test_a_first_version_is_due_for_nobody() -> None:
    (version,) = sample.birch(replace(sample.BEFORE, alert=True), reviewed=False).versions
    assert (version.due, version.severity.value) == (False, "none")


def test_the_root_at_the_end_is_the_last_one_until_then() -> None:
    report = sample.report()
    assert report.root_at_end == report.roots[-1]
    assert replace(report, roots=()).root_at_end == report.root_before
    assert replace(report, roots=(), root_before=None).root_at_end is None


def test_a_pack_of_nothing_has_no_figures() -> None:
    nothing = sample.policy("birch", [], [], weeks=(), in_force_before=None)
    assert [nothing.count(outcome) for outcome in CheckOutcome] == [0, 0, 0]
    assert [nothing.weeks_that_were(standing) for standing in WeekStanding] == [0] * len(WeekStanding)
    assert nothing.unreviewed == 0


def test_a_change_below_the_threshold_is_due_for_nobody() -> None:
    below = replace(sample.changed(), alert=False)
    one = sample.birch(below, reviewed=False)
    assert (one.versions[0].due, one.unreviewed) == (False, 0)
    assert one.versions[0].severity.value == "critical"
