"""The text part of a mail: lines of at most 78 characters (RFC 5322, 2.1.1), each address on a line of its own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from monitor.notify.views import AlertView, CaptureView, ChangeView

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
    yield from _wrap(change.heart, first=mark, rest=indent)
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
