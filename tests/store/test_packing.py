"""Packing bytes: smaller, and nothing is lost, whatever happens in between."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.errors import BytesLost, StoreError
from monitor.store import packing
from monitor.store.archive import SnapshotArchive
from monitor.store.objects import depth_of
from monitor.store.packing import Packed
from monitor.store.patches import KEY_EVERY

from .examples import NOON, moment, snapshot, version

PACK = """
import os, signal, sys
from pathlib import Path
before, step = int(sys.argv[2]), 0

def count(event, args):
    global step
    if event in ("os.rename", "os.remove") or (event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR)):
        step += 1
        if step == before:
            os.kill(os.getpid(), signal.SIGKILL)

from monitor.store.archive import SnapshotArchive
archive = SnapshotArchive(Path(sys.argv[1]))
sys.addaudithook(count)
for _ in archive.pack("acme"):
    pass
print(step)
"""
"""Kills itself before its n-th write or removal; 0: never."""


def page(n: int) -> bytes:
    lines = [b"<p>Statement %d: we keep what you tell us for %d days.</p>\n" % (i, i if i != n % 90 else 1000 + n) for i in range(100)]
    return b"<html>" + b"".join(lines) + b"</html>"


def filled(archive: SnapshotArchive, count: int = 8) -> SnapshotArchive:
    for n in range(count):
        archive.keep(snapshot(n, page(n)), kept_at=NOON)
    archive.write_versions("acme", [version(n) for n in range(4)])
    return archive


def pack(archive: SnapshotArchive, policy: str = "acme") -> Packed:
    return sum(archive.pack(policy), Packed())


def files(archive: SnapshotArchive, ending: str, policy: str = "acme") -> list[Path]:
    return sorted((archive.root / policy / "raw").rglob(f"*{ending}"))


def bodies(archive: SnapshotArchive, policy: str = "acme") -> list[bytes]:
    return [archive.read(record) for record in archive.records(policy)]


def test_everything_is_smaller_and_still_there(archive: SnapshotArchive) -> None:
    filled(archive)
    done = pack(archive)
    assert (done.objects, done.lost) == (8 + 4, ())
    assert done.after < done.before / 2
    assert (len(files(archive, ".gz")), len(files(archive, ".zst"))) == (0, 8)
    assert bodies(archive) == bodies(SnapshotArchive(archive.root)) == [page(n) for n in range(8)]
    assert archive.verify() == []
    assert pack(archive) == Packed(), "there is nothing left to do"


def test_what_comes_later_goes_on_from_there(archive: SnapshotArchive) -> None:
    filled(archive, 3)
    pack(archive)
    first = {path: path.read_bytes() for path in files(archive, ".zst")}
    archive.keep(snapshot(5, page(5), source="import"), kept_at=NOON)
    archive.keep(snapshot(4, page(4), source="import"), kept_at=NOON)
    assert len(files(archive, ".gz")) == 2, "bytes are kept loose first"
    assert pack(archive).objects == 2
    assert all(path.read_bytes() == content for path, content in first.items()), "packed files never change"
    raw = archive.root / "acme/raw"
    assert [depth_of(raw, path.relative_to(raw).as_posix()) for path in files(archive, ".zst")] == [0, 1, 2, 3, 4]
    assert archive.verify() == []


def test_a_page_that_returns_is_not_stored_again(archive: SnapshotArchive) -> None:
    filled(archive)
    pack(archive)
    record, new = archive.keep(snapshot(20, page(0)), kept_at=NOON)
    assert new
    assert files(archive, ".gz") == []
    assert archive.read(record) == page(0)
    assert pack(archive).objects == 0


def test_chains_end(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "KEY_EVERY", 4)
    filled(archive, 10)
    pack(archive)
    raw = archive.root / "acme/raw"
    assert [depth_of(raw, path.relative_to(raw).as_posix()) for path in files(archive, ".zst")] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]
    assert KEY_EVERY <= 50


def test_two_pages_have_chains_of_their_own_and_unlike_bytes_stand_alone(archive: SnapshotArchive) -> None:
    noise = random.Random(15)
    for n in range(4):
        archive.keep(snapshot(n, noise.randbytes(2_000)), kept_at=NOON)
        archive.keep(snapshot(n, page(n), url="https://acme.example/terms"), kept_at=NOON)
    pack(archive)
    raw = archive.root / "acme/raw"
    depths = sorted(depth_of(raw, path.relative_to(raw).as_posix()) for path in files(archive, ".zst"))
    assert depths == [0, 0, 0, 0, 0, 1, 2, 3]
    assert archive.verify() == []


def test_two_policies_are_independent_and_a_folder_may_move(archive: SnapshotArchive, tmp_path: Path) -> None:
    filled(archive)
    for n in range(3):
        archive.keep(snapshot(n, page(n), policy="sorrel"), kept_at=NOON)
    pack(archive, "sorrel")
    assert (len(files(archive, ".zst")), len(files(archive, ".zst", "sorrel"))) == (0, 3)
    archive.root.replace(tmp_path / "moved")
    assert bodies(SnapshotArchive(tmp_path / "moved"), "sorrel") == [page(n) for n in range(3)]


def test_killed_before_any_of_its_writes(tmp_path: Path, child: Callable[..., subprocess.Popen[str]]) -> None:
    filled(SnapshotArchive(tmp_path / "snapshots"), 3)
    for step in (1, 2, 3, 5, 9):
        shutil.copytree(tmp_path / "snapshots", tmp_path / f"killed{step}")
        process = child(PACK, tmp_path / f"killed{step}", step)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        again = SnapshotArchive(tmp_path / f"killed{step}")
        assert bodies(again) == [page(n) for n in range(3)], f"killed before step {step}"
        assert again.verify() == []
        assert pack(again).lost == ()
        assert (files(again, ".gz"), len(files(again, ".zst"))) == ([], 3)


def test_both_forms_are_left_by_a_kill_and_either_will_do(archive: SnapshotArchive) -> None:
    filled(archive)
    loose = {path: path.read_bytes() for path in files(archive, ".gz")}
    pack(archive)
    for path, content in loose.items():
        path.write_bytes(content)
    assert archive.verify() == []
    first = files(archive, ".zst")[0]
    first.write_bytes(first.read_bytes()[:50])
    assert bodies(archive) == [page(n) for n in range(8)]
    faults = SnapshotArchive(archive.root).verify()
    assert len(faults) == 8, "the copies are told of, although nothing is lost"
    assert pack(archive).lost == ()
    assert archive.verify() == [], "and mended from the loose ones"


def test_a_damaged_key_frame_names_what_it_takes_with_it(archive: SnapshotArchive) -> None:
    filled(archive)
    pack(archive)
    key = files(archive, ".zst")[0]
    key.write_bytes(key.read_bytes()[:100])
    faults = SnapshotArchive(archive.root).verify()
    assert len(faults) == 8
    assert all(path.name in " ".join(faults) for path in files(archive, ".zst"))
    assert all(key.name in fault for fault in faults)
    done = pack(SnapshotArchive(archive.root))
    assert len(done.lost) == 8


def test_a_damaged_loose_file_stays_as_it_is(archive: SnapshotArchive) -> None:
    filled(archive)
    damaged = files(archive, ".gz")[3]
    damaged.write_bytes(damaged.read_bytes()[:40])
    done = pack(archive)
    assert len(done.lost) == 1
    assert damaged.name in done.lost[0]
    assert files(archive, ".gz") == [damaged]
    with pytest.raises(BytesLost):
        archive.read(archive.records("acme")[3])


def test_a_full_disk_stops_it_and_loses_nothing(archive: SnapshotArchive) -> None:
    filled(archive)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150, hard))
    try:
        with pytest.raises(StoreError, match="can't write"):
            pack(archive)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert bodies(archive) == [page(n) for n in range(8)]
    assert archive.verify() == []
    assert pack(archive).lost == ()


def test_a_disk_that_gives_back_something_else_keeps_the_loose_file(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(archive)
    monkeypatch.setattr(packing, "write_atomically", lambda path, data: path.write_bytes(data[:-1]))
    with pytest.raises(BytesLost):
        pack(archive)
    assert bodies(archive) == [page(n) for n in range(8)]


def test_links_are_refused(archive: SnapshotArchive, tmp_path: Path) -> None:
    filled(archive)
    loose = files(archive, ".gz")[0]
    loose.with_name(loose.name.replace(".gz", ".zst")).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="symbolic link"):
        pack(archive)
    assert not (tmp_path / "elsewhere").exists()


def test_new_files_are_as_readable_as_the_old_ones(archive: SnapshotArchive) -> None:
    filled(archive, 2)
    mode = files(archive, ".gz")[0].stat().st_mode
    pack(archive)
    assert {path.stat().st_mode for path in files(archive, ".zst")} == {mode}
    assert moment(0) == archive.records("acme")[0].captured_at
