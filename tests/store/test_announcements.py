"""Bytes that a killed process left without a line are told from bytes that somebody planted."""

from __future__ import annotations

import pytest

from monitor.store.archive import SnapshotArchive
from monitor.store.ledger import Ledger
from monitor.store.unknown_files import unknown_files

from .examples import NOON, snapshot


class Killed(BaseException):
    """Stands for SIGKILL: nothing catches it."""


def found(archive: SnapshotArchive) -> list[str]:
    return list(
        unknown_files(archive.root, None, lambda policy: {record.path for record in archive.records(policy)}, archive.interrupted())
    )


def killed_between_bytes_and_line(archive: SnapshotArchive, n: int, monkeypatch: pytest.MonkeyPatch) -> str:
    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append", kill)
        with pytest.raises(Killed):
            archive.keep(snapshot(n), kept_at=NOON)
    (path,) = sorted(archive.interrupted())[-1:]
    assert (archive.root / path).is_file()
    return path


def test_bytes_that_were_being_stored_are_no_fault(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.keep(snapshot(0), kept_at=NOON)
    left = killed_between_bytes_and_line(archive, 1, monkeypatch)
    again = SnapshotArchive(archive.root)
    assert found(again) == []
    again.keep(snapshot(2), kept_at=NOON)
    assert again.interrupted() >= {left}, "what is written later does not make it a plant"
    assert found(SnapshotArchive(archive.root)) == []


def test_several_kills_in_a_row_are_all_remembered(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    left = {killed_between_bytes_and_line(SnapshotArchive(archive.root), n, monkeypatch) for n in range(4)}
    assert archive.interrupted() == left
    assert found(archive) == []


def test_bytes_that_are_recorded_later_are_forgotten(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    left = killed_between_bytes_and_line(archive, 1, monkeypatch)
    assert archive.keep(snapshot(1), kept_at=NOON)[0].path == left
    archive.keep(snapshot(2), kept_at=NOON)
    assert left not in archive.interrupted()


@pytest.mark.parametrize("content", [b"", b"{", b"7", b"null", b"[[]", b"\xff", b'{"a": 1}'])
def test_a_damaged_announcement_announces_nothing(archive: SnapshotArchive, content: bytes) -> None:
    archive.keep(snapshot(0), kept_at=NOON)
    (archive.root / ".record/writing.json").write_bytes(content)
    archive.interrupted()
    assert archive.keep(snapshot(1), kept_at=NOON)[1]
    assert found(archive) == []


@pytest.mark.parametrize("path", ["../outside.gz", "/etc/passwd", "", "acme", "acme/../../x"])
def test_announced_paths_lead_nowhere_else(archive: SnapshotArchive, path: str) -> None:
    archive.admit_unrecorded([path])
    assert archive.keep(snapshot(0), kept_at=NOON)[1]
    assert found(archive) == []


def test_the_folder_is_no_policy(archive: SnapshotArchive) -> None:
    archive.keep(snapshot(0), kept_at=NOON)
    assert archive.policies() == ["acme"]
    assert archive.verify() == []
