"""Feeds of what changed: Atom (RFC 4287) and JSON Feed 1.1, in which policy text arrives inert."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urljoin
from uuid import NAMESPACE_URL, uuid5

from monitor.model import Policy
from monitor.render.html import escaped, render, scrub
from monitor.render.rows import Row, pairs
from monitor.timestamps import utc_iso

LENGTH = 50
"""Entries in a feed: the newest."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One version that changed something."""

    id: str
    title: str
    link: str
    policy: str
    old: Row
    row: Row


def entries(policy: Policy, rows: tuple[Row, ...], *, prefix: str = "") -> list[Entry]:
    """The newest changes of a policy, newest first.

    Args:
        policy: whose changes they are.
        rows: its versions, oldest first.
        prefix: goes before each link ("comm100/" for the feed of all policies).
    """
    named = f"{policy.name} {policy.document}"
    return [
        Entry(
            id=_urn(policy.id, old.sha256, row.sha256, utc_iso(row.captured_at)),
            title=f"{named}: {row.says}" if row.severity in ("none", "cosmetic") else f"{named} ({row.severity}): {row.says}",
            link=quote(f"{prefix}{row.page}"), policy=named, old=old, row=row,
        )
        for _, old, row in reversed(list(pairs(rows))[-LENGTH:])
    ]  # fmt: skip


def newest(found: Sequence[Entry]) -> list[Entry]:
    """The newest of several policies' entries, newest first."""
    return sorted(found, key=lambda e: (e.row.captured_at, e.id), reverse=True)[:LENGTH]


def _urn(*parts: str) -> str:
    """A name that stays: RFC 4122 version 5 of what the entry is about."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '|'.join(('policy-monitor', *parts)))}"


def atom(title: str, found: Sequence[Entry], *, about: str, home: str, base_url: str | None) -> str:
    """An Atom feed; titles and contents are of type "html", so that markup in policy text is escaped twice and stays text.

    Args:
        title: of the feed.
        found: entries, newest first.
        about: a policy's id, or "" for all; the feed's lasting name is made of it.
        home: the page that the feed belongs to, relative to the feed.
        base_url: the address of the folder that the feed lies in, ending in a slash; None leaves links relative.
    """
    updated = max((e.row.captured_at for e in found), default=_NEVER)
    twice = [(e, escaped(e.title), render("entry.html.j2", entry=e)) for e in found]  # the template escapes these once more
    return render("atom.xml.j2", title=escaped(title), entries=twice, id=_urn("feed", about), home=home, base=base_url, updated=updated)


def json_feed(title: str, found: Sequence[Entry], *, home: str, base_url: str | None) -> str:
    """A JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) of the same entries."""
    base = base_url or ""
    items = [
        {
            "id": e.id, "url": urljoin(base, e.link), "title": scrub(e.title), "content_html": render("entry.html.j2", entry=e).strip(),
            "date_published": utc_iso(e.row.captured_at), "authors": [{"name": scrub(e.policy)}],
            "tags": [e.row.severity, *dict.fromkeys(topic for t in e.row.told for topic in t.topics)],
        }
        for e in found
    ]  # fmt: skip
    feed: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": scrub(title), "home_page_url": urljoin(base, home)}
    if base_url:
        feed["feed_url"] = urljoin(base, "feed.json")
    return json.dumps(feed | {"items": items}, ensure_ascii=False, indent=1) + "\n"
