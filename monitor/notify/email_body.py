"""The content of a mail: a text part, and an HTML part with inline styles that loads nothing from anywhere."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from monitor.model import Alert
from monitor.notify.presenter import AlertView, CaptureView, ChangeView, view_alerts, write_subject
from monitor.present.phrases import FIRST, plural, things_to_know

WIDTH = 78
"""Characters in a line of the text part (RFC 5322, 2.1.1)."""
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Message:
    """Subject and both parts of a mail."""

    subject: str
    text: str
    html: str


def compose(alerts: Sequence[Alert], *, report_base: str | None = None) -> Message:
    """One message about one alert, or a digest of several, most serious first.

    `report_base` is the address under which the working folder is published; without it reports are given by their paths.
    """
    subject = write_subject(alerts)
    views = view_alerts(alerts, report_base=report_base)
    omitted = len(alerts) - len(views)
    return Message(subject, render_plain(views, omitted=omitted), render_html(views, subject=subject, omitted=omitted))


# --- HTML ------------------------------------------------------------------------------------------------------------


def render_html(views: Sequence[AlertView], *, subject: str, omitted: int = 0) -> str:
    """One HTML document; `omitted` alerts did not fit and are counted at its end."""
    return _template().render(views=views, first=FIRST, things_to_know=things_to_know(FIRST), subject=subject, omitted=_omitted(omitted))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("message.html")


def _omitted(number: int) -> str:
    return f"… and {plural(number, 'more alert')}; see the reports." if number else ""


# --- text ------------------------------------------------------------------------------------------------------------


def render_plain(views: Sequence[AlertView], *, omitted: int = 0) -> str:
    """The same as plain text, in lines of at most 78 characters (addresses are never broken)."""
    blocks = [_alert(view) for view in views]
    if omitted:
        blocks.append(f"{_omitted(omitted)}\n")
    return f"\n{'=' * WIDTH}\n\n".join(blocks)


def _alert(view: AlertView) -> str:
    lines = [*_wrap(f"{view.title} has changed: {view.counts}."), "", *_captures(view), ""]
    if len(view.changes) > FIRST:
        lines += [things_to_know(FIRST), ""]
    for number, change in enumerate(view.changes, start=1):
        if number == FIRST + 1:
            lines += ["Also changed", ""]
        lines += [*_change(number, change), ""]
    if view.more:
        lines += [f"… and {view.more} more in the report.", ""]
    for note in view.notes:
        lines += _wrap(note, first="Note: ", rest="      ")
    return "\n".join(lines).rstrip() + "\n"


def _captures(view: AlertView) -> Iterator[str]:
    yield from _capture("Before", view.before)
    yield from _capture("After", view.after)
    if view.page:
        yield f"  Page:    {view.page}"
    if where := view.report_link or view.report:
        yield f"  Report:  {where}"
    if view.review:
        yield from _wrap(view.review, first="  Review:  ", rest=" " * 11)
    if view.root:
        yield f"  Root:    {view.root}"


def _capture(label: str, capture: CaptureView) -> Iterator[str]:
    yield from _wrap(capture.says, first=f"  {label + ':':<8} ", rest=" " * 11)
    if capture.link:
        yield f"           {capture.link}"


def _change(number: int, change: ChangeView) -> Iterator[str]:
    mark = f"{number}. "
    indent = " " * len(mark)
    yield from _wrap(change.headline, first=mark, rest=indent)
    yield from _wrap(" · ".join((change.severity.upper(), *change.facts)), first=indent, rest=indent)
    yield from _wrap(change.when, first=indent, rest=indent)
    for label, words in (("Before", change.old_text), ("After", change.new_text)):
        if words:
            yield from ("", f"{indent}{label}:", *_wrap(words, first=f"{indent}  | ", rest=f"{indent}  | "))
    if change.places:
        yield from ("", f"{indent}Places:")
        for place in change.places:
            yield from _wrap(place, first=f"{indent}  - ", rest=f"{indent}    ")
    yield ""
    for finding in change.findings:
        yield from _wrap(f"{finding.rules}: {finding.says} {finding.based_on}".rstrip(), first=f"{indent}Rule ", rest=f"{indent}  ")
    yield from _wrap(change.because, first=indent, rest=indent)


def _wrap(text: str, *, first: str = "", rest: str = "") -> Iterable[str]:
    # No break at hyphens: "third-party" and addresses stay whole.
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
