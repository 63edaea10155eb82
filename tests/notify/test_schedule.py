from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from monitor.model import Severity
from monitor.notify.schedule import AT_ONCE, Digest, Timetable, after_quiet, concerns

from .samples import alert, withdrawn

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("timetable", "queued", "release"),
    [
        (AT_ONCE, "2026-03-02T12:00", "2026-03-02T12:00"),
        (Timetable(Digest.DAILY), "2026-03-02T07:59", "2026-03-02T08:00"),
        (Timetable(Digest.DAILY), "2026-03-02T08:00", "2026-03-03T08:00"),
        (Timetable(Digest.WEEKLY), "2026-03-02T07:00", "2026-03-02T08:00"),
        (Timetable(Digest.WEEKLY), "2026-03-02T09:00", "2026-03-09T08:00"),
        (Timetable(Digest.WEEKLY), "2026-03-05T09:00", "2026-03-09T08:00"),
        (Timetable(Digest.DAILY, zone=BERLIN), "2026-03-28T20:00", "2026-03-29T06:00"),
        (Timetable(quiet=(time(22), time(7))), "2026-03-02T23:00", "2026-03-03T07:00"),
        (Timetable(quiet=(time(22), time(7))), "2026-03-02T03:00", "2026-03-02T07:00"),
    ],
)
def test_release(timetable: Timetable, queued: str, release: str) -> None:
    assert timetable.release(at(queued)) == at(release)


LUNCH = (time(12), time(13))


@pytest.mark.parametrize(
    ("timetable", "severity", "now", "waits"),
    [
        (AT_ONCE, Severity.MATERIAL, "2026-03-02T12:00", None),
        (Timetable(Digest.DAILY), Severity.MATERIAL, "2026-03-02T12:00", ("the daily digest", "2026-03-03T08:00")),
        (Timetable(Digest.WEEKLY), Severity.MATERIAL, "2026-03-02T12:00", ("the weekly digest", "2026-03-09T08:00")),
        (Timetable(Digest.DAILY), Severity.CRITICAL, "2026-03-02T12:00", None),
        (Timetable(Digest.DAILY), Severity.MATERIAL, "2026-03-03T08:00", None),
        (Timetable(quiet=LUNCH), Severity.CRITICAL, "2026-03-02T12:00", ("the end of the quiet hours", "2026-03-02T13:00")),
        (Timetable(quiet=LUNCH), Severity.CRITICAL, "2026-03-02T13:00", None),
        (Timetable(quiet=LUNCH), Severity.CRITICAL, "2026-03-03T12:10", ("the end of the quiet hours", "2026-03-03T13:00")),
    ],
)
def test_what_a_message_waits_for(timetable: Timetable, severity: Severity, now: str, waits: tuple[str, str] | None) -> None:
    wait = timetable.wait(alert([replace(withdrawn(), severity=severity)]), at("2026-03-02T12:00"), at(now))
    assert (None if wait is None else (wait.reason, wait.until)) == (waits and (waits[0], at(waits[1])))


def test_quiet_hours_of_one_day() -> None:
    lunch = (time(12), time(13))
    assert after_quiet(at("2026-03-02T12:30"), lunch, UTC) == at("2026-03-02T13:00")
    assert after_quiet(at("2026-03-02T13:00"), lunch, UTC) == at("2026-03-02T13:00")
    assert not Timetable(quiet=lunch).open(at("2026-03-02T12:00"))
    assert Timetable(quiet=lunch).open(at("2026-03-02T11:59"))


def test_topics() -> None:
    assert concerns(alert(), ())
    assert concerns(alert(), ("retention",))
    assert not concerns(alert(), ("children-age",))


def test_what_nobody_judged_may_be_about_every_topic() -> None:
    one = alert()
    untold = tuple(replace(change, judged=False) for change in one.changelog.changes)
    assert concerns(replace(one, changelog=replace(one.changelog, changes=untold)), ("children-age",))
