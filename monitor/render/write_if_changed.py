"""Files that are written atomically, and only if their content changed."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from filecmp import cmp
from gzip import GzipFile
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from monitor.errors import ReportsUnwritable

_MODE = 0o644
_LEVEL = 6
"""Of gzip; 9 saves a hundredth and takes twice as long."""


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
        """Writes the content unless the file has it already.

        Raises:
            ReportsUnwritable: it can't be written; the file at `path` is as it was.
        """
        data = content.encode("utf-8", "replace")
        try:
            if not _holds(path, data):
                _replace(path, data)
                self.append(path)
        except OSError as error:
            raise unwritable(path, error) from error

    @contextmanager
    def stream(self, path: Path, *, packed: bool = False) -> Iterator[TextIO]:
        """A file to write in parts; at the end it replaces the one at `path` if the two differ, else it is deleted.

        Args:
            path: the file.
            packed: whether it is written through gzip; equal contents give equal files.

        Raises:
            ReportsUnwritable: it can't be written; the file at `path` is as it was.
        """
        temporary = Path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as out:
                with _text(out, packed=packed) as text:
                    yield text
                out.flush()
                # An unchanged page keeps its time stamp, so that rsync and browsers do not transfer it again.
                if path.is_file() and cmp(temporary, path, shallow=False):
                    return
                os.fsync(out.fileno())
            temporary.chmod(_MODE)  # mkstemp makes 0600, which a web server could not read
            temporary.replace(path)
            self.append(path)
        except OSError as error:
            raise unwritable(path, error) from error
        finally:
            if temporary.name:
                # A read-only folder must not hide the first error.
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)


@contextmanager
def _text(out: BinaryIO, *, packed: bool) -> Iterator[TextIO]:
    """Text that goes into an open file, which stays open."""
    # Without a name and a time, which would differ each time.
    body = GzipFile("", "wb", _LEVEL, out, mtime=0) if packed else out
    text = TextIOWrapper(body, encoding="utf-8", errors="replace", newline="")
    yield text
    text.flush()
    text.detach()
    if packed:
        body.close()


# A policy has ten files, which are written for the first time on its first check: opened without `tempfile` and `pathlib`, and compared
# without a second copy on the disk, they cost half.


def _holds(path: Path, data: bytes) -> bool:
    """True for a file with exactly this content, which keeps its time stamp: rsync and browsers do not transfer it again."""
    try:
        status = os.stat(path)  # noqa: PTH116 - see above
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and path.read_bytes() == data


def _replace(path: Path, data: bytes) -> None:
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.part")  # noqa: PTH118 - see above
    try:
        with open(_created(folder, temporary), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, _MODE)  # noqa: PTH101 - whatever the umask: a web server reads it
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        # A read-only folder must not hide the first error.
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _created(folder: str, temporary: str) -> int:
    """Opens a new file; what a killed process left there, or a link that somebody put there, is removed and not written through."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(temporary, flags, 0o600)
    except FileExistsError:
        os.unlink(temporary)  # noqa: PTH108
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    return os.open(temporary, flags, 0o600)
