"""Checks the HTTP response itself before its text is read: status, headers, missing bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from monitor.core.text.word_lists import header_walls
from monitor.model import ScreenStatus, SnapshotRecord, Verdict


def refusal_by_answer(record: SnapshotRecord) -> Verdict | None:
    """A refusal when the headers or the status show that this is not the page, else None.

    Headers: Cloudflare marks its challenges with `cf-mitigated: challenge`, AWS WAF with `x-amzn-waf-action`. Status: RFC 9110, 15.
    """
    for name, value in lowered(record.headers).items():
        for header, pattern in header_walls():
            if name == header and pattern.search(value):
                return Verdict(
                    ScreenStatus.REFUSED, "bot-wall", f"The response has the header {name}: {value[:60]}, which indicates a bot wall."
                )
    status = record.status
    if status is None or status < 300:
        return None
    if status < 400:
        return Verdict(ScreenStatus.REFUSED, "redirect", f"The server answered with status {status}, a redirect, instead of a page.")
    reason = "login-wall" if status in (401, 407) else "error-page"
    return Verdict(ScreenStatus.REFUSED, reason, f"The server answered with status {status}.")


def missing_bytes(record: SnapshotRecord) -> int:
    """How many bytes fewer came than Content-Length announced (RFC 9110, 8.6); 0 when encoded, unknown or complete."""
    headers = lowered(record.headers)
    announced = headers.get("content-length", "").strip()
    if not announced.isdecimal() or headers.get("content-encoding", "identity").strip() not in ("", "identity"):
        return 0
    return max(0, int(announced) - record.size)


def lowered(headers: Mapping[str, str]) -> dict[str, str]:
    """Header names and values in lower case."""
    return {name.lower(): value.lower() for name, value in headers.items()}


RENDERED = "x-policy-monitor-rendered"
"""Header that the browser source adds."""


_WITHOUT_TEXT = frozenset(("empty", "empty-shell", "stub"))


def with_advice(verdict: Verdict, record: SnapshotRecord, frames: Sequence[str] = ()) -> Verdict:
    """The verdict, and for a page without a text of its own that came live, how to read it.

    Args:
        verdict: a refusal or a doubt.
        record: the snapshot.
        frames: addresses of what the page frames.

    >>> from datetime import UTC, datetime
    >>> from monitor.model import ScreenStatus
    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> record = SnapshotRecord("acme", 1, "https://acme.example/", at, at, "live", "00", 0, "raw")
    >>> with_advice(Verdict(ScreenStatus.REFUSED, "empty-shell", "The page has 3 scripts, but no text."), record).says
    "The page has 3 scripts, but no text. It needs a browser: pip install 'policy-monitor[browser]' and set `browser: true` for acme."
    """
    advice = _advice(verdict, record, frames) if verdict.reason in _WITHOUT_TEXT and verdict.says else ""
    return replace(verdict, says=f"{verdict.says} {advice}") if advice else verdict


def _advice(verdict: Verdict, record: SnapshotRecord, frames: Sequence[str]) -> str:
    if frames:
        return f"The text may be at {frames[0]}: track that address, or set `follow: frame` for {record.policy}."
    if record.source != "live":
        return ""
    if verdict.reason == "stub" and verdict.standing is ScreenStatus.QUARANTINED:
        return f"If scripts draw it, set `browser: true` for {record.policy}; if this is all there is, `policy-monitor accept` it."
    if verdict.reason != "empty-shell":
        return ""
    if RENDERED in lowered(record.headers):
        return "It is just as empty in a browser."
    return f"It needs a browser: pip install 'policy-monitor[browser]' and set `browser: true` for {record.policy}."
