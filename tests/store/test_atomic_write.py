"""Durable writes: whole or not at all, and errors that say what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.atomic_write import append_durably, disk_errors, make_folder, read_whole, sweep, sync_folder, write_atomically


def failing(code: int):
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.ENOSPC, "free some space and run again"),
        (errno.EDQUOT, "raise the quota"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EROFS, "remount the file system"),
        (errno.EACCES, "give this user read and write permission"),
        (errno.EIO, "check the disk and run again"),
    ],
)
def test_errors_name_operation_path_and_remedy(code: int, remedy: str) -> None:
    with pytest.raises(StoreError) as caught, disk_errors("write", Path("/data/x")):
        failing(code)()
    assert str(caught.value).startswith(f"can't write /data/x: {os.strerror(code)}; ")
    assert remedy in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)


def test_other_errors_pass_through() -> None:
    with pytest.raises(ValueError, match="not ours"), disk_errors("write", Path("x")):
        raise ValueError("not ours")


def test_a_file_is_replaced_atomically(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_atomically(path, b"one")
    inode = path.stat().st_ino
    write_atomically(path, b"two", sync_name=False)
    assert path.read_bytes() == b"two"
    assert path.stat().st_ino != inode, "a new file takes the name; the old one is never written to"
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"one")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing(errno.ENOSPC))
        with pytest.raises(OSError, match="No space left"):
            write_atomically(path, b"two")
    assert path.read_bytes() == b"one"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_leftovers_of_a_crash_are_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".file.tmp").write_bytes(b"half of something much longer")
    write_atomically(tmp_path / "file", b"one")
    assert (tmp_path / "file").read_bytes() == b"one"
    assert not (tmp_path / ".file.tmp").exists()


def test_a_link_in_place_of_the_half_written_file_is_not_written_through(tmp_path: Path) -> None:
    """Whoever may write to the folder could otherwise have us overwrite any file of ours."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    folder = tmp_path / "store"
    folder.mkdir()
    for target in (elsewhere, tmp_path / "nothing"):
        (folder / ".file.tmp").symlink_to(target)
        write_atomically(folder / "file", b"one")
        assert [(path.name, path.is_symlink(), path.read_bytes()) for path in folder.iterdir()] == [("file", False, b"one")]
    assert elsewhere.read_bytes() == b"precious"
    assert not (tmp_path / "nothing").exists()


def test_a_named_pipe_is_not_opened(tmp_path: Path) -> None:
    """It would wait until somebody writes to it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        read_whole(tmp_path / "pipe")


def test_an_append_truncates_leftovers(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ledger"
    assert append_durably(path, b"one\n", at=0).st_size == 4
    path.write_bytes(b"one\ntorn li")
    status = append_durably(path, b"two\n", at=4)
    assert path.read_bytes() == b"one\ntwo\n"
    assert (status.st_size, status.st_ino) == (8, path.stat().st_ino)


def test_a_failed_append_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger"
    append_durably(path, b"one\n", at=0)
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing(errno.ENOSPC))
        with pytest.raises(OSError, match="No space left"):
            append_durably(path, b"two\n", at=4)
    assert path.read_bytes() == b"one\n"


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, bytes(data[:3])))
    append_durably(tmp_path / "ledger", b"a long line\n", at=0)
    assert (tmp_path / "ledger").read_bytes() == b"a long line\n"


def test_each_new_folder_is_synced_in_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("monitor.store.atomic_write.sync_folder", synced.append)
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert synced == [tmp_path, tmp_path / "a"]


def test_syncing_a_missing_folder_fails(tmp_path: Path) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "none")


def test_a_sweep_removes_what_is_half_written_and_nothing_else(tmp_path: Path) -> None:
    half = [".ledger.head.tmp", "acme/.x.html.gz.tmp", "acme/raw/2020/.y.part", ".index.sqlite.tmp-wal", ".index.sqlite.tmp-shm"]
    whole = ["ledger.head", "acme/x.tmp", "acme/raw/2020/y.part", ".tmp", ".DS_Store", "acme/.hidden"]
    for name in half + whole:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    sweep(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == set(whole)


def test_a_sweep_of_one_folder_leaves_those_below_alone(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    for folder in (tmp_path, tmp_path / "below"):
        (folder / ".page.part").write_bytes(b"half")
    sweep(tmp_path, below=False)
    assert [path.name for path in tmp_path.rglob(".*")] == [".page.part"]


def test_a_sweep_does_not_follow_links(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/.x.tmp").write_text("x")
    (tmp_path / "store").mkdir()
    (tmp_path / "store/link").symlink_to(tmp_path / "elsewhere")
    sweep(tmp_path / "store")
    sweep(tmp_path / "missing")
    assert (tmp_path / "elsewhere/.x.tmp").exists()


def test_what_need_not_survive_a_power_failure_is_not_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: pytest.fail("synced"))
    write_atomically(tmp_path / "x", b"1", sync_name=False, sync=False)
    assert (tmp_path / "x").read_bytes() == b"1"
