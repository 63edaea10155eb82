"""Files and folders through fsspec, on a disk; `test_object_storage.py` has the same on S3."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.corpus import storage
from monitor.corpus.storage import absolute, is_file, joined, local_copy, local_path, names, opened, read_whole, sweep, write_whole
from monitor.errors import StoreError, UsageError


def test_addresses() -> None:
    assert local_path("file:///a/b") == Path("/a/b")
    assert local_path("s3://a/b") is None
    assert joined("s3://a/", "b", "c") == "s3://a/b/c"
    assert absolute("s3://a/b/") == "s3://a/b"
    assert absolute("a") == str(Path.cwd() / "a")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    place = str(tmp_path / "a" / "b" / "c.parquet")
    for content in (b"one", b"two"):
        write_whole(place, content)
        assert read_whole(place) == content
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["c.parquet"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(str(tmp_path / "a"), b"one")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(StoreError, match="free some space"):
        write_whole(str(tmp_path / "a"), b"two")
    assert read_whole(str(tmp_path / "a")) == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_killed_workers_left_is_swept(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "x" / "a.parquet"), b"one")
    (tmp_path / "x" / ".a.parquet.0123abcd.tmp").write_bytes(b"half")
    sweep(str(tmp_path))
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["a.parquet"]


def test_folders_are_listed_by_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a b.md").touch()
    assert names(str(tmp_path)) == [("a b.md", False), ("b", True)]
    assert names(str(tmp_path / "a b.md")) == names(str(tmp_path / "nothing")) == []
    assert is_file(str(tmp_path / "a b.md"))
    assert not is_file(str(tmp_path / "b"))


def test_a_local_place_needs_no_copy(tmp_path: Path) -> None:
    with local_copy(str(tmp_path)) as here:
        assert here == tmp_path


def test_a_copy_of_a_remote_place_is_removed() -> None:
    fs, _ = opened("memory://c")
    fs.pipe({"/c/a.md": b"one", "/c/d/b.md": b"two"})
    with local_copy("memory://c") as here:
        assert (here / "d" / "b.md").read_bytes() == b"two"
    assert not here.exists()
    with local_copy("memory://c/a.md") as here:
        assert here.read_bytes() == b"one"


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        read_whole(str(tmp_path / "a"))
    with pytest.raises(StoreError, match="memory://nothing"), local_copy("memory://nothing/x"):
        pass


@pytest.mark.parametrize("address", ["nonsense://a/b", "gs://bucket/x", "az://container/x"])
def test_a_kind_of_storage_without_a_driver_is_named(address: str) -> None:
    import importlib.util

    if any(importlib.util.find_spec(name) for name in ("gcsfs", "adlfs")):
        pytest.skip("the driver is installed here")
    with pytest.raises(UsageError, match=address.partition(":")[0]):
        opened(address)
