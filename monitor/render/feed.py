"""Feeds of what changed: Atom (RFC 4287) and JSON Feed 1.1, with policy text escaped twice so that it stays text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from urllib.parse import quote, urljoin
from uuid import NAMESPACE_URL, uuid5

from monitor.model import Policy
from monitor.present.inert import page_text
from monitor.present.opinions import ShownOpinion
from monitor.present.phrases import policy_title
from monitor.present.reviews import ShownReview
from monitor.render.html import escaped, render
from monitor.render.rows import VersionRow, pairs, stretches, told
from monitor.timestamps import utc_iso

LENGTH = 50
"""Entries in a feed, the newest; readers keep older ones themselves."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One version that changed something."""

    id: str
    title: str
    link: str
    policy: str
    old: VersionRow
    row: VersionRow
    review: ShownReview | None = None
    second: ShownOpinion | None = None


def entries(
    policy: Policy,
    rows: tuple[VersionRow, ...],
    *,
    prefix: str = "",
    reviews: Mapping[str, ShownReview] = MappingProxyType({}),
    opinions: Mapping[str, ShownOpinion] = MappingProxyType({}),
) -> list[FeedEntry]:
    """The newest changes of a policy, newest first.

    Args:
        policy: whose changes they are.
        rows: its versions, oldest first.
        prefix: put before each link ("comm100/" in the feed of all policies).
        reviews: by the row's digest.
        opinions: what a second reader said, likewise.
    """
    named = policy_title(policy)
    found = stretches(rows)
    title = {stretch.first: told(stretch) for stretch in found}
    within = {place for stretch in found for place in range(stretch.first + 1, stretch.last + 1)}
    chosen = [(place, old, row) for place, old, row in pairs(rows) if place not in within]
    # Cosmetic changes stay in the feed, but without a severity in the title: readers filter by it.
    return [
        FeedEntry(
            id=permanent_id(policy.id, old.sha256, row.sha256, utc_iso(row.captured_at)),
            title=f"{named}: {title.get(place, row.says)}"
            if place in title or row.severity in ("none", "cosmetic")
            else f"{named} ({row.severity}): {row.says}",
            link=quote(f"{prefix}{row.page}"), policy=named, old=old, row=row, review=reviews.get(row.digest),
            second=opinions.get(row.digest),
        )
        for place, old, row in reversed(chosen[-LENGTH:])
    ]  # fmt: skip


def newest(found: Sequence[FeedEntry]) -> list[FeedEntry]:
    """The newest of several policies' entries, newest first."""
    return sorted(found, key=lambda e: (e.row.captured_at, e.id), reverse=True)[:LENGTH]


def permanent_id(*parts: str) -> str:
    """A permanent name, made of what the entry is about (RFC 4122, version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '|'.join(('policy-monitor', *parts)))}"


def atom(title: str, found: Sequence[FeedEntry], *, about: str, home: str, base_url: str | None) -> str:
    """An Atom feed; titles and contents are of type "html", so markup in policy text is escaped twice.

    Args:
        title: of the feed.
        found: entries, newest first.
        about: a policy's id, or "" for all; makes the feed's permanent id.
        home: the page that the feed belongs to, relative to the feed.
        base_url: the address of the folder that the feed lies in, ending in a slash; None keeps links relative.
    """
    # RFC 4287 requires a date even of an empty feed; today's would change the file on every run.
    updated = max((e.row.captured_at for e in found), default=_NEVER)
    twice = [(e, escaped(e.title), render("entry.html.j2", entry=e)) for e in found]  # the template escapes once more
    return render(
        "atom.xml.j2", title=escaped(title), entries=twice, id=permanent_id("feed", about), home=home, base=base_url, updated=updated
    )


def json_feed(title: str, found: Sequence[FeedEntry], *, home: str, base_url: str | None) -> str:
    """A JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) of the same entries."""
    base = base_url or ""  # without an address, links stay relative; readers resolve them against the feed
    items = [
        {
            "id": e.id, "url": urljoin(base, e.link), "title": page_text(e.title), "content_html": render("entry.html.j2", entry=e).strip(),
            "date_published": utc_iso(e.row.captured_at), "authors": [{"name": page_text(e.policy)}],
            "tags": [e.row.severity, *dict.fromkeys(topic for t in e.row.material_changes for topic in t.topics)],
        }
        for e in found
    ]  # fmt: skip
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": page_text(title),
        "home_page_url": urljoin(base, home),
    }
    if base_url:
        feed["feed_url"] = urljoin(base, "feed.json")
    return json.dumps(feed | {"items": items}, ensure_ascii=False, indent=1) + "\n"
