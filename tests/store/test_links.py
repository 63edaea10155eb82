"""Symbolic links below the store are refused; the store itself may lie behind one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from monitor.store.links import is_link, refuse_links

from .examples import NOON, snapshot, version


@pytest.fixture
def kept(archive: SnapshotArchive) -> SnapshotArchive:
    archive.keep(snapshot(0), kept_at=NOON)
    archive.write_versions("acme", [version(0)])
    return archive


def replaced(path: Path, elsewhere: Path) -> None:
    """A file or folder moved out of the store, with a link in its place."""
    shutil.move(path, elsewhere / path.name)
    path.symlink_to(elsewhere / path.name)


PLACES: list[Callable[[SnapshotArchive], Path]] = [
    lambda archive: archive.root / "acme",
    lambda archive: archive.root / "acme/ledger.jsonl",
    lambda archive: archive.root / "acme/raw",
    lambda archive: archive.root / "acme/raw/2020",
    lambda archive: next((archive.root / "acme/raw").rglob("*.gz")),
]


@pytest.mark.parametrize("place", PLACES, ids=["policy", "ledger", "raw", "year", "bytes"])
def test_nothing_is_read_or_written_through_a_link(kept: SnapshotArchive, tmp_path: Path, place: Callable[[SnapshotArchive], Path]) -> None:
    path = place(kept)
    (tmp_path / "elsewhere").mkdir()
    replaced(path, tmp_path / "elsewhere")
    before = {found: found.read_bytes() for found in (tmp_path / "elsewhere").rglob("*") if found.is_file()}
    archive = SnapshotArchive(kept.root)
    assert any("symbolic link" in fault for fault in archive.verify())
    with pytest.raises(StoreError, match="symbolic link"):
        archive.read(archive.records("acme")[0])
    # Next to bytes that are a link, others may be kept.
    with suppress(StoreError):
        archive.keep(snapshot(0, captured_at=snapshot(0).captured_at.replace(second=9), body=b"new"), kept_at=NOON)
    assert {found: found.read_bytes() for found in (tmp_path / "elsewhere").rglob("*") if found.is_file()} == before


def test_texts_are_not_written_through_a_link(kept: SnapshotArchive, tmp_path: Path) -> None:
    shutil.rmtree(kept.root / "acme/text")
    (kept.root / "acme/text").symlink_to(tmp_path)
    with pytest.raises(StoreError, match="symbolic link"):
        kept.write_versions("acme", [version(0)])
    assert not list(tmp_path.glob("*.md"))


def test_a_link_in_place_of_a_text_is_replaced(kept: SnapshotArchive, tmp_path: Path) -> None:
    (text,) = (kept.root / "acme/text").iterdir()
    replaced(text, tmp_path)
    kept.write_versions("acme", [version(0)])
    assert not text.is_symlink()


def test_the_store_may_lie_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "snapshots").symlink_to(tmp_path / "disk")
    archive = SnapshotArchive(tmp_path / "snapshots")
    record, _ = archive.keep(snapshot(0), kept_at=NOON)
    assert archive.read(record) == snapshot(0).body
    assert archive.verify() == []


def test_a_link_that_leads_nowhere_is_one(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    assert is_link(tmp_path / "gone")
    assert not is_link(tmp_path / "nothing")
    with pytest.raises(StoreError, match="symbolic link"):
        refuse_links(tmp_path, tmp_path / "gone" / "deeper")
