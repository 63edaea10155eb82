"""What is kept is found again, by the product and without it."""

from __future__ import annotations

import errno
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
from monitor.store.ledger import LedgerRepair, QueuedAlert
from tests.sampling import examples

from .examples import NOON, URL, decision, moment, review, snapshot, version


def test_a_snapshot_comes_back_byte_for_byte(archive: SnapshotArchive) -> None:
    record, new = archive.keep(snapshot(), kept_at=NOON)
    assert new
    assert archive.read(record) == snapshot().body
    assert (record.sequence, record.size, record.sha256) == (1, len(snapshot().body), snapshot().sha256)
    assert (record.captured_at, record.kept_at, record.headers) == (NOON, NOON, {"Server": "Ärger"})
    assert record.path == f"acme/raw/2020/20200517120000-{record.sha256[:8]}.html.gz"


def test_another_process_reads_the_same(archive: SnapshotArchive) -> None:
    kept = [archive.keep(snapshot(n), kept_at=NOON)[0] for n in range(3)]
    archive.record_decision("acme", decision(1, accept=False))
    again = SnapshotArchive(archive.root)
    assert again.records("acme") == kept == archive.records("acme")
    assert again.decisions("acme") == archive.decisions("acme") == [decision(1, accept=False)]
    assert again.policies() == ["acme"]
    assert again.verify() == archive.verify() == []


def test_the_same_snapshot_is_kept_once(archive: SnapshotArchive) -> None:
    first, _ = archive.keep(snapshot(), kept_at=NOON)
    elsewhere = replace(snapshot(), captured_at=NOON.astimezone(timezone(timedelta(hours=9))))
    assert archive.keep(elsewhere, kept_at=moment(3)) == (first, False)
    assert SnapshotArchive(archive.root).keep(snapshot(), kept_at=moment(4)) == (first, False)
    assert len(archive.records("acme")) == 1


def test_equal_bytes_are_stored_once(archive: SnapshotArchive) -> None:
    one, _ = archive.keep(snapshot(0, b"<html>same</html>"), kept_at=NOON)
    two, new = archive.keep(snapshot(1, b"<html>same</html>"), kept_at=NOON)
    assert new
    assert two.path == one.path
    assert len(list(archive.root.rglob("*.gz"))) == 1


def test_digests_that_share_eight_digits_get_different_names(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = {b"<html>one": "ab" * 4 + "0" * 56, b"<html>two": "ab" * 4 + "1" * 56}
    monkeypatch.setattr(Snapshot, "sha256", property(lambda self: fake[self.body]))
    one, _ = archive.keep(snapshot(0, b"<html>one"), kept_at=NOON)
    two, _ = archive.keep(snapshot(0, b"<html>two"), kept_at=NOON)
    assert one.path != two.path
    assert gzip.decompress((archive.root / one.path).read_bytes()) == b"<html>one"
    assert gzip.decompress((archive.root / two.path).read_bytes()) == b"<html>two"


def test_lost_bytes_are_restored_when_fetched_again(archive: SnapshotArchive) -> None:
    record, _ = archive.keep(snapshot(0, b"<html>same"), kept_at=NOON)
    (archive.root / record.path).unlink()
    assert len(archive.verify()) == 1
    archive.keep(snapshot(1, b"<html>same"), kept_at=NOON)
    assert archive.verify() == []


def test_latest_is_the_latest_captured_of_its_url(archive: SnapshotArchive) -> None:
    archive.keep(snapshot(5), kept_at=NOON)
    archive.keep(snapshot(2, source="wayback"), kept_at=NOON)
    archive.keep(snapshot(9, url="https://acme.example/other"), kept_at=NOON)
    newest = archive.latest("acme", URL)
    assert newest is not None
    assert newest.captured_at == moment(5)
    assert archive.latest("acme", "https://acme.example/none") is None


def test_reading_creates_nothing(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path / "nowhere")
    assert archive.records("acme") == archive.decisions("acme") == archive.policies() == archive.verify() == []
    assert archive.latest("acme", URL) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "a..b", "Acme", "-a", ".a", "a\n", "a\0", "ä", "a" * 101, "/etc"])
