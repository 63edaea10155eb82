from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from monitor.notify.schedule import AT_ONCE, Digest, Timetable, after_quiet, concerns

from .samples import alert

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
