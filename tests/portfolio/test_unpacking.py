"""Compressed files of strangers."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from monitor.errors import UsageError
from monitor.portfolio.unpacking import check_unpacked, unpack


def packed(path: Path, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.json", data)
    return path


def test_one_file(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", b"{}")
    check_unpacked(path)
    assert unpack(path, "a.json") == b"{}"
    assert unpack(path, "b.json") is None


def test_a_list_of_contents_that_lies(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", b"x" * 5_000_000)
    data = path.read_bytes().replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    path.write_bytes(data)
    check_unpacked(path)
    try:
        found = unpack(path, "a.json", most=1_000)
    except UsageError:
        return
    assert found is not None
    assert len(found) <= 1_000


def test_more_than_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="more than 1,000 bytes"):
        unpack(packed(tmp_path / "a.zip", b"x" * 5_000), "a.json", most=1_000)


def test_what_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", b"x" * 5_000)
    data = bytearray(path.read_bytes())
    data[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match="can't be unpacked"):
        unpack(path, "a.json")
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(UsageError, match="damaged"):
        check_unpacked(path)
