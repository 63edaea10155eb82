"""Texts of older versions in groups: tar files compressed with Zstandard, from which `tar` reads each by its name.

Texts are derived, so a group may be made again at any time, unlike the bytes in `raw/`. Where there is a loose file of the same name, it
counts, not the one in the group.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Container, Iterable, Mapping, Set
from hashlib import sha256
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.atomic_write import disk_errors, read_whole, sync_folder, write_atomically
from monitor.store.links import is_link
from monitor.store.packing import Packed
from monitor.store.patches import Unreadable, content_of, make, take_apart

TEXT = re.compile(r"\d{14}(?:-[0-9a-f]{8})?(?:-\d+)?\.md", re.ASCII)
"""The names of texts."""
GROUP = re.compile(r"\d{14}(?:-[0-9a-f]{8})?(?:-\d+)?\.tar\.zst", re.ASCII)
"""The names of groups: that of the first text in it."""
_MOST_TEXTS, _MOST_BYTES = 50, 8_000_000
# A group of one text that is longer than all others may be, with the headers of tar.
_MOST_UNPACKED = 200_000_000


class GroupDamaged(StoreError):
    """A group of texts can't be read; they are derived, so nothing is lost."""


def read_group(path: Path) -> dict[str, bytes]:
    """The texts of a group by name.

    Raises:
        GroupDamaged: it is damaged, or holds something else.
        StoreError: the disk can't be read.
    """
    with disk_errors("read", path):
        data = read_whole(path)
    try:
        if is_link(path):
            raise Unreadable("is a symbolic link")
        return dict(_members(content_of(take_apart(data), most=_MOST_UNPACKED)))
    except (Unreadable, tarfile.TarError, EOFError) as error:
        raise GroupDamaged(f"{path} is damaged ({error}); `policy-monitor report --rederive` restores it") from error


def _members(content: bytes) -> Iterable[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isreg() else None
            if file is None or not TEXT.fullmatch(member.name):
                raise Unreadable(f"it holds {member.name[:80]!r}, which is not a text of this store")
            yield member.name, file.read()


def groups(folder: Path) -> list[str]:
    """The names of a folder's groups, sorted."""
    with disk_errors("read", folder):
        return sorted(p.name for p in folder.iterdir() if GROUP.fullmatch(p.name)) if folder.is_dir() else []


def loose_names(folder: Path) -> list[str]:
    """The names of a folder's texts that are files of their own, sorted."""
    with disk_errors("read", folder):
        return sorted(p.name for p in folder.iterdir() if TEXT.fullmatch(p.name)) if folder.is_dir() else []


def pack_texts(folder: Path) -> Packed:
    """Puts all texts into groups; what is in full groups already stays as it is.

    Args:
        folder: a policy's texts; the caller holds the lock of the store.

    Raises:
        StoreError: nothing can be written; each text is where it was, or in both places.
    """
    loose = loose_names(folder)
    if not loose:
        return Packed()
    # A group that is not full grows, and one of which a text was derived anew is made again; the others are left alone.
    open_groups = _open_groups(folder, set(loose))
    texts = {name: content for group in open_groups.values() for name, content in group.items() if name not in loose}
    before = 0
    for name in loose:
        path = folder / name
        with disk_errors("read", path):
            if is_link(path):
                continue
            texts[name] = read_whole(path)
        before += len(texts[name])
    made = {f"{min(group).removesuffix('.md')}.tar.zst": group for group in _divided(texts)}
    after = sum(_write_group(folder / name, group) for name, group in made.items())
    with disk_errors("remove", folder):
        for name in (*(set(open_groups) - made.keys()), *(name for name in loose if name in texts)):
            (folder / name).unlink()
        sync_folder(folder)
    return Packed(len(loose), before, after)


def digests(folder: Path) -> dict[str, dict[str, str]]:
    """The SHA-256 of each text in each group, group by group; a damaged group has none."""
    found: dict[str, dict[str, str]] = {}
    for name in groups(folder):
        try:
            found[name] = {text: sha256(content).hexdigest() for text, content in read_group(folder / name).items()}
        except GroupDamaged:
            found[name] = {}
    return found


def dissolve(folder: Path, group: str, wanted: Container[str]) -> None:
    """Remove a group; those of its texts that are wanted, and are not there already, become loose files first."""
    try:
        texts = read_group(folder / group)
    except GroupDamaged:
        texts = {}
    with disk_errors("write", folder):
        for name, content in texts.items():
            if name in wanted and not (folder / name).exists():
                write_atomically(folder / name, content, sync_name=False)
        sync_folder(folder)
        (folder / group).unlink()


def _open_groups(folder: Path, loose: Set[str]) -> dict[str, dict[str, bytes]]:
    found = {}
    for name in groups(folder):
        try:
            texts = read_group(folder / name)
        except GroupDamaged:  # `verify` tells, and deriving restores it
            continue
        if not _is_full(texts) or texts.keys() & loose:
            found[name] = texts
    return found


def _is_full(texts: Mapping[str, bytes]) -> bool:
    return len(texts) >= _MOST_TEXTS or sum(map(len, texts.values())) >= _MOST_BYTES


def _divided(texts: Mapping[str, bytes]) -> Iterable[dict[str, bytes]]:
    group: dict[str, bytes] = {}
    for name in sorted(texts):
        group[name] = texts[name]
        if _is_full(group):
            yield group
            group = {}
    if group:
        yield group


def _write_group(path: Path, texts: Mapping[str, bytes]) -> int:
    """Writes a group and reads it again; its size in bytes. Equal texts give equal files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(texts):
            about = tarfile.TarInfo(name)
            about.size, about.mode = len(texts[name]), 0o644
            archive.addfile(about, io.BytesIO(texts[name]))
    data = make(buffer.getvalue())
    with disk_errors("write", path):
        write_atomically(path, data)
    if read_group(path) != dict(texts):
        raise GroupDamaged(f"{path} does not hold what was written to it; check the disk")
    return len(data)