def test_an_id_that_could_leave_the_folder_is_refused(archive: SnapshotArchive, name: str) -> None:
    for act in (
        lambda: archive.keep(snapshot(policy=name), kept_at=NOON),
        lambda: archive.records(name),
        lambda: archive.record_decision(name, decision()),
        lambda: archive.write_versions(name, [version()]),
        lambda: archive.verify([name]),
    ):
        with pytest.raises(StoreError, match="can't be a folder name"):
            act()
    assert not archive.root.exists()


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
def test_the_suffix_says_what_the_bytes_are(archive: SnapshotArchive, media_type: str | None, body: bytes, suffix: str) -> None:
    record, _ = archive.keep(snapshot(0, body, media_type=media_type), kept_at=NOON)
    assert record.path.endswith(f".{suffix}.gz")
    assert archive.read(record) == body


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.binary(max_size=300), st.sampled_from(["a", "b"])), max_size=8))
def test_any_bytes_in_any_order_are_kept(tmp_path_factory: pytest.TempPathFactory, arrivals: list[tuple[int, bytes, str]]) -> None:
    archive = SnapshotArchive(tmp_path_factory.mktemp("store"), remember=2000)
    kept = [archive.keep(snapshot(n, body, policy=policy, source="wayback"), kept_at=NOON) for n, body, policy in arrivals]
    for (n, body, policy), (record, _) in zip(arrivals, kept, strict=True):
        assert archive.read(record) == body
        assert record in archive.records(policy)
        assert record.captured_at == moment(n)
    assert sum(new for _, new in kept) == len(set(arrivals))
    assert archive.verify() == []


def test_equal_bytes_make_equal_files(archive: SnapshotArchive, tmp_path: Path) -> None:
    other = SnapshotArchive(tmp_path / "other")
    path = archive.keep(snapshot(), kept_at=NOON)[0].path
    other.keep(snapshot(), kept_at=moment(7))
    assert (archive.root / path).read_bytes() == (other.root / path).read_bytes()


def test_lines_added_by_another_process_are_seen(archive: SnapshotArchive) -> None:
    archive.keep(snapshot(0), kept_at=NOON)
    SnapshotArchive(archive.root).keep(snapshot(1), kept_at=NOON)
    assert [record.sequence for record in archive.records("acme")] == [1, 2]
    archive.keep(snapshot(2), kept_at=NOON)
    assert archive.verify() == []


def test_few_ledgers_are_cached_and_all_are_correct(archive: SnapshotArchive) -> None:
    small = SnapshotArchive(archive.root, remember=1500)
    for n in range(3):
        for policy in "abcdef":
            small.keep(snapshot(n, policy=policy), kept_at=NOON)
    assert len(small._ledgers) < 4
    assert [len(small.records(policy)) for policy in "abcdef"] == [3] * 6
    assert small.verify() == []


