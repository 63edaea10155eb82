"""A page as its reader sees it, and a history as rows."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib

from monitor.model import History
from monitor.render.rows import VersionRow, version_row


def text_of(page: Path | str) -> str:
    """The visible text of a page on one line."""
    source = page.read_text(encoding="utf-8") if isinstance(page, Path) else page
    document = html5lib.parse(re.sub("<!--.*?-->", "", source), namespaceHTMLElements=False)
    return " ".join("".join(document.find("body").itertext()).split())


def rows_of(history: History) -> tuple[VersionRow, ...]:
    made: list[VersionRow] = []
    for entry in history.entries:
        made.append(version_row(entry, made[-1] if made else None))
    return tuple(made)
