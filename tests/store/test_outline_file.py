"""The outline's file: only what was kept under the same key is read, and whatever is wrong with the file, nothing is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.store.outline_file import OUTLINE, keep_outline, read_outline
from monitor.store.unknown_files import unknown_files


def test_what_was_kept_is_read_under_its_key_alone(tmp_path: Path) -> None:
    assert read_outline(tmp_path, "k1") is None
    keep_outline(tmp_path, "k1", b'{"a":1}')
    assert read_outline(tmp_path, "k1") == b'{"a":1}'
    assert read_outline(tmp_path, "k2") is None
    keep_outline(tmp_path, "k2", b"{}")
    assert (read_outline(tmp_path, "k1"), read_outline(tmp_path, "k2")) == (None, b"{}")
    assert [path.name for path in tmp_path.iterdir()] == [OUTLINE]


def test_every_damage_is_noticed(tmp_path: Path) -> None:
    keep_outline(tmp_path, "key", b'{"policies":[]}')
    path = tmp_path / OUTLINE
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_outline(tmp_path, "key") is None
        path.write_bytes(whole[:at])
        assert read_outline(tmp_path, "key") is None
    path.write_bytes(whole)
    assert read_outline(tmp_path, "key") is not None


def test_a_link_is_not_followed_and_is_replaced(tmp_path: Path) -> None:
    store, other = tmp_path / "snapshots", tmp_path / "other"
    store.mkdir()
    other.mkdir()
    keep_outline(other, "key", b"{}")
    (store / OUTLINE).symlink_to(other / OUTLINE)
    assert read_outline(store, "key") is None
    keep_outline(store, "key", b"[]")
    assert read_outline(store, "key") == b"[]"
    assert read_outline(other, "key") == b"{}", "nothing was written through the link"


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / OUTLINE)
    assert read_outline(tmp_path, "key") is None
    (tmp_path / OUTLINE).unlink()
    (tmp_path / OUTLINE).mkdir()
    assert read_outline(tmp_path, "key") is None
    keep_outline(tmp_path, "key", b"{}")  # a folder in its place can't be replaced: nothing is kept
    assert [path.name for path in tmp_path.iterdir()] == [OUTLINE]


def test_no_folder_is_made(tmp_path: Path) -> None:
    keep_outline(tmp_path / "snapshots", "key", b"{}")
    assert not (tmp_path / "snapshots").exists()


def test_a_folder_that_is_read_only_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("monitor.store.outline_file.write_atomically", refuse)
    keep_outline(tmp_path, "key", b"{}")
    assert read_outline(tmp_path, "key") is None


def test_verify_knows_the_file(tmp_path: Path) -> None:
    keep_outline(tmp_path, "key", b"{}")
    assert list(unknown_files(tmp_path, None, lambda policy: (), ())) == []
