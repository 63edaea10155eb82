"""Which histories belong to a policy; the sentences are tested with the commands that print them (tests/cli/test_rename.py)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from monitor.model import Policy, Snapshot
from monitor.pipeline.claims import kept_histories, unclaimed_histories
from monitor.pipeline.context import MonitorContext
from monitor.store.archive import SnapshotArchive

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Store:
    """What of a context is looked at."""

    def __init__(self, folder: Path, *policies: Policy, folders: dict[str, str] | None = None) -> None:
        self.policies, self.archive = policies, SnapshotArchive(folder, folders=folders)


def look(folder: Path, *policies: Policy, folders: dict[str, str] | None = None) -> MonitorContext:
    return cast("MonitorContext", Store(folder, *policies, folders=folders))


def keep(folder: Path, policy: str, url: str) -> None:
    SnapshotArchive(folder).keep(Snapshot(policy, url, NOON, "live", policy.encode(), 200, "text/plain"), kept_at=NOON)


A = Policy("a", "A", urls=("https://a.example/p",))


def test_a_history_without_a_policy(tmp_path: Path) -> None:
    keep(tmp_path, "a", "https://a.example/p")
    keep(tmp_path, "old", "https://b.example/p")
    assert [one.folder for one in unclaimed_histories(look(tmp_path, A), [])] == ["old"]
    assert unclaimed_histories(look(tmp_path, A), ["old"]) == []
    assert kept_histories(look(tmp_path, A), ["old", "never", "a"]) == ["old"]


def test_the_policy_of_the_same_page_is_the_heir(tmp_path: Path) -> None:
    keep(tmp_path, "old", "http://www.a.example/P/")
    (one,) = unclaimed_histories(look(tmp_path, A), [])
    assert "add `folder: old` to that policy" in one.says
    keep(tmp_path, "a", "https://a.example/p")
    (one,) = unclaimed_histories(look(tmp_path, A), [])
    assert "started from scratch" in one.says


def test_a_renamed_policy_claims_its_folder(tmp_path: Path) -> None:
    keep(tmp_path, "old", "https://a.example/p")
    assert unclaimed_histories(look(tmp_path, A, folders={"a": "old"}), []) == []
    assert unclaimed_histories(look(tmp_path, replace(A, id="b")), [])[0].folder == "old"


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    assert unclaimed_histories(look(tmp_path / "none", A), []) == []
