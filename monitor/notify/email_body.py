"""The HTML part of a mail: Jinja2 with escaping on in every template, styles inlined, nothing fetched from anywhere."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from monitor.model import Alert
from monitor.notify.presenter import (
    MAIL,
    AlertView,
    CaptureView,
    ChangeView,
    Escaping,
    headline_of,
    most_serious,
    title_of,
    told,
    view_alert,
)
from monitor.present.inert import clip

_TEMPLATES = Path(__file__).parent / "templates"


def render_html(views: Sequence[AlertView], *, subject: str, left_out: int = 0) -> str:
    """The message as one HTML document; `left_out` alerts did not fit and are counted at its end."""
    return _template().render(views=views, subject=subject, left_out=left_out)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("message.html")


SUBJECT_LIMIT = 160
"""Characters; long enough for policy and headline, short enough that phones show what matters."""
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


def write_subject(alerts: Sequence[Alert], dress: Escaping = MAIL) -> str:
    """Severity, policy and the heart of the change, on one line of at most 160 characters."""
    severity = most_serious(alerts).value
    first, *others = by_severity(alerts)
    if others:
        names = dict.fromkeys(title_of(alert, dress) for alert in (first, *others))
        return clip(f"[{severity}] {len(alerts)} changes of policies: {'; '.join(names)}", SUBJECT_LIMIT)
    more = len(told(first)) - 1
    tail = f" (+{more} more)" if more > 0 else ""
    return clip(f"[{severity}] {title_of(first, dress)}: {headline_of(first, dress)}", SUBJECT_LIMIT - len(tail)) + tail


def view_alerts(
    alerts: Sequence[Alert], *, report_base: str | None = None, dress: Escaping = MAIL, limit: int = CHANGES_IN_MESSAGE
) -> tuple[AlertView, ...]:
    """The alerts in words, most serious first; `limit` changes are shared out among them, at least one each."""
    shown = by_severity(alerts)[:limit]
    each = max(1, limit // max(1, len(shown)))
    return tuple(view_alert(alert, limit=each, dress=dress, report_base=report_base) for alert in shown)


def by_severity(alerts: Sequence[Alert]) -> list[Alert]:
    """Most serious first; the order of arrival decides among equals."""
    return sorted(alerts, key=lambda alert: -alert.changelog.severity.rank)


WIDTH = 78


def render_plain(views: Sequence[AlertView], *, left_out: int = 0) -> str:
    """The message as text; `left_out` alerts did not fit and are counted at its end."""
    blocks = [_alert(view) for view in views]
    if left_out:
        blocks.append(f"… and {left_out} more {_plural(left_out, 'alert')}; see the reports.\n")
    return f"\n{'=' * WIDTH}\n\n".join(blocks)


def _alert(view: AlertView) -> str:
    lines = [*_wrap(f"{view.title} has changed: {view.counts}."), "", *_origin(view), ""]
    for number, change in enumerate(view.changes, start=1):
        lines += [*_change(number, change), ""]
    if view.more:
        lines += [f"… and {view.more} more in the report.", ""]
    for note in view.notes:
        lines += _wrap(note, first="Note: ", rest="      ")
    return "\n".join(lines).rstrip() + "\n"


def _origin(view: AlertView) -> Iterator[str]:
    yield from _capture("Before", view.before)
    yield from _capture("Now", view.after)
    if view.page:
        yield f"  Page:    {view.page}"
    if where := view.report_link or view.report:
        yield f"  Report:  {where}"


def _capture(label: str, capture: CaptureView) -> Iterator[str]:
    yield f"  {label + ':':<8} {capture.says}"
    if capture.link:
        yield f"           {capture.link}"


def _change(number: int, change: ChangeView) -> Iterator[str]:
    mark = f"{number}. "
    indent = " " * len(mark)
    yield from _wrap(change.headline, first=mark, rest=indent)
    facts = [change.severity.upper(), change.direction, f"in “{change.section}”" if change.section else ""]
    yield from _wrap(" · ".join(filter(None, facts)), first=indent, rest=indent)
    yield from _wrap(change.when, first=indent, rest=indent)
    for label, words in (("Old words", change.old_text), ("New words", change.new_text)):
        if words:
            yield from ("", f"{indent}{label}:", *_wrap(words, first=f"{indent}  | ", rest=f"{indent}  | "))
    yield ""
    for rule in change.rules:
        yield from _wrap(f"{rule.rule}: {rule.says} {rule.rests_on}".rstrip(), first=f"{indent}Rule ", rest=f"{indent}  ")
    yield from _wrap(change.because, first=indent, rest=indent)


def _wrap(text: str, *, first: str = "", rest: str = "") -> Iterable[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"
