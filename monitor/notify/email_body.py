"""The content of a mail: a text part, and an HTML part with inline styles that loads nothing from anywhere."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from monitor.model import Alert
from monitor.notify.presenter import AlertView, CaptureView, ChangeView, ContentsLine, OpinionView, contents, view_alerts, write_subject
from monitor.present.phrases import FIRST, plural, things_to_know

WIDTH = 78
"""Characters in a line of the text part (RFC 5322, 2.1.1)."""
ON_DISK = "(a file, below the folder that holds config.yaml)"
"""Beside a report that is given by its path: the reader of a mail is often at another computer."""
KEEP_ROOT = "Keep this message: `policy-monitor verify --against ROOT` shows later whether the record was altered since."
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Message:
    """Subject and both parts of a mail."""

    subject: str
    text: str
    html: str


def compose(alerts: Sequence[Alert], *, report_base: str | None = None, today: date | None = None) -> Message:
    """One message about one alert, or a digest of several by vendor, most serious first, with a table of contents.

    `report_base` is the address under which the working folder is published; without it reports are given by their paths. `today`:
    the day on which it is sent, for counting the days until a text takes effect.
    """
    subject = write_subject(alerts)
    views = view_alerts(alerts, report_base=report_base, today=today)
    omitted = len(alerts) - len(views)
    listed = contents(alerts, views, report_base=report_base, today=today)
    html = render_html(views, subject=subject, omitted=omitted, listed=listed)
    return Message(subject, render_plain(views, omitted=omitted, listed=listed), html)


# --- HTML ------------------------------------------------------------------------------------------------------------


def render_html(views: Sequence[AlertView], *, subject: str, omitted: int = 0, listed: Sequence[ContentsLine] = ()) -> str:
    """One HTML document; `omitted` alerts did not fit and are counted at its end."""
    return _template().render(
        views=views, on_disk=ON_DISK, keep_root=KEEP_ROOT, left_out=_left_out, first=FIRST, things_to_know=things_to_know(FIRST),
        subject=subject, omitted=_omitted(omitted), listed=listed, listed_as=_listed(listed, omitted),
    )  # fmt: skip


def _listed(listed: Sequence[ContentsLine], omitted: int) -> str:
    """3 policy changes from 2 vendors; what the list leaves out is counted at the end of the message."""
    vendors = sum(bool(line.vendor) for line in listed)
    shown = sum(line.place is not None for line in listed)
    at = f" from {plural(vendors, 'vendor')}" if omitted == len(listed) - shown else ""
    return f"{plural(shown + omitted, 'policy change')}{at}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("message.html")


def _omitted(number: int) -> str:
    return f"… and {plural(number, 'more alert')}; see the reports." if number else ""


# --- text ------------------------------------------------------------------------------------------------------------


def render_plain(views: Sequence[AlertView], *, omitted: int = 0, listed: Sequence[ContentsLine] = ()) -> str:
    """The same as plain text, in lines of at most 78 characters (addresses are never broken)."""
    blocks = ["\n".join(_contents(listed, omitted)) + "\n"] if listed else []
    blocks += [_alert(view) for view in views]
    if omitted:
        blocks.append(f"{_omitted(omitted)}\n")
    return f"\n{'=' * WIDTH}\n\n".join(blocks)


def _contents(listed: Sequence[ContentsLine], omitted: int) -> Iterator[str]:
    yield f"{_listed(listed, omitted)}:"
    for line in listed:
        if line.vendor:
            yield from ("", *_wrap(line.vendor))
        mark = f"  {line.place}. " if line.place else "  - "
        says = f"{line.severity.upper()} {line.title}: {line.headline}."
        yield from _wrap(f"{says} {line.effective}".rstrip(), first=mark, rest=" " * len(mark))
        if line.link:
            yield f"{' ' * len(mark)}{line.link}"


def _alert(view: AlertView) -> str:
    lines = [*_wrap(f"{view.title}: {view.counts}."), *_wrap(view.effective), "", *_captures(view), ""]
    if len(view.changes) > FIRST:
        lines += [things_to_know(FIRST), ""]
    for number, change in enumerate(view.changes, start=1):
        if number == FIRST + 1:
            lines += ["Also changed", ""]
        lines += [*_change(number, change), ""]
    for line in view.repeated:
        lines += [*_wrap(line, first="Also: ", rest="      "), ""]
    if view.more:
        lines += [f"… and {view.more} more in the report.", ""]
    if view.second:
        lines += [*_second(view.second), ""]
    if view.unalerted:
        lines += [*_wrap(_left_out(view)), ""]
    for note in view.notes:
        lines += _wrap(note, first="Note: ", rest="      ")
    if view.root:
        lines += [*([""] if lines[-1] else []), f"Root of the record: {view.root}", *_wrap(KEEP_ROOT)]
    return "\n".join(lines).rstrip() + "\n"


def _left_out(view: AlertView) -> str:
    """What the counts above speak of and the message does not show."""
    return f"Not shown here: {view.unalerted}{' (in the report)' if view.report else ''}."


def _second(second: OpinionView) -> Iterator[str]:
    yield from _wrap(f"{second.title}: a language model, and not part of the verdict above.")
    if second.theirs:
        yield from _wrap(second.ours, first="  This program:  ", rest=" " * 17)
        yield from _wrap(second.theirs, first="  Second reader: ", rest=" " * 17)
        yield from _wrap(second.summary, first="  ", rest="  ")
    for quote in second.quotes:
        yield from _wrap(quote, first="  | ", rest="  | ")
    yield from _wrap(second.stands, first="  ", rest="  ")


def _captures(view: AlertView) -> Iterator[str]:
    yield from _capture("Before", view.before)
    yield from _capture("After", view.after)
    if view.page:
        yield f"  Page:    {view.page}"
    if where := view.report_link or view.report:
        yield f"  Report:  {where}"
    if view.report and not view.report_link:
        yield f"           {ON_DISK}"
    if view.review:
        yield from _wrap(view.review, first="  Review:  ", rest=" " * 11)


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
    if change.also:
        yield from ("", *_wrap(change.also, first=indent, rest=indent))
    yield ""
    for finding in change.findings:
        yield from _wrap(f"{finding.rules}: {finding.says} {finding.based_on}".rstrip(), first=f"{indent}Rule ", rest=f"{indent}  ")
    yield from _wrap(change.because, first=indent, rest=indent)
    if change.link and "#" in change.link:
        yield f"{indent}{change.link}"


def _wrap(text: str, *, first: str = "", rest: str = "") -> Iterable[str]:
    # No break at hyphens: "third-party" and addresses stay whole.
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
