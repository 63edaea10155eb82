"""A message for chats, pushes and text messages: plain, short, and cut to what the service takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.model import Alert
from monitor.notify.email_body import view_alerts, write_subject
from monitor.notify.presenter import CHAT, AlertView, ChangeView
from monitor.present.inert import clip

CHAT_LIMIT = 3500
"""Characters; a longer message is skipped by its readers and cut by most services."""


def chat_title(alerts: Sequence[Alert]) -> str:
    """The subject, inert in a chat."""
    return write_subject(alerts, CHAT)


def chat_text(alerts: Sequence[Alert], *, limit: int = CHAT_LIMIT, report_base: str | None = None) -> str:
    """The message, of at most `limit` characters: as many changes, quoted as fully, as fit; what is left out is counted."""
    for changes, words in ((8, 280), (5, 280), (3, 200), (2, 120), (1, 80), (1, 0)):
        views = view_alerts(alerts, report_base=report_base, dress=CHAT, limit=changes)
        text = "\n\n".join("\n".join(_alert(view, words)) for view in views)
        if left_out := len(alerts) - len(views):
            text += f"\n\n… and {left_out} more; see the reports."
        if len(text) <= limit:
            return text
    return clip(text, limit)


def _alert(view: AlertView, words: int) -> Iterator[str]:
    yield f"{view.title}: {view.counts}"
    for change in view.changes:
        yield from _change(change, words)
    if view.more:
        yield f"… and {view.more} more in the report"
    if not words:
        return
    yield f"Before: {view.before.says} {view.before.link or ''}".rstrip()
    yield f"Now: {view.after.says} {view.after.link or ''}".rstrip()
    if where := view.report_link or view.report:
        yield f"Report: {where}"


def _change(change: ChangeView, words: int) -> Iterator[str]:
    yield f"• {change.headline} ({change.severity}, {change.direction})"
    if not words:
        return
    if change.section:
        yield f"  Section: {change.section}"
    if change.old_text:
        yield f"  Old words: “{clip(change.old_text, words)}”"
    if change.new_text:
        yield f"  New words: “{clip(change.new_text, words)}”"
    yield f"  {change.when}"
    rests_on = f" Rests on: “{clip(change.rules[0].evidence, words)}”" if change.rules and change.rules[0].evidence else ""
    yield f"  {change.because}{rests_on}"
