"""What in the snapshots folder is the program's own, and what somebody else put there."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from monitor.store.index import Index
from monitor.store.state import State
from monitor.store.unknown_files import unknown_files

from .examples import NOON, decision, entries, snapshot, version


@pytest.fixture
def full(archive: SnapshotArchive) -> SnapshotArchive:
    """A store with everything that the program writes."""
    for policy in ("acme", "sorrel"):
        archive.keep(snapshot(policy=policy), kept_at=NOON)
        archive.write_versions(policy, [version()])
    archive.record_decision("acme", decision())
    archive.roots.log(NOON)
    with Index(archive.root / "index.sqlite") as index, State(archive.root / "state.sqlite") as state:
        index.replace_history("acme", entries(1), [])
        state.record_failure("acme", at=NOON, reason="timeout", says="no answer", retry_at=None)
    for name in (".lock", ".lock.owner", "health.json", ".record/20200517120000-0123456789abcdef.tsr"):
        (archive.root / name).write_text("")
    return archive


def found(archive: SnapshotArchive, policies: Collection[str] | None = None) -> list[str]:
    return list(
        unknown_files(archive.root, policies, lambda policy: {record.path for record in archive.records(policy)}, archive.interrupted())
    )


def test_the_program_s_own_files_are_no_strangers(full: SnapshotArchive) -> None:
    assert found(full) == []


def test_an_empty_and_a_missing_store_have_none(archive: SnapshotArchive) -> None:
    assert found(archive) == []
    archive.root.mkdir()
    assert found(archive) == []


HARMLESS = [
    ".index.sqlite.tmp", ".index.sqlite.tmp-wal", "acme/.ledger.head.tmp", "acme/raw/2020/.20200517120000-00000000.html.gz.tmp",
    ".gitkeep", ".gitignore",
    ".DS_Store", "acme/.DS_Store", "acme/raw/Thumbs.db", "acme/text/.nfs000000000123", ".record/.writing.json.tmp", "index.sqlite-wal",
    "state.sqlite-shm", "acme/text/desktop.ini",
]  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_half_written_files_and_those_of_file_managers_are_passed_over(full: SnapshotArchive, name: str) -> None:
    (full.root / name).write_bytes(b"x")
    assert found(full) == []


STRANGE = [
    "notes.txt", "acme/notes.txt", "acme/raw/notes.txt", "acme/raw/2020/notes.txt", "acme/text/notes.txt", ".record/notes.txt", ".hidden",
    "acme/ledger.jsonl.bak", "index.sqlite2", "state.sqlite-wal2", "acme/raw/20200/x.gz", "acme/old/x", "old/x", "acme/text/2020.md",
    "acme/raw/2020/20200517120000-00000000.html.gz", ".record/2020-00.tsr", ".tmp", "acme/.part",
]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_everything_else_is_named(full: SnapshotArchive, name: str) -> None:
    path = full.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    (fault,) = found(full)
    assert str(full.root / name.partition("/x")[0]) in fault


@pytest.mark.parametrize(
    "name", ["health.json", "README.md", "acme/ledger.head", "acme/text/20200517120000.md", ".DS_Store", "acme/raw/2020"]
)
def test_a_link_is_named_whatever_it_is_called(full: SnapshotArchive, tmp_path: Path, name: str) -> None:
    path = full.root / name
    if path.exists():
        path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert any(f"{path} is a symbolic link" in fault for fault in found(full))


@pytest.mark.parametrize("name", ["health.json", "acme/ledger.head", "acme/text/20200517120000.md"])
def test_what_should_be_a_file_and_is_none_is_named(full: SnapshotArchive, name: str) -> None:
    path = full.root / name
    path.unlink()
    os.mkfifo(path)
    assert len(found(full)) == 1


def test_only_the_named_policies_are_searched(full: SnapshotArchive) -> None:
    for name in ("notes.txt", "acme/notes.txt", "sorrel/notes.txt"):
        (full.root / name).write_bytes(b"x")
    (fault,) = found(full, ["acme"])
    assert str(full.root / "acme/notes.txt") in fault


def test_a_damaged_ledger_names_no_bytes_and_stops_nothing(full: SnapshotArchive) -> None:
    (full.root / "acme/ledger.jsonl").write_text("{\n")
    again = SnapshotArchive(full.root)
    with pytest.raises(StoreError):
        again.records("acme")
    assert any("acme/raw/2020" in fault for fault in found(again))
    assert not any("sorrel" in fault for fault in found(again))
