"""Symbolic links below a data folder: refused, because they would have us read, or overwrite, what lies elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISLNK

from monitor.errors import RecordDamaged


def refuse_links(folder: Path, path: Path) -> None:
    """Make sure that nothing between a data folder and a path below it is a symbolic link, the path included.

    The folder itself may be one, or lie behind one: that is the owner's choice, and stands in the configuration.

    Raises:
        RecordDamaged: something is a link.
    """
    place = folder
    for part in path.relative_to(folder).parts:
        place = place / part
        if is_link(place):
            raise RecordDamaged(
                f"{place} is a symbolic link: files of the store are never read or written through links; put the file itself there"
            )


def is_link(path: Path) -> bool:
    """True for a symbolic link, wherever it leads; False for everything else, also when nothing is there."""
    try:
        return S_ISLNK(os.lstat(path).st_mode)
    except OSError:
        return False
