"""Renders the site: each policy's pages, feeds and tables, and the overview of all, written only where their content changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from monitor.core.meaning.topic_names import TOLD
from monitor.model import Changelog, History
from monitor.present.opinions import ShownOpinion
from monitor.present.phrases import policy_title
from monitor.present.reviews import ShownReview
from monitor.render import calendar, feed, overview, pages
from monitor.render.beside import Beside
from monitor.render.current_text import StatementDates, current_text_page
from monitor.render.evidence import ShownEvidence, shown_evidence
from monitor.render.html import render, renderer_digest
from monitor.render.in_force_pages import (
    MOST_VENDORS,
    STATEMENTS,
    TOPICS_PAGE,
    Vendor,
    comparison_page,
    statements_page,
    topic_page,
    topics_page,
)
from monitor.render.kept import KeptPages, row_line, row_of
from monitor.render.paths import IN_FORCE, VERSIONS, pages_of_pairs, pages_of_years, policy_folder
from monitor.render.reviewed import shown_reviews
from monitor.render.rows import VersionRow, pairs, row_from_json, version_row, whole_second
from monitor.render.second import shown_opinions
from monitor.render.static_search import SENTENCES, SearchedPolicy, sentences_script, write_search
from monitor.render.style_sheet import write_sheet
from monitor.render.tables import join_tables, open_tables
from monitor.render.version_pages import version_pages
from monitor.render.write_if_changed import ChangedFiles, report_errors
from monitor.timestamps import timestamp14

_SCHEMA = "policy-monitor/versions/1"
_FINGERPRINT = re.compile(r'<meta name="fingerprint" content="([^"]*)">')
_BANNER = re.compile(r"<!--standing-->.*?<!--/standing-->", re.DOTALL)
# Characters at the beginning of a page, within which its fingerprint is: pages may have megabytes.
_HEAD = 4096


# --- one policy ------------------------------------------------------------------------------------------------------


def render_policy(
    history: History,
    out: Path,
    *,
    now: datetime,
    blame: Sequence[StatementDates] | None = None,
    vendor: Vendor | None = None,
    base_url: str | None = None,
    kept: KeptPages[Any] | None = None,
) -> list[Path]:
    """Renders everything about one policy under `out/<policy>/`: its page, changelogs, current text, feeds, `changes.*`, `versions.json`.

    Args:
        history: of the policy; its entries may be loaded lazily, as no more than two are in memory at a time.
        out: the reports folder; created if missing.
        now: the time of rendering (UTC); a policy's pages do not depend on it, so an unchanged policy's pages stay as they are.
        blame: which version introduced which stretch of the newest text, if known.
        vendor: what the newest version says, by topic; without it, there is no page of that.
        base_url: the address at which the reports folder is published, for absolute links in feeds.
        kept: what is known of the pages from the last time; None to make and compare all of them.

    Returns:
        The files that were written, in order: only those whose content changed.

    Raises:
        UsageError: the policy's id cannot name a folder.
        StoreError: the reports folder cannot be written.
    """
    folder, written = out / policy_folder(history.policy.id), ChangedFiles()
    # Before the pages, which would be bare without it; it is none of the policy's own files.
    write_sheet(out, ChangedFiles(), always=False)
    rows = _collect(history, folder, written, kept)
    present = {path.name for path in folder.iterdir()} if kept is not None and kept.complete else set()
    reviews, opinions, evidence = shown_reviews(history, rows), shown_opinions(history, rows), shown_evidence(history, rows)
    for place, old, new in pairs(rows):
        beside = Beside(reviews.get(new.digest), opinions.get(new.digest), evidence.get(new.digest, ()))
        # Not `or`: what is shown of the reviews must be remembered in any case.
        read_anew = kept is not None and not kept.shows_beside(place, beside.digest)
        if new.page not in present or kept is None or not kept.is_settled(place) or read_anew:
            _changelog(history, rows, place, old, new, folder, written, beside)
    mark_superseded(folder, rows, written)
    if rows:
        written.write(folder / IN_FORCE, current_text_page(history.policy, history.entries[-1].version, rows, blame or ()))
    if rows and vendor is not None:
        written.write(folder / STATEMENTS, statements_page(vendor))
    if rows:
        _sentences(history, rows[-1], folder, written, kept)
    _policy_pages(history, rows, folder, written, kept, reviews, evidence, statements=bool(rows) and vendor is not None)
    base = base_url and urljoin(_folder_url(base_url), f"{history.policy.id}/")
    named = policy_title(history.policy)
    found = feed.entries(history.policy, rows, reviews=reviews, opinions=opinions)
    _feeds(
        folder,
        f"{named}: changes",
        found,
        history.policy.id,
        base,
        written,
    )
    written.write(
        folder / calendar.CALENDAR, calendar.ics(f"{named}: effective dates", calendar.dates(history.policy, rows), base_url=base)
    )
    return list(written)


def _collect(history: History, folder: Path, written: ChangedFiles, kept: KeptPages[Any] | None) -> tuple[VersionRow, ...]:
    """One pass over the entries: makes their rows, and writes the tables and `versions.json` on the way."""
    rows: list[VersionRow] = []
    lines: list[str] = []
    with open_tables(history.policy.id, folder, written, kept.memory if kept else None) as changes:
        for place in range(len(history.entries)):
            line = kept.line(place) if kept else None
            if line is not None and (place == 0 or changes.add_former(kept.keys[place] if kept else "")):
                rows.append(row_of(line))
                lines.append(line)
                continue
            entry = history.entries[place]
            rows.append(version_row(entry, rows[-1] if rows else None))
            lines.append(kept.keep(place, rows[-1]) if kept else row_line(rows[-1]))
            if len(rows) > 1:
                changes.add(entry.changelog or Changelog(()), rows[-2], rows[-1], kept.keys[place] if kept else "")
    head = json.dumps({"schema": _SCHEMA, "policy": history.policy.id, "edition": renderer_digest()})
    listed = ",\n".join(lines)
    written.write(folder / VERSIONS, f'{head[:-1]}, "versions": [\n{listed}\n]}}\n')
    return tuple(rows)


def _sentences(history: History, newest: VersionRow, folder: Path, written: ChangedFiles, kept: KeptPages[Any] | None) -> None:
    """The sentences of the newest text, for the search of the site."""
    same = kept is not None and kept.is_same(SENTENCES, newest.sha256)
    if not (same and (folder / SENTENCES).is_file()):
        text = history.entries[-1].version.document.text
        written.write(folder / SENTENCES, sentences_script(history.policy.id, newest.sha256, text))


def _policy_pages(
    history: History,
    rows: tuple[VersionRow, ...],
    folder: Path,
    written: ChangedFiles,
    kept: KeptPages[Any] | None,
    reviews: Mapping[str, ShownReview],
    evidence: Mapping[str, tuple[ShownEvidence, ...]],
    *,
    statements: bool,
) -> None:
    """The policy's page, and those of the years that it has no room for."""
    listed = version_pages(rows)
    for page in listed.pages:
        beside = [Beside(reviews.get(row.digest), None, evidence.get(row.digest, ())).digest for row in page.rows]
        same = kept is not None and kept.is_same(page.name, f"{page.digest} {' '.join(filter(None, beside))}".rstrip())
        if not (same and (folder / page.name).is_file()):
            written.write(folder / page.name, pages.year_page(history.policy, page, rows[-1], reviews, evidence))
    for name in pages_of_years(folder) - {page.name for page in listed.pages}:
        with report_errors(folder / name):
            (folder / name).unlink()
    written.write(folder / "index.html", pages.policy_page(history, rows, listed, reviews, evidence, statements=statements))


