"""The one style sheet of all pages: a file in the reports folder that is named by its content."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from monitor.render.write_if_changed import ChangedFiles

_SOURCE = Path(__file__).parent / "style.css"
_NAME = re.compile(r"style-[0-9a-f]{12}\.css")


@lru_cache(maxsize=1)
def _sheet() -> str:
    return _SOURCE.read_text(encoding="utf-8")


def _name_of(content: bytes) -> str:
    return f"style-{hashlib.sha256(content).hexdigest()[:12]}.css"


@lru_cache(maxsize=1)
def sheet_name() -> str:
    """The file name of this version's sheet: another version's has another name, so that no browser shows a page in the wrong one."""
    return _name_of(_sheet().encode())


def write_sheet(out: Path, written: ChangedFiles, *, always: bool = True) -> None:
    """Writes the sheet into the reports folder; without `always`, only if there is none of its name.

    Sheets of other versions stay: pages that can't be made again refer to them.

    Raises:
        ReportsUnwritable: it can't be written.
    """
    path = out / sheet_name()
    if always or not path.is_file():
        written.write(path, _sheet())


def is_former_sheet(path: Path) -> bool:
    """Whether a file is an unaltered style sheet of another version of the program."""
    return _NAME.fullmatch(path.name) is not None and path.is_file() and _name_of(path.read_bytes()) == path.name
