"""Raw bytes: where they are stored, how they are written and read. One file each, named by time and digest.

They arrive as gzip, and stay readable by themselves until `pack` has put a smaller file in their place (see monitor.store.objects).
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

from monitor.errors import BytesLost, RecordDamaged, StoreError
from monitor.model import Snapshot, SnapshotRecord
from monitor.store.atomic_write import disk_errors, read_whole, write_atomically
from monitor.store.links import is_link, refuse_links
from monitor.store.objects import PackMissing, exists, ledger_path, packed_path, read_packed
from monitor.store.patches import Unreadable
from monitor.timestamps import timestamp14

_SUFFIXES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/markdown": "md",
    "text/x-markdown": "md",
    "text/plain": "txt",
}
# Blanks and a byte order mark may precede; "*+" keeps a page of blanks linear.
_HTML_START = re.compile(rb"\s*+(?:\xef\xbb\xbf\s*+)?<(?:!doctype|html|head|body|!--)", re.IGNORECASE)
# Exactly what `raw_path` makes. Anything else in a ledger was put there by somebody else.
_RAW_PATH = re.compile(r"([a-z0-9][a-z0-9._-]*)/raw/\d{4}/\d{14}-[0-9a-f]{8,64}\.[a-z]+\.gz", re.ASCII)
_REMEDY = "restore it from a backup; until then this version can't be rederived"
# zlib's window bits for a gzip member.
_GZIP_WBITS = 31
_POLICY_ID = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
# Most file systems allow 255 bytes per name; temporary names and suffixes need some of them.
_MAX_ID_LENGTH = 100


def safe_policy(policy_id: str) -> str:
    """The id itself, if it is safe as a folder name inside the store.

    Raises:
        StoreError: the id has other characters than a-z, 0-9, ".", "_" and "-", contains "..", or is longer than 100 characters.
    """
    if not _POLICY_ID.fullmatch(policy_id) or ".." in policy_id or len(policy_id) > _MAX_ID_LENGTH:
        raise StoreError(
            f"{policy_id[:_MAX_ID_LENGTH]!r} can't be a folder name: use at most {_MAX_ID_LENGTH} of a-z, 0-9, '-', '_' and '.'"
            ", starting with a letter or digit and without '..'"
        )
    return policy_id


def suffix_for(media_type: str | None, body: bytes) -> str:
    """html, pdf, docx, md, txt or bin: the extension by which a file browser opens the bytes."""
    declared = (media_type or "").partition(";")[0].strip().lower()
    if declared in _SUFFIXES:
        return _SUFFIXES[declared]
    if body.startswith(b"%PDF-"):
        return "pdf"
    if _HTML_START.match(body[:512]):
        return "html"
    return "txt" if declared.startswith("text/") else "bin"


def raw_path(snapshot: Snapshot, digest: str, *, taken: Collection[str] = ()) -> str:
    """The path of a snapshot's bytes, relative to the snapshots folder: "acme/raw/2010/20100518042315-1a2b3c4d.html.gz".

    Eight digits of the digest are for people. A site that serves two pages within a second can forge a collision of that length, so if the
    name is taken, the whole digest is used.
    """
    stamp = timestamp14(snapshot.captured_at).zfill(14)  # strftime("%Y") does not pad the years before 1000
    start, end = f"{snapshot.policy}/raw/{stamp[:4]}/{stamp}", f"{suffix_for(snapshot.media_type, snapshot.body)}.gz"
    short = f"{start}-{digest[:8]}.{end}"
    return f"{start}-{digest}.{end}" if short in taken else short


def write_raw(root: Path, path: str, body: bytes) -> None:
    """Write bytes, durably; equal bytes give equal files (no time or name in the gzip header).

    Raises:
        StoreError: they can't be written; no partial file remains.
    """
    target = root / path
    refuse_links(root, target)
    with disk_errors("write", target):
        # Level 6 is zlib's default; mtime=0 makes equal bytes equal files, so that backups of two stores can be compared.
        write_atomically(target, gzip.compress(body, 6, mtime=0))


def read_raw(root: Path, record: SnapshotRecord) -> bytes:
    """The bytes of a record.

    Raises:
        BytesLost: they are missing, damaged, or not the ones that were stored.
        StoreError: the disk can't be read.
    """
    if not is_raw_path(record):
        says = f"the ledger of {record.policy} names {record.path!r}, which is not a path for bytes; restore the ledger from a backup"
        raise BytesLost(says, reason="bytes-missing")
    # Both are there when `pack` was killed between the two steps; then either will do.
    if not (root / record.path).exists() and (root / packed_path(record.path)).exists():
        return read_as_packed(root, record)
    try:
        return read_loose(root, record)
    except BytesLost:
        if not (root / packed_path(record.path)).exists():
            raise
    return read_as_packed(root, record)


def path_of_bytes(root: Path, relative: str) -> Path:
    """Where kept bytes are.

    Raises:
        BytesLost: a link stands there, or leads there.
    """
    path = root / relative
    try:
        refuse_links(root, path)
    except RecordDamaged as error:
        raise BytesLost(str(error), reason="bytes-damaged") from None
    return path


def read_loose(root: Path, record: SnapshotRecord) -> bytes:
    """The bytes of a record from its gzip file; raises what `read_raw` does."""
    path = path_of_bytes(root, record.path)
    with disk_errors("read", path):
        try:
            packed = read_whole(path)
        except FileNotFoundError:
            raise BytesLost(f"{path} is missing; {_REMEDY}", reason="bytes-missing") from None
    body = _unpack(packed, record.size)
    if body is None:
        raise BytesLost(f"{path} is damaged: it does not decompress to {record.size} bytes; {_REMEDY}", reason="bytes-damaged")
    return _verified(path, body, record)


def read_as_packed(root: Path, record: SnapshotRecord) -> bytes:
    """The bytes of a record from its Zstandard file; raises what `read_raw` does."""
    path = packed_path(record.path)
    raw, name = root / record.policy / "raw", path.split("/raw/", 1)[1]
    try:
        body = read_packed(raw, name, size=record.size)
    except PackMissing:
        raise BytesLost(f"{root / path} is missing; {_REMEDY}", reason="bytes-missing") from None
    except Unreadable as error:
        raise BytesLost(f"{root / path} {error}; {_REMEDY}", reason="bytes-damaged") from None
    return _verified(root / path, body, record)


def raw_faults(root: Path, record: SnapshotRecord) -> Iterator[str]:
    """One sentence for each file with a record's bytes that does not give them, or for their absence."""
    forms = ((record.path, read_loose), (packed_path(record.path), read_as_packed))
    present = [read for path, read in forms if is_raw_path(record) and (root / path).exists()]
    for read in present or [read_raw]:
        try:
            read(root, record)
        except StoreError as error:
            yield str(error)


