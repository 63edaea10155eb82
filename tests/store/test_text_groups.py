"""Texts in groups: read by their names, written anew where they change, and any tar reads them."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Version
from monitor.store import text_groups
from monitor.store.archive import SnapshotArchive
from monitor.store.packing import Packed
from monitor.store.patches import make
from monitor.store.text_groups import GroupDamaged, digests, groups, loose_names, pack_texts, read_group
from monitor.store.texts import differing_texts, text_faults

from .examples import version


@pytest.fixture
def folder(archive: SnapshotArchive) -> Path:
    archive.write_versions("acme", versions(6))
    return archive.root / "acme/text"


def versions(count: int) -> list[Version]:
    return [version(n) for n in range(count)]


def names(folder: Path) -> list[str]:
    return sorted(name for group in digests(folder).values() for name in group)


def intact(folder: Path, wanted: list[Version]) -> bool:
    return not [*text_faults(folder), *differing_texts(folder, wanted)]


def test_texts_move_into_a_group_and_are_not_written_again(archive: SnapshotArchive, folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in loose_names(folder)}
    done = pack_texts(folder)
    assert (done.objects, loose_names(folder), groups(folder)) == (6, [], ["20200517120000.tar.zst"])
    assert done.after < done.before / 2
    assert read_group(folder / groups(folder)[0]) == before
    archive.write_versions("acme", versions(6))
    assert loose_names(folder) == []
    assert intact(folder, versions(6))
    assert pack_texts(folder) == Packed()


def test_a_new_text_is_loose_until_it_joins_the_group(archive: SnapshotArchive, folder: Path) -> None:
    pack_texts(folder)
    archive.write_versions("acme", versions(7))
    assert loose_names(folder) == ["20200523120000.md"]
    assert intact(folder, versions(7))
    pack_texts(folder)
    assert (len(groups(folder)), names(folder)[-1], loose_names(folder)) == (1, "20200523120000.md", [])
    assert intact(folder, versions(7))


def test_full_groups_are_left_alone(archive: SnapshotArchive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_groups, "_MOST_TEXTS", 4)
    pack_texts(folder)
    assert [len(group) for group in digests(folder).values()] == [4, 2]
    first = (folder / groups(folder)[0]).stat()
    archive.write_versions("acme", versions(9))
    pack_texts(folder)
    assert [len(group) for group in digests(folder).values()] == [4, 4, 1]
    assert (folder / groups(folder)[0]).stat() == first
    assert intact(folder, versions(9))


def test_a_text_that_changes_or_goes_takes_its_group_apart(archive: SnapshotArchive, folder: Path) -> None:
    pack_texts(folder)
    wanted = [*versions(3), version(3, captures=9), version(5)]
    archive.write_versions("acme", wanted)
    assert (groups(folder), len(loose_names(folder))) == ([], 5)
    assert intact(folder, wanted)
    pack_texts(folder)
    assert intact(folder, wanted)


def test_a_loose_file_counts_more_than_a_group(archive: SnapshotArchive, folder: Path) -> None:
    """As a kill leaves it between the two steps of packing, or of deriving."""
    held = {name: (folder / name).read_bytes() for name in loose_names(folder)}
    pack_texts(folder)
    name, content = next(iter(held.items()))
    (folder / name).write_bytes(content)
    assert intact(folder, versions(6))
    assert pack_texts(folder).objects == 1
    assert (loose_names(folder), len(names(folder))) == ([], 6)
    (folder / name).write_bytes(content.replace(b"days", b"years"))
    assert [name in fault for fault in text_faults(folder)] == [True]
    archive.write_versions("acme", versions(6))
    assert intact(folder, versions(6))


@pytest.mark.parametrize("damage", [b"", b"no group", make(b"no tar" * 200), make(b"")], ids=["empty", "text", "no tar", "nothing in it"])
def test_a_damaged_group_is_named_and_restored(archive: SnapshotArchive, folder: Path, damage: bytes) -> None:
    pack_texts(folder)
    group = folder / groups(folder)[0]
    group.write_bytes(damage)
    found = [*text_faults(folder), *differing_texts(folder, versions(6))]
    assert len(found) >= 6
    archive.write_versions("acme", versions(6))
    assert (groups(folder), intact(folder, versions(6))) == ([], True)


def tar(name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as made:
        about = tarfile.TarInfo(name)
        about.size, about.type, about.linkname = len(content), kind, "/etc/passwd"
        made.addfile(about, io.BytesIO(content))
    return make(buffer.getvalue())


@pytest.mark.parametrize(
    "hostile",
    [
        tar("../../evil.md"),
        tar("/etc/20200517120000.md"),
        tar("20200517120000.md", b"", tarfile.SYMTYPE),
        tar("20200517120000.md", b"", tarfile.FIFOTYPE),
    ],
    ids=["up", "absolute", "link", "pipe"],
)
def test_what_is_no_text_of_ours_is_refused(folder: Path, hostile: bytes) -> None:
    (folder / "20200517120000.tar.zst").write_bytes(hostile)
    with pytest.raises(GroupDamaged):
        read_group(folder / "20200517120000.tar.zst")


def test_a_bomb_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_groups, "_MOST_UNPACKED", 1_000_000)
    (folder / "20200517120000.tar.zst").write_bytes(tar("20200517120000.md", bytes(2_000_000)))
    with pytest.raises(GroupDamaged, match="at most 1000000 bytes"):
        read_group(folder / "20200517120000.tar.zst")


def test_an_altered_text_in_a_group_is_named(folder: Path) -> None:
    pack_texts(folder)
    held = read_group(folder / groups(folder)[0])
    name = min(held)
    (folder / groups(folder)[0]).write_bytes(tar(name, held[name].replace(b"always", b"seldom")))
    assert [f"{name} in " in fault and "altered" in fault for fault in text_faults(folder)] == [True]


def test_a_group_that_was_not_written_as_it_should_leaves_the_texts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_groups, "write_atomically", lambda path, data: path.write_bytes(data[:-3]))
    with pytest.raises(StoreError):
        pack_texts(folder)
    assert len(loose_names(folder)) == 6


def test_no_texts_make_no_group(tmp_path: Path) -> None:
    assert pack_texts(tmp_path / "none") == Packed()
    assert digests(tmp_path / "none") == {}


@pytest.mark.skipif(shutil.which("zstd") is None or shutil.which("tar") is None, reason="tar and zstd are not installed")
def test_the_tar_command_reads_them(folder: Path) -> None:
    before = (folder / "20200519120000.md").read_bytes()
    pack_texts(folder)
    read = ["tar", "--zstd", "-xOf", "20200517120000.tar.zst", "20200519120000.md"]
    assert subprocess.run(read, cwd=folder, capture_output=True, check=True).stdout == before


def test_versions_of_one_second_keep_their_names(archive: SnapshotArchive) -> None:
    twins = [version(0), replace(version(1), captured_at=version(0).captured_at)]
    archive.write_versions("acme", twins)
    pack_texts(archive.root / "acme/text")
    archive.write_versions("acme", twins)
    assert intact(archive.root / "acme/text", twins)
