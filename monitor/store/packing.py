"""Packs the loose bytes of a policy: each against its predecessor, the loose file removed only once the packed one is on the disk and read.

Killed at any moment, every snapshot has a loose file, a packed one, or both, and the next packing goes on from there. A packed file never
changes and is never removed: others may have been compressed against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from monitor.errors import BytesLost, StoreError
from monitor.model import SnapshotRecord
from monitor.store.atomic_write import disk_errors, sync_folder, write_atomically
from monitor.store.links import refuse_links
from monitor.store.objects import depth_of, packed_path
from monitor.store.patches import KEY_EVERY, MOST_BYTES, Base, Unreadable, make
from monitor.store.raw import is_raw_path, read_as_packed, read_loose

# A patch that saves less than a third is not worth depending on another file for.
_WORTH = 2 / 3
_TINY = 1 / 30


@dataclass
class Packed:
    """What a packing did."""

    objects: int = 0
    """Snapshots, or texts, of which the packed file took the loose one's place."""
    before: int = 0
    """Bytes of the loose files."""
    after: int = 0
    """Bytes of the packed files."""
    lost: tuple[str, ...] = ()
    """What could not be packed, and why; it is as it was."""

    def __add__(self, other: Packed) -> Packed:
        return Packed(self.objects + other.objects, self.before + other.before, self.after + other.after, self.lost + other.lost)


@dataclass(frozen=True, slots=True)
class _Predecessor:
    """A packed file that the next one may be compressed against."""

    name: str
    content: bytes
    depth: int


def pack_bytes(root: Path, records: Sequence[SnapshotRecord]) -> Iterator[Packed]:
    """Packs the loose bytes of one policy.

    Args:
        root: the snapshots folder; the caller holds its lock.
        records: all of the policy's snapshots.

    Yields:
        After each snapshot, what was done with it.

    Raises:
        StoreError: nothing can be written, as on a full disk; whatever was not packed is still loose.
    """
    # By page and time: the version before is the most similar one, in whatever order a backfill brought them in.
    ordered = sorted({one.path: one for one in reversed(records)}.values(), key=lambda one: (one.url, one.captured_at, one.sequence))
    last: dict[str, _Predecessor] = {}
    for record in ordered:
        if not is_raw_path(record):
            continue
        done, packed = _pack_one(root, record, last.get(record.url))
        if packed is not None:
            last[record.url] = packed
        yield done


def _pack_one(root: Path, record: SnapshotRecord, before: _Predecessor | None) -> tuple[Packed, _Predecessor | None]:
    loose, packed = root / record.path, root / packed_path(record.path)
    refuse_links(root, loose)
    refuse_links(root, packed)
    held = _as_packed(root, record) if packed.exists() else None
    if not loose.exists():
        if held is None:
            return Packed(lost=(_why_lost(root, record),)), None
        return Packed(), held
    try:
        body = read_loose(root, record)
    except BytesLost as error:
        # Evidence of what happened, and perhaps the better half of a repair: it stays for `verify` to tell.
        return Packed(lost=(str(error),)), held
    if held is None:
        data, depth = _smallest(body, before)
        with disk_errors("write", packed):
            write_atomically(packed, data)
        # Read from the disk, through the whole chain, as everybody will from now on.
        read_as_packed(root, record)
        held = _Predecessor(_name(record), body, depth)
    done = Packed(1, loose.stat().st_size, packed.stat().st_size)
    with disk_errors("remove", loose):
        loose.unlink()
        sync_folder(loose.parent)
    return done, held


def _as_packed(root: Path, record: SnapshotRecord) -> _Predecessor | None:
    """What is packed already; None if it can't be read."""
    try:
        return _Predecessor(_name(record), read_as_packed(root, record), depth_of(root / record.policy / "raw", _name(record)))
    except (BytesLost, Unreadable):
        return None


def _why_lost(root: Path, record: SnapshotRecord) -> str:
    try:
        read_as_packed(root, record)
    except StoreError as error:
        return str(error)
    return f"{root / record.path} could not be packed"  # pragma: no cover - it was mended in between


def _smallest(body: bytes, before: _Predecessor | None) -> tuple[bytes, int]:
    """The packed file for some bytes, and how far it is from its key frame."""
    if before is None or before.depth + 1 >= KEY_EVERY or max(len(body), len(before.content)) > MOST_BYTES:
        return make(body), 0
    base = Base(before.name, sha256(before.content).hexdigest(), before.depth + 1)
    patch = make(body, base, before.content)
    # So small that nothing else could be smaller, and the second compression, which takes longer, is spared.
    if len(patch) < len(body) * _TINY:
        return patch, base.depth
    alone = make(body)
    return (patch, base.depth) if len(patch) < _WORTH * len(alone) else (alone, 0)


def _name(record: SnapshotRecord) -> str:
    """A packed file's name as others name it as their base: without the policy, which may be renamed."""
    return packed_path(record.path).split("/raw/", 1)[1]
