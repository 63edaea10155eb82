"""The rows of a pack as scripts read them: names and values are a public interface, and are only added to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from monitor.core.versions import ENGINE_VERSION
from monitor.export.audit.pack import write_pack

from . import sample

FIRST: dict[str, dict[str, Any]] = {
    "policies": {
        "policy": "birch",
        "name": "Birch",
        "document": "Privacy Policy",
        "tags": ["eu"],
        "urls": ["https://birch.example/privacy"],
        "tracked_since": "2026-10-03T00:00:00Z",
        "checks": 7,
        "checks_answered": 7,
        "checks_without_policy": 0,
        "checks_failed": 0,
        "weeks": 3,
        "weeks_with_gap": 0,
        "weeks_not_logged": 0,
        "versions": 1,
        "changes_due_for_review": 1,
        "not_reviewed": 0,
        "in_force_at_start": "5edc008b211ea9388dbcd68572c548e636076ce264369a5a1a2198a0fc0966ba",
        "in_force_at_end": "baf074ffaa2e46d078b0e917dd07ad55179c32277e35e7bda8d615090d373b70",
        "fault": None,
    },
    "weeks": {
        "policy": "birch",
        "week": "2026-11-09",
        "until": "2026-11-16T00:00:00Z",
        "standing": "changed",
        "checks_answered": 3,
        "checks_without_policy": 0,
        "checks_failed": 0,
        "versions": 1,
        "severity": "critical",
        "over": True,
        "says": "Checked 3 times: 1 change.",
    },
    "checks": {
        "policy": "birch",
        "at": "2026-11-02T12:00:00Z",
        "outcome": "answered",
        "reason": None,
    },
    "versions": {
        "policy": "birch",
        "captured_at": "2026-11-11T00:00:00Z",
        "last_seen": "2026-11-11T00:00:00Z",
        "source": "live",
        "severity": "critical",
        "headline": "Withdrawn: a promise.",
        "alerts": True,
        "review": "accepted",
        "reviewed_by": "Kim Ode",
        "reviewed_at": "2026-11-12T00:00:00Z",
        "verdict_changed": None,
        "sha256": "baf074ffaa2e46d078b0e917dd07ad55179c32277e35e7bda8d615090d373b70",
        "follows_sha256": "5edc008b211ea9388dbcd68572c548e636076ce264369a5a1a2198a0fc0966ba",
        "snapshot_sha256": "5555555555555555555555555555555555555555555555555555555555555555",
        "url": "https://birch.example/",
        "archive_url": None,
        "stated_date": None,
        "language": "en",
        "text": "texts/birch/20261111000000-baf074ffaa2e.md",
        "changelog": "changelogs/birch/20261111000000-baf074ffaa2e.json",
    },
    "changes": {
        "policy": "birch",
        "captured_at": "2026-11-11T00:00:00Z",
        "id": "c1",
        "severity": "critical",
        "direction": "weakens",
        "kind": "reworded",
        "topics": ["sale-of-data"],
        "judged": True,
        "certainty_severity": 0.0,
        "certainty_direction": 0.0,
        "headline": "Withdrawn: a promise.",
        "section": "4. Sharing",
        "old": "We do not sell your data.",
        "new": "We may sell your data.",
        "reasons": [{"rule": "promise-withdrawn", "says": "A promise is gone.", "evidence": "do not sell"}],
    },
    "reviews": {
        "policy": "birch",
        "captured_at": "2026-11-11T00:00:00Z",
        "state": "accepted",
        "by": "Kim Ode",
        "at": "2026-11-12T00:00:00Z",
        "note": "=Discussed.\nNo action.",
        "severity": "critical",
        "engine": ENGINE_VERSION,
        "verdict_changed": None,
        "version_known": True,
        "sha256": "baf074ffaa2e46d078b0e917dd07ad55179c32277e35e7bda8d615090d373b70",
    },
    "rejected": {
        "policy": "birch",
        "captured_at": "2026-11-05T00:00:00Z",
        "state": "refused",
        "reason": "bot-wall",
        "says": "A wall.",
        "source": "live",
        "snapshot_sha256": "6666666666666666666666666666666666666666666666666666666666666666",
    },
    "roots": {
        "at": "2026-11-03T00:00:00Z",
        "root": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "lines": 5,
    },
}
"""One row of each table."""
PLACE = {"weeks": 1, "roots": 1}
ABOUT: dict[str, Any] = {
    "from": "2026-11-02T00:00:00Z",
    "to": "2026-11-22T23:59:59Z",
    "unfinished_on": None,
    "tags": [],
    "policies": ["birch", "cedar", "larch"],
    "not_included": ["oak"],
    "program": "0.1.0",
    "engine": "8",
    "reader": "6",
    "checks_logged_since": "2026-10-03T00:00:00Z",
    "root_before": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "root_at_end": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
    "root_now": "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
    "ledgers": [
        {"name": "birch", "path": "ledgers/policies/birch.jsonl", "first": 4, "last": 4},
        {"name": ".record", "path": "ledgers/record.jsonl", "first": 1, "last": 1},
    ],
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    out: Path = tmp_path_factory.mktemp("pack") / "a.zip"
    write_pack(sample.report(), out, ("audit.pdf", b"%PDF"), "", lambda version: "")
    return ZipFile(out)


@pytest.mark.parametrize("name", FIRST)
def test_a_row_is_as_it_was_published(file: ZipFile, name: str) -> None:
    table = json.loads(file.read(f"tables/{name}.json"))
    row = table["rows"][PLACE.get(name, 0)]
    assert {key: row[key] for key in FIRST[name]} == FIRST[name]
    assert list(row)[: len(FIRST[name])] == list(FIRST[name]), "further columns come at the end"


def test_the_manifest_is_as_it_was_published(file: ZipFile) -> None:
    manifest = json.loads(file.read("manifest.json"))
    assert {key: manifest[key] for key in ABOUT} == ABOUT
    assert set(manifest) - set(ABOUT) == {"schema", "files"}
    assert all(sorted(one) == ["path", "sha256", "size"] for one in manifest["files"])