def _verified(path: Path, body: bytes, record: SnapshotRecord) -> bytes:
    if sha256(body).hexdigest() != record.sha256:
        says = f"{path} was altered: its bytes do not have the digest {record.sha256[:16]}…; {_REMEDY}"
        raise BytesLost(says, reason="bytes-damaged")
    return body


def raw_files(root: Path, policy_id: str) -> list[str]:
    """The paths by which a ledger would name the files of bytes in a policy's folder, whether it does or not."""
    folder = root / safe_policy(policy_id) / "raw"
    with disk_errors("read", folder):
        files = (path.relative_to(root).as_posix() for path in folder.glob("*/*") if path.is_file() and not is_link(path))
        return sorted({path for path in map(ledger_path, files) if _RAW_PATH.fullmatch(path)})


def is_missing(root: Path, record: SnapshotRecord) -> bool:
    """True when the file with a record's bytes does not exist."""
    return not is_raw_path(record) or not exists(root, record.path)


def is_raw_path(record: SnapshotRecord) -> bool:
    """False for paths out of the policy's own folder ("../outside.gz"): a tampered ledger must not make us read other files."""
    found = _RAW_PATH.fullmatch(record.path)
    return found is not None and found[1] == record.policy


def _unpack(packed: bytes, size: int) -> bytes | None:
    """Exactly `size` bytes, or None; decompresses no more than that, in case the file was replaced by a decompression bomb."""
    unpacker = zlib.decompressobj(wbits=_GZIP_WBITS)
    try:
        body = unpacker.decompress(packed, size + 1)
        # zlib verifies the trailing checksum only when asked for more than the last byte.
        body += unpacker.decompress(unpacker.unconsumed_tail, 1)
    except zlib.error:
        return None
    return body if len(body) == size and unpacker.eof and not unpacker.unused_data else None
