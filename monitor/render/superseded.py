"""Changelog pages whose two versions no longer follow each other: they stay where links lead, under a banner that says so."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from monitor.model import timestamp14
from monitor.render.html import render
from monitor.render.paths import pages_of_pairs
from monitor.render.view import Row
from monitor.render.writing import Written

_FINGERPRINT = re.compile(r'<meta name="fingerprint" content="([^"]*)">')
_BANNER = re.compile(r"<!--standing-->.*?<!--/standing-->", re.DOTALL)
_HEAD = 4096
"""The fingerprint lies within as many characters of a page's beginning."""


def fingerprint(page: Path) -> str | None:
    """What a page on disk was made of; None when it is not there or not ours."""
    try:
        with page.open(encoding="utf-8") as text:
            match = _FINGERPRINT.search(text.read(_HEAD))
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return match and match[1]


def mark_superseded(folder: Path, rows: tuple[Row, ...], written: Written) -> None:
    """Puts the banner on every page in the folder that compares two versions which don't follow each other (any more)."""
    current = {row.page for row in rows}
    for name, (old, new) in pages_of_pairs(folder).items():
        page = folder / name
        if name in current or fingerprint(page) is None:
            continue
        text = page.read_text(encoding="utf-8")
        banner = f"<!--standing-->{_banner(old, new, rows)}<!--/standing-->"
        text = _FINGERPRINT.sub('<meta name="fingerprint" content="superseded">', text, count=1)
        written.text(page, _BANNER.sub(banner.replace("\\", r"\\"), text, count=1))


def _banner(old: datetime, new: datetime, rows: tuple[Row, ...]) -> str:
    """Names the versions that stand between, and the comparisons that hold today."""
    first, last = timestamp14(old), timestamp14(new)  # a file name knows no fractions of a second
    dated = [(timestamp14(row.captured_at), row) for row in rows]
    between = [row for digits, row in dated if first < digits < last] if {first, last} <= {digits for digits, _ in dated} else []
    links = [row for digits, row in dated if row.page and first < digits <= last] if between else []
    return render("superseded.html.j2", between=between, links=links).strip()
