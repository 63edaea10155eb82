"""A version's row in the history: what has a column of its own is not repeated in its JSON, nor is its text, which is stored apart."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from monitor.model import HistoryEntry
from monitor.store.codec import dumps, iso, sortable, to_json
from monitor.store.digests import shown, stored

COLUMNS = "v.version, v.policy, v.captured_at, v.sha256, v.snapshot_sha256"
"""What `version_data` needs; the history is called v."""


def version_row(policy_id: str, entry: HistoryEntry) -> tuple[Any, ...]:
    """The columns of an entry of a policy's history from `captured_at` on; the last one, a fingerprint, covers everything."""
    version = entry.version
    data = to_json(version)
    del data["document"]["text"]
    changelog = None if entry.changelog is None else dumps(entry.changelog)
    digest = version.document.sha256
    fingerprint = sha256(f"{digest} {_json(data)} {changelog} {entry.alert}".encode()).digest()[:16]
    del data["captured_at"], data["snapshot_sha256"]
    for name, value in (("policy", policy_id), ("sha256", digest)):
        if data[name] == value:
            del data[name]
    # Told by the others: most versions were captured once, and come from no archive.
    if data["last_seen"] == iso(version.captured_at):
        del data["last_seen"]
    if data["archive_url"] is None:
        del data["archive_url"]
    captured_at = sortable(version.captured_at)
    return captured_at, stored(digest), stored(version.snapshot_sha256), _json(data), changelog, entry.alert, fingerprint


def version_data(version: str, policy: str, captured_at: str, digest: bytes | str, snapshot: bytes | str) -> dict[str, Any]:
    """A version as data for the codec, without its text; what its JSON says counts.

    Args:
        version: the row's JSON, of this program or an earlier one.
        policy: the row's other columns, here and below.
        captured_at: likewise.
        digest: likewise.
        snapshot: likewise.

    Raises:
        ValueError: the JSON is damaged, or a value is not what its column holds.
        TypeError: likewise.
    """
    about: dict[str, Any] = json.loads(version)
    columns = {"policy": policy, "captured_at": captured_at, "sha256": shown(digest), "snapshot_sha256": shown(snapshot)}
    return columns | {"last_seen": captured_at, "archive_url": None} | about


def _json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"))
