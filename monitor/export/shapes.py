"""The JSON that commands print, in exactly the documented shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from monitor.core.history.reviews import changed_since
from monitor.model import Changelog, ChangeReview, HistoryEntry, Policy, Provenance, Rejection, SecondReading, Severity
from monitor.present.json_shapes import change_json, groups_json, reason_json
from monitor.present.opinions import second_json
from monitor.present.provenance import provenance_json, redirects_json
from monitor.present.reviews import reviews_json
from monitor.timestamps import utc_iso, utc_iso_or_none

DIFF_SCHEMA = "policy-monitor/diff/1"


def text_ref(ref: str, sha256: str, captured_at: datetime | None, language: str | None = None) -> dict[str, Any]:
    """One of the two compared texts; its language is an ISO 639-1 code, "und" if unknown, null if too short to say."""
    return {"ref": ref, "sha256": sha256, "captured_at": utc_iso_or_none(captured_at), "language": language}


def diff(old: dict[str, Any], new: dict[str, Any], changelog: Changelog) -> dict[str, Any]:
    """What differs between two texts, most serious first."""
    from monitor.core.arrange.groups import groups_of, leaders

    groups = groups_of(changelog.changes)
    told_with = leaders(groups)
    return {
        "schema": DIFF_SCHEMA,
        "old": old,
        "new": new,
        "alert": changelog.alert,
        "severity": changelog.severity.value,
        "changes": [change_json(c, told_with.get(c.id)) for c in changelog.changes],
        "groups": groups_json(groups),
        "notes": [reason_json(note) for note in changelog.notes],
    }


def version_notes(entry: HistoryEntry) -> tuple[str, ...]:
    """What is to be known about a version as a whole: statements that the page hides, dates that do not fit."""
    return tuple(note.says for note in entry.changelog.notes) if entry.changelog else entry.version.document.notes


def version(entry: HistoryEntry, reviews: Sequence[ChangeReview] = (), second: SecondReading | None = None) -> dict[str, Any]:
    """One version of a policy's log, with the reviews of what it changed, oldest first, and what a second reader said about it."""
    v, changelog = entry.version, entry.changelog
    return {
        "captured_at": utc_iso(v.captured_at),
        "last_seen": utc_iso(v.last_seen),
        "source": v.source,
        "sha256": v.sha256,
        "snapshot_sha256": v.snapshot_sha256,
        "archive_url": v.archive_url,
        "stated_date": v.document.stated_date,
        "language": v.document.language,
        "severity": (changelog.severity if changelog else Severity.NONE).value,
        "alert": entry.alert if changelog else False,  # a first version changes nothing
        "counts": changelog.counts if changelog else {},
        "returns_to": utc_iso_or_none(v.returns_to),
        **redirects_json(v.url, v.redirects),
        "notes": list(version_notes(entry)),
        **reviews_json(reviews, changed_since(reviews[-1], changelog) if reviews else None),
        "second_reader": second_json(second, changelog),
    }


def rejection(value: Rejection) -> dict[str, Any]:
    """One snapshot that did not become a version."""
    return {
        "captured_at": utc_iso(value.captured_at),
        "state": value.verdict.standing.value,
        "reason": value.verdict.reason,
        "says": value.verdict.says,
        "source": value.source,
        "archive_url": value.archive_url,
        "snapshot_sha256": value.sha256,
    }


def log(
    policy: Policy,
    entries: Sequence[HistoryEntry],
    rejections: Sequence[Rejection],
    provenances: Sequence[Provenance] = (),
    reviews: Mapping[int, Sequence[ChangeReview]] = MappingProxyType({}),
    second: Mapping[int, SecondReading] = MappingProxyType({}),
) -> dict[str, Any]:
    """A policy's versions, newest last, the snapshots that did not become one, and where its live captures came from."""
    return {
        "policy": policy.id,
        "name": policy.name,
        "versions": [version(entry, reviews.get(place, ()), second.get(place)) for place, entry in enumerate(entries)],
        "rejected": [rejection(r) for r in rejections],
        "provenance": [{"since": utc_iso(one.since), **provenance_json(one)} for one in provenances],
    }
