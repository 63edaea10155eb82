"""A policy with another id than the folder of its history: the record stays as it was written, and is read under the id."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Snapshot
from monitor.store.archive import SnapshotArchive
from monitor.store.shared_archive import SharedArchive
from monitor.store.state import State

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def snapshot(policy: str, day: int, text: str) -> Snapshot:
    return Snapshot(policy, "https://larkspur.example/p", NOON.replace(day=day), "live", text.encode(), 200, "text/plain")


def test_records_are_read_and_written_under_the_new_id(tmp_path: Path) -> None:
    SnapshotArchive(tmp_path).keep(snapshot("old", 1, "one"), kept_at=NOON)
    renamed = SnapshotArchive(tmp_path, folders={"new": "old"})
    record, fresh = renamed.keep(snapshot("new", 2, "two"), kept_at=NOON)
    assert (fresh, record.policy, record.path.partition("/")[0]) == (True, "new", "old")
    assert [one.policy for one in renamed.records("new")] == ["new", "new"]
    assert [renamed.read(one) for one in renamed.records("new")] == [b"one", b"two"]
    latest = renamed.latest("new", "https://larkspur.example/p")
    assert latest is not None
    assert (latest.policy, latest.captured_at.day) == ("new", 2)
    assert renamed.latest("new", "https://other.example/") is None
    assert (renamed.policies(), renamed.folder("new"), renamed.line_count("new")) == (["new"], "old", 2)
    assert renamed.verify() == renamed.verify(["new"]) == []
    assert renamed.is_intact(record)
    assert not renamed.is_missing(record)
    assert [one.policy for one in SnapshotArchive(tmp_path).records("old")] == ["old", "old"]


def test_equal_bytes_are_known(tmp_path: Path) -> None:
    SnapshotArchive(tmp_path).keep(snapshot("old", 1, "one"), kept_at=NOON)
    record, fresh = SharedArchive(tmp_path, owner="test", wait=0, folders={"new": "old"}).keep(snapshot("new", 1, "one"), kept_at=NOON)
    assert (fresh, record.policy) == (False, "new")


def test_what_is_known_of_the_checks_goes_along(tmp_path: Path) -> None:
    state = State(tmp_path / "state.sqlite")
    state.record_success("old", "https://a.example/", at=NOON, sha256="0" * 64, etag='"x"', last_modified=None)
    state.copy_policy("old", "new")
    assert state.check("old") == state.check("new")
    state.forget_policy("old")
    assert state.check("old").last_success is None
    assert state.check("new").last_success == NOON
    assert state.validators("new", "https://a.example/") == ('"x"', None)
