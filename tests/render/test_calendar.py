"""Calendars of the dates on which announced texts take effect, read back by another library's eyes: icalendar's parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from icalendar import Calendar

from monitor.model import History
from monitor.render.calendar import EffectiveDate, dates, ics, newest
from monitor.render.rows import VersionRow
from monitor.render.site import render_overview, render_policy

from . import sample
from .reading import rows_of


def announcing(*stated: str | None) -> tuple[VersionRow, ...]:
    """The rows of a sample policy, the last of them with these effective dates."""
    rows = rows_of(sample.larkspur())
    return (*rows[: -len(stated)], *(replace(row, effective_date=day) for row, day in zip(rows[-len(stated) :], stated, strict=True)))


def ahead(history: History, day: str) -> History:
    """The history, whose newest version takes effect on a day."""
    last = history.entries[-1]
    version = replace(last.version, document=replace(last.version.document, effective_date=day))
    return replace(history, entries=(*history.entries[:-1], replace(last, version=version)))


def test_only_dates_that_lay_ahead_are_announced() -> None:
    policy = sample.larkspur().policy
    # The day after 9999-12-31 is no date, and a calendar's entry ends with it.
    for stated in (None, "2020-01-01", "2027-03", "soon", "9999-12-31"):
        assert dates(policy, announcing(stated)) == []
    (found,) = dates(policy, announcing("2027-03-01"), prefix="larkspur/")
    assert found.day == date(2027, 3, 1)
    assert found.link.startswith("larkspur/2")
    assert found.says == rows_of(sample.larkspur())[-1].says


def test_a_date_that_is_stated_again_keeps_its_first_announcement() -> None:
    rows = announcing("2027-03-01", "2027-03-01")
    (found,) = dates(sample.larkspur().policy, rows)
    assert (found.announced, found.says) == (rows[-2].captured_at, rows[-2].says)
    assert len(dates(sample.larkspur().policy, announcing("2027-03-01", "2027-04-01"))) == 2


def test_a_calendar_holds_whole_days_with_links_and_harmless_text() -> None:
    moment = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    says = "New: “we share it; with evil.example,\nand https://evil.example/x” \x1b[2J"
    one = EffectiveDate("urn:uuid:1", date(2027, 3, 1), "Acme\r\nBEGIN:VALARM takes effect", says, "acme/x.html", moment)
    text = ics("Acme: effective dates", [one], base_url="https://p.example/reports/")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("dtstart") == date(2027, 3, 1)
    assert event.decoded("dtend") == date(2027, 3, 2)
    assert event.decoded("dtstamp") == moment
    assert str(event["url"]) == "https://p.example/reports/acme/x.html"
    assert str(event["summary"]) == "Acme BEGIN:VALARM takes effect"
    assert "evil[.]example" in event["description"]
    assert "https://evil" not in event["description"]
    assert str(event["description"]).endswith("\nFirst seen on 2026-12-01.")
    assert "\x1b" not in text
    assert not Calendar.from_ical(text).walk("VALARM")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_name_is_text_for_a_calendar() -> None:
    text = ics("Acme, Inc.; “A\\nB”\r\nX-EVIL:1", [], base_url=None)
    assert "X-WR-CALNAME:Acme\\, Inc.\\; “A\\\\nB” X-EVIL:1\r\n" in text
    calendar = Calendar.from_ical(text)
    assert "X-EVIL" not in calendar


def test_without_an_address_there_are_no_links() -> None:
    one = EffectiveDate(
        "urn:uuid:1", date(2027, 3, 1), "Acme takes effect", "One change.", "acme/x.html", datetime(2026, 12, 1, tzinfo=UTC)
    )
    (event,) = Calendar.from_ical(ics("Acme", [one], base_url=None)).walk("VEVENT")
    assert "url" not in event


def test_the_newest_announcements_are_kept() -> None:
    first = EffectiveDate("urn:uuid:1", date(2027, 3, 1), "a", "b", "c", datetime(2026, 12, 1, tzinfo=UTC))
    many = [replace(first, id=f"urn:uuid:{n}", announced=datetime(2000 + n, 1, 1, tzinfo=UTC)) for n in range(150)]
    assert [one.id for one in newest(many[::-1])] == [one.id for one in many[-100:]]


def test_the_site_has_a_calendar_for_each_policy_and_for_all(tmp_path: Path) -> None:
    history = ahead(sample.larkspur(), "2027-03-01")
    for _ in range(2):
        written = render_policy(history, tmp_path, now=sample.NOW, base_url="https://p.example/")
        render_overview([history], tmp_path, now=sample.NOW, base_url="https://p.example/")
    assert written == [], "an unchanged calendar is not written again"
    for name in ("calendar.ics", "larkspur/calendar.ics"):
        (event,) = Calendar.from_ical((tmp_path / name).read_bytes()).walk("VEVENT")
        assert (tmp_path / "larkspur" / str(event["url"]).rpartition("/")[2]).is_file()
    assert 'href="calendar.ics"' in (tmp_path / "index.html").read_text()
