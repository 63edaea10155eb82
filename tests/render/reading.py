"""A page as its reader sees it, and a history as rows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
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


def alternating(rows: tuple[VersionRow, ...], times: int = 20) -> tuple[VersionRow, ...]:
    """The rows, then as many switches between the last two texts, two hours apart."""
    here, there = rows[-2], rows[-1]
    begin = there.last_seen
    moments = [begin + timedelta(hours=2 * number) for number in range(1, times + 1)]
    texts = [here if number % 2 == 0 else there for number in range(times)]
    return (
        *rows,
        *(
            replace(text, captured_at=at, last_seen=at, captures=1, returns_to=text.captured_at, alert=False, digest=f"{number:064x}")
            for number, (text, at) in enumerate(zip(texts, moments, strict=True))
        ),
    )
