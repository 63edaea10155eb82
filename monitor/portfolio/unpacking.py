"""Compressed files of strangers: what they unpack to is bounded before it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from monitor.errors import UsageError
from monitor.portfolio.listed import MOST_BYTES

_MOST_FILES = 200_000


def check_unpacked(path: Path) -> None:
    """Refuse a ZIP file that can't be read, or says that it unpacks to more than MOST_BYTES.

    Raises:
        UsageError: as told.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UsageError(f"{path} is damaged ({error}); export it again") from None
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES or len(entries) > _MOST_FILES:
        raise UsageError(f"{path} unpacks to {size:,} bytes; the limit is {MOST_BYTES:,}, so it was not opened")


def unpack(path: Path, name: str, most: int = MOST_BYTES) -> bytes | None:
    """One file of a ZIP file, None when there is none of that name.

    Raises:
        UsageError: it is damaged, encrypted, or larger than `most`, whatever the ZIP's own list says.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            if name not in packed.namelist():
                return None
            # The list of contents may lie about sizes, so only so many bytes are read.
            with packed.open(name) as file:
                data = file.read(most + 1)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise UsageError(f"{name} in {path} can't be unpacked ({error}); export it again") from None
    if len(data) > most:
        raise UsageError(f"{name} in {path} unpacks to more than {most:,} bytes")
    return data
