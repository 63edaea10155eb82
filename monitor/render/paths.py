"""The path of each page, relative to the reports folder and with forward slashes."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from monitor.errors import UsageError
from monitor.model import Version
from monitor.timestamps import from_timestamp14, timestamp14

# No leading dot and no slash: ".." would leave the reports folder, ".git" would hide in it.
_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_YEAR_PAGE = re.compile(r"versions-\d+-\d+\.html")
_PAIR = re.compile(r"(\d{14})--(\d{14})\.html")

IN_FORCE = "current.html"
"""The page of the current text, in a policy's folder."""
VERSIONS = "versions.json"
"""The policy's versions as data, in a policy's folder."""


def policy_folder(policy_id: str) -> str:
    """The folder of a policy's pages.

    Raises:
        UsageError: the id cannot name a folder (it would lie outside the reports folder, or be hidden).
    """
    if _FOLDER.fullmatch(policy_id) is None:
        raise UsageError(f"{policy_id!r} cannot name a report folder; use letters, digits, dots, dashes and underscores for a policy's id")
    return policy_id


def pair_name(old: datetime, new: datetime) -> str:
    """The file name of the changelog between two captures: `<old14>--<new14>.html`."""
    return f"{timestamp14(old)}--{timestamp14(new)}.html"


def changelog_path(policy_id: str, old: Version, new: Version) -> str:
    """The changelog page of two versions: `<policy>/<old14>--<new14>.html`."""
    return f"{policy_folder(policy_id)}/{pair_name(old.captured_at, new.captured_at)}"


def year_page_name(year: int, part: int) -> str:
    """The file name of the page that lists versions of a year: `versions-2024-1.html`; its first versions are in part 1."""
    return f"versions-{year}-{part}.html"


def pages_of_years(folder: Path) -> set[str]:
    """The names of the pages in a folder that list versions of a year."""
    return {path.name for path in folder.iterdir() if _YEAR_PAGE.fullmatch(path.name)}


def pages_of_pairs(folder: Path, other_than: Collection[str] = ()) -> dict[str, tuple[datetime, datetime]]:
    """The changelog pages in a folder by file name, each with the times of the two captures that it compares.

    `other_than` names pages that are left out.
    """
    found = {}
    for name in sorted({page.name for page in folder.iterdir()}.difference(other_than)):
        if match := _PAIR.fullmatch(name):
            try:
                found[name] = (from_timestamp14(match[1]), from_timestamp14(match[2]))
            except ValueError:
                continue
    return found
