"""The site: a policy's pages and feeds, and the overview of all, written only where they differ from what is there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from monitor.model import History
from monitor.render import feed, pages
from monitor.render.html import edition, render
from monitor.render.pages import Blame
from monitor.render.paths import IN_FORCE, VERSIONS, pages_of_pairs, policy_folder
from monitor.render.rows import Row, pairs, row, row_from_json, row_to_json
from monitor.render.tables import joined, tables
from monitor.render.write_if_changed import Written
from monitor.timestamps import from_iso, timestamp14, utc_iso

_SCHEMA = "policy-monitor/versions/1"


def render_policy(
    history: History, out: Path, *, now: datetime, blame: Sequence[Blame] | None = None, base_url: str | None = None
) -> list[Path]:
    """Renders everything about one policy under `out/<policy>/`: its page, changelogs, text in force, feeds, `changes.*`, `versions.json`.

    Args:
        history: of the policy; its entries may be lazy: no more than two are held at a time.
        out: the reports folder; made when missing.
        now: the moment of rendering (UTC); pages don't depend on its hour, so that an unchanged policy's pages stay as they are.
        blame: which version brought which stretch of the newest text, when it is known.
        base_url: the address that the reports folder is published at, for absolute links in feeds.

    Returns:
        The files that were written, in order: only those whose content differs.

    Raises:
        UsageError: the policy's id can't name a folder.
        StoreError: the reports folder can't be written.
    """
    folder, written = out / policy_folder(history.policy.id), Written()
    rows = _collect(history, folder, written)
    for place, old, new in pairs(rows):
        _changelog(history, rows, place, old, new, folder, written)
    mark_superseded(folder, rows, written)
    if rows:
        written.text(folder / IN_FORCE, pages.text_in_force(history.policy, history.entries[-1].version, rows, blame or ()))
    written.text(folder / "index.html", pages.policy_page(history, rows))
    title = f"{history.policy.name} {history.policy.document}: changes"
    base = base_url and urljoin(_folder_url(base_url), f"{history.policy.id}/")
    found = feed.entries(history.policy, rows)
    written.text(folder / "feed.atom", feed.atom(title, found, about=history.policy.id, home="index.html", base_url=base))
    written.text(folder / "feed.json", feed.json_feed(title, found, home="index.html", base_url=base))
    return list(written)


def render_overview(histories: Sequence[History], out: Path, *, now: datetime, base_url: str | None = None) -> Path:
    """Renders `index.html`, the feeds and the tables of all policies.

    A policy's rows are taken from the `versions.json` that `render_policy` wrote, when that is of the same length and ends in the same
    version; else they are collected again. So render the policies first.

    Returns:
        The overview's path.

    Raises:
        UsageError, StoreError: as for `render_policy`.
    """
    written = Written()
    rows = [_known_rows(history, out, written) for history in histories]
    shown = [pages.summary(history, its_rows, now) for history, its_rows in zip(histories, rows, strict=True)]
    written.text(out / "index.html", pages.overview_page(shown))
    pairs_of_all = zip(histories, rows, strict=True)
    found = feed.newest([e for one, its_rows in pairs_of_all for e in feed.entries(one.policy, its_rows, prefix=f"{one.policy.id}/")])
    base = base_url and _folder_url(base_url)
    written.text(out / "feed.atom", feed.atom("Policy changes", found, about="", home="index.html", base_url=base))
    written.text(out / "feed.json", feed.json_feed("Policy changes", found, home="index.html", base_url=base))
    joined(out, [out / policy_folder(history.policy.id) for history in histories], written)
    return out / "index.html"


def _folder_url(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"


def _collect(history: History, folder: Path, written: Written) -> tuple[Row, ...]:
    """One pass over the entries: their rows, and the tables and `versions.json` written on the way."""
    rows: list[Row] = []
    with tables(history.policy.id, folder, written) as changes:
        for entry in history.entries:
            rows.append(row(entry, rows[-1] if rows else None))
            if entry.changelog is not None and len(rows) > 1:
                changes.add(entry.changelog, rows[-2], rows[-1])
    lines = ",\n".join(json.dumps(row_to_json(shown), ensure_ascii=False) for shown in rows)
    head = json.dumps({"schema": _SCHEMA, "policy": history.policy.id, "edition": edition()})
    written.text(folder / VERSIONS, f'{head[:-1]}, "versions": [\n{lines}\n]}}\n')
    return tuple(rows)


def _changelog(history: History, rows: tuple[Row, ...], place: int, old: Row, new: Row, folder: Path, written: Written) -> None:
    """The page of one pair, unless the page on disk was made of the same values by the same renderer."""
    following = rows[place + 1].page if place + 1 < len(rows) else None
    named = (edition(), new.digest, old.page, following, history.policy.id, history.policy.name, history.policy.document)
    made_of = hashlib.sha256(repr(named).encode("utf-8", "replace")).hexdigest()[:32]
    path = folder / str(new.page)
    if fingerprint(path) == made_of:
        return
    before, entry = history.entries[place - 1], history.entries[place]
    page = pages.changelog_page(history.policy, before.version, entry, old, new, following=following, fingerprint=made_of)
    written.text(path, page)


def _known_rows(history: History, out: Path, written: Written) -> tuple[Row, ...]:
    folder = out / policy_folder(history.policy.id)
    return _rows_on_disk(history, folder) or _collect(history, folder, written)


def _whole_second(moment: datetime) -> datetime:
    """As `versions.json` spells it."""
    return from_iso(utc_iso(moment))


def _rows_on_disk(history: History, folder: Path) -> tuple[Row, ...]:
    try:
        data = json.loads((folder / VERSIONS).read_text(encoding="utf-8"))
        rows = tuple(row_from_json(line) for line in data["versions"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    if data.get("edition") != edition() or len(rows) != len(history.entries) or not rows:
        return ()
    last = history.entries[-1].version
    newest = (rows[-1].sha256, rows[-1].captured_at, rows[-1].last_seen)
    same = newest == (last.sha256, _whole_second(last.captured_at), _whole_second(last.last_seen))
    return rows if same and all((folder / name).is_file() for name in ("changes.json", "changes.csv")) else ()


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
