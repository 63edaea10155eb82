"""Files in the snapshots folder that the program did not put there, and symbolic links, which it never makes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from monitor.errors import StoreError
from monitor.store.announcements import WRITING
from monitor.store.atomic_write import disk_errors
from monitor.store.evidence import FOLDER as EVIDENCE
from monitor.store.ledger import COPY_HINT, HEAD, LEDGER
from monitor.store.lock import LOCK, OWNER
from monitor.store.objects import ledger_path
from monitor.store.outline_file import OUTLINE
from monitor.store.roots import RECORD, ROOTS
from monitor.store.text_groups import GROUP, TEXT

# A database that was damaged was renamed (see SqliteFile.set_aside), and may be a folder that stood in its place.
_DAMAGED = re.compile(r"(?:index|state|opinions)\.sqlite\.damaged(?:-wal|-shm)?", re.ASCII)
_TOP = re.compile(
    r"README\.md|health\.json|index\.metadata\.json|(?:index|opinions|state(?:\.spare)?)\.sqlite(?:-wal|-shm|-journal)?", re.ASCII
)
_TOKEN = re.compile(r"\d{14}-[0-9a-f]{16}\.tsr", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
# Half-written files of ours (see monitor.store.atomic_write) are swept by the next command that writes. The others are made by file
# managers, Git (a clone has `snapshots/.gitkeep`), network file systems and at the top of a disk, and hold no evidence.
_HARMLESS = re.compile(
    r"\..+\.(?:tmp|part)(?:-wal|-shm|-journal)?|\.git(?:keep|ignore|attributes)?|\.DS_Store|Thumbs\.db|desktop\.ini|"
    r"\.nfs[0-9a-f]+|\.fuse_hidden\w+|lost\+found",
    re.ASCII,
)
_NOT_OURS = "was not written by this program; find out who put it there, and move it elsewhere if it is not needed here"


def unknown_files(
    store: Path, policies: Collection[str] | None, paths_of: Callable[[str], Collection[str]], interrupted: Collection[str]
) -> Iterator[str]:
    """One sentence for each file, folder or link in the snapshots folder that is not the program's own.

    Args:
        store: the snapshots folder.
        policies: whose folders are searched; None for everything.
        paths_of: the paths of bytes that a policy's ledger names, relative to the store.
        interrupted: paths of bytes that a killed process was about to record; they are no fault.
    """
    try:
        for entry in _entries(store):
            if policies is not None and entry.name not in policies:
                continue
            yield from _in_store(store, entry, paths_of, interrupted)
    except StoreError as error:
        yield str(error)


def _in_store(
    store: Path, entry: os.DirEntry[str], paths_of: Callable[[str], Collection[str]], interrupted: Collection[str]
) -> Iterator[str]:
    if _DAMAGED.fullmatch(entry.name) and not entry.is_symlink():
        return
    if not entry.is_dir(follow_symlinks=False):
        yield from _file_fault(entry, _TOP.fullmatch(entry.name) is not None or entry.name in (LOCK, OWNER, OUTLINE))
    elif entry.name == RECORD:
        known = (LEDGER, HEAD, ROOTS, WRITING)
        for inner in _entries(Path(entry.path)):
            yield from _file_fault(inner, inner.name in known or _TOKEN.fullmatch(inner.name) is not None)
    elif _is_policy(Path(entry.path)):
        yield from _in_policy(store, Path(entry.path), paths_of, interrupted)
    elif not _HARMLESS.fullmatch(entry.name):
        yield f"{entry.path} {_NOT_OURS}"


def _is_policy(folder: Path) -> bool:
    """Whether it has a ledger, or bytes that were written before the first line of one."""
    return any((folder / name).exists() for name in (LEDGER, HEAD, "raw"))


def _in_policy(store: Path, folder: Path, paths_of: Callable[[str], Collection[str]], interrupted: Collection[str]) -> Iterator[str]:
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            yield from _file_fault(entry, entry.name in (LEDGER, HEAD))
        elif entry.name == "text":
            for text in _entries(Path(entry.path)):
                yield from _file_fault(text, (TEXT.fullmatch(text.name) or GROUP.fullmatch(text.name)) is not None)
        elif entry.name in ("raw", EVIDENCE):
            yield from _in_raw(store, Path(entry.path), frozenset(_known(paths_of, folder.name)), interrupted)
        elif not _HARMLESS.fullmatch(entry.name):
            yield f"{entry.path} {_NOT_OURS}"


def _known(paths_of: Callable[[str], Collection[str]], policy: str) -> Collection[str]:
    try:
        return paths_of(policy)
    except StoreError:  # its ledger is damaged, which is a fault of its own
        return ()


def _in_raw(store: Path, raw: Path, known: Collection[str], interrupted: Collection[str]) -> Iterator[str]:
    for year in _entries(raw):
        if not year.is_dir(follow_symlinks=False) or not _YEAR.fullmatch(year.name):
            yield from _file_fault(year, ours=False)
            continue
        for entry in _entries(Path(year.path)):
            path = ledger_path(Path(entry.path).relative_to(store).as_posix())
            if path in known or path in interrupted or not entry.is_file(follow_symlinks=False):
                yield from _file_fault(entry, ours=path in known or path in interrupted)
            elif not _HARMLESS.fullmatch(entry.name):
                yield f"{entry.path} is named by no line of the ledger: it was planted, or its line was removed; move it away. {COPY_HINT}"


def _file_fault(entry: os.DirEntry[str], ours: bool) -> Iterator[str]:
    if entry.is_symlink():
        yield f"{entry.path} is a symbolic link; the program makes none and reads none: put the file itself there"
    elif not ours and _HARMLESS.fullmatch(entry.name):
        return
    elif not ours or not entry.is_file(follow_symlinks=False):
        yield f"{entry.path} {_NOT_OURS}"


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with disk_errors("read", folder):
        if not folder.is_dir():
            return []
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
