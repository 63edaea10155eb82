"""From alerts to a message: subject, text part and HTML part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model import Alert
from monitor.notify.html import render_html
from monitor.notify.inert import clip
from monitor.notify.plain import render_plain
from monitor.notify.views import MAIL, AlertView, Dress
from monitor.notify.wording import heart_of, most_serious, title_of, told, view_alert

SUBJECT_LIMIT = 160
"""Characters; long enough for policy and heart, short enough that phones show what matters."""
CHANGES_IN_MESSAGE = 18
"""Of all alerts together; more are counted and left to the report. Keeps a message under the 102 KB at which Gmail cuts."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready for a mail."""

    subject: str
    text: str
    html: str


def compose(alerts: Sequence[Alert], *, report_base: str | None = None) -> Message:
    """One message about one alert, or a digest about several, most serious first."""
    subject = write_subject(alerts)
    views = view_alerts(alerts, report_base=report_base)
    left_out = len(alerts) - len(views)
    return Message(subject, render_plain(views, left_out=left_out), render_html(views, subject=subject, left_out=left_out))


def write_subject(alerts: Sequence[Alert], dress: Dress = MAIL) -> str:
    """Severity, policy and the heart of the change, on one line of at most 160 characters."""
    severity = most_serious(alerts).value
    first, *others = by_severity(alerts)
    if others:
        names = dict.fromkeys(title_of(alert, dress) for alert in (first, *others))
        return clip(f"[{severity}] {len(alerts)} changes of policies: {'; '.join(names)}", SUBJECT_LIMIT)
    more = len(told(first)) - 1
    tail = f" (+{more} more)" if more > 0 else ""
    return clip(f"[{severity}] {title_of(first, dress)}: {heart_of(first, dress)}", SUBJECT_LIMIT - len(tail)) + tail


def view_alerts(
    alerts: Sequence[Alert], *, report_base: str | None = None, dress: Dress = MAIL, limit: int = CHANGES_IN_MESSAGE
) -> tuple[AlertView, ...]:
    """The alerts in words, most serious first; `limit` changes are shared out among them, at least one each."""
    shown = by_severity(alerts)[:limit]
    each = max(1, limit // max(1, len(shown)))
    return tuple(view_alert(alert, limit=each, dress=dress, report_base=report_base) for alert in shown)


def by_severity(alerts: Sequence[Alert]) -> list[Alert]:
    """Most serious first; the order of arrival decides among equals."""
    return sorted(alerts, key=lambda alert: -alert.changelog.severity.rank)
