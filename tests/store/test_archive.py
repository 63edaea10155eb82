"""What is kept is found again, by the product and without it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from subprocess import Popen
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.model import ArchivedCopy, Snapshot
from monitor.store.archive import SnapshotArchive

from .examples import NOON, URL, moment, snapshot, version, word


def test_a_snapshot_comes_back_byte_for_byte(files: SnapshotArchive) -> None:
    record, new = files.keep(snapshot(), kept_at=NOON)
    assert new
    assert files.read(record) == snapshot().body
    assert (record.sequence, record.size, record.sha256) == (1, len(snapshot().body), snapshot().sha256)
    assert (record.captured_at, record.kept_at, record.headers) == (NOON, NOON, {"Server": "Ärger"})
    assert record.path == f"acme/raw/2020/20200517120000-{record.sha256[:8]}.html.gz"


def test_another_process_reads_the_same(files: SnapshotArchive) -> None:
    kept = [files.keep(snapshot(n), kept_at=NOON)[0] for n in range(3)]
    files.say("acme", word(1, accept=False))
    again = SnapshotArchive(files.root)
    assert again.records("acme") == kept == files.records("acme")
    assert again.words("acme") == files.words("acme") == [word(1, accept=False)]
    assert again.policies() == ["acme"]
    assert again.verify() == files.verify() == []


def test_the_same_snapshot_is_kept_once(files: SnapshotArchive) -> None:
    first, _ = files.keep(snapshot(), kept_at=NOON)
    elsewhere = replace(snapshot(), captured_at=NOON.astimezone(timezone(timedelta(hours=9))))
    assert files.keep(elsewhere, kept_at=moment(3)) == (first, False)
    assert SnapshotArchive(files.root).keep(snapshot(), kept_at=moment(4)) == (first, False)
    assert len(files.records("acme")) == 1


def test_equal_bytes_are_stored_once(files: SnapshotArchive) -> None:
    one, _ = files.keep(snapshot(0, b"<html>same</html>"), kept_at=NOON)
    two, new = files.keep(snapshot(1, b"<html>same</html>"), kept_at=NOON)
    assert new
    assert two.path == one.path
    assert len(list(files.root.rglob("*.gz"))) == 1


def test_names_that_agree_in_eight_digits_do_not_overwrite_each_other(files: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = {b"<html>one": "ab" * 4 + "0" * 56, b"<html>two": "ab" * 4 + "1" * 56}
    monkeypatch.setattr(Snapshot, "sha256", property(lambda self: fake[self.body]))
    one, _ = files.keep(snapshot(0, b"<html>one"), kept_at=NOON)
    two, _ = files.keep(snapshot(0, b"<html>two"), kept_at=NOON)
    assert one.path != two.path
    assert gzip.decompress((files.root / one.path).read_bytes()) == b"<html>one"
    assert gzip.decompress((files.root / two.path).read_bytes()) == b"<html>two"


def test_bytes_that_were_lost_are_healed_when_they_are_met_again(files: SnapshotArchive) -> None:
    record, _ = files.keep(snapshot(0, b"<html>same"), kept_at=NOON)
    (files.root / record.path).unlink()
    assert len(files.verify()) == 1
    files.keep(snapshot(1, b"<html>same"), kept_at=NOON)
    assert files.verify() == []


def test_the_newest_is_the_latest_captured_of_its_address(files: SnapshotArchive) -> None:
    files.keep(snapshot(5), kept_at=NOON)
    files.keep(snapshot(2), kept_at=NOON)
    files.keep(snapshot(9, url="https://acme.example/other"), kept_at=NOON)
    newest = files.newest("acme", URL)
    assert newest is not None
    assert newest.captured_at == moment(5)
    assert files.newest("acme", "https://acme.example/none") is None


def test_reading_makes_nothing(tmp_path: Path) -> None:
    files = SnapshotArchive(tmp_path / "nowhere")
    assert files.records("acme") == files.words("acme") == files.policies() == files.verify() == []
    assert files.newest("acme", URL) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "a..b", "Acme", "-a", ".a", "a\n", "a\0", "ä", "a" * 101, "/etc"])
def test_an_id_that_could_leave_the_folder_is_refused(files: SnapshotArchive, name: str) -> None:
    for act in (
        lambda: files.keep(snapshot(policy=name), kept_at=NOON),
        lambda: files.records(name),
        lambda: files.say(name, word()),
        lambda: files.write_versions(name, [version()]),
        lambda: files.verify([name]),
    ):
        with pytest.raises(StoreError, match="can't name a policy's folder"):
            act()
    assert not files.root.exists()


@pytest.mark.parametrize(
    ("media_type", "body", "suffix"),
    [
        ("text/html", b"x", "html"),
        ("Application/XHTML+XML; a=b", b"x", "html"),
        ("application/pdf", b"x", "pdf"),
        ("application/octet-stream", b"%PDF-1.4", "pdf"),
        ("text/markdown", b"x", "md"),
        ("text/plain; charset=utf-8", b"x", "txt"),
        ("text/x-../../etc", b"x", "txt"),
        (None, b" \n<!DOCTYPE html>", "html"),
        (None, b"\x00\x01", "bin"),
    ],
)
def test_the_suffix_says_what_the_bytes_are(files: SnapshotArchive, media_type: str | None, body: bytes, suffix: str) -> None:
    record, _ = files.keep(snapshot(0, body, media_type=media_type), kept_at=NOON)
    assert record.path.endswith(f".{suffix}.gz")
    assert files.read(record) == body


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.binary(max_size=300), st.sampled_from(["a", "b"])), max_size=8))
def test_any_bytes_in_any_order_are_kept(tmp_path_factory: pytest.TempPathFactory, arrivals: list[tuple[int, bytes, str]]) -> None:
    files = SnapshotArchive(tmp_path_factory.mktemp("store"), remember=2000)
    kept = [files.keep(snapshot(n, body, policy=policy), kept_at=NOON) for n, body, policy in arrivals]
    for (n, body, policy), (record, _) in zip(arrivals, kept, strict=True):
        assert files.read(record) == body
        assert record in files.records(policy)
        assert record.captured_at == moment(n)
    assert sum(new for _, new in kept) == len(set(arrivals))
    assert files.verify() == []


def test_equal_bytes_make_equal_files(files: SnapshotArchive, tmp_path: Path) -> None:
    other = SnapshotArchive(tmp_path / "other")
    path = files.keep(snapshot(), kept_at=NOON)[0].path
    other.keep(snapshot(), kept_at=moment(7))
    assert (files.root / path).read_bytes() == (other.root / path).read_bytes()


def test_what_another_process_adds_is_seen(files: SnapshotArchive) -> None:
    files.keep(snapshot(0), kept_at=NOON)
    SnapshotArchive(files.root).keep(snapshot(1), kept_at=NOON)
    assert [record.sequence for record in files.records("acme")] == [1, 2]
    files.keep(snapshot(2), kept_at=NOON)
    assert files.verify() == []


def test_few_ledgers_are_remembered_and_all_are_right(files: SnapshotArchive) -> None:
    small = SnapshotArchive(files.root, remember=1500)
    for n in range(3):
        for policy in "abcdef":
            small.keep(snapshot(n, policy=policy), kept_at=NOON)
    assert len(small._ledgers) < 4
    assert [len(small.records(policy)) for policy in "abcdef"] == [3] * 6
    assert small.verify() == []


def test_threads_may_keep_at_once(files: SnapshotArchive) -> None:
    def keep(start: int) -> None:
        for n in range(start, start + 10):
            files.keep(snapshot(n, policy="ab"[n % 2]), kept_at=NOON)

    threads = [Thread(target=keep, args=(start,)) for start in range(0, 40, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(files.records("a")) == len(files.records("b")) == 20
    assert files.verify() == []


# --- without the product ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("zcat") is None, reason="zcat isn't installed")
def test_zcat_reads_the_bytes(files: SnapshotArchive) -> None:
    record, _ = files.keep(snapshot(), kept_at=NOON)
    assert subprocess.run(["zcat", files.root / record.path], capture_output=True, check=True).stdout == snapshot().body


def test_the_chain_can_be_checked_by_hand(files: SnapshotArchive) -> None:
    for n in range(3):
        files.keep(snapshot(n), kept_at=NOON)
    files.say("acme", word())
    previous = "0" * 64
    for number, line in enumerate((files.root / "acme/ledger.jsonl").read_bytes().splitlines(), start=1):
        data = json.loads(line)
        assert (data["previous"], data["sequence"], data["policy"]) == (previous, number, "acme")
        previous = hashlib.sha256(line).hexdigest()
    assert json.loads((files.root / "acme/ledger.head").read_bytes()) == {"lines": 4, "sha256": previous}


@pytest.mark.skipif(not all(map(shutil.which, ("bash", "jq", "sha256sum"))), reason="bash, jq or sha256sum isn't installed")
def test_the_readme_s_own_check_works(files: SnapshotArchive) -> None:
    for n in range(3):
        files.keep(snapshot(n), kept_at=NOON)
    readme = (files.root / "README.md").read_text()
    script = readme[readme.index("    previous=") : readme.index("A last line")]
    assert subprocess.run(["bash", "-c", script], cwd=files.root, capture_output=True, text=True, check=True).stdout == ""
    ledger = files.root / "acme/ledger.jsonl"
    ledger.write_text("".join(ledger.read_text().splitlines(keepends=True)[::2]))
    assert "broken before" in subprocess.run(["bash", "-c", script], cwd=files.root, capture_output=True, text=True, check=True).stdout


def test_a_readme_that_is_there_is_left_alone(files: SnapshotArchive) -> None:
    files.root.mkdir()
    (files.root / "README.md").write_text("mine")
    files.keep(snapshot(), kept_at=NOON)
    assert (files.root / "README.md").read_text() == "mine"


# --- when the disk says no -------------------------------------------------------------------------------------------

KEEP_UNTIL_IT_FAILS = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from examples import NOON, snapshot, word
files = SnapshotArchive(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
kept = 0
try:
    for n in range(1000):
        files.keep(snapshot(n), kept_at=NOON)
        kept += 1
except StoreError as error:
    print(error)
    try:
        files.say("acme", replace(word(), why="long " * 9999))
    except StoreError as error:
        print(error)
    print(kept, len(files.records("acme")))
"""