def _changelog(
    history: History,
    rows: tuple[VersionRow, ...],
    place: int,
    old: VersionRow,
    new: VersionRow,
    folder: Path,
    written: ChangedFiles,
    beside: Beside,
) -> None:
    """The page of one pair, unless the page on disk was made of the same values by the same renderer."""
    # The page links its neighbours, so their names are part of what it is made of.
    following = rows[place + 1].page if place + 1 < len(rows) else None
    policy = history.policy
    inputs = (renderer_digest(), new.digest, old.page, following, policy.id, policy.name, policy.document, beside.digest)
    digest = hashlib.sha256(repr(inputs).encode("utf-8", "replace")).hexdigest()[:32]
    path = folder / str(new.page)
    if fingerprint(path) == digest:
        return
    before, entry = history.entries[place - 1], history.entries[place]
    page = pages.changelog_page(history.policy, before.version, entry, old, new, following=following, fingerprint=digest, beside=beside)
    written.write(path, page)


def _feeds(folder: Path, title: str, found: Sequence[feed.FeedEntry], about: str, base: str | None, written: ChangedFiles) -> None:
    written.write(folder / "feed.atom", feed.atom(title, found, about=about, home="index.html", base_url=base))
    written.write(folder / "feed.json", feed.json_feed(title, found, home="index.html", base_url=base))


