"""Alerts as JSON for webhooks: the policy's words exactly as they stand, and an inert subject for people."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from monitor.core.arrange.groups import groups_of, leaders
from monitor.model import Alert, Version
from monitor.notify.presenter import alerted_changes, write_subject
from monitor.present.json_shapes import change_json, groups_json, reason_json
from monitor.present.opinions import second_json
from monitor.timestamps import utc_iso

SCHEMA = "policy-monitor/alert/1"
# Of one alert; the others are counted under "more", so that a rewritten policy does not make a request of many megabytes.
_MOST_CHANGES = 200


def write_payload(alerts: Sequence[Alert], *, digest: bool) -> dict[str, Any]:
    """The body of a webhook call; each change has the form that `diff --format json` gives it."""
    return {"schema": SCHEMA, "digest": digest, "subject": write_subject(alerts), "alerts": [_alert(alert) for alert in alerts]}


def key_of(alerts: Sequence[Alert]) -> str:
    """The same for the same message, so that a receiver can drop a repeated one."""
    if len(alerts) == 1 and alerts[0].id.isascii() and alerts[0].id.isprintable():
        return alerts[0].id
    return hashlib.sha256("\n".join(sorted(alert.id for alert in alerts)).encode()).hexdigest()


def _alert(alert: Alert) -> dict[str, Any]:
    changes = alerted_changes(alert)
    groups = groups_of(changes[:_MOST_CHANGES])
    told_with = leaders(groups)
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
        "root": alert.root,
        "review": alert.review,
        "second_reader": second_json(alert.second, alert.changelog),
        "changes": [change_json(change, told_with.get(change.id)) for change in changes[:_MOST_CHANGES]],
        "groups": groups_json(groups),
        "more": max(0, len(changes) - _MOST_CHANGES),
        "notes": [reason_json(note) for note in alert.changelog.notes],
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "captured_at": utc_iso(version.captured_at),
        "last_seen": utc_iso(version.last_seen),
        "sha256": version.sha256,
        "url": version.url,
        "archive_url": version.archive_url,
    }
