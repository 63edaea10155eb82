"""Exports by a plug-in: it writes into an empty folder, and what it wrote is put in its place only when all of it is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from monitor.errors import UsageError
from monitor.plugins.calls import guarded
from monitor.plugins.registry import PluginFault, PluginRegistry


def write_plugged(parts: PluginRegistry, name: str, folder: Path, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> list[Path]:
    """Has an exporter write the tables.

    Args:
        parts: where it is found.
        name: its name.
        folder: where its files go; made if need be. Other files in it stay.
        tables: records by table.

    Returns:
        The files, by name.

    Raises:
        PluginFault: the exporter is missing, failed, or wrote something other than files; the folder is as it was.
        UsageError: the folder cannot be written, or the exporter says what is wrong.
    """
    export, part = parts.load("exporters", name), parts.part("exporters", name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that moving is one step on the same disk.
        with tempfile.TemporaryDirectory(prefix=".export-", dir=folder) as beside:
            guarded(part, lambda: export(Path(beside), tables), passed=(UsageError,))
            written = sorted(Path(beside).iterdir())
            # A link could name a file of somebody else; a folder can't replace one that is full.
            if not written or any(path.is_symlink() or not path.is_file() for path in written):
                raise PluginFault(
                    f"{part.label} wrote {'something other than files' if written else 'no file'}; tell the makers of {part.package}"
                )
            # Each is whole by now; a kill in between leaves some old and some new files, never half of one.
            for path in written:
                os.replace(path, folder / path.name)  # noqa: PTH105 (a folder of that name is an OSError here, which says so)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror or error})") from error
    return [folder / path.name for path in written]
