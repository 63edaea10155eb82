"""Files that are written atomically, and only if their content changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from filecmp import cmp
from pathlib import Path
from typing import TextIO

from monitor.errors import ReportsUnwritable


def unwritable(path: Path, error: OSError) -> ReportsUnwritable:
    """The error for a report that can't be written, with what to do."""
    hint = "free some space or make its folder writable, or set another one with `reports:`"
    return ReportsUnwritable(f"{path}: the report can't be written ({error.strerror or error}); {hint}")


@contextmanager
def report_errors(path: Path) -> Iterator[None]:
    """Turns an OSError inside the block into the error for a report that can't be written."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error


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
            ReportsUnwritable: it can't be written; the file at `path` is as it was.
        """
        temporary = Path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
            temporary = Path(name)
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
        except OSError as error:
            raise unwritable(path, error) from error
        finally:
            if temporary.name:
                # A read-only folder must not hide the first error.
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
