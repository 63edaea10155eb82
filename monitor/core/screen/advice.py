"""What a person may do about a page that shows nothing: let its scripts run."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.screen.answer import lowered
from monitor.model import SnapshotRecord, Verdict

RENDERED = "x-policy-monitor-rendered"
"""Header that the browser source adds."""


def with_advice(verdict: Verdict, record: SnapshotRecord) -> Verdict:
    """The verdict, and for an empty shell that came live, how to read it.

    >>> from datetime import UTC, datetime
    >>> from monitor.model import Standing
    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> record = SnapshotRecord("acme", 1, "https://acme.example/", at, at, "live", "00", 0, "raw")
    >>> with_advice(Verdict(Standing.REFUSED, "empty-shell", "The page holds 3 scripts, but no text."), record).says
    "The page holds 3 scripts, but no text. It needs a browser: pip install 'policy-monitor[browser]' and set `browser: true` for acme."
    """
    if verdict.reason != "empty-shell" or record.source != "live" or verdict.says is None:
        return verdict
    if RENDERED in lowered(record.headers):
        return replace(verdict, says=f"{verdict.says} A browser shows nothing more.")
    advice = f"It needs a browser: pip install 'policy-monitor[browser]' and set `browser: true` for {record.policy}."
    return replace(verdict, says=f"{verdict.says} {advice}")