@pytest.mark.parametrize("limit", [40, 3000, 5000, 5001])
def test_a_full_disk_is_said_and_nothing_half_written_stays(files: SnapshotArchive, child: Callable[..., Popen[str]], limit: int) -> None:
    out, err = child(KEEP_UNTIL_IT_FAILS, files.root, limit).communicate()
    assert err == ""
    says, again, kept = out.splitlines()
    assert "can't write" in says
    assert "can't write" in again
    assert "ulimit" in says
    assert kept.split()[0] == kept.split()[1]
    assert files.verify() == []
    assert not list(files.root.rglob("*.tmp"))
    files.keep(snapshot(2000), kept_at=NOON)
    assert len(files.records("acme")) == int(kept.split()[0]) + 1
    assert files.verify() == []


AS_NOBODY = """
import os, sys
from pathlib import Path
from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from monitor.store.lock import store_lock
from examples import NOON, snapshot, version, word
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
files = SnapshotArchive(Path(sys.argv[1]))
print(len(files.records("acme")), files.verify())
def lock():
    with store_lock(files.root, wait=0, owner="test"):
        pass
def keep():
    files.keep(snapshot(1), kept_at=NOON)
for act in (keep, lambda: files.say("acme", word()), lambda: files.write_versions("acme", [version()]), lock):
    try:
        act()
    except StoreError as error:
        print(error)
"""


