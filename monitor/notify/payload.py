"""Alerts as JSON data for machines: the policy's words exactly as they stand, and beside them the inert text for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.model import Alert, Change, Reason, Side, Version
from monitor.notify.email_body import write_subject
from monitor.notify.presenter import told
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/alert/1"
_MOST_CHANGES = 200


def write_payload(alerts: Sequence[Alert], *, digest: bool) -> dict[str, Any]:
    """The body of a webhook call; each change has the form that `diff --format json` gives it."""
    return {"schema": SCHEMA, "digest": digest, "subject": write_subject(alerts), "alerts": [_alert(alert) for alert in alerts]}


def _alert(alert: Alert) -> dict[str, Any]:
    changes = told(alert)
    return {
        "id": alert.id,
        "policy": alert.policy.id,
        "name": alert.policy.name,
        "document": alert.policy.document,
        "threshold": alert.policy.threshold.value,
        "severity": alert.changelog.severity.value,
        "counts": alert.changelog.counts,
        "old": _version(alert.old),
        "new": _version(alert.new),
        "report": alert.report,
        "created_at": utc_iso(alert.created_at),
        "changes": [_change(change) for change in changes[:_MOST_CHANGES]],
        "more": max(0, len(changes) - _MOST_CHANGES),
        "notes": [_reason(note) for note in alert.changelog.notes],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "captured_at": utc_iso(version.captured_at),
        "last_seen": utc_iso(version.last_seen),
        "sha256": version.sha256,
        "url": version.url,
        "archive_url": version.archive_url,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "kind": change.kind.value,
        "severity": change.severity.value,
        "direction": change.direction.value,
        "topics": list(change.topics),
        "headline": change.headline,
        "heart": change.headline,  # the name of the first releases; scripts read it
        "old": _side(change.old),
        "new": _side(change.new),
        "edits": [list(edit) for edit in change.edits],
        "reasons": [_reason(reason) for reason in change.reasons],
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    return None if side is None else {"text": side.text, "section": list(side.section), "span": list(side.span)}


def _reason(reason: Reason) -> dict[str, str]:
    return {"rule": reason.rule, "says": reason.says, "evidence": reason.evidence}
