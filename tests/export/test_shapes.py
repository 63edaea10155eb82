from __future__ import annotations

import json
from dataclasses import replace

import pytest

from monitor.export import shapes
from monitor.model import Changelog, HistoryEntry, Reason, ScreenStatus, Severity
from monitor.present.json_shapes import change_json
from tests.core.history.test_reviews import review
from tests.notify.samples import alert, cosmetic, gained, reworded
from tests.render import sample

VERSION_KEYS = (
    "captured_at", "last_seen", "source", "sha256", "snapshot_sha256", "archive_url", "stated_date", "language", "severity", "alert",
    "counts", "returns_to", "final_url", "redirects", "other_hosts", "downgraded", "notes", "review", "reviews", "verdict_changed",
    "second_reader",
)  # fmt: skip


def test_a_diff_has_the_documented_shape() -> None:
    old, new = shapes.text_ref("a", "1" * 64, None), shapes.text_ref("b", "2" * 64, None)
    log = alert(notes=(Reason("silent", "The date did not change.", "1 May"),)).changelog
    data = shapes.diff(old, new, log)
    assert tuple(data) == ("schema", "old", "new", "alert", "severity", "changes", "groups", "notes")
    assert (data["schema"], data["alert"], data["severity"]) == ("policy-monitor/diff/1", True, "critical")
    assert data["changes"] == [change_json(change) for change in log.changes]
    assert data["notes"] == [{"rule": "silent", "says": "The date did not change.", "evidence": "1 May"}]
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize(
    ("log", "alerts", "severity"),
    [
        (Changelog(()), False, "none"),
        (Changelog((cosmetic(),)), False, "cosmetic"),
        (Changelog((gained(), cosmetic())), True, "material"),
        (Changelog((cosmetic(), reworded())), True, "material"),
    ],
)
def test_a_diffs_severity_is_the_highest(log: Changelog, alerts: bool, severity: str) -> None:
    data = shapes.diff({}, {}, log)
    assert (data["alert"], data["severity"]) == (alerts, severity)


def test_a_version_has_its_evidence_and_what_it_changed() -> None:
    entry = sample.larkspur().entries[3]
    data = shapes.version(entry)
    assert tuple(data) == VERSION_KEYS
    assert (data["captured_at"], data["last_seen"]) == ("2016-12-29T04:23:15Z", "2018-04-01T04:23:15Z")
    assert (data["source"], data["sha256"]) == ("wayback", entry.version.document.sha256)
    assert data["archive_url"] == "https://web.archive.org/web/20161229042315/https://www.larkspur-post.example/privacy"
    assert (data["stated_date"], data["returns_to"]) == ("2016-12-01", None)
    assert (data["severity"], data["alert"]) == ("critical", True)
    assert data["counts"] == {"critical": 2, "material": 1, "minor": 1, "cosmetic": 1}


def test_a_version_has_its_reviews_and_says_if_the_verdict_is_another_now() -> None:
    entry = sample.larkspur().entries[3]
    data = shapes.version(entry, [review(0, "a", note="first"), review(0, "a", severity=Severity.CRITICAL)])
    assert data["review"] == data["reviews"][1]
    assert data["reviews"][0]["note"] == "first"
    assert "in its parts" in data["verdict_changed"]
    assert shapes.version(entry)["review"] is None


def test_a_first_version_changed_nothing_and_never_alerts() -> None:
    first = sample.larkspur().entries[0]
    data = shapes.version(HistoryEntry(first.version, None, alert=True))
    assert (data["severity"], data["alert"], data["counts"]) == ("none", False, {})


def test_a_return_names_the_version_it_returns_to() -> None:
    entry = sample.larkspur().entries[1]
    again = replace(entry, version=replace(entry.version, returns_to=sample.at("2010-05-18")))
    assert shapes.version(again)["returns_to"] == "2010-05-18T04:23:15Z"


def test_a_rejection_says_why() -> None:
    refused = sample.rejection(sample.LARKSPUR, sample.at("2013-01-15"), ScreenStatus.REFUSED, "error-page", "The server answered 503.")
    assert shapes.rejection(refused) == {
        "captured_at": "2013-01-15T04:23:15Z",
        "state": "refused",
        "reason": "error-page",
        "says": "The server answered 503.",
        "source": "wayback",
        "archive_url": refused.archive_url,
        "snapshot_sha256": "0" * 64,
    }


def test_a_log_lists_versions_oldest_first_and_then_rejections() -> None:
    one = sample.larkspur()
    data = shapes.log(one.policy, one.entries, one.rejected)
    assert (data["policy"], data["name"]) == ("larkspur", "Larkspur Post")
    moments = [version["captured_at"] for version in data["versions"]]
    assert moments == sorted(moments)
    assert len(moments) == 7
    assert [rejected["reason"] for rejected in data["rejected"]] == ["error-page", "bot-wall"]
    assert json.loads(json.dumps(data)) == data


def test_a_version_tells_what_its_page_hides() -> None:
    first, second = sample.larkspur().entries[:2]
    hidden = replace(first.version.document, notes=("Hidden on the page and not read: “We sell it.”.",))
    told = replace(first, version=replace(first.version, document=hidden))
    assert shapes.version(told)["notes"] == list(hidden.notes)
    assert second.changelog is not None
    assert shapes.version(second)["notes"] == [note.says for note in second.changelog.notes]