def test_a_read_only_folder_is_read_and_writing_says_so(child: Callable[..., Popen[str]], open_folder: Path) -> None:
    folder = open_folder
    files = SnapshotArchive(folder / "snapshots")
    files.keep(snapshot(), kept_at=NOON)
    before = [(path, path.stat().st_mode) for path in (folder, *folder.rglob("*"))]
    for path, _ in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        out, err = child(AS_NOBODY, files.root).communicate()
    finally:
        for path, mode in before:
            path.chmod(mode)
    assert err == ""
    first, *rest = out.splitlines()
    assert first == "1 []"
    assert len(rest) == 4
    assert all("ermission denied; give this user the right" in line for line in rest), rest


def test_a_folder_in_the_place_of_a_file_is_said(files: SnapshotArchive) -> None:
    (files.root / "acme/ledger.jsonl").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"can't read .*directory"):
        files.records("acme")
    assert len(files.verify()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists() or os.name == "nt", reason="there is no /dev/full")
def test_a_device_that_is_full_is_said(files: SnapshotArchive) -> None:
    files.root.mkdir()
    (files.root / ".README.md.tmp").symlink_to("/dev/full")
    with pytest.raises(StoreError, match="No space left on device; free some space"):
        files.keep(snapshot(), kept_at=NOON)
    assert files.records("acme") == []


def test_an_archives_copy_is_a_line_that_verify_proves(files: SnapshotArchive) -> None:
    record, _ = files.keep(snapshot(), kept_at=NOON)
    copy = ArchivedCopy(record.url, record.sha256, record.captured_at, "https://archive.example/web/20200101000000/x", NOON)
    files.note_saved(record.policy, copy)
    again = SnapshotArchive(files.root)
    assert again.saved(record.policy) == [copy]
    assert again.records(record.policy) == [record]
    assert again.verify() == []
    ledger = files.root / record.policy / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"archive.example", b"another.example"))
    assert SnapshotArchive(files.root).verify() != []
