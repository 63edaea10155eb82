"""Pictures and archives in the store: named by their digest, bound by the ledger, and missed when they are gone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.errors import BytesLost, StoreError
from monitor.model import EvidenceForm, KeptEvidence
from monitor.store.archive import SnapshotArchive
from monitor.store.evidence import FOLDER, evidence_faults, evidence_path
from monitor.store.integrity import policy_faults
from monitor.store.ledger import entry_of, parse_line
from monitor.store.unknown_files import unknown_files

from .examples import NOON, URL, moment, snapshot

PNG = b"\x89PNG\r\n\x1a\n picture"


def noted(form: EvidenceForm = EvidenceForm.SCREENSHOT, **changed: object) -> KeptEvidence:
    first = snapshot(0)
    values = {"url": URL, "snapshot_sha256": first.sha256, "captured_at": first.captured_at, "form": form, "taken_at": moment(1)}
    return KeptEvidence(**({"sha256": "", "size": 0, "path": "", "software": "Chromium 131"} | values | changed))  # type: ignore[arg-type]


@pytest.fixture
def kept(archive: SnapshotArchive) -> SnapshotArchive:
    archive.keep(snapshot(0), kept_at=NOON)
    archive.keep_evidence("acme", noted(), PNG)
    archive.keep_evidence("acme", noted(EvidenceForm.WACZ, signed_by="f" * 64), b"PK archive")
    return archive


def faults(archive: SnapshotArchive) -> list[str]:
    found = list(policy_faults(archive.root, "acme"))
    return found + list(unknown_files(archive.root, None, archive.paths_in, archive.interrupted()))


def test_it_comes_back_as_it_was_kept(kept: SnapshotArchive) -> None:
    picture, web = SnapshotArchive(kept.root).evidence("acme")
    assert (picture.form, web.form, web.signed_by) == (EvidenceForm.SCREENSHOT, EvidenceForm.WACZ, "f" * 64)
    assert picture.path == f"acme/{FOLDER}/2020/20200518120000-{picture.sha256[:16]}.png"
    assert (kept.root / picture.path).read_bytes() == PNG == kept.read_evidence("acme", picture)
    assert (picture.size, web.path[-5:]) == (len(PNG), ".wacz")
    assert faults(kept) == []


def test_a_reader_of_the_ledger_finds_it(kept: SnapshotArchive) -> None:
    line = parse_line(kept.ledger_lines("acme")[1])
    assert (line["kind"], line["form"], line["path"]) == ("evidence", "screenshot", kept.evidence("acme")[0].path)
    assert entry_of(line) == kept.evidence("acme")[0]


@pytest.mark.parametrize("altered", [b"", PNG + b"!", PNG[:-1] + b"?"])
def test_an_altered_file_is_told(kept: SnapshotArchive, altered: bytes) -> None:
    picture = kept.evidence("acme")[0]
    (kept.root / picture.path).write_bytes(altered)
    (said,) = faults(kept)
    assert "was altered" in said
    assert picture.path in said
    with pytest.raises(BytesLost, match="altered"):
        kept.read_evidence("acme", picture)


def test_a_missing_file_is_told_once(kept: SnapshotArchive) -> None:
    kept.keep_evidence("acme", noted(), PNG)  # the same bytes again, as after a kill
    (kept.root / kept.evidence("acme")[0].path).unlink()
    (said,) = faults(kept)
    assert "is missing" in said


def test_a_copy_that_lacks_the_newest_files_can_be_repaired(kept: SnapshotArchive) -> None:
    picture, web = kept.evidence("acme")
    (kept.root / web.path).unlink()
    (said,) = faults(kept)
    assert "verify --rebuild" in said
    repair = kept.repair("acme", at=moment(3))
    assert repair is not None
    assert (repair.missing, repair.says) == ((web.path,), "1 file of evidence was missing")
    assert faults(kept) == []
    assert kept.repair("acme", at=moment(3)) is None, "once is enough"
    # What was there and is altered, and what is lost after the repair, stays a fault.
    (kept.root / web.path).write_bytes(b"another")
    assert len(faults(kept)) == 1
    (kept.root / picture.path).unlink()
    assert len(faults(kept)) == 2


def test_a_file_that_is_missing_before_others_is_no_interrupted_copy(kept: SnapshotArchive) -> None:
    (kept.root / kept.evidence("acme")[0].path).unlink()
    (said,) = faults(kept)
    assert "verify --rebuild" not in said
    assert kept.repair("acme", at=moment(3)) is None


def test_a_file_without_a_line_is_a_stranger(kept: SnapshotArchive) -> None:
    picture = kept.root / kept.evidence("acme")[0].path
    planted = picture.with_name(f"20200518120000-{'a' * 16}.png")
    planted.write_bytes(PNG)
    (picture.parents[1] / "notes.txt").write_text("hm")
    assert sorted("is named by no line" in said or "was not written by this program" in said for said in faults(kept)) == [True, True]


def test_a_link_is_not_followed(kept: SnapshotArchive, tmp_path: Path) -> None:
    picture = kept.root / kept.evidence("acme")[0].path
    elsewhere = tmp_path / "elsewhere.png"
    picture.rename(elsewhere)
    picture.symlink_to(elsewhere)
    with pytest.raises(BytesLost, match="symbolic link"):
        kept.read_evidence("acme", kept.evidence("acme")[0])
    assert any("symbolic link" in said for said in faults(kept))


@pytest.mark.parametrize("path", ["../outside.png", "other/evidence/2020/20200518120000-0123456789abcdef.png", "/etc/passwd", "acme/raw/x"])
def test_a_ledger_can_not_point_elsewhere(kept: SnapshotArchive, path: str) -> None:
    bad = replace(kept.evidence("acme")[0], path=path)
    ((_, said),) = evidence_faults(kept.root, "acme", [bad])
    assert "not a path for evidence" in said


def test_a_full_disk_leaves_the_ledger_as_it_was(archive: SnapshotArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.keep(snapshot(0), kept_at=NOON)
    before = archive.ledger_lines("acme")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("monitor.store.evidence.write_atomically", full)
    with pytest.raises(StoreError, match="No space left"):
        archive.keep_evidence("acme", noted(), PNG)
    assert archive.ledger_lines("acme") == before
    assert archive.verify() == []


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_kill_between_the_file_and_the_line_is_no_fault(archive: SnapshotArchive, child: Callable[..., subprocess.Popen[str]]) -> None:
    archive.keep(snapshot(0), kept_at=NOON)
    program = f"""
import os, signal
from pathlib import Path
from monitor.store import archive as module
from monitor.store.archive import SnapshotArchive
from tests.store.test_evidence import PNG, noted
kept = SnapshotArchive(Path({str(archive.root)!r}))
kept._append = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
kept.keep_evidence("acme", noted(), PNG)
"""
    assert child(program).wait(60) == -9
    assert len(list((archive.root / "acme" / FOLDER).rglob("*.png"))) == 1
    assert faults(SnapshotArchive(archive.root)) == []


def test_names_before_the_year_1000_are_padded() -> None:
    early = noted(taken_at=NOON.replace(year=970), sha256="0" * 64)
    assert evidence_path("acme", early) == "acme/evidence/0970/09700517120000-0000000000000000.png"