def test_threads_may_store_concurrently(archive: SnapshotArchive) -> None:
    def keep(start: int) -> None:
        for n in range(start, start + 10):
            archive.keep(snapshot(n, policy="ab"[n % 2]), kept_at=NOON)

    threads = [Thread(target=keep, args=(start,)) for start in range(0, 40, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(archive.records("a")) == len(archive.records("b")) == 20
    assert archive.verify() == []


# --- without the product ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("zcat") is None, reason="zcat isn't installed")
def test_zcat_reads_the_bytes(archive: SnapshotArchive) -> None:
    record, _ = archive.keep(snapshot(), kept_at=NOON)
    assert subprocess.run(["zcat", archive.root / record.path], capture_output=True, check=True).stdout == snapshot().body


def test_the_chain_can_be_checked_with_standard_tools(archive: SnapshotArchive) -> None:
    for n in range(3):
        archive.keep(snapshot(n), kept_at=NOON)
    archive.record_decision("acme", decision())
    previous = "0" * 64
    for number, line in enumerate((archive.root / "acme/ledger.jsonl").read_bytes().splitlines(), start=1):
        data = json.loads(line)
        assert (data["previous"], data["sequence"], data["policy"]) == (previous, number, "acme")
        previous = hashlib.sha256(line).hexdigest()
    assert json.loads((archive.root / "acme/ledger.head").read_bytes()) == {"lines": 4, "sha256": previous}


@pytest.mark.skipif(not all(map(shutil.which, ("bash", "jq", "sha256sum"))), reason="bash, jq or sha256sum isn't installed")
def test_the_readme_s_own_check_works(archive: SnapshotArchive) -> None:
    for n in range(3):
        archive.keep(snapshot(n), kept_at=NOON)
    readme = (archive.root / "README.md").read_text()
    script = readme[readme.index("    previous=") : readme.index("A last line")]
    assert subprocess.run(["bash", "-c", script], cwd=archive.root, capture_output=True, text=True, check=True).stdout == ""
    ledger = archive.root / "acme/ledger.jsonl"
    ledger.write_text("".join(ledger.read_text().splitlines(keepends=True)[::2]))
    assert "broken before" in subprocess.run(["bash", "-c", script], cwd=archive.root, capture_output=True, text=True, check=True).stdout


def test_an_existing_readme_is_left_alone(archive: SnapshotArchive) -> None:
    archive.root.mkdir()
    (archive.root / "README.md").write_text("mine")
    archive.keep(snapshot(), kept_at=NOON)
    assert (archive.root / "README.md").read_text() == "mine"


# --- when the disk says no -------------------------------------------------------------------------------------------

KEEP_UNTIL_IT_FAILS = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from monitor.errors import StoreError
from monitor.store.archive import SnapshotArchive
from tests.store.examples import NOON, snapshot, decision
archive = SnapshotArchive(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
kept = 0
try:
    for n in range(1000):
        archive.keep(snapshot(n), kept_at=NOON)
        kept += 1
except StoreError as error:
    print(error)
    try:
        archive.record_decision("acme", replace(decision(), why="long " * 9999))
    except StoreError as error:
        print(error)
    print(kept, len(archive.records("acme")))
"""


@pytest.mark.parametrize("limit", [40, 3000, 5000, 5001])
def test_a_full_disk_is_reported_and_leaves_no_partial_file(archive: SnapshotArchive, child: Callable[..., Popen[str]], limit: int) -> None:
    out, err = child(KEEP_UNTIL_IT_FAILS, archive.root, limit).communicate()
    assert err == ""
    says, again, kept = out.splitlines()
    assert "can't write" in says
    assert "can't write" in again
    assert "ulimit" in says
    assert kept.split()[0] == kept.split()[1]
    assert archive.verify() == []
    assert not list(archive.root.rglob("*.tmp"))
    archive.keep(snapshot(2000), kept_at=NOON)
    assert len(archive.records("acme")) == int(kept.split()[0]) + 1
    assert archive.verify() == []


AS_NOBODY = """
import os, sys
from pathlib import Path
from monitor.errors import StoreError
import monitor.store.integrity, monitor.store.texts  # that user may not be able to read the standard library
from monitor.store.archive import SnapshotArchive
from monitor.store.lock import store_lock
from tests.store.examples import NOON, snapshot, version, decision
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
archive = SnapshotArchive(Path(sys.argv[1]))
print(len(archive.records("acme")), archive.verify())
def lock():
    with store_lock(archive.root, wait=0, owner="test"):
        pass
def keep():
    archive.keep(snapshot(1), kept_at=NOON)
for act in (keep, lambda: archive.record_decision("acme", decision()), lambda: archive.write_versions("acme", [version()]), lock):
    try:
        act()
    except StoreError as error:
        print(error)
"""


def test_a_read_only_folder_can_be_read_but_not_written(child: Callable[..., Popen[str]], open_folder: Path) -> None:
    folder = open_folder
    archive = SnapshotArchive(folder / "snapshots")
    archive.keep(snapshot(), kept_at=NOON)
    before = [(path, path.stat().st_mode) for path in (folder, *folder.rglob("*"))]
    for path, _ in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        out, err = child(AS_NOBODY, archive.root).communicate()
    finally:
        for path, mode in before:
            path.chmod(mode)
    assert err == ""
    first, *rest = out.splitlines()
    assert first == "1 []"
    assert len(rest) == 4
    assert all("ermission denied; give this user read and write permission" in line for line in rest), rest


def test_a_folder_in_place_of_a_file_is_reported(archive: SnapshotArchive) -> None:
    (archive.root / "acme/ledger.jsonl").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"can't read .*directory"):
        archive.records("acme")
    assert len(archive.verify()) == 1


def test_a_full_device_is_reported(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    archive.root.mkdir()
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left on device; free some space"):
            archive.keep(snapshot(), kept_at=NOON)
    assert archive.records("acme") == []


def test_an_archives_copy_is_a_line_that_verify_proves(archive: SnapshotArchive) -> None:
    record, _ = archive.keep(snapshot(), kept_at=NOON)
    copy = ArchivedCopy(record.url, record.sha256, record.captured_at, "https://archive.example/web/20200101000000/x", NOON)
    archive.record_copy(record.policy, copy)
    again = SnapshotArchive(archive.root)
    assert again.archived_copies(record.policy) == [copy]
    assert again.records(record.policy) == [record]
    assert again.verify() == []
    ledger = archive.root / record.policy / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"archive.example", b"another.example"))
    assert SnapshotArchive(archive.root).verify() != []


# --- the store's own ledger ------------------------------------------------------------------------------------------


def queued(number: int) -> QueuedAlert:
    return QueuedAlert(NOON, f"alert-{number}", "acme", f"{number:064x}", 2, decided=number)


def test_notes_on_alerts_are_kept_in_a_ledger_of_their_own(archive: SnapshotArchive) -> None:
    assert archive.queued_alerts() == []
    assert not archive.root.exists()
    for number in range(3):
        archive.record_alert(queued(number))
    again = SnapshotArchive(archive.root)
    assert again.queued_alerts() == [queued(number) for number in range(3)]
    assert again.policies() == []
    assert again.verify() == []
    assert set(again.roots.current().heads) == {".record"}


@pytest.mark.parametrize("harm", [lambda text: text.replace("alert-1", "alert-9"), lambda text: text.split("\n", 1)[1], lambda text: ""])
def test_altered_notes_are_found(archive: SnapshotArchive, harm: Callable[[str], str]) -> None:
    for number in range(3):
        archive.record_alert(queued(number))
    path = archive.root / ".record/ledger.jsonl"
    path.write_text(harm(path.read_text()))
    assert SnapshotArchive(archive.root).verify()


def test_the_end_of_a_copied_record_is_repaired(archive: SnapshotArchive) -> None:
    for number in range(3):
        archive.record_alert(queued(number))
    path = archive.root / ".record/ledger.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    copy = SnapshotArchive(archive.root)
    assert copy.verify()
    repair = copy.repair_record(None, at=NOON)
    assert repair is not None
    assert repair.says == "ledger.head counted 3 lines, 2 were present"
    assert copy.verify() == []
    copy.repair_record(LedgerRepair(NOON, 3, missing=("alert-0",), says="1 alert missing"), at=NOON)
    assert copy.lost_alerts() == {"alert-0"}
    assert copy.repair_record(None, at=NOON) is None


def test_the_entries_of_a_ledger_are_read_in_order(archive: SnapshotArchive) -> None:
    assert archive.ledger_entries("acme") == []
    record, _ = archive.keep(snapshot(), kept_at=NOON)
    archive.record_decision("acme", decision())
    assert archive.ledger_entries("acme") == [record, decision()]


def test_headers_of_megabytes_do_not_get_into_the_ledger(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path)
    headers = {"content-type": "text/html", **{f"x-{n}": "v" * 60_000 for n in range(100)}}
    record, _ = archive.keep(replace(snapshot(), headers=headers), kept_at=NOON)
    assert record.headers["content-type"] == "text/html"
    assert "x-policy-monitor-shortened" in record.headers
    assert (tmp_path / record.policy / "ledger.jsonl").stat().st_size < 100_000


# --- reviews ---------------------------------------------------------------------------------------------------------


def test_reviews_are_bound_by_the_root_and_found_by_policy(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path)
    archive.keep(snapshot(), kept_at=NOON)
    assert (archive.reviews("acme"), archive.has_reviews()) == ([], False)
    before = archive.roots.current().root
    archive.record_reviews("acme", [review(), review(1)])
    archive.record_reviews("birch", [review(2)])
    assert archive.roots.current().root != before
    again = SnapshotArchive(tmp_path)
    assert again.reviews("acme") == [review(), review(1)]
    assert again.reviews("birch") == [review(2, about="birch")]
    assert again.has_reviews()
    assert again.verify() == []


def test_reviews_of_a_renamed_policy_stay_with_it(tmp_path: Path) -> None:
    SnapshotArchive(tmp_path).record_reviews("acme", [review()])
    renamed = SnapshotArchive(tmp_path, folders={"acme-inc": "acme"})
    assert renamed.reviews("acme-inc") == [review()]
    renamed.record_reviews("acme-inc", [review(1)])
    assert renamed.reviews("acme-inc") == [review(), review(1)]


def test_a_review_keeps_to_a_capture_whose_clock_was_wrong(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path)
    archive.keep(replace(snapshot(), captured_at=moment(4000)), kept_at=NOON)
    archive.keep(snapshot(3000), kept_at=NOON)
    (ahead, _) = archive.records("acme")
    assert ahead.captured_at < moment(3000)
    archive.record_reviews("acme", [replace(review(), captured_at=ahead.captured_at, snapshot_sha256=ahead.sha256)])
    (written,) = archive._own_ledger().reviews["acme"]
    assert written.captured_at == moment(4000)
    (shown,) = archive.reviews("acme")
    assert shown.captured_at == ahead.captured_at


def test_an_altered_review_is_found(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path)
    archive.record_reviews("acme", [review(), review(1)])
    path = tmp_path / ".record" / "ledger.jsonl"
    path.write_text(path.read_text().replace("accepted", "escalated", 1))
    assert any("line 1 was altered" in fault for fault in SnapshotArchive(tmp_path).verify())


def test_the_lines_of_a_ledger_as_they_are_on_the_disk(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path)
    archive.keep(snapshot(), kept_at=NOON)
    archive.record_reviews("acme", [review(), review(1)])
    assert archive.ledger_lines("acme") == (tmp_path / "acme" / "ledger.jsonl").read_bytes().splitlines()
    assert len(archive.ledger_lines(".record")) == 2
    assert archive.ledger_lines("birch") == []
    with pytest.raises(StoreError):
        archive.ledger_lines("../acme")
    (tmp_path / "cedar").mkdir()
    (tmp_path / "cedar" / "ledger.jsonl").symlink_to(tmp_path / "acme" / "ledger.jsonl")
    with pytest.raises(StoreError, match="symbolic link"):
        archive.ledger_lines("cedar")


# --- steady blocks ---------------------------------------------------------------------------------------------------


def test_in_a_steady_block_each_ledger_is_looked_at_once(archive: SnapshotArchive) -> None:
    """Nobody else appends while the store's lock is held; somebody who does is seen with the next block."""
    first, _ = archive.keep(snapshot(0), kept_at=NOON)
    with archive.steady():
        assert archive.records("acme") == [first]
        second, _ = SnapshotArchive(archive.root).keep(snapshot(1), kept_at=NOON)
        assert archive.records("acme") == [first]
        assert archive.latest("acme", URL) == first
    assert archive.records("acme") == [first, second]
    with archive.steady():
        assert archive.records("acme") == [first, second]


def test_what_is_appended_in_a_steady_block_is_seen_in_it(archive: SnapshotArchive) -> None:
    with archive.steady():
        assert archive.records("acme") == []
        kept = [archive.keep(snapshot(n), kept_at=NOON)[0] for n in range(3)]
        assert archive.records("acme") == kept
        archive.record_decision("acme", decision(1, accept=False))
        assert archive.decisions("acme") == [decision(1, accept=False)]
    assert SnapshotArchive(archive.root).records("acme") == kept
    assert archive.verify() == []


def test_a_ledger_that_comes_into_being_in_a_steady_block_is_seen(archive: SnapshotArchive) -> None:
    with archive.steady():
        assert archive.records("acme") == []
        first, _ = SnapshotArchive(archive.root).keep(snapshot(0), kept_at=NOON)
        assert archive.records("acme") == [first]


def test_steady_blocks_may_stand_in_each_other_and_may_fail(archive: SnapshotArchive) -> None:
    first, _ = archive.keep(snapshot(0), kept_at=NOON)
    with pytest.raises(StoreError), archive.steady(), archive.steady():
        archive.records("../acme")
    second, _ = SnapshotArchive(archive.root).keep(snapshot(1), kept_at=NOON)
    assert archive.records("acme") == [first, second]


def test_few_cached_ledgers_are_correct_in_a_steady_block(tmp_path: Path) -> None:
    archive = SnapshotArchive(tmp_path, remember=1)
    for n in range(4):
        archive.keep(replace(snapshot(n), policy=f"acme{n}"), kept_at=NOON)
    with archive.steady():
        for _ in range(2):
            assert [len(archive.records(f"acme{n}")) for n in range(4)] == [1, 1, 1, 1]


def test_a_failed_write_in_a_steady_block_is_forgotten(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = archive.keep(snapshot(0), kept_at=NOON)

    def full(*given: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with archive.steady():
        assert archive.records("acme") == [first]
        with monkeypatch.context() as patched:
            patched.setattr("monitor.store.ledger.append_durably", full)
            with pytest.raises(StoreError, match="No space left"):
                archive.keep(snapshot(1), kept_at=NOON)
        assert archive.records("acme") == [first]
        second, _ = archive.keep(snapshot(1), kept_at=NOON)
        assert archive.records("acme") == [first, second]
