"""A message for chats, push services and text messages: plain, short, and cut to what the service accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.model import Alert
from monitor.notify.presenter import CHAT, AlertView, ChangeView, OpinionView, view_alerts, write_subject
from monitor.present.inert import clip

CHAT_LIMIT = 3500
"""Characters; people skip longer messages, and most services cut them."""
# (changes, characters of each quote), from the fullest message to the shortest; the first that fits is sent.
_DETAIL = ((8, 280), (5, 280), (3, 200), (2, 120), (1, 80), (1, 0))


def chat_title(alerts: Sequence[Alert]) -> str:
    """The subject, inert in a chat."""
    return write_subject(alerts, CHAT)


def chat_text(alerts: Sequence[Alert], *, limit: int = CHAT_LIMIT, report_base: str | None = None) -> str:
    """A message of at most `limit` characters with as many changes, quoted as fully, as fit; what is left out is counted."""
    text = ""
    for changes, quote in _DETAIL:
        views = view_alerts(alerts, report_base=report_base, escaping=CHAT, limit=changes)
        text = "\n\n".join("\n".join(_alert(view, quote)) for view in views)
        if omitted := len(alerts) - len(views):
            text += f"\n\n… and {omitted} more; see the reports."
        if len(text) <= limit:
            return text
    return clip(text, limit)


def _alert(view: AlertView, quote: int) -> Iterator[str]:
    yield f"{view.title}: {view.counts}"
    if view.review:
        yield f"Review: {view.review}"
    for change in view.changes:
        yield from _change(change, quote)
    for line in view.repeated:
        yield f"• {line}"
    if view.second:
        yield from _second(view.second)
    if view.effective and quote:
        yield view.effective
    if view.more:
        yield f"… and {view.more} more in the report"
    if not quote:
        return
    yield f"Before: {view.before.says} {view.before.link or ''}".rstrip()
    yield f"After: {view.after.says} {view.after.link or ''}".rstrip()
    if where := view.report_link or view.report:
        yield f"Report: {where}"


def _second(second: OpinionView) -> Iterator[str]:
    verdict = f" {second.theirs} (this program: {second.ours}). {second.summary}" if second.theirs else ""
    yield f"{second.title}:{verdict} {second.stands}"


def _change(change: ChangeView, quote: int) -> Iterator[str]:
    if not quote:
        yield f"• {change.headline} ({change.severity}, {change.facts[0]})"
        if change.also:
            yield f"  {change.also}"
        return
    yield f"• {change.headline}"
    yield f"  {' · '.join((change.severity.capitalize(), *change.facts))}"
    if change.old_text:
        yield f"  Before: “{clip(change.old_text, quote)}”"
    if change.new_text:
        yield f"  After: “{clip(change.new_text, quote)}”"
    if change.also:
        yield f"  {change.also}"
    yield f"  {change.when}"
    based_on = f" {clip(change.findings[0].based_on, quote)}" if change.findings else ""
    yield f"  {change.because}{based_on}"