def _folder_url(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"


# --- all policies ----------------------------------------------------------------------------------------------------


def render_overview(
    histories: Sequence[History],
    out: Path,
    *,
    now: datetime,
    base_url: str | None = None,
    attention: Sequence[str] = (),
    root: str | None = None,
    vendors: Sequence[Vendor] | None = None,
    anew: bool = False,
    tables: bool = True,
) -> Path:
    """Renders `index.html`, the feeds and the tables of all policies.

    A policy's rows are read from the `versions.json` that `render_policy` wrote if it has the same length and ends in the same version;
    otherwise they are collected again. So render the policies first. `attention`: what is wrong with the monitoring itself, one sentence
    each. `root`: the root over all ledgers, which the page shows. `vendors`: what each policy says, for the pages of topics; None to leave
    these as they are. `tables`: whether the tables of all policies may have changed. `anew`: look at every file of the search, and not only
    at those of policies whose newest text changed.

    Returns:
        The overview's path.

    Raises:
        UsageError, StoreError: as for `render_policy`.
    """
    written = ChangedFiles()
    write_sheet(out, written)
    rows = [_known_rows(history, out, written) for history in histories]
    each = list(zip(histories, rows, strict=True))
    summaries = [pages.summary(history, its_rows, now) for history, its_rows in each]
    if vendors is not None:
        _topic_pages(vendors, out, written)
    listed, topics = overview.pages_of(summaries, now), (out / TOPICS_PAGE).exists()
    for page in listed:
        written.write(out / page.name, pages.overview_page(summaries, attention, root, page=page, topics=topics))
    for path in overview.left_over(out, listed):
        with report_errors(path):
            path.unlink()
    written.write(out / overview.SCRIPT, overview.script())
    write_search(out, [_searched(history, its_rows[-1]) for history, its_rows in each if its_rows], written, anew=anew)
    found = feed.newest([e for one, its_rows in each for e in _newest_entries(one, its_rows)])
    base = base_url and _folder_url(base_url)
    _feeds(out, "Policy changes", found, "", base, written)
    ahead = [day for one, its_rows in each for day in calendar.dates(one.policy, its_rows, prefix=f"{one.policy.id}/")]
    written.write(out / calendar.CALENDAR, calendar.ics("Policies: effective dates", calendar.newest(ahead), base_url=base))
    if tables:
        join_tables(out, [out / policy_folder(history.policy.id) for history in histories], written)
    return out / "index.html"


def _newest_entries(history: History, rows: tuple[VersionRow, ...]) -> list[feed.FeedEntry]:
    reviews, opinions = shown_reviews(history, rows), _newest_opinions(history, rows)
    return feed.entries(history.policy, rows, prefix=f"{history.policy.id}/", reviews=reviews, opinions=opinions)


def _newest_opinions(history: History, rows: tuple[VersionRow, ...]) -> Mapping[str, ShownOpinion]:
    """Those that a feed has room for: each costs a changelog."""
    newest = {place: reading for place, reading in history.second.items() if place >= len(rows) - feed.LENGTH}
    return shown_opinions(replace(history, second=newest), rows) if newest else {}


def _searched(history: History, newest: VersionRow) -> SearchedPolicy:
    # The text is loaded only where it is needed: thousands of them would fill the memory.
    return SearchedPolicy(history.policy, newest.sha256, lambda: history.entries[-1].version.document.text)


def _topic_pages(vendors: Sequence[Vendor], out: Path, written: ChangedFiles) -> None:
    """The pages of topics, and the list of them; with too many policies only that list, which says so."""
    written.write(out / TOPICS_PAGE, topics_page(vendors))
    for topic in TOLD:
        path = out / topic_page(topic)
        if 0 < len(vendors) <= MOST_VENDORS:
            written.write(path, comparison_page(topic, vendors))
        else:
            with report_errors(path):
                path.unlink(missing_ok=True)


def _known_rows(history: History, out: Path, written: ChangedFiles) -> tuple[VersionRow, ...]:
    folder = out / policy_folder(history.policy.id)
    return _rows_on_disk(history, folder) or _collect(history, folder, written, None)


def _rows_on_disk(history: History, folder: Path) -> tuple[VersionRow, ...]:
    """The rows in `versions.json`, or none if the file is missing, damaged, from another renderer or of another history."""
    if not (folder / VERSIONS).is_file():
        return ()
    try:
        data = json.loads((folder / VERSIONS).read_text(encoding="utf-8"))
        rows = tuple(row_from_json(line) for line in data["versions"])
    except (OSError, ValueError, KeyError, TypeError):  # a cache like any other: what cannot be used is made again
        return ()
    # Rows made by another renderer may lack fields or have other sentences.
    if data.get("edition") != renderer_digest() or len(rows) != len(history.entries) or not rows:
        return ()
    last = history.entries[-1].version
    newest = (rows[-1].sha256, rows[-1].captured_at, rows[-1].last_seen)
    same = newest == (last.sha256, whole_second(last.captured_at), whole_second(last.last_seen))
    return rows if same and all((folder / name).is_file() for name in ("changes.json", "changes.csv")) else ()


# --- pages of pairs that no longer follow each other -----------------------------------------------------------------


def mark_superseded(folder: Path, rows: tuple[VersionRow, ...], written: ChangedFiles) -> None:
    """Puts a banner on each changelog page in the folder whose two versions do not follow each other, or no longer do."""
    current = {row.page for row in rows if row.page}
    for name, (old, new) in pages_of_pairs(folder, other_than=current).items():
        page = folder / name
        if fingerprint(page) is None:
            continue
        text = page.read_text(encoding="utf-8")
        # A banner that is already there is replaced: later versions may lie in between as well.
        banner = f"<!--standing-->{_banner(old, new, rows)}<!--/standing-->"
        text = _FINGERPRINT.sub('<meta name="fingerprint" content="superseded">', text, count=1)
        # In a replacement, a backslash would start a group reference ("\1").
        written.write(page, _BANNER.sub(banner.replace("\\", r"\\"), text, count=1))


def fingerprint(page: Path) -> str | None:
    """The digest of what a page on disk was made of; None if there is no such page or it is not one of ours."""
    if not page.is_file():  # to open a named pipe would wait for somebody to write to it
        return None
    try:
        with page.open(encoding="utf-8") as text:
            match = _FINGERPRINT.search(text.read(_HEAD))
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return match and match[1]


def _banner(old: datetime, new: datetime, rows: tuple[VersionRow, ...]) -> str:
    """Names the versions in between, and the comparisons that replace this one."""
    first, last = timestamp14(old), timestamp14(new)  # a file name has no fractions of a second
    dated = [(timestamp14(row.captured_at), row) for row in rows]
    between = [row for digits, row in dated if first < digits < last] if {first, last} <= {digits for digits, _ in dated} else []
    links = [row for digits, row in dated if row.page and first < digits <= last] if between else []
    return render("superseded.html.j2", between=between, links=links).strip()
