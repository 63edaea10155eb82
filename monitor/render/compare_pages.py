"""Compares pages on disk with the same pages rendered again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from monitor.render.paths import pages_of_pairs
from monitor.render.site import fingerprint
from monitor.render.static_search import FOLDER as SEARCH_FOLDER
from monitor.render.style_sheet import is_former_sheet

RENDERED = ".rendered"
"""The file beside the pages that says what they were rendered from."""
_REMEDY = "delete it and run `policy-monitor report`, which renders it again"
# How the checks go, and what the clock says, changes without a new version; so these parts of a page are not compared.
_PASSING = re.compile(
    r'<p class="(?:warn|health|root)"[^>]*>.*?</p>\n?|<p class="lede">\d.*?</p>|<label for="f-failing">.*?</label>| s-failing', re.DOTALL
)
# What file managers and web servers keep beside pages.
_HARMLESS = re.compile(r"\..*|Thumbs\.db|desktop\.ini|robots\.txt|CNAME|favicon\.ico")


def policy_page_faults(folder: Path, again: Path) -> tuple[list[str], int]:
    """Compares a policy's pages.

    Args:
        folder: the pages.
        again: the same pages, rendered again elsewhere.

    Returns:
        One sentence for each page that is missing, differs or is nobody's; and how many pages can't be compared, because the two versions
        that they compare no longer follow each other.
    """
    made = {path.name for path in again.iterdir()}
    superseded = {name for name in pages_of_pairs(folder) if name not in made and fingerprint(folder / name) == "superseded"}
    return [*_differing(folder, again, made), *strange_files(folder, made | superseded)], len(superseded)


def overview_faults(folder: Path, again: Path, policies: Collection[str]) -> Iterator[str]:
    """Compares the overview, the feeds and the tables of all policies; `policies` are the folders that may lie beside them."""
    made = {path.name for path in again.iterdir() if path.is_file()}
    yield from _differing(folder, again, made)
    former = {path.name for path in folder.iterdir() if is_former_sheet(path)}
    yield from strange_files(folder, made | set(policies) | former | {SEARCH_FOLDER})
    held, search = folder / SEARCH_FOLDER, again / SEARCH_FOLDER
    words = {path.name for path in search.iterdir()} if search.is_dir() else set[str]()
    if not held.is_symlink():  # said above
        yield from _differing(held, search, words)
        yield from strange_files(held, words) if held.is_dir() else ()


def strange_files(folder: Path, known: Collection[str]) -> Iterator[str]:
    """One sentence for each file or folder that is none of the known ones, and for each symbolic link."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            yield f"{path} is a symbolic link, which the program never makes; remove it and run `policy-monitor report`"
        elif path.name not in known and not _HARMLESS.fullmatch(path.name):
            yield f"{path} was not written by this program; find out who put it there, and move it elsewhere if it is not needed here"


def _differing(folder: Path, again: Path, made: Collection[str]) -> Iterator[str]:
    for name in sorted(set(made) - {RENDERED}):
        page = folder / name
        if page.is_symlink():
            continue  # `strange_files` says so
        if not page.is_file():
            yield f"{page} is missing; `policy-monitor report` renders it again"
        elif not _same(page, again / name):
            yield f"{page} was altered: it does not match its snapshots; {_REMEDY}"


def _same(page: Path, again: Path) -> bool:
    held, made = page.read_bytes(), again.read_bytes()
    if held == made:
        return True
    if page.name != "index.html":
        return False
    try:
        return _PASSING.sub("", held.decode()) == _PASSING.sub("", made.decode())
    except UnicodeDecodeError:
        return False
