"""Versions, changes, rejected snapshots and messages as flat records: the rows of every exported table, by the same column names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from monitor.core.history.reviews import PlacedReviews, changed_since
from monitor.model import Alert, Change, ChangeReview, HistoryEntry, OutboxItem, Rejection, Side
from monitor.present import phrases

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "policies": ("policy", "service", "document", "urls", "tags", "live", "versions"),
    "versions": (
        "policy", "service", "document", "url", "captured_at", "last_seen", "captures", "source", "archive_url", "sha256",
        "snapshot_sha256", "title", "language", "stated_date", "effective_date", "returns_to", "recorded_as", "severity", "alert",
        "critical", "material", "minor", "cosmetic", "notes", "text",
    ),
    "changes": (
        "policy", "service", "document", "url", "captured_at", "old_captured_at", "old_last_seen", "id", "kind", "severity", "direction",
        "certainty", "topics", "rule", "rules", "says", "withdrawn", "headline", "old", "new", "section", "old_lead_in", "new_lead_in",
        "language", "judged", "alert", "recorded_as",
    ),
    "rejections": (
        "policy", "service", "document", "url", "captured_at", "source", "sha256", "archive_url", "standing", "reason", "says",
    ),
    "alerts": (
        "policy", "service", "document", "id", "created_at", "severity", "headline", "captured_at", "report", "channel", "state",
        "attempts", "queued_at", "delivered_at", "says",
    ),
    "reviews": (
        "policy", "service", "document", "url", "captured_at", "sha256", "given_at", "state", "by", "note", "severity", "verdict_changed",
        "in_history", "engine",
    ),
    "found": (
        "policy", "service", "document", "url", "text", "lead_in", "heading", "stands", "captured_at", "last_seen", "absent_before",
        "absent_after", "polarity", "conditional",
    ),
}  # fmt: skip
"""By table; `recorded_as` is known of collections only."""
RecordedAs = Mapping[tuple[datetime, str], str]
"""What a collection says about a version, by its time of capture and the digest of its bytes."""


def versions(entries: Iterable[HistoryEntry], recorded_as: RecordedAs | None = None) -> Iterator[dict[str, Any]]:
    """A policy's versions, oldest first."""
    for entry in entries:
        version, document = entry.version, entry.version.document
        counts = entry.changelog.counts if entry.changelog else {}
        found = {name: counts.get(name, 0) for name in ("critical", "material", "minor", "cosmetic")} if entry.changelog else {}
        yield found | {
            **({"url": version.url} if version.url else {}),
            "captured_at": version.captured_at, "last_seen": version.last_seen, "captures": version.captures, "source": version.source,
            "archive_url": version.archive_url, "sha256": version.sha256, "snapshot_sha256": version.snapshot_sha256,
            "title": document.title, "language": document.language, "stated_date": document.stated_date,
            "effective_date": document.effective_date, "returns_to": version.returns_to, "recorded_as": _recorded(recorded_as, entry),
            "severity": entry.changelog.severity.value if entry.changelog else "none", "alert": entry.alert,
            "notes": [*(note.says for note in (entry.changelog.notes if entry.changelog else ())), *document.notes],
            "text": document.text,
        }  # fmt: skip


def changes(entries: Iterable[HistoryEntry], recorded_as: RecordedAs | None = None) -> Iterator[dict[str, Any]]:
    """What the versions changed, oldest first."""
    # The first version has no predecessor, so nothing can be said about what it changed.
    for old, new in pairwise(entries):
        for change in new.changelog.changes if new.changelog else ():
            yield {
                **({"url": new.version.url} if new.version.url else {}),
                "captured_at": new.version.captured_at, "old_captured_at": old.version.captured_at,
                "old_last_seen": old.version.last_seen, "alert": new.alert, "recorded_as": _recorded(recorded_as, new),
            } | _change(change)  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    side = change.new or change.old
    first = change.reasons[0] if change.reasons else None
    return {
        "id": change.id, "kind": change.kind.value, "severity": change.severity.value, "direction": change.direction.value,
        "certainty": {"severity": change.certainty.severity, "direction": change.certainty.direction}, "topics": list(change.topics),
        "rule": first.rule if first else None, "rules": [reason.rule for reason in change.reasons], "says": first.says if first else None,
        "withdrawn": change.withdrawn, "headline": change.headline, "old": change.old.text if change.old else None,
        "new": change.new.text if change.new else None, "section": list(side.section) if side else [],
        "old_lead_in": _lead_in(change.old), "new_lead_in": _lead_in(change.new),
        "language": change.language, "judged": change.judged,
    }  # fmt: skip


