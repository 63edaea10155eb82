"""Files made against predecessors: what goes in comes out, any zstd reads them, and damaged or hostile ones are refused."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store.patches import KEY_EVERY, Base, Patch, Unreadable, content_of, frame_of, make, take_apart
from tests.sampling import examples

OLD = b"We keep your order for 30 days. We never sell what you tell us about yourself.\n" * 40
NEW = OLD.replace(b"30 days", b"60 days", 1)


def base(content: bytes = OLD, **other: object) -> Base:
    values = {"path": "2020/20200517120000-1a2b3c4d.html.zst", "sha256": sha256(content).hexdigest(), "depth": 1}
    return Base(**{**values, **other})  # type: ignore[arg-type]


def noted(note: object) -> bytes:
    data = note if isinstance(note, bytes) else json.dumps(note).encode()
    return struct.pack("<II", 0x184D2A50, len(data)) + data + frame_of(NEW)


@given(st.binary(max_size=3_000), st.binary(max_size=3_000))
@settings(max_examples=examples(60))
def test_what_goes_in_comes_out(old: bytes, new: bytes) -> None:
    key = take_apart(make(old))
    assert key.base is None
    assert content_of(key, most=len(old)) == old
    patch = take_apart(make(new, base(old), old))
    assert patch.base == base(old)
    assert content_of(patch, old, most=len(new)) == new


def test_a_small_edit_makes_a_small_file() -> None:
    assert len(make(NEW, base(), OLD)) < 300
    assert make(NEW, base(), OLD) == make(NEW, base(), OLD), "equal arguments give equal files"


def test_another_base_is_noticed() -> None:
    patch = take_apart(make(NEW, base(), OLD))
    other = OLD.replace(b"never", b"often")
    with pytest.raises(Unreadable):
        content_of(patch, other, most=len(NEW))


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 40, -1])
@pytest.mark.parametrize("data", [make(OLD), make(NEW, base(), OLD)], ids=["key", "patch"])
def test_a_file_that_is_cut_off_is_refused(data: bytes, cut: int) -> None:
    with pytest.raises(Unreadable):
        content_of(take_apart(data[:cut]), OLD, most=10_000)


def test_every_flipped_bit_is_noticed_or_changes_nothing() -> None:
    data = make(NEW, base(), OLD)
    for place in range(len(data) * 8):
        altered = bytearray(data)
        altered[place // 8] ^= 1 << place % 8
        try:
            patch = take_apart(bytes(altered))
            content = content_of(patch, OLD if patch.base else b"", most=len(NEW))
        except Unreadable:
            continue
        assert content == NEW, place


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"[" * 900,
        b"\xff\xfe",
        [],
        {},
        {"patch_from": 1, "sha256": "", "depth": 1},
        {"patch_from": "x", "sha256": None, "depth": 1},
        {"patch_from": "x", "sha256": "", "depth": 0},
        {"patch_from": "x", "sha256": "", "depth": True},
        {"patch_from": "x", "sha256": "", "depth": KEY_EVERY},
        b" " * 2_000,
    ],
    ids=repr,
)
def test_a_note_that_is_not_ours_is_refused(note: object) -> None:
    with pytest.raises(Unreadable):
        take_apart(noted(note))


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    bomb = zstandard.ZstdCompressor(19).compress(bytes(50_000_000))
    with pytest.raises(Unreadable, match="at most 1000 bytes"):
        content_of(Patch(None, bomb), most=1_000)
    # One that does not announce its size could have any.
    stream = zstandard.ZstdCompressor(19).compressobj()
    silent = stream.compress(bytes(50_000_000)) + stream.flush()
    with pytest.raises(Unreadable):
        content_of(Patch(None, silent), most=100_000_000)


def test_what_follows_the_frame_is_refused() -> None:
    with pytest.raises(Unreadable):
        content_of(take_apart(make(OLD) + b"more"), most=10_000)


@pytest.mark.skipif(shutil.which("zstd") is None, reason="the zstd command is not installed")
def test_the_zstd_command_reads_them(tmp_path: Path) -> None:
    (tmp_path / "key.zst").write_bytes(make(OLD))
    (tmp_path / "patch.zst").write_bytes(make(NEW, base(), OLD))
    (tmp_path / "old").write_bytes(OLD)
    read = ["zstd", "-dcq"]
    assert subprocess.run([*read, "key.zst"], cwd=tmp_path, capture_output=True, check=True).stdout == OLD
    assert subprocess.run([*read, "--patch-from=old", "patch.zst"], cwd=tmp_path, capture_output=True, check=True).stdout == NEW
