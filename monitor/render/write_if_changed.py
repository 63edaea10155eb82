"""Files that are written atomically, and only if their content changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from typing import TextIO

from monitor.errors import StoreError


class ChangedFiles(list[Path]):
    """Writes files and collects the paths of those whose content changed, in order."""

    def write(self, path: Path, content: str) -> None:
        """Writes the content unless the file has it already."""
        with self.stream(path) as out:
            out.write(content)

    @contextmanager
    def stream(self, path: Path) -> Iterator[TextIO]:
        """A file to write in parts; at the end it replaces the one at `path` if the two differ, else it is deleted.

        Raises:
            StoreError: the folder can't be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        except OSError as error:
            raise StoreError(
                f"{path}: the report can't be written ({error.strerror}); make its folder writable or set another one with `reports:`"
            ) from error
        temporary = Path(name)
        try:
            with open(handle, "w", encoding="utf-8", errors="replace", newline="") as out:  # noqa: PTH123 (a descriptor)
                yield out
                out.flush()
                # An unchanged page keeps its time stamp, so that rsync and browsers do not transfer it again.
                if path.is_file() and cmp(temporary, path, shallow=False):
                    return
                os.fsync(out.fileno())
            temporary.chmod(0o644)  # mkstemp makes 0600, which a web server could not read
            temporary.replace(path)
            self.append(path)
        finally:
            temporary.unlink(missing_ok=True)