def _lead_in(side: Side | None) -> str | None:
    return side.lead_in or None if side else None


def rejections(found: Iterable[Rejection]) -> Iterator[dict[str, Any]]:
    """Snapshots that became no version."""
    for one in found:
        yield {
            **({"url": one.url} if one.url else {}),
            "captured_at": one.captured_at, "source": one.source, "sha256": one.sha256 or None, "archive_url": one.archive_url,
            "standing": one.verdict.standing.value, "reason": one.verdict.reason, "says": one.verdict.says,
        }  # fmt: skip


def alerts(items: Sequence[OutboxItem], renamed: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Messages about changes, one for each channel, with the state of their delivery; notices about the monitoring are left out.

    Args:
        items: the messages.
        renamed: by ids that policies had when they were reported: those that they have now, so that the tables can be joined.
    """
    for item in items:
        alert = item.alert
        if isinstance(alert, Alert):
            policy = (renamed or {}).get(alert.policy.id, alert.policy.id)
            yield {
                "policy": policy, "service": alert.policy.name, "document": alert.policy.document, "id": alert.id,
                "created_at": alert.created_at, "severity": alert.changelog.severity.value,
                "headline": phrases.changelog_headline(alert.changelog), "captured_at": alert.new.captured_at,
                "report": moved_report(alert.report, alert.policy.id, policy),
                "channel": item.channel, "state": item.state.value, "attempts": item.attempts, "queued_at": item.queued_at,
                "delivered_at": item.delivered_at, "says": item.says,
            }  # fmt: skip


def moved_report(report: str | None, old: str, new: str) -> str | None:
    """Where the page of an alert is since its policy was renamed; its folder went with the policy."""
    if report is None or old == new:
        return report
    before, folder, page = report.rpartition(f"/{old}/")
    return f"{before}/{new}/{page}" if folder else report


def reviews(placed: PlacedReviews, entries: Sequence[HistoryEntry]) -> Iterator[dict[str, Any]]:
    """What people decided about a policy's changes, in the order in which they decided.

    Args:
        placed: the reviews by version; those of versions that are none any more keep the date that they were given for.
        entries: the policy's history; loaded where there are reviews.
    """
    found = [(one, entries[place]) for place, given in placed.of.items() for one in given]
    every: list[tuple[ChangeReview, HistoryEntry | None]] = [*found, *((one, None) for one in placed.orphans)]
    for review, entry in sorted(every, key=lambda one: one[0].given_at):
        yield {
            # Of the version as it is dated now, so that the tables can be joined.
            "captured_at": entry.version.captured_at if entry else review.captured_at, "sha256": review.sha256,
            "given_at": review.given_at, "state": review.state.value, "by": review.by, "note": review.note,
            "severity": review.severity.value, "verdict_changed": changed_since(review, entry.changelog) if entry else None,
            "in_history": entry is not None, "engine": review.engine,
        }  # fmt: skip


def storable(value: Any) -> Any:
    """The value without halves of surrogate pairs, which an archive may hold and which are no UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: storable(one) for key, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, list | tuple) else value


def _recorded(known: RecordedAs | None, entry: HistoryEntry) -> str | None:
    return known.get((entry.version.captured_at, entry.version.snapshot_sha256)) if known else None
