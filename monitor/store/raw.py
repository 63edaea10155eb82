"""The bytes as they came: one gzip file each, named by moment and digest, never changed."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from monitor.errors import BytesLost, StoreError
from monitor.model import Snapshot, SnapshotRecord
from monitor.store.atomic_write import disk_errors, write_atomically
from monitor.timestamps import timestamp14

_SUFFIXES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "text/markdown": "md",
    "text/x-markdown": "md",
    "text/plain": "txt",
}
_HTML_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|!--)", re.IGNORECASE)
_PLACE = re.compile(r"([a-z0-9][a-z0-9._-]*)/raw/\d{4}/\d{14}-[0-9a-f]{8,64}\.[a-z]+\.gz", re.ASCII)
_GZIP = 31  # zlib's wbits for a gzip member


def suffix_for(media_type: str | None, body: bytes) -> str:
    """html, pdf, md, txt or bin: what a person's file browser should take the bytes for."""
    declared = (media_type or "").partition(";")[0].strip().lower()
    if declared in _SUFFIXES:
        return _SUFFIXES[declared]
    if body.startswith(b"%PDF-"):
        return "pdf"
    if _HTML_START.match(body[:512]):
        return "html"
    return "txt" if declared.startswith("text/") else "bin"


def raw_path(snapshot: Snapshot, digest: str, *, taken: Collection[str] = ()) -> str:
    """Where a snapshot's bytes belong, relative to the snapshots folder: "acme/raw/2010/20100518042315-1a2b3c4d.html.gz".

    Eight digits are for people; who serves two pages within a second can make them agree, so a taken name gives way to the whole digest.
    """
    stamp = timestamp14(snapshot.captured_at).zfill(14)
    start, end = f"{snapshot.policy}/raw/{stamp[:4]}/{stamp}", f"{suffix_for(snapshot.media_type, snapshot.body)}.gz"
    short = f"{start}-{digest[:8]}.{end}"
    return f"{start}-{digest}.{end}" if short in taken else short


def write_raw(root: Path, path: str, body: bytes) -> None:
    """Keeps bytes, durably; equal bytes give an equal file (no time, no name in the gzip header).

    Raises:
        StoreError: they can't be written; nothing half-written stays.
    """
    target = root / path
    with disk_errors("write", target):
        write_atomically(target, gzip.compress(body, 6, mtime=0))


def read_raw(root: Path, record: SnapshotRecord) -> bytes:
    """The bytes that a record speaks of.

    Raises:
        BytesLost: they are missing, damaged, or not those that were kept.
        StoreError: the disk doesn't give them.
    """
    cure = "restore it from a backup; until then its version can't be derived again"
    if not _is_place(record):
        says = f"the ledger of {record.policy} names {record.path!r}, which is no place for bytes; restore it from a backup"
        raise BytesLost(says, reason="bytes-missing")
    path = root / record.path
    with disk_errors("read", path):
        try:
            packed = path.read_bytes()
        except FileNotFoundError:
            raise BytesLost(f"{path} is missing; {cure}", reason="bytes-missing") from None
    body = _unpack(packed, record.size)
    if body is None:
        raise BytesLost(f"{path} is damaged: it can't be unpacked to {record.size} bytes; {cure}", reason="bytes-damaged")
    if sha256(body).hexdigest() != record.sha256:
        says = f"{path} was altered: its bytes aren't those with the digest {record.sha256[:16]}…; {cure}"
        raise BytesLost(says, reason="bytes-damaged")
    return body


def is_missing(root: Path, record: SnapshotRecord) -> bool:
    """True when there is no file where a record's bytes belong."""
    return not _is_place(record) or not (root / record.path).exists()


def _is_place(record: SnapshotRecord) -> bool:
    place = _PLACE.fullmatch(record.path)
    return place is not None and place[1] == record.policy


def _unpack(packed: bytes, size: int) -> bytes | None:
    """Exactly `size` bytes, or None; reads no more than that, whatever a swapped file would unpack to."""
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        body = unpacker.decompress(packed, size + 1)
        # The end mark and the checksum are only read when asked for more than the last byte.
        body += unpacker.decompress(unpacker.unconsumed_tail, 1)
    except zlib.error:
        return None
    return body if len(body) == size and unpacker.eof and not unpacker.unused_data else None


_POLICY_ID = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_LONGEST = 100  # most file systems take 255 bytes; temporary names and suffixes need some of them


def safe_policy(policy_id: str) -> str:
    """The id itself, when it can name a folder without leaving the store.

    Raises:
        StoreError: the id is no slug of lower-case letters, digits, ".", "_" and "-", holds "..", or is longer than 100 characters.
    """
    if not _POLICY_ID.fullmatch(policy_id) or ".." in policy_id or len(policy_id) > _LONGEST:
        raise StoreError(
            f"{policy_id[:_LONGEST]!r} can't name a policy's folder: use at most {_LONGEST} lower-case letters, digits, '-', '_' and '.',"
            " beginning with a letter or digit and without '..'"
        )
    return policy_id
