"""Calendars of the dates on which announced texts take effect, for calendar programs to subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from urllib.parse import quote, urljoin

from monitor.model import Policy
from monitor.present.inert import clean, inert
from monitor.present.phrases import policy_title
from monitor.render.feed import permanent_id
from monitor.render.rows import VersionRow
from monitor.timestamps import utc_iso

CALENDAR = "calendar.ics"
LENGTH = 100
"""Dates in a calendar, the newest announcements; programs that subscribe drop what is no longer in the file."""


@dataclass(frozen=True, slots=True)
class EffectiveDate:
    """A date that lay ahead when the text that states it was captured."""

    id: str
    day: date
    title: str
    says: str
    """What the version changed, in one sentence."""
    link: str
    announced: datetime
    """When the version was captured."""


def dates(policy: Policy, rows: Sequence[VersionRow], *, prefix: str = "") -> list[EffectiveDate]:
    """The effective dates that a policy's versions announce, in the order of announcement.

    Args:
        policy: whose they are.
        rows: its versions, oldest first.
        prefix: put before each link ("comm100/" in the calendar of all policies).

    A date stands once, with what the version changed that announced it first; a text is often corrected before it takes effect.
    """
    found: dict[date, EffectiveDate] = {}
    title = f"{policy_title(policy)} takes effect"
    for row in rows:
        day = _day(row.effective_date)
        if day is None or day <= row.captured_at.date():
            continue
        name = permanent_id("effective", policy.id, day.isoformat())
        link = quote(f"{prefix}{row.page or 'index.html'}")
        found.setdefault(day, EffectiveDate(name, day, title, row.says, link, row.captured_at))
    return newest(list(found.values()))


def newest(found: Sequence[EffectiveDate]) -> list[EffectiveDate]:
    """The last announced of several policies' dates, in the order of announcement."""
    return sorted(found, key=lambda one: (one.announced, one.day, one.id))[-LENGTH:]


def _day(stated: str | None) -> date | None:
    try:
        day = date.fromisoformat(stated) if stated else None
    except ValueError:  # "2027-03" names no day
        return None
    # "Until 31 December 9999" means never, and the day after it, with which an entry ends, is no date.
    return None if day == date.max else day


def ics(title: str, found: Sequence[EffectiveDate], *, base_url: str | None) -> str:
    """A calendar with one entry of a whole day for each date.

    Args:
        title: of the calendar.
        found: its dates.
        base_url: the address of the folder that the file lies in, ending in a slash; None leaves links out, for a calendar has no
            address that they could be relative to.
    """
    # Imported late: it takes 0.1 s, and few policies announce anything.
    library = import_module("icalendar")
    calendar = library.Calendar()
    calendar.add("prodid", "-//policy-monitor//EN")
    calendar.add("version", "2.0")
    # As text: of an X- property the library escapes nothing by itself, and "\\n" in a name would be a line break.
    calendar.add("x-wr-calname", library.vText(clean(title)))
    for one in found:
        event = library.Event()
        event.add("uid", one.id)
        # The time of the announcement, not of the rendering: an unchanged calendar stays byte for byte the same.
        event.add("dtstamp", one.announced.astimezone(UTC))
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", inert(one.title))
        event.add("description", f"{inert(one.says)}\nFirst seen on {utc_iso(one.announced)[:10]}.")
        if base_url:
            event.add("url", urljoin(base_url, one.link))
        calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body.decode("utf-8")
