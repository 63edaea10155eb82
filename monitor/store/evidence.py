"""Pictures and archives of pages: one file each, named by the time at which it was taken and by its digest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from monitor.errors import BytesLost, StoreError
from monitor.model import EvidenceForm, KeptEvidence
from monitor.store.atomic_write import disk_errors, read_whole, write_atomically
from monitor.store.links import refuse_links
from monitor.store.raw import path_of_bytes
from monitor.timestamps import timestamp14

FOLDER = "evidence"
"""In a policy's folder, beside `raw`."""
_SUFFIXES = {EvidenceForm.SCREENSHOT: "png", EvidenceForm.WACZ: "wacz"}
# Exactly what `evidence_path` makes. Anything else in a ledger was put there by somebody else.
_PATH = re.compile(rf"([a-z0-9][a-z0-9._-]*)/{FOLDER}/\d{{4}}/\d{{14}}-[0-9a-f]{{16}}\.(?:png|wacz)", re.ASCII)
_REMEDY = "restore it from a backup; the version and its text do not depend on it"


def evidence_path(folder: str, evidence: KeptEvidence) -> str:
    """The path of a file, relative to the snapshots folder: "acme/evidence/2026/20260518042315-1a2b3c4d5e6f7081.png"."""
    stamp = timestamp14(evidence.taken_at).zfill(14)
    return f"{folder}/{FOLDER}/{stamp[:4]}/{stamp}-{evidence.sha256[:16]}.{_SUFFIXES[evidence.form]}"


def write_evidence(root: Path, evidence: KeptEvidence, content: bytes) -> None:
    """Write a file, durably.

    Raises:
        StoreError: it can't be written; no partial file remains.
    """
    target = root / evidence.path
    refuse_links(root, target)
    with disk_errors("write", target):
        write_atomically(target, content)


def read_evidence(root: Path, folder: str, evidence: KeptEvidence) -> bytes:
    """The bytes of a file.

    Args:
        root: the snapshots folder.
        folder: the policy's, in which the file must lie: a tampered ledger must not make us read other files.
        evidence: what the ledger says of it.

    Raises:
        BytesLost: they are missing, or not the ones that were stored.
        StoreError: the disk can't be read.
    """
    found = _PATH.fullmatch(evidence.path)
    if found is None or found[1] != folder:
        says = f"the ledger of {folder} names {evidence.path[:200]!r}, which is not a path for evidence; restore the ledger from a backup"
        raise BytesLost(says, reason="bytes-missing")
    path = path_of_bytes(root, evidence.path)
    with disk_errors("read", path):
        try:
            # A file of another size is another one: it need not be read, and may be too large to.
            content = read_whole(path) if path.stat().st_size == evidence.size else b""
        except FileNotFoundError:
            raise BytesLost(f"{path} is missing; {_REMEDY}", reason="bytes-missing") from None
    if sha256(content).hexdigest() != evidence.sha256:
        says = f"{path} was altered: its bytes do not have the digest {evidence.sha256[:16]}…; {_REMEDY}"
        raise BytesLost(says, reason="bytes-damaged")
    return content


def evidence_faults(root: Path, folder: str, kept: Sequence[KeptEvidence], excused: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The path of each file that is missing or altered, and one sentence about it.

    Args:
        root: the snapshots folder.
        folder: the policy's.
        kept: what its ledger names.
        excused: paths of files that may be missing, but not altered.
    """
    for one in dict.fromkeys(kept):
        try:
            read_evidence(root, folder, one)
        except BytesLost as error:
            if not (one.path in excused and error.reason == "bytes-missing"):
                yield one.path, str(error)
        except StoreError as error:
            yield one.path, str(error)


def missing_evidence(root: Path, kept: Sequence[KeptEvidence], noted: Collection[str]) -> list[str]:
    """The paths, in ledger order, of files that are missing while no later one of the same year is there: what an interrupted copy lacks.

    Args:
        root: the snapshots folder.
        kept: what a ledger names.
        noted: paths that a repair has noted already.
    """
    complete, missing = set[str](), list[str]()
    for path in reversed(dict.fromkeys(one.path for one in kept)):
        year = path.rpartition("/")[0]
        if year in complete or path in noted:
            continue
        if _PATH.fullmatch(path) is None or (root / path).exists():
            complete.add(year)
        else:
            missing.append(path)
    return missing[::-1]
